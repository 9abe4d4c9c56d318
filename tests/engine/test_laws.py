"""Every operation on random calls: at kinks, ties and limits, value and gradient are PyTorch's.

Where it is smooth, finite differences and PyTorch's second derivative agree.
"""

import warnings

import numpy as np
import pytest
from chainrule.engine import OPERATIONS, Tensor, grad, tensor
from chainrule.engine.backward import backward
from chainrule.engine.check import gradcheck
from chainrule.engine.differences import AGREES, NOT_FINITE
from chainrule.engine.reverse import unbroadcast
from engine_law_table import LAWS
from engine_laws import edges, float32_edges, grids, smooth, symmetrised
from engine_torch import import_torch, weights
from hypothesis import HealthCheck, given, settings

each_law = pytest.mark.parametrize("law", LAWS, ids=str)


def slots_of(law, inputs):
    return law.slots if law.slots is not None else tuple(range(len(inputs)))


def theirs(law, inputs, params, slots):
    torch = import_torch()
    leaves = [torch.tensor(a, requires_grad=k in slots) for k, a in enumerate(inputs)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PyTorch's, of a variance without degrees of freedom
        return law.torch(*leaves, **params), leaves


def declared(law, inputs, params, *, in_value=False):
    """The elements at which PyTorch and we answer differently on purpose."""
    known = [d for d in law.differences if d.in_value or not in_value]
    with np.errstate(all="ignore"):
        places = [difference.where(*inputs, **params) for difference in known]
    return np.any(np.broadcast_arrays(False, *places), axis=0)


def fitted(places, shape):
    """The same places in another array; where they cannot be told, all of it if there are any."""
    return places if places.shape == shape else np.any(places)


def same(mine, other, *, scale, but, label):
    """Equal to 1e-12 of the numbers, or of those that cancelled; below 1e-290 digits get lost."""
    precision, smallest = (1e-12, 1e-290) if mine.dtype == np.float64 else (2e-5, 1e-6)
    if mine.dtype.kind != "f":
        assert mine.tolist() == other.tolist(), label
        return
    with np.errstate(all="ignore"):
        close = np.abs(mine - other) <= precision * np.maximum(np.abs(other), scale) + smallest
    agree = close | (mine == other) | (np.isnan(mine) & np.isnan(other)) | but
    where = [tuple(map(int, k)) for k in np.argwhere(~np.broadcast_to(agree, mine.shape))]
    lines = "\n".join(f"{k}: ours {mine[k]!r}, PyTorch's {other[k]!r}" for k in where[:9])
    assert not where, f"{label}: {len(where)} of {mine.size} differ\n{lines}"


def for_calls(calls, check, examples):
    """Runs ``check`` on so many of these calls; in the nightly profile on a hundred times more."""
    if settings.default.max_examples > 1_000:
        examples *= 100
    quick = settings(max_examples=examples, suppress_health_check=list(HealthCheck))
    quick(given(calls)(check))()


def test_every_operation_has_its_law():
    assert {law.name for law in LAWS} == set(OPERATIONS)


@each_law
def test_value_and_gradient_are_those_of_pytorch_at_edges(law):
    for_calls(edges(law), lambda call: compare(law, *call), 30)


@pytest.mark.parametrize("law", [law for law in LAWS if hasattr(law.draw, "grid")], ids=str)
def test_value_and_gradient_are_those_of_pytorch_on_every_combination_of_edges(law):
    for_calls(grids(law), lambda call: compare(law, *call), 6)


@each_law
def test_float32_is_that_of_pytorch(law):
    for_calls(float32_edges(law), lambda call: compare(law, *call), 10)


@pytest.mark.parametrize("law", [law for law in LAWS if law.differentiable], ids=str)
def test_finite_differences_agree(law):
    for_calls(smooth(law), lambda call: measure(law, *call), 6)


@pytest.mark.parametrize("law", [law for law in LAWS if law.differentiable], ids=str)
def test_second_derivatives_are_those_of_pytorch(law):
    for_calls(smooth(law), lambda call: compare_second(law, *call), 8)


def compare(law, inputs, params):
    torch = import_torch()
    slots = slots_of(law, inputs)
    expected, their_leaves = theirs(law, inputs, params, slots)
    leaves = [tensor(a, requires_grad=k in slots) for k, a in enumerate(inputs)]
    output = OPERATIONS[law.name].apply(*leaves, **params)
    assert output.shape == tuple(expected.shape)
    value = expected.detach().numpy()
    assert output.dtype == value.dtype
    but = fitted(declared(law, inputs, params, in_value=True), output.shape)
    same(output.detach().numpy(), value, scale=law.noise, but=but, label="value")
    if not slots:
        return
    upstream = weights(output.shape).astype(output.dtype)
    wanted = [their_leaves[k] for k in slots]
    found = torch.autograd.grad(
        expected, wanted, torch.tensor(upstream), allow_unused=True, materialize_grads=True
    )
    sizes = [np.zeros(a.shape) for a in inputs]

    def observer(node, upstream, parts):
        for k, part in enumerate(parts):
            if part is not None:
                size = np.where(np.isfinite(part[0]), np.abs(part[0]), 0.0)
                sizes[k] = unbroadcast(size, inputs[k].shape)

    backward(output, upstream, observer=observer)
    places = declared(law, inputs, params)
    for k, other in zip(slots, found, strict=True):
        mine = np.zeros(inputs[k].shape) if leaves[k].grad is None else leaves[k].grad
        assert mine.dtype == other.detach().numpy().dtype
        label, but = f"gradient of input {k}", fitted(places, mine.shape)
        same(mine, other.detach().numpy(), scale=sizes[k] + law.noise, but=but, label=label)


def measure(law, inputs, params):
    slots = slots_of(law, inputs)

    def function(*moved):
        given = dict(zip(slots, moved, strict=True))
        operands = [given.get(k, a) for k, a in enumerate(inputs)]
        operands = list(map(symmetrised, operands)) if law.symmetric else operands
        return OPERATIONS[law.name].apply(*operands, **params)

    finite = np.isfinite(OPERATIONS[law.name].apply(*inputs, **params).detach().numpy()).all()
    for check in gradcheck(function, *(inputs[k] for k in slots)):
        assert check.verdict == (AGREES if finite or not check.compared else NOT_FINITE), check


def compare_second(law, inputs, params):
    """The derivative of an uneven sum over all gradients."""
    torch = import_torch()
    slots = slots_of(law, inputs)
    if np.any(declared(law, inputs, params)):
        return
    expected, their_leaves = theirs(law, inputs, params, slots)
    leaves = [Tensor(a, requires_grad=k in slots) for k, a in enumerate(inputs)]
    output = OPERATIONS[law.name].apply(*leaves, **params)
    upstream = weights(output.shape)
    wanted, their_wanted = [leaves[k] for k in slots], [their_leaves[k] for k in slots]
    first = grad(output, wanted, upstream, create_graph=True)
    start = torch.tensor(upstream)
    their_first = torch.autograd.grad(
        expected, their_wanted, start, create_graph=True, allow_unused=True, materialize_grads=True
    )
    total, their_total = Tensor(0.0), torch.tensor(0.0, dtype=torch.float64)
    for mine, other in zip(first, their_first, strict=True):
        uneven = np.sin(np.arange(1.0, mine.size + 1)).reshape(mine.shape)
        total = total + (mine * uneven).sum()
        their_total = their_total + (other * torch.tensor(uneven)).sum()
    second = grad(total, wanted) if total.requires_grad else [None] * len(wanted)
    their_second = [torch.zeros_like(leaf) for leaf in their_wanted]
    if their_total.requires_grad:
        their_second = torch.autograd.grad(
            their_total, their_wanted, allow_unused=True, materialize_grads=True
        )
    for leaf, mine, other in zip(wanted, second, their_second, strict=True):
        mine = np.zeros(leaf.shape) if mine is None else mine
        np.testing.assert_allclose(
            mine, other.numpy(force=True), rtol=law.second, atol=0.1 * law.second
        )
