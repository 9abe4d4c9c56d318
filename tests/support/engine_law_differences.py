"""Where we decide otherwise than PyTorch: the reasons, and the elements concerned.

What we answer there is pinned in ``tests/engine/test_decisions.py``.
"""

from typing import Any

import numpy as np
from engine_laws import Difference


def _in_row(together: Any, values: np.ndarray, axis: Any) -> np.ndarray:
    """What holds for the elements that are taken together, at each of them."""
    found = together(values, axis=axis if values.ndim else None, keepdims=True)
    return np.broadcast_to(found, values.shape)


NAN_IS_SHOWN = Difference(
    "PyTorch's sign of NaN is 0, which would hide it; the gradient is that of the absolute value",
    lambda a, **params: np.isnan(a),
    in_value=True,
)
NO_WHOLE_QUOTIENT = Difference(
    "Without a finite, exact quotient PyTorch answers NaN, and a gradient where there is no value",
    lambda a, b: (b == 0) | np.isinf(b) | ~(np.abs(a / b) < 2.0**53),
    in_value=True,
)
NO_QUOTIENT_OF_INFINITY = Difference(
    "A floor of a quotient by way of the remainder, which neither library has where that is NaN",
    lambda a, b: (b == 0) | np.isinf(a) | np.isinf(b) | ~(np.abs(a / b) < 2.0**53),
    in_value=True,
)
CERTAINLY_WRONG = Difference(
    "An infinite logit on the wrong side costs infinity; PyTorch's infinity minus infinity is NaN",
    lambda a, b, **params: a == -np.inf,
    in_value=True,
)
NOTHING_AT_INFINITY = Difference(
    "The derivatives of digamma vanish at infinity; PyTorch's series is NaN there",
    lambda a, n: np.isposinf(a),
    in_value=True,
)
SIDES_OF_NAN = Difference(
    "PyTorch takes NaN for positive or for negative, as the length of the tensor will have it",
    lambda a, **params: np.isnan(a),
)
SQUARE_VANISHES = Difference(
    "Where the square is nearly 0, PyTorch multiplies by infinity",
    lambda a, b: (a * a + b * b) < 1e-307,
)
NAN_IN_ROW = Difference(
    "What comes of a norm that is NaN is NaN; PyTorch's sign of NaN, and its share of none, is 0",
    lambda a, axis, **params: _in_row(np.any, np.isnan(a), axis),
)
INFINITE_OTHERS = Difference(
    "The product of the others may be finite; PyTorch divides infinity by infinity, or NaN by NaN",
    lambda a, axis, **params: _in_row(np.any, ~np.isfinite(a), axis),
)
NO_ROOM_IN_FLOAT32 = Difference(
    "PyTorch's gelu of float32 overflows near infinity, as the length of the tensor will have it",
    lambda a, **params: (a.dtype == np.float32) & (np.abs(a) > 1e38),
    in_value=True,
)
NO_FREEDOM = Difference(
    "A variance without degrees of freedom is NaN, and so are its derivatives",
    lambda a, axis, correction, **params: _in_row(np.sum, np.ones(a.shape), axis) <= correction,
)
INFINITE_NORM = Difference(
    "The gradient of an element that is 0 is 0; PyTorch's is 0 times infinity for p below 1",
    lambda a, p, axis, **params: (p < 1) & _in_row(np.any, np.isinf(a), axis),
)
ROOT_OF_INFINITY = Difference(
    "PyTorch answers NaN, the C library 0 or infinity",
    lambda a, exponent: (a == -np.inf) & (exponent % 1 != 0),
    in_value=True,
)
CLAMPED_LOGS = Difference(
    "The target's gradient is that of the clamped logarithms too; PyTorch's has none of the clamp. "
    "Second derivatives are those of the first one with its floor; PyTorch's are about 1e24",
    lambda a, b, **params: (a < np.exp(-100.0)) | (a == 1.0),
)
