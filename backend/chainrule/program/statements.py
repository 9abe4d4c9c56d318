"""Statements: what each kind of statement does. This table is the whole of it."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from chainrule.engine import Tensor, no_grad
from chainrule.program.calls import gives_pair, no_indices
from chainrule.program.errors import failure
from chainrule.program.expressions import operate
from chainrule.program.indexing import static_range
from chainrule.program.names import dotted
from chainrule.program.values import (
    UserFunction,
    Value,
    describe,
    is_literal,
    is_number,
    is_numeric,
)

if TYPE_CHECKING:
    from chainrule.program.interpreter import Interpreter

SILENT = {
    "print": "print(...) is left out: every value is shown",
    "backward": "backward() names the output; its gradients are computed by themselves",
    "grad": ".grad is left out: every gradient is shown",
}
"""Statements that pasted programs may keep although they do nothing here."""


def _expression(run: Interpreter, node: ast.Expr) -> None:
    silent = silenced(node.value)
    if silent:
        run.note(SILENT[silent])
        if silent == "backward" and isinstance(node.value, ast.Call):
            differentiated = node.value.func
            if isinstance(differentiated, ast.Attribute):
                keep_last(run, run.evaluate(differentiated.value), differentiated.value)
    elif silenced_seed(node.value):
        run.evaluate(node.value)
    elif not (isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)):
        keep_last(run, run.evaluate(node.value), node.value)


def silenced(node: ast.expr) -> str | None:
    """Which of ``SILENT`` an expression statement is, if any."""
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Name) and node.func.id == "print":
            return "print"
        if isinstance(node.func, ast.Attribute) and node.func.attr == "backward":
            return "backward"
    elif isinstance(node, ast.Attribute) and node.attr == "grad":
        return "grad"
    return None


def silenced_seed(node: ast.expr) -> bool:
    """Whether it only sets the seed of random numbers."""
    name = dotted(node.func) if isinstance(node, ast.Call) else None
    return bool(name) and str(name).rpartition(".")[2] in ("manual_seed", "seed")


def keep_last(run: Interpreter, value: Value, node: ast.AST) -> None:
    """The last value is the output."""
    run.last, run.last_span = value, run.span(node)


def _assign(run: Interpreter, node: ast.Assign) -> None:
    value = _named(run, node.value)
    if all(isinstance(target, ast.Name) for target in node.targets) and _has_fraction(node.value):
        value = run.literal(value, run.span(node.value)) if is_numeric(value) else value
    for target in node.targets:
        value = _bind(run, target, value, node.value)
    keep_last(run, value, node.value)


def _named(run: Interpreter, node: ast.expr) -> Value:
    """The value of the right-hand side; a literal there is a leaf that gets a gradient."""
    value = run.evaluate(node)
    literal = isinstance(node, ast.List) or (is_number(value) and is_literal(node))
    return run.literal(value, run.span(node)) if literal and is_numeric(value) else value


def _has_fraction(node: ast.expr) -> bool:
    """Whether a tuple is written there with a number that is no size: then it is a list to us."""
    return isinstance(node, ast.Tuple) and any(
        _has_fraction(item) or (isinstance(part, ast.Constant) and isinstance(part.value, float))
        for item in node.elts
        for part in (item.operand if isinstance(item, ast.UnaryOp) else item,)
    )


def _bind(run: Interpreter, target: ast.expr, value: Value, source: ast.expr) -> Value:
    """Gives a target its value; returns the last value that was bound."""
    span = run.span(target)
    if isinstance(target, ast.Name):
        run.bind(target.id, value, span)
        return value
    if isinstance(target, ast.Attribute):
        return _switch_gradient(run, target, value, source)
    if not isinstance(target, ast.Tuple | ast.List):
        raise run.not_supported(target)
    if name := gives_pair(run, source):
        raise no_indices(name, span)
    values = _unpacked(run, value, len(target.elts), source)
    literals = source.elts if isinstance(source, ast.Tuple) else None
    value = None
    for position, item in enumerate(target.elts):
        part = values[position]
        if literals and is_numeric(part) and (is_number(part) or isinstance(part, list)):
            literal = literals[position]
            if isinstance(literal, ast.List) or is_literal(literal):
                part = run.literal(part, run.span(literal))
        bound = _bind(run, item, part, literals[position] if literals else source)
        value = value if isinstance(value, Tensor) and not isinstance(bound, Tensor) else bound
    return value


def _switch_gradient(
    run: Interpreter, target: ast.Attribute, value: Value, source: ast.expr
) -> Value:
    """``x.requires_grad = True``, the one attribute that can be given a value."""
    if target.attr != "requires_grad":
        raise run.not_supported(target)
    if value is not True:
        hint = "leave it out: what is made by data(...) has no gradient"
        raise failure("bad_argument", "requires_grad can be set to True", run.span(source), hint)
    place = run.span(target.value)
    return run.require_gradient(run.tensor(run.evaluate(target.value), place), place)


def _unpacked(run: Interpreter, value: Value, count: int, source: ast.expr) -> list[Value]:
    if isinstance(value, Tensor) and value.ndim:
        length = value.shape[0]
    elif isinstance(value, list | tuple):
        length = len(value)
    else:
        raise failure("unpack_mismatch", f"{describe(value)} cannot be unpacked", run.span(source))
    if length != count:
        raise failure(
            "unpack_mismatch",
            f"{count} names cannot take {length} values",
            run.span(source),
        )
    if isinstance(value, Tensor):
        return [run.item(value, position, run.span(source)) for position in range(count)]
    return list(value)


def _augmented(run: Interpreter, node: ast.AugAssign) -> None:
    if not isinstance(node.target, ast.Name):
        raise run.not_supported(node.target)
    value = operate(run, node, type(node.op), node.target, node.value)
    run.bind(node.target.id, value, run.span(node.target))
    keep_last(run, value, node)


def _for(run: Interpreter, node: ast.For) -> None:
    if not isinstance(node.target, ast.Name) or not isinstance(node.iter, ast.Call):
        raise run.not_supported(node)
    for step in static_range(run, node.iter):
        run.names[node.target.id] = step
        run.execute(node.body)


def _define(run: Interpreter, node: ast.FunctionDef) -> None:
    result = node.body[-1]
    if not isinstance(result, ast.Return) or result.value is None:
        raise run.not_supported(node)
    names = tuple(argument.arg for argument in node.args.args)
    defaults = node.args.defaults
    run.names[node.name] = UserFunction(
        node.name,
        names,
        {
            name: run.evaluate(default)
            for name, default in zip(names[len(names) - len(defaults) :], defaults, strict=True)
        },
        node.body[:-1],
        result.value,
    )


def _with(run: Interpreter, node: ast.With) -> None:
    call = node.items[0].context_expr
    if isinstance(call, ast.Call) and dotted(call.func) == "group":
        with run.groups.inside(str(run.evaluate(call.args[0]))):
            run.execute(node.body)
    else:
        with no_grad():
            run.execute(node.body)


def _import(run: Interpreter, _node: ast.Import | ast.ImportFrom) -> None:
    run.note("imports are left out: all functions are there")


def _pass(_run: Interpreter, _node: ast.Pass) -> None:
    """Does nothing."""


STATEMENTS: dict[type[ast.stmt], Callable[[Interpreter, Any], None]] = {
    ast.Expr: _expression,
    ast.Assign: _assign,
    ast.AugAssign: _augmented,
    ast.For: _for,
    ast.FunctionDef: _define,
    ast.With: _with,
    ast.Import: _import,
    ast.ImportFrom: _import,
    ast.Pass: _pass,
}
