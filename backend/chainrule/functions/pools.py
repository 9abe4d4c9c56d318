"""Pools by the names of ``torch.nn.functional``."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np

from chainrule.engine import Tensor, allocate
from chainrule.engine import tensor as new_tensor
from chainrule.engine.operations.margins import LAST, each_axis
from chainrule.engine.operations.pools import Pool
from chainrule.functions.arguments import (
    Numbers,
    as_tensor,
    op,
    require_shape,
    values_of,
)
from chainrule.functions.composition import composed, declared


def _largest(axes: int) -> Callable[..., Any]:
    def pool(
        input: Numbers,
        kernel_size: Any,
        stride: Any = None,
        padding: Any = 0,
        dilation: Any = 1,
        ceil_mode: bool = False,
        return_indices: bool = False,
    ) -> Any:
        a = as_tensor(input)
        params = {
            "kernel_size": kernel_size,
            "stride": stride,
            "padding": padding,
            "dilation": dilation,
            "ceil_mode": ceil_mode,
        }
        y = getattr(op, f"max_pool{axes}d")(a, **params)
        if not return_indices:
            return y
        return y, new_tensor(Pool(a, axes, params).largest(values_of(a)))

    pool.__doc__ = f"The largest element of every window {LAST[axes]}."
    return _pool(axes, "max", pool)


def _pool(axes: int, how: str, pool: Callable[..., Any]) -> Callable[..., Any]:
    word, sizes = {"max": "max", "avg": "mean"}[how], (1, *(4,) * axes)
    example = f"y = F.{how}_pool{axes}d(torch.ones{sizes}, 2)"
    return declared(f"{word}(windows(input))", example, name=f"{how}_pool{axes}d")(pool)


max_pool1d, max_pool2d, max_pool3d = map(_largest, (1, 2, 3))


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


def _mean(axes: int) -> Callable[..., Tensor]:
    def pool(
        input: Numbers,
        kernel_size: Any,
        stride: Any = None,
        padding: Any = 0,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
        divisor_override: int | None = None,
    ) -> Tensor:
        found: Tensor = getattr(op, f"avg_pool{axes}d")(
            input,
            kernel_size=kernel_size,
            stride=stride,
            padding=padding,
            ceil_mode=ceil_mode,
            count_include_pad=count_include_pad,
            divisor_override=divisor_override,
        )
        return found

    pool.__doc__ = f"The mean of every window {LAST[axes]}."
    return _pool(axes, "avg", pool)


avg_pool2d, avg_pool3d = map(_mean, (2, 3))


@composed("sum(windows(input ** p)) ** (1 / p)", "y = F.lp_pool1d(torch.ones(1, 4), 2, 2)")
def lp_pool1d(
    input: Numbers, norm_type: float, kernel_size: int, stride: Any = None, ceil_mode: bool = False
) -> Tensor:
    """The p-norm of every window along the last axis."""
    return _normed(1, input, norm_type, kernel_size, stride, ceil_mode)


@composed("sum(windows(input ** p)) ** (1 / p)", "y = F.lp_pool2d(torch.ones(1, 1, 4, 4), 2, 2)")
def lp_pool2d(
    input: Numbers, norm_type: float, kernel_size: Any, stride: Any = None, ceil_mode: bool = False
) -> Tensor:
    """The p-norm of every window of a picture."""
    return _normed(2, input, norm_type, kernel_size, stride, ceil_mode)


@composed("sum(windows(input ** p)) ** (1 / p)", "y = F.lp_pool3d(torch.ones(1, 1, 2, 2, 2), 2, 2)")
def lp_pool3d(
    input: Numbers, norm_type: float, kernel_size: Any, stride: Any = None, ceil_mode: bool = False
) -> Tensor:
    """The p-norm of every window of a volume."""
    return _normed(3, input, norm_type, kernel_size, stride, ceil_mode)


def _normed(
    axes: int, input: Numbers, norm_type: float, kernel_size: Any, stride: Any, ceil_mode: bool
) -> Tensor:
    powers = op.pow(input, exponent=float(norm_type))
    pool = (op.avg_pool1d, op.avg_pool2d, op.avg_pool3d)[axes - 1]
    mean = pool(powers, kernel_size=kernel_size, stride=stride, ceil_mode=ceil_mode)
    # As PyTorch: whole windows are counted, and what is below 0 becomes 0.
    size = float(prod(each_axis("kernel_size", kernel_size, axes)))
    total = op.mul(op.relu(mean), size)
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


def _unpool(axes: int) -> Callable[..., Tensor]:
    def unpool(
        input: Numbers,
        indices: Numbers,
        kernel_size: Any,
        stride: Any = None,
        padding: Any = 0,
        output_size: Any = None,
    ) -> Tensor:
        return _unpooled(axes, input, indices, kernel_size, (stride, padding), output_size)

    unpool.__doc__ = (
        f"The largest elements, which ``max_pool{axes}d`` found, back at their places; zeros "
        "elsewhere."
    )
    ones = f"torch.ones{(1, 1, *(4,) * axes)}"
    example = f"y = F.max_unpool{axes}d(*F.max_pool{axes}d({ones}, 2, return_indices=True), 2)"
    return composed("scatter(input, indices)", example, name=f"max_unpool{axes}d")(unpool)


max_unpool1d, max_unpool2d, max_unpool3d = map(_unpool, (1, 2, 3))
