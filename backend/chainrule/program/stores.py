"""Stores: attributes that a program sets or deletes."""

from __future__ import annotations

from chainrule.engine import Span
from chainrule.program.classes import type_name
from chainrule.program.errors import failure
from chainrule.program.runtime import Runtime
from chainrule.program.tables import Attribute, no_attribute, table_of
from chainrule.program.values import (
    MISSING,
    Class,
    Function,
    Library,
    Missing,
    Property,
    Quiet,
    Record,
    Value,
)

FEW = 16
"""Attributes of an object that nobody needs to count."""


def set_attribute(
    runtime: Runtime, value: Value, name: str, new: Value, span: Span | None = None
) -> None:
    """``value.name = new``."""
    kind = type(value)
    if kind is Record:
        setter = value.cls.find("__setattr__")
        if setter is not MISSING:
            runtime.call(setter, (value, name, new))
            return
        store(runtime, value, name, new)
        return
    if kind is Class:
        if value.runtime is None:
            raise TypeError(f"cannot set '{name}' attribute of immutable type '{value.name}'")
        value.table[name] = new
        _bound_size(runtime, value.table)
        runtime.subclasses_changed(value)
        return
    if kind is Function:
        if type(value.attributes) is not dict:  # all runs share the functions of libraries
            raise TypeError(f"cannot set '{name}' attribute of a library's function")
        value.attributes[name] = new
        _bound_size(runtime, value.attributes)
        return
    if kind is Missing:
        raise runtime.missing(value)
    if kind is Quiet or (kind is Library and value.quiet):
        return
    entry = table_of(kind).get(name)
    if type(entry) is Attribute and entry.set is not None:
        if span is not None:
            runtime.span = span
        entry.set(value, new)
        return
    if entry is not None:
        raise AttributeError(f"'{type_name(value)}' object attribute '{name}' is read-only")
    raise no_attribute(runtime, value, name)


def store(runtime: Runtime, record: Record, name: str, new: Value) -> None:
    """Sets an attribute of a record as ``object.__setattr__`` does."""
    if type(record) is not Record:
        raise TypeError(f"can't set attributes of a '{type_name(record)}' object")
    found = record.cls.find(name)
    if type(found) is Property:
        if found.set is None:
            raise AttributeError(f"property '{name}' of '{record.cls.name}' object has no setter")
        runtime.call(found.set, (record, new))
        return
    if name == "__dict__":
        attributes = new.holds if type(new) is Record and new.cls.holds is dict else new
        if type(attributes) is dict and all(type(key) is str for key in attributes):
            record.attributes = attributes
            return
    if name in ("__class__", "__dict__"):
        raise failure("not_supported", f"{name} of an object cannot be changed here")
    record.attributes[name] = new
    if len(record.attributes) > FEW:
        _bound_size(runtime, record.attributes)


def _bound_size(runtime: Runtime, table: dict[str, Value]) -> None:
    if len(table) > runtime.limits.attributes:
        raise runtime.budget.exceeded("attributes")


def delete_attribute(runtime: Runtime, value: Value, name: str, span: Span | None = None) -> None:
    """``del value.name``."""
    if type(value) is Record and (remover := value.cls.find("__delattr__")) is not MISSING:
        runtime.call(remover, (value, name))
    else:
        remove(runtime, value, name, span)


def remove(runtime: Runtime, value: Value, name: str, span: Span | None = None) -> None:
    """Deletes an attribute as ``object.__delattr__`` does."""
    if type(value) is Record:
        found = value.cls.find(name)
        if type(found) is Property:
            if found.delete is None:
                raise AttributeError(
                    f"property '{name}' of '{value.cls.name}' object has no deleter"
                )
            runtime.call(found.delete, (value,))
            return
        if name in value.attributes:
            del value.attributes[name]
            return
    elif type(value) is Class and value.runtime is not None and name in value.table:
        del value.table[name]
        runtime.subclasses_changed(value)
        return
    raise no_attribute(runtime, value, name, span)
