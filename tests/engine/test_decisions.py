"""What is decided where mathematics leaves a choice, or PyTorch makes another: one test a row.

The rows on ``backward()`` and on changes in place are in ``test_backward.py``; that the rest is as
in PyTorch is shown by ``test_laws.py``, whose table lists the differences that are pinned here.
"""

import itertools
import math

import chainrule
import numpy as np
import pytest
from chainrule import SGD, Tape, grad, tensor
from engine_torch import import_torch

INF, NAN = math.inf, math.nan


def leaf(value):
    return tensor(value, requires_grad=True)


def gradients(function, *values):
    """The gradient of the sum of the function's elements for each value."""
    leaves = [leaf(value) for value in values]
    function(*leaves).sum().backward()
    found = [None if x.grad is None else x.grad.tolist() for x in leaves]
    return found[0] if len(found) == 1 else found


# Shapes and types


@pytest.mark.parametrize("shape", [(), (1,), (0,), (2, 0, 3), (2, 3)])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_a_gradient_is_a_tensor_like_its_own(shape, dtype):
    x = leaf(np.ones(shape, dtype))
    (chainrule.exp(x) * 2.0).sum().backward()
    assert type(x.grad) is chainrule.Tensor
    assert (x.grad.shape, x.grad.dtype) == (shape, np.dtype(dtype))


def test_numbers_of_numpy_become_arrays_of_shape_nothing():
    for y in (tensor([1.0, 2.0]).sum(), tensor(2.0) ** 2, tensor([3.0])[0], chainrule.exp(1.0)):
        assert type(y.data) is np.ndarray
        assert y.shape == ()


def test_reductions_of_nothing_are_their_neutral_elements_or_nan():
    nothing = tensor(np.zeros((0, 3)))
    assert nothing.sum(axis=0).tolist() == [0.0] * 3
    assert nothing.prod(axis=0).tolist() == [1.0] * 3
    assert nothing.logsumexp(axis=0).tolist() == [-INF] * 3
    assert np.isnan(nothing.mean(axis=0).detach().numpy()).all()
    with pytest.raises(chainrule.ShapeError, match=r"max cannot take shape \(0, 3\)"):
        nothing.max(axis=0)


def test_an_optimiser_never_writes_into_the_callers_array():
    array = np.ones(2)
    x = leaf(array)
    (x * x).sum().backward()
    SGD([x], 0.1).step()
    assert array.tolist() == [1.0, 1.0]
    assert x.tolist() == [0.8, 0.8]


# Kinks and ties


def test_at_a_kink_relu_and_abs_have_derivative_zero():
    assert gradients(chainrule.relu, [-1.0, 0.0, 1.0]) == [0.0, 0.0, 1.0]
    assert gradients(chainrule.abs, [-1.0, 0.0, 1.0]) == [-1.0, 0.0, 1.0]
    assert gradients(chainrule.leaky_relu, [0.0]) == [0.01]
    assert gradients(chainrule.sign, [0.0, 2.0]) == [0.0, 0.0]


def test_clamp_lets_the_gradient_through_at_its_bounds():
    assert gradients(lambda x: x.clamp(0.0, 1.0), [-0.1, 0.0, 1.0, 1.1]) == [0.0, 1.0, 1.0, 0.0]


def test_ties_share_the_gradient_evenly():
    assert gradients(chainrule.maximum, [1.0, 3.0], [1.0, 2.0]) == [[0.5, 1.0], [0.5, 0.0]]
    assert gradients(chainrule.minimum, [1.0, 3.0], [1.0, 2.0]) == [[0.5, 0.0], [0.5, 1.0]]
    assert gradients(lambda x: x.max(), [2.0, 2.0, 1.0]) == [0.5, 0.5, 0.0]
    assert gradients(lambda x: x.min(axis=1), [[2.0, 2.0, 2.0, 3.0]]) == [[1 / 3] * 3 + [0.0]]


# Limits


def test_the_square_root_is_infinitely_steep_at_zero():
    assert gradients(chainrule.sqrt, [0.0, 4.0]) == [INF, 0.25]


def test_powers():
    assert gradients(lambda x: x**0, [0.0, 2.0, INF]) == [0.0, 0.0, 0.0]
    assert math.isnan((tensor(-1.0) ** 0.5).item())
    assert gradients(lambda x, y: x**y, 0.0, 2.0) == [0.0, 0.0]
    assert gradients(lambda x, y: x**y, 2.0, 3.0) == [12.0, 8.0 * math.log(2.0)]
    base, exponent = leaf(-2.0), tensor(3.0)
    (base**exponent).backward()  # the exponent's gradient, NaN here, is not computed
    assert (base.grad, exponent.grad) == (12.0, None)


@pytest.mark.parametrize("name", ["sqrt", "pow", "pow_tensor", "log", "div", "inv"])
def test_where_a_value_may_not_be_finite_the_operation_says_so(name):
    assert chainrule.engine.OPERATIONS[name].domain


def test_certain_but_wrong_predictions_cost_a_hundred():
    p, t = [0.0, 1.0, 0.5], [1.0, 0.0, 1.0]
    losses = chainrule.bce_loss(tensor(p), tensor(t), reduction="none")
    np.testing.assert_allclose(losses.detach().numpy(), [100.0, 100.0, math.log(2.0)], rtol=1e-15)
    found = gradients(lambda x: chainrule.bce_loss(x, t, reduction="sum"), p)
    np.testing.assert_allclose(found, [-1e12, 1e12, -2.0], rtol=1e-6)
    targets = leaf(t)
    chainrule.bce_loss(tensor(p), targets, reduction="sum").backward()
    assert targets.grad.tolist() == [100.0, -100.0, 0.0]


def test_an_infinite_logit_on_the_wrong_side_costs_infinity():
    loss = chainrule.bce_with_logits(tensor([-INF, INF]), [1.0, 0.0], reduction="none")
    assert loss.tolist() == [INF, INF]
    tiny = chainrule.bce_with_logits(tensor(-50.0), 0.0)
    assert tiny.item() == pytest.approx(math.exp(-50.0), rel=1e-12)


def test_a_class_that_is_ruled_out_costs_nothing_where_it_is_wrong():
    assert chainrule.cross_entropy([[0.0, -INF]], [0.0]).item() == 0.0


def test_beside_zeros_a_product_has_the_product_of_the_others():
    assert gradients(lambda x: x.prod(), [2.0, 0.0, 3.0]) == [0.0, 6.0, 0.0]
    assert gradients(lambda x: x.prod(), [0.0, 0.0, 3.0]) == [0.0, 0.0, 0.0]
    assert gradients(lambda x: x.prod(), [INF, 2.0]) == [2.0, INF]
    assert gradients(lambda x: x.prod(), [float("nan")]) == [1.0]
    assert gradients(lambda x: x.prod(axis=0), [[0.0, 1.0], [4.0, 5.0]]) == [[4.0, 5.0], [0.0, 1.0]]


def test_the_gradient_of_a_product_is_a_graph_of_linear_size():
    def elements(n):
        x = leaf(np.linspace(0.5, 1.5, n))
        with Tape() as tape:
            grad(x.prod(), x, create_graph=True)
        return sum(node.output.size for node in tape.nodes)

    assert elements(1024) < 3 * elements(512)
    assert elements(1024) < 20 * 1024


def test_where_there_is_no_direction_the_gradient_is_zero():
    assert gradients(lambda x: x.std(), [2.0, 2.0, 2.0]) == [0.0, 0.0, 0.0]
    for p in (1, 2, 3, 0.5, INF):
        assert gradients(lambda x, p=p: x.norm(p=p), [0.0, 0.0]) == [0.0, 0.0]
    assert gradients(chainrule.atan2, 0.0, 0.0) == [0.0, 0.0]


def test_a_second_derivative_of_a_norm_is_nan_where_pytorchs_is():
    torch = import_torch()
    for p in (0.5, 1.5, 2, 2.5, 3, 4, -1, -2):
        for values in ([0.0, 0.0], [0.0, 1.0], [0.0, -2.0], [1.0, 1.0]):
            found = []
            for lib in (chainrule, torch):
                x = lib.tensor(values, dtype=lib.float64, requires_grad=True)
                (g,) = lib.autograd.grad(lib.linalg.vector_norm(x, p), x, create_graph=True)
                (h,) = lib.autograd.grad(g[0] + 2.0 * g[1], x)
                found.append([g.tolist(), h.tolist()])
            np.testing.assert_allclose(*found, rtol=1e-12, atol=1e-12, err_msg=f"{p} {values}")


def test_a_variance_without_degrees_of_freedom_is_nan():
    assert math.isnan(tensor([1.0]).var().item())
    assert math.isnan(gradients(lambda x: x.var(), [1.0])[0])


def test_nan_is_shown_never_hidden():
    x = [NAN, 1.0]
    for function in (chainrule.abs, chainrule.relu, lambda t: t.norm(), lambda t: t.norm(p=3)):
        assert math.isnan(function(tensor(x)).sum().item())
    assert math.isnan(gradients(chainrule.abs, x)[0])
    assert math.isnan(gradients(lambda t: t.norm(p=0.5), [NAN, 0.0])[1])
    assert gradients(chainrule.relu, x) == [1.0, 1.0]  # as in PyTorch


@pytest.mark.parametrize("p", [0.5, 2, 3])
@pytest.mark.parametrize(
    ("dtype", "size", "rtol"),
    [
        ("float64", 1e200, 1e-14),
        ("float64", 1e-200, 1e-14),
        ("float32", 1e30, 1e-6),
        ("float32", 1e-30, 1e-6),
    ],
)
def test_a_norm_of_huge_and_of_tiny_numbers_neither_overflows_nor_vanishes(p, dtype, size, rtol):
    for count in (1, 2):
        x = tensor([size] * count, dtype=dtype, requires_grad=True)
        norm = x.norm(p=p)
        norm.backward()
        np.testing.assert_allclose(norm.item(), size * count ** (1 / p), rtol=rtol)
        np.testing.assert_allclose(x.grad.tolist(), [count ** (1 / p - 1)] * count, rtol=rtol)


def test_a_cross_entropy_with_options_keeps_float32():
    x = tensor([[1.0, 2.0]], dtype="float32")
    for options in ({"weight": [1.0, 2.0]}, {"label_smoothing": 0.1}, {"ignore_index": 1}):
        assert chainrule.cross_entropy(x, tensor([0]), **options).dtype == np.float32


def test_a_remainder_is_exact_at_any_size():
    assert tensor(1e300).remainder(1e-9).item() == np.remainder(1e300, 1e-9)


# Indices and masks


def test_repeated_indices_add_up():
    assert gradients(lambda x: x[[0, 0, 1]], [1.0, 2.0, 3.0]) == [2.0, 1.0, 0.0]
    picked = np.array([[0.0, 0.0]])
    assert gradients(lambda x: chainrule.gather(x, 1, picked), [[1.0, 2.0]]) == [[2.0, 0.0]]


def test_an_index_puts_axes_where_pytorch_does():
    torch = import_torch()
    a = np.arange(120.0).reshape(2, 3, 4, 5)
    for count in range(1, 6):
        for index in itertools.product((0, slice(None), [1, 0, 1], None, ...), repeat=count):
            if index.count(...) > 1 or sum(part not in (None, ...) for part in index) > 4:
                continue
            mine, theirs, about = tensor(a)[index], torch.tensor(a)[index], str(index)
            np.testing.assert_array_equal(mine.numpy(), theirs.numpy(), about)


def test_what_is_put_at_an_index_comes_in_the_same_order():
    for index in ((1, slice(None), [0, 2]), (slice(None), [0, 2], slice(None), 1)):
        values = [np.arange(120.0).reshape(2, 3, 4, 5)]
        part = tensor(values[0])[index]
        values.append(np.arange(float(part.numel())).reshape(part.shape))
        mine, theirs = [
            [torch_or.tensor(v, requires_grad=True) for v in values]
            for torch_or in (chainrule, import_torch())
        ]
        for a, b in (mine, theirs):
            whole = a * 1.0
            whole[index] = b
            whole[index] += b
            (whole**2).sum().backward()
        for one, other in zip(mine, theirs, strict=True):
            np.testing.assert_array_equal(one.grad.numpy(), other.grad.numpy())


def test_a_mask_is_broadcast_in_masked_select_and_picks_rows_in_an_index():
    x = tensor([[1.0, 2.0], [3.0, 4.0]])
    row = tensor([1.0, -1.0]) > 0
    assert chainrule.masked_select(x, row).tolist() == [1.0, 3.0]
    assert x[row].tolist() == [[1.0, 2.0]]
    assert gradients(lambda t: t[tensor([1.0, -1.0]) > 0], [[1.0, 2.0], [3.0, 4.0]]) == [
        [1.0, 1.0],
        [0.0, 0.0],
    ]


def test_a_second_derivative_of_a_choice_cannot_be_replayed():
    x = leaf([1.0, -2.0, 3.0])
    with Tape() as tape:
        (first,) = grad((x**3)[x > 0].sum(), x, create_graph=True)
        first.sum()
    assert first.tolist() == [3.0, 0.0, 27.0]
    with pytest.raises(chainrule.ReplayError, match="was read while recording"):
        tape.forward()


# Special functions


def test_functions_around_gamma_are_those_of_pytorch():
    torch = import_torch()
    points = np.concatenate([np.linspace(-5.3, 30.0, 97), [1e-8, 1e5, INF, NAN, 0.0, -0.0, -2.0]])
    for name, rtol in (("lgamma", 1e-12), ("digamma", 1e-12), ("erfinv", 1e-12)):
        mine, theirs = (
            getattr(lib, name)(lib.tensor(points, dtype=lib.float64)).tolist()
            for lib in (chainrule, torch)
        )
        np.testing.assert_allclose(mine, theirs, rtol=rtol, atol=1e-13, err_msg=name)
    mine, theirs = (
        lib.polygamma(1, lib.tensor(points[:-1], dtype=lib.float64)).tolist()
        for lib in (chainrule, torch)
    )
    np.testing.assert_allclose(mine, theirs, rtol=1e-8)  # PyTorch's is less exact
    assert chainrule.polygamma(1, tensor(1.0)).item() == pytest.approx(math.pi**2 / 6, rel=1e-15)
    with pytest.raises(chainrule.ArgumentError, match="from 0 to 50"):
        chainrule.polygamma(-1, tensor(1.0))
