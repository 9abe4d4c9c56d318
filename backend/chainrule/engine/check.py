"""Finite differences: gradients measured by moving each number a little, to check the rules.

In come a function of some arrays, their values and the gradients to be checked; out comes, for
each array, the worst relative error and a verdict. A function may have a kink (relu at 0): there
the slopes on the two sides differ, no measurement can decide, and the verdict says so.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from chainrule.engine.backward import grad
from chainrule.engine.state import no_grad
from chainrule.engine.tensor import Array, Tensor

STEP = float(np.finfo(np.float64).eps ** (1 / 3))
"""Where the error of the central difference, O(h²), meets that of rounding, O(ε/h)."""
TOLERANCE = 1e-5
"""The largest relative error that still counts as agreement."""

AGREES = "agrees"
DIFFERS = "differs"
KINK = "not comparable: a kink"
NOT_FINITE = "not comparable: not finite"

Function = Callable[..., float]


@dataclass(frozen=True, slots=True)
class Check:
    """How one array's gradient compares with finite differences."""

    measured: Array
    """The central differences, in the array's shape."""
    error: float
    """The worst relative error over the comparable elements; NaN where there is none."""
    worst: tuple[int, ...] | None
    """Where that error is."""
    verdict: str
    """``AGREES``, ``DIFFERS``, or why the two cannot be compared."""


def numerical_gradient(
    function: Function, values: Sequence[Array], slot: int = 0, h: float = STEP
) -> Array:
    """The gradient of ``function(*values)``, one number, for the array at ``slot``."""
    measure = _Measure(function, values, slot, h)
    result = np.empty(values[slot].shape)
    for index in np.ndindex(result.shape):
        result[index] = measure.slope(index)
    return result


def compare(
    function: Function,
    values: Sequence[ArrayLike],
    gradients: Sequence[ArrayLike | None],
    h: float = STEP,
    tolerance: float = TOLERANCE,
) -> list[Check]:
    """Checks the gradients of ``function(*values)``; ``None`` (no path) is compared as zero."""
    arrays = [np.asarray(value, dtype=np.float64) for value in values]
    checks = []
    for slot, gradient in enumerate(gradients):
        known = np.zeros(arrays[slot].shape) if gradient is None else np.asarray(gradient)
        measure = _Measure(function, arrays, slot, h)
        verdict, error, worst = AGREES, math.nan, None
        measured = np.empty(arrays[slot].shape)
        for index in np.ndindex(measured.shape):
            measured[index] = slope = measure.slope(index)
            found = measure.error(index, slope, float(known[index]), tolerance)
            if isinstance(found, str):
                verdict = found if verdict == AGREES else verdict
            elif worst is None or found > error:
                error, worst = found, index
        checks.append(Check(measured, error, worst, DIFFERS if error > tolerance else verdict))
    return checks


class _Measure:
    """Measures slopes of a function along single elements of the array at ``slot``."""

    def __init__(self, function: Function, values: Sequence[Array], slot: int, h: float) -> None:
        self.function, self.values, self.slot, self.h = function, values, slot, h
        self.here = function(*values)

    def moved(self, index: tuple[int, ...], by: float) -> float:
        arrays = list(self.values)
        arrays[self.slot] = arrays[self.slot].copy()
        arrays[self.slot][index] += by
        return self.function(*arrays)

    def step(self, index: tuple[int, ...]) -> float:
        return self.h * max(1.0, abs(float(self.values[self.slot][index])))

    def slope(self, index: tuple[int, ...]) -> float:
        step = self.step(index)
        return (self.moved(index, step) - self.moved(index, -step)) / (2.0 * step)

    def bend(self, index: tuple[int, ...], share: float) -> float:
        """How much the slopes on the two sides differ, measured over a share of the step."""
        step = self.step(index) * share
        return abs(self.moved(index, step) - 2.0 * self.here + self.moved(index, -step)) / step

    def error(
        self, index: tuple[int, ...], slope: float, known: float, tolerance: float
    ) -> float | str:
        """The relative error at one element, or why there is none."""
        if not (math.isfinite(slope) and math.isfinite(known)):
            same = slope == known or (math.isnan(slope) and math.isnan(known))
            return 0.0 if same else NOT_FINITE
        # Differences smaller than this are rounding, whatever they are relative to.
        noise = np.finfo(np.float64).eps * max(abs(self.here), 1.0) / self.h / tolerance
        error = abs(slope - known) / max(abs(slope), abs(known), noise)
        # On a smooth function the bend shrinks with the step; at a kink it stays.
        bend = self.bend(index, 1.0) if error > tolerance else 0.0
        if bend > tolerance * max(abs(slope), noise) and self.bend(index, 0.125) > 0.5 * bend:
            return KINK
        return float(error)


def gradcheck(
    function: Callable[..., Tensor], *inputs: Any, h: float = STEP, tolerance: float = TOLERANCE
) -> list[Check]:
    """Checks the engine's gradients of ``function(*inputs)`` for every input.

    Args:
        function: from tensors to a tensor of any shape; its elements are weighed and summed.
        inputs: the values at which to check.
        h: the step, relative to each number but at least itself.
        tolerance: the largest relative error that counts as agreement.
    """
    leaves = [Tensor(value, requires_grad=True) for value in inputs]
    output = function(*leaves)
    # Fixed uneven weights, so that no error can cancel in the sum.
    weights = np.cos(np.arange(1.0, output.size + 1.0)).reshape(output.shape)

    def weighed(*arrays: Array) -> float:
        with no_grad():
            return float(np.sum(function(*map(Tensor, arrays)).numpy() * weights))

    gradients = grad(output, leaves, weights)
    return compare(weighed, [leaf.numpy() for leaf in leaves], gradients, h, tolerance)
