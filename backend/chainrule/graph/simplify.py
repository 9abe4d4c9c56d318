"""Simplify: a declared formula with one node's parameters put in, as short as people write it.

In goes the syntax tree of a formula, out comes a smaller one: ``exponent * a ** (exponent - 1)``
with exponent 2 is ``2 * a``. Only what is exact for every value is done.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping

Numbers = tuple[tuple[str, float], ...]
"""Parameters that are numbers, by name."""


def number_of(tree: ast.expr) -> float | None:
    """The number that an expression is written as, if it is one."""
    match tree:
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


def simplify(tree: ast.expr, numbers: Mapping[str, float]) -> ast.expr:
    """The expression with its parameters put in, calculated as far as people would."""
    match tree:
        case ast.Name(id=name) if name in numbers:
            return _constant(numbers[name])
        case ast.Call(func=function, args=args):
            return ast.Call(function, [simplify(arg, numbers) for arg in args], [])
        case ast.Compare(left=left, ops=ops, comparators=[right]):
            return ast.Compare(simplify(left, numbers), ops, [simplify(right, numbers)])
        case ast.Attribute(value=value, attr=name):
            return ast.Attribute(simplify(value, numbers), name)
        case ast.UnaryOp(op=op, operand=operand):
            return ast.UnaryOp(op, simplify(operand, numbers))
        case ast.BinOp(left=left, op=op, right=right):
            return _calculate(simplify(left, numbers), op, simplify(right, numbers))
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
