"""Text: values as Python, PyTorch and NumPy print them, and every way to format one.

Nothing here calls a method of a value by its name: strings are made by walking over values.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

from chainrule.engine import Tensor
from chainrule.program.classes import BASE_EXCEPTION, EXCEPTIONS, HOMES, class_of
from chainrule.program.numbers import Number, plain
from chainrule.program.runtime import Runtime
from chainrule.program.values import (
    CONTAINERS,
    MAPPINGS,
    MISSING,
    NUMBERS,
    PAIRS,
    VIEWS,
    BoundMethod,
    Builtin,
    Class,
    Counter,
    Cursor,
    DefaultDict,
    Function,
    Library,
    Missing,
    OrderedDict,
    Quiet,
    Record,
    Value,
)

SHOWN: dict[type, Callable[[Any], tuple[str, str]]] = {}
"""How tensors of a type are shown: their ``str`` and their ``repr``; libraries enter theirs."""
AGAIN: dict[Any, str] = {list: "[...]", tuple: "(...)", set: "set(...)"}
"""How a container is shown inside itself."""


def show(runtime: Runtime, value: Value) -> str:
    """``str(value)``."""
    kind = type(value)
    if kind is str:
        return value  # type: ignore[no-any-return]
    if kind is Record:
        method = value.cls.find("__str__")
        if method is not MISSING:
            return as_text(runtime, runtime.call(method, (value,)), "__str__")
    if isinstance(value, Tensor) and kind is not Number:
        return _tensor(kind, value)[0]
    if kind in SHOWN:
        return SHOWN[kind](value)[0]
    return represent(runtime, value)


def represent(runtime: Runtime, value: Value) -> str:
    """``repr(value)``."""
    kind = type(value)
    if kind in CONTAINERS and kind not in SHOWN:
        return _Walk(runtime).container(value)
    return _single(runtime, value)


def as_text(runtime: Runtime, value: Value, name: str) -> str:
    """What a special method gave, which must be a string."""
    if type(value) is not str:
        raise TypeError(f"{name} returned non-string (type {runtime.type_name(value)})")
    return value


def _exception_text(runtime: Runtime, value: Record) -> str:
    args = value.attributes.get("args", ())
    if not args:
        return ""
    if len(args) == 1:
        is_key = EXCEPTIONS["KeyError"] in value.cls.order
        return represent(runtime, args[0]) if is_key else show(runtime, args[0])
    return represent(runtime, args)


def _exception_representation(runtime: Runtime, value: Record) -> str:
    args = value.attributes.get("args", ())
    inside = ", ".join(represent(runtime, arg) for arg in args)
    return f"{value.cls.name}({inside})"


BASE_EXCEPTION.table["__str__"] = Builtin("__str__", _exception_text, runtime=True)
BASE_EXCEPTION.table["__repr__"] = Builtin("__repr__", _exception_representation, runtime=True)


def _single(runtime: Runtime, value: Value) -> str:
    kind = type(value)
    if kind is str:
        runtime.budget.text(len(value))
        return repr(value)
    if kind is int:
        return repr(value)
    if kind is Record:
        return _record(runtime, value)
    if kind is Number:
        return repr(plain(value))
    if isinstance(value, Tensor):
        return _tensor(kind, value)[1]
    if kind in SHOWN:
        return SHOWN[kind](value)[1]
    shown = _OWN.get(kind)
    return shown(runtime, value) if shown else repr(value)


def _tensor(kind: type, value: Tensor) -> tuple[str, str]:
    shown = next((SHOWN[base] for base in kind.__mro__ if base in SHOWN), None)
    return shown(value) if shown else (str(value), repr(value))


def _record(runtime: Runtime, value: Record) -> str:
    method = value.cls.find("__repr__")
    if method is not MISSING:
        return as_text(runtime, runtime.call(method, (value,)), "__repr__")
    return f"<{_module(value.cls)}{value.cls.name} object at {runtime.identity(value):#x}>"


def _module(cls: Class) -> str:
    if cls.runtime is None:
        return f"{HOMES[cls]}." if cls in HOMES else ""
    return "__main__."


def _function(runtime: Runtime, value: Function) -> str:
    return f"<function {value.code.qualified} at {runtime.identity(value):#x}>"


def _method(runtime: Runtime, value: BoundMethod) -> str:
    function = value.function
    name = function.code.qualified if type(function) is Function else function.name
    return f"<bound method {name} of {represent(runtime, value.receiver)}>"


_OWN: dict[type, Callable[[Runtime, Any], str]] = {
    Function: _function,
    BoundMethod: _method,
    Builtin: lambda runtime, value: f"<built-in function {value.name}>",
    Class: lambda runtime, value: f"<class '{_module(value)}{value.name}'>",
    Cursor: lambda runtime, value: f"<{value.kind} object at {runtime.identity(value):#x}>",
    Library: lambda runtime, value: f"<module '{value.name}'>",
    Quiet: lambda runtime, value: f"<{value.name}>",
    Missing: lambda runtime, value: f"<module '{value.name}'>",
}


class _Walk:
    """Shows containers, also those that contain themselves, as long as the text stays short."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.inside: list[Value] = []
        self.length = 0

    def any(self, value: Value) -> str:
        if type(value) in CONTAINERS and type(value) not in SHOWN:
            return self.container(value)
        text = _single(self.runtime, value)
        self.length += len(text) + 2
        self.runtime.budget.charge(len(text))
        if self.length > self.runtime.limits.text_characters:
            raise self.runtime.budget.exceeded("text_characters")
        return text

    def container(self, value: Value) -> str:
        kind = type(value)
        self.length += 2
        if any(value is outer for outer in self.inside):
            return AGAIN.get(kind, "{...}")
        if len(self.inside) >= self.runtime.limits.nesting:
            raise self.runtime.budget.exceeded("nesting")
        self.runtime.budget.charge(len(value))
        self.inside.append(value)
        try:
            return self._shown(kind, value)
        finally:
            self.inside.pop()

    def _shown(self, kind: type, value: Any) -> str:
        if kind in MAPPINGS:
            return self._mapping(kind, value)
        if kind in PAIRS:
            return f"{VIEWS[kind]}([{', '.join(self.container(pair) for pair in list(value))}])"
        inner = ", ".join(self.any(item) for item in list(value))
        if kind is list:
            return f"[{inner}]"
        if kind is tuple:
            return f"({inner},)" if len(value) == 1 else f"({inner})"
        if kind is set:
            return f"{{{inner}}}" if value else "set()"
        if kind is frozenset:
            return f"frozenset({{{inner}}})" if value else "frozenset()"
        if kind is deque:
            most = "" if value.maxlen is None else f", maxlen={value.maxlen}"
            return f"deque([{inner}]{most})"
        return f"{VIEWS[kind]}([{inner}])"

    def _mapping(self, kind: type, value: dict[Value, Value]) -> str:
        items = list(value.items())
        if kind is Counter:
            items.sort(key=lambda item: -item[1] if type(item[1]) in NUMBERS else 0)
        if kind is OrderedDict:
            inner = ", ".join(f"({self.any(k)}, {self.any(v)})" for k, v in items)
            return f"OrderedDict([{inner}])" if items else "OrderedDict()"
        inner = "{" + ", ".join(f"{self.any(k)}: {self.any(v)}" for k, v in items) + "}"
        if kind is DefaultDict:
            return f"defaultdict({self.any(value.factory)}, {inner})"  # type: ignore[attr-defined]
        if kind is Counter:
            return f"Counter({inner})" if items else "Counter()"
        return inner


def describe(value: Value) -> str:
    """What kind of value it is, as a message says it."""
    if isinstance(value, Tensor) and not isinstance(value, Number):
        return f"a tensor of shape {value.shape}"
    if type(value) in NUMBERS:
        return f"the number {value!r}"
    return f"a value of type {class_of(value).name}"
