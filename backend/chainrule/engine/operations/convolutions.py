"""Convolutions and their transposes, over one axis, two and three."""

from __future__ import annotations

from math import prod
from typing import Any, ClassVar

import numpy as np

from chainrule.engine.declaration import Gradient
from chainrule.engine.errors import ArgumentError, ShapeError
from chainrule.engine.node import BinaryNode
from chainrule.engine.operations.convolution_products import (
    Layout,
    correlate,
    filters,
    layout,
    spread,
)
from chainrule.engine.operations.margins import each_axis, over_axes
from chainrule.engine.operations.windows import Sizes, count_positions
from chainrule.engine.tensor import Array


def _need(name: str, a: Array, weight: Array, axes: int) -> None:
    if a.ndim != axes + 2 or weight.ndim != axes + 2:
        raise ShapeError(
            f"{name}() takes an input (samples, channels, {', '.join(['size'] * axes)}) and "
            f"weights of as many axes, not shapes {a.shape} and {weight.shape}"
        )


class ConvolutionNode(BinaryNode):
    """Filters slide over the last axes; channels are summed, within each of the groups."""

    axes: ClassVar[int]
    symbol = "conv"
    method = False
    formula = "conv(a, weight)"

    @classmethod
    def cost(cls, shapes: list[tuple[int, ...]], params: dict[str, Any]) -> tuple[int, int]:
        """Elements of the padded input, of the rows of windows and of the result, and steps."""
        a, weight = shapes
        padding, stride, dilation = (
            each_axis(name, params.get(name, least), cls.axes, least)
            for name, least in (("padding", 0), ("stride", 1), ("dilation", 1))
        )
        padded = [n + 2 * side for n, side in zip(a[2:], padding, strict=False)]
        places = prod(
            max(count_positions(*sizes), 0)
            for sizes in zip(padded, weight[2:], stride, dilation, strict=False)
        )
        rows = prod(a[:2]) * places * prod(weight[2:])
        margin = prod(a[:2]) * prod(padded)
        result = prod(a[:1]) * prod(weight[:1]) * places
        return margin + rows + result, margin * 10 + rows * (10 + prod(weight[:1]))


class ConvolutionTransposeNode(BinaryNode):
    """The transpose of a convolution: every element of the input sends out its filter."""

    axes: ClassVar[int]

    symbol = "convᵀ"
    method = False
    formula = "conv_transpose(a, weight)"

    @classmethod
    def cost(cls, shapes: list[tuple[int, ...]], params: dict[str, Any]) -> tuple[int, int]:
        """Elements of the rows of windows and of the result with its padding, and steps."""
        a, weight = shapes
        steps, gaps, extra = (
            each_axis(name, params.get(name, least), cls.axes, least)
            for name, least in (("stride", 1), ("dilation", 1), ("output_padding", 0))
        )
        places = prod(
            (n - 1) * s + d * (k - 1) + e + 1
            for n, s, d, k, e in zip(a[2:], steps, gaps, weight[2:], extra, strict=False)
        )
        per_channel = prod(a[:1]) * prod(weight[1:2]) * int(params.get("groups", 1))
        rows = per_channel * prod(a[2:]) * prod(weight[2:])
        made = rows + per_channel * places
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


def _slide(axes: int) -> Any:
    name = f"conv{axes}d"

    def forward(
        a: Array,
        weight: Array,
        stride: Sizes = 1,
        padding: Sizes = 0,
        dilation: Sizes = 1,
        groups: int = 1,
    ) -> Array:
        """The products of windows and filters."""
        how = layout(axes, stride, padding, dilation, groups)
        _need(name, a, weight, axes)
        if how.groups * weight.shape[1] != a.shape[1] or weight.shape[0] % how.groups:
            raise _unfit(name, a, weight, how)
        return np.ascontiguousarray(correlate(a, weight, how))

    return forward


def _send(axes: int) -> Any:
    name = f"conv_transpose{axes}d"

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
        how = layout(axes, stride, padding, dilation, groups)
        _need(name, a, weight, axes)
        extra = each_axis("output_padding", output_padding, axes, 0)
        if a.shape[1] != weight.shape[0] or a.shape[1] % how.groups:
            raise _unfit(name, a, weight, how)
        if any(e >= max(s, d) for e, s, d in zip(extra, how.stride, how.dilation, strict=True)):
            raise ArgumentError(
                "output padding must be smaller than either stride or dilation, "
                f"but it is {extra} beside {how.stride} and {how.dilation}"
            )
        lengths = zip(a.shape[2:], weight.shape[2:], extra, *how[:3], strict=True)
        size = tuple((n - 1) * s - 2 * p + d * (k - 1) + e + 1 for n, k, e, s, p, d in lengths)
        if min(size, default=1) < 1:
            raise ShapeError(f"{name}(): the result would have the sizes {size}")
        return np.ascontiguousarray(spread(a, weight, size, how))

    return forward


def _unfit(name: str, a: Array, weight: Array, how: Layout) -> ShapeError:
    return ShapeError(
        f"{name}(): weights of shape {weight.shape} in {how.groups} groups do not fit "
        f"the {a.shape[1]} channels of the shape {a.shape}"
    )


def _convolution(axes: int) -> type[ConvolutionNode]:
    return over_axes(
        ConvolutionNode,
        axes,
        "conv",
        "Filters slide {where} of (samples, channels, …).",
        gradients=(
            Gradient("conv_transpose(g, weight)", _input_rule),
            Gradient("correlate(a, g)", _weight_rule),
        ),
        forward=_slide(axes),
    )


def _transposed(axes: int) -> type[ConvolutionTransposeNode]:
    return over_axes(
        ConvolutionTransposeNode,
        axes,
        "conv_transpose",
        "The transpose of ``conv{axes}d``.",
        gradients=(
            Gradient("conv(g, weight)", _sender_rule),
            Gradient("correlate(g, a)", _filter_rule),
        ),
        forward=_send(axes),
    )


Conv1dNode, Conv2dNode, Conv3dNode = map(_convolution, (1, 2, 3))
ConvTranspose1dNode, ConvTranspose2dNode, ConvTranspose3dNode = map(_transposed, (1, 2, 3))
