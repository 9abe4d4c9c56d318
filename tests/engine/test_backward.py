"""The reverse pass: sums over every use, undone broadcasting, honest absence, no recursion."""

import gc
import sys
import threading
import weakref

import chainrule
import numpy as np
import pytest
from chainrule import GradientError, ShapeError, enable_grad, grad, no_grad, tensor
from chainrule.engine import backward
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp


def leaf(value):
    return tensor(value, requires_grad=True)


def test_gradients_add_over_every_use():
    x = leaf(3.0)
    (x * x + x).backward()
    assert x.grad == 7.0


def test_gradients_add_over_every_call():
    x = leaf([1.0, 2.0])
    for _ in range(2):
        (x * 3).sum().backward()
    assert x.grad.tolist() == [6.0, 6.0]


def test_a_graph_can_be_used_again_if_that_was_said():
    x = leaf(2.0)
    y = x**3
    y.backward(retain_graph=True)
    y.backward()
    assert x.grad == 24.0
    with pytest.raises(GradientError, match="retain_graph=True"):
        y.backward()
    assert x.grad == 24.0


def test_a_graph_whose_rules_read_no_values_can_be_used_again():
    x = leaf([1.0, 2.0])
    y = (x + 1.0 - x.sum()).reshape(2, 1)[0].sum()
    y.backward()
    y.backward()
    assert x.grad.tolist() == [0.0, -2.0]


def test_a_graph_that_a_part_was_used_of_says_so():
    x = leaf(2.0)
    shared = x * x
    (shared + 1.0).backward()
    with pytest.raises(GradientError, match="gradient of mul needs values"):
        (shared * 3.0).backward()
    with pytest.raises(GradientError, match="Trying to backward through the graph a second time"):
        grad(shared, x)


@given(
    hnp.mutually_broadcastable_shapes(num_shapes=2, max_dims=4, max_side=3, min_side=0),
    st.sampled_from(["add", "sub", "mul", "div", "maximum", "hypot"]),
)
def test_a_gradient_has_the_shape_of_its_tensor(shapes, name):
    a, b = (leaf(np.full(shape, 1.5 + k)) for k, shape in enumerate(shapes.input_shapes))
    getattr(chainrule, name)(a, b).sum().backward()
    assert a.grad.shape == a.shape
    assert b.grad.shape == b.shape


def test_broadcasting_is_undone_by_summing():
    bias, batch = leaf([[1.0, 2.0]]), tensor(np.ones((5, 2)))
    ((batch + bias) * tensor(np.arange(10.0).reshape(5, 2))).sum().backward()
    assert bias.grad.tolist() == [[20.0, 25.0]]


def test_no_path_is_none_and_a_zero_gradient_is_zero():
    used, unused = leaf(1.0), leaf(1.0)
    (used * 0.0).backward()
    assert used.grad == 0.0
    assert unused.grad is None


def test_zero_grad_forgets():
    x = leaf(1.0)
    (x * 2).backward()
    x.zero_grad()
    assert x.grad is None


@pytest.mark.parametrize("shape", [(), (1,), (1, 1, 1)])
def test_one_element_of_any_shape_counts_as_a_number(shape):
    x = leaf(np.ones(shape))
    (x * 2).backward()
    assert x.grad.shape == shape


def test_several_elements_need_a_gradient():
    x = leaf([1.0, 2.0])
    with pytest.raises(GradientError, match=r"the shape is \(2,\)"):
        (x * x).backward()
    with pytest.raises(ShapeError, match=r"\(3,\) is not the tensor's \(2,\)"):
        (x * x).backward([1.0, 1.0, 1.0])
    (x * x).backward([1.0, 10.0])
    assert x.grad.tolist() == [2.0, 40.0]


def test_nothing_that_requires_a_gradient_is_said():
    with pytest.raises(GradientError, match="requires a gradient"):
        tensor(1.0).backward()
    with no_grad():
        y = leaf(1.0) * 2
    assert y.grad_fn is None
    with pytest.raises(GradientError):
        y.backward()


def test_changing_data_in_place_leaves_gradients_right():
    x = leaf([2.0, 3.0])
    y = (x * x).sum()
    x.data[:] = 100.0
    y.backward()
    assert x.grad.tolist() == [4.0, 6.0]
    assert x.tolist() == [100.0, 100.0]


def test_a_view_taken_before_the_forward_pass_cannot_disturb_it():
    x = leaf([2.0, 3.0])
    view = x.data
    y = (x * x).sum()
    view[:] = 100.0
    y.backward()
    assert x.grad.tolist() == [4.0, 6.0]
    assert x.tolist() == [100.0, 100.0]


def test_tensors_copy_what_they_are_made_from():
    array = np.ones(2)
    x = tensor(array)
    array[:] = 7.0
    assert x.tolist() == [1.0, 1.0]


def test_the_observer_sees_every_node_with_its_parts():
    w, x, b = leaf([[2.0]]), tensor([[3.0], [4.0]]), leaf([[1.0]])
    seen = []
    y = (x @ w + b).sum()
    backward(y, observer=lambda node, upstream, parts: seen.append((node, upstream, parts)))
    names = [node.name for node, _, _ in seen]
    assert names == ["sum", "add", "matmul"]
    _, upstream, (left, right) = seen[1]
    assert upstream.tolist() == [[1.0], [1.0]]
    assert [array.shape for array in left] == [(2, 1), (2, 1)]
    raw, contribution = right
    assert (raw.shape, contribution.tolist()) == ((2, 1), [[2.0]])
    assert seen[2][2][0] is None  # x is data
    assert w.grad.tolist() == [[7.0]]


def test_events_change_no_gradient():
    a, b = leaf([0.3, 0.7]), leaf([0.3, 0.7])
    (chainrule.tanh(a) * a).sum().backward()
    backward((chainrule.tanh(b) * b).sum(), observer=lambda *event: None)
    assert a.grad.tolist() == b.grad.tolist()


def test_grad_touches_no_grad_and_reaches_intermediate_tensors():
    x = leaf(2.0)
    y = x * x
    z = y * 3
    assert grad(z, (x, y), retain_graph=True) == (12.0, 3.0)
    assert x.grad is None
    assert grad(z, leaf(1.0)) == (None,)


def test_several_outputs_add_up_in_one_pass():
    x = leaf(2.0)
    y = x * x
    assert grad([y, y * 3], x, [1.0, 10.0]) == (124.0,)


def test_only_the_wanted_inputs_get_a_gradient():
    x, w = leaf(2.0), leaf(3.0)
    y = x * w
    (y * y).backward(inputs=[w, y])
    assert (w.grad, x.grad, y.grad) == (24.0, None, 12.0)


def test_a_computed_tensor_keeps_its_gradient_if_asked():
    x = leaf([1.0, 2.0])
    y, z = x * 2, x * 3
    y.retain_grad()
    (y * z).sum().backward()
    assert y.grad.tolist() == [3.0, 6.0]
    assert z.grad is None
    with pytest.raises(GradientError, match="can't retain_grad"):
        tensor(1.0).retain_grad()


def test_a_hook_sees_the_complete_gradient_and_may_replace_it():
    x = leaf([1.0, 2.0])
    y, seen = x * 2, []
    handle = y.register_hook(lambda g: seen.append(g.tolist()))
    y.register_hook(lambda g: g * 10)
    x.register_hook(lambda g: g + 1)
    (y + y * y).sum().backward(retain_graph=True)
    assert seen == [[5.0, 9.0]]
    assert x.grad.tolist() == [101.0, 181.0]
    handle.remove()
    grad((y + y * y).sum(), x)
    assert len(seen) == 1


def test_two_threads_send_gradients_into_one_leaf_and_none_is_lost():
    x = leaf(np.zeros(1000))

    def work():
        for _ in range(100):
            (x * 1.0).sum().backward()

    threads = [threading.Thread(target=work) for _ in range(4)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert x.grad.tolist() == [400.0] * 1000


def test_a_gradient_of_another_dtype_keeps_its_graph():
    x, start = leaf([1.0, 2.0]), tensor(np.ones(2, "float32"), requires_grad=True)
    (found,) = grad(x * x, x, start, create_graph=True)
    (second,) = grad(found.sum(), start)
    assert second.dtype == np.float32
    assert second.tolist() == [2.0, 4.0]


def test_a_gradient_can_be_differentiated_again_and_again():
    x = leaf(0.5)
    value = chainrule.sin(x)
    for expected in (np.cos(0.5), -np.sin(0.5), -np.cos(0.5), np.sin(0.5)):
        (value,) = grad(value, x, create_graph=True)
        assert value.item() == pytest.approx(expected, rel=1e-14)


def test_a_million_operations_run_forward_and_backward():
    x = leaf(1.0)
    y = x
    for _ in range(1_000_000):
        y = y + 1.0
    y.backward()
    assert (y.item(), x.grad) == (1_000_001.0, 1.0)


def test_sixty_doublings_take_sixty_steps():
    x = leaf(1.0)
    y = x
    for _ in range(60):
        y = y + y
    visited = []
    backward(y, observer=lambda node, *_: visited.append(node))
    assert x.grad == 2.0**60
    assert len(visited) == 60


def test_dropping_the_result_frees_everything_without_the_collector():
    gc.collect()
    gc.disable()
    try:
        x = leaf([1.0, 2.0])
        middle = chainrule.exp(x)
        y = (middle * middle).sum()
        y.backward()
        held = [weakref.ref(o) for o in (middle, y, middle.grad_fn, y.grad_fn)]
        del middle, y
        assert [reference() for reference in held] == [None] * 4
    finally:
        gc.enable()


def test_threads_record_apart():
    answers = []

    def work(value):
        x = leaf(value)
        with no_grad() if value > 2 else enable_grad():
            answers.append((value, (x * x).requires_grad))

    threads = [threading.Thread(target=work, args=(value,)) for value in (1.0, 2.0, 3.0, 4.0)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [(1.0, True), (2.0, True), (3.0, False), (4.0, False)]
