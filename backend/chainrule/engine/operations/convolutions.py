"""Convolutions, as products of matrices: each window of the input is a row of one of them.

The three products (of input and weights, of output and weights, of input and output) are written
once, with what arrays and tensors have in common; every rule is one of them, so that gradients of
any order exist.
"""

from __future__ import annotations

from math import prod
from typing import Any, ClassVar, NamedTuple

import numpy as np

from chainrule.engine.errors import ArgumentError, ShapeError
from chainrule.engine.node import BinaryNode, Gradient, run
from chainrule.engine.operations.windows import (
    FoldNode,
    PadNode,
    Sizes,
    WindowsNode,
    each_axis,
)
from chainrule.engine.tensor import Array


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


def _need(name: str, a: Array, weight: Array, axes: int) -> None:
    if a.ndim != axes + 2 or weight.ndim != axes + 2:
        raise ShapeError(
            f"{name}() takes an input (samples, channels, {', '.join(['size'] * axes)}) and "
            f"weights of as many axes, not shapes {a.shape} and {weight.shape}"
        )


class ConvolutionNode(BinaryNode):
    """Filters slide over the last axes; channels are summed, within each of the groups."""

    axes: ClassVar[int]

    @classmethod
    def _apply_to(cls, a: Array, weight: Array, how: Layout) -> Array:
        _need(cls.name, a, weight, cls.axes)
        if how.groups * weight.shape[1] != a.shape[1] or weight.shape[0] % how.groups:
            raise ShapeError(
                f"{cls.name}(): weights of shape {weight.shape} in {how.groups} groups do not fit "
                f"the {a.shape[1]} channels of the shape {a.shape}"
            )
        return np.ascontiguousarray(correlate(a, weight, how))

    @classmethod
    def cost(cls, shapes: list[tuple[int, ...]], params: dict[str, Any]) -> tuple[int, int]:
        """Elements of the rows of windows, and steps."""
        a, weight = shapes
        padding = each_axis("padding", params.get("padding", 0), cls.axes, 0)
        places = prod(n + 2 * side for n, side in zip(a[2:], padding, strict=False))
        rows = prod(a[:2]) * places * prod(weight[2:])
        return rows + prod(weight[:1]) * places, rows * (10 + prod(weight[:1]))


class ConvolutionTransposeNode(BinaryNode):
    """The transpose of a convolution: every element of the input sends out its filter."""

    axes: ClassVar[int]

    @classmethod
    def _apply_to(cls, a: Array, weight: Array, output_padding: Any, how: Layout) -> Array:
        _need(cls.name, a, weight, cls.axes)
        extra = each_axis("output_padding", output_padding, cls.axes, 0)
        if a.shape[1] != weight.shape[0] or a.shape[1] % how.groups:
            raise ShapeError(
                f"{cls.name}(): weights of shape {weight.shape} in {how.groups} groups do not fit "
                f"the {a.shape[1]} channels of the shape {a.shape}"
            )
        if any(e >= max(s, d) for e, s, d in zip(extra, how.stride, how.dilation, strict=True)):
            raise ArgumentError(
                "output padding must be smaller than either stride or dilation, "
                f"but it is {extra} beside {how.stride} and {how.dilation}"
            )
        size = tuple(
            (n - 1) * s - 2 * p + d * (k - 1) + e + 1
            for n, s, p, d, k, e in zip(
                a.shape[2:],
                how.stride,
                how.padding,
                how.dilation,
                weight.shape[2:],
                extra,
                strict=True,
            )
        )
        if min(size, default=1) < 1:
            raise ShapeError(f"{cls.name}(): the result would have the sizes {size}")
        return np.ascontiguousarray(spread(a, weight, size, how))

    @classmethod
    def cost(cls, shapes: list[tuple[int, ...]], params: dict[str, Any]) -> tuple[int, int]:
        """Elements of the rows of windows, and steps."""
        a, weight = shapes
        stride = each_axis("stride", params.get("stride", 1), cls.axes)
        rows = prod(a[:1]) * prod(a[2:]) * prod(weight[1:]) * int(params.get("groups", 1))
        made = rows + prod(a[:1]) * prod(weight[1:2]) * prod(
            n * s + k for n, s, k in zip(a[2:], stride, weight[2:], strict=False)
        )
        return made, rows * (10 + prod(weight[:1])) + made


def _input_rule(
    g: Any, y: Any, a: Any, weight: Any, stride: Any, padding: Any, dilation: Any, groups: Any
) -> Any:
    how = layout(a.ndim - 2, stride, padding, dilation, groups)
    return spread(g, weight, a.shape[2:], how)


def _weight_rule(
    g: Any, y: Any, a: Any, weight: Any, stride: Any, padding: Any, dilation: Any, groups: Any
) -> Any:
    how = layout(a.ndim - 2, stride, padding, dilation, groups)
    return filters(a, g, weight.shape, how)


def _sender_rule(
    g: Any,
    y: Any,
    a: Any,
    weight: Any,
    stride: Any,
    padding: Any,
    output_padding: Any,
    groups: Any,
    dilation: Any,
) -> Any:
    how = layout(a.ndim - 2, stride, padding, dilation, groups)
    return correlate(g, weight, how, a.shape[2:])


def _filter_rule(
    g: Any,
    y: Any,
    a: Any,
    weight: Any,
    stride: Any,
    padding: Any,
    output_padding: Any,
    groups: Any,
    dilation: Any,
) -> Any:
    how = layout(a.ndim - 2, stride, padding, dilation, groups)
    return filters(g, a, weight.shape, how)


class Conv1dNode(ConvolutionNode):
    """Filters slide along the last axis: (samples, channels, length)."""

    name = "conv1d"
    symbol = "conv"
    axes = 1
    method = False
    formula = "conv(a, weight)"
    gradients = (
        Gradient("conv_transpose(g, weight)", _input_rule),
        Gradient("correlate(a, g)", _weight_rule),
    )

    @staticmethod
    def forward(
        a: Array,
        weight: Array,
        stride: Sizes = 1,
        padding: Sizes = 0,
        dilation: Sizes = 1,
        groups: int = 1,
    ) -> Array:
        """The products of windows and filters."""
        return Conv1dNode._apply_to(a, weight, layout(1, stride, padding, dilation, groups))


class Conv2dNode(ConvolutionNode):
    """Filters slide over the last two axes: (samples, channels, height, width)."""

    name = "conv2d"
    symbol = "conv"
    axes = 2
    method = False
    formula = "conv(a, weight)"
    gradients = (
        Gradient("conv_transpose(g, weight)", _input_rule),
        Gradient("correlate(a, g)", _weight_rule),
    )

    @staticmethod
    def forward(
        a: Array,
        weight: Array,
        stride: Sizes = 1,
        padding: Sizes = 0,
        dilation: Sizes = 1,
        groups: int = 1,
    ) -> Array:
        """The products of windows and filters."""
        return Conv2dNode._apply_to(a, weight, layout(2, stride, padding, dilation, groups))


class ConvTranspose1dNode(ConvolutionTransposeNode):
    """The transpose of ``conv1d``."""

    name = "conv_transpose1d"
    symbol = "convᵀ"
    axes = 1
    method = False
    formula = "conv_transpose(a, weight)"
    gradients = (
        Gradient("conv(g, weight)", _sender_rule),
        Gradient("correlate(g, a)", _filter_rule),
    )

    @staticmethod
    def forward(
        a: Array,
        weight: Array,
        stride: Sizes = 1,
        padding: Sizes = 0,
        output_padding: Sizes = 0,
        groups: int = 1,
        dilation: Sizes = 1,
    ) -> Array:
        """The sum of filters at their places."""
        how = layout(1, stride, padding, dilation, groups)
        return ConvTranspose1dNode._apply_to(a, weight, output_padding, how)


class ConvTranspose2dNode(ConvolutionTransposeNode):
    """The transpose of ``conv2d``."""

    name = "conv_transpose2d"
    symbol = "convᵀ"
    axes = 2
    method = False
    formula = "conv_transpose(a, weight)"
    gradients = (
        Gradient("conv(g, weight)", _sender_rule),
        Gradient("correlate(g, a)", _filter_rule),
    )

    @staticmethod
    def forward(
        a: Array,
        weight: Array,
        stride: Sizes = 1,
        padding: Sizes = 0,
        output_padding: Sizes = 0,
        groups: int = 1,
        dilation: Sizes = 1,
    ) -> Array:
        """The sum of filters at their places."""
        how = layout(2, stride, padding, dilation, groups)
        return ConvTranspose2dNode._apply_to(a, weight, output_padding, how)
