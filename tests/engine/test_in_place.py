"""In-place changes: programs with PyTorch's outcomes, views, and what the graph keeps."""

import json
import types
from pathlib import Path

import chainrule
import numpy as np
import pytest
from chainrule import GradientError, ShapeError, Tape, Tensor, no_grad, tensor
from chainrule.engine.errors import ChangedError
from chainrule.engine.replacements import REPLACEMENTS
from chainrule.engine.views import as_data

CASES = json.loads(Path(__file__).with_name("in_place.json").read_text(encoding="utf-8"))
TORCH = types.SimpleNamespace(
    tensor=tensor,
    no_grad=no_grad,
    zeros=lambda *shape: tensor(np.zeros(shape)),
    ones=lambda *shape: tensor(np.ones(shape)),
)


def leaf(value):
    return tensor(value, requires_grad=True)


def run(source):
    names = {"torch": TORCH}
    exec(source.replace("import torch\n", ""), names)  # noqa: S102 programs of ours
    return [np.ravel(value.tolist()).tolist() for value in names["out"]]


@pytest.mark.parametrize("case", [pytest.param(c, id=c["name"]) for c in CASES if "out" in c])
def test_values_and_gradients_are_those_of_pytorch(case):
    for mine, theirs in zip(run(case["source"]), case["out"], strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-15)


@pytest.mark.parametrize("case", [pytest.param(c, id=c["name"]) for c in CASES if "raises" in c])
def test_what_pytorch_refuses_is_refused_in_its_words_too(case):
    sentence = case["raises"].removeprefix("RuntimeError: ").partition(": [")[0]
    with pytest.raises((GradientError, ShapeError)) as caught:
        run(case["source"])
    assert sentence in str(caught.value)


# Handles and what nodes keep


def test_every_in_place_method_is_the_operation():
    for name in ("add_", "mul_", "clamp_", "exp_", "relu_", "sqrt_", "pow_", "div_", "tanh_"):
        x, args = tensor([0.5, 2.0]), {"clamp_": (0.0, 1.0)}.get(name, (3.0,))
        args = args if name in ("add_", "mul_", "clamp_", "pow_", "div_") else ()
        expected = getattr(x, name[:-1])(*args).tolist()
        assert getattr(x, name)(*args) is x
        assert x.tolist() == expected


def test_no_array_that_a_node_holds_is_overwritten():
    w = leaf([1.0, 2.0])
    a = w * 2
    b = a + 1.0
    a += 10.0
    a[0] = 7.0
    assert b.grad_fn.arrays[0].tolist() == [2.0, 4.0]
    assert b.grad_fn.inputs[0] is a
    assert b.grad_fn.sources[0].output.tolist() == [2.0, 4.0]


def test_a_parameter_moves_under_no_grad_and_stays_the_leaf():
    params = [leaf([1.0, 2.0]), leaf(3.0)]
    (params[0].sum() * params[1]).backward()
    before = list(params)
    with no_grad():
        for p in params:
            p -= 0.5 * p.grad
    assert [p.tolist() for p in before] == [[-0.5, 0.5], 1.5]
    assert all(p.requires_grad and p.is_leaf and p.grad is not None for p in before)


def test_a_gradient_is_a_handle_too():
    w = leaf([1.0, 2.0])
    (w * 3).sum().backward()
    held = w.grad
    (w * 3).sum().backward()
    assert held is w.grad
    assert held.tolist() == [6.0, 6.0]
    w.grad *= 2
    assert held.tolist() == [12.0, 12.0]
    w.grad.zero_()
    assert w.grad.tolist() == [0.0, 0.0]
    w.grad = np.ones(2)
    assert w.grad.tolist() == [1.0, 1.0]
    with pytest.raises(ShapeError, match=r"cannot have shape \(3,\)"):
        w.grad = np.ones(3)


def test_a_constant_that_becomes_a_result_gets_no_gradient():
    w, total = leaf([1.0, 2.0]), tensor([0.0, 0.0])
    for _ in range(3):
        total += w
    total.sum().backward()
    assert total.grad is None
    assert w.grad.tolist() == [3.0, 3.0]
    assert not total.is_leaf


def test_second_derivatives_go_through_changes():
    w = leaf([1.0, 2.0])
    a = w * 1.0
    a *= w
    a *= w
    (first,) = chainrule.grad(a.sum(), w, create_graph=True)
    (second,) = chainrule.grad(first.sum(), w)
    assert first.tolist() == [3.0, 12.0]
    assert second.tolist() == [6.0, 12.0]


def test_the_place_of_the_change_is_named():
    a = leaf([1.0, 2.0]) * 1
    b = a * a
    a += 1
    with pytest.raises(ChangedError, match=r"test_in_place\.py:\d+") as caught:
        b.sum().backward()
    assert caught.value.node is b.grad_fn
    assert caught.value.slot == 1  # whose value is the derivative for the other


def test_what_was_superseded_is_forgotten_with_the_graph():
    a = leaf([1.0, 2.0]) * 1
    b = a * a
    a += 1
    known = id(b.grad_fn.arrays[0])
    assert known in REPLACEMENTS
    del a, b
    assert known not in REPLACEMENTS


def test_an_operation_that_changes_may_read_what_it_replaces():
    w = leaf([1.0, 2.0])
    for name, expected in (("sin_", np.cos([2.0, 4.0])), ("square_", [4.0, 8.0])):
        w.grad = None
        a = w * 2
        getattr(a, name)()
        a.sum().backward()
        np.testing.assert_allclose(w.grad.detach().numpy(), 2 * np.array(expected), rtol=1e-14)


# Views


VIEWS = {
    "index": lambda a: a[1],
    "element": lambda a: a[1, 0],
    "slice": lambda a: a[:, 1:],
    "reshape": lambda a: a.reshape(3, 2),
    "flatten": lambda a: a.flatten(),
    "transpose": lambda a: a.T,
    "permute": lambda a: a.permute(1, 0),
    "squeeze": lambda a: a[None].squeeze(0),
    "unsqueeze": lambda a: a.unsqueeze(0),
    "detach": lambda a: a.detach(),
    "a view of a view": lambda a: a.T[1:].T[0],
    "iteration": lambda a: list(a)[1],
    "NumPy's": lambda a: np.swapaxes(a, 0, 1),
}


@pytest.mark.parametrize("take", VIEWS.values(), ids=VIEWS)
def test_a_view_follows_its_base_and_the_base_its_view(take):
    array = np.arange(6.0).reshape(2, 3)
    base, expected = tensor(array), array.copy()
    view = take(base)
    base *= 2.0
    expected *= 2.0
    assert view.tolist() == take(tensor(expected)).tolist()
    view += 1.0
    places = take(tensor(np.arange(6.0).reshape(2, 3)))
    flat = expected.reshape(-1)
    flat[np.ravel(places.tolist()).astype(int)] += 1.0
    assert base.tolist() == expected.tolist()
    assert view.tolist() == take(tensor(expected)).tolist()


COPIES = {
    "positions": lambda a: a[[0, 1]],
    "mask": lambda a: a[a > 0],
    "clone": lambda a: a.clone(),
    "sum": lambda a: a + 0.0,
    "reshape of a transpose": lambda a: a.T.reshape(6),
}


@pytest.mark.parametrize("take", COPIES.values(), ids=COPIES)
def test_a_copy_does_not_follow(take):
    base = tensor(np.ones((2, 3)))
    copy = take(base)
    before = copy.tolist()
    base.zero_()
    copy += 1.0
    assert copy.tolist() == (np.array(before) + 1.0).tolist()
    assert base.tolist() == np.zeros((2, 3)).tolist()


def test_an_expanded_view_is_read_and_not_written():
    a = tensor([[1.0], [2.0]])
    wide = a.expand(2, 3)
    a += 1
    assert wide.tolist() == [[2.0] * 3, [3.0] * 3]
    with pytest.raises(ShapeError, match="more than one element of the written-to tensor"):
        wide += 1


def test_data_is_an_array_that_tensor_and_views_follow():
    a = tensor([[1.0, 2.0], [3.0, 4.0]])
    row, later = a[0], a.T
    a.data[0] = 9.0
    assert row.tolist() == [9.0, 9.0]
    row += 1.0
    assert a.data[0].tolist() == [10.0, 10.0]
    assert later.tolist() == [[10.0, 3.0], [10.0, 4.0]]
    row.data[0] = 5.0
    assert a.tolist() == [[5.0, 10.0], [3.0, 4.0]]


def test_the_data_of_a_tensor_is_a_view_whose_changes_are_refused_where_they_are_read():
    w = leaf([1.0, 2.0])
    a = w * 1
    y, z = (a * a).sum(), (w + 1).sum()
    as_data(a).zero_()
    as_data(w).copy_(tensor([5.0, 6.0]))
    assert (w.tolist(), a.tolist()) == ([5.0, 6.0], [0.0, 0.0])
    z.backward()  # reads nothing of it
    assert w.grad.tolist() == [1.0, 1.0]
    with pytest.raises(ChangedError, match=r"changed through \.data") as caught:
        y.backward()
    assert caught.value.unnoticed
    assert "PyTorch does not notice" in str(caught.value)


def test_what_requires_a_gradient_is_not_written_through_a_cut_history():
    w = leaf([1.0, 2.0])
    a = w * 1
    with pytest.raises(GradientError, match="history of this tensor is cut off"):
        a.detach().mul_(w)
    with no_grad():
        view = a[0:1]
    with pytest.raises(GradientError, match="A view was created in no_grad mode"):
        view += 1


def test_a_change_tells_only_the_views_that_were_looked_at_since_the_one_before():
    w = tensor(np.zeros((100, 2)))
    rows = [w[k] for k in range(100)]
    w += 1
    assert not w._views
    assert rows[7].tolist() == [1.0, 1.0]
    w += 1
    assert len(w._loose_views) == 100
    assert [row.tolist() for row in rows] == [[2.0, 2.0]] * 100
    rows[3].mul_(2)
    assert rows[3].tolist() == w[3].tolist() == [4.0, 4.0]
    assert rows[4].tolist() == [2.0, 2.0]


def test_views_that_a_tape_computes_follow_their_base_between_its_runs():
    w = leaf([[1.0, 2.0], [3.0, 4.0]])
    with Tape() as tape:
        turned = w.T
        (turned * 2).sum()
    for _ in range(3):
        tape.forward()
        with no_grad():
            w += 1
        assert turned.tolist() == w.T.tolist()
    assert tape.forward({w: np.zeros((2, 2))}).item() == 0
    assert turned.tolist() == [[0.0, 0.0], [0.0, 0.0]]


def test_views_that_nobody_holds_cost_no_memory():
    w = leaf(np.ones((2, 2)))
    for _ in range(1000):
        w.T  # noqa: B018
    assert len(w._views) < 40


# Items


def test_filling_is_linear_where_nobody_looks():
    a = tensor(np.zeros(3))
    where = id(a._array)
    for i in range(3):
        a[i] = float(i)
    assert id(a._array) == where
    held = a._array
    a[0] = 5.0
    assert held.tolist() == [0.0, 1.0, 2.0]


@pytest.mark.parametrize(
    ("index", "value"),
    [
        (0, 5.0),
        ((slice(None), 1), [7.0, 8.0]),
        (np.array([[True, False, True], [False] * 3]), 0.0),
        ([1, 0], [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]),
        (..., 2.0),
        ((-1, slice(None, None, 2)), tensor([1.0, 2.0])),
    ],
)
def test_an_item_is_set_as_in_numpy(index, value):
    array = np.arange(6.0).reshape(2, 3)
    a = tensor(array)
    a[index] = value
    array[index] = value.tolist() if isinstance(value, Tensor) else value
    assert a.tolist() == array.tolist()


def test_an_item_that_does_not_fit_says_so():
    a = leaf([1.0, 2.0]) * 1
    with pytest.raises(ShapeError, match=r"cannot put shape \(3,\) into a part of shape \(2,\)"):
        a[:] = [1.0, 2.0, 3.0]
    with pytest.raises(ShapeError, match="out of bounds"):
        a[5] = 1.0
    with pytest.raises(ShapeError, match="out of bounds"):
        tensor([1.0, 2.0])[5] = 1.0


# Leaves, tapes, history


def test_requires_grad_and_detach_in_place():
    x = tensor([1.0, 2.0]).requires_grad_()
    y = x * 2
    assert y.detach_() is y
    assert (y.requires_grad, y.grad_fn) == (False, None)
    with pytest.raises(GradientError, match="Can't detach views"):
        (x * 2)[0].detach_()
    assert not x.requires_grad_(False).requires_grad


def test_what_a_watch_recorded_becomes_a_leaf():
    with Tape():
        w = tensor([1.0, 2.0]) * 0.1
        w.requires_grad_()
        (w * w).sum().backward()
    assert w.is_leaf
    assert w.grad.tolist() == [0.2, 0.4]


def test_a_tape_refuses_to_repeat_a_change():
    x = leaf([1.0, 2.0])
    with Tape() as tape:
        y = x * 2
        y += 1
        y.sum()
    with pytest.raises(chainrule.ReplayError, match="changed in place while recording"):
        tape.forward()


def test_a_leaf_may_be_moved_between_runs_of_a_tape():
    x = leaf([1.0, 2.0])
    with Tape() as tape:
        (x * x).sum()
    for expected in ([2.0, 4.0], [1.0, 2.0]):
        x.grad = None
        tape.forward()
        tape.backward()
        assert x.grad.tolist() == expected
        with no_grad():
            x *= 0.5
