"""Inspection: what programs ask about values: their class, their attributes, their hash."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from chainrule.program.attributes import get_attribute, look_up
from chainrule.program.classes import class_of, is_instance
from chainrule.program.containers import check_key, is_raised
from chainrule.program.libraries.abstract_classes import is_abstract
from chainrule.program.runtime import Runtime
from chainrule.program.stores import delete_attribute, set_attribute
from chainrule.program.tables import table_of
from chainrule.program.values import MISSING, Class, Library, Missing, Quiet, Record, Value

# Looking at values


def _classes(runtime: Runtime, kinds: Value, what: str, depth: int = 0) -> Iterator[Class | Quiet]:
    if type(kinds) in (Class, Quiet):
        yield kinds
    elif type(kinds) is tuple and depth < 10:
        for kind in kinds:
            runtime.budget.tick()
            yield from _classes(runtime, kind, what, depth + 1)
    elif type(kinds) is Missing:
        raise runtime.missing(kinds)
    else:
        raise TypeError(f"{what} arg 2 must be a type, a tuple of types, or a union")


def isinstance_(runtime: Runtime, value: Value, kinds: Value) -> bool:
    """Whether a value is of a class, or of one of several."""
    if type(kinds) is Class and kinds.abstract is None:
        return is_instance(value, kinds)
    found = list(_classes(runtime, kinds, "isinstance()"))
    return any(
        (isinstance(kind, Class) and is_instance(value, kind)) or is_abstract(runtime, value, kind)
        for kind in found
    )


def issubclass_(runtime: Runtime, cls: Value, kinds: Value) -> bool:
    """Whether a class is, or inherits from, another."""
    if type(cls) is not Class:
        raise TypeError("issubclass() arg 1 must be a class")
    found = list(_classes(runtime, kinds, "issubclass()"))
    return any(kind in cls.order for kind in found)


def callable_(runtime: Runtime, value: Value) -> bool:
    """Whether a value can be called."""
    if type(value) is Record:
        return value.cls.find("__call__") is not MISSING
    return runtime.type_name(value) in (
        "function", "method", "builtin_function_or_method", "type", "staticmethod"
    )  # fmt: skip


def _name(value: Value, what: str) -> str:
    if type(value) is not str:
        raise TypeError(f"{what}(): attribute name must be string")
    return value


def hasattr_(runtime: Runtime, value: Value, name: Value) -> bool:
    """Whether a value has an attribute."""
    try:
        return look_up(runtime, value, _name(name, "hasattr")) is not MISSING
    except Exception as error:
        if type(value) is Library or is_raised(runtime, error, "AttributeError"):
            return False
        raise


def getattr_(runtime: Runtime, value: Value, name: Value, default: Value = MISSING) -> Value:
    """An attribute by its name, or a default."""
    try:
        return get_attribute(runtime, value, _name(name, "getattr"), runtime.span)
    except Exception as error:
        known = type(value) is Library or is_raised(runtime, error, "AttributeError")
        if default is MISSING or not known or type(name) is not str:
            raise
        return default


def setattr_(runtime: Runtime, value: Value, name: Value, new: Value) -> None:
    """Sets an attribute by its name."""
    set_attribute(runtime, value, _name(name, "setattr"), new, runtime.span)


def delattr_(runtime: Runtime, value: Value, name: Value) -> None:
    """Deletes an attribute by its name."""
    delete_attribute(runtime, value, _name(name, "delattr"))


def vars_(runtime: Runtime, value: Value) -> Value:
    """The attributes of an object."""
    if type(value) is Record:
        return value.attributes
    if type(value) is Class:
        return dict(value.table)
    raise TypeError("vars() argument must have __dict__ attribute")


def dir_(runtime: Runtime, value: Value) -> list[str]:
    """The names of a value's attributes."""
    names: set[str] = set(table_of(type(value)))
    if type(value) is Record:
        names.update(value.attributes)
    if type(value) is Library:
        names.update(value.table)
    owner = value if type(value) is Class else class_of(value)
    names.update(key for cls in owner.order for key in cls.table)
    return sorted(names)


def hash_(runtime: Runtime, value: Value) -> int:
    """The number by which a dictionary finds a value; the same in every run."""
    value = check_key(runtime, value)
    return zlib.crc32(value.encode()) if type(value) is str else hash(value)
