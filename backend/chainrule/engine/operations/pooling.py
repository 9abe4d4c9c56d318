"""Pools: the largest or the mean element of every window that slides over the last axes."""

from __future__ import annotations

from math import prod
from typing import Any, ClassVar

import numpy as np

from chainrule.engine.declaration import Gradient
from chainrule.engine.node import UnaryNode
from chainrule.engine.operations.indexing import scatter
from chainrule.engine.operations.margins import each_axis, over_axes
from chainrule.engine.operations.pools import Pool
from chainrule.engine.operations.torch_calls import torch_call
from chainrule.engine.operations.torch_windows import write_avg_pool1d
from chainrule.engine.operations.windows import (
    Sizes,
)
from chainrule.engine.tensor import Array

Axes = tuple[int, ...]


class PoolNode(UnaryNode):
    """A pool over the last axes of (samples, channels, …), or of one sample."""

    axes: ClassVar[int]
    method = False

    @property
    def count(self) -> int:
        """How many elements a window has."""
        return prod(each_axis("kernel_size", self.params["kernel_size"], self.axes))

    @classmethod
    def cost(cls, shapes: list[Axes], params: dict[str, Any]) -> tuple[int, int]:
        """Elements of all windows, and steps."""
        padding = each_axis("padding", params.get("padding", 0), cls.axes, 0)
        size = each_axis("kernel_size", params.get("kernel_size", 1), cls.axes)
        a = shapes[0]
        places = prod(n + 2 * s for n, s in zip(a[-cls.axes :], padding, strict=False))
        made = prod(a[: -cls.axes]) * places * prod(size)
        return made, made * 20


def _largest(axes: int) -> Any:
    def forward(
        a: Array,
        kernel_size: Sizes = 1,
        stride: Sizes | None = None,
        padding: Sizes = 0,
        dilation: Sizes = 1,
        ceil_mode: bool = False,
    ) -> Array:
        """The largest elements."""
        params = {
            "kernel_size": kernel_size,
            "stride": stride,
            "padding": padding,
            "dilation": dilation,
            "ceil_mode": ceil_mode,
        }
        return np.asarray(a[Pool(a, axes, params).chosen(a)])

    return forward


def _largest_rule(axes: int) -> Any:
    return lambda g, y, a, **params: scatter(g, a, Pool(a, axes, params).chosen(a))


def _mean(axes: int) -> Any:
    def forward(
        a: Array,
        kernel_size: Sizes = 1,
        stride: Sizes | None = None,
        padding: Sizes = 0,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
        divisor_override: int | None = None,
    ) -> Array:
        """The means; a margin counts as zeros unless ``count_include_pad`` is false."""
        params = {
            "kernel_size": kernel_size,
            "stride": stride,
            "padding": padding,
            "ceil_mode": ceil_mode,
        }
        pool = Pool(a, axes, params)
        divisors = pool.divisors(count_include_pad, divisor_override).astype(a.dtype)
        return np.asarray(pool.windows(a, 0.0).sum(axis=-1) / divisors)

    return forward


def _mean_rule(axes: int) -> Any:
    def rule(g: Any, y: Any, a: Any, **params: Any) -> Any:
        pool = Pool(a, axes, params)
        include, override = params["count_include_pad"], params["divisor_override"]
        shares = g / pool.divisors(include, override).astype(a.dtype)
        ones = np.ones(prod(pool.size), dtype=a.dtype)
        return pool.fold(shares.reshape((*shares.shape, 1)) * ones)

    return rule


def _largest_pool(axes: int) -> type[PoolNode]:
    return over_axes(
        PoolNode,
        axes,
        "max_pool",
        "The largest element of every window {where}; the first of equal ones.",
        integers="kept",
        symbol="max pool",
        formula="max(windows(a))",
        code=torch_call(f"chainrule.max_pool{axes}d", "kernel_size"),
        gradients=(Gradient("fold(g * first(windows(a)))", _largest_rule(axes)),),
        forward=_largest(axes),
    )


def _mean_pool(axes: int, **fields: Any) -> type[PoolNode]:
    return over_axes(
        PoolNode,
        axes,
        "avg_pool",
        "The mean of every window {where}.",
        symbol="avg pool",
        formula="mean(windows(a))",
        gradients=(Gradient("fold(g / n)", _mean_rule(axes)),),
        forward=_mean(axes),
        **{"code": torch_call(f"chainrule.avg_pool{axes}d", "kernel_size"), **fields},
    )


MaxPool1dNode, MaxPool2dNode, MaxPool3dNode = map(_largest_pool, (1, 2, 3))
AvgPool1dNode = _mean_pool(1, code=write_avg_pool1d("chainrule"), torch=write_avg_pool1d("F"))
AvgPool2dNode, AvgPool3dNode = map(_mean_pool, (2, 3))
