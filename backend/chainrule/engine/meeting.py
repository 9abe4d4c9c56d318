"""Meeting: in which dtype, and class, operands that meet in an operation are computed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from chainrule.engine.dtypes import DTYPES, FLOAT64, NARROW, promoted
from chainrule.engine.errors import DtypeError
from chainrule.engine.tensor import Tensor

EXACT = 2**53
"""Up to here every integer is a float64."""


def kind_of(operands: tuple[Any, ...]) -> type[Tensor]:
    """The class of a result: of the operands' classes, that of the highest precedence."""
    tensors = [t for t in operands if isinstance(t, Tensor)]
    kind = max([t._kind for t in tensors], key=lambda kind: kind.precedence, default=Tensor)
    if kind.yields and not any(t.ndim and t._kind is kind for t in tensors):
        fractions = (t for t in tensors if t.ndim and t._array.dtype.kind == "f")
        return next((t._kind for t in fractions), kind)
    return kind


def meeting_of(operation: Any, operands: tuple[Any, ...]) -> Any:
    """A key for kinds of tensors and plain numbers that meet the same way whenever they meet.

    ``None`` where a number's size, or what else is given, has a say.
    """
    parts: list[Any] = []
    for operand in operands:
        if isinstance(operand, Tensor):
            dtype = operand._array.dtype
            if dtype in NARROW:
                return None
            parts.append((operand.is_numpys, dtype, operand._array.ndim > 0))
        elif type(operand) is float or (type(operand) is int and -EXACT <= operand <= EXACT):
            parts.append(type(operand))
        else:
            return None
    return operation, *parts


def common_dtype(operands: Sequence[Any], made: Sequence[Any], voices: list[int]) -> Any:
    """The dtype in which operands meet; lists and plain numbers only say of which kind they are."""
    typed = [k for k in voices if isinstance(operands[k], Tensor | np.ndarray)]
    if any(isinstance(operands[k], Tensor) and operands[k].is_numpys for k in typed):
        return _among_arrays([operands[k] for k in voices], [made[k].dtype for k in voices])
    wide = [made[k].dtype for k in typed if made[k].ndim]
    single = [made[k].dtype for k in typed if not made[k].ndim]
    others = [made[k].dtype for k in voices if k not in typed]
    return promoted(frozenset(wide), frozenset(single), frozenset(others))


def _among_arrays(operands: list[Any], dtypes: list[Any]) -> Any:
    """The same by NumPy's rule: arrays without axes have as much say as those with some."""
    numbers = [o for o in operands if type(o) in (bool, int, float)]
    typed = [d for o, d in zip(operands, dtypes, strict=True) if type(o) not in (bool, int, float)]
    common = np.result_type(*typed, *numbers)
    if common.kind in "iu":
        bounds = np.iinfo(common)
        for number in numbers:
            if not bounds.min <= number <= bounds.max:
                raise DtypeError(f"Python integer {number} out of bounds for {common.name}")
    return common if common in DTYPES else FLOAT64
