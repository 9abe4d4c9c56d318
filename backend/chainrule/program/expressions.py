"""Expressions: what each kind of expression node means. This table is the whole of it."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from chainrule.engine import OPERATIONS, Span, Tensor
from chainrule.program.calls import attribute, call
from chainrule.program.errors import ProgramError, failure
from chainrule.program.indexing import subscript
from chainrule.program.names import CONSTANTS, DTYPES, no_such_name
from chainrule.program.values import LARGEST_WHOLE, Value, is_literal, is_number

if TYPE_CHECKING:
    from chainrule.program.interpreter import Interpreter

OPERATORS: dict[type[ast.operator], tuple[str, Any]] = {
    ast.Add: ("add", np.add),
    ast.Sub: ("sub", np.subtract),
    ast.Mult: ("mul", np.multiply),
    ast.Div: ("div", np.true_divide),
    ast.Pow: ("pow", np.power),
    ast.Mod: ("remainder", np.remainder),
    ast.MatMult: ("matmul", None),
    ast.FloorDiv: ("floor_divide", np.floor_divide),
    ast.BitAnd: ("logical_and", None),
    ast.BitOr: ("logical_or", None),
}
"""Binary operators: the operation on tensors, and the function on static numbers."""

COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Lt: "lt",
    ast.LtE: "le",
    ast.Gt: "gt",
    ast.GtE: "ge",
    ast.Eq: "eq",
    ast.NotEq: "ne",
}
"""Comparisons: the operation, which answers 1 where it holds and 0 elsewhere."""


def _constant(run: Interpreter, node: ast.Constant) -> Value:
    value = node.value
    if isinstance(value, bool | float | str | None):
        return value
    if isinstance(value, int):
        try:
            float(value)
        except OverflowError:
            raise failure("number_too_large", "the number is too large", run.span(node)) from None
        return value if abs(value) <= LARGEST_WHOLE else float(value)
    return ...


def _name(run: Interpreter, node: ast.Name) -> Value:
    try:
        return run.look_up(node.id)
    except KeyError:
        if node.id in CONSTANTS:
            return CONSTANTS[node.id]
        if node.id in DTYPES:
            return DTYPES[node.id]
        problem = no_such_name(node.id, run.span(node), run.bound, run.functions)
        raise ProgramError([problem]) from None


def _list(run: Interpreter, node: ast.List) -> Value:
    items = [_item(run, item) for item in node.elts]
    run.budget.sequence(items, run.span(node))
    return items


def _tuple(run: Interpreter, node: ast.Tuple) -> Value:
    items = tuple(_item(run, item) for item in node.elts)
    run.budget.sequence(items, run.span(node))
    return items


def _item(run: Interpreter, node: ast.expr) -> Value:
    """An item of a list: written arithmetic, such as ``1 / 3``, is a number there."""
    match node:
        case ast.UnaryOp(op=ast.USub()) if is_literal(node):
            value = _item(run, node.operand)
            return -value if is_number(value) else run.evaluate(node)  # type: ignore[operator]
        case ast.BinOp() if is_literal(node):
            a, b = _item(run, node.left), _item(run, node.right)
            on_numbers = OPERATORS.get(type(node.op), ("", None))[1]
            if is_number(a) and is_number(b) and on_numbers:
                return fold(run, on_numbers, a, b, node)
    return run.evaluate(node)


def _slice(run: Interpreter, node: ast.Slice) -> Value:
    return slice(*(part and run.evaluate(part) for part in (node.lower, node.upper, node.step)))


def _unary(run: Interpreter, node: ast.UnaryOp) -> Value:
    value = run.evaluate(node.operand)
    if isinstance(node.op, ast.USub):
        if is_number(value):
            return -value  # type: ignore[operator]
        operand = run.tensor(value, run.span(node.operand))
        return run.apply(OPERATIONS["neg"], (operand,), {}, run.span(node))
    if isinstance(node.op, ast.UAdd):
        return value if is_number(value) else run.tensor(value, run.span(node.operand))
    operand = run.tensor(value, run.span(node.operand))  # ~mask
    return run.apply(OPERATIONS["logical_not"], (operand,), {}, run.span(node))


def _binary(run: Interpreter, node: ast.BinOp) -> Value:
    return operate(run, node, type(node.op), node.left, node.right)


def operate(
    run: Interpreter, node: ast.AST, operator: type[ast.operator], left: ast.expr, right: ast.expr
) -> Value:
    """The value of ``left operator right``, also of an augmented assignment."""
    name, on_numbers = OPERATORS[operator]
    a, b = run.evaluate(left), run.evaluate(right)
    if (
        is_number(a)
        and is_number(b)
        and on_numbers
        and not (is_literal(left) and is_literal(right))
    ):
        return fold(run, on_numbers, a, b, node)
    x = run.tensor(a, run.span(left))
    span = run.span(node)
    if operator is ast.Pow:
        return raise_to(run, x, b, run.span(right), span)
    y = run.tensor(b, run.span(right))
    if operator is ast.FloorDiv:
        quotient = run.apply(OPERATIONS["div"], (x, y), {}, span)
        return run.apply(OPERATIONS["floor"], (quotient,), {}, span)
    return run.apply(OPERATIONS[name], (x, y), {}, span)


def raise_to(run: Interpreter, x: Tensor, exponent: Value, place: Span, span: Span) -> Tensor:
    """``x ** exponent``: a number is a parameter of the operation, a tensor an input."""
    if not is_number(exponent):
        y = run.tensor(exponent, place)
        if not run.is_static(y) or y.requires_grad or y.ndim:
            return run.apply(OPERATIONS["pow_tensor"], (x, y), {}, span)
        exponent = run.static(y, place)
    return run.apply(OPERATIONS["pow"], (x,), {"exponent": exponent}, span)


def fold(run: Interpreter, function: Any, a: Any, b: Any, node: ast.AST) -> Value:
    """Arithmetic with loop counters and sizes: in float64, so that no number can grow large."""
    result = float(function(np.float64(a), np.float64(b)))
    if isinstance(a, int) and isinstance(b, int) and result.is_integer():
        if abs(result) > LARGEST_WHOLE:
            raise failure(
                "number_too_large", "the result is too large for an integer", run.span(node)
            )
        if function is not np.true_divide:
            return int(result)
    return result


def _compare(run: Interpreter, node: ast.Compare) -> Value:
    left = run.tensor(run.evaluate(node.left), run.span(node.left))
    right = run.tensor(run.evaluate(node.comparators[0]), run.span(node.comparators[0]))
    return run.apply(OPERATIONS[COMPARISONS[type(node.ops[0])]], (left, right), {}, run.span(node))


EXPRESSIONS: dict[type[ast.expr], Callable[[Interpreter, Any], Value]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.List: _list,
    ast.Tuple: _tuple,
    ast.Slice: _slice,
    ast.UnaryOp: _unary,
    ast.BinOp: _binary,
    ast.Compare: _compare,
    ast.Call: call,
    ast.Attribute: attribute,
    ast.Subscript: subscript,
}
