"""Operations that sum up axes: sum, mean."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine.errors import ArgumentError
from chainrule.engine.node import Gradient, UnaryNode
from chainrule.engine.tensor import Array

Axis = int | tuple[int, ...] | None


def restore(g: Any, a: Any, axis: Axis, keepdims: bool) -> Any:
    """A reduction's gradient stretched over the shape of the reduction's input."""
    if axis is not None and not keepdims:
        axes = (axis,) if isinstance(axis, int) else axis
        kept = {k % a.ndim for k in axes} if a.ndim else set()
        g = g.reshape(tuple(1 if k in kept else n for k, n in enumerate(a.shape)))
    return g * np.ones(a.shape, dtype=a.dtype)


def count(a: Any, axis: Axis) -> int:
    """How many elements meet in each element of the result."""
    if axis is None:
        return int(a.size)
    axes = (axis,) if isinstance(axis, int) else axis
    return int(np.prod([a.shape[k] for k in axes], dtype=int))


class ReductionNode(UnaryNode):
    """A reduction over the axes ``axis``: all of them by default."""

    __slots__ = ()

    @classmethod
    def explain(cls, error: Exception, arrays: tuple[Array, ...], params: dict[str, Any]) -> Any:
        """Which axis does not exist in which shape."""
        return ArgumentError(f"{cls.name} of shape {arrays[0].shape}: {error}")


class SumNode(ReductionNode):
    """The sum over some or all axes."""

    name = "sum"
    symbol = "Σ"
    formula = "sum(a)"
    gradients = (Gradient("1", lambda g, y, a, axis, keepdims: restore(g, a, axis, keepdims)),)

    @staticmethod
    def forward(a: Array, axis: Axis = None, keepdims: bool = False) -> Array:
        """Sums over ``axis``."""
        return np.asarray(np.sum(a, axis=axis, keepdims=keepdims))


class MeanNode(ReductionNode):
    """The mean over some or all axes."""

    name = "mean"
    symbol = "mean"
    formula = "mean(a)"
    gradients = (
        Gradient(
            "1 / n", lambda g, y, a, axis, keepdims: restore(g, a, axis, keepdims) / count(a, axis)
        ),
    )

    @staticmethod
    def forward(a: Array, axis: Axis = None, keepdims: bool = False) -> Array:
        """The mean over ``axis``."""
        n = count(a, axis)
        total = np.sum(a, axis=axis, keepdims=keepdims)
        return np.asarray(total / n if n else total * np.nan)
