"""Windows that slide over the last axes, and their transpose: what convolutions and pools share."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from chainrule.engine.declaration import Gradient
from chainrule.engine.errors import ArgumentError, ShapeError
from chainrule.engine.node import UnaryNode, run
from chainrule.engine.operations.indexing import scatter
from chainrule.engine.operations.margins import PADDINGS, margins, pad_sources
from chainrule.engine.operations.torch_windows import torch_fold, torch_pad, torch_windows
from chainrule.engine.tensor import Array

Sizes = int | tuple[int, ...]


def count_positions(length: int, size: int, stride: int, dilation: int) -> int:
    """In how many places a window fits."""
    return (length - dilation * (size - 1) - 1) // stride + 1


def _windows(a: Array, size: Any, stride: Any, dilation: Any) -> Array:
    axes = len(size)
    extents = tuple(d * (n - 1) + 1 for n, d in zip(size, dilation, strict=True))
    if a.ndim < axes or any(n < e for n, e in zip(a.shape[a.ndim - axes :], extents, strict=True)):
        raise ShapeError(f"a window of {extents} does not fit into the shape {a.shape}")
    view: Any = sliding_window_view(a, extents, axis=tuple(range(-axes, 0)))
    steps = tuple(slice(None, None, step) for step in (*stride, *dilation))
    return np.asarray(view[(..., *steps)])


class WindowsNode(UnaryNode):
    """Every window of ``size`` over the last axes: first the places, then the window's elements."""

    name = "windows"
    integers = "kept"
    symbol = "windows"
    method = False
    formula = "windows(a)"
    torch = torch_windows
    listed = False
    gradients = (
        Gradient(
            "fold(g)",
            lambda g, y, a, size, stride, dilation: run(
                FoldNode, g, shape=a.shape[a.ndim - len(size) :], stride=stride, dilation=dilation
            ),
        ),
    )

    @staticmethod
    def forward(
        a: Array,
        size: tuple[int, ...] = (),
        stride: tuple[int, ...] = (),
        dilation: tuple[int, ...] = (),
    ) -> Array:
        """A view: no element is copied."""
        return _windows(a, size, stride, dilation)

    @classmethod
    def cost(cls, shapes: list[tuple[int, ...]], params: dict[str, Any]) -> tuple[int, int]:
        """Elements of the result, and steps."""
        made = prod(shapes[0]) * prod(params.get("size") or (1,))
        return made, made * 10


class FoldNode(UnaryNode):
    """The sum of windows at their places: each element is what all windows have there."""

    name = "fold"
    integers = "kept"
    symbol = "fold"
    method = False
    code = (
        'chainrule.engine.OPERATIONS["fold"].apply('
        "{0}, shape={shape}, stride={stride}, dilation={dilation})"
    )
    formula = "fold(a)"
    torch = torch_fold
    listed = False
    gradients = (
        Gradient(
            "windows(g)",
            lambda g, y, a, shape, stride, dilation: run(
                WindowsNode,
                g,
                size=a.shape[a.ndim - len(shape) :],
                stride=stride,
                dilation=dilation,
            )[_first_places(a, len(shape))],
        ),
    )

    @staticmethod
    def forward(
        a: Array,
        shape: tuple[int, ...] = (),
        stride: tuple[int, ...] = (),
        dilation: tuple[int, ...] = (),
    ) -> Array:
        """Adds up, one element of all windows at a time."""
        axes = len(shape)
        before = a.ndim - 2 * axes
        places, size = a.shape[before : before + axes], a.shape[before + axes :]
        result = np.zeros((*a.shape[:before], *shape), dtype=a.dtype)
        for offset in np.ndindex(*size):
            where = tuple(
                slice(d * k, d * k + s * (n - 1) + 1, s) if n else slice(0)
                for k, d, s, n in zip(offset, dilation, stride, places, strict=True)
            )
            result[(..., *where)] += a[(..., *offset)]
        return result

    @classmethod
    def cost(cls, shapes: list[tuple[int, ...]], params: dict[str, Any]) -> tuple[int, int]:
        """Elements of the result or the windows, and steps."""
        shape = params.get("shape") or ()
        before = shapes[0][: max(len(shapes[0]) - 2 * len(shape), 0)]
        made = prod(shapes[0]) + prod(before) * prod(shape)
        return made, made * 10


def _first_places(a: Any, axes: int) -> Any:
    """As many places as there were windows: the last ones may not have reached the end."""
    before = a.ndim - 2 * axes
    return (..., *(slice(n) for n in a.shape[before : before + axes]), *(slice(None),) * axes)


def _sources(a: Any, padding: Any, mode: str) -> tuple[Any, ...]:
    """The full index of where the elements of the result come from."""
    return np.ix_(*pad_sources(a, padding, mode))


def unpad(g: Any, a: Any, padding: Any, mode: str) -> Any:
    """The gradient of ``pad``: without the margin, which is added back where it was copied."""
    if mode != "constant":
        return scatter(g, a, _sources(a, padding, mode))
    pairs = margins(a, padding)
    inner = tuple(
        slice(max(before, 0), max(before, 0) + n - max(-before, 0) - max(-after, 0))
        for n, (before, after) in zip(a.shape, pairs, strict=True)
    )
    g = g[inner]
    if min(map(min, pairs), default=0) >= 0:
        return g
    cut = [n for before, after in reversed(pairs) for n in (max(-before, 0), max(-after, 0))]
    return run(PadNode, g, padding=tuple(cut))


class PadNode(UnaryNode):
    """The tensor with a margin: a constant, or what lies inside, reflected, repeated or around."""

    name = "pad"
    integers = "kept"
    symbol = "pad"
    formula = "pad(a)"
    code = "chainrule.pad({0}, {padding}, mode={mode}, value={value})"
    torch = torch_pad
    gradients = (
        Gradient("unpad(g)", lambda g, y, a, padding, mode, value: unpad(g, a, padding, mode)),
    )

    @staticmethod
    def forward(
        a: Array, padding: tuple[int, ...] = (), mode: str = "constant", value: float | None = 0.0
    ) -> Array:
        """Adds the margin; a negative one is cut off."""
        if mode not in PADDINGS:
            raise ArgumentError(f"pad(): mode is one of {', '.join(PADDINGS)}, not {mode!r}")
        pairs = margins(a, padding)
        for length, (before, after) in zip(a.shape, pairs, strict=True):
            if length + before + after < 0 or min(length + before, length + after) < 0:
                raise ShapeError(f"pad(): {padding} leaves nothing of the shape {a.shape}")
            if mode == "reflect" and max(before, after) >= length > 0:
                raise ShapeError(
                    f"pad(): a margin of {max(before, after)} cannot be reflected from "
                    f"{length} elements; it has to be smaller"
                )
            if mode == "circular" and max(before, after) > length:
                raise ShapeError(f"pad(): {max(before, after)} goes around {length} elements twice")
        if mode != "constant":
            return np.asarray(a[_sources(a, padding, mode)])
        inner = a[
            tuple(
                slice(max(-before, 0), n - max(-after, 0))
                for n, (before, after) in zip(a.shape, pairs, strict=True)
            )
        ]
        wide = [(max(before, 0), max(after, 0)) for before, after in pairs]
        return np.pad(inner, wide, constant_values=0.0 if value is None else value)

    @classmethod
    def cost(cls, shapes: list[tuple[int, ...]], params: dict[str, Any]) -> tuple[int, int]:
        """Elements of the result, and steps."""
        flat = tuple(params.get("padding") or ())
        sides = [max(a, 0) + max(b, 0) for a, b in zip(flat[::2], flat[1::2], strict=False)]
        sizes = list(reversed(shapes[0]))
        for k, side in enumerate(sides[: len(sizes)]):
            sizes[k] += side
        return prod(sizes), prod(sizes) * 10
