"""Walks: what modules hold, found for the texts of ``chainrule.nn`` (``nn/native.py``).

Every module that is looked into ticks, and every path that is made is charged.
"""

from __future__ import annotations

from collections.abc import Iterator

from chainrule.engine import Tensor
from chainrule.program.containers import consume
from chainrule.program.runtime import Runtime
from chainrule.program.subscripts import get_item
from chainrule.program.values import Class, Cursor, Record, Value


def descend(runtime: Runtime, module: Value, prefix: Value, kind: Class) -> Cursor:
    """A module and every one inside, with dotted paths; each is listed once.

    A module of a class that lists those inside itself is asked for them.
    """
    budget, listing = runtime.budget, kind.find("named_modules")

    def found() -> Iterator[Value]:
        waiting, seen = [(prefix, module)], set()
        while waiting:
            path, part = waiting.pop()
            if id(part) in seen:
                continue
            seen.add(id(part))
            own = part.cls.find("named_modules")
            if part is not module and own is not listing:
                yield from consume(runtime, runtime.call(own, (part,), {"prefix": path}))
                continue
            budget.text(len(path))
            yield path, part
            attributes = part.attributes
            budget.charge(len(attributes))
            start = path + "." if path else ""
            waiting += reversed(
                [(start + name, v) for name, v in attributes.items() if is_module(v, kind)]
            )

    if not is_module(module, kind):
        raise TypeError(f"'{runtime.type_name(module)}' object is no module")
    return Cursor(runtime, found())


def is_module(value: Value, kind: Class) -> bool:
    """Whether it is an instance of the class of modules."""
    return type(value) is Record and kind in value.cls.order


def parameters_of(runtime: Runtime, modules: Value) -> Cursor:
    """The parameters of modules with their dotted paths; one in several places is listed once."""

    def found() -> Iterator[Value]:
        seen = set()
        for path, module in consume(runtime, modules):
            start = path + "." if path else ""
            runtime.budget.charge(len(module.attributes))
            for name, value in list(module.attributes.items()):
                if isinstance(value, Tensor) and value.is_parameter and id(value) not in seen:
                    seen.add(id(value))
                    runtime.budget.text(len(path) + len(name))
                    yield start + name, value

    return Cursor(runtime, found())


def without_names(runtime: Runtime, named: Value) -> Cursor:
    """The second of each pair."""
    items = consume(runtime, named)
    return Cursor(runtime, (get_item(runtime, pair, 1) for pair in items))
