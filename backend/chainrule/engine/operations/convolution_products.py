"""The three products of a convolution, as products of matrices.

Each window of the input is a row of one of them. They are written once, with what arrays and
tensors have in common; every rule of a convolution is one of them, so that gradients of any order
exist.
"""

from __future__ import annotations

from math import prod
from typing import Any, NamedTuple

import numpy as np

from chainrule.engine.node import run
from chainrule.engine.operations.margins import each_axis
from chainrule.engine.operations.windows import (
    FoldNode,
    PadNode,
    WindowsNode,
)


class Layout(NamedTuple):
    """How windows lie over the input."""

    stride: tuple[int, ...]
    padding: tuple[int, ...]
    dilation: tuple[int, ...]
    groups: int


def layout(axes: int, stride: Any, padding: Any, dilation: Any, groups: Any) -> Layout:
    """The parameters of a convolution, checked, one number for every axis."""
    (count,) = each_axis("groups", groups, 1)
    return Layout(
        each_axis("stride", stride, axes),
        each_axis("padding", padding, axes, 0),
        each_axis("dilation", dilation, axes),
        count,
    )


def _rows(
    a: Any, size: tuple[int, ...], how: Layout, wanted: tuple[int, ...] | None
) -> tuple[Any, tuple[int, ...]]:
    """(groups, samples · places, channels · window): a row for each place, and the places.

    Only so many places as are ``wanted``: an output padding may leave room for one more.
    """
    axes = len(size)
    flat = tuple(n for side in reversed(how.padding) for n in (side, side))
    padded = run(PadNode, a, padding=flat) if any(flat) else a
    windows = run(WindowsNode, padded, size=size, stride=how.stride, dilation=how.dilation)
    if wanted is not None and windows.shape[2 : 2 + axes] != wanted:
        windows = windows[(slice(None), slice(None), *map(slice, wanted))]
    samples, channels, *rest = windows.shape
    places = tuple(rest[:axes])
    split = windows.reshape((samples, how.groups, channels // how.groups, *rest))
    order = (1, 0, *range(3, 3 + axes), 2, *range(3 + axes, 3 + 2 * axes))
    columns = channels // how.groups * prod(size)
    return np.transpose(split, order).reshape((how.groups, samples * prod(places), columns)), places


def _by_place(y: Any, groups: int) -> Any:
    """The output as (groups, samples · places, channels)."""
    samples, channels, *places = y.shape
    split = y.reshape((samples, groups, channels // groups, prod(places)))
    return np.transpose(split, (1, 0, 3, 2)).reshape(
        (groups, samples * prod(places), channels // groups)
    )


def _by_group(weight: Any, groups: int) -> Any:
    out, *rest = weight.shape
    return weight.reshape((groups, out // groups, prod(rest)))


def correlate(a: Any, weight: Any, how: Layout, wanted: tuple[int, ...] | None = None) -> Any:
    """Input and weights: every window times every filter."""
    rows, places = _rows(a, weight.shape[2:], how, wanted)
    product = rows @ _by_group(weight, how.groups).swapaxes(-1, -2)
    out = weight.shape[0]
    split = product.reshape((how.groups, a.shape[0], prod(places), out // how.groups))
    return np.transpose(split, (1, 0, 3, 2)).reshape((a.shape[0], out, *places))


def spread(y: Any, weight: Any, size: tuple[int, ...], how: Layout) -> Any:
    """Output and weights: every filter, times the output, added where its window lies."""
    samples, _, *places = y.shape
    _, channels, *window = weight.shape
    axes = len(places)
    rows = _by_place(y, how.groups) @ _by_group(weight, how.groups)
    split = rows.reshape((how.groups, samples, *places, channels, *window))
    order = (1, 0, 2 + axes, *range(2, 2 + axes), *range(3 + axes, 3 + 2 * axes))
    windows = np.transpose(split, order).reshape((samples, how.groups * channels, *places, *window))
    padded = tuple(n + 2 * side for n, side in zip(size, how.padding, strict=True))
    whole = run(FoldNode, windows, shape=padded, stride=how.stride, dilation=how.dilation)
    inner = tuple(slice(side, side + n) for n, side in zip(size, how.padding, strict=True))
    return whole[(..., *inner)]


def filters(a: Any, y: Any, shape: tuple[int, ...], how: Layout) -> Any:
    """Input and output: for every filter the sum of its windows times the output."""
    rows, _ = _rows(a, shape[2:], how, tuple(y.shape[2:]))
    return (_by_place(y, how.groups).swapaxes(-1, -2) @ rows).reshape(shape)
