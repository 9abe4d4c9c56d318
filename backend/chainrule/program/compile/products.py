"""Products: of plain numbers on the spot, of everything else by the operator."""

from __future__ import annotations

from chainrule.engine import Span
from chainrule.program.integers import LARGE, LEAST, large
from chainrule.program.operators import Operator, binary
from chainrule.program.values import Closure, Frame, Value


def multiply_name_constant(
    op: Operator, slot: int, first: Closure, b: Value, span: Span | None
) -> Closure:
    """A name in the frame * a constant."""

    def multiply(f: Frame) -> Value:
        x = f[slot]
        kind = type(x)
        if kind is float:
            return x * b
        if kind is int:
            result = x * b
            return result if LEAST < result < LARGE else large(f[0], result)
        return binary(f[0], op, first(f), b, span)

    return multiply


def multiply_any_constant(op: Operator, first: Closure, b: Value, span: Span | None) -> Closure:
    """Anything * a constant."""

    def multiply(f: Frame) -> Value:
        x = first(f)
        kind = type(x)
        if kind is float:
            return x * b
        if kind is int:
            result = x * b
            return result if LEAST < result < LARGE else large(f[0], result)
        return binary(f[0], op, x, b, span)

    return multiply


def multiply_constant_name(
    op: Operator, b: Value, slot: int, second: Closure, span: Span | None
) -> Closure:
    """A constant * a name in the frame."""

    def multiply(f: Frame) -> Value:
        x = f[slot]
        kind = type(x)
        if kind is float:
            return b * x
        if kind is int:
            result = b * x
            return result if LEAST < result < LARGE else large(f[0], result)
        return binary(f[0], op, b, second(f), span)

    return multiply


def multiply_names(
    op: Operator, left: int, right: int, first: Closure, second: Closure, span: Span | None
) -> Closure:
    """Two names in the frame."""

    def multiply(f: Frame) -> Value:
        a, b = f[left], f[right]
        kind, other = type(a), type(b)
        if kind is float:
            if other is float or other is int:
                return a * b
        elif kind is int:
            if other is float:
                return a * b
            if other is int:
                result = a * b
                return result if LEAST < result < LARGE else large(f[0], result)
        return binary(f[0], op, first(f), second(f), span)

    return multiply


def multiply_any(op: Operator, first: Closure, second: Closure, span: Span | None) -> Closure:
    """Any two operands."""

    def multiply(f: Frame) -> Value:
        a = first(f)
        b = second(f)
        kind, other = type(a), type(b)
        if kind is float:
            if other is float or other is int:
                return a * b
        elif kind is int:
            if other is float:
                return a * b
            if other is int:
                result = a * b
                return result if LEAST < result < LARGE else large(f[0], result)
        return binary(f[0], op, a, b, span)

    return multiply
