"""JAX's indices: beyond an array there is no error, they are moved to its ends or dropped."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import Tensor
from chainrule.functions.numpy_functions import NUMPY


def clamped(index: Any, shape: tuple[int, ...]) -> Any:
    """An index whose integers are moved into the array: JAX has no error for those outside."""
    parts = index if type(index) is tuple else (index,)
    if len(parts) > len(shape) or not all(map(_is_place, parts)):
        return index
    moved = tuple([_moved(part, length) for part, length in zip(parts, shape, strict=False)])
    return moved if type(index) is tuple else moved[0]


def _is_place(part: Any) -> bool:
    """Whether it is one axis's index."""
    return type(part) in (int, slice) or (isinstance(part, Tensor) and part.dtype.kind in "iu")


def _moved(part: Any, length: int) -> Any:
    if type(part) is slice or not length:
        return part
    if type(part) is int:
        return min(max(part + length if part < 0 else part, 0), length - 1)
    values = part._array
    inside = np.clip(np.where(values < 0, values + length, values), 0, length - 1)
    return part if (values == inside).all() else NUMPY["array"].call(inside)


def is_outside(index: Any, shape: tuple[int, ...]) -> bool:
    """Whether an index of integers lies beyond the array: what is put there, JAX drops."""
    parts = index if type(index) is tuple else (index,)
    return len(parts) <= len(shape) and any(
        type(part) is int and not -length <= part < length
        for part, length in zip(parts, shape, strict=False)
    )
