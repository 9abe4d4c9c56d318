"""Calls written once and made twice: with Chainrule, and with PyTorch as the oracle.

A call is a line of Python over ``torch``, ``F`` and the leaves below.
"""

import warnings
from types import SimpleNamespace

import chainrule.functional
import numpy as np
from chainrule.engine import Tensor, grad
from chainrule.functions.table import LINALG
from engine_samples import numbers
from engine_torch import import_torch, weights

SQUARE = numbers(3, 3, seed=21) + 3 * np.eye(3)

LEAVES = {
    "x": numbers(3, 4),
    "y": numbers(3, 4, seed=1),
    "v": numbers(4, seed=2),
    "u": numbers(4, seed=22),
    "row": numbers(1, 4, seed=3),
    "cube": numbers(2, 3, 4, seed=4),
    "batch": numbers(2, 3, 3, seed=5),
    "image": numbers(2, 4, 6, 5, seed=6),
    "signal": numbers(2, 4, 7, seed=7),
    "p": numbers(3, 4, low=0.05, high=0.95, seed=8),
    "q": numbers(3, 4, low=0.1, high=0.9, seed=9),
    "s": numbers(low=0.2, high=0.8, seed=10),
    "square": SQUARE,
    "definite": SQUARE @ SQUARE.T,
    "w": numbers(5, 4, seed=11),
    "b": numbers(5, seed=12),
    "kernel": numbers(4, 2, 3, seed=13),
    "filters": numbers(4, 2, 3, 2, seed=14),
    "cubes": numbers(2, 3, 4, seed=15),
    "positive": numbers(3, 4, low=0.2, high=3.0, seed=16),
    "tall": numbers(4, 2, seed=17),
}
"""What has a gradient."""

FIXED = {
    "classes": np.array([2, 0, 3]),
    "some": np.array([2, -100, 3]),
    "rows": np.array([2, 0, 2]),
    "index": np.array([[0, 2, 1, 0], [2, 2, 0, 1]]),
    "mask": numbers(3, 4, seed=18) > 0,
    "signs": np.array([1.0, -1.0, 1.0]),
    "sign": np.sign(numbers(3, 4, seed=19)),
    "zeros_and_ones": (numbers(3, 4, seed=20) > 0) * 1.0,
    "labels": np.array([[1, 3, -1, 0], [0, -1, 1, 2], [0, 1, 2, 3]]),
    "grid": np.array([[1, 3, 2], [0, 1, 1]]),
}
"""What has none: positions, masks, labels."""


def flat(answer):
    """The tensors of an answer."""
    return [t for part in answer for t in flat(part)] if isinstance(answer, tuple) else [answer]


def _evaluated(call, names):
    return flat(eval(call, dict(names)))  # noqa: S307


def ours(call):
    """Values and gradients with Chainrule."""
    leaves = {name: Tensor(a, requires_grad=True) for name, a in LEAVES.items()}
    fixed = {name: Tensor(a) if a.dtype == float else a for name, a in FIXED.items()}
    torch = SimpleNamespace(linalg=SimpleNamespace(**{n: f.call for n, f in LINALG.items()}))
    for name in dir(chainrule.functional):
        setattr(torch, name, getattr(chainrule.functional, name))
    found = _evaluated(call, {**leaves, **fixed, "torch": torch, "F": chainrule.functional})
    return _results(found, list(leaves.values()), grad)


def theirs(call):
    """Values and gradients with PyTorch."""
    torch = import_torch()
    leaves = {name: torch.tensor(a, requires_grad=True) for name, a in LEAVES.items()}
    fixed = {name: torch.tensor(a) for name, a in FIXED.items()}
    names = {**leaves, **fixed, "torch": torch, "F": torch.nn.functional}

    def gradients(output, wanted, upstream):
        return torch.autograd.grad(
            output, wanted, torch.tensor(upstream), allow_unused=True, retain_graph=True
        )

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PyTorch warns of what is deprecated, or broadcast
        return _results(_evaluated(call, names), list(leaves.values()), gradients)


def _results(found, leaves, grad):
    values, gradients = [], []
    for output in found:
        values.append(np.asarray(getattr(output, "detach", lambda o=output: o)(), dtype=float))
        if getattr(output, "requires_grad", False):
            parts = grad(output, leaves, weights(tuple(output.shape)))
            gradients.append([None if p is None else np.asarray(p) for p in parts])
        else:
            gradients.append([None] * len(leaves))
    return values, gradients


def compare(call, rtol=1e-12):
    """The values and gradients of a call are PyTorch's."""
    values, gradients = ours(call)
    expected, expected_gradients = theirs(call)
    assert len(values) == len(expected)
    for mine, other in zip(values, expected, strict=True):
        assert mine.shape == other.shape
        np.testing.assert_allclose(mine, other, rtol=rtol, atol=rtol)
    for mine, other in zip(gradients, expected_gradients, strict=True):
        for name, a, b in zip(LEAVES, mine, other, strict=True):
            zero = np.zeros(LEAVES[name].shape)
            np.testing.assert_allclose(
                zero if a is None else a,
                zero if b is None else b,
                rtol=rtol,
                atol=rtol,
                err_msg=name,
            )
