"""PyTorch's own sample inputs: whatever an operation of both takes, it answers as PyTorch does."""

from collections import Counter

import numpy as np
import pytest
from chainrule import ArgumentError, ShapeError, Tensor
from chainrule.engine import FUNCTIONS
from engine_torch import import_operations, import_torch

FUNCTIONAL = {
    **{name: name for name in ("relu", "leaky_relu", "elu", "selu", "gelu", "silu", "mish")},
    **{name: name for name in ("softplus", "logsigmoid", "cross_entropy", "mse_loss")},
    **{name: name for name in ("huber_loss", "binary_cross_entropy")},
    "binary_cross_entropy_with_logits": "binary_cross_entropy_with_logits",
}
NAMES = {
    **{name: name for name in FUNCTIONS},
    **{f"nn.functional.{theirs}": ours for theirs, ours in FUNCTIONAL.items()},
    **{f"linalg.{name}": name for name in ("det", "inv", "solve")},
    "__getitem__": "getitem",
}
OTHER_CALLS = {"equal", "to", "scatter", "take_along_dim", "masked_select"}
OTHER_CALLS |= {"cholesky", "index_add", "index_put"}
"""Names that PyTorch gives to something else, or whose arguments come in another order, or are
more: those functions are composed of operations and tried as such."""
INPUT_SECOND = ("einsum", "where", "polygamma")
SUPPORTED_AT_LEAST = 0.98
PYTORCHS_DIGITS = {"polygamma": 1e-8}
"""What a series of PyTorch's is exact to."""


def operations():
    return [op for op in import_operations() if op.name in NAMES and op.name not in OTHER_CALLS]


def ours(value, leaves):
    """The same argument for us; tensors of numbers are noted in ``leaves``."""
    import torch

    if isinstance(value, torch.Tensor):
        if value.dtype != torch.float64:
            return value.detach().numpy()
        leaves.append((value, Tensor(value.detach().numpy(), requires_grad=value.requires_grad)))
        return leaves[-1][1]
    if value is torch.float64:
        return "float64"
    if isinstance(value, dict):
        return {name: ours(item, leaves) for name, item in value.items()}
    if isinstance(value, list | tuple):
        items = [ours(item, leaves) for item in value]
        return items if isinstance(value, list) else tuple(items)
    return value


def call(op, sample, leaves):
    name = NAMES[op.name]
    first, args, params = (
        ours(part, leaves) for part in (sample.input, sample.args, sample.kwargs)
    )
    if name in INPUT_SECOND:
        return FUNCTIONS[name](args[0], first, *args[1:])
    return FUNCTIONS[name](first, *args, **params)


def compare(op, sample, mine, theirs, leaves):
    import torch

    about = f"{op.name}: {sample.summary()}"
    expected = theirs.detach().to(torch.float64).detach().numpy()
    assert mine.shape == expected.shape, about
    np.testing.assert_allclose(
        mine.detach().numpy(),
        expected,
        rtol=PYTORCHS_DIGITS.get(op.name, 1e-12),
        atol=1e-13,
        err_msg=about,
    )
    if not theirs.requires_grad:
        return
    upstream = np.cos(np.arange(1.0, theirs.numel() + 1)).reshape(expected.shape)
    wanted = [(their_leaf, leaf) for their_leaf, leaf in leaves if their_leaf.requires_grad]
    gradients = torch.autograd.grad(
        theirs, [leaf for leaf, _ in wanted], torch.tensor(upstream), allow_unused=True
    )
    if mine.requires_grad:
        mine.backward(upstream)
    for (_, leaf), gradient in zip(wanted, gradients, strict=True):
        zero = np.zeros(leaf.shape)
        np.testing.assert_allclose(
            zero if leaf.grad is None else leaf.grad,
            zero if gradient is None else gradient.detach().numpy(),
            rtol=1e-11,
            atol=1e-12,
            err_msg=about,
        )


@pytest.mark.filterwarnings("ignore")  # PyTorch's own, from making its samples
def test_pytorchs_samples_have_pytorchs_answers():
    torch = import_torch()
    refused: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    for op in operations():
        if torch.float64 not in op.dtypes:
            continue
        torch.manual_seed(0)
        for sample in op.sample_inputs("cpu", torch.float64, requires_grad=op.supports_autograd):
            theirs = op(sample.input, *sample.args, **sample.kwargs)
            theirs = theirs[0] if isinstance(theirs, tuple) else theirs
            leaves = []
            try:
                mine = call(op, sample, leaves)
                mine = mine[0] if isinstance(mine, tuple) else mine
            except (ArgumentError, ShapeError):
                refused[op.name] += 1
                continue
            taken[op.name] += 1
            compare(op, sample, mine, theirs, leaves)
    assert len(taken) > 90
    assert taken.total() >= SUPPORTED_AT_LEAST * (taken.total() + refused.total()), refused
