"""Special functions: the logarithm of the gamma function, its derivatives, and erf's inverse.

NumPy has none of them. Sources: Abramowitz and Stegun, "Handbook of Mathematical Functions" (1964),
6.3 and 6.4 (recurrence, reflection and asymptotic series of the polygamma functions).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist
from typing import Any

import numpy as np

from chainrule.engine.declaration import Gradient
from chainrule.engine.errors import ArgumentError, DomainError
from chainrule.engine.node import ElementwiseUnaryNode, run
from chainrule.engine.tensor import Array

BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510)
"""The numbers B₂, B₄, …, B₁₆."""
FAR = 20.0
"""From here on, and farther for higher orders, the asymptotic series is exact to the last digit."""
NEAR = -1000.0
"""Further below, the recurrence of higher orders would take too many steps."""
BY_ELEMENT = 1_500
"""What a call of Python for each element costs, in the words of ``engine.effort``."""
HALF_ROOT_PI = math.sqrt(math.pi) / 2.0


def _by_element(function: Callable[[float], float], a: Array) -> Array:
    return np.asarray(np.frompyfunc(function, 1, 1)(a), dtype=a.dtype)


def _log_gamma(x: float) -> float:
    try:
        return math.lgamma(x)
    except (ValueError, OverflowError):  # a pole, or beyond the largest number
        return math.inf


class LogGammaNode(ElementwiseUnaryNode):
    """ln |Γ(a)|, of whole numbers ln (a − 1)!."""

    name = "lgamma"
    symbol = "ln Γ"
    formula = "lgamma(a)"
    torch = "torch.lgamma({0})"
    effort = BY_ELEMENT
    gradients = (Gradient("polygamma(0, a)", lambda g, y, a: g * run(PolygammaNode, a, n=0)),)
    domain = "infinite at 0 and at negative whole numbers"

    @staticmethod
    def forward(a: Array) -> Array:
        """Python's own function on every element."""
        return _by_element(_log_gamma, a)


def _series(n: int, x: Array) -> Array:
    """The n-th derivative of digamma, far from 0, but for its sign."""
    if n == 0:
        total = np.log(x) - 0.5 / x
    else:
        total = math.factorial(n - 1) / x**n + math.factorial(n) / (2.0 * x ** (n + 1))
    for k, number in enumerate(BERNOULLI, 1):
        factor = math.factorial(2 * k + n - 1) / math.factorial(2 * k)
        total += (-number if n == 0 else number) * factor / x ** (2 * k + n)
    return total


def _upwards(n: int, x: Array) -> Array:
    """The same anywhere but at a pole: what lies before is added up until the series holds."""
    x, total = x.copy(), np.zeros_like(x)
    factor = -1.0 if n == 0 else math.factorial(n)
    while (low := x < FAR + n).any():
        total[low] += factor / x[low] ** (n + 1)
        x[low] += 1.0
    return total + _series(n, x)


def polygamma(n: int, a: Array) -> Array:
    """The n-th derivative of digamma, which itself is that of ln Γ."""
    x = a.astype(np.float64)
    pole = (x <= 0.0) & (x == np.floor(x))
    below = (x < 0.0) & ~pole
    if n > 1 and np.any(below & (x < NEAR)):
        raise DomainError(f"polygamma(): of order {n} it is not computed below {NEAR}")
    usable = np.where(pole, 1.0, np.where(below & (n < 2), 1.0 - x, x))
    finite = np.isfinite(usable)
    result = np.where(finite, _upwards(n, np.where(finite, usable, 1.0)), usable * 0.0)
    if n == 0:
        turned = result - math.pi / np.tan(math.pi * np.fmod(x, 1.0))
        result = np.where(below, turned, np.where(np.isposinf(x), np.inf, result))
        result = np.where(pole, np.where(x == 0.0, -np.copysign(np.inf, x), np.nan), result)
        return result.astype(a.dtype)
    result = np.where(np.isposinf(x), 0.0, result)
    if n == 1:
        turned = (math.pi / np.sin(math.pi * np.fmod(x, 1.0))) ** 2 - result
        return np.where(pole, np.inf, np.where(below, turned, result)).astype(a.dtype)
    sign = 1.0 if n % 2 else -1.0
    return (sign * np.where(pole, np.inf, result)).astype(a.dtype)


class PolygammaNode(ElementwiseUnaryNode):
    """The n-th derivative of the digamma function Γ'(a) / Γ(a)."""

    name = "polygamma"
    symbol = "ψ⁽ⁿ⁾"
    order = ("n", "a")
    formula = "polygamma(n, a)"
    torch = "torch.polygamma({n}, {0})"
    example = "torch.polygamma(2, x)"
    effort = BY_ELEMENT
    method = False
    gradients = (
        Gradient("polygamma(n + 1, a)", lambda g, y, a, n: g * run(PolygammaNode, a, n=n + 1)),
    )
    domain = "infinite at 0 and at negative whole numbers"

    @staticmethod
    def forward(a: Array, n: int = 0) -> Array:
        """By recurrence, reflection and the asymptotic series."""
        if not 0 <= n <= 50:
            raise ArgumentError(f"polygamma(): n is a whole number from 0 to 50, not {n}")
        return polygamma(n, a)


def _inverse_error(x: float) -> float:
    if abs(x) >= 1.0 or x == 0.0:
        return math.copysign(math.inf, x) if abs(x) == 1.0 else x if x == 0.0 else math.nan
    if x != x:
        return x
    size = abs(x)
    y = -NormalDist().inv_cdf((1.0 - size) / 2.0) / math.sqrt(2.0)
    for _ in range(2):  # Newton's steps, with the error where it is measured exactly
        error = math.erf(y) - size if size < 0.5 else (1.0 - size) - math.erfc(y)
        y -= error * HALF_ROOT_PI * math.exp(y * y)
    return math.copysign(y, x)


class InverseErrorNode(ElementwiseUnaryNode):
    """What the error function undoes: erf(y) = a."""

    name = "erfinv"
    symbol = "erf⁻¹"
    formula = "erfinv(a)"
    torch = "torch.erfinv({0})"
    example = "torch.erfinv(z)"
    effort = BY_ELEMENT
    gradients = (
        Gradient("sqrt(pi) / 2 * exp(y**2)", lambda g, y, a: g * (HALF_ROOT_PI * _grown(y))),
    )
    domain = "infinite at −1 and 1, NaN beyond"

    @staticmethod
    def forward(a: Array) -> Array:
        """Python's quantile of the normal distribution on every element, made exact."""
        return _by_element(_inverse_error, a)


def _grown(y: Any) -> Any:
    return np.exp(y * y)
