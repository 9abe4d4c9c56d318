"""Pools by the names of ``torch.nn.functional``."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from chainrule.engine import Tensor, allocate
from chainrule.engine import tensor as new_tensor
from chainrule.engine.operations.margins import each_axis
from chainrule.engine.operations.pools import Pool
from chainrule.functions.arguments import (
    Numbers,
    as_tensor,
    op,
    require_shape,
    values_of,
)
from chainrule.functions.composition import composed, declared


def _largest(axes: int, input: Numbers, params: dict[str, Any], return_indices: bool) -> Any:
    a = as_tensor(input)
    y = getattr(op, f"max_pool{axes}d")(a, **params)
    if not return_indices:
        return y
    return y, new_tensor(Pool(a, axes, params).largest(values_of(a)))


@declared("max(windows(input))", "y = F.max_pool1d(torch.ones(1, 4), 2)")
def max_pool1d(
    input: Numbers,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    dilation: Any = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:
    """The largest element of every window along the last axis."""
    params = {
        "kernel_size": kernel_size,
        "stride": stride,
        "padding": padding,
        "dilation": dilation,
        "ceil_mode": ceil_mode,
    }
    return _largest(1, input, params, return_indices)


@declared("max(windows(input))", "y = F.max_pool2d(torch.ones(1, 4, 4), 2)")
def max_pool2d(
    input: Numbers,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    dilation: Any = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:
    """The largest element of every window over the last two axes."""
    params = {
        "kernel_size": kernel_size,
        "stride": stride,
        "padding": padding,
        "dilation": dilation,
        "ceil_mode": ceil_mode,
    }
    return _largest(2, input, params, return_indices)


@declared("max(windows(input))", "y = F.max_pool3d(torch.ones(1, 4, 4, 4), 2)")
def max_pool3d(
    input: Numbers,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    dilation: Any = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:
    """The largest element of every window over the last three axes."""
    params = {
        "kernel_size": kernel_size,
        "stride": stride,
        "padding": padding,
        "dilation": dilation,
        "ceil_mode": ceil_mode,
    }
    return _largest(3, input, params, return_indices)


@declared("mean(windows(input))", "y = F.avg_pool1d(torch.ones(1, 4), 2)")
def avg_pool1d(
    input: Numbers,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Tensor:
    """The mean of every window along the last axis."""
    return op.avg_pool1d(
        input,
        kernel_size=kernel_size,
        stride=stride,
        padding=padding,
        ceil_mode=ceil_mode,
        count_include_pad=count_include_pad,
    )


@declared("mean(windows(input))", "y = F.avg_pool2d(torch.ones(1, 4, 4), 2)")
def avg_pool2d(
    input: Numbers,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> Tensor:
    """The mean of every window over the last two axes."""
    return op.avg_pool2d(
        input,
        kernel_size=kernel_size,
        stride=stride,
        padding=padding,
        ceil_mode=ceil_mode,
        count_include_pad=count_include_pad,
        divisor_override=divisor_override,
    )


@declared("mean(windows(input))", "y = F.avg_pool3d(torch.ones(1, 4, 4, 4), 2)")
def avg_pool3d(
    input: Numbers,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> Tensor:
    """The mean of every window over the last three axes."""
    return op.avg_pool3d(
        input,
        kernel_size=kernel_size,
        stride=stride,
        padding=padding,
        ceil_mode=ceil_mode,
        count_include_pad=count_include_pad,
        divisor_override=divisor_override,
    )


@composed("sum(windows(input ** p)) ** (1 / p)", "y = F.lp_pool1d(torch.ones(1, 4), 2, 2)")
def lp_pool1d(
    input: Numbers, norm_type: float, kernel_size: int, stride: Any = None, ceil_mode: bool = False
) -> Tensor:
    """The p-norm of every window along the last axis."""
    powers = op.pow(input, exponent=float(norm_type))
    mean = op.avg_pool1d(powers, kernel_size=kernel_size, stride=stride, ceil_mode=ceil_mode)
    total = op.mul(op.relu(mean), float(kernel_size))
    return op.pow(total, exponent=1.0 / norm_type)


def _unpooled(
    axes: int, input: Numbers, indices: Numbers, kernel_size: Any, params: Any, output_size: Any
) -> Tensor:
    """Zeros of the size that was pooled, with the elements where they came from."""
    name = f"max_unpool{axes}d"
    a, where = as_tensor(input), as_tensor(indices)
    require_shape(
        a.ndim in (axes + 1, axes + 2) and where.shape == a.shape,
        f"{name}(): elements of the shape {a.shape} do not fit positions of {where.shape}",
    )
    stride, padding = params
    size = each_axis("kernel_size", kernel_size, axes)
    step = size if stride is None else each_axis("stride", stride, axes)
    side = each_axis("padding", padding, axes, 0)
    before, lengths = a.shape[: a.ndim - axes], a.shape[a.ndim - axes :]
    wanted = tuple(
        (n - 1) * s - 2 * p + k for n, k, s, p in zip(lengths, size, step, side, strict=True)
    )
    if output_size is not None:
        wanted = tuple(int(n) for n in tuple(output_size)[-axes:])
    places = values_of(where).astype(int)
    require_shape(
        not places.size or 0 <= places.min() <= places.max() < prod(wanted),
        f"{name}(): a position is outside of the sizes {wanted}",
    )
    allocate((*before, *wanted))
    flat = (*before, prod(lengths))
    empty = np.zeros((*before, prod(wanted)), dtype=a.dtype)
    positions = places.reshape(flat).astype(float)
    found = op.put_along_dim(empty, positions, op.reshape(a, shape=flat), axis=-1)
    return op.reshape(found, shape=(*before, *wanted))


@composed(
    "scatter(input, indices)",
    "y = F.max_unpool1d(*F.max_pool1d(torch.ones(1, 1, 4), 2, return_indices=True), 2)",
)
def max_unpool1d(
    input: Numbers,
    indices: Numbers,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    output_size: Any = None,
) -> Tensor:
    """The largest elements, which ``max_pool1d`` found, back at their places; zeros elsewhere."""
    return _unpooled(1, input, indices, kernel_size, (stride, padding), output_size)


@composed(
    "scatter(input, indices)",
    "y = F.max_unpool2d(*F.max_pool2d(torch.ones(1, 1, 4, 4), 2, return_indices=True), 2)",
)
def max_unpool2d(
    input: Numbers,
    indices: Numbers,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    output_size: Any = None,
) -> Tensor:
    """The largest elements, which ``max_pool2d`` found, back at their places; zeros elsewhere."""
    return _unpooled(2, input, indices, kernel_size, (stride, padding), output_size)
