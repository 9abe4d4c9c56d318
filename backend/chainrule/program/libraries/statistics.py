"""``statistics``: Python's own sums of fractions, on plain numbers."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from typing import Any

from chainrule.program.classes import EXCEPTIONS
from chainrule.program.containers import collect
from chainrule.program.errors import failure
from chainrule.program.runtime import Runtime
from chainrule.program.values import Library, Value, builtins

OF_NUMBERS = (
    *("mean", "fmean", "geometric_mean", "harmonic_mean", "median", "median_low", "median_high"),
    *("mode", "multimode", "stdev", "variance", "pstdev", "pvariance"),
)


def _numbers(runtime: Runtime, name: str, data: Value) -> list[float]:
    """What is summed up.

    Raises:
        ProgramError: a value among it has a gradient, which would be lost.
    """
    values = collect(runtime, data)
    for value in values:
        if not isinstance(value, int | float):
            raise failure(
                "not_supported",
                f"statistics.{name}() takes plain numbers here, not a {runtime.type_name(value)}",
                None,
                "write sum(xs) / len(xs), which keeps gradients, or xs.mean() of a tensor",
            )
    runtime.budget.charge(20 * len(values))
    return values


def _function(name: str) -> Callable[..., Value]:
    own: Callable[..., Value] = getattr(statistics, name)

    def call(runtime: Runtime, data: Value, *args: Any) -> Value:
        return own(_numbers(runtime, name, data), *args)

    return call


STATISTICS = Library(
    "statistics",
    {
        **builtins({name: _function(name) for name in OF_NUMBERS}),
        "StatisticsError": EXCEPTIONS["ValueError"],
    },
)
