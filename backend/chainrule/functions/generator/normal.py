"""Normal numbers from uniform ones by the transform of Box and Muller, as PyTorch computes it.

Sixteen uniform numbers make sixteen normal ones: the first eight give radii, the last eight angles,
cosines come before sines. In float64 the C library's functions are called. In float32 PyTorch calls
the logarithm and the sine and cosine of the Cephes library in a vectorised form with AVX2
instructions; they are followed here operation by operation, with the fused multiply-adds that its
compiler makes of them, because each rounding shows in the last bit.

Sources: ``NormalFill16`` in ATen/native/cpu/DistributionTemplates.h for the blocks,
ATen/native/cpu/avx_mathfun.h for the order of operations, Moshier's Cephes library (logf.c, sinf.c)
for the polynomials and the reduction of the angle.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.functions.generator.arithmetic import Floats, multiply_add

BLOCK = 16
_AT_ONCE = 512  # blocks: what is computed on stays in the processor's cache

_ONE, _HALF, _MINUS_TWO = np.float32(1), np.float32(0.5), np.float32(-2)
_FULL_TURN = np.float32(2 * math.pi)
_EIGHTHS_PER_RADIAN = np.float32(4 / math.pi)
# π/4 in three parts and log 2 in two: all but the last have so few digits that products are exact.
_EIGHTH_TURN = [np.float32(x) for x in (0.78515625, 2.4187564849853515625e-4, 3.77489497744594e-8)]
_LOG_2 = [np.float32(x) for x in (0.693359375, -2.12194440e-4)]
_ROOT_HALF = np.float32(math.sqrt(0.5))
# Coefficients of the polynomials, highest power first.
_LOGARITHM = [7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1]
_LOGARITHM += [1.4249322787e-1, -1.6668057665e-1, 2.0000714765e-1]
_LOGARITHM += [-2.4999993993e-1, 3.3333331174e-1]
_SINE = [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1]
_COSINE = [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2]


def box_muller(uniform: Floats, mean: np.floating[Any], std: np.floating[Any]) -> Floats:
    """The normal numbers of uniform ones of shape (blocks, 16), in their precision."""
    result = np.empty_like(uniform)
    transform = _single if uniform.dtype == np.float32 else _double
    for start in range(0, len(uniform), _AT_ONCE):
        piece = uniform[start : start + _AT_ONCE]
        standard = np.concatenate(transform(1 - piece[:, :8], piece[:, 8:]), axis=1)
        result[start : start + _AT_ONCE] = multiply_add(standard, std, mean)
    return result


def _single(positive: Floats, turns: Floats) -> tuple[Floats, Floats]:
    """Radius times cosine, and radius times sine; ``positive`` lies in (0, 1]."""
    radius = np.sqrt(_MINUS_TWO * logarithm(positive))
    sine, cosine = sine_and_cosine(_FULL_TURN * turns)
    return radius * cosine, radius * sine


def _double(positive: Floats, turns: Floats) -> tuple[Floats, Floats]:
    """The same by the C library, which PyTorch calls; NumPy's own functions differ in a bit."""
    radius = np.sqrt(-2 * _by_library(math.log, positive))
    angle = 2 * math.pi * turns
    return radius * _by_library(math.cos, angle), radius * _by_library(math.sin, angle)


def _by_library(function: Callable[[float], float], x: Floats) -> Floats:
    return np.fromiter(map(function, x.ravel().tolist()), np.float64, x.size).reshape(x.shape)


def logarithm(x: Floats) -> Floats:
    """Cephes' natural logarithm of positive normal numbers."""
    mantissa, exponent = np.frexp(x)
    small = mantissa < _ROOT_HALF
    power = exponent.astype(np.float32) - small
    x = np.where(small, mantissa - _ONE + mantissa, mantissa - _ONE).astype(np.float32)
    square = x * x
    y = _polynomial(_LOGARITHM, x) * x
    y = multiply_add(y, square, power * _LOG_2[1]) - _HALF * square
    return multiply_add(power, _LOG_2[0], x + y)


def sine_and_cosine(x: Floats) -> tuple[Floats, Floats]:
    """Cephes' sine and cosine of angles from 0 to 8192."""
    octant = ((x * _EIGHTHS_PER_RADIAN).astype(np.int32) + 1) & ~1
    eighths = octant.astype(np.float32)
    for part in _EIGHTH_TURN:
        x = multiply_add(eighths, -part, x)
    square = x * x
    cosine = _polynomial(_COSINE, square) * square
    cosine = multiply_add(cosine, square, -_HALF * square) + _ONE
    sine = multiply_add(_polynomial(_SINE, square) * square, x, x)
    crossed = octant & 2 != 0  # a quarter turn makes the one of the other
    first, second = np.where(crossed, cosine, sine), np.where(crossed, sine, cosine)
    first[octant & 4 != 0] *= -1
    second[(octant + 2) & 4 != 0] *= -1
    return first, second


def _polynomial(coefficients: list[float], x: Floats) -> Floats:
    """Horner's scheme, one rounding a step."""
    y = np.full_like(x, coefficients[0])
    for coefficient in coefficients[1:]:
        y = multiply_add(y, x, np.float32(coefficient))
    return y
