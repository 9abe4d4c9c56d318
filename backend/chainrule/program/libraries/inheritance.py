"""Inheritance from Python's own types: a program's list, dictionary or number with its own methods.

An instance of such a class is a record that holds a value of the native type. What the native type
can do stands here as methods of its class: each works on the value that the record holds, so that
what the program overrides, and ``super()``, mean what they mean in Python.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chainrule.program.classes import (
    COUNTER,
    DEFAULTDICT,
    DEQUE,
    DICT,
    FLOAT,
    INT,
    LIST,
    ORDERED_DICT,
    RANGE,
    SET,
    STR,
    TUPLE,
)
from chainrule.program.comparison import COMPARE, compare, contains
from chainrule.program.containers import cursor
from chainrule.program.formatting import format_value
from chainrule.program.libraries import collections, methods, strings  # noqa: F401 enter methods
from chainrule.program.libraries.builtins import len_
from chainrule.program.libraries.iterators import reversed_
from chainrule.program.numbers import Number
from chainrule.program.operators import BINARY, UNARY, binary, in_place, unary
from chainrule.program.runtime import Runtime
from chainrule.program.subscripts import delete_item, get_item, set_item
from chainrule.program.tables import Method, table_of
from chainrule.program.text import represent
from chainrule.program.values import (
    MISSING,
    MUTABLE,
    NOT_IMPLEMENTED,
    Builtin,
    Class,
    Record,
    Value,
)

Call = Callable[..., Value]


def held(value: Value) -> Value:
    """The native value that an instance holds; any other value as it is."""
    return value.holds if type(value) is Record and value.cls.holds else value


def _delegate(native: Class, name: str, call: Call) -> Builtin:
    """A method of a native type as one of its class."""

    def method(runtime: Runtime, self: Value, *args: Value, **kwargs: Value) -> Value:
        runtime.budget.tick()
        if runtime.depth + 3 > runtime.deepest:
            runtime.too_deep()
        receiver = held(self)
        kind = runtime.type_name(receiver)  # a number that is a leaf is a float, too
        if native.native is None or not (
            isinstance(receiver, native.native)
            or (isinstance(receiver, Number) and kind == native.name and not receiver.ndim)
        ):
            raise TypeError(f"'{name}' of '{native.name}' objects does not apply to a '{kind}'")
        runtime.depth += 3
        try:
            return call(runtime, receiver, *args, **kwargs)
        finally:
            runtime.depth -= 3

    return Builtin(name, method, runtime=True)


def _ordinary(builtin: Builtin) -> Call:
    def call(runtime: Runtime, value: Value, *args: Value, **kwargs: Value) -> Value:
        if type(value) not in MUTABLE:  # nothing keeps what it is given
            args = tuple(map(held, args))
        return runtime.call(builtin, (value, *args), kwargs)

    return call


def _compared(symbol: str) -> Call:
    def call(runtime: Runtime, value: Value, other: Value) -> Value:
        other = held(other)
        if symbol in ("==", "!="):
            return compare(runtime, symbol, value, other)
        try:
            return compare(runtime, symbol, value, other)
        except TypeError:
            return NOT_IMPLEMENTED

    return call


def _computed(symbol: str, turned: bool = False) -> Call:
    def call(runtime: Runtime, value: Value, other: Value) -> Value:
        other = held(other)
        if type(other) is Record:
            return NOT_IMPLEMENTED
        sides = (other, value) if turned else (value, other)
        return binary(runtime, BINARY[symbol], *sides)

    return call


def _item(native: Class) -> Builtin:
    """``self[key]``: a dictionary asks ``__missing__`` for a key that it does not have."""
    plain = _delegate(native, "__getitem__", get_item)

    def get(runtime: Runtime, self: Value, key: Value) -> Value:
        if native is DICT and type(self) is Record and key not in held(self):
            missing = self.cls.find("__missing__")
            if missing is not MISSING:
                return runtime.call(missing, (self, key))
        return runtime.call(plain, (self, key))

    return Builtin("__getitem__", get, runtime=True)


def _sign(symbol: str) -> Call:
    return lambda runtime, value: unary(runtime, symbol, value)


def _converted(kind: Callable[[Any], Value]) -> Call:
    return lambda runtime, value: kind(value)


def _changed(symbol: str) -> Builtin:
    """``self += other``, after which the name still stands for the same object."""

    def change(runtime: Runtime, self: Value, other: Value) -> Value:
        value = held(self)
        result = in_place(runtime, BINARY[symbol], value, held(other))
        return self if result is value else result

    return Builtin(BINARY[symbol].in_place, change, runtime=True)


def _initialise(native: Class) -> Builtin:
    """``__init__``: fills a container; other values were there before."""

    def initialise(runtime: Runtime, self: Record, *args: Value, **kwargs: Value) -> None:
        if type(self) is not Record or self.cls.holds not in MUTABLE:
            return
        filled = runtime.call(native, tuple(map(held, args)), kwargs)
        if isinstance(filled, dict):
            self.holds.clear()
            self.holds.update(filled)
            if hasattr(filled, "factory"):
                self.holds.factory = filled.factory
        elif isinstance(filled, set):
            self.holds.clear()
            self.holds.update(filled)
        else:
            self.holds.clear()
            self.holds.extend(filled)

    return Builtin("__init__", initialise, runtime=True)


def _shown(native: Class) -> Builtin:
    def shown(runtime: Runtime, self: Value) -> str:
        text = represent(runtime, held(self))
        if native in NAMED and type(self) is Record:
            named = text.replace(native.name, self.cls.name, 1)
            return named if text.startswith(native.name) else f"{self.cls.name}({text})"
        return text

    return Builtin("__repr__", shown, runtime=True)


NAMED = frozenset({SET, COUNTER, ORDERED_DICT, DEFAULTDICT, DEQUE})
"""Types whose values are printed with the name of their class."""
SIZED: dict[str, Call] = {
    "__len__": len_,
    "__contains__": lambda runtime, value, item: contains(runtime, item, value),
}
CHANGED = {LIST: "+*", DICT: "|", SET: "|&-^"}
COMPUTED = {
    LIST: "+*", TUPLE: "+*", STR: "+*%", DICT: "|", SET: "|&-^", INT: "+-*/%@&|^",
    FLOAT: "+-*/%", ORDERED_DICT: "|", COUNTER: "+-&|",
}  # fmt: skip
"""Operators by type; the longer ones of numbers are added below."""


def _methods(native: Class) -> dict[str, Value]:
    """Everything that values of a native type can do, as methods of its class."""
    kinds = native.native if isinstance(native.native, tuple) else ()
    calls: dict[str, Call] = {name: _compared(symbol) for symbol, (_, name, _) in COMPARE.items()}
    calls["__format__"] = format_value
    symbols = [*COMPUTED.get(native, "")]
    if native in (INT, FLOAT):
        symbols += ["//", "**", *(["<<", ">>"] if native is INT else [])]
        calls |= {name: _sign(symbol) for symbol, (_, name) in UNARY.items()}
        calls |= {f"__{kind.__name__}__": _converted(kind) for kind in (int, float, bool, abs)}
        calls["__round__"] = lambda runtime, value, digits=None: round(value, digits)
        if native is INT:
            calls["__index__"] = _converted(int)
    else:
        calls |= SIZED | {"__iter__": cursor}
        if native is not SET:
            calls |= {"__reversed__": reversed_}
    for symbol in symbols:
        calls[BINARY[symbol].method] = _computed(symbol)
        calls[BINARY[symbol].reflected] = _computed(symbol, turned=True)
    if MUTABLE.issuperset(kinds) and native is not SET:
        calls |= {"__setitem__": set_item, "__delitem__": delete_item}
    made: dict[str, Value] = {name: _delegate(native, name, call) for name, call in calls.items()}
    for kind in kinds:
        for name, entry in table_of(kind).items():
            if type(entry) is Method and not entry.of_class:
                made[name] = _delegate(native, name, _ordinary(entry.builtin))
    if native not in (INT, FLOAT, SET):
        made["__getitem__"] = _item(native)
    made |= {BINARY[symbol].in_place: _changed(symbol) for symbol in CHANGED.get(native, "")}
    made["__init__"] = _initialise(native)
    made["__repr__"] = _shown(native)
    if native is STR:
        made["__str__"] = Builtin("__str__", held)
    if MUTABLE.issuperset(kinds):
        made["__hash__"] = None
    else:
        made["__hash__"] = Builtin("__hash__", lambda self: hash(held(self)))
    return made


for _native in (
    INT, FLOAT, STR, TUPLE, LIST, DICT, SET, DEFAULTDICT, COUNTER, ORDERED_DICT, DEQUE
):  # fmt: skip
    _native.table.update(_methods(_native))
    _native.holds = _native.native[0] if isinstance(_native.native, tuple) else None
OF_RANGES: dict[str, Call] = {**SIZED, "__iter__": cursor, "__getitem__": get_item}
RANGE.table.update({name: _delegate(RANGE, name, call) for name, call in OF_RANGES.items()})
