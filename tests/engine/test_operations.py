"""Every operation, by its samples: value, gradient and second derivative, in either precision."""

from itertools import pairwise

import numpy as np
import pytest
from chainrule.engine import FUNCTIONS, OPERATIONS, Tensor, grad, tensor
from chainrule.engine.check import AGREES, gradcheck
from engine_law_table import LAWS
from engine_laws import symmetrised
from engine_samples import SAMPLES, samples_of
from engine_torch import import_torch, torch_gradients, weights

SMOOTH = [sample for sample in SAMPLES if sample.smooth and sample.slots]
DIFFERENTIABLE = [sample for sample in SAMPLES if sample.slots]

each = pytest.mark.parametrize("sample", SAMPLES, ids=str)
each_differentiable = pytest.mark.parametrize("sample", DIFFERENTIABLE, ids=str)
each_smooth = pytest.mark.parametrize("sample", SMOOTH, ids=str)


def leaves_of(sample, dtype="float64"):
    return [
        tensor(value if value.dtype.kind in "bi" else value.astype(dtype), slot in sample.slots)
        for slot, value in enumerate(sample.inputs)
    ]


def gradients_of(sample, create_graph=False, dtype="float64"):
    leaves = leaves_of(sample, dtype)
    output = sample.apply(*leaves)
    wanted = [leaves[slot] for slot in sample.slots]
    upstream = weights(output.shape).astype(dtype)
    return output, wanted, grad(output, wanted, upstream, create_graph=create_graph)


def close(ours, theirs, rtol=1e-12):
    np.testing.assert_allclose(ours, theirs, rtol=rtol, atol=rtol * 0.1)


def test_every_operation_has_a_sample():
    assert {sample.name for sample in SAMPLES} == set(OPERATIONS)


@pytest.mark.parametrize("name", ["exp", "hypot", "softmax", "trace", "index_select"])
def test_a_law_alone_is_enough_for_a_sample(name):
    law = next(law for law in LAWS if law.name == name)
    for sample in samples_of(law):
        test_value_is_that_of_pytorch(sample)
        if sample.slots:
            test_gradient_is_that_of_pytorch(sample)


@each
def test_value_is_that_of_pytorch(sample):
    theirs, _, _ = torch_gradients(sample)
    ours = sample.apply(*leaves_of(sample))
    assert ours.shape == tuple(theirs.shape)
    close(ours.detach().numpy(), theirs.detach().numpy())


@each_differentiable
def test_gradient_is_that_of_pytorch(sample):
    _, theirs, _ = torch_gradients(sample)
    _, wanted, ours = gradients_of(sample)
    for leaf, mine, other in zip(wanted, ours, theirs, strict=True):
        assert mine.shape == leaf.shape
        close(mine, other.detach().numpy())


@each_differentiable
def test_gradient_agrees_with_finite_differences(sample):
    fixed = list(sample.inputs)

    def function(*tensors):
        for slot, one in zip(sample.slots, tensors, strict=True):
            fixed[slot] = symmetrised(one) if sample.symmetric else one
        return sample.apply(*fixed)

    for check in gradcheck(function, *(sample.inputs[slot] for slot in sample.slots)):
        assert check.verdict == AGREES, check


@each
def test_float32_stays_float32(sample):
    output = sample.apply(*leaves_of(sample, "float32"))
    exact = sample.apply(*leaves_of(sample))
    kept = "float32" if exact.dtype.kind == "f" else exact.dtype
    assert output.dtype == sample.params.get("dtype", kept)
    np.testing.assert_allclose(
        output.detach().numpy(), exact.detach().numpy(), rtol=2e-4, atol=1e-5
    )


@each_differentiable
def test_gradients_of_float32_are_float32(sample):
    _, wanted, gradients = gradients_of(sample, dtype="float32")
    _, _, exact = gradients_of(sample)
    for leaf, gradient, true in zip(wanted, gradients, exact, strict=True):
        assert (gradient.dtype, gradient.shape) == (np.float32, leaf.shape)
        np.testing.assert_allclose(gradient, true, rtol=2e-3, atol=1e-4)


@each_differentiable
def test_gradient_with_a_graph_of_its_own_has_the_same_value(sample):
    _, _, plain = gradients_of(sample)
    _, _, tensors = gradients_of(sample, create_graph=True)
    for array, one in zip(plain, tensors, strict=True):
        assert isinstance(one, Tensor)
        np.testing.assert_allclose(one.detach().numpy(), array, rtol=1e-13, atol=1e-15)


@each_smooth
def test_second_derivative_is_that_of_pytorch(sample):
    torch = import_torch()
    _, theirs, their_leaves = torch_gradients(sample)
    _, our_leaves, ours = gradients_of(sample, create_graph=True)
    total, their_total = 0.0, 0.0
    for k, (mine, other) in enumerate(zip(ours, theirs, strict=True)):
        uneven = np.sin(np.arange(k + 1.0, k + 1 + mine.size)).reshape(mine.shape)
        total = (mine * uneven).sum() + total
        their_total = (other * torch.tensor(uneven)).sum() + their_total
    if not their_total.requires_grad:  # linear: the gradient depends on nothing
        assert not total.requires_grad or all(
            second is None or not np.any(second) for second in grad(total, our_leaves)
        )
        return
    expected = torch.autograd.grad(their_total, their_leaves, allow_unused=True)
    found = grad(total, our_leaves) if total.requires_grad else [None] * len(expected)
    for leaf, mine, other in zip(our_leaves, found, expected, strict=True):
        zero = np.zeros(leaf.shape)
        # PyTorch adds 1e-12 to p(1 - p) in the second derivative of the cross-entropy; its series
        # for that of lgamma has nine digits.
        close(
            zero if mine is None else mine,
            zero if other is None else other.numpy(force=True),
            1e-9 if sample.name in ("bce", "lgamma") else 1e-11,
        )


@each_differentiable
def test_a_gradient_shares_no_memory_with_what_the_graph_holds(sample):
    leaves = leaves_of(sample)
    output = sample.apply(*leaves)
    output.backward(weights(output.shape))
    held = [*output.grad_fn.arrays, output.grad_fn.output]
    gradients = [leaf.grad._array for leaf in leaves if leaf.grad is not None]
    for gradient in gradients:
        assert not any(np.shares_memory(gradient, array) for array in held)
    for k, gradient in enumerate(gradients):
        assert not any(np.shares_memory(gradient, other) for other in gradients[:k])


@pytest.mark.parametrize("axis", [0, 1, -1])
def test_joined_tensors_know_their_places_before_any_rule_is_called(axis):
    widths = [2, 0, 3, 1]
    shapes = [(3, width) if axis else (width, 3) for width in widths]
    parts = [Tensor(np.ones(shape), requires_grad=True) for shape in shapes]
    joined = FUNCTIONS["cat"](parts, axis)
    ends = np.cumsum([0, *widths])
    places = [(place.start, place.stop) for place in joined.grad_fn.places]
    assert places == [*pairwise(ends)]
    weights = np.arange(18.0).reshape(joined.shape)
    (joined * weights).sum().backward()
    expected = np.split(weights, ends[1:-1], axis)
    for part, gradient in zip(parts, expected, strict=True):
        np.testing.assert_array_equal(part.grad.numpy(), gradient)
