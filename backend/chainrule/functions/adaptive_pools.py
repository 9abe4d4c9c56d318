"""Pools whose windows follow from the size of the result, as in ``torch.nn.functional``."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np

from chainrule.engine import Tensor, allocate
from chainrule.engine import tensor as new_tensor
from chainrule.engine.operations.margins import LAST
from chainrule.engine.operations.pools import first_largest
from chainrule.functions.arguments import Numbers, as_tensor, op, require, require_shape, values_of
from chainrule.functions.arrangements import part
from chainrule.functions.composition import composed

Array = np.ndarray[Any, Any]


def _sizes(name: str, a: Tensor, output_size: Any, axes: int) -> tuple[int, ...]:
    """How many windows there are along each axis; None is one for every element."""
    several = output_size if isinstance(output_size, list | tuple) else (output_size,) * axes
    require(
        len(several) == axes and all(n is None or (isinstance(n, int) and n > 0) for n in several),
        f"{name}(): output_size is {axes} positive integers, or None to keep a size",
    )
    require_shape(
        a.ndim in (axes + 1, axes + 2) and min(a.shape[-axes:]) > 0,
        f"{name}(): Expected {axes + 1}D or {axes + 2}D tensor with elements, not of {a.shape}",
    )
    wanted = zip(several, a.shape[a.ndim - axes :], strict=True)
    return tuple(n if count is None else count for count, n in wanted)


def _window(k: int, count: int, n: int) -> slice:
    """As equal as the windows can be; they may overlap by one."""
    return slice(k * n // count, -(-(k + 1) * n // count))


def means_along(a: Tensor, axis: int, count: int) -> Tensor:
    """The means of so many windows along an axis."""
    n = a.shape[axis]
    if count == n:
        return a
    if count == 1:
        return op.mean(a, axis=axis, keepdims=True)
    allocate((*a.shape[:axis], count, *a.shape[axis + 1 :]))
    windows = [part(a, axis, _window(k, count, n)) for k in range(count)]
    return op.cat(*[op.mean(w, axis=axis, keepdims=True) for w in windows], axis=axis)


def _means(axes: int) -> Callable[..., Tensor]:
    name = f"adaptive_avg_pool{axes}d"

    def pool(input: Numbers, output_size: Any) -> Tensor:
        a = as_tensor(input)
        for k, count in enumerate(_sizes(name, a, output_size, axes)):
            a = means_along(a, a.ndim - axes + k, count)
        return a

    pool.__doc__ = f"The means of so many windows {LAST[axes]}."
    example = f"y = F.{name}(torch.ones{(1, *(4,) * axes)}, 2)"
    return composed("mean(windows(input))", example, name=name)(pool)


adaptive_avg_pool1d, adaptive_avg_pool2d, adaptive_avg_pool3d = map(_means, (1, 2, 3))


def _largest(values: Array, sizes: tuple[int, ...]) -> Array:
    """The position of every window's largest element among those of the last axes."""
    lengths = values.shape[-len(sizes) :]
    before = values.shape[: values.ndim - len(sizes)]
    found = np.empty((*before, *sizes), dtype=np.int64)
    for place in np.ndindex(*sizes):
        bounds = [_window(*each) for each in zip(place, sizes, lengths, strict=True)]
        window = values[(..., *bounds)]  # type: ignore[arg-type]
        inner = np.unravel_index(
            first_largest(window.reshape(*before, -1)), window.shape[-len(sizes) :]
        )
        outer = tuple(b.start + i for b, i in zip(bounds, inner, strict=True))
        found[(..., *place)] = np.ravel_multi_index(outer, lengths)
    return found


def _maxima(axes: int) -> Callable[..., Any]:
    name = f"adaptive_max_pool{axes}d"

    def pool(input: Numbers, output_size: Any, return_indices: bool = False) -> Any:
        a = as_tensor(input)
        sizes = _sizes(name, a, output_size, axes)
        before = a.shape[: a.ndim - axes]
        allocate((*before, *sizes))
        places = _largest(values_of(a), sizes)
        flat = op.reshape(a, shape=(*before, prod(a.shape[a.ndim - axes :])))
        taken = op.gather(flat, places.reshape(*before, -1), axis=-1)
        y = op.reshape(taken, shape=(*before, *sizes))
        return (y, new_tensor(places)) if return_indices else y

    pool.__doc__ = f"The largest elements of so many windows {LAST[axes]}."
    example = f"y = F.{name}(torch.ones{(1, *(4,) * axes)}, 2)"
    return composed("max(windows(input))", example, name=name)(pool)


adaptive_max_pool1d, adaptive_max_pool2d, adaptive_max_pool3d = map(_maxima, (1, 2, 3))
