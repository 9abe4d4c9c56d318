"""``enum``: classes whose instances are a few named values."""

from __future__ import annotations

from itertools import count

from chainrule.program.classes import INT, OBJECT, STR, native_class
from chainrule.program.formatting import format_value
from chainrule.program.libraries import inheritance  # noqa: F401 enters what numbers and texts can do
from chainrule.program.numbers import plain
from chainrule.program.runtime import Runtime
from chainrule.program.text import represent, show
from chainrule.program.values import (
    Builtin,
    Class,
    ClassMethod,
    Function,
    Library,
    Property,
    Record,
    StaticMethod,
    Value,
    builtins,
)


class Auto:
    """``auto()``: a value that the enumeration chooses."""


AUTO = native_class("auto", Auto)
AUTO.make = lambda runtime: Auto()
NO_MEMBERS = frozenset({Function, Property, StaticMethod, ClassMethod, Builtin, Class})
"""Types of what a body defines beside the members."""


def derive(runtime: Runtime, cls: Class) -> Class:
    """Makes the members of a new enumeration of what its body gives values."""
    given = {
        name: plain(value) for name, value in cls.table.items()
        if not name.startswith("_") and type(value) not in NO_MEMBERS
    }  # fmt: skip
    members: dict[str, Record] = {}
    numbers = count(1)
    for name, value in given.items():
        if type(value) is Auto:
            value = name.lower() if cls.holds is str else next(numbers)
        elif type(value) is int:
            numbers = count(value + 1)
        cls.table[name] = members[name] = _member(runtime, cls, name, value, members)
    for name in ("__str__", "__repr__", "__format__"):
        if next(base for base in cls.order if name in base.table).native is not None:
            cls.table[name] = ENUM.table[name]
    if members:
        cls.members = members
        cls.make = _by_value(cls)
    cls.forget()
    return cls


def _member(
    runtime: Runtime, cls: Class, name: str, value: Value, members: dict[str, Record]
) -> Record:
    """A new member, or the one that has this value already."""
    args = value if type(value) is tuple else (value,)
    for member in members.values():
        if member.attributes["value"] == value:
            return member
    member = Record(cls, {"name": name, "value": value, "_name_": name, "_value_": value})
    if cls.holds is not None:
        member.holds = runtime.call(INT if cls.holds is int else STR, args)
    init = cls.find("__init__")
    if type(init) is Function:
        runtime.call(init, (member, *args))
    return member


def _by_value(cls: Class) -> Value:
    def find(runtime: Runtime, value: Value) -> Record:
        members = cls.members or {}
        if type(value) is Record and value.cls is cls:
            return value
        for member in members.values():
            if member.attributes["value"] == value:
                return member
        raise ValueError(f"{represent(runtime, value)} is not a valid {cls.name}")

    return find


def _text(runtime: Runtime, self: Record) -> str:
    if self.cls.holds is not None and self.cls.is_below(PLAIN_TEXT):
        return show(runtime, self.holds)
    return f"{self.cls.name}.{self.attributes['name']}"


def _representation(runtime: Runtime, self: Record) -> str:
    value = represent(runtime, self.attributes["value"])
    return f"<{self.cls.name}.{self.attributes['name']}: {value}>"


def _format(runtime: Runtime, self: Record, spec: str) -> str:
    is_plain = self.cls.holds is not None and self.cls.is_below(PLAIN_TEXT)
    return format_value(runtime, self.holds if is_plain else _text(runtime, self), spec)


def unique(cls: Value) -> Value:
    """Says to readers that no two names have one value."""
    return cls


ENUM = Class("Enum", (OBJECT,), {
    **builtins({"__str__": _text, "__repr__": _representation, "__format__": _format}),
    "__hash__": Builtin("__hash__", lambda self: hash(self.attributes["name"])),
})  # fmt: skip
ENUM.derive = derive
PLAIN_TEXT = Class("ReprEnum", (ENUM,))
ENUMERATIONS = Library(
    "enum",
    {
        "Enum": ENUM,
        "IntEnum": Class("IntEnum", (INT, PLAIN_TEXT)),
        "StrEnum": Class("StrEnum", (STR, PLAIN_TEXT)),
        "auto": AUTO,
        "unique": Builtin("unique", unique),
    },
    {"Flag": "write an IntEnum with powers of two", "IntFlag": "write an IntEnum"},
)
