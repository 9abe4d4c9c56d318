"""Operations that take many elements together: sums, products, extremes, spreads, norms."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from chainrule.engine.node import Gradient, UnaryNode, run
from chainrule.engine.operations.shapes import ExpandNode
from chainrule.engine.tensor import Array, Tensor

Axis = int | tuple[int, ...] | None


def axes_of(a: Any, axis: Axis) -> tuple[int, ...]:
    """The axes that a reduction takes together, none of them negative."""
    if axis is None or a.ndim == 0:
        return tuple(range(a.ndim))
    return tuple(k % a.ndim for k in ((axis,) if isinstance(axis, int) else axis))


def restore(g: Any, a: Any, axis: Axis, keepdims: bool) -> Any:
    """A reduction's result or gradient in a shape that broadcasts against the input."""
    if keepdims or a.ndim == 0 or axis is None:
        return g
    gone = axes_of(a, axis)
    return g.reshape(tuple(1 if k in gone else n for k, n in enumerate(a.shape)))


def count(a: Any, axis: Axis) -> int:
    """How many elements meet in each element of the result."""
    return math.prod([a.shape[k] for k in axes_of(a, axis)])


def share(mask: Any, a: Any, axis: Axis) -> Any:
    """One over the number of chosen elements where the mask is set, in the dtype of ``a``."""
    chosen = mask * a.dtype.type(1)
    return chosen / np.sum(chosen, axis=axis, keepdims=True)


class ReductionNode(UnaryNode):
    """A reduction over ``axis``, one or several; over all of them by default."""

    @classmethod
    def apply(cls, *operands: Any, **params: Any) -> Tensor:
        """As every operation; a single number has the axes 0 and −1, as in PyTorch."""
        axis = params.get("axis")
        if axis is not None:
            if isinstance(axis, list):
                params["axis"] = tuple(axis)
            if axis in (0, -1, (0,), (-1,)) and np.ndim(operands[0]) == 0:
                params["axis"] = None
        return super().apply(*operands, **params)


class SumNode(ReductionNode):
    """The sum over some or all axes."""

    name = "sum"
    symbol = "Σ"
    formula = "sum(a)"
    numpy = (np.sum,)
    gradients = (
        Gradient(
            "1",
            lambda g, y, a, axis, keepdims: run(
                ExpandNode, restore(g, a, axis, keepdims), shape=a.shape
            ),
        ),
    )

    @staticmethod
    def forward(a: Array, axis: Axis = None, keepdims: bool = False) -> Array:
        """Sums over ``axis``."""
        return np.asarray(np.sum(a, axis=axis, keepdims=keepdims))


class MeanNode(ReductionNode):
    """The mean over some or all axes; NaN of nothing."""

    name = "mean"
    symbol = "mean"
    formula = "mean(a)"
    numpy = (np.mean,)
    gradients = (
        Gradient(
            "1 / n",
            lambda g, y, a, axis, keepdims: run(
                ExpandNode, restore(g, a, axis, keepdims) / count(a, axis), shape=a.shape
            ),
        ),
    )

    @staticmethod
    def forward(a: Array, axis: Axis = None, keepdims: bool = False) -> Array:
        """The mean over ``axis``."""
        return np.asarray(np.sum(a, axis=axis, keepdims=keepdims) / count(a, axis))


def _others(a: Any, axis: Axis) -> Any:
    """For each element the product of the others along the axes: right also beside zeros.

    Neighbours are multiplied in pairs, pairs of pairs and so on; on the way back each half is told
    the product of all that is not in it. No division, no branch on values, and linear in time.
    """
    gone = axes_of(a, axis)
    kept = tuple(k for k in range(a.ndim) if k not in gone)
    moved = np.transpose(a, kept + gone)
    outer, n = tuple(a.shape[k] for k in kept), count(a, axis)
    missing = (1 << max(n - 1, 0).bit_length()) - n
    ones = np.ones((*outer, missing), dtype=a.dtype)
    level = np.concatenate([moved.reshape((*outer, n)), ones], axis=-1)
    levels = []
    while level.shape[-1] > 1:
        pairs = level.reshape((*outer, level.shape[-1] // 2, 2))
        levels.append(pairs)
        level = pairs[..., 0] * pairs[..., 1]
    others = np.ones((*outer, 1), dtype=a.dtype)
    for pairs in reversed(levels):
        told = others.reshape((*others.shape, 1)) * np.flip(pairs, axis=-1)
        others = told.reshape((*outer, 2 * pairs.shape[-2]))
    products = others[..., :n].reshape(moved.shape)
    return np.transpose(products, tuple(np.argsort(kept + gone).tolist()))


class ProdNode(ReductionNode):
    """The product over some or all axes; beside a zero, the gradient is that of the others."""

    name = "prod"
    symbol = "Π"
    formula = "prod(a)"
    numpy = (np.prod,)
    gradients = (
        Gradient(
            "others(a)",
            lambda g, y, a, axis, keepdims: (
                restore(g, a, axis, keepdims) * _others(a, axis)
            ),
        ),
    )

    @staticmethod
    def forward(a: Array, axis: Axis = None, keepdims: bool = False) -> Array:
        """Multiplies over ``axis``."""
        return np.asarray(np.prod(a, axis=axis, keepdims=keepdims))


def _extreme_rule(g: Any, y: Any, a: Any, axis: Axis, keepdims: bool) -> Any:
    chosen = np.equal(a, restore(y, a, axis, keepdims))
    return restore(g, a, axis, keepdims) * share(chosen, a, axis)


class MaxNode(ReductionNode):
    """The largest element over some or all axes; equal ones share the gradient evenly."""

    name = "max"
    symbol = "max"
    aliases = ("amax",)
    formula = "max(a)"
    numpy = (np.max,)
    gradients = (Gradient("(a == y) / count(a == y)", _extreme_rule),)

    @staticmethod
    def forward(a: Array, axis: Axis = None, keepdims: bool = False) -> Array:
        """The maximum over ``axis``."""
        return np.asarray(np.max(a, axis=axis, keepdims=keepdims))


class MinNode(ReductionNode):
    """The smallest element over some or all axes; equal ones share the gradient evenly."""

    name = "min"
    symbol = "min"
    aliases = ("amin",)
    formula = "min(a)"
    numpy = (np.min,)
    gradients = (Gradient("(a == y) / count(a == y)", _extreme_rule),)

    @staticmethod
    def forward(a: Array, axis: Axis = None, keepdims: bool = False) -> Array:
        """The minimum over ``axis``."""
        return np.asarray(np.min(a, axis=axis, keepdims=keepdims))


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
    symbol = "var"
    formula = "sum((a - mean(a)) ** 2) / (n - correction)"
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
    factor = np.where(np.equal(y, 0.0), 0.0, g / (2.0 * y))
    return _variance_rule(restore(factor, a, axis, keepdims), a, axis, correction)


class StdNode(ReductionNode):
    """The standard deviation; its gradient is 0 where all elements are equal."""

    name = "std"
    symbol = "std"
    formula = "sqrt(sum((a - mean(a)) ** 2) / (n - correction))"
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
    # Where an element is 0 a fraction's power is infinite; where all are, there is no direction.
    if order == 2:
        return np.where(np.equal(y, 0.0), 0.0, g * (a / np.where(np.equal(y, 0.0), 1.0, y)))
    zero = np.equal(a, 0.0) * np.equal(y, y)  # a norm that is NaN stays NaN
    ratio = np.abs(np.where(zero, 1.0, a)) / np.where(np.equal(y, 0.0), 1.0, y)
    return np.where(zero, 0.0, g * (np.sign(a) * ratio ** (order - 1.0)))


class NormNode(ReductionNode):
    """The p-norm of the elements as one vector, 2 by default; its gradient at 0 is 0."""

    name = "norm"
    symbol = "‖ ‖"
    formula = "sum(abs(a) ** p) ** (1 / p)"
    gradients = (Gradient("sign(a) * (abs(a) / y) ** (p - 1)", _norm_rule),)

    @staticmethod
    def forward(a: Array, p: Any = 2, axis: Axis = None, keepdims: bool = False) -> Array:
        """The norm over ``axis``."""
        order = _order(p)
        if order == 2:
            return np.asarray(np.sqrt(np.sum(a * a, axis=axis, keepdims=keepdims)))
        sizes = np.abs(a)
        if order == 0:
            return np.asarray(np.sum(sizes != 0.0, axis=axis, keepdims=keepdims, dtype=a.dtype))
        if math.isinf(order):
            extreme = np.max if order > 0 else np.min
            return np.asarray(extreme(sizes, axis=axis, keepdims=keepdims))
        total = np.sum(sizes**order, axis=axis, keepdims=keepdims)
        return np.asarray(total ** (1.0 / order))


class LogSumExpNode(ReductionNode):
    """ln Σ exp(a), without overflow."""

    name = "logsumexp"
    symbol = "ln Σ exp"
    formula = "log(sum(exp(a)))"
    gradients = (
        Gradient(
            "exp(a - y)",
            lambda g, y, a, axis, keepdims: (
                restore(g, a, axis, keepdims) * np.exp(a - restore(y, a, axis, keepdims))
            ),
        ),
    )

    @staticmethod
    def forward(a: Array, axis: Axis = None, keepdims: bool = False) -> Array:
        """The logarithm of the summed exponentials over ``axis``."""
        if not a.size:
            return np.asarray(np.log(np.sum(a, axis=axis, keepdims=keepdims)))
        largest = np.max(a, axis=axis, keepdims=True)
        shift = np.where(np.isfinite(largest), largest, 0.0)
        total = np.log(np.sum(np.exp(a - shift), axis=axis, keepdims=True)) + shift
        return np.asarray(total if keepdims else total.squeeze(axes_of(a, axis)))


def _running_rule(g: Any, y: Any, a: Any, axis: int | None) -> Any:
    if a.ndim == 0:
        return g
    back = np.flip(np.cumsum(np.flip(g, axis=axis), axis=axis), axis=axis)
    return back.reshape(a.shape) if axis is None else back


class CumSumNode(UnaryNode):
    """The running sum along ``axis``; of all elements in a row if there is none."""

    name = "cumsum"
    symbol = "cumsum"
    formula = "cumsum(a)"
    numpy = (np.cumsum,)
    gradients = (Gradient("flip(cumsum(flip(g)))", _running_rule),)

    @staticmethod
    def forward(a: Array, axis: int | None = None) -> Array:
        """Sums up along ``axis``."""
        if a.ndim == 0:
            return a.copy()
        return np.asarray(np.cumsum(a, axis=axis))
