"""Generators: function bodies with ``yield``, compiled to Python generators of closures.

Only the statements on the way to a ``yield`` become generators; all others stay closures. A
``yield`` stands alone, behind ``=`` or behind ``return``: ``yields`` has seen to it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Generator
from typing import Any

from chainrule.program.comparison import truth
from chainrule.program.compile.compiler import CONTINUE, RETURN, Compiler
from chainrule.program.compile.exceptions import enter, handlers, leave, matching
from chainrule.program.compile.targets import store
from chainrule.program.containers import iterate, iterator_kind
from chainrule.program.errors import ProgramError, Raised
from chainrule.program.values import RESULT, UNBOUND, Closure, Cursor, Frame, Value
from chainrule.program.yields import has_yield

Steps = Generator[Value, Value, Any]
Stepping = Callable[[Frame], Steps]


def generator_body(c: Compiler, body: list[ast.stmt]) -> Closure:
    """The body of a generator function: called, it gives Python's generator."""
    steps = _block(c, body)

    def run(f: Frame) -> Steps:
        try:
            yield from steps(f)
        except Raised as error:
            if any(cls.name == "StopIteration" for cls in error.record.cls.order):
                raise RuntimeError("generator raised StopIteration") from None
            raise
        return f[RESULT]

    return run


def _block(c: Compiler, body: list[ast.stmt]) -> Stepping:
    parts: list[tuple[Any, bool]] = []
    for node in body:
        try:
            steps = has_yield(node) and not isinstance(node, ast.FunctionDef | ast.ClassDef)
            parts.append((_statement(c, node), True) if steps else (c.statement(node), False))
        except ProgramError as error:
            c.problems += error.problems

    def run(f: Frame) -> Steps:
        for part, is_generator in parts:
            signal = (yield from part(f)) if is_generator else part(f)
            if signal is not None:
                return signal
        return None

    return run


def _statement(c: Compiler, node: ast.stmt) -> Stepping:
    compile = _STATEMENTS.get(type(node))
    if compile is None:
        raise c.refuse(node, "yield has no place here", "give the yielded value a name first")
    return compile(c, node)  # type: ignore[no-any-return]


def _value(c: Compiler, node: ast.expr) -> Stepping:
    """A value that is a ``yield``, a ``yield from``, or has none in it."""
    if isinstance(node, ast.Yield):
        value = None if node.value is None else c.expression(node.value)

        def give(f: Frame) -> Steps:
            return (yield None if value is None else value(f))

        return give
    if isinstance(node, ast.YieldFrom):
        source = c.expression(node.value)

        def delegate(f: Frame) -> Steps:
            inner = source(f)
            if type(inner) is Cursor and isinstance(inner.source, Generator):
                return (yield from _through(f, inner))
            for item in iterate(f[0], inner):
                f[0].budget.tick()
                if (yield item) is not None:
                    kind = iterator_kind(inner)
                    raise AttributeError(f"'{kind}' object has no attribute 'send'")
            return None

        return delegate
    closure = c.expression(node)

    def plain(f: Frame) -> Steps:
        return closure(f)
        yield

    return plain


def _through(f: Frame, cursor: Cursor) -> Steps:
    """What another generator gives, and what it is sent."""
    runtime = f[0]
    sent: Value = None
    source: Any = cursor.source
    while True:
        runtime.budget.tick()
        runtime.depth += 2
        if runtime.depth > runtime.deepest:
            runtime.too_deep()
        try:
            item = source.send(sent)
        except StopIteration as end:
            return end.value
        finally:
            runtime.depth -= 2
        sent = yield item


def _expression(c: Compiler, node: ast.Expr) -> Stepping:
    value = _value(c, node.value)

    def run(f: Frame) -> Steps:
        yield from value(f)
        return None

    return run


def _assign(c: Compiler, node: ast.Assign | ast.AnnAssign) -> Stepping:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    value = _value(c, node.value)  # type: ignore[arg-type]
    stores = [store(c, target) for target in targets]

    def run(f: Frame) -> Steps:
        result = yield from value(f)
        for give in stores:
            give(f, result)
        return None

    return run


def _return(c: Compiler, node: ast.Return) -> Stepping:
    value = _value(c, node.value)  # type: ignore[arg-type]

    def run(f: Frame) -> Steps:
        f[RESULT] = yield from value(f)
        return RETURN

    return run


def _if(c: Compiler, node: ast.If) -> Stepping:
    test, body, rest = c.expression(node.test), _block(c, node.body), _block(c, node.orelse)
    span = c.span(node.test)

    def run(f: Frame) -> Steps:
        chosen = body if truth(f[0], test(f), span) else rest
        return (yield from chosen(f))

    return run


def _loop(c: Compiler, node: ast.For | ast.While) -> tuple[Stepping, Stepping]:
    c.loops += 1
    body = _block(c, node.body)
    c.loops -= 1
    return body, _block(c, node.orelse)


def _for(c: Compiler, node: ast.For) -> Stepping:
    iterable, target = c.expression(node.iter), store(c, node.target)
    body, rest = _loop(c, node)

    def run(f: Frame) -> Steps:
        for item in iterate(f[0], iterable(f)):
            f[0].budget.tick()
            target(f, item)
            signal = yield from body(f)
            if signal is not None and signal != CONTINUE:
                return signal if signal == RETURN else None
        return (yield from rest(f))

    return run


def _while(c: Compiler, node: ast.While) -> Stepping:
    test, span = c.expression(node.test), c.span(node.test)
    body, rest = _loop(c, node)

    def run(f: Frame) -> Steps:
        while truth(f[0], test(f), span):
            f[0].budget.tick()
            signal = yield from body(f)
            if signal is not None and signal != CONTINUE:
                return signal if signal == RETURN else None
        return (yield from rest(f))

    return run


def _with(c: Compiler, node: ast.With) -> Stepping:
    items = [
        (c.expression(item.context_expr), item.optional_vars and store(c, item.optional_vars))
        for item in node.items
    ]
    run = _block(c, node.body)
    for context, target in reversed(items):
        run = _within(context, target, run)
    return run


def _within(context: Closure, target: Any, body: Stepping) -> Stepping:
    def run(f: Frame) -> Steps:
        manager = context(f)
        value = enter(f[0], manager)
        try:
            if target is not None:
                target(f, value)
            signal = yield from body(f)
        except Exception as error:
            if leave(f[0], manager, error):
                return None
            raise
        leave(f[0], manager, None)
        return signal

    return run


def _try(c: Compiler, node: ast.Try) -> Stepping:
    body, rest, last = _block(c, node.body), _block(c, node.orelse), _block(c, node.finalbody)
    found = handlers(c, node, _block)

    def attempt(f: Frame) -> Steps:
        try:
            signal = yield from body(f)
        except Exception as error:
            match = matching(f, error, found)
            if match is None:
                raise
            (_, keep, handler), record = match
            if keep is not None:
                keep(f, record)
            f[0].handling.append(error)
            try:
                return (yield from handler(f))
            finally:
                f[0].handling.remove(error)
                if keep is not None:
                    keep(f, UNBOUND)
        return signal if signal is not None else (yield from rest(f))

    def run(f: Frame) -> Steps:
        try:
            signal = yield from attempt(f)
        except Exception as error:
            if f[0].caught(error) is None:
                raise
            signal = yield from last(f)
            if signal is None:
                raise
            return signal
        ending = yield from last(f)
        return signal if ending is None else ending

    return run


_STATEMENTS: dict[type, Any] = {
    ast.Expr: _expression,
    ast.Assign: _assign,
    ast.AnnAssign: _assign,
    ast.Return: _return,
    ast.If: _if,
    ast.For: _for,
    ast.While: _while,
    ast.With: _with,
    ast.Try: _try,
}
