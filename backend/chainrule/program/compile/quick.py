"""Quick arithmetic: sums, differences and products of plain numbers, done on the spot.

Each closure looks at the types of its operands itself, since that is most of what a plain number
costs. A float is returned at once; an integer is looked at, since integers grow. Everything else is
left to ``operators.binary``.
"""

from __future__ import annotations

from chainrule.engine import Span
from chainrule.program.compile.products import (
    multiply_any,
    multiply_any_constant,
    multiply_constant_name,
    multiply_name_constant,
    multiply_names,
)
from chainrule.program.integers import LARGE, LEAST, large
from chainrule.program.operators import Operator, binary
from chainrule.program.values import Closure, Frame, Value


def add_name_constant(
    op: Operator, slot: int, first: Closure, b: Value, span: Span | None
) -> Closure:
    """A name in the frame + a constant."""

    def add(f: Frame) -> Value:
        x = f[slot]
        kind = type(x)
        if kind is float:
            return x + b
        if kind is int:
            result = x + b
            return result if LEAST < result < LARGE else large(f[0], result)
        return binary(f[0], op, first(f), b, span)

    return add


def add_any_constant(op: Operator, first: Closure, b: Value, span: Span | None) -> Closure:
    """Anything + a constant."""

    def add(f: Frame) -> Value:
        x = first(f)
        kind = type(x)
        if kind is float:
            return x + b
        if kind is int:
            result = x + b
            return result if LEAST < result < LARGE else large(f[0], result)
        return binary(f[0], op, x, b, span)

    return add


def add_constant_name(
    op: Operator, b: Value, slot: int, second: Closure, span: Span | None
) -> Closure:
    """A constant + a name in the frame."""

    def add(f: Frame) -> Value:
        x = f[slot]
        kind = type(x)
        if kind is float:
            return b + x
        if kind is int:
            result = b + x
            return result if LEAST < result < LARGE else large(f[0], result)
        return binary(f[0], op, b, second(f), span)

    return add


def add_names(
    op: Operator, left: int, right: int, first: Closure, second: Closure, span: Span | None
) -> Closure:
    """Two names in the frame."""

    def add(f: Frame) -> Value:
        a, b = f[left], f[right]
        kind, other = type(a), type(b)
        if kind is float:
            if other is float or other is int:
                return a + b
        elif kind is int:
            if other is float:
                return a + b
            if other is int:
                result = a + b
                return result if LEAST < result < LARGE else large(f[0], result)
        return binary(f[0], op, first(f), second(f), span)

    return add


def add_any(op: Operator, first: Closure, second: Closure, span: Span | None) -> Closure:
    """Any two operands."""

    def add(f: Frame) -> Value:
        a = first(f)
        b = second(f)
        kind, other = type(a), type(b)
        if kind is float:
            if other is float or other is int:
                return a + b
        elif kind is int:
            if other is float:
                return a + b
            if other is int:
                result = a + b
                return result if LEAST < result < LARGE else large(f[0], result)
        return binary(f[0], op, a, b, span)

    return add


def subtract_name_constant(
    op: Operator, slot: int, first: Closure, b: Value, span: Span | None
) -> Closure:
    """A name in the frame - a constant."""

    def subtract(f: Frame) -> Value:
        x = f[slot]
        kind = type(x)
        if kind is float:
            return x - b
        if kind is int:
            result = x - b
            return result if LEAST < result < LARGE else large(f[0], result)
        return binary(f[0], op, first(f), b, span)

    return subtract


def subtract_any_constant(op: Operator, first: Closure, b: Value, span: Span | None) -> Closure:
    """Anything - a constant."""

    def subtract(f: Frame) -> Value:
        x = first(f)
        kind = type(x)
        if kind is float:
            return x - b
        if kind is int:
            result = x - b
            return result if LEAST < result < LARGE else large(f[0], result)
        return binary(f[0], op, x, b, span)

    return subtract


def subtract_constant_name(
    op: Operator, b: Value, slot: int, second: Closure, span: Span | None
) -> Closure:
    """A constant - a name in the frame."""

    def subtract(f: Frame) -> Value:
        x = f[slot]
        kind = type(x)
        if kind is float:
            return b - x
        if kind is int:
            result = b - x
            return result if LEAST < result < LARGE else large(f[0], result)
        return binary(f[0], op, b, second(f), span)

    return subtract


def subtract_names(
    op: Operator, left: int, right: int, first: Closure, second: Closure, span: Span | None
) -> Closure:
    """Two names in the frame."""

    def subtract(f: Frame) -> Value:
        a, b = f[left], f[right]
        kind, other = type(a), type(b)
        if kind is float:
            if other is float or other is int:
                return a - b
        elif kind is int:
            if other is float:
                return a - b
            if other is int:
                result = a - b
                return result if LEAST < result < LARGE else large(f[0], result)
        return binary(f[0], op, first(f), second(f), span)

    return subtract


def subtract_any(op: Operator, first: Closure, second: Closure, span: Span | None) -> Closure:
    """Any two operands."""

    def subtract(f: Frame) -> Value:
        a = first(f)
        b = second(f)
        kind, other = type(a), type(b)
        if kind is float:
            if other is float or other is int:
                return a - b
        elif kind is int:
            if other is float:
                return a - b
            if other is int:
                result = a - b
                return result if LEAST < result < LARGE else large(f[0], result)
        return binary(f[0], op, a, b, span)

    return subtract


NAME_CONSTANT = {"+": add_name_constant, "-": subtract_name_constant, "*": multiply_name_constant}
ANY_CONSTANT = {"+": add_any_constant, "-": subtract_any_constant, "*": multiply_any_constant}
CONSTANT_NAME = {"+": add_constant_name, "-": subtract_constant_name, "*": multiply_constant_name}
NAMES = {"+": add_names, "-": subtract_names, "*": multiply_names}
ANY = {"+": add_any, "-": subtract_any, "*": multiply_any}
