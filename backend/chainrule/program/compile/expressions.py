"""Expressions: what each kind of them computes, with plain numbers done on the spot."""

from __future__ import annotations

import ast
from typing import Any

from chainrule.program.comparison import compare, contains, truth
from chainrule.program.compile.access import attribute, subscript
from chainrule.program.compile.arithmetic import binary_operation, comparison
from chainrule.program.compile.compiler import Compiler
from chainrule.program.compile.displays import dict_, list_, set_, tuple_
from chainrule.program.compile.names import constant, load, store_name
from chainrule.program.compile.strings import formatted, joined
from chainrule.program.operators import BINARY, unary
from chainrule.program.values import (
    NUMBERS,
    Closure,
    Frame,
    Record,
    Value,
)

SYMBOLS: dict[type, str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%",
    ast.MatMult: "@", ast.Pow: "**", ast.LShift: "<<", ast.RShift: ">>", ast.BitAnd: "&",
    ast.BitOr: "|", ast.BitXor: "^", ast.Lt: "<", ast.Gt: ">", ast.LtE: "<=", ast.GtE: ">=",
    ast.Eq: "==", ast.NotEq: "!=", ast.USub: "-", ast.UAdd: "+", ast.Invert: "~",
}  # fmt: skip
"""How each operator is written."""


HASHED = frozenset({str, int, Record})
"""Types whose values are looked up in sets and dictionaries as they are."""


def literal(c: Compiler, node: ast.Constant) -> Closure:
    """A number, a string, ``None``, ``True``, ``False`` or ``...``."""
    if isinstance(node.value, bytes | complex):
        kind = "bytes" if isinstance(node.value, bytes) else "complex numbers"
        raise c.refuse(node, f"{kind} are no values here")
    if type(node.value) is int and node.value.bit_length() > c.limits.integer_bits:
        raise c.refuse(node, f"an integer has at most {c.limits.integer_bits:,} bits")
    return constant(node.value)


def binary(c: Compiler, node: ast.BinOp) -> Closure:
    """``a + b`` and its kind."""
    return binary_operation(c, BINARY[SYMBOLS[type(node.op)]], node.left, node.right, node)


def negation(c: Compiler, node: ast.UnaryOp) -> Closure:
    """``-a``, ``+a``, ``~a`` and ``not a``."""
    span = c.span(node)
    operand = c.expression(node.operand)
    if isinstance(node.op, ast.Not):

        def not_(f: Frame) -> Value:
            value = operand(f)
            if value is True or value is False:
                return not value
            return not truth(f[0], value, span)

        return not_
    symbol = SYMBOLS[type(node.op)]
    if symbol == "-":
        if isinstance(node.operand, ast.Constant) and type(node.operand.value) in (int, float):
            return constant(-node.operand.value)  # type: ignore[operator]

        def negative(f: Frame) -> Value:
            value = operand(f)
            if type(value) in NUMBERS:
                return -value
            return unary(f[0], "-", value, span)

        return negative

    def sign(f: Frame) -> Value:
        return unary(f[0], symbol, operand(f), span)

    return sign


def boolean(c: Compiler, node: ast.BoolOp) -> Closure:
    """``a and b``, ``a or b``: the value that decides."""
    operands = [(c.expression(part), c.span(part)) for part in node.values]
    first, span = operands[0]
    *inner, (last, _) = operands
    is_or = isinstance(node.op, ast.Or)
    if len(operands) == 2:

        def two(f: Frame) -> Value:
            value = first(f)
            if value is True or value is False:
                return value if value is is_or else last(f)
            return value if truth(f[0], value, span) is is_or else last(f)

        return two

    def many(f: Frame) -> Value:
        for operand, span in inner:
            value = operand(f)
            if truth(f[0], value, span) is is_or:
                return value
        return last(f)

    return many


def chain(c: Compiler, node: ast.Compare) -> Closure:
    """``a < b < c``: every operand is computed once, the rest only as long as it holds."""
    operands = [node.left, *node.comparators]
    if len(node.ops) == 1:
        return relation(c, node.ops[0], node.left, node.comparators[0], node)
    span = c.span(node)
    first, *others = map(c.expression, operands)
    links = [
        (_link(op), other) for op, other in zip(node.ops, others, strict=True)
    ]  # fmt: skip
    *early, (last_link, last) = links

    def chained(f: Frame) -> Value:
        runtime = f[0]
        a = first(f)
        for link, other in early:
            b = other(f)
            answer = link(runtime, a, b, span)
            if answer is not True and not truth(runtime, answer, span):
                return answer
            a = b
        return last_link(runtime, a, last(f), span)

    return chained


def _link(op: ast.cmpop) -> Any:
    match op:
        case ast.Is():
            return lambda runtime, a, b, span: a is b
        case ast.IsNot():
            return lambda runtime, a, b, span: a is not b
        case ast.In():
            return contains
        case ast.NotIn():
            return lambda runtime, a, b, span: not contains(runtime, a, b, span)
        case _:
            symbol = SYMBOLS[type(op)]
            return lambda runtime, a, b, span: compare(runtime, symbol, a, b, span)


def relation(
    c: Compiler, op: ast.cmpop, left: ast.expr, right: ast.expr, node: ast.expr
) -> Closure:
    """One comparison."""
    if type(op) in SYMBOLS:
        return comparison(c, SYMBOLS[type(op)], left, right, node)
    first, second, span = c.expression(left), c.expression(right), c.span(node)
    if isinstance(op, ast.Is):
        return lambda f: first(f) is second(f)
    if isinstance(op, ast.IsNot):
        return lambda f: first(f) is not second(f)
    inside = isinstance(op, ast.In)

    def member(f: Frame) -> Value:
        item = first(f)
        container = second(f)
        kind = type(container)
        if (kind is set or kind is dict) and type(item) in HASHED:
            return (item in container) is inside
        return contains(f[0], item, container, span) is inside

    return member


def conditional(c: Compiler, node: ast.IfExp) -> Closure:
    """``a if test else b``."""
    test, yes, no = c.expression(node.test), c.expression(node.body), c.expression(node.orelse)
    span = c.span(node.test)

    def choose(f: Frame) -> Value:
        value = test(f)
        if value is not True and value is not False:
            value = truth(f[0], value, span)
        return yes(f) if value else no(f)

    return choose


def slice_(c: Compiler, node: ast.Slice) -> Closure:
    """``start:stop:step`` in brackets."""
    nothing = constant(None)
    start, stop, step = (
        nothing if part is None else c.expression(part)
        for part in (node.lower, node.upper, node.step)
    )
    return lambda f: slice(start(f), stop(f), step(f))


def walrus(c: Compiler, node: ast.NamedExpr) -> Closure:
    """``(name := value)``."""
    value = c.expression(node.value)
    store = store_name(c, node.target.id, node.target)

    def assign(f: Frame) -> Value:
        result = value(f)
        store(f, result)
        return result

    return assign


EXPRESSIONS: dict[type, Any] = {
    ast.Constant: literal,
    ast.Name: load,
    ast.BinOp: binary,
    ast.UnaryOp: negation,
    ast.BoolOp: boolean,
    ast.Compare: chain,
    ast.IfExp: conditional,
    ast.List: list_,
    ast.Tuple: tuple_,
    ast.Set: set_,
    ast.Dict: dict_,
    ast.Subscript: subscript,
    ast.Slice: slice_,
    ast.Attribute: attribute,
    ast.NamedExpr: walrus,
    ast.JoinedStr: joined,
    ast.FormattedValue: formatted,
}
