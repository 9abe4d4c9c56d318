"""Simplify: a declared formula with one node's parameters put in, as short as people write it.

In goes the syntax tree of a formula, out comes a smaller one: ``exponent * a ** (exponent - 1)``
with exponent 2 is ``2 * a``. Only what is exact for every value is done.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping

Known = tuple[tuple[str, float | str | None], ...]
"""Parameters by name. Numbers are calculated with (2·a^(2−1) becomes 2·a), words decide which
branch of a formula holds."""


def number_of(tree: ast.expr) -> float | None:
    """The number that an expression is written as, if it is one."""
    match tree:
        case ast.Constant(value=bool()):
            return None
        case ast.Constant(value=int(value) | float(value)):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(value) | float(value))):
            return -value
    return None


def _constant(value: float) -> ast.expr:
    tree = ast.Constant(abs(value))
    return ast.UnaryOp(ast.USub(), tree) if value < 0 else tree


FOLDED: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
}


def simplify(tree: ast.expr, known: Mapping[str, float | str | None]) -> ast.expr:
    """The expression with its parameters put in, calculated as far as people would."""
    match tree:
        case ast.Name(id=name) if isinstance(value := known.get(name), int | float):
            return _constant(value)
        case ast.Call(func=ast.Name(id="mean"), args=[inner]) if "reduction" in known:
            inner = simplify(inner, known)
            function = {"mean": "mean", "sum": "sum"}.get(str(known["reduction"]))
            return ast.Call(ast.Name(function), [inner], []) if function else inner
        case ast.Call(func=function, args=args):
            return ast.Call(function, [simplify(arg, known) for arg in args], [])
        case ast.IfExp(
            test=ast.Compare(left=ast.Name(id=name), comparators=[ast.Constant(value=value)]),
            body=yes,
            orelse=no,
        ) if name in known:
            return simplify(yes if known[name] == value else no, known)
        case ast.Compare(comparators=[ast.Name(id=name)]) if known.get(name, "") is None:
            return _constant(1)  # a bound that is not given holds always
        case ast.Compare(left=left, ops=ops, comparators=[right]):
            return ast.Compare(simplify(left, known), ops, [simplify(right, known)])
        case ast.Attribute(value=value, attr=name):
            return ast.Attribute(simplify(value, known), name)
        case ast.UnaryOp(op=op, operand=operand):
            return ast.UnaryOp(op, simplify(operand, known))
        case ast.BinOp(left=left, op=op, right=right):
            return _calculate(simplify(left, known), op, simplify(right, known))
    return tree


def _calculate(left: ast.expr, op: ast.operator, right: ast.expr) -> ast.expr:
    """An operation of simplified expressions, carried out where that is short."""
    a, b = number_of(left), number_of(right)
    if a is not None and b is not None and type(op) in FOLDED:
        return _constant(FOLDED[type(op)](a, b))
    match op, a, b:
        case (ast.Mult(), 1, _):
            return right
        case (ast.Mult(), _, 1) | (ast.Pow(), _, 1) | (ast.Div(), _, 1):
            return left
        case (ast.Mult(), -1, _):
            return ast.UnaryOp(ast.USub(), right)
        case (ast.Mult(), _, -1):
            return ast.UnaryOp(ast.USub(), left)
        case (ast.Mult(), 0, _) | (ast.Mult(), _, 0):
            return _constant(0)
        case (ast.Pow(), _, 0):
            return _constant(1)
    return ast.BinOp(left, op, right)
