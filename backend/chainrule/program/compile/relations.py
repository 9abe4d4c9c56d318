"""Relations: comparisons of plain numbers, done on the spot.

Everything else is left to ``operators.compare``.
"""

from __future__ import annotations

from chainrule.engine import Span
from chainrule.program.comparison import compare
from chainrule.program.values import Closure, Frame, Value


def less_constant(slot: int, first: Closure, b: Value, span: Span | None) -> Closure:
    """A name in the frame < a number."""

    def less(f: Frame) -> Value:
        a = f[slot]
        kind = type(a)
        if kind is int or kind is float:
            return a < b
        return compare(f[0], "<", first(f), b, span)

    return less


def less_any(first: Closure, second: Closure, span: Span | None) -> Closure:
    """Any two values."""

    def less(f: Frame) -> Value:
        a = first(f)
        b = second(f)
        kind, other = type(a), type(b)
        if (kind is int or kind is float) and (other is int or other is float):
            return a < b
        return compare(f[0], "<", a, b, span)

    return less


def greater_constant(slot: int, first: Closure, b: Value, span: Span | None) -> Closure:
    """A name in the frame > a number."""

    def greater(f: Frame) -> Value:
        a = f[slot]
        kind = type(a)
        if kind is int or kind is float:
            return a > b
        return compare(f[0], ">", first(f), b, span)

    return greater


def greater_any(first: Closure, second: Closure, span: Span | None) -> Closure:
    """Any two values."""

    def greater(f: Frame) -> Value:
        a = first(f)
        b = second(f)
        kind, other = type(a), type(b)
        if (kind is int or kind is float) and (other is int or other is float):
            return a > b
        return compare(f[0], ">", a, b, span)

    return greater


def at_most_constant(slot: int, first: Closure, b: Value, span: Span | None) -> Closure:
    """A name in the frame <= a number."""

    def at_most(f: Frame) -> Value:
        a = f[slot]
        kind = type(a)
        if kind is int or kind is float:
            return a <= b
        return compare(f[0], "<=", first(f), b, span)

    return at_most


def at_most_any(first: Closure, second: Closure, span: Span | None) -> Closure:
    """Any two values."""

    def at_most(f: Frame) -> Value:
        a = first(f)
        b = second(f)
        kind, other = type(a), type(b)
        if (kind is int or kind is float) and (other is int or other is float):
            return a <= b
        return compare(f[0], "<=", a, b, span)

    return at_most


def at_least_constant(slot: int, first: Closure, b: Value, span: Span | None) -> Closure:
    """A name in the frame >= a number."""

    def at_least(f: Frame) -> Value:
        a = f[slot]
        kind = type(a)
        if kind is int or kind is float:
            return a >= b
        return compare(f[0], ">=", first(f), b, span)

    return at_least


def at_least_any(first: Closure, second: Closure, span: Span | None) -> Closure:
    """Any two values."""

    def at_least(f: Frame) -> Value:
        a = first(f)
        b = second(f)
        kind, other = type(a), type(b)
        if (kind is int or kind is float) and (other is int or other is float):
            return a >= b
        return compare(f[0], ">=", a, b, span)

    return at_least


def equal_constant(slot: int, first: Closure, b: Value, span: Span | None) -> Closure:
    """A name in the frame == a number."""

    def equal(f: Frame) -> Value:
        a = f[slot]
        kind = type(a)
        if kind is int or kind is float:
            return a == b
        return compare(f[0], "==", first(f), b, span)

    return equal


def equal_any(first: Closure, second: Closure, span: Span | None) -> Closure:
    """Any two values."""

    def equal(f: Frame) -> Value:
        a = first(f)
        b = second(f)
        kind, other = type(a), type(b)
        if (kind is int or kind is float) and (other is int or other is float):
            return a == b
        return compare(f[0], "==", a, b, span)

    return equal


def unequal_constant(slot: int, first: Closure, b: Value, span: Span | None) -> Closure:
    """A name in the frame != a number."""

    def unequal(f: Frame) -> Value:
        a = f[slot]
        kind = type(a)
        if kind is int or kind is float:
            return a != b
        return compare(f[0], "!=", first(f), b, span)

    return unequal


def unequal_any(first: Closure, second: Closure, span: Span | None) -> Closure:
    """Any two values."""

    def unequal(f: Frame) -> Value:
        a = first(f)
        b = second(f)
        kind, other = type(a), type(b)
        if (kind is int or kind is float) and (other is int or other is float):
            return a != b
        return compare(f[0], "!=", a, b, span)

    return unequal


CONSTANT = {
    "<": less_constant,
    ">": greater_constant,
    "<=": at_most_constant,
    ">=": at_least_constant,
    "==": equal_constant,
    "!=": unequal_constant,
}
ANY = {
    "<": less_any,
    ">": greater_any,
    "<=": at_most_any,
    ">=": at_least_any,
    "==": equal_any,
    "!=": unequal_any,
}
