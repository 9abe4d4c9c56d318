"""The kinds of numbers that a tensor holds, and which one a result has.

float64 is the default and float32 is kept; positions and counts are int64, conditions bool, and
integers of fewer bits wrap around at their bounds, as in PyTorch and NumPy. Only floats have
gradients. PyTorch's rule decides what meets: a tensor with axes has more say than one
without, that more than a plain number, unless the kind of the lesser one is higher (a fraction
beside integers makes fractions).
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from chainrule.engine.errors import DtypeError, ShapeError

Array = NDArray[Any]
Dtypes = frozenset[np.dtype[Any]]

FLOAT64, FLOAT32 = np.dtype(np.float64), np.dtype(np.float32)
INT64, BOOL = np.dtype(np.int64), np.dtype(np.bool)
FLOATS = (FLOAT64, FLOAT32)
WIDE: tuple[np.dtype[Any], ...] = (*FLOATS, INT64, BOOL)
NARROW: tuple[np.dtype[Any], ...] = tuple(
    np.dtype(name) for name in ("int32", "int16", "int8", "uint8", "uint16", "uint32", "uint64")
)
DTYPES: tuple[np.dtype[Any], ...] = (*WIDE, *NARROW)

KINDS = {"U": "strings", "S": "bytes", "c": "complex numbers", "M": "dates", "m": "durations"}
"""What else arrays can hold, in words."""

RANKS = {"b": 0, "i": 1, "u": 1, "f": 2}
"""The kinds of numbers, the higher ones last."""

DEFAULTS = (BOOL, INT64, FLOAT64)
"""The dtype of each kind."""

PYTHON: dict[Any, np.dtype[Any]] = {bool: BOOL, int: INT64, float: FLOAT64}


def as_array(data: ArrayLike) -> Array:
    """A new array of one of ``DTYPES``; fractions of other kinds become float64.

    Raises:
        DtypeError: the data is text, complex or an object.
        ShapeError: the rows of a nested list differ in length.
    """
    try:
        array = np.array(data)
    except ValueError as error:
        raise ShapeError(f"the nested lists do not form a rectangle: {error}") from None
    if array.dtype in DTYPES:
        return array
    if array.dtype.kind not in RANKS:
        kind = KINDS.get(array.dtype.kind) or f"{array.dtype.name} values"
        if array.dtype.kind == "O":
            kind = type(data).__name__ if array.ndim == 0 else "Python objects such as None"
        raise DtypeError(f"a tensor holds real numbers, not {kind}")
    return array.astype(np.float64)


def float_array(data: ArrayLike) -> Array:
    """A new array of float64, or of float32 where the data already is; raises as ``as_array``."""
    array = as_array(data)
    return array if array.dtype in FLOATS else array.astype(np.float64)


def dtype_of(wanted: Any) -> np.dtype[Any]:
    """The dtype that somebody names: one of NumPy's, its name, or Python's float, int or bool.

    Raises:
        DtypeError: tensors have no such dtype.
    """
    dtype = PYTHON.get(wanted) if isinstance(wanted, type) else None
    if dtype is None:
        try:
            dtype = np.dtype(wanted)
        except TypeError:
            raise DtypeError(f"{wanted!r} is no dtype; known: {_NAMES}") from None
    if dtype not in DTYPES:
        raise DtypeError(f"a tensor is {_NAMES}, not {dtype.name}")
    return dtype


def fitting(array: Array, dtype: np.dtype[Any], wraps: bool = True) -> Array:
    """The numbers in another dtype.

    Raises:
        DtypeError: integers lie beyond its bounds, and shall not wrap around.
    """
    if not wraps and dtype in NARROW and array.dtype.kind in "iu" and array.size:
        bounds = np.iinfo(dtype)
        for number in (int(array.min()), int(array.max())):
            if not bounds.min <= number <= bounds.max:
                raise DtypeError(
                    f"{number} does not fit into {dtype.name}; PyTorch: value cannot be converted "
                    f"to type {dtype.name} without overflow; NumPy: Python integer {number} out "
                    f"of bounds for {dtype.name}"
                )
    return array.astype(dtype)


_NAMES = "float64, float32, int64, bool or a kind of integers with fewer bits"


@cache
def promoted(wide: Dtypes, single: Dtypes, others: Dtypes) -> np.dtype[Any]:
    """The dtype in which operands meet: those with axes, those without, and plain numbers."""
    groups = [wide, single, others]
    ranks = [max((RANKS[dtype.kind] for dtype in group), default=-1) for group in groups]
    highest = max(ranks)
    if highest < 0:
        return FLOAT64
    for group, rank in zip(groups[:2], ranks, strict=False):
        if rank == highest:
            return np.dtype(np.result_type(*(d for d in group if RANKS[d.kind] == highest)))
    return DEFAULTS[highest]
