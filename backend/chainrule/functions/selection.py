"""Selection: parts by position, by mask and by order, by PyTorch's names."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from chainrule.engine import Tensor, allocate
from chainrule.engine import tensor as new_tensor
from chainrule.engine.arguments import is_integer
from chainrule.functions.arguments import (
    Numbers,
    as_tensor,
    axis_of,
    mask_of,
    op,
    positions_of,
    require,
    require_shape,
    values_of,
)
from chainrule.functions.arrangements import part
from chainrule.functions.composition import composed, declared


class Selected(NamedTuple):
    """Elements, and the positions along the axis that they come from."""

    values: Tensor
    indices: Tensor


@declared("where(mask, value, input)", "y = x.masked_fill(x < 0, 0)", method=True)
def masked_fill(input: Numbers, mask: Numbers, value: Numbers) -> Tensor:
    """The tensor with one value where a mask holds."""
    number = as_tensor(value)
    require_shape(
        number.ndim == 0,
        f"masked_fill only supports a 0-dimensional value tensor, but got {number.ndim} dimensions",
    )
    return op.where(mask, value, input)


@declared("where(mask, source, input)", "y = x.masked_scatter(x < 0, torch.ones(9))", method=True)
def masked_scatter(input: Numbers, mask: Numbers, source: Numbers) -> Tensor:
    """The tensor with the first elements of a source, in turn, where a mask holds."""
    a, given = as_tensor(input), as_tensor(source)
    chosen = np.broadcast_to(mask_of(mask), a.shape)
    count = int(chosen.sum())
    require_shape(
        given.size >= count, "mask and source do not fit: the source has too few elements"
    )
    first = op.getitem(op.reshape(given, shape=(-1,)), index=slice(0, count))
    full = op.scatter(first, index=chosen, shape=a.shape)
    return op.where(chosen, full, a)


def _along(name: str, input: Numbers, dim: int, index: Numbers) -> tuple[Tensor, int, Tensor]:
    a = as_tensor(input)
    return a, axis_of(name, a, dim), as_tensor(index)


def _source(a: Tensor, index: Tensor, src: Numbers) -> Any:
    """As much of the source as there are positions; a number stands for all."""
    if not isinstance(src, Tensor | np.ndarray | list | tuple):
        return np.full(index.shape, src, dtype=a.dtype)
    given = as_tensor(src)
    if given.shape == index.shape:
        return given
    require_shape(
        given.ndim == index.ndim
        and all(m <= n for m, n in zip(index.shape, given.shape, strict=True)),
        f"Expected index {list(index.shape)} to be no larger than src {list(given.shape)}",
    )
    return op.getitem(given, index=tuple(slice(n) for n in index.shape))


@declared("put(input, dim, index, src)", "y = x.scatter(0, index, 1.0)", method=True)
def scatter(
    input: Numbers,
    dim: int,
    index: Numbers,
    src: Any = None,
    *,
    value: Any = None,
    reduce: str | None = None,
) -> Tensor:
    """The tensor with elements replaced at positions along an axis; or added, with ``reduce``."""
    given = value if src is None else src
    require(given is not None, "scatter() needs a source: scatter(x, 0, index, 1.0)")
    require(reduce in (None, "add"), f"scatter(): reduce is 'add', not {reduce!r}")
    if reduce == "add":
        return scatter_add(input, dim, index, given)
    a, axis, where = _along("scatter", input, dim, index)
    return op.put_along_dim(a, where, _source(a, where, given), axis=axis)


@declared("input + scatter(src, dim, index)", "y = x.scatter_add(0, index, src)", method=True)
def scatter_add(input: Numbers, dim: int, index: Numbers, src: Any) -> Tensor:
    """The tensor with elements added at positions along an axis; repeated ones add up."""
    a, axis, where = _along("scatter_add", input, dim, index)
    return op.scatter_add(a, where, _source(a, where, src), axis=axis)


@declared("gather(input, dim, index)", "y = torch.gather(x, 0, index)", method=True)
def gather(input: Numbers, dim: int, index: Numbers, sparse_grad: bool = False) -> Tensor:
    """For each element of ``index``, the element at that position along an axis."""
    a, axis, where = _along("gather", input, dim, index)
    require_shape(
        a.ndim == where.ndim or not (a.ndim and where.ndim),
        "Index tensor must have the same number of dimensions as input tensor, "
        f"but the shapes are {where.shape} and {a.shape}",
    )
    others = (
        m <= n for k, (m, n) in enumerate(zip(where.shape, a.shape, strict=False)) if k != axis
    )
    require_shape(
        all(others),
        f"Size does not match at a dimension other than {axis}: "
        f"expected index {list(where.shape)} to be no larger than self {list(a.shape)}",
    )
    return op.gather(a, where, axis=axis)


@declared("gather(input, dim, indices)", "y = torch.take_along_dim(x, index, 0)", method=True)
def take_along_dim(input: Numbers, indices: Numbers, dim: int | None = None) -> Tensor:
    """For each element of ``indices``, the element at that position along an axis."""
    a, where = as_tensor(input), as_tensor(indices)
    if dim is None:
        return op.gather(op.reshape(a, shape=(-1,)), op.reshape(where, shape=(-1,)), axis=0)
    return op.gather(a, where, axis=axis_of("take_along_dim", a, dim))


@declared("take(flatten(input), index)", "y = torch.take(x, torch.tensor([0, 2]))", method=True)
def take(input: Numbers, index: Numbers) -> Tensor:
    """The elements at positions in the row of all elements."""
    return op.index_select(op.reshape(input, shape=(-1,)), as_tensor(index), axis=0)


@declared("take(input, index, dim)", "y = torch.index_select(x, 0, torch.tensor([0]))", method=True)
def index_select(input: Numbers, dim: int, index: Numbers) -> Tensor:
    """The slices at positions along an axis."""
    a, axis, where = _along("index_select", input, dim, index)
    require_shape(where.ndim <= 1, "index_select(): Index is supposed to be a vector")
    where = op.reshape(where, shape=(1,)) if where.ndim == 0 else where
    return op.index_select(a, where, axis=axis)


@declared("input + scatter(source, dim, index)", "y = x.index_add(0, index, src)", method=True)
def index_add(
    input: Numbers, dim: int, index: Numbers, source: Numbers, alpha: float = 1
) -> Tensor:
    """The tensor with slices added at positions along an axis; repeated ones add up."""
    a, axis, where = _along("index_add", input, dim, index)
    given = as_tensor(source)
    return op.index_add(a, where, given if alpha == 1 else op.mul(given, alpha), axis=axis)


@declared("where(...)", "y = x.index_fill(0, torch.tensor([0]), 1.0)", method=True)
def index_fill(input: Numbers, dim: int, index: Numbers, value: Numbers) -> Tensor:
    """The tensor with one value in the slices at positions along an axis."""
    a, axis, where = _along("index_fill", input, dim, index)
    chosen = np.zeros(a.shape[axis])
    chosen[positions_of(where)] = 1.0
    return op.where(chosen.reshape([-1 if k == axis else 1 for k in range(a.ndim)]), value, a)


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


def _picked(a: Tensor, order: Tensor, axis: int, where: Any) -> Selected:
    """The elements of some places in an order."""
    index = part(order, axis, where)
    if isinstance(where, slice):
        return Selected(op.gather(a, index, axis=axis), index)
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
    order = op.argsort(a, axis=axis, descending=largest)
    return _picked(a, order, axis, slice(0, k))


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
    return _place(a, op.argsort(a, axis=axis), axis, k - 1, keepdim)


@composed("sort(input)[(n - 1) // 2]", "y = torch.median(x)", method=True)
def median(input: Numbers, dim: int | None = None, keepdim: bool = False) -> Any:
    """The middle element, of two the lower one; along an axis with its position."""
    a = as_tensor(input)
    if dim is None:
        if not a.size:
            return new_tensor(np.nan)
        row = op.reshape(a, shape=(-1,))
        order = op.argsort(row)
        # A NaN stands at the end of the order, and is the median of what has one.
        place = -1 if np.isnan(values_of(row)).any() else (row.size - 1) // 2
        return _picked(row, order, 0, place).values
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


@declared("", "places = torch.nonzero(x)", method=True)
def nonzero(input: Numbers, as_tuple: bool = False) -> Any:
    """The positions of the elements that are not 0: a row for each, or the columns in a tuple."""
    values = values_of(input)
    columns = np.nonzero(np.atleast_1d(values)) if values.ndim == 0 else np.nonzero(values)
    if as_tuple:
        return tuple(new_tensor(column) for column in columns)
    if values.ndim == 0:
        return new_tensor(np.zeros((int(values != 0), 0), dtype=np.int64))
    return new_tensor(np.stack(columns, axis=1))


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


@declared("", "counts = torch.bincount(torch.tensor([0, 2, 2]))", method=True)
def bincount(input: Numbers, weights: Numbers | None = None, minlength: int = 0) -> Tensor:
    """How often each whole number from 0 on occurs, or the sum of its weights."""
    places = positions_of(input)
    require(
        places.ndim == 1 and places.min(initial=0) >= 0,
        "bincount only supports 1-d non-negative integral inputs.",
    )
    count = max(int(places.max(initial=-1)) + 1, minlength)
    allocate((count,))
    if weights is None:
        return new_tensor(np.bincount(places, minlength=count))
    return op.index_add(np.zeros(count), as_tensor(input), as_tensor(weights), axis=0)


@declared("", "places = torch.searchsorted(torch.tensor([1.0, 3.0]), x)")
def searchsorted(sorted_sequence: Numbers, input: Numbers, right: bool = False) -> Tensor:
    """Where each element would have to stand in a sequence in order."""
    side = "right" if right else "left"
    return new_tensor(np.searchsorted(values_of(sorted_sequence), values_of(input), side=side))  # type: ignore[call-overload]


@declared("", "places = torch.bucketize(x, torch.tensor([1.0, 3.0]))")
def bucketize(input: Numbers, boundaries: Numbers, right: bool = False) -> Tensor:
    """Between which boundaries each element lies."""
    return searchsorted(boundaries, input, right)
