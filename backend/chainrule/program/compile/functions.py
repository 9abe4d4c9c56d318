"""Functions: ``def``, ``lambda`` and decorators."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from chainrule.program.code import Code
from chainrule.program.compile.calls import call_value
from chainrule.program.compile.compiler import Compiler
from chainrule.program.compile.generators import generator_body
from chainrule.program.compile.names import store_name
from chainrule.program.errors import failure
from chainrule.program.scopes import Scope
from chainrule.program.values import FIRST, UNBOUND, Closure, Frame, Function, Value


def define(c: Compiler, node: ast.FunctionDef) -> Closure:
    """``def name(...)`` with its decorators."""
    decorators = [(c.expression(part), c.span(part)) for part in node.decorator_list]
    make = function(c, node, node.name, node.body)
    store = store_name(c, node.name, node, names=False)

    def bind(f: Frame) -> None:
        wrappers = [(decorator(f), span) for decorator, span in decorators]
        value: Value = make(f)
        for wrapper, span in reversed(wrappers):
            value = call_value(f[0], wrapper, (value,), None, span)
        store(f, value)

    return bind


def lambda_(c: Compiler, node: ast.Lambda) -> Closure:
    """``lambda ...: value``."""
    return function(c, node, "<lambda>", node.body)


def function(
    c: Compiler, node: ast.FunctionDef | ast.Lambda, name: str, body: list[ast.stmt] | ast.expr
) -> Closure:
    """A closure that makes the function, with its defaults and what it captures."""
    arguments = node.args
    defaults = tuple(map(c.expression, arguments.defaults))
    named = [
        (argument.arg, c.expression(default))
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        if default is not None
    ]
    scope = c.scopes.of[node]
    code = _code(c, node, name, scope)
    outer, c.qualified = c.qualified, f"{code.qualified}.<locals>."
    with c.inside(scope):
        if isinstance(body, ast.expr):
            code.body, code.is_expression = c.expression(body), True
        else:
            _compile_body(c, code, scope, body)
    c.qualified = outer
    captured = captures(c, scope)

    def make(f: Frame) -> Function:
        return Function(
            code,
            f[1],
            tuple([default(f) for default in defaults]),
            {key: default(f) for key, default in named} if named else None,
            captured(f),
        )

    return make


def _compile_body(c: Compiler, code: Code, scope: Scope, body: list[ast.stmt]) -> None:
    first = body[0]
    value = first.value if isinstance(first, ast.Expr) else None
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        code.doc = value.value
        body = body[1:]
    if scope.yields:
        code.is_generator = True
        code.body = generator_body(c, body)
    elif len(body) == 1 and isinstance(body[0], ast.Return) and body[0].value is not None:
        code.body, code.is_expression = c.expression(body[0].value), True
    else:
        code.body = c.block(body)


def _code(c: Compiler, node: ast.FunctionDef | ast.Lambda, name: str, scope: Scope) -> Code:
    arguments, mangle = node.args, scope.mangle
    positional = [*arguments.posonlyargs, *arguments.args]
    seen: set[str] = set()
    given = [arguments.vararg, arguments.kwarg]
    for argument in [*positional, *arguments.kwonlyargs, *given]:
        if argument is not None:
            c.check_name(argument.arg, argument)
            if argument.arg in seen:
                message = f"duplicate argument '{argument.arg}' in function definition"
                raise failure("syntax", message, c.source.span(argument))
            seen.add(argument.arg)
    code = Code(
        name,
        tuple(mangle(argument.arg) for argument in positional),
        len(arguments.posonlyargs),
        tuple(mangle(argument.arg) for argument in arguments.kwonlyargs),
        mangle(arguments.vararg.arg) if arguments.vararg else None,
        mangle(arguments.kwarg.arg) if arguments.kwarg else None,
    )
    code.qualified = c.qualified + name
    code.quiet = c.quiet
    in_class = c.scope.kind == "class"
    # An engine's operators are what is drawn: one card each needs no frame.
    is_drawn = in_class and c.scope.name in c.dialect.engines.names and name.startswith("__")
    if isinstance(node, ast.FunctionDef) and not (c.quiet or is_drawn):
        code.label = name if not in_class else f"{c.scope.name}.{name}"
    fill(code, scope)
    return code


def fill(code: Code, scope: Scope) -> None:
    """What a new frame holds behind its parameters."""
    locals_ = scope.size - FIRST - len(scope.parameters) - len(scope.free)
    code.blank = (UNBOUND,) * locals_
    code.cells = tuple(slot for name, slot in scope.slots.items() if name in scope.cells)


def captures(c: Compiler, scope: Scope) -> Callable[[Frame], tuple[Any, ...]]:
    """A closure that takes the cells that an inner function or class shares."""
    places = []
    for name in scope.free:
        kind, slot = c.scope.place(name)
        if kind != "cell":
            raise failure("syntax", f"no binding for nonlocal '{name}' found")
        places.append(slot)
    if not places:
        return lambda f: ()
    if len(places) == 1:
        (only,) = places
        return lambda f: (f[only],)
    return lambda f: tuple([f[place] for place in places])


FUNCTIONS: tuple[dict[type, Any], dict[type, Any]] = (
    {ast.Lambda: lambda_},
    {ast.FunctionDef: define},
)
