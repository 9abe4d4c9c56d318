"""Formatting: f-strings, ``format`` and ``%``; widths are charged before anything is made."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Mapping
from string import Formatter

from chainrule.engine import Tensor
from chainrule.program.numbers import Number, plain
from chainrule.program.runtime import Runtime
from chainrule.program.text import as_text, represent, show
from chainrule.program.values import MAPPINGS, MISSING, NUMBERS, Record, Value

BY_ITEM: set[type] = {Tensor}
"""Tensors of PyTorch's: without axes each is formatted as the number that it holds."""
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
        return as_text(runtime, runtime.call(method, (value, spec)), "__format__")
    if kind in BY_ITEM and not value.ndim and not value.is_parameter:
        value = value.item()
        kind = type(value)
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
    if type(given) is Record and given.cls.holds is not None:
        given = given.holds
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
        return str(f"%{spec}s" % convert(runtime, value, kind))
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
    return str(f"%{spec}{kind}" % value)


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
