"""Finite differences along one line: the slope of a function of one number, compared with a known.

In come a function of one number, where it stands and the gradient that is claimed for it; out
comes the slope that was measured, with which step, and a verdict. A measurement knows its own
error, from truncation and from rounding, so it says "not comparable" where it could not tell a
right gradient from a wrong one. Kinks, jumps and places without a value have verdicts of their own.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

EPSILON = float(np.finfo(np.float64).eps)
LEAST = float(np.finfo(np.float64).smallest_subnormal)
STEP = float(EPSILON ** (1 / 3))
"""Where the error of the central difference, O(h²), meets that of rounding, O(ε/h)."""
TOLERANCE = 1e-5
"""The largest relative error that still counts as agreement."""
RESOLUTION = 1e-3
"""A slope is known well enough if its own error is at most this share of it."""

AGREES = "agrees"
DIFFERS = "differs"
KINK = "not comparable: a kink"
JUMP = "not comparable: a jump"
NOT_FINITE = "not comparable: not finite"
TOO_COARSE = "not comparable: h too coarse"
TOO_FINE = "not comparable: h too fine"

SEVERITY = (DIFFERS, KINK, JUMP, NOT_FINITE, TOO_COARSE, TOO_FINE, AGREES)
"""Of the verdicts on several elements the first of these stands for all."""

_NEAR = 64
"""The automatic step is at most this part of the number, lest it leave the domain of log."""
_STRIDE = 64.0
"""From one automatic step to the next one."""
_FINER = 3
_LARGEST = 0.05


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for one element."""

    verdict: str
    error: float
    """The relative error; NaN where the two cannot be compared."""
    slope: float
    """The measured slope."""
    h: float
    """The step that it was measured with."""


@dataclass(frozen=True, slots=True)
class Line:
    """A function of one number and where it stands.

    Attributes:
        function: from the number to the function's value.
        here: the number.
        value: the function's value there.
        noise: how far rounding alone may move the function's values.
    """

    function: Callable[[float], float]
    here: float
    value: float
    noise: float = 0.0


class Sides(NamedTuple):
    """The function a step to either side."""

    slope: float
    left: float
    right: float
    gap: float
    size: float

    @property
    def bend(self) -> float:
        """How much the slopes on the two sides differ."""
        return self.right - self.left


@dataclass(frozen=True, slots=True)
class Look:
    """One measurement: a slope, the two parts of its error, and what is wrong with the place."""

    h: float
    slope: float = math.nan
    truncation: float = math.inf
    rounding: float = math.inf
    noise: float = 0.0
    flaw: str = ""

    @property
    def error(self) -> float:
        """How far the slope may be from the true one."""
        return self.truncation + self.rounding


def examine(
    line: Line, slope: float, h: float | None = None, tolerance: float = TOLERANCE
) -> Finding:
    """Compares the gradient that is known with the slope that is measured.

    Args:
        line: the function and where it stands.
        slope: the gradient there.
        h: the step, relative to the number but at least itself; without one, steps are tried until
            one is neither too coarse nor too fine.
        tolerance: the largest relative error that counts as agreement.
    """
    if h is None:
        look, verdict = _searched(line, slope, tolerance)
    else:
        look, verdict = _given(line, slope, h * _size(line), tolerance)
    difference, scale = abs(look.slope - slope), max(abs(look.slope), abs(slope))
    error = math.nan
    if verdict == DIFFERS:
        error = difference / scale
    elif verdict == AGREES:  # or both are zero to the last digit
        error = difference / scale if look.error <= RESOLUTION * scale and scale else 0.0
    return Finding(verdict, error, look.slope, look.h)


def _given(line: Line, slope: float, h: float, tolerance: float) -> tuple[Look, str]:
    """The measurement with one step, and its verdict.

    One step alone can be wrong in ways that it cannot see: a kink that is near but not here, or
    waves shorter than the step. So whatever is not agreement is measured again with other steps.
    """
    look = _look(line, h, tolerance)
    verdict = _judged(look, slope, tolerance)
    if verdict in (AGREES, TOO_COARSE) or (verdict == TOO_FINE and not _is_zero(look, line, slope)):
        return look, verdict
    best = _searched(line, slope, tolerance)[1]
    if verdict == TOO_FINE:
        return look, AGREES if best == AGREES else TOO_FINE
    if verdict == DIFFERS and best not in (AGREES, KINK, JUMP):
        return look, verdict
    # What the step found is not so from nearer by.
    return look, best if best in (verdict, KINK, JUMP) else TOO_COARSE


def _searched(line: Line, slope: float, tolerance: float) -> tuple[Look, str]:
    """The measurement with a step of its own choice, and its verdict."""
    look = _look(line, _start(line), tolerance)
    verdict = _judged(look, slope, tolerance)
    if not (math.isfinite(slope) and math.isfinite(line.value)):
        return look, verdict
    if verdict == TOO_FINE or (verdict == AGREES and look.rounding > tolerance * abs(slope)):
        return _coarser(line, slope, tolerance, look, verdict)
    return (look, verdict) if verdict == AGREES else _finer(line, slope, tolerance, look, verdict)


def _finer(
    line: Line, slope: float, tolerance: float, look: Look, verdict: str
) -> tuple[Look, str]:
    """What is wrong at a distance need not be wrong here: the finest sharp look decides."""
    for k in range(1, _FINER + 1):
        closer = _look(line, look.h / _STRIDE**k, tolerance)
        now = _judged(closer, slope, tolerance)
        if now == AGREES:
            return closer, now
        if now == TOO_FINE:
            break
        if now != verdict:
            look, verdict = closer, now
    return look, verdict


def _coarser(
    line: Line, slope: float, tolerance: float, look: Look, verdict: str
) -> tuple[Look, str]:
    """What rounding hides shows with larger steps; if it never does, it may be zero."""
    zero = look if _is_zero(look, line, slope) else None
    h = look.h
    while (h := max(h, LEAST) * _STRIDE) <= _LARGEST * _size(line):
        wider = _look(line, h, tolerance)
        now = _judged(wider, slope, tolerance)
        if abs(wider.slope - look.slope) > 4.0 * (look.error + wider.error):
            break  # no longer the same piece, as on a staircase seen from afar
        if now == DIFFERS and verdict == TOO_FINE:
            return wider, now
        if now not in (AGREES, TOO_FINE) or (verdict == AGREES and wider.error > look.error):
            break
        look, verdict = wider, now
        if now == AGREES and look.rounding <= tolerance * abs(slope):
            break
        zero = look if _is_zero(look, line, slope) else None
    if verdict == TOO_FINE and zero is not None and zero.h >= STEP:
        return zero, AGREES
    return look, verdict


def _size(line: Line) -> float:
    return max(1.0, abs(line.here))


def _start(line: Line) -> float:
    """The first automatic step: the usual one, but well within the distance to zero."""
    usual = STEP * _size(line)
    return min(usual, abs(line.here) / _NEAR) if line.here else usual


def _is_zero(look: Look, line: Line, slope: float) -> bool:
    """Whether the gradient claims no change beyond rounding, and none was measured."""
    none = 4.0 * look.noise
    return abs(slope) * _size(line) <= none and abs(look.slope) * look.h <= none


def _look(line: Line, h: float, tolerance: float) -> Look:
    """Central differences with h and h/2, extrapolated to h = 0 (Richardson 1911).

    ``D(h) = f′ + c·h² + O(h⁴)``, so ``(4·D(h/2) − D(h)) / 3`` has an error of O(h⁴) only, and
    ``|D(h/2) − D(h)|`` bounds it from above (as in Ridders 1982, and ``dfridr`` of Numerical
    Recipes, section 5.7). If rounding moves each value by at most half the noise N, D(h) is
    wrong by at most ``N/(2h)``, and the extrapolation by ``(4·N/h + N/(2h)) / 3 = 1.5·N/h``; that
    is doubled, since a library's functions err by more than half a digit.
    """
    wide, narrow = _sides(line, h), _sides(line, h / 2.0)
    if wide is None or narrow is None:
        return Look(h, 0.0, 0.0, math.inf)  # too small to move the number at all
    slope = (4.0 * narrow.slope - wide.slope) / 3.0
    if not all(map(math.isfinite, (*wide, *narrow, slope, line.value))):
        return Look(h, slope, flaw=NOT_FINITE)
    noise = max(line.noise, EPSILON * max(abs(line.value), wide.size, narrow.size)) + LEAST
    truncation = abs(narrow.slope - wide.slope)
    look = Look(h, slope, truncation, 3.0 * noise / h, noise)
    return replace(look, flaw=_flaw(line, look, wide, narrow, tolerance))


def _sides(line: Line, h: float) -> Sides | None:
    above, below = line.here + h, line.here - h
    if above == line.here or below == line.here:
        return None
    high, low = line.function(above), line.function(below)
    return Sides(
        slope=(high - low) / (above - below),
        left=(line.value - low) / (line.here - below),
        right=(high - line.value) / (above - line.here),
        gap=max(abs(high - line.value), abs(line.value - low)),
        size=max(abs(high), abs(low)),
    )


def _flaw(line: Line, look: Look, wide: Sides, narrow: Sides, tolerance: float) -> str:
    """Whether there is a kink or a jump.

    On a smooth function the bend shrinks with the step, ``b(h) = h·f″ + O(h³)``; what is left of
    it when two of them are extrapolated to h = 0 is a kink, if a much smaller step leaves the same.
    Across a jump the function changes by as much, however small the step.
    """
    h, noise = look.h, look.noise
    steep = max(abs(narrow.left), abs(narrow.right))
    left = 2.0 * narrow.bend - wide.bend
    bent = abs(left) > tolerance * steep + 10.0 * noise / h
    torn = narrow.gap > 0.9 * wide.gap > 20.0 * noise
    if not (bent or torn):
        return ""
    close = _sides(line, h / 16.0)
    if close is None:
        return ""
    if torn and _same(close.gap, wide.gap):
        closer = _sides(line, h / 256.0)
        if closer is not None and _same(closer.gap, wide.gap):
            return JUMP
    still = (8.0 * close.bend - narrow.bend) / 7.0
    stays = 0.5 * abs(left) < abs(still) < 2.0 * abs(left)
    return KINK if bent and stays and abs(still) > tolerance * steep + 40.0 * noise / h else ""


def _same(one: float, other: float) -> bool:
    return 0.9 * other < one < 1.1 * other


def _judged(look: Look, slope: float, tolerance: float) -> str:
    """The verdict that one measurement allows."""
    if not math.isfinite(slope):
        return NOT_FINITE
    if look.flaw:
        return look.flaw
    difference, scale = abs(look.slope - slope), max(abs(look.slope), abs(slope))
    if difference > tolerance * scale + 4.0 * look.error:
        return DIFFERS
    if look.error <= RESOLUTION * scale:
        return AGREES
    return TOO_COARSE if look.truncation > look.rounding else TOO_FINE
