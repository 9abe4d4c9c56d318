"""Pools whose windows follow from the size of the result, as in ``torch.nn.functional``."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import Tensor, allocate
from chainrule.functions.arguments import Numbers, as_tensor, op, require, values_of
from chainrule.functions.arrangements import part
from chainrule.functions.composition import composed


def _adaptive(a: Tensor, sizes: tuple[int | None, ...], reduce: Any) -> Tensor:
    """Each axis in so many windows, as equal as they can be; they may overlap by one."""
    axes = len(sizes)
    for k, wanted in enumerate(sizes):
        axis = a.ndim - axes + k
        n = a.shape[axis]
        if wanted is None or wanted == n:
            continue
        if wanted == 1:
            a = reduce(a, axis=axis, keepdims=True)
            continue
        allocate((*a.shape[:axis], wanted, *a.shape[axis + 1 :]))
        rows = [
            reduce(
                part(a, axis, slice(i * n // wanted, -(-(i + 1) * n // wanted))),
                axis=axis,
                keepdims=True,
            )
            for i in range(wanted)
        ]
        a = op.cat(*rows, axis=axis)
    return a


def _adaptive_sizes(name: str, output_size: Any, axes: int) -> tuple[int | None, ...]:
    several = output_size if isinstance(output_size, list | tuple) else (output_size,) * axes
    require(
        len(several) == axes and all(n is None or (isinstance(n, int) and n > 0) for n in several),
        f"{name}(): output_size is {axes} positive integers, or None to keep a size",
    )
    return tuple(several)


@composed("mean(windows(input))", "y = F.adaptive_avg_pool1d(torch.ones(1, 4), 2)")
def adaptive_avg_pool1d(input: Numbers, output_size: Any) -> Tensor:
    """The means of so many windows along the last axis."""
    return _adaptive(
        as_tensor(input), _adaptive_sizes("adaptive_avg_pool1d", output_size, 1), op.mean
    )


@composed("mean(windows(input))", "y = F.adaptive_avg_pool2d(torch.ones(1, 4, 4), 2)")
def adaptive_avg_pool2d(input: Numbers, output_size: Any) -> Tensor:
    """The means of so many windows over the last two axes."""
    return _adaptive(
        as_tensor(input), _adaptive_sizes("adaptive_avg_pool2d", output_size, 2), op.mean
    )


@composed("mean(windows(input))", "y = F.adaptive_avg_pool3d(torch.ones(1, 4, 4, 4), 2)")
def adaptive_avg_pool3d(input: Numbers, output_size: Any) -> Tensor:
    """The means of so many windows over the last three axes."""
    return _adaptive(
        as_tensor(input), _adaptive_sizes("adaptive_avg_pool3d", output_size, 3), op.mean
    )


def _first_largest(a: Tensor, axis: int, keepdims: bool) -> Tensor:
    index = np.argmax(values_of(a), axis=axis, keepdims=True)
    return op.gather(a, index.astype(float), axis=axis)


@composed("max(windows(input))", "y = F.adaptive_max_pool1d(torch.ones(1, 4), 2)")
def adaptive_max_pool1d(input: Numbers, output_size: Any, return_indices: bool = False) -> Tensor:
    """The largest elements of so many windows along the last axis."""
    require(not return_indices, "adaptive_max_pool1d(): return_indices is not available")
    sizes = _adaptive_sizes("adaptive_max_pool1d", output_size, 1)
    return _adaptive(as_tensor(input), sizes, _first_largest)


@composed("max(windows(input))", "y = F.adaptive_max_pool2d(torch.ones(1, 4, 4), 2)")
def adaptive_max_pool2d(input: Numbers, output_size: Any, return_indices: bool = False) -> Tensor:
    """The largest elements of so many windows over the last two axes."""
    require(not return_indices, "adaptive_max_pool2d(): return_indices is not available")
    sizes = _adaptive_sizes("adaptive_max_pool2d", output_size, 2)
    return _adaptive(as_tensor(input), sizes, _first_largest)
