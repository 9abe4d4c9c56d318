"""Methods of generators: they are resumed with a value or an exception, and ended."""

from __future__ import annotations

from collections.abc import Generator
from inspect import GEN_CLOSED, getgeneratorstate
from typing import Any

from chainrule.program.errors import Raised
from chainrule.program.libraries.iterators import next_
from chainrule.program.runtime import Runtime
from chainrule.program.tables import ATTRIBUTES, Method
from chainrule.program.values import Cursor, Value


def send(runtime: Runtime, cursor: Cursor, value: Value) -> Value:
    """Resumes a generator with the value of its ``yield``."""
    return _resumed(runtime, cursor, "send", value)


def throw(runtime: Runtime, cursor: Cursor, kind: Value, value: Value = None, trace: Value = None
          ) -> Value:  # fmt: skip
    """Resumes a generator with an exception in the place of its ``yield``."""
    return _resumed(runtime, cursor, "throw", runtime.raised(kind if value is None else value))


def _resumed(runtime: Runtime, cursor: Cursor, way: str, value: Any) -> Value:
    source = cursor.source
    if not isinstance(source, Generator):
        raise AttributeError(f"'{cursor.kind}' object has no attribute '{way}'")
    runtime.budget.tick()
    runtime.depth += 4
    if runtime.depth > runtime.deepest:
        runtime.too_deep()
    try:
        return source.throw(value) if way == "throw" else source.send(value)
    except StopIteration as end:
        args = () if end.value is None else (end.value,)
        raise runtime.exception("StopIteration", *args) from None
    finally:
        runtime.depth -= 4


def close(runtime: Runtime, cursor: Cursor) -> None:
    """Ends a generator where it stands; its ``finally`` runs."""
    source: Any = cursor.source
    if not isinstance(source, Generator) or getgeneratorstate(source) == GEN_CLOSED:
        cursor.source = iter(())
        return
    ending = runtime.exception("GeneratorExit")
    try:
        _resumed(runtime, cursor, "throw", ending)
    except Raised as raised:
        if raised.record.cls.name not in ("GeneratorExit", "StopIteration"):
            raise
        return
    raise RuntimeError("generator ignored GeneratorExit")


ATTRIBUTES[Cursor] = {
    "send": Method("send", send, runtime=True),
    "throw": Method("throw", throw, runtime=True),
    "close": Method("close", close, runtime=True),
    "__next__": Method("__next__", next_, runtime=True),
    "__iter__": Method("__iter__", lambda cursor: cursor),
}
