"""Generators: what programs send them, and how they end them."""

from __future__ import annotations

from collections.abc import Generator

from chainrule.program.libraries.iterators import next_
from chainrule.program.libraries.methods import method
from chainrule.program.runtime import Runtime
from chainrule.program.tables import ATTRIBUTES
from chainrule.program.values import Cursor, Value


def send(runtime: Runtime, cursor: Cursor, value: Value) -> Value:
    """Resumes a generator with the value of its ``yield``."""
    if not isinstance(cursor.source, Generator):
        raise AttributeError(f"'{cursor.kind}' object has no attribute 'send'")
    runtime.budget.tick()
    runtime.depth += 4
    if runtime.depth > runtime.deepest:
        runtime.too_deep()
    try:
        return cursor.source.send(value)
    except StopIteration as end:
        args = () if end.value is None else (end.value,)
        raise runtime.exception("StopIteration", *args) from None
    finally:
        runtime.depth -= 4


def throw(runtime: Runtime, cursor: Cursor, error: Value, *more: Value) -> Value:
    """Raises an exception where a generator stands."""
    if not isinstance(cursor.source, Generator):
        raise AttributeError(f"'{cursor.kind}' object has no attribute 'throw'")
    runtime.budget.tick()
    runtime.depth += 4
    if runtime.depth > runtime.deepest:
        runtime.too_deep()
    try:
        return cursor.source.throw(runtime.raised(more[0] if more and more[0] else error))
    except StopIteration as end:
        args = () if end.value is None else (end.value,)
        raise runtime.exception("StopIteration", *args) from None
    finally:
        runtime.depth -= 4


def close(runtime: Runtime, cursor: Cursor) -> None:
    """Ends a generator; ``finally`` does not run for that."""
    cursor.source = iter(())


ATTRIBUTES[Cursor] = {
    "send": method("send", send),
    "throw": method("throw", throw),
    "close": method("close", close),
    "__next__": method("__next__", next_),
    "__iter__": method("__iter__", lambda runtime, cursor: cursor),
}
