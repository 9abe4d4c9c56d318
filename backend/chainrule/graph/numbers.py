"""Numbers as people read them: sign always, 4 significant digits, the same everywhere."""

from __future__ import annotations

import math
from typing import Any

from chainrule.graph.summary import Summary

WRITTEN_OUT = 4
"""Up to this many elements are written out in one line; beyond, mean and rms stand for them."""

ROUNDING = 1e-12
"""A mean this much smaller than the rms is what rounding left of 0."""


def number(x: float) -> str:
    """A signed number: ``+0.2134``, ``−1.5e−7``, ``0``, ``NaN``, ``+∞``."""
    if x != x:
        return "NaN"
    if math.isinf(x):
        return "+∞" if x > 0 else "−∞"
    if x == 0:
        return "0"
    digits = f"{x:+.4g}" if 1e-3 <= abs(x) < 1e5 else f"{x:+.3e}"
    mantissa, e, exponent = digits.partition("e")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return (mantissa + (f"e{int(exponent)}" if e else "")).replace("-", "−")


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
