"""Numbers as people read them: 4 significant digits, the same everywhere, as the page writes them.

Scientific below 1e−3 and from 1e5; no digit is made up: from 1000 on the whole part is written out.
``frontend/src/format.ts`` has the same rule, and one table of cases tests both.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from chainrule.graph.summary import Summary

WRITTEN_OUT = 4
"""Up to this many elements are written out in one line; beyond, mean and rms stand for them."""

ROUNDING = 1e-12
"""A mean this much smaller than the rms is what rounding left of 0."""


DIGITS = 4
SMALL, LARGE = 1e-3, 99_999.5
"""From where to where numbers are written without a power of ten."""


def number(x: float) -> str:
    """A signed number: ``+0.2134``, ``−1.5e−7``, ``0``, ``NaN``, ``+∞``."""
    return f"+{plain(x)}" if x > 0 else plain(x)


def plain(x: float, digits: int = DIGITS) -> str:
    """A number within a sentence, with a sign where it is negative: ``1.235e−4``."""
    if x != x:
        return "NaN"
    sign, size = "−" if x < 0 else "", abs(x)
    if math.isinf(x) or not size:
        return f"{sign}∞" if size else "0"
    exact, power = Decimal(size), ""
    rounded = Context(prec=digits, rounding=ROUND_HALF_UP).plus(exact)
    if size < SMALL or size >= LARGE:
        mantissa, _, exponent = f"{rounded:.{digits - 1}e}".partition("e")
        power = f"e{int(exponent)}".replace("-", "−")
    elif size >= 10 ** (digits - 1):
        mantissa = f"{exact.quantize(Decimal(1), ROUND_HALF_UP):f}"
    else:
        mantissa = f"{rounded:f}"
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return f"{sign}{mantissa}{power}"


def describe(summary: Summary) -> str:
    """One line for a summary: its numbers, or their mean and root mean square."""
    if summary.mean is None or summary.rms is None:
        return "empty"
    size = math.prod(summary.shape)
    if size == 1:
        return number(summary.mean)
    if summary.data is not None and size <= WRITTEN_OUT:
        return _nested(summary.data)
    mean = 0.0 if abs(summary.mean) < ROUNDING * summary.rms else summary.mean
    line = f"μ {number(mean)} rms {number(summary.rms).removeprefix('+')}"
    return f"{line} · {summary.nonfinite} not finite" if summary.nonfinite else line


def _nested(data: Any) -> str:
    return "[" + ", ".join(map(_nested, data)) + "]" if isinstance(data, list) else number(data)
