"""Dropout as functions: elements or whole channels are left out by chance."""

from __future__ import annotations

import numpy as np

from chainrule.engine import Tensor
from chainrule.engine.tensor import Array
from chainrule.functions.arguments import Numbers, as_tensor, op, require, require_shape
from chainrule.functions.composition import declared
from chainrule.functions.randomness import default_generator

SATURATION = -1.7580993408473766
"""What SELU tends to far below 0, −scale · alpha (Klambauer et al., 2017)."""


def _mask(a: Tensor, p: float, shape: tuple[int, ...]) -> Array:
    """1 for what stays, drawn as PyTorch draws it in float32, in the tensor's own precision."""
    return np.asarray(default_generator().dropout_mask(shape, p) != 0, dtype=a.dtype)


def _applies(p: float, training: bool) -> bool:
    require(0 <= p <= 1, f"dropout probability has to be between 0 and 1, but got {p}")
    return training and p > 0


def _channels(a: Tensor) -> tuple[int, ...]:
    """The shape of what is drawn once for each channel of each sample."""
    require_shape(a.ndim > 1, f"a channel needs at least two axes, not the shape {a.shape}")
    return (*a.shape[:2], *(1,) * (a.ndim - 2))


def _dropped(a: Tensor, p: float, training: bool, shape: tuple[int, ...]) -> Tensor:
    if not _applies(p, training):
        return a
    return op.mul(a, _mask(a, p, shape) / (1.0 - p or 1.0))


def _saturated(a: Tensor, p: float, training: bool, shape: tuple[int, ...]) -> Tensor:
    """What is dropped becomes SELU's lowest value; a line restores mean 0 and variance 1."""
    if not _applies(p, training):
        return a
    if p == 1:
        return op.mul(a, 0.0)
    scale = 1.0 / np.sqrt((SATURATION**2 * p + 1.0) * (1.0 - p))
    kept = _mask(a, p, shape)
    shift = np.asarray((1.0 - kept) * SATURATION * scale - SATURATION * scale * p, dtype=a.dtype)
    return op.add(op.mul(a, kept * a.dtype.type(scale)), shift)


@declared("input * mask / (1 - p)", "y = F.dropout(x, 0.5, training=True)")
def dropout(input: Numbers, p: float = 0.5, training: bool = True, inplace: bool = False) -> Tensor:
    """In training each element is 0 with probability p, and the others grow to make up for it."""
    a = as_tensor(input)
    return _dropped(a, p, training, a.shape)


@declared(
    "input * mask / (1 - p)",
    "y = F.dropout1d(torch.ones(2, 3, 4))",
    aliases=("dropout2d", "dropout3d", "feature_dropout"),
)
def dropout1d(
    input: Numbers, p: float = 0.5, training: bool = True, inplace: bool = False
) -> Tensor:
    """In training each channel as a whole is 0 with probability p."""
    a = as_tensor(input)
    return _dropped(a, p, training, _channels(a))


@declared("(input * mask + low * (1 - mask)) * scale + shift", "y = F.alpha_dropout(x, 0.5, True)")
def alpha_dropout(
    input: Numbers, p: float = 0.5, training: bool = False, inplace: bool = False
) -> Tensor:
    """Dropout for SELU: in training mean and variance stay."""
    a = as_tensor(input)
    return _saturated(a, p, training, a.shape)


@declared(
    "(input * mask + low * (1 - mask)) * scale + shift",
    "y = F.feature_alpha_dropout(torch.ones(2, 3, 4), 0.5, True)",
)
def feature_alpha_dropout(
    input: Numbers, p: float = 0.5, training: bool = False, inplace: bool = False
) -> Tensor:
    """The same for whole channels."""
    a = as_tensor(input)
    return _saturated(a, p, training, _channels(a))
