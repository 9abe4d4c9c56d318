"""Indices: what NumPy takes them as, and how many elements their parts pick."""

from __future__ import annotations

import re
from math import prod
from types import EllipsisType
from typing import Any

import numpy as np

from chainrule.engine.effort import (
    CHEAP,
    SLOW,
    Params,
    Shape,
    Shapes,
    broadcast_size,
    largest_size,
    total_size,
)
from chainrule.engine.errors import DtypeError
from chainrule.engine.tensor import Tensor


def indexed_size(shapes: Shapes, params: Params) -> int:
    """Index arrays are broadcast together and may name elements repeatedly."""
    shape, index = shapes[0], params.get("index")
    parts = [_part(part) for part in (index if isinstance(index, tuple) else (index,))]
    consumed = sum(map(_axes, parts))
    picked: list[Shape] = []
    remaining, axis = 1, 0
    for part in parts:
        if part is Ellipsis:
            skipped = max(len(shape) - consumed, 0)
            remaining *= prod(shape[axis : axis + skipped])
            axis += skipped
            continue
        if isinstance(part, np.ndarray):
            picked.append((int(part.sum()),) if part.dtype == bool else part.shape)
        elif isinstance(part, slice):
            remaining *= prod(shape[axis : axis + 1])
        axis += _axes(part)
    return broadcast_size(picked) * remaining * prod(shape[axis:])


def _part(part: Any) -> Any:
    """A part of an index, with lists and tensors as the arrays that they stand for."""
    if isinstance(part, Tensor):
        return part._array
    if not isinstance(part, list):
        return part
    try:
        return np.asarray(part)
    except ValueError:  # rows of different lengths, which the operation refuses
        return part


def _axes(part: Any) -> int:
    """How many axes of the tensor a part of the index uses up."""
    if part is None or part is Ellipsis:
        return 0
    return part.ndim if isinstance(part, np.ndarray) and part.dtype == bool else 1


def put_cost(shapes: Shapes, params: Params) -> tuple[int, int]:
    """Putting elements: those of a slice are copied, positions are gone to one by one."""
    elements = largest_size(shapes, params)
    index = params.get("index", ())
    parts = index if isinstance(index, tuple) else (index,)
    is_slice = all(isinstance(part, slice | int | EllipsisType | None) for part in parts)
    return elements, (CHEAP if is_slice else SLOW) * (elements + total_size(shapes))


def as_index(index: Any) -> Any:
    """An index as NumPy takes it: masks and positions in tensors become arrays."""
    if isinstance(index, tuple):
        return tuple(_as_part(item) for item in index)
    return _as_part(index)


def steps_of(a: Tensor, index: Any) -> tuple[Any, ...]:
    """The indices to take one after the other: NumPy's arrays take one, others as in PyTorch."""
    index = as_index(index)
    is_torchs = isinstance(a, Tensor) and not a.is_numpys
    return pytorch_steps(index, a.ndim) if is_torchs else (index,)


def pytorch_steps(index: Any, ndim: int) -> tuple[Any, ...]:
    """The index itself, or the two of which PyTorch takes it one after the other: numbers first.

    To NumPy a number beside an array is an array, too, and where a slice stands between the two,
    the axes of the arrays come first: ``a[0, :, rows]`` has ``len(rows)`` rows there and columns
    in PyTorch.
    """
    if not isinstance(index, tuple) or all(map(_keeps_its_place, index)):
        return (index,)
    more = ndim - sum(_axes(_part(part)) for part in index)
    if more == 0:  # an ellipsis of no axis separates nothing
        index = tuple(part for part in index if part is not Ellipsis)
    kinds = "".join(map(_kind, index))
    if not SEPARATED.search(kinds):
        return (index,)
    numbers: list[Any] = []
    for part, kind in zip(index, kinds, strict=True):
        axes = more if part is Ellipsis else _axes(_part(part))
        numbers.extend([part] if kind == "n" else [slice(None)] * axes)
    rest = tuple(part for part, kind in zip(index, kinds, strict=True) if kind != "n")
    return tuple(numbers), rest


SEPARATED = re.compile("n[na]*-.*a|a.*-[na]*n")
"""A number (n) and an array (a) with something else between them."""


def _keeps_its_place(part: Any) -> bool:
    return part is None or isinstance(part, int | slice | EllipsisType)


def _kind(part: Any) -> str:
    if part is None or isinstance(part, slice | EllipsisType):
        return "-"
    return "a" if np.ndim(_part(part)) else "n"


def _as_part(item: Any) -> Any:
    if not isinstance(item, Tensor):
        return item
    if item.dtype.kind == "f":
        raise DtypeError(
            f"an index is made of integers or conditions, not {item.dtype}: write .long(); "
            "PyTorch: tensors used as indices must be long, int, byte or bool tensors"
        )
    if item.is_mask:
        return item._read().astype(bool)
    # One position is a number to NumPy and PyTorch: what it chooses is a view, not a copy.
    return item._read().copy() if item.ndim else int(item._read())
