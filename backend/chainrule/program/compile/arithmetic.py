"""Arithmetic: binary operators and comparisons, specialised for names and constants.

A name that lives in the frame and a constant are read without a call; two plain numbers are
computed on the spot. Everything else is left to ``operators``.
"""

from __future__ import annotations

import ast

from chainrule.engine import Span
from chainrule.program.comparison import COMPARE, compare
from chainrule.program.compile import relations
from chainrule.program.compile.compiler import Compiler
from chainrule.program.compile.names import local_slot
from chainrule.program.compile.quick import ANY, ANY_CONSTANT, CONSTANT_NAME, NAME_CONSTANT, NAMES
from chainrule.program.operators import Operator, binary
from chainrule.program.values import Closure, Frame, Value

DIVISIONS = frozenset({"/", "//", "%"})
"""Operators on plain numbers whose results are no larger than what they are made of."""


def binary_operation(
    c: Compiler, op: Operator, left: ast.expr, right: ast.expr, node: ast.AST
) -> Closure:
    """``left op right``."""
    first, second, span = c.expression(left), c.expression(right), c.span(node)
    symbol = op.symbol
    number, is_number = _number(right)
    left_number, begins_with_number = _number(left)
    a, b = local_slot(c, left), local_slot(c, right)
    if symbol in ANY:
        if is_number and a is not None:
            return NAME_CONSTANT[symbol](op, a, first, number, span)
        if is_number:
            return ANY_CONSTANT[symbol](op, first, number, span)
        if begins_with_number and b is not None:
            return CONSTANT_NAME[symbol](op, left_number, b, second, span)
        if a is not None and b is not None:
            return NAMES[symbol](op, a, b, first, second, span)
        return ANY[symbol](op, first, second, span)
    if symbol in DIVISIONS:
        if is_number:
            return _divide_constant(op, a, first, number, span)
        if a is not None and b is not None:
            return _divide_names(op, a, b, first, second, span)
        return _divide(op, first, second, span)

    def operation(f: Frame) -> Value:
        return binary(f[0], op, first(f), second(f), span)

    return operation


def _number(node: ast.expr) -> tuple[Value, bool]:
    """The number that is written there, and whether one is."""
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return node.value, True
    return None, False


def _divide_constant(
    op: Operator, slot: int | None, first: Closure, b: Value, span: Span | None
) -> Closure:
    native = op.native
    if slot is not None:
        place = slot

        def divide_name(f: Frame) -> Value:
            a = f[place]
            kind = type(a)
            if kind is int or kind is float:
                return native(a, b)
            return binary(f[0], op, first(f), b, span)

        return divide_name

    def divide(f: Frame) -> Value:
        a = first(f)
        kind = type(a)
        if kind is int or kind is float:
            return native(a, b)
        return binary(f[0], op, a, b, span)

    return divide


def _divide_names(
    op: Operator, left: int, right: int, first: Closure, second: Closure, span: Span | None
) -> Closure:
    native = op.native

    def divide(f: Frame) -> Value:
        a, b = f[left], f[right]
        kind, other = type(a), type(b)
        if (kind is int or kind is float) and (other is int or other is float):
            return native(a, b)
        return binary(f[0], op, first(f), second(f), span)

    return divide


def _divide(op: Operator, first: Closure, second: Closure, span: Span | None) -> Closure:
    native = op.native

    def divide(f: Frame) -> Value:
        a = first(f)
        b = second(f)
        kind, other = type(a), type(b)
        if (kind is int or kind is float) and (other is int or other is float):
            return native(a, b)
        return binary(f[0], op, a, b, span)

    return divide


def comparison(c: Compiler, symbol: str, left: ast.expr, right: ast.expr, node: ast.AST) -> Closure:
    """``left < right`` and its kind."""
    first, second, span = c.expression(left), c.expression(right), c.span(node)
    number, is_number = _number(right)
    slot = local_slot(c, left)
    if is_number and slot is not None:
        return relations.CONSTANT[symbol](slot, first, number, span)
    if is_number and (test := _remainder(c, symbol, left, number, first, span)) is not None:
        return test
    if is_number:
        return _compare_constant(symbol, first, number, span)
    place = local_slot(c, right)
    if place is not None:
        return _compare_name(symbol, slot, place, first, second, span)
    return relations.ANY[symbol](first, second, span)


def _compare_constant(symbol: str, first: Closure, b: Value, span: Span | None) -> Closure:
    """Anything beside a number."""
    native = COMPARE[symbol][0]

    def compared(f: Frame) -> Value:
        a = first(f)
        kind = type(a)
        if kind is int or kind is float:
            return native(a, b)
        return compare(f[0], symbol, a, b, span)

    return compared


def _compare_name(
    symbol: str, left: int | None, right: int, first: Closure, second: Closure, span: Span | None
) -> Closure:
    """Anything, or a name in the frame, beside a name in the frame."""
    native = COMPARE[symbol][0]

    def compared(f: Frame) -> Value:
        a = first(f)
        b = f[right]
        kind, other = type(a), type(b)
        if (kind is int or kind is float) and (other is int or other is float):
            return native(a, b)
        return compare(f[0], symbol, a, second(f), span)

    if left is None:
        return compared
    place = left

    def compared_names(f: Frame) -> Value:
        a, b = f[place], f[right]
        kind, other = type(a), type(b)
        if (kind is int or kind is float) and (other is int or other is float):
            return native(a, b)
        return compare(f[0], symbol, first(f), second(f), span)

    return compared_names


def _remainder(
    c: Compiler, symbol: str, left: ast.expr, number: Value, first: Closure, span: Span | None
) -> Closure | None:
    """``name % divisor == number``, the commonest test of whole numbers."""
    if symbol != "==" or not isinstance(left, ast.BinOp) or not isinstance(left.op, ast.Mod):
        return None
    slot, (divisor, is_number) = local_slot(c, left.left), _number(left.right)
    if slot is None or not is_number or type(number) is not int:
        return None
    place = slot

    def remains(f: Frame) -> Value:
        a = f[place]
        if type(a) is int:
            return a % divisor == number
        return compare(f[0], symbol, first(f), number, span)

    return remains
