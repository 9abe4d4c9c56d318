"""Exceptions and contexts: ``try``, ``raise`` and ``with``.

A limit that was exceeded is no exception of the program: no ``except`` catches it, no ``finally``
and no ``__exit__`` runs for it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from chainrule.program.classes import BASE_EXCEPTION
from chainrule.program.comparison import truth
from chainrule.program.compile.compiler import Compiler, sequence
from chainrule.program.compile.names import Store, store_name
from chainrule.program.compile.targets import store
from chainrule.program.runtime import Runtime
from chainrule.program.values import (
    MISSING,
    UNBOUND,
    Class,
    Closure,
    Context,
    Frame,
    Quiet,
    Record,
    Value,
)

Handler = tuple[Closure | None, Store | None, Closure]


def handlers(c: Compiler, node: ast.Try, block: Callable[[Compiler, list[ast.stmt]], Any]
             ) -> list[Handler]:  # fmt: skip
    """What each ``except`` catches, where it keeps it, and what it does."""
    return [
        (
            None if part.type is None else c.expression(part.type),
            None if part.name is None else store_name(c, part.name, part, names=False),
            block(c, part.body),
        )
        for part in node.handlers
    ]


def matching(f: Frame, error: Exception, found: list[Any]) -> tuple[Any, Record] | None:
    """The handler that catches an error, and the exception; ``None`` if none does."""
    record = f[0].caught(error)
    if record is None:
        return None
    for handler in found:
        if handler[0] is None or catches(handler[0](f), record, 0):
            return handler, record
    return None


def catches(kind: Value, record: Record, depth: int) -> bool:
    """Whether an ``except`` of this class, or tuple of classes, catches an exception."""
    if type(kind) is tuple and depth < 10 and len(kind) < 100:
        return any(catches(part, record, depth + 1) for part in kind)
    if type(kind) is not Class or BASE_EXCEPTION not in kind.order:
        raise TypeError("catching classes that do not inherit from BaseException is not allowed")
    return kind in record.cls.order


def try_(c: Compiler, node: ast.Try) -> Closure:
    """``try``, ``except``, ``else`` and ``finally``."""
    body, found = c.block(node.body), handlers(c, node, Compiler.block)
    otherwise = c.block(node.orelse) if node.orelse else None

    def attempt(f: Frame) -> Any:
        try:
            signal = body(f)
        except Exception as error:
            match = matching(f, error, found)
            if match is None:
                raise
            return handle(f, error, *match)
        if signal is None and otherwise is not None:
            return otherwise(f)
        return signal

    if not node.finalbody:
        return attempt
    inner = attempt if found or otherwise else body
    last = c.block(node.finalbody)

    def finally_(f: Frame) -> Any:
        try:
            signal = inner(f)
        except Exception as error:
            if f[0].caught(error) is None:
                raise
            signal = last(f)
            if signal is None:
                raise
            return signal
        ending = last(f)
        return signal if ending is None else ending

    return finally_


def handle(f: Frame, error: Exception, handler: Handler, record: Record) -> Any:
    """Runs a handler; its name ends with it."""
    _, store, body = handler
    runtime: Runtime = f[0]
    runtime.handling.append(error)
    if store is not None:
        store(f, record)
    try:
        return body(f)
    finally:
        runtime.handling.pop()
        if store is not None:
            store(f, UNBOUND)


def raise_(c: Compiler, node: ast.Raise) -> Closure:
    """``raise``, ``raise error`` and ``raise error from cause``."""
    if node.exc is None:

        def again(f: Frame) -> None:
            if not f[0].handling:
                raise RuntimeError("No active exception to reraise")
            raise f[0].handling[-1]

        return again
    value, span = c.expression(node.exc), c.span(node)
    cause = None if node.cause is None else c.expression(node.cause)

    def raise_it(f: Frame) -> None:
        runtime = f[0]
        if span is not None:
            runtime.span = span
        error = runtime.raised(value(f))
        if cause is not None:
            error.record.attributes["__cause__"] = cause(f)
        raise error

    return raise_it


Enter = Callable[[Runtime, Value], Value]


def enter(runtime: Runtime, context: Value) -> Value:
    """What ``with context as name`` binds."""
    if type(context) is Context:
        return context.enter(runtime)
    if type(context) is Quiet:
        return context
    if type(context) is Record:
        method, leaves = context.cls.find("__enter__"), context.cls.find("__exit__")
        if method is not MISSING and leaves is not MISSING:
            return runtime.call(method, (context,))
    raise TypeError(
        f"'{runtime.type_name(context)}' object does not support the context manager protocol"
    )


def leave(runtime: Runtime, context: Value, error: Exception | None) -> bool:
    """Ends a context; whether it takes the error away."""
    if type(context) is Context:
        context.leave(runtime)
        return False
    if type(context) is Quiet:
        return False
    record = None if error is None else runtime.caught(error)
    if error is not None and record is None:
        return False
    given = (None, None, None) if record is None else (record.cls, record, None)
    return truth(runtime, runtime.call(context.cls.find("__exit__"), (context, *given)))


def with_(c: Compiler, node: ast.With) -> Closure:
    """``with context as name``; several stand in one another."""
    items = []
    for item in node.items:
        target = None if item.optional_vars is None else store(c, item.optional_vars)
        items.append((c.expression(item.context_expr), target, c.span(item.context_expr)))
    run = sequence(c.statement_closures(node.body))
    for context, target, span in reversed(items):
        run = _within(context, target, span, run)
    return run


def _within(context: Closure, target: Store | None, span: Any, body: Closure) -> Closure:
    def within(f: Frame) -> Any:
        runtime = f[0]
        manager = context(f)
        if span is not None:
            runtime.span = span
        value = enter(runtime, manager)
        try:
            if target is not None:
                target(f, value)
            signal = body(f)
        except Exception as error:
            if leave(runtime, manager, error):
                return None
            raise
        leave(runtime, manager, None)
        return signal

    return within


EXCEPTIONS: dict[type, Any] = {ast.Try: try_, ast.Raise: raise_, ast.With: with_}
