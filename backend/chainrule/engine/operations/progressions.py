"""Running products and sums, and the order of elements along an axis."""

from __future__ import annotations

from operator import index
from typing import Any

import numpy as np

from chainrule.engine.declaration import Gradient
from chainrule.engine.effort import SLOW
from chainrule.engine.kinds import is_single
from chainrule.engine.node import Node, UnaryNode
from chainrule.engine.operations.torch_calls import torch_call
from chainrule.engine.tensor import Array


def _before(a: Any, axis: int) -> Any:
    """For each element the product of all before it."""
    first = np.ones_like(a[_at(a, axis, slice(0, 1))])
    return np.concatenate([first, np.cumprod(a, axis=axis)[_at(a, axis, slice(0, -1))]], axis=axis)


def _at(a: Any, axis: int, part: Any) -> tuple[Any, ...]:
    return (*(slice(None),) * (axis % a.ndim), part)


def _cumprod_rule(g: Any, y: Any, a: Any, axis: int | None) -> Any:
    """Back along the axis, without a division, so that it is right beside zeros as well."""
    if axis is None:
        return _cumprod_rule(g, y, a.reshape(-1), 0).reshape(a.shape)
    if a.ndim == 0 or a.shape[axis] == 0:
        return g * np.ones_like(a)
    rest = g[_at(a, axis, slice(-1, None))]
    parts = [rest]
    for k in range(a.shape[axis] - 1, 0, -1):
        rest = g[_at(a, axis, slice(k - 1, k))] + a[_at(a, axis, slice(k, k + 1))] * rest
        parts.append(rest)
    return _before(a, axis) * np.concatenate(parts[::-1], axis=axis)


class CumProdNode(UnaryNode):
    """The running product along ``axis``; of all elements in a row if there is none."""

    name = "cumprod"
    integers = "kept"
    symbol = "cumprod"
    formula = "cumprod(a)"
    torch = torch_call("torch.cumprod", "axis")
    effort = SLOW
    numpy = (np.cumprod,)
    gradients = (Gradient("flip(cumsum(flip(g * y))) / a", _cumprod_rule),)

    @staticmethod
    def forward(a: Array, axis: int | None = 0) -> Array:
        """Multiplies up along ``axis``."""
        return a.copy() if is_single(a, axis) else np.asarray(np.cumprod(a, axis=axis))


def _ratio(a: Any, b: Any) -> Any:
    """exp(a − b), 1 where both are the same infinity."""
    return np.exp(np.where(np.equal(a, b), 0.0, a - b))


def _log_rule(g: Any, y: Any, a: Any, axis: int) -> Any:
    """Back along the axis in ratios that are at most 1, so that nothing overflows."""
    if a.ndim == 0 or a.shape[axis] == 0:
        return g * np.ones_like(a)
    rest = g[_at(a, axis, slice(-1, None))]
    parts = [rest]
    for k in range(a.shape[axis] - 1, 0, -1):
        here, after = _at(a, axis, slice(k - 1, k)), _at(a, axis, slice(k, k + 1))
        rest = g[here] + _ratio(y[here], y[after]) * rest
        parts.append(rest)
    return np.concatenate(parts[::-1], axis=axis) * _ratio(a, y)


class LogCumSumExpNode(UnaryNode):
    """ln of the running sum of exp(a) along ``axis``, without overflow."""

    name = "logcumsumexp"
    symbol = "ln cumsum exp"
    formula = "log(cumsum(exp(a)))"
    torch = torch_call("torch.logcumsumexp", "axis")
    effort = SLOW
    gradients = (Gradient("exp(a) * flip(cumsum(flip(g * exp(-y))))", _log_rule),)

    @staticmethod
    def forward(a: Array, axis: int = 0) -> Array:
        """The logarithms along ``axis``."""
        axis = index(axis)
        return a.copy() if is_single(a, axis) else np.asarray(np.logaddexp.accumulate(a, axis=axis))


class ArgSortNode(Node):
    """The positions that put the elements along ``axis`` in order; equal ones keep theirs.

    NaN counts as the largest, as in PyTorch.
    """

    name = "argsort"
    integers = "kept"
    gradients = ()
    symbol = "argsort"
    formula = "argsort(a)"
    torch = "torch.argsort({0}, dim={axis}, descending={descending}, stable=True)"
    effort = SLOW

    @staticmethod
    def forward(a: Array, axis: int = -1, descending: bool = False, stable: bool = False) -> Array:
        """The positions, smallest element first unless ``descending``."""
        if is_single(a, axis):
            return np.zeros((), dtype=np.int64)
        if not descending:
            found = np.argsort(a, axis=axis, kind="stable")
        else:
            backwards = np.argsort(np.flip(a, axis=axis), axis=axis, kind="stable")
            found = a.shape[axis] - 1 - np.flip(backwards, axis=axis)
        return found.astype(np.int64)
