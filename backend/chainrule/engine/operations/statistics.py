"""Spreads and norms: how far elements lie from their mean, or from 0."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from chainrule.engine.declaration import Gradient
from chainrule.engine.effort import CHEAP, SLOW
from chainrule.engine.kinds import Axis, Order
from chainrule.engine.operations.reductions import ReductionNode, count, restore, share
from chainrule.engine.operations.torch_calls import torch_reduction
from chainrule.engine.tensor import Array, Tensor


def _variance(a: Array, axis: Axis, correction: float, keepdims: bool) -> Any:
    # Shifted by an element first: equal elements have a variance of exactly 0.
    shifted = a - np.min(a, axis=axis, keepdims=True) if a.size else a
    centred = shifted - np.sum(shifted, axis=axis, keepdims=True) / count(a, axis)
    squares = np.sum(centred * centred, axis=axis, keepdims=keepdims)
    return squares / a.dtype.type(max(count(a, axis) - correction, 0))


def _variance_rule(g: Any, a: Any, axis: Axis, correction: float) -> Any:
    centred = a - np.sum(a, axis=axis, keepdims=True) / count(a, axis)
    return g * (centred * (2.0 / a.dtype.type(count(a, axis) - correction)))


class VarNode(ReductionNode):
    """The variance; divided by n − ``correction``, which is 1 in PyTorch and 0 in NumPy."""

    name = "var"
    integers = "refused"
    symbol = "var"
    formula = "sum((a - mean(a)) ** 2) / (n - correction)"
    torch = torch_reduction("torch.var")
    effort = CHEAP
    numpy = (np.var,)
    gradients = (
        Gradient(
            "2 * (a - mean(a)) / (n - correction)",
            lambda g, y, a, axis, correction, keepdims: _variance_rule(
                restore(g, a, axis, keepdims), a, axis, correction
            ),
        ),
    )

    @staticmethod
    def forward(
        a: Array, axis: Axis = None, correction: float = 1, keepdims: bool = False
    ) -> Array:
        """The variance over ``axis``."""
        return np.asarray(_variance(a, axis, correction, keepdims))


def _deviation_rule(g: Any, y: Any, a: Any, axis: Axis, correction: float, keepdims: bool) -> Any:
    # Elements that are all equal have no deviation to follow: the gradient there is 0.
    factor = g / np.where(np.equal(y, 0.0), math.inf, 2.0 * y)
    return _variance_rule(restore(factor, a, axis, keepdims), a, axis, correction)


class StdNode(ReductionNode):
    """The standard deviation; its gradient is 0 where all elements are equal."""

    name = "std"
    integers = "refused"
    symbol = "std"
    formula = "sqrt(sum((a - mean(a)) ** 2) / (n - correction))"
    torch = torch_reduction("torch.std")
    effort = SLOW
    numpy = (np.std,)
    gradients = (Gradient("(a - mean(a)) / ((n - correction) * y)", _deviation_rule),)

    @staticmethod
    def forward(
        a: Array, axis: Axis = None, correction: float = 1, keepdims: bool = False
    ) -> Array:
        """The standard deviation over ``axis``."""
        return np.asarray(np.sqrt(_variance(a, axis, correction, keepdims)))


def _order(p: Any) -> float:
    return 2.0 if p == "fro" else float(p)


def _norm_rule(g: Any, y: Any, a: Any, p: Any, axis: Axis, keepdims: bool) -> Any:
    order = _order(p)
    g, y = restore(g, a, axis, keepdims), restore(y, a, axis, keepdims)
    if order == 0:
        return g * np.zeros_like(a)
    if order == 1:
        return g * np.sign(a)
    if math.isinf(order):
        return g * (np.sign(a) * share(np.equal(np.abs(a), y), a, axis))
    if order == 2:
        return g * np.where(np.equal(y, 0.0), 0.0, a / y)
    # The gradient is the same for a and y times any constant: powers of such neither overflow nor
    # vanish. Where all elements are 0 there is no direction, nor is the second derivative finite.
    size = y.detach() if isinstance(y, Tensor) else y
    size = np.where(np.isfinite(size) * np.not_equal(size, 0.0), size, 1.0)
    a, y = a / size, y / size
    if order < 1:
        power = np.where(np.equal(a, 0.0), 0.0, np.abs(a) ** (order - 1.0))
        return np.sign(a) * power * (g * y ** (1.0 - order))
    power = np.sign(a) * np.abs(a) ** (order - 1.0) if order < 2 else a * np.abs(a) ** (order - 2.0)
    some = np.not_equal(y, 0.0)
    return g * (power * np.where(some, 1.0 / np.where(some, y, 1.0) ** (order - 1.0), 0.0))


def _within(norm: Any, order: float) -> bool:
    """Whether no power of an element can have overflowed or vanished on the way to a norm."""
    tiny = float(np.finfo(norm.dtype).tiny) ** (1.0 / order)
    return bool(np.isfinite(norm).all() and np.all(norm >= tiny))


def _scaled_norm(a: Array, order: float, axis: Axis, keepdims: bool) -> Any:
    """The same by way of the largest element, whose powers neither overflow nor vanish."""
    sizes = np.abs(a)
    largest = np.max(sizes, axis=axis, keepdims=True, initial=0.0)
    usable = np.isfinite(largest) & (largest > 0.0)
    ratios = sizes / np.where(usable, largest, sizes.dtype.type(1))
    total = np.sum(ratios**order, axis=axis, keepdims=True) ** (1.0 / order)
    norm = total * np.where(usable, largest, sizes.dtype.type(1))
    return norm if keepdims else norm.reshape(np.sum(sizes, axis=axis).shape)


class NormNode(ReductionNode):
    """The p-norm of the elements as one vector, 2 by default; its gradient at 0 is 0."""

    name = "norm"
    integers = "refused"
    symbol = "‖ ‖"
    formula = "sum(abs(a) ** p) ** (1 / p)"
    torch = torch_reduction("torch.linalg.vector_norm")
    grad_fn_name = "LinalgVectorNormBackward0"
    effort = SLOW
    gradients = (Gradient("sign(a) * (abs(a) / y) ** (p - 1)", _norm_rule),)

    @staticmethod
    def forward(a: Array, p: Order = 2, axis: Axis = None, keepdims: bool = False) -> Array:
        """The norm over ``axis``."""
        order = _order(p)
        if order == 2:
            norm = np.sqrt(np.sum(a * a, axis=axis, keepdims=keepdims))
            within = _within(norm, order)
            return np.asarray(norm if within else _scaled_norm(a, order, axis, keepdims))
        sizes = np.abs(a)
        if order == 0:
            return np.asarray(np.sum(sizes != 0.0, axis=axis, keepdims=keepdims, dtype=a.dtype))
        if math.isinf(order):
            extreme = np.max if order > 0 else np.min
            return np.asarray(extreme(sizes, axis=axis, keepdims=keepdims))
        norm = np.sum(sizes**order, axis=axis, keepdims=keepdims) ** (1.0 / order)
        if order > 0 and not _within(norm, order):
            norm = _scaled_norm(a, order, axis, keepdims)
        return np.asarray(norm)
