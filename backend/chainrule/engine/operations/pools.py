"""Pools: the windows of a pool over its input, and what each of them takes."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from chainrule.engine.errors import ArgumentError, ShapeError
from chainrule.engine.node import run
from chainrule.engine.operations.margins import each_axis
from chainrule.engine.operations.windows import (
    FoldNode,
    WindowsNode,
)
from chainrule.engine.tensor import Array, Tensor


def first_largest(values: Array) -> Any:
    """Along the last axis the position of the first largest element, or of the last NaN."""
    first = np.argmax(values, axis=-1)
    nan = np.isnan(values)
    if nan.any():
        last = nan.shape[-1] - 1 - np.argmax(nan[..., ::-1], axis=-1)
        first = np.where(nan.any(axis=-1), last, first)
    return first


class Pool:
    """Where the windows of a pool lie: sizes, steps and margins, one number for every axis.

    Raises:
        ArgumentError: a number is impossible.
        ShapeError: no window fits.
    """

    def __init__(self, a: Any, axes: int, params: dict[str, Any]) -> None:
        self.size = each_axis("kernel_size", params["kernel_size"], axes)
        stride = params["stride"]
        self.stride = self.size if stride in (None, (), []) else each_axis("stride", stride, axes)
        self.padding = each_axis("padding", params["padding"], axes, 0)
        self.dilation = each_axis("dilation", params.get("dilation", 1), axes)
        if any(2 * side > n for side, n in zip(self.padding, self.size, strict=True)):
            raise ArgumentError(
                "pad should be at most half of effective kernel size, "
                f"but it is {self.padding} for {self.size}"
            )
        if a.ndim not in (axes + 1, axes + 2):
            raise ShapeError(f"a pool over {axes} axes does not take the shape {a.shape}")
        self.axes = axes
        self.lengths = a.shape[a.ndim - axes :]
        self.places = tuple(self._count(k, bool(params["ceil_mode"])) for k in range(axes))
        if min(self.places) < 1:
            raise ShapeError(f"a window of {self.size} does not fit into the shape {a.shape}")

    def _count(self, k: int, up: bool) -> int:
        """How many windows there are along an axis; one that starts in the far margin is none."""
        n, side, step = self.lengths[k], self.padding[k], self.stride[k]
        room: int = n + 2 * side - self.dilation[k] * (self.size[k] - 1) - 1
        count: int = -(-room // step) + 1 if up else room // step + 1
        return count - 1 if up and (count - 1) * step >= n + side else count

    @property
    def widths(self) -> list[tuple[int, int]]:
        """The margins that all windows together need."""
        found = []
        for k in range(self.axes):
            reach = (self.places[k] - 1) * self.stride[k] + self.dilation[k] * (self.size[k] - 1)
            found.append((self.padding[k], max(reach + 1 - self.lengths[k] - self.padding[k], 0)))
        return found

    def windows(self, a: Array, fill: float) -> Array:
        """(…, places, elements of a window), the margins filled."""
        padded = np.pad(a, [(0, 0)] * (a.ndim - self.axes) + self.widths, constant_values=fill)
        found: Any = WindowsNode.forward(padded, self.size, self.stride, self.dilation)
        found = found[(..., *map(slice, self.places), *[slice(None)] * self.axes)]
        return np.asarray(found.reshape((*found.shape[: a.ndim], prod(self.size))))

    def fold(self, g: Any) -> Any:
        """The sum of windows at their places, without the margins."""
        split = g.reshape((*g.shape[:-1], *self.size))
        padded = tuple(
            n + before + after for n, (before, after) in zip(self.lengths, self.widths, strict=True)
        )
        whole = run(FoldNode, split, shape=padded, stride=self.stride, dilation=self.dilation)
        inner = (slice(s, s + n) for s, n in zip(self.padding, self.lengths, strict=True))
        return whole[(..., *inner)]

    def positions(self) -> Array:
        """For each window's elements their position among all of the input, −1 in the margins."""
        numbers = np.arange(prod(self.lengths)).reshape(self.lengths)
        return self.windows(numbers, -1)

    def largest(self, a: Array) -> Any:
        """For each window the position of its first largest element, or of its last NaN."""
        inside = self.positions() >= 0
        values = self.windows(a, -np.inf if a.dtype.kind == "f" else np.iinfo(a.dtype).min)
        first = first_largest(values)
        chosen = np.take_along_axis(np.broadcast_to(inside, values.shape), first[..., None], -1)
        first = np.where(chosen[..., 0], first, np.argmax(inside, axis=-1))
        where = np.broadcast_to(self.positions(), values.shape)
        return np.take_along_axis(where, first[..., None], -1)[..., 0]

    def chosen(self, a: Any) -> tuple[Any, ...]:
        """The full index of every window's largest element."""
        values = np.asarray(a.detach() if isinstance(a, Tensor) else a)
        flat = self.largest(values)
        before = np.indices(flat.shape, sparse=True)[: a.ndim - self.axes]
        return (*before, *np.unravel_index(flat, self.lengths))

    def divisors(self, include: bool, override: int | None) -> Array:
        """By what the sum of each window is divided."""
        if override is not None:
            return np.full(self.places, float(override))
        if not include:
            return np.asarray(np.sum(self.positions() >= 0, axis=-1, dtype=float))
        result = np.ones(self.places)
        for k, places in enumerate(self.places):
            starts = np.arange(places) * self.stride[k] - self.padding[k]
            ends = np.minimum(starts + self.size[k], self.lengths[k] + self.padding[k])
            shape = [-1 if k == axis else 1 for axis in range(self.axes)]
            result = result * (ends - starts).reshape(shape)
        return result
