"""Text: values as Python, PyTorch and NumPy print them, and every way to format one.

Nothing here calls a method of a value by its name: strings are made by walking over values.
"""

from __future__ import annotations

import re
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Mapping
from string import Formatter
from typing import Any

from chainrule.engine import Tensor
from chainrule.program.classes import BASE_EXCEPTION, EXCEPTIONS, HOMES, class_of
from chainrule.program.runtime import Runtime
from chainrule.program.values import (
    CONTAINERS,
    ITEMS,
    KEYS,
    MAPPINGS,
    MISSING,
    NUMBERS,
    BoundMethod,
    Builtin,
    Class,
    Cursor,
    DefaultDict,
    Function,
    Library,
    Missing,
    Number,
    Quiet,
    Record,
    Value,
    plain,
)

SHOWN: dict[type, Callable[[Any], tuple[str, str]]] = {}
"""How tensors of a type are shown: their ``str`` and their ``repr``; libraries enter theirs."""


def show(runtime: Runtime, value: Value) -> str:
    """``str(value)``."""
    kind = type(value)
    if kind is str:
        return value  # type: ignore[no-any-return]
    if kind is Record:
        method = value.cls.find("__str__")
        if method is not MISSING:
            return _text(runtime, runtime.call(method, (value,)), "__str__")
        if BASE_EXCEPTION in value.cls.order and value.cls.find("__repr__") is MISSING:
            return _exception_text(runtime, value)
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


def _text(runtime: Runtime, value: Value, name: str) -> str:
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
        return _text(runtime, runtime.call(method, (value,)), "__repr__")
    if BASE_EXCEPTION in value.cls.order:
        args = value.attributes.get("args", ())
        inside = ", ".join(represent(runtime, arg) for arg in args)
        return f"{value.cls.name}({inside})"
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
            return {list: "[...]", tuple: "(...)", set: "set(...)"}.get(kind, "{...}")
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
        if kind is ITEMS:
            return f"dict_items([{', '.join(self.container(pair) for pair in list(value))}])"
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
        return f"{'dict_keys' if kind is KEYS else 'dict_values'}([{inner}])"

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


# Formatting

_WIDTHS = re.compile(r"\d+")


def check_widths(runtime: Runtime, spec: str) -> None:
    """Charges for the widths and precisions in a format before it is used."""
    for digits in _WIDTHS.findall(spec):
        width = int(digits) if len(digits) < 10 else 10**9
        runtime.budget.text(width)


def format_value(runtime: Runtime, value: Value, spec: str) -> str:
    """``format(value, spec)``."""
    kind = type(value)
    if kind is Record and (method := value.cls.find("__format__")) is not MISSING:
        return _text(runtime, runtime.call(method, (value, spec)), "__format__")
    if not spec:
        return show(runtime, value)
    check_widths(runtime, spec)
    if isinstance(value, Tensor):
        if kind is not Number and value.size != 1:
            raise TypeError("unsupported format string passed to Tensor.__format__")
        value = plain(value) if kind is Number else value.item()
    elif kind not in NUMBERS and kind is not str:
        raise TypeError(
            f"unsupported format string passed to {runtime.type_name(value)}.__format__"
        )
    try:
        return format(value, spec)
    except OverflowError:
        raise ValueError("Too many decimal digits in format string") from None


def convert(runtime: Runtime, value: Value, conversion: str) -> Value:
    """``!r``, ``!s`` and ``!a`` in a format."""
    if conversion == "r":
        return represent(runtime, value)
    if conversion == "a":
        return escaped(represent(runtime, value))
    return show(runtime, value)


def escaped(text: str) -> str:
    """A text in ASCII, everything else escaped."""
    return text.encode("ascii", "backslashreplace").decode()


_PERCENT = re.compile(r"%(?:\((?P<key>[^)]*)\))?(?P<flags>[-+ #0]*)(?P<width>\*|\d+)?"
                      r"(?:\.(?P<precision>\*|\d*))?[hlL]?(?P<type>.)?", re.DOTALL)  # fmt: skip


def format_percent(runtime: Runtime, template: str, given: Value) -> str:
    """``template % given``.

    Raises:
        TypeError: there are more or fewer values than places.
        ValueError: the template is none.
    """
    values = list(given) if type(given) is tuple else [given]
    keyed = given if type(given) in MAPPINGS else None
    used = 0
    pieces: list[str] = []
    length = at = 0

    def following() -> Value:
        nonlocal used
        if used >= len(values):
            raise TypeError("not enough arguments for format string")
        used += 1
        return values[used - 1]

    for found in _PERCENT.finditer(template):
        pieces.append(template[at : found.start()])
        at = found.end()
        kind = found["type"]
        if kind is None:
            raise ValueError("incomplete format")
        if kind == "%":
            pieces.append("%")
            continue
        if found["key"] is not None:
            if keyed is None:
                raise TypeError("format requires a mapping")
            value, used = keyed[found["key"]], len(values)
            width, precision = found["width"], found["precision"]
        else:
            width = following() if found["width"] == "*" else found["width"]
            precision = following() if found["precision"] == "*" else found["precision"]
            value = following()
        spec = found["flags"] + ("" if width is None else str(plain(width)))
        spec += "" if precision is None else f".{plain(precision)}"
        check_widths(runtime, spec)
        piece = _one_percent(runtime, spec, kind, value)
        pieces.append(piece)
        length += len(piece)
        runtime.budget.text(length)
    # Python takes everything with items, other than tuples and strings, for a mapping here.
    if used < len(values) and not (keyed is not None or type(given) in (list, range, deque)):
        raise TypeError("not all arguments converted during string formatting")
    pieces.append(template[at:])
    runtime.budget.text(length + len(template))
    return "".join(pieces)


def _one_percent(runtime: Runtime, spec: str, kind: str, value: Value) -> str:
    if kind in "sra":
        return f"%{spec}s" % convert(runtime, value, kind)
    if isinstance(value, Tensor):
        value = plain(value) if isinstance(value, Number) else value.item()
    elif type(value) not in NUMBERS and type(value) is not str:
        name = runtime.type_name(value)
        if kind == "c":
            raise TypeError("%c requires int or char")
        needed = "an integer" if kind in "xXo" else "a real number"
        if kind in "diuxXo":
            raise TypeError(f"%{kind} format: {needed} is required, not {name}")
        raise TypeError(f"must be real number, not {name}")
    return f"%{spec}{kind}" % value


def format_template(
    runtime: Runtime, template: str, args: tuple[Value, ...], kwargs: Mapping[str, Value],
    attribute: Callable[[Value, str], Value], item: Callable[[Value, Value], Value],
) -> str:  # fmt: skip
    """``template.format(*args, **kwargs)``, attributes and items looked up by our own tables."""
    position = [0]

    def field(name: str) -> Value:
        first, *_ = re.split(r"[.\[]", name, maxsplit=1)
        if first == "":
            if position[0] < 0:
                raise ValueError(
                    "cannot switch from manual field specification to automatic field numbering"
                )
            first = str(position[0])
            name = first + name
            position[0] += 1
        elif first.isdecimal():
            if position[0] > 0:
                raise ValueError(
                    "cannot switch from automatic field numbering to manual field specification"
                )
            position[0] = -1
        if first.isdecimal():
            if int(first) >= len(args):
                raise IndexError(
                    f"Replacement index {int(first)} out of range for positional args tuple"
                )
            value = args[int(first)]
        else:
            value = kwargs[first]
        for dotted, key in re.findall(r"\.([^.\[]+)|\[([^\]]*)\]", name[len(first) :]):
            value = attribute(value, dotted) if dotted else item(
                value, int(key) if key.isdecimal() else key
            )  # fmt: skip
        return value

    def fill(text: str, depth: int) -> str:
        if depth > 1:
            raise ValueError("Max string recursion exceeded")
        pieces: list[str] = []
        length = 0
        for literal, name, spec, conversion in Formatter().parse(text):
            pieces.append(literal)
            if name is not None:
                value = field(name)
                if conversion:
                    value = convert(runtime, value, conversion)
                pieces.append(format_value(runtime, value, fill(spec, depth + 1) if spec else ""))
            length += sum(map(len, pieces[-2:]))
            runtime.budget.text(length)
        return "".join(pieces)

    return fill(template, 0)


def describe(value: Value) -> str:
    """What kind of value it is, as a message says it."""
    if isinstance(value, Tensor) and not isinstance(value, Number):
        return f"a tensor of shape {value.shape}"
    if type(value) in NUMBERS:
        return f"the number {value!r}"
    return f"a value of type {class_of(value).name}"
