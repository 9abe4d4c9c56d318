"""Operations that take many elements together: sums, products, extremes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from chainrule.engine.apply import harmonise
from chainrule.engine.declaration import Gradient
from chainrule.engine.effort import CHEAP, SLOW
from chainrule.engine.kinds import Axis, check, is_single
from chainrule.engine.node import UnaryNode, run
from chainrule.engine.operations.shapes import ExpandNode
from chainrule.engine.operations.torch_calls import (
    name_along,
    name_of_extreme,
    torch_product,
    torch_reduction,
)
from chainrule.engine.operations.torch_indices import torch_cumsum
from chainrule.engine.tensor import Array, Tensor

_total: Any = np.add.reduce
"""What ``np.sum`` calls after some detours."""


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
        if params.get("axis") is not None:
            (a,) = operands = harmonise(cls, operands)
            if not a._array.ndim:
                check(cls.name, cls.kinds, params)
                if params["axis"] in (0, -1, (0,), (-1,)):
                    params["axis"] = None
        return super().apply(*operands, **params)


class SumNode(ReductionNode):
    """The sum over some or all axes."""

    name = "sum"
    integers = "kept"
    symbol = "Σ"
    formula = "sum(a)"
    torch = torch_reduction("torch.sum")
    grad_fn_name = name_along("Sum")
    effort = CHEAP
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
        return np.asarray(_total(a, axis=axis, keepdims=keepdims))


class MeanNode(ReductionNode):
    """The mean over some or all axes; NaN of nothing."""

    name = "mean"
    integers = "refused"
    symbol = "mean"
    formula = "mean(a)"
    torch = torch_reduction("torch.mean")
    grad_fn_name = name_along("Mean")
    effort = CHEAP
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
        total = _total(a, axis=axis, keepdims=keepdims)
        return np.asarray(total / (a.size if axis is None else count(a, axis)))


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
    integers = "kept"
    symbol = "Π"
    formula = "prod(a)"
    torch = torch_product
    grad_fn_name = name_along("Prod")
    effort = CHEAP
    numpy = (np.prod,)
    gradients = (
        Gradient(
            "others(a)",
            lambda g, y, a, axis, keepdims: restore(g, a, axis, keepdims) * _others(a, axis),
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
    integers = "kept"
    symbol = "max"
    aliases = ("amax",)
    formula = "max(a)"
    torch = torch_reduction("torch.amax")
    grad_fn_name = name_of_extreme("Max")
    effort = CHEAP
    numpy = (np.max, np.amax)
    gradients = (Gradient("(a == y) / count(a == y)", _extreme_rule),)

    @staticmethod
    def forward(a: Array, axis: Axis = None, keepdims: bool = False) -> Array:
        """The maximum over ``axis``."""
        return np.asarray(np.max(a, axis=axis, keepdims=keepdims))


class MinNode(ReductionNode):
    """The smallest element over some or all axes; equal ones share the gradient evenly."""

    name = "min"
    integers = "kept"
    symbol = "min"
    aliases = ("amin",)
    formula = "min(a)"
    torch = torch_reduction("torch.amin")
    grad_fn_name = name_of_extreme("Min")
    effort = CHEAP
    numpy = (np.min, np.amin)
    gradients = (Gradient("(a == y) / count(a == y)", _extreme_rule),)

    @staticmethod
    def forward(a: Array, axis: Axis = None, keepdims: bool = False) -> Array:
        """The minimum over ``axis``."""
        return np.asarray(np.min(a, axis=axis, keepdims=keepdims))


class LogSumExpNode(ReductionNode):
    """ln Σ exp(a), without overflow."""

    name = "logsumexp"
    symbol = "ln Σ exp"
    formula = "log(sum(exp(a)))"
    torch = torch_reduction("torch.logsumexp", needs_axis=True)
    effort = SLOW
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
    integers = "kept"
    symbol = "cumsum"
    formula = "cumsum(a)"
    torch = torch_cumsum
    effort = CHEAP
    numpy = (np.cumsum,)
    gradients = (Gradient("flip(cumsum(flip(g)))", _running_rule),)

    @staticmethod
    def forward(a: Array, axis: int | None = None) -> Array:
        """Sums up along ``axis``."""
        if is_single(a, axis):
            return a.copy()
        return np.asarray(np.cumsum(a, axis=axis))
