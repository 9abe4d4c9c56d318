"""Finite differences: gradients measured by moving each number a little, to check the rules.

In come a function of some arrays, their values and the gradients to be checked; out comes, for
each array, a verdict and the element that decides it. How one element is measured and judged is in
``differences.py``.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from chainrule.engine.backward import grad
from chainrule.engine.differences import (
    AGREES,
    EPSILON,
    SEVERITY,
    TOLERANCE,
    TOO_FINE,
    Finding,
    Line,
    examine,
)
from chainrule.engine.state import no_grad
from chainrule.engine.tensor import Array, Tensor

Function = Callable[..., float]


@dataclass(frozen=True, slots=True)
class Check:
    """How one array's gradient compares with finite differences."""

    verdict: str
    """``AGREES``, ``DIFFERS``, or why there is no comparing; the most severe of any element."""
    worst: tuple[int, ...] | None
    """The element that decides the verdict; ``None`` if none was compared."""
    error: float
    """The relative error there; NaN where the two cannot be compared."""
    h: float
    """The step there."""
    measured: Array
    """The slopes, in the array's shape; NaN where there was no time to measure."""
    compared: int
    """How many elements were."""


def compare(
    function: Function,
    values: Sequence[ArrayLike],
    gradients: Sequence[ArrayLike | None],
    h: float | None = None,
    tolerance: float = TOLERANCE,
    noise: float = 0.0,
    floor: float = 0.0,
    until: float = math.inf,
) -> list[Check]:
    """Checks the gradients of ``function(*values)``; ``None`` (no path) is compared as zero.

    Args:
        function: from arrays to one number.
        values: the arrays.
        gradients: of the number by each array.
        h: the step, relative to each number but at least itself; chosen for each element if absent.
        tolerance: the largest relative error that counts as agreement.
        noise: how far rounding alone may move the number, if that is more than its own last digit.
        floor: an element that is lost in rounding is left out if it is smaller than this share of
            the array's largest gradient.
        until: when to stop, by ``time.monotonic()``; the elements that are left stay unmeasured,
            but for the first.
    """
    arrays = [np.asarray(value, dtype=np.float64) for value in values]
    here = function(*arrays)
    checks = []
    for slot, gradient in enumerate(gradients):
        array = arrays[slot]
        slopes = np.zeros(array.shape) if gradient is None else np.asarray(gradient)
        large = float(np.abs(slopes[np.isfinite(slopes)]).max(initial=0.0))
        found: dict[tuple[int, ...], Finding] = {}
        hidden: dict[tuple[int, ...], Finding] = {}
        for index in np.ndindex(array.shape):
            if (found or hidden) and time.monotonic() > until:
                break
            line = Line(_along(function, arrays, slot, index), float(array[index]), here, noise)
            finding = examine(line, float(slopes[index]), h, tolerance)
            size = max(abs(finding.slope), abs(float(slopes[index])))
            if finding.verdict == TOO_FINE and size <= floor * large:
                hidden[index] = finding
                continue
            found[index] = finding
        checks.append(_gathered(found, hidden, array.shape))
    return checks


def _along(
    function: Function, arrays: Sequence[Array], slot: int, index: tuple[int, ...]
) -> Callable[[float], float]:
    """The function with one element of the array at ``slot`` replaced."""

    def moved(number: float) -> float:
        others = list(arrays)
        others[slot] = others[slot].copy()
        others[slot][index] = number
        return function(*others)

    return moved


def _gathered(
    found: dict[tuple[int, ...], Finding],
    hidden: dict[tuple[int, ...], Finding],
    shape: tuple[int, ...],
) -> Check:
    measured = np.full(shape, math.nan)
    for index, finding in (found | hidden).items():
        measured[index] = finding.slope
    found = found or hidden
    if not found:
        return Check(AGREES, None, math.nan, math.nan, measured, 0)
    verdict = min((finding.verdict for finding in found.values()), key=SEVERITY.index)
    deciding = {index: one for index, one in found.items() if one.verdict == verdict}
    worst = max(deciding, key=lambda index: deciding[index].error)
    return Check(verdict, worst, deciding[worst].error, deciding[worst].h, measured, len(found))


def gradcheck(
    function: Callable[..., Tensor],
    *inputs: Any,
    h: float | None = None,
    tolerance: float = TOLERANCE,
) -> list[Check]:
    """Checks the engine's gradients of ``function(*inputs)`` for every input.

    Args:
        function: from tensors to a tensor of any shape; its elements are weighed and summed.
        inputs: the values at which to check.
        h: the step, relative to each number but at least itself; chosen for each element if absent.
        tolerance: the largest relative error that counts as agreement.
    """
    leaves = [Tensor(value, requires_grad=True) for value in inputs]
    output = function(*leaves)
    # Fixed uneven weights, so that no error can cancel in the sum.
    weights = np.cos(np.arange(1.0, output.size + 1.0)).reshape(output.shape)

    def weighed(*arrays: Array) -> float:
        with no_grad(), np.errstate(all="ignore"):
            return float(np.sum(function(*map(Tensor, arrays))._copied() * weights))

    found = grad(output, leaves, weights)
    gradients = [None if gradient is None else gradient.numpy() for gradient in found]
    noise = EPSILON * float(np.sum(np.abs(output._copied() * weights)))
    values = [leaf._copied() for leaf in leaves]
    noise = noise if math.isfinite(noise) else 0.0
    # An element that the sum hides behind larger ones is no fault of the rule.
    return compare(weighed, values, gradients, h, tolerance, noise, floor=tolerance)
