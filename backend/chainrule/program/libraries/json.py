"""``json``: values as text and back. There are no files."""

from __future__ import annotations

import json
from typing import Any

from chainrule.program.classes import EXCEPTIONS
from chainrule.program.numbers import Number
from chainrule.program.runtime import Runtime
from chainrule.program.values import Library, Value, builtins

DEEPEST = 100


def _plain(runtime: Runtime, value: Value, depth: int = 0) -> Any:
    """A value in Python's own containers and numbers.

    Raises:
        TypeError: JSON has no such value.
        ValueError: it is nested too deep, as where it contains itself.
    """
    runtime.budget.tick()
    if depth > DEEPEST:
        raise ValueError("Circular reference detected")
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Number):
        return value.item()
    if isinstance(value, list | tuple):
        return [_plain(runtime, item, depth + 1) for item in value]
    if isinstance(value, dict):
        for key in value:
            if not (key is None or isinstance(key, str | int | float)):
                kind = runtime.type_name(key)
                raise TypeError(f"keys must be str, int, float, bool or None, not {kind}")
        return {key: _plain(runtime, item, depth + 1) for key, item in value.items()}
    raise TypeError(f"Object of type {runtime.type_name(value)} is not JSON serializable")


def dumps(
    runtime: Runtime, obj: Value, *, indent: Any = None, sort_keys: bool = False,
    separators: Any = None, ensure_ascii: bool = True,
) -> str:  # fmt: skip
    """A value as text."""
    if (len(indent) if isinstance(indent, str) else indent or 0) > DEEPEST:
        raise ValueError(f"an indent is at most {DEEPEST} here")
    text = json.dumps(
        _plain(runtime, obj), indent=indent, sort_keys=bool(sort_keys),
        separators=None if separators is None else tuple(separators),
        ensure_ascii=bool(ensure_ascii),
    )  # fmt: skip
    runtime.budget.hold(len(text))
    return text


def loads(runtime: Runtime, s: Value) -> Value:
    """The value of a text."""
    if type(s) is not str:
        raise TypeError(f"the JSON object must be str, not {runtime.type_name(s)}")
    runtime.budget.hold(20 * len(s))
    runtime.budget.charge(len(s))
    try:
        return json.loads(s)
    except RecursionError:
        raise ValueError("the text is nested too deep") from None


JSON = Library(
    "json",
    {**builtins({"dumps": dumps, "loads": loads}), "JSONDecodeError": EXCEPTIONS["ValueError"]},
    {"dump": "there are no files here: write print(json.dumps(x))",
     "load": "there are no files here: write json.loads(text)"},
)  # fmt: skip
