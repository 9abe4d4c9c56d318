"""Statements: conditions, exceptions, contexts, imports and what stands alone."""

from __future__ import annotations

import ast
from typing import Any

from chainrule.program.comparison import truth
from chainrule.program.compile.assignment import ASSIGNMENTS
from chainrule.program.compile.compiler import RETURN, Compiler
from chainrule.program.compile.names import store_name
from chainrule.program.compile.patterns import match
from chainrule.program.errors import failure, near
from chainrule.program.values import MISSING, RESULT, Closure, Frame, Library, Missing, Quiet, Value


def expression(c: Compiler, node: ast.Expr) -> Closure:
    """A value that stands alone."""
    if isinstance(node.value, ast.Constant):
        c.expression(node.value)
        if node not in c.tails or isinstance(node.value.value, str):
            return lambda f: None
    value, span = c.expression(node.value), c.span(node)
    if node in c.tails:

        def last(f: Frame) -> None:
            f[RESULT] = (value(f), span)

        return last

    def alone(f: Frame) -> None:
        value(f)

    return alone


def if_(c: Compiler, node: ast.If) -> Closure:
    """``if``, ``elif`` and ``else``."""
    branches = []
    rest: list[ast.stmt] = [node]
    while len(rest) == 1 and isinstance(rest[0], ast.If):
        branch = rest[0]
        branches.append((c.expression(branch.test), c.block(branch.body), c.span(branch.test)))
        rest = branch.orelse
    otherwise = c.block(rest) if rest else None
    if len(branches) == 1:
        test, body, span = branches[0]
        if otherwise is None:

            def if_only(f: Frame) -> Any:
                value = test(f)
                if value is True or (value is not False and truth(f[0], value, span)):
                    return body(f)
                return None

            return if_only
        no = otherwise

        def if_else(f: Frame) -> Any:
            value = test(f)
            if value is True or (value is not False and truth(f[0], value, span)):
                return body(f)
            return no(f)

        return if_else

    def choose(f: Frame) -> Any:
        for test, body, span in branches:
            value = test(f)
            if value is True or (value is not False and truth(f[0], value, span)):
                return body(f)
        return otherwise(f) if otherwise is not None else None

    return choose


def return_(c: Compiler, node: ast.Return) -> Closure:
    """``return value``."""
    if c.scope.kind != "function":
        raise failure("syntax", "'return' outside function", c.source.span(node))
    if node.value is None:

        def nothing(f: Frame) -> int:
            f[RESULT] = None
            return RETURN

        return nothing
    value = c.expression(node.value)

    def give(f: Frame) -> int:
        f[RESULT] = value(f)
        return RETURN

    return give


def assert_(c: Compiler, node: ast.Assert) -> Closure:
    """``assert test, message``."""
    test, span = c.expression(node.test), c.span(node.test)
    message = None if node.msg is None else c.expression(node.msg)

    def check(f: Frame) -> None:
        if not truth(f[0], test(f), span):
            args = () if message is None else (message(f),)
            raise f[0].exception("AssertionError", *args)

    return check


def nothing(c: Compiler, node: ast.stmt) -> Closure:
    """``pass``, ``global`` and ``nonlocal``: all was said to the scopes."""
    if isinstance(node, ast.Nonlocal):
        for name in node.names:
            if c.scope.place(name)[0] != "cell":
                message = f"no binding for nonlocal '{name}' found"
                raise failure("syntax", message, c.source.span(node))
    return lambda f: None


def import_(c: Compiler, node: ast.Import) -> Closure:
    """``import module as name``."""
    steps = []
    for alias in node.names:
        top = alias.name.partition(".")[0]
        module = find_module(c, alias.name if alias.asname else top)
        if not alias.asname and module.__class__ is Library:
            find_module(c, alias.name)
        steps.append((store_name(c, alias.asname or top, node, names=False), module))

    def bind(f: Frame) -> None:
        for store, module in steps:
            store(f, module)

    return bind


def import_from(c: Compiler, node: ast.ImportFrom) -> Closure:
    """``from module import name``."""
    steps = []
    if node.level:
        raise c.refuse(node, "there are no files to import from", "put the code into the program")
    module = find_module(c, node.module or "")
    for alias in node.names:
        if alias.name == "*":
            known = c.scopes.star.get(node.module or "", ())
            table = module.table if type(module) is Library else {}
            steps += [
                (store_name(c, name, node, names=False), table[name])
                for name in known
                if name in table
            ]
            continue
        value = member(c, module, alias.name, node)
        steps.append((store_name(c, alias.asname or alias.name, node, names=False), value))

    def bind(f: Frame) -> None:
        for store, value in steps:
            store(f, value)

    return bind


def find_module(c: Compiler, name: str) -> Value:
    """The module of a dotted name; one that is not there complains where it is used."""
    top, *parts = name.split(".")
    module = c.libraries.get(name, MISSING)
    if module is not MISSING:
        return module
    module = c.libraries.get(top, MISSING)
    if module is MISSING:
        hint = near(top, c.libraries) or "write what you need of it into the program"
        return Missing(f"module {name}", hint)
    for part in parts:
        if type(module) is not Library:
            return module
        if part not in module.table:
            if module.quiet:
                return Quiet(name)
            return Missing(f"module {name}", module.lacks.get(part) or near(part, module.table))
        module = module.table[part]
    return module


def member(c: Compiler, module: Value, name: str, node: ast.AST) -> Value:
    """What ``from module import name`` binds."""
    if type(module) is not Library:
        return Missing(f"{name} of {module.name}", module.hint) if (
            type(module) is Missing
        ) else module  # fmt: skip
    if name in module.table:
        return module.table[name]
    if module.quiet:
        return Quiet(f"{module.name}.{name}")
    inner = c.libraries.get(f"{module.name}.{name}", MISSING)
    if inner is not MISSING:
        return inner
    hint = module.lacks.get(name) or near(name, module.table)
    return Missing(f"{name} in {module.name}", hint)


STATEMENTS: dict[type, Any] = {
    **ASSIGNMENTS,
    ast.Expr: expression,
    ast.If: if_,
    ast.Match: match,
    ast.Return: return_,
    ast.Assert: assert_,
    ast.Pass: nothing,
    ast.Global: nothing,
    ast.Nonlocal: nothing,
    ast.Import: import_,
    ast.ImportFrom: import_from,
}
