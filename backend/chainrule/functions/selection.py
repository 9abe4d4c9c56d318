"""Selection: parts by position and by mask, by PyTorch's names."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import Tensor, allocate
from chainrule.engine import tensor as new_tensor
from chainrule.functions.arguments import (
    Numbers,
    as_tensor,
    axis_of,
    is_mask,
    mask_of,
    op,
    positions_of,
    require,
    require_shape,
    values_of,
)
from chainrule.functions.composition import declared
from chainrule.functions.scattering import along, as_vector


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
    a, given, places = as_tensor(input), as_tensor(source), mask_of(mask)
    shape = np.broadcast_shapes(a.shape, places.shape)
    a = a if shape == a.shape else op.expand(a, shape=shape)
    chosen = np.broadcast_to(places, shape)
    count = int(chosen.sum())
    require_shape(
        given.size >= count, "mask and source do not fit: the source has too few elements"
    )
    first = op.getitem(op.reshape(given, shape=(-1,)), index=slice(0, count))
    full = op.scatter(first, index=chosen, shape=a.shape)
    return op.where(chosen, full, a)


@declared("gather(input, dim, index)", "y = torch.gather(x, 0, index)", method=True)
def gather(input: Numbers, dim: int, index: Numbers, sparse_grad: bool = False) -> Tensor:
    """For each element of ``index``, the element at that position along an axis."""
    a, axis, where = along("gather", input, dim, index)
    if not a.ndim:
        vector = as_vector(a, where)
        return op.reshape(op.gather(*vector, axis=0), shape=where.shape)
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
    axis = axis_of("take_along_dim", a, dim)
    require_shape(
        a.ndim == where.ndim,
        "torch.take_along_dim(): input and indices should have the same number of dimensions, "
        f"but got {a.ndim} dimensions for input, and {where.ndim} dimensions for indices",
    )
    shapes = [[1 if k == axis else n for k, n in enumerate(t.shape)] for t in (a, where)]
    common = np.broadcast_shapes(*map(tuple, shapes))
    wide = [
        op.expand(t, shape=(*common[:axis], t.shape[axis], *common[axis + 1 :])) for t in (a, where)
    ]
    return op.gather(*wide, axis=axis)


@declared("take(flatten(input), index)", "y = torch.take(x, torch.tensor([0, 2]))", method=True)
def take(input: Numbers, index: Numbers) -> Tensor:
    """The elements at positions in the row of all elements."""
    return op.index_select(op.reshape(input, shape=(-1,)), as_tensor(index), axis=0)


@declared("take(input, index, dim)", "y = torch.index_select(x, 0, torch.tensor([0]))", method=True)
def index_select(input: Numbers, dim: int, index: Numbers) -> Tensor:
    """The slices at positions along an axis."""
    a, axis, where = along("index_select", input, dim, index)
    if not a.ndim:
        return op.reshape(index_select(op.reshape(a, shape=(1,)), 0, where), shape=())
    require_shape(where.ndim <= 1, "index_select(): Index is supposed to be a vector")
    where = op.reshape(where, shape=(1,)) if where.ndim == 0 else where
    return op.index_select(a, where, axis=axis)


@declared(
    "input + scatter(source, dim, index)", "y = x.index_add(0, torch.tensor([1]), src)", method=True
)
def index_add(
    input: Numbers, dim: int, index: Numbers, source: Numbers, alpha: float = 1
) -> Tensor:
    """The tensor with slices added at positions along an axis; repeated ones add up."""
    a, axis, where = along("index_add", input, dim, index)
    given = as_tensor(source)
    if not a.ndim:
        one, places, parts = as_vector(a, where, given)
        return op.reshape(index_add(one, 0, places, parts, alpha), shape=())
    where = op.reshape(where, shape=(1,)) if not where.ndim else where
    return op.index_add(a, where, given if alpha == 1 else op.mul(given, alpha), axis=axis)


@declared("where(...)", "y = x.index_fill(0, torch.tensor([0]), 1.0)", method=True)
def index_fill(input: Numbers, dim: int, index: Numbers, value: Numbers) -> Tensor:
    """The tensor with one value in the slices at positions along an axis."""
    a, axis, where = along("index_fill", input, dim, index)
    if not a.ndim:
        return op.reshape(index_fill(op.reshape(a, shape=(1,)), 0, where, value), shape=())
    chosen = np.zeros(a.shape[axis])
    chosen[positions_of(where)] = 1.0
    return op.where(chosen.reshape([-1 if k == axis else 1 for k in range(a.ndim)]), value, a)


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


@declared("put(input, indices, values)", "y = x.index_put((torch.tensor([0]),), src)", method=True)
def index_put(input: Numbers, indices: Any, values: Numbers, accumulate: bool = False) -> Tensor:
    """The tensor with elements replaced, or added to, where ``input[indices]`` picks them."""
    a, given = as_tensor(input), as_tensor(values)
    index = tuple(mask_of(i) if is_mask(i) else positions_of(i) for i in indices)
    if not accumulate:
        return op.index_put(a, given, index=index)
    axes = [axis for i in index for axis in (i.nonzero() if i.dtype == bool else (i,))]
    picked = (*np.broadcast_shapes(*[i.shape for i in axes]), *a.shape[len(axes) :])
    wide = given if given.shape == picked else op.expand(given, shape=picked)
    return op.add(a, op.scatter(wide, index=index, shape=a.shape))
