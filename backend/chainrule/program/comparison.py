"""Comparison: order, equality, truth and membership of any two values."""

from __future__ import annotations

import operator
from collections import deque
from collections.abc import Callable
from typing import Any

from chainrule.engine import Span, Tensor
from chainrule.program.containers import SIMPLE, check_key, iterate, weigh
from chainrule.program.numbers import is_bare, plain
from chainrule.program.runtime import Runtime
from chainrule.program.values import (
    CONTAINERS,
    MISSING,
    NOT_IMPLEMENTED,
    OWN,
    SOUGHT,
    Class,
    Cursor,
    Missing,
    Record,
    Value,
)

COMPARE: dict[str, tuple[Callable[[Any, Any], Any], str, str]] = {
    "<": (operator.lt, "__lt__", "__gt__"),
    ">": (operator.gt, "__gt__", "__lt__"),
    "<=": (operator.le, "__le__", "__ge__"),
    ">=": (operator.ge, "__ge__", "__le__"),
    "==": (operator.eq, "__eq__", "__eq__"),
    "!=": (operator.ne, "__ne__", "__ne__"),
}
"""Comparisons: what Python does, the method's name, and that of the other side."""


def compare(runtime: Runtime, symbol: str, a: Value, b: Value, span: Span | None = None) -> Value:
    """``a < b`` and its kind."""
    native, method, reflected = COMPARE[symbol]
    kind, other = type(a), type(b)
    if kind in SIMPLE and other in SIMPLE:
        return native(a, b)
    if isinstance(a, Tensor) or isinstance(b, Tensor):
        if span is not None:
            runtime.span = span
        if kind is Record or other is Record:
            record, name, value = (a, method, b) if kind is Record else (b, reflected, a)
            found = record.cls.find(name)
            if found is not MISSING:
                answer = runtime.call(found, (record, value))
                if answer is not NOT_IMPLEMENTED:
                    return answer
            if symbol in ("==", "!="):
                return symbol == "!="
            raise TypeError(_incomparable(runtime, symbol, a, b))
        if symbol in ("==", "!=") and (
            kind in OWN or other in OWN or a is None or b is None or kind is str or other is str
        ):
            return symbol == "!="
        weigh(runtime, a)
        weigh(runtime, b)
        return native(a, b)
    if kind in CONTAINERS:
        weigh(runtime, a)
    if other in CONTAINERS:
        weigh(runtime, b)
    if (
        kind is Record
        and other is Record
        and a.cls is not b.cls
        and b.cls.is_below(a.cls)
        and (b.cls.find(reflected) is not a.cls.find(reflected))
    ):
        answer = runtime.call(b.cls.find(reflected), (b, a))
        if answer is not NOT_IMPLEMENTED:
            return answer
    if (kind in OWN and kind is not Record) or (other in OWN and other is not Record):
        for value in (a, b):
            if type(value) is Missing:
                raise runtime.missing(value)
        if symbol not in ("==", "!="):
            raise TypeError(_incomparable(runtime, symbol, a, b))
    elif kind is Record or other is Record:
        try:
            return native(a, b)
        except TypeError as error:
            if "'Record'" not in str(error):
                raise
            raise TypeError(_incomparable(runtime, symbol, a, b)) from None
    return native(a, b)


def _incomparable(runtime: Runtime, symbol: str, a: Value, b: Value) -> str:
    names = f"'{runtime.type_name(a)}' and '{runtime.type_name(b)}'"
    return f"'{symbol}' not supported between instances of {names}"


def truth(runtime: Runtime, value: Value, span: Span | None = None) -> bool:
    """Whether a value counts as true; a tensor is read."""
    kind = type(value)
    if kind is Record:
        method = value.cls.find("__bool__")
        if method is not MISSING:
            answer = runtime.call(method, (value,))
            if type(answer) is not bool:
                name = runtime.type_name(answer)
                raise TypeError(f"__bool__ should return bool, returned {name}")
            return answer
        method = value.cls.find("__len__")
        return method is MISSING or bool(runtime.call(method, (value,)))
    if kind is Missing:
        raise runtime.missing(value)
    if isinstance(value, Tensor) and span is not None:
        runtime.span = span
    return bool(value)


SEARCHED = frozenset({list, tuple, deque, *SOUGHT})
"""Containers that are looked through from front to back."""


def contains(runtime: Runtime, item: Value, container: Value, span: Span | None = None) -> bool:
    """``item in container``."""
    kind = type(container)
    item = plain(item)
    if kind is str:
        runtime.budget.charge(len(container))
        if type(item) is not str:
            name = runtime.type_name(item)
            raise TypeError(f"'in <string>' requires string as left operand, not {name}")
        return item in container
    if kind is range:
        if type(item) is float:
            return item.is_integer() and int(item) in container
        return type(item) in (int, bool) and item in container
    if kind in CONTAINERS:
        if kind in SEARCHED:
            runtime.budget.charge(len(container) * weigh(runtime, item))
        else:
            item = check_key(runtime, item)
        return item in container
    if kind is Record:
        method = container.cls.find("__contains__")
        if method is not MISSING:
            return truth(runtime, runtime.call(method, (container, item)))
    if isinstance(container, Tensor) and not is_bare(container):
        if span is not None:
            runtime.span = span
        return bool((container == item).sum().item())
    if kind not in (Cursor, Record) and not (kind is Class and container.members):
        raise TypeError(f"argument of type '{runtime.type_name(container)}' is not iterable")
    for other in iterate(runtime, container):
        runtime.budget.tick()
        if other is item or truth(runtime, compare(runtime, "==", other, item)):
            return True
    return False
