"""Order: sorting, ranks and places, by PyTorch's names; equal elements keep their order."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import Tensor
from chainrule.engine import tensor as new_tensor
from chainrule.engine.kinds import is_integer
from chainrule.engine.operations import Selected
from chainrule.functions.arguments import (
    Numbers,
    as_tensor,
    axis_of,
    op,
    require,
    values_of,
)
from chainrule.functions.arrangements import part
from chainrule.functions.composition import composed, declared


@declared("argsort(input)", "order = torch.argsort(x, descending=True)", method=True)
def argsort(
    input: Numbers, dim: int = -1, descending: bool = False, stable: bool = False
) -> Tensor:
    """The positions that put the elements along an axis in order; without a gradient."""
    a = as_tensor(input)
    return op.argsort(a, axis=axis_of("argsort", a, dim), descending=descending, stable=stable)


@composed("gather(input, dim, argsort(input))", "values, indices = torch.sort(x)", method=True)
def sort(input: Numbers, dim: int = -1, descending: bool = False, stable: bool = False) -> Selected:
    """The elements along an axis in order, and the positions that they come from."""
    a = as_tensor(input)
    axis = axis_of("sort", a, dim)
    order = op.argsort(a, axis=axis, descending=descending, stable=stable)
    return Selected(op.gather(a, order, axis=axis) if a.ndim else op.mul(a, 1.0), order)


@composed("sort(input)[0]", "y = torch.msort(x)", method=True)
def msort(input: Numbers) -> Tensor:
    """The elements along the first axis in order."""
    return sort(input, 0).values


def _picked(a: Tensor, order: Tensor, axis: int, where: int) -> Selected:
    """The elements of one place in an order."""
    index = part(order, axis, where)
    wide = op.unsqueeze(index, axis=axis)
    return Selected(op.squeeze(op.gather(a, wide, axis=axis), axis=axis), index)


@composed(
    "gather(input, dim, argsort(input)[:k])", "values, indices = torch.topk(x, 2)", method=True
)
def topk(
    input: Numbers, k: int, dim: int = -1, largest: bool = True, sorted: bool = True
) -> Selected:
    """The k largest elements along an axis, or smallest, and their positions."""
    a = as_tensor(input)
    axis = axis_of("topk", a, dim)
    require(
        is_integer(k) and 0 <= k <= (a.shape[axis] if a.ndim else 1),
        "selected index k out of range: k is an integer from 0 to the length of the axis",
    )
    if not a.ndim:
        return Selected(op.mul(a, 1.0), op.argsort(a))
    index = op.argtopk(a, k=k, axis=axis, largest_first=largest)
    return Selected(op.gather(a, index, axis=axis), index)


def _place(a: Tensor, order: Tensor, axis: int, place: int, keepdim: bool) -> Selected:
    found = _picked(a, order, axis, place)
    if not keepdim:
        return found
    return Selected(*(op.unsqueeze(x, axis=axis) for x in found))


@composed("sort(input)[k - 1]", "value, index = torch.kthvalue(x, 2)", method=True)
def kthvalue(input: Numbers, k: int, dim: int = -1, keepdim: bool = False) -> Selected:
    """The k-th smallest element along an axis, and its position."""
    a = as_tensor(input)
    axis = axis_of("kthvalue", a, dim)
    require(
        is_integer(k) and 1 <= k <= (a.shape[axis] if a.ndim else 1),
        "kthvalue(): selected number k out of range: it is from 1 to the length of the axis",
    )
    if not a.ndim:
        return Selected(op.mul(a, 1.0), op.argsort(a))
    index = op.argkth(a, k=k, axis=axis)
    found = Selected(op.gather(a, index, axis=axis), index)
    return found if keepdim else Selected(*(op.squeeze(x, axis=axis) for x in found))


@composed("sort(input)[(n - 1) // 2]", "y = torch.median(x)", method=True)
def median(input: Numbers, dim: int | None = None, keepdim: bool = False) -> Any:
    """The middle element, of two the lower one; along an axis with its position."""
    a = as_tensor(input)
    if dim is None:
        if not a.size:
            return new_tensor(np.nan)
        values = values_of(a)
        found = np.sort(values, axis=None)[(a.size - 1) // 2]
        chosen = np.isnan(values) if np.isnan(values).any() else values == found
        return op.max(op.masked_select(a, chosen))  # equal ones share the gradient
    axis = axis_of("median", a, dim)
    if not a.ndim:
        return Selected(op.mul(a, 1.0), op.argsort(a))
    require(a.shape[axis] > 0, f"median(): the axis {dim} of the shape {a.shape} is empty")
    order = op.argsort(a, axis=axis)
    if np.isnan(values_of(a)).any():
        return _with_nan(a, order, axis, keepdim)
    return _place(a, order, axis, (a.shape[axis] - 1) // 2, keepdim)


def _with_nan(a: Tensor, order: Tensor, axis: int, keepdim: bool) -> Selected:
    """The median of rows, some of which have a NaN: there it is the first NaN."""
    nan = np.isnan(values_of(a))
    count = nan.sum(axis=axis, keepdims=True)
    n = a.shape[axis]
    place = np.where(count > 0, n - count, (n - 1) // 2)
    index = op.gather(order, place.astype(float), axis=axis)
    values = op.gather(a, index, axis=axis)
    if keepdim:
        return Selected(values, index)
    return Selected(op.squeeze(values, axis=axis), op.squeeze(index, axis=axis))


@declared("", "y = torch.unique(x)", method=True)
def unique(
    input: Numbers,
    sorted: bool = True,
    return_inverse: bool = False,
    return_counts: bool = False,
    dim: int | None = None,
) -> Any:
    """The different values in order; without a gradient, as in PyTorch."""
    found = np.unique(values_of(input), return_inverse=True, return_counts=True, axis=dim)
    wanted = (True, return_inverse, return_counts)
    answers = [new_tensor(x) for x, is_wanted in zip(found, wanted, strict=True) if is_wanted]
    return answers[0] if len(answers) == 1 else tuple(answers)


@declared("", "places = torch.searchsorted(torch.tensor([1.0, 3.0]), x)")
def searchsorted(
    sorted_sequence: Numbers,
    input: Numbers,
    *,
    out_int32: bool = False,
    right: bool = False,
    side: str | None = None,
    sorter: Numbers | None = None,
) -> Tensor:
    """Where each element would have to stand in a sequence in order, or in its row of several.

    ``sorter`` has the positions that put a sequence in order, as ``argsort`` finds them.
    """
    require(side in (None, "left", "right"), f"side can only be 'left' or 'right' but got {side!r}")
    require(not (right and side == "left"), "side and right can't be set to opposites")
    where: Any = "right" if right or side == "right" else "left"
    rows, values = values_of(sorted_sequence), values_of(input)
    if sorter is not None:
        order = values_of(sorter)
        require(
            order.shape == rows.shape and order.dtype.kind == "i",
            "searchsorted(): sorter is a position, an integer, for each element of the sequence",
        )
        require(
            not order.size or (order.min() >= 0 and order.max() < rows.shape[-1]),
            "searchsorted(): sorter has a position that is outside of the sequence",
        )
        rows = np.take_along_axis(rows, order, axis=-1)
    if rows.ndim == 1:
        found = np.asarray(np.searchsorted(rows, values, side=where))
        return new_tensor(found.astype(np.int32 if out_int32 else np.int64))
    require(rows.shape[:-1] == values.shape[:-1], "the sequences and the values differ in rows")
    found = np.empty(values.shape, dtype=np.int32 if out_int32 else np.int64)
    for index in np.ndindex(*rows.shape[:-1]):
        found[index] = np.searchsorted(rows[index], values[index], side=where)
    return new_tensor(found)


@declared("", "places = torch.bucketize(x, torch.tensor([1.0, 3.0]))")
def bucketize(
    input: Numbers, boundaries: Numbers, *, out_int32: bool = False, right: bool = False
) -> Tensor:
    """Between which boundaries each element lies."""
    return searchsorted(boundaries, input, out_int32=out_int32, right=right)
