"""The fused multiply-add of processors, a·b + c with one rounding, for arrays of floats.

Compilers contract a product and the sum after it into that one instruction, so whoever wants the
same bits has to round once as well. NumPy has no such function. The trick is rounding to odd: a sum
that is inexact is given the neighbour whose last bit is 1, and such a number can be rounded again,
to fewer digits, as if it were exact (Boldo and Melquiond, "Emulation of FMA and correctly rounded
sums: proved algorithms using rounding to odd", 2008).
"""

from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[Any]  # float32 or float64
Doubles = NDArray[np.float64]

# Products whose parts neither overflow nor lose digits to underflow.
_SMALLEST, _LARGEST = 2.0**-400, 2.0**400
_SPLITTER = 2.0**27 + 1.0
# The middle between two float32 has zeros in the last 28 bits, as a float64. Nowhere else does it
# matter that a sum was rounded once before.
_BELOW_A_MIDDLE = 2**28 - 1
_FEW = 6  # elements, for which fractions are as fast as arrays


def multiply_add(a: Floats, b: ArrayLike, c: ArrayLike) -> Floats:
    """The array of a·b + c, rounded once, in the precision of ``a`` (float32 or float64)."""
    x, y, z = (np.asarray(number, np.float64) for number in (a, b, c))
    if a.dtype == np.float32:
        product = x * y  # exact
        total = product + z
        if np.any(total.view(np.int64) & _BELOW_A_MIDDLE == 0):  # seldom
            total = _sum_to_odd(product, z)
        return total.astype(np.float32)
    x, y, z = np.broadcast_arrays(x, y, z)
    sizes = np.abs([x, y, z])
    if x.size < _FEW or np.any((sizes > _LARGEST) | ((sizes < _SMALLEST) & (sizes != 0))):
        return _by_fractions(x, y, z)
    high, low = _product(x, y)
    upper, lower = _sum(z, low)
    total, rest = _sum(high, upper)
    return np.where(high == 0, high + z, total + _sum_to_odd(rest, lower))  # a zero has a sign


def _sum(a: Doubles, b: Doubles) -> tuple[Doubles, Doubles]:
    """The rounded sum, and what the rounding left out (Knuth's two-sum)."""
    total = a + b
    part = total - a
    return total, (a - (total - part)) + (b - part)


def _product(a: Doubles, b: Doubles) -> tuple[Doubles, Doubles]:
    """The rounded product, and what the rounding left out (Dekker's product)."""
    product = a * b
    a_high, b_high = ((x * _SPLITTER) - ((x * _SPLITTER) - x) for x in (a, b))
    a_low, b_low = a - a_high, b - b_high
    return product, a_low * b_low - (
        ((product - a_high * b_high) - a_low * b_high) - a_high * b_low
    )


def _sum_to_odd(a: Doubles, b: Doubles) -> Doubles:
    """The sum, where it is inexact rounded to the neighbour whose last bit is 1."""
    total, error = _sum(a, b)
    bits = total.view(np.int64)
    above, below = error > 0, error < 0  # neither, where a term is infinite
    away = np.where(above == (total > 0), 1, -1)
    even = (above | below) & (bits & 1 == 0)
    return (bits + np.where(even, away, 0)).view(np.float64)


def _by_fractions(a: Doubles, b: Doubles, c: Doubles) -> Doubles:
    """The same for sizes at which the parts of a product would leave the range of floats."""
    numbers = zip(a.ravel().tolist(), b.ravel().tolist(), c.ravel().tolist(), strict=True)
    return np.array([_by_fraction(*three) for three in numbers]).reshape(a.shape)


def _by_fraction(a: float, b: float, c: float) -> float:
    try:
        exact = Fraction(a) * Fraction(b) + Fraction(c)
        return float(exact) if exact else a * b + c  # a zero has a sign
    except (OverflowError, ValueError):  # infinite, or no number
        return a * b + c
