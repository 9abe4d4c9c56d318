"""Tables: the attributes and methods of native types, by type and name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chainrule.engine import Span
from chainrule.program.classes import type_name
from chainrule.program.errors import ProgramError, failure, near
from chainrule.program.runtime import Runtime
from chainrule.program.values import (
    BoundMethod,
    Builtin,
    Class,
    Function,
    Property,
    Record,
    Super,
    Value,
)


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of native values: how it is read, and how it is set where it can be."""

    get: Callable[[Any], Value]
    set: Callable[[Any, Value], None] | None = None


class Method:
    """A method of native values.

    Args:
        name: what it is called.
        call: ``call(value, *args, **kwargs)``; with the runtime first where ``runtime``.
        runtime: whether it needs the runtime.
        ignores: keywords that say nothing here and are dropped.
        of_class: whether it is called on the class, without a value: ``dict.fromkeys``.
    """

    __slots__ = ("builtin", "of_class")

    def __init__(
        self, name: str, call: Callable[..., Value], runtime: bool = False,
        ignores: tuple[str, ...] = (), of_class: bool = False,
    ) -> None:  # fmt: skip
        self.builtin = Builtin(name, call, runtime, ignores)
        self.of_class = of_class


ATTRIBUTES: dict[type, dict[str, Attribute | Method]] = {}
"""The attributes of native types; libraries enter theirs."""


def table_of(kind: type) -> dict[str, Attribute | Method]:
    """The attributes of a native type, those of its bases included."""
    found = ATTRIBUTES.get(kind)
    if found is None:
        found = {}
        for base in reversed(kind.__mro__):
            found.update(ATTRIBUTES.get(base, {}))
        ATTRIBUTES[kind] = found
    return found


def no_attribute(
    runtime: Runtime, value: Value, name: str, span: Span | None = None
) -> ProgramError:
    """The problem of an attribute that a value does not have."""
    kind = type(value)
    if kind is Record:
        known = [*value.attributes, *(key for cls in value.cls.order for key in cls.table)]
    elif kind is Class:
        known = [key for cls in value.order for key in cls.table]
    elif kind is Super:
        known = []
    else:
        known = list(table_of(kind))
    if kind is Class:
        message = f"type object '{value.name}' has no attribute '{name}'"
    elif kind is Super:
        message = f"'super' object has no attribute '{name}'"
    else:
        message = f"'{type_name(value)}' object has no attribute '{name}'"
    return failure("unknown_attribute", message, span, near(name, known))


SAID = ("__name__", "__qualname__", "__doc__")
"""Attributes of functions that are no part of their ``__dict__``."""


def _said(name: str, get: Callable[[Function], Value]) -> Attribute:
    """What a function's text says of it, unless the program says otherwise."""
    return Attribute(lambda function: function.attributes.get(name, get(function)))


ATTRIBUTES[Function] = {
    "__name__": _said("__name__", lambda function: function.code.name),
    "__qualname__": _said("__qualname__", lambda function: function.code.qualified),
    "__doc__": _said("__doc__", lambda function: function.code.doc),
    "__module__": Attribute(lambda function: "__main__"),
    "__dict__": Attribute(
        lambda function: {
            name: value for name, value in function.attributes.items() if name not in SAID
        }
    ),
    "__defaults__": Attribute(lambda function: function.defaults or None),
    "__kwdefaults__": Attribute(lambda function: function.keyword_defaults or None),
}
ATTRIBUTES[Builtin] = {
    "__name__": Attribute(lambda builtin: builtin.name),
    "__doc__": Attribute(lambda builtin: builtin.doc),
}
ATTRIBUTES[BoundMethod] = {
    "__self__": Attribute(lambda method: method.receiver),
    "__func__": Attribute(lambda method: method.function),
}


def _replaced(which: str) -> Method:
    def make(old: Property, function: Value) -> Property:
        parts = {"get": old.get, "set": old.set, "delete": old.delete, which: function}
        return Property(**parts)

    return Method(which, make)


ATTRIBUTES[Property] = {
    "getter": _replaced("get"), "setter": _replaced("set"), "deleter": _replaced("delete"),
    "fget": Attribute(lambda value: value.get),
}  # fmt: skip
