"""Methods of strings and numbers; what can grow is charged before it is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chainrule.program.attributes import get_attribute
from chainrule.program.containers import consume
from chainrule.program.formatting import format_template
from chainrule.program.operators import as_index
from chainrule.program.runtime import Runtime
from chainrule.program.subscripts import get_item
from chainrule.program.tables import ATTRIBUTES, Attribute, Method
from chainrule.program.values import MAPPINGS, Value

SAFE = [
    "upper",
    "lower",
    "title",
    "capitalize",
    "casefold",
    "swapcase",
    "strip",
    "lstrip",
    "rstrip",
    "startswith",
    "endswith",
    "isalpha",
    "isdigit",
    "isnumeric",
    "isdecimal",
    "isalnum",
    "isspace",
    "islower",
    "isupper",
    "istitle",
    "isidentifier",
    "isascii",
    "isprintable",
    "removeprefix",
    "removesuffix",
]
"""Methods whose results are no longer than a few times the string."""
SEARCHES = ("find", "rfind", "index", "rindex", "count")
SPLITS = ("split", "rsplit", "splitlines", "partition", "rpartition")
PADS = ("ljust", "rjust", "center", "zfill")


def _safe(name: str) -> Method:
    native = getattr(str, name)

    def call(runtime: Runtime, text: str, *args: Value) -> Value:
        runtime.budget.charge(len(text))
        return native(text, *args)

    return Method(name, call, runtime=True)


def _split(name: str) -> Method:
    native = getattr(str, name)

    def call(runtime: Runtime, text: str, *args: Value, **kwargs: Value) -> Value:
        runtime.budget.items(len(text) // 4)
        runtime.budget.charge(len(text))
        return native(text, *args, **kwargs)

    return Method(name, call, runtime=True)


def _pad(name: str) -> Method:
    native = getattr(str, name)

    def call(runtime: Runtime, text: str, width: Value, *fill: Value) -> str:
        number = as_index(runtime, width)
        runtime.budget.text(max(number, 0))
        return native(text, number, *fill)  # type: ignore[no-any-return]

    return Method(name, call, runtime=True)


def join(runtime: Runtime, separator: str, iterable: Value) -> str:
    """Texts put together, with a separator between them."""
    pieces: list[str] = []
    length = 0
    for place, piece in enumerate(consume(runtime, iterable)):
        if type(piece) is not str:
            name = runtime.type_name(piece)
            raise TypeError(f"sequence item {place}: expected str instance, {name} found")
        length += len(piece) + len(separator)
        pieces.append(piece)
        if length > 10_000:
            runtime.budget.text(length)
    return separator.join(pieces)


def replace(runtime: Runtime, text: str, old: Value, new: Value, count: Value = -1) -> str:
    """The text with one part in place of another."""
    if type(old) is str and type(new) is str:
        times = text.count(old)
        if type(count) is int and count >= 0:
            times = min(times, count)
        runtime.budget.text(len(text) + times * max(len(new) - len(old), 0))
    return text.replace(old, new, count)


def expandtabs(runtime: Runtime, text: str, tabsize: Value = 8) -> str:
    """The text with spaces for tabs."""
    size = as_index(runtime, tabsize)
    runtime.budget.text(len(text) + text.count("\t") * max(size, 0))
    return text.expandtabs(size)


def format_(runtime: Runtime, template: str, *args: Value, **kwargs: Value) -> str:
    """The text with its places filled."""
    return format_template(
        runtime, template, args, kwargs,
        lambda value, name: get_attribute(runtime, value, name),
        lambda value, key: get_item(runtime, value, key),
    )  # fmt: skip


def format_map(runtime: Runtime, template: str, mapping: Value) -> str:
    """The text with its places filled from a mapping."""
    if type(mapping) not in MAPPINGS:
        raise TypeError("format_map() argument must be a mapping")
    return format_(runtime, template, **mapping)


def maketrans(runtime: Runtime, first: Value, *rest: Value) -> dict[int, Value]:
    """A table for ``translate``."""
    if type(first) is dict and not rest:
        return {ord(key) if type(key) is str else key: value for key, value in first.items()}
    return str.maketrans(first, *rest)


def translate(runtime: Runtime, text: str, table: Value) -> str:
    """The text with characters exchanged."""
    longest = max((len(v) for v in table.values() if type(v) is str), default=1)
    runtime.budget.text(len(text) * max(longest, 1))
    return text.translate(table)


def encode(runtime: Runtime, text: str, *args: Value) -> Value:
    """Says that there are no bytes."""
    raise TypeError("bytes are no values here; keep the string")


def _method(name: str, call: Callable[..., Any]) -> Method:
    return Method(name, call, runtime=True)


ATTRIBUTES[str] = {
    **{name: _safe(name) for name in (*SAFE, *SEARCHES)},
    **{name: _split(name) for name in SPLITS},
    **{name: _pad(name) for name in PADS},
    "join": _method("join", join),
    "replace": _method("replace", replace),
    "expandtabs": _method("expandtabs", expandtabs),
    "format": _method("format", format_),
    "format_map": _method("format_map", format_map),
    "maketrans": Method("maketrans", maketrans, runtime=True, of_class=True),
    "translate": _method("translate", translate),
    "encode": _method("encode", encode),
}

_NUMBER: dict[str, Attribute | Method] = {
    "real": Attribute(lambda x: +x),
    "imag": Attribute(lambda x: type(x)(0)),
    "conjugate": Method("conjugate", lambda x: +x),
}
ATTRIBUTES[float] = {
    **_NUMBER,
    "is_integer": Method("is_integer", float.is_integer),
    "as_integer_ratio": Method("as_integer_ratio", float.as_integer_ratio),
    "hex": Method("hex", float.hex),
}
ATTRIBUTES[int] = {
    **_NUMBER,
    "bit_length": Method("bit_length", int.bit_length),
    "bit_count": Method("bit_count", int.bit_count),
    "numerator": Attribute(lambda x: int(x)),
    "denominator": Attribute(lambda x: 1),
    "as_integer_ratio": Method("as_integer_ratio", int.as_integer_ratio),
    "is_integer": Method("is_integer", lambda x: True),
}
ATTRIBUTES[bool] = dict(ATTRIBUTES[int])
