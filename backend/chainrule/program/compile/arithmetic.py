"""Arithmetic: binary operators and comparisons, specialised for names and constants.

A name that lives in the frame and a constant are read without a call; two plain numbers are
computed on the spot. Everything else is left to ``operators``.
"""

from __future__ import annotations

import ast

from chainrule.engine import Span
from chainrule.program.compile.compiler import Compiler
from chainrule.program.compile.names import local_slot
from chainrule.program.operators import COMPARE, LARGE, Operator, binary, compare, large
from chainrule.program.values import NUMBERS, Closure, Frame, Value

CHECKED = frozenset({"+", "-", "*"})
"""Operators whose results are looked at afterwards: integers grow by them."""
DIRECT = CHECKED | {"/", "//", "%"}
"""Operators that are computed on the spot."""


def binary_operation(
    c: Compiler, op: Operator, left: ast.expr, right: ast.expr, node: ast.AST
) -> Closure:
    """``left op right``."""
    first, second, span = c.expression(left), c.expression(right), c.span(node)
    if op.symbol not in DIRECT:

        def operation(f: Frame) -> Value:
            return binary(f[0], op, first(f), second(f), span)

        return operation
    a, b = local_slot(c, left), local_slot(c, right)
    number = right.value if isinstance(right, ast.Constant) else None
    if type(number) in (int, float):
        if a is not None:
            return _local_constant(op, a, first, number, span)
        return _any_constant(op, first, number, span)
    if a is not None and b is not None:
        return _local_local(op, a, b, first, second, span)
    if a is not None:
        return _local_any(op, a, first, second, span)
    return _any_any(op, first, second, span)


def _local_constant(op: Operator, slot: int, read: Closure, b: Value, span: Span | None) -> Closure:
    native = op.native
    if op.symbol == "+":

        def add(f: Frame) -> Value:
            a = f[slot]
            if type(a) in NUMBERS:
                result = a + b
                return result if -LARGE < result < LARGE else large(f[0], result)
            return binary(f[0], op, read(f), b, span)

        return add
    if op.symbol == "-":

        def subtract(f: Frame) -> Value:
            a = f[slot]
            if type(a) in NUMBERS:
                result = a - b
                return result if -LARGE < result < LARGE else large(f[0], result)
            return binary(f[0], op, read(f), b, span)

        return subtract

    def operation(f: Frame) -> Value:
        a = f[slot]
        if type(a) in NUMBERS:
            result = native(a, b)
            return result if -LARGE < result < LARGE else large(f[0], result)
        return binary(f[0], op, read(f), b, span)

    return operation


def _any_constant(op: Operator, first: Closure, b: Value, span: Span | None) -> Closure:
    native = op.native

    def operation(f: Frame) -> Value:
        a = first(f)
        if type(a) in NUMBERS:
            result = native(a, b)
            return result if -LARGE < result < LARGE else large(f[0], result)
        return binary(f[0], op, a, b, span)

    return operation


def _local_local(
    op: Operator, left: int, right: int, first: Closure, second: Closure, span: Span | None
) -> Closure:
    native = op.native
    if op.symbol == "+":

        def add(f: Frame) -> Value:
            a, b = f[left], f[right]
            if type(a) in NUMBERS and type(b) in NUMBERS:
                result = a + b
                return result if -LARGE < result < LARGE else large(f[0], result)
            return binary(f[0], op, first(f), second(f), span)

        return add
    if op.symbol == "*":

        def multiply(f: Frame) -> Value:
            a, b = f[left], f[right]
            if type(a) in NUMBERS and type(b) in NUMBERS:
                result = a * b
                return result if -LARGE < result < LARGE else large(f[0], result)
            return binary(f[0], op, first(f), second(f), span)

        return multiply

    def operation(f: Frame) -> Value:
        a, b = f[left], f[right]
        if type(a) in NUMBERS and type(b) in NUMBERS:
            result = native(a, b)
            return result if -LARGE < result < LARGE else large(f[0], result)
        return binary(f[0], op, first(f), second(f), span)

    return operation


def _local_any(
    op: Operator, left: int, first: Closure, second: Closure, span: Span | None
) -> Closure:
    native = op.native

    def operation(f: Frame) -> Value:
        a = f[left]
        if type(a) in NUMBERS:
            b = second(f)
            if type(b) in NUMBERS:
                result = native(a, b)
                return result if -LARGE < result < LARGE else large(f[0], result)
            return binary(f[0], op, a, b, span)
        return binary(f[0], op, first(f), second(f), span)

    return operation


def _any_any(op: Operator, first: Closure, second: Closure, span: Span | None) -> Closure:
    native = op.native
    if op.symbol == "+":

        def add(f: Frame) -> Value:
            a = first(f)
            b = second(f)
            if type(a) in NUMBERS and type(b) in NUMBERS:
                result = a + b
                return result if -LARGE < result < LARGE else large(f[0], result)
            return binary(f[0], op, a, b, span)

        return add
    if op.symbol == "*":

        def multiply(f: Frame) -> Value:
            a = first(f)
            b = second(f)
            if type(a) in NUMBERS and type(b) in NUMBERS:
                result = a * b
                return result if -LARGE < result < LARGE else large(f[0], result)
            return binary(f[0], op, a, b, span)

        return multiply

    def operation(f: Frame) -> Value:
        a = first(f)
        b = second(f)
        if type(a) in NUMBERS and type(b) in NUMBERS:
            result = native(a, b)
            return result if -LARGE < result < LARGE else large(f[0], result)
        return binary(f[0], op, a, b, span)

    return operation


def comparison(c: Compiler, symbol: str, left: ast.expr, right: ast.expr, node: ast.AST) -> Closure:
    """``left < right`` and its kind."""
    first, second, span = c.expression(left), c.expression(right), c.span(node)
    native = COMPARE[symbol][0]
    slot = local_slot(c, left)
    if isinstance(right, ast.Constant) and type(right.value) in (int, float):
        number = right.value
        if slot is not None:

            def local_constant(f: Frame) -> Value:
                a = f[slot]
                if type(a) in NUMBERS:
                    return native(a, number)
                return compare(f[0], symbol, first(f), number, span)

            return local_constant

        def any_constant(f: Frame) -> Value:
            a = first(f)
            if type(a) in NUMBERS:
                return native(a, number)
            return compare(f[0], symbol, a, number, span)

        return any_constant

    def relation(f: Frame) -> Value:
        a = first(f)
        b = second(f)
        if type(a) in NUMBERS and type(b) in NUMBERS:
            return native(a, b)
        return compare(f[0], symbol, a, b, span)

    return relation
