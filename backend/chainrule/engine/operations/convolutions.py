"""Convolutions and their transposes over one axis and over two."""

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
from chainrule.engine.operations.margins import each_axis
from chainrule.engine.operations.torch_calls import torch_call
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


class Conv1dNode(ConvolutionNode):
    """Filters slide along the last axis: (samples, channels, length)."""

    name = "conv1d"
    symbol = "conv"
    axes = 1
    method = False
    formula = "conv(a, weight)"
    torch = torch_call("F.conv1d")
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
    torch = torch_call("F.conv2d")
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
    torch = torch_call("F.conv_transpose1d")
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
    torch = torch_call("F.conv_transpose2d")
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
