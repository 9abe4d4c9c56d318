"""NumPy's functions that pick elements by position or by a condition, with NumPy's defaults."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from chainrule.engine import Tensor
from chainrule.engine import tensor as new_tensor
from chainrule.engine.kinds import is_integer
from chainrule.functions import selection
from chainrule.functions.arguments import (
    Numbers,
    axis_of,
    op,
    positions_of,
    require,
    values_of,
)
from chainrule.functions.arrangements import cut, part
from chainrule.functions.composition import declared
from chainrule.functions.numpy_reductions import as_array, in_a_row_unless


@declared("", "y = np.delete(x, 1)")
def delete(arr: Numbers, obj: Any, axis: int | None = None) -> Tensor:
    """The array without some slices."""
    a = in_a_row_unless(arr, axis)
    along = 0 if axis is None else axis_of("delete", a, axis)
    kept = np.delete(
        np.arange(a.shape[along]), obj if isinstance(obj, slice) else positions_of(obj)
    )
    return part(a, along, kept)


@declared("", "y = np.insert(x, 1, 5.0)")
def insert(arr: Numbers, obj: int, values: Numbers, axis: int | None = None) -> Tensor:
    """The array with values before one of its places."""
    a = in_a_row_unless(arr, axis)
    along = 0 if axis is None else axis_of("insert", a, axis)
    require(is_integer(obj), "insert(): the place is one integer")
    place = obj + a.shape[along] if obj < 0 else obj
    before, after = cut(a, [place], along)
    new = as_array(values)
    shape = (*a.shape[:along], new.size if a.ndim == 1 else 1, *a.shape[along + 1 :])
    return op.cat(
        before,
        op.expand(op.reshape(new, shape=shape) if new.size == prod(shape) else new, shape=shape),
        after,
        axis=along,
    )


@declared("take(a, indices, axis)", "y = np.take(x, [0, 2])")
def take(a: Numbers, indices: Numbers, axis: int | None = None) -> Tensor:
    """The elements at positions in the row of all, or the slices at positions along an axis."""
    found = in_a_row_unless(a, axis)
    return op.index_select(found, as_array(indices), axis=0 if axis is None else axis)


@declared("gather(a, axis, indices)", "y = np.take_along_axis(x, order, 1)")
def take_along_axis(arr: Numbers, indices: Numbers, axis: int | None = -1) -> Tensor:
    """For each element of ``indices``, the element at that position along an axis."""
    return selection.take_along_dim(as_array(arr), as_array(indices), axis)


@declared("where(condition, x, y)", "y = np.where(x > 0, x, 0)")
def where(condition: Numbers, x: Any = None, y: Any = None) -> Any:
    """One of two values by a condition; of a condition alone, the places where it holds."""
    require((x is None) == (y is None), "either both or neither of x and y should be given")
    if x is None:
        return nonzero(condition)
    return op.where(as_array(condition), x, y)


@declared("", "rows, columns = np.nonzero(x)")
def nonzero(a: Numbers) -> tuple[Tensor, ...]:
    """The places of the elements that are not 0, axis by axis."""
    return tuple(new_tensor(column) for column in np.nonzero(np.atleast_1d(values_of(as_array(a)))))


@declared("", "places = np.argwhere(x)")
def argwhere(a: Numbers) -> Tensor:
    """The places of the elements that are not 0, a row for each."""
    return new_tensor(np.argwhere(values_of(as_array(a))))


@declared("", "places = np.flatnonzero(x)")
def flatnonzero(a: Numbers) -> Tensor:
    """The places of the elements that are not 0, among all in a row."""
    return new_tensor(np.flatnonzero(values_of(as_array(a))))


@declared("a[mask]", "y = np.extract(x > 0, x)")
def extract(condition: Numbers, arr: Numbers) -> Tensor:
    """The elements where a condition holds, in a row."""
    return op.masked_select(as_array(arr), as_array(condition))
