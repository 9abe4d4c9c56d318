"""Integers: they grow without end, so what is no small number is looked at before it is made."""

from __future__ import annotations

from typing import Any

from chainrule.program.runtime import Runtime
from chainrule.program.values import Value

LARGE = 1 << 47
"""Integers up to here need no look at their size; floats compare quickly with so many bits."""
LEAST = -LARGE


def large(runtime: Runtime, result: Value) -> Value:
    """A result that is not a small number: checks the size of an integer."""
    if type(result) is int:
        runtime.budget.integer(result.bit_length())
    return result


def power(runtime: Runtime, a: Any, b: Any) -> Value:
    """``a ** b`` of numbers.

    Raises:
        ValueError: the result would be complex.
    """
    if type(a) is not float and type(b) is not float:
        if b > 0 and not -2 < a < 2:
            runtime.budget.integer((a.bit_length() - 1) * b)
    elif a < 0 and b != b // 1 and abs(b) != float("inf") and b == b:
        raise ValueError(
            f"the power {a:g} ** {b:g} of a negative number is complex, which is no value here"
        )
    return a**b
