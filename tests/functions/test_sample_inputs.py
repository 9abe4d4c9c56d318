"""PyTorch's own sample inputs: what is not refused has PyTorch's value and gradient."""

import warnings

import numpy as np
import pytest
from chainrule.engine import ChainruleError, Tensor, grad
from chainrule.functions.table import LINALG, TABLE
from engine_torch import import_operations, import_torch, weights

RANDOM = {
    *("bernoulli", "multinomial", "normal", "rand_like", "randn_like", "randint", "randn"),
    *("empty", "empty_like", "nn.functional.dropout", "nn.functional.dropout2d"),
    *("nn.functional.feature_dropout", "nn.functional.rrelu", "nn.functional.gumbel_softmax"),
    *("nn.functional.dropout3d", "nn.functional.alpha_dropout"),
    "nn.functional.feature_alpha_dropout",
}
"""What is drawn does not come from a seed here."""
OTHERWISE = {
    "unfold": "the method of tensors; the function of that name is another one",
    "where": "its sample begins with the condition, but is called as a method",
    "max": "an operation of the engine",
    "min": "an operation of the engine",
}
VARIANTS = {"grad_oriented", "singular", "subgradients_at_zero", "hermitian"}
"""Calls of PyTorch's own tests that are made of several functions."""
FREE_SIGNS = {"linalg.eigh"}
"""Vectors are told but for their signs: what PyTorch's own tests make of them is compared."""
AT_MOST = 8


def operations():
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import torch

            op_db = import_operations()
    except ImportError:
        return []
    return [
        op
        for op in op_db
        if function_of(op.name) and op.name not in {*RANDOM, *OTHERWISE}
        if op.variant_test_name not in VARIANTS and torch.float64 in op.dtypes
    ]


def function_of(name):
    first, _, last = name.rpartition(".")
    table = {"": TABLE, "nn.functional": TABLE, "linalg": LINALG}.get(first, {})
    return table.get(last)


def ours(value, leaves):
    """The same argument for us; tensors of float64 become leaves, others arrays."""
    torch = import_torch()
    if isinstance(value, torch.Tensor):
        array = value.detach().numpy().copy()
        if value.dtype not in (torch.float64, torch.float32):
            return array
        mine = Tensor(array, requires_grad=value.requires_grad)
        if value.requires_grad:
            leaves.append((mine, value))
        return mine
    if isinstance(value, torch.nn.Module):
        raise NotImplementedError("a module of PyTorch's takes no tensors of ours")
    if isinstance(value, torch.dtype):
        return str(value).removeprefix("torch.")
    if isinstance(value, list | tuple):
        return type(value)(ours(part, leaves) for part in value)
    return value


def flat(answer):
    several = isinstance(answer, list | tuple)
    return [t for part in answer for t in flat(part)] if several else [answer]


def compare(mine, theirs, leaves):
    torch = import_torch()
    value = theirs.detach().numpy() if isinstance(theirs, torch.Tensor) else np.asarray(theirs)
    found = mine.detach().numpy() if isinstance(mine, Tensor) else np.asarray(mine)
    assert found.shape == value.shape
    np.testing.assert_allclose(found.astype(float), value.astype(float), rtol=1e-9, atol=1e-9)
    if not getattr(theirs, "requires_grad", False):
        return
    upstream = weights(tuple(theirs.shape))
    start = torch.tensor(upstream).to(theirs.dtype)
    wanted = [other for _, other in leaves]
    expected = torch.autograd.grad(theirs, wanted, start, allow_unused=True, retain_graph=True)
    gradients = [None] * len(leaves)
    if mine.requires_grad:
        start = upstream.astype(mine.dtype)
        gradients = grad(mine, [leaf for leaf, _ in leaves], start, retain_graph=True)
    for (leaf, _), a, b in zip(leaves, gradients, expected, strict=True):
        zero = np.zeros(leaf.shape)
        np.testing.assert_allclose(
            zero if a is None else np.asarray(a),
            zero if b is None else b.detach().numpy(),
            rtol=1e-6,
            atol=1e-7,
        )


@pytest.mark.filterwarnings("ignore")  # PyTorch's own, from making its samples
@pytest.mark.parametrize("op", operations(), ids=lambda op: op.name)
def test_answers_are_those_of_pytorch(op):
    torch = import_torch()
    call, done = function_of(op.name).call, 0
    for sample in op.sample_inputs("cpu", torch.float64, requires_grad=op.supports_autograd):
        if done == AT_MOST or sample.kwargs.get("dropout_p"):
            continue
        leaves = []
        try:
            theirs = op.op(sample.input, *sample.args, **sample.kwargs)
            args = [ours(x, leaves) for x in (sample.input, *sample.args)]
            kwargs = {name: ours(x, leaves) for name, x in sample.kwargs.items()}
            found = call(*args, **kwargs)
        except (ChainruleError, NotImplementedError):
            continue
        done += 1
        if op.name in FREE_SIGNS:
            theirs, found = map(sample.output_process_fn_grad, (theirs, found))
        mine, other = flat(found), flat(theirs)
        assert len(mine) == len(other)
        for a, b in zip(mine, other, strict=True):
            compare(a, b, leaves)
