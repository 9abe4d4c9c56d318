"""Functions that take many elements together, beside the operations that do."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from chainrule.engine import Tensor
from chainrule.engine import tensor as new_tensor
from chainrule.engine.operations import Selected
from chainrule.functions.arguments import Numbers, as_tensor, axis_of, op, require, values_of
from chainrule.functions.composition import composed, declared


def _truth(name: str, test: Any, input: Numbers, dim: Any, keepdim: bool) -> Tensor:
    a = as_tensor(input)
    several = dim if isinstance(dim, tuple | list) else None if dim is None else (dim,)
    axes = tuple(axis_of(name, a, k) for k in several) if several else None
    values = test(values_of(a), axis=axes if a.ndim else None, keepdims=keepdim and a.ndim > 0)
    return new_tensor(np.asarray(values))


@declared("max(input != 0)", "y = torch.any(x > 0)", method=True)
def any(input: Numbers, dim: Any = None, keepdim: bool = False) -> Tensor:
    """Whether some element is not 0."""
    return _truth("any", np.any, input, dim, keepdim)


@declared("min(input != 0)", "y = torch.all(x > 0)", method=True)
def all(input: Numbers, dim: Any = None, keepdim: bool = False) -> Tensor:
    """Whether no element is 0."""
    return _truth("all", np.all, input, dim, keepdim)


@declared("count(input != 0)", "n = torch.count_nonzero(x)", method=True)
def count_nonzero(input: Numbers, dim: Any = None) -> Tensor:
    """How many elements are not 0."""
    return new_tensor(
        np.asarray(
            np.count_nonzero(values_of(input), axis=tuple(dim) if isinstance(dim, list) else dim)
        )
    )


def _position(name: str, choose: Any, input: Numbers, dim: Any, keepdim: bool) -> Tensor:
    a = as_tensor(input)
    require(a.size > 0, f"{name}(): Expected reduction dim to be specified for input.numel() == 0")
    values = values_of(a)
    axis = None if dim is None else axis_of(name, a, dim)
    found = choose(values, axis=axis if a.ndim else None, keepdims=keepdim and a.ndim > 0)
    return new_tensor(np.asarray(found))


@declared("argmax(input)", "i = torch.argmax(x)", method=True)
def argmax(input: Numbers, dim: int | None = None, keepdim: bool = False) -> Tensor:
    """The position of the largest element; without an axis among all in a row."""
    return _position("argmax", np.argmax, input, dim, keepdim)


@declared("argmin(input)", "i = torch.argmin(x)", method=True)
def argmin(input: Numbers, dim: int | None = None, keepdim: bool = False) -> Tensor:
    """The position of the smallest element; without an axis among all in a row."""
    return _position("argmin", np.argmin, input, dim, keepdim)


def _freedom(dim: Any, correction: float | None, unbiased: bool | None) -> tuple[Any, float]:
    """The axes and the correction; an older ``unbiased`` may stand in the place of the axes."""
    if isinstance(dim, bool):
        dim, unbiased = None, dim
    return dim, int(unbiased) if unbiased is not None else 1 if correction is None else correction


@composed("var(input), mean(input)", "v, m = torch.var_mean(x)")
def var_mean(
    input: Numbers,
    dim: Any = None,
    correction: float | None = 1,
    keepdim: bool = False,
    unbiased: bool | None = None,
) -> tuple[Tensor, Tensor]:
    """The variance and the mean."""
    dim, correction = _freedom(dim, correction, unbiased)
    return (
        op.var(input, axis=dim, correction=correction, keepdims=keepdim),
        op.mean(input, axis=dim, keepdims=keepdim),
    )


@composed("std(input), mean(input)", "s, m = torch.std_mean(x)")
def std_mean(
    input: Numbers,
    dim: Any = None,
    correction: float | None = 1,
    keepdim: bool = False,
    unbiased: bool | None = None,
) -> tuple[Tensor, Tensor]:
    """The standard deviation and the mean."""
    dim, correction = _freedom(dim, correction, unbiased)
    return (
        op.std(input, axis=dim, correction=correction, keepdims=keepdim),
        op.mean(input, axis=dim, keepdims=keepdim),
    )


@composed("min(input), max(input)", "low, high = torch.aminmax(x)", method=True)
def aminmax(input: Numbers, *, dim: int | None = None, keepdim: bool = False) -> Any:
    """The smallest and the largest element."""
    return (
        op.min(input, axis=dim, keepdims=keepdim),
        op.max(input, axis=dim, keepdims=keepdim),
    )


@composed("sum(where(isnan(input), 0, input))", "y = torch.nansum(x)", method=True)
def nansum(input: Numbers, dim: Any = None, keepdim: bool = False) -> Tensor:
    """The sum of the elements that are numbers."""
    a = as_tensor(input)
    return op.sum(op.where(np.isnan(values_of(a)), 0.0, a), axis=dim, keepdims=keepdim)


@composed("mean(input[~isnan(input)])", "y = torch.nanmean(x)", method=True)
def nanmean(input: Numbers, dim: Any = None, keepdim: bool = False) -> Tensor:
    """The mean of the elements that are numbers."""
    a = as_tensor(input)
    axis = tuple(dim) if isinstance(dim, list) else dim
    count = np.sum(~np.isnan(values_of(a)), axis=axis, keepdims=keepdim)
    return op.div(nansum(a, dim, keepdim), np.asarray(count, dtype=a.dtype))


@composed("norm(input - other)", "y = torch.dist(x, 2 * x)", method=True)
def dist(input: Numbers, other: Numbers, p: float = 2) -> Tensor:
    """The length of the difference of two tensors."""
    return op.norm(op.sub(input, other), p=p)


def _running(name: str, pick: Any, input: Numbers, dim: int) -> Selected:
    a = as_tensor(input)
    axis = axis_of(name, a, dim)
    if not a.ndim:
        return Selected(op.mul(a, 1.0), new_tensor(np.asarray(0)))
    values = values_of(a)
    best = pick.accumulate(values, axis=axis)
    # The last element that reaches the extreme so far, as in PyTorch; a NaN stays.
    steps = np.arange(a.shape[axis]).reshape([-1 if k == axis else 1 for k in range(a.ndim)])
    reached = np.where((values == best) | np.isnan(values), steps, 0)
    index = new_tensor(np.maximum.accumulate(reached, axis=axis))
    return Selected(op.gather(a, index, axis=axis), index)


@composed("gather(input, dim, indices)", "values, indices = torch.cummax(x, 0)", method=True)
def cummax(input: Numbers, dim: int) -> Selected:
    """The largest element so far along an axis, and its position."""
    return _running("cummax", np.maximum, input, dim)


@composed("gather(input, dim, indices)", "values, indices = torch.cummin(x, 0)", method=True)
def cummin(input: Numbers, dim: int) -> Selected:
    """The smallest element so far along an axis, and its position."""
    return _running("cummin", np.minimum, input, dim)


@composed("interpolated sort(input)", "y = torch.quantile(x, 0.25)", method=True)
def quantile(
    input: Numbers,
    q: Numbers,
    dim: int | None = None,
    keepdim: bool = False,
    interpolation: str = "linear",
) -> Tensor:
    """Values below which a share q of the elements lies, along an axis or of all."""
    a, shares = as_tensor(input), values_of(q)
    require(
        shares.ndim < 2 and np.all((shares >= 0) & (shares <= 1)),
        "quantile() q values must be in the range [0, 1]",
    )
    words = ("linear", "lower", "higher", "midpoint", "nearest")
    require(interpolation in words, f"quantile(): interpolation is one of {', '.join(words)}")
    count = a.ndim
    flat = op.reshape(a, shape=(-1,)) if dim is None else a
    axis = 0 if dim is None else axis_of("quantile", a, dim)
    n = flat.shape[axis] if flat.ndim else 1
    flat = flat if flat.ndim else op.reshape(flat, shape=(1,))
    order = op.argsort(flat, axis=axis)
    unknown = op.any(op.ne(flat, flat), axis=axis, keepdims=True)
    found = []
    for k, share in enumerate(np.atleast_1d(shares)):
        place = share * (n - 1)
        low, high = int(np.floor(place)), int(np.ceil(place))
        weight: Any = {
            "linear": place - low,
            "lower": 0.0,
            "higher": 1.0,
            "midpoint": 0.5,
            "nearest": float(np.round(place) - low),
        }[interpolation]
        if isinstance(q, Tensor) and q.requires_grad and interpolation == "linear":
            weight = op.sub(op.mul(op.reshape(q, shape=(-1,))[k], n - 1.0), float(low))
        index = np.array([low, high])
        both = op.gather(flat, op.index_select(order, index, axis=axis), axis=axis)
        one = op.index_select(both, np.array([0]), axis=axis)
        other = op.index_select(both, np.array([1]), axis=axis)
        value = op.add(one, op.mul(op.sub(other, one), weight)) if low != high else one
        value = op.where(unknown, math.nan, value)
        if keepdim and (dim is None or not count):
            found.append(op.reshape(value, shape=(1,) * count))
        else:
            found.append(value if keepdim else op.squeeze(value, axis=axis))
    return found[0] if not shares.ndim else op.stack(*found, axis=0)
