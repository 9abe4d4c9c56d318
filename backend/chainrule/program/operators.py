"""Operators: Python's meaning of each one, checked before where the result can be large.

Closures compute with plain numbers themselves; everything else comes here.
"""

from __future__ import annotations

import operator
from collections import deque
from collections.abc import Callable
from typing import Any

from chainrule.engine import Span, Tensor
from chainrule.program.classes import NONE
from chainrule.program.containers import (
    SIMPLE,
    check_key,
    collect,
    iterate,
    weigh,
)
from chainrule.program.formatting import format_percent
from chainrule.program.runtime import Runtime
from chainrule.program.values import (
    CONTAINERS,
    ITEMS,
    MISSING,
    NOT_IMPLEMENTED,
    NUMBERS,
    OWN,
    VALUES,
    Array,
    Class,
    Cursor,
    Missing,
    Number,
    Record,
    Value,
    is_bare,
    is_whole,
    plain,
)

LARGE = 1 << 47
"""Integers up to here need no look at their size; floats compare quickly with so many bits."""


class Operator:
    """A binary operator: its symbol, what Python does for it, and its methods' names."""

    __slots__ = ("in_place", "method", "mutate", "native", "reflected", "symbol")

    def __init__(self, symbol: str, name: str, native: Callable[..., Any]) -> None:
        self.symbol = symbol
        self.native = native
        self.mutate: Callable[..., Any] = getattr(operator, f"i{name}", native)
        self.method = f"__{name}__"
        self.reflected = f"__r{name}__"
        self.in_place = f"__i{name}__"


BINARY = {
    symbol: Operator(symbol, name, native)
    for symbol, name, native in (
        ("+", "add", operator.add),
        ("-", "sub", operator.sub),
        ("*", "mul", operator.mul),
        ("/", "truediv", operator.truediv),
        ("//", "floordiv", operator.floordiv),
        ("%", "mod", operator.mod),
        ("@", "matmul", operator.matmul),
        ("**", "pow", operator.pow),
        ("<<", "lshift", operator.lshift),
        (">>", "rshift", operator.rshift),
        ("&", "and", operator.and_),
        ("|", "or", operator.or_),
        ("^", "xor", operator.xor),
    )
}

COMPARE: dict[str, tuple[Callable[[Any, Any], Any], str, str]] = {
    "<": (operator.lt, "__lt__", "__gt__"),
    ">": (operator.gt, "__gt__", "__lt__"),
    "<=": (operator.le, "__le__", "__ge__"),
    ">=": (operator.ge, "__ge__", "__le__"),
    "==": (operator.eq, "__eq__", "__eq__"),
    "!=": (operator.ne, "__ne__", "__ne__"),
}
"""Comparisons: what Python does, the method's name, and that of the other side."""

UNARY: dict[str, tuple[Callable[[Any], Any], str]] = {
    "-": (operator.neg, "__neg__"),
    "+": (operator.pos, "__pos__"),
    "~": (operator.invert, "__invert__"),
}


def binary(runtime: Runtime, op: Operator, a: Value, b: Value, span: Span | None = None) -> Value:
    """``a op b``."""
    kind, other = type(a), type(b)
    if kind in NUMBERS and other in NUMBERS:
        return _arithmetic(runtime, op, a, b)
    if kind in ARRAYS and (other in ARRAYS or other in NUMBERS):  # what most operators are between
        if span is not None:
            runtime.span = span
        return op.native(a, b)
    if kind is Record or other is Record:
        return _record_binary(runtime, op, a, b)
    if isinstance(a, Tensor) or isinstance(b, Tensor):
        if span is not None:
            runtime.span = span
        if kind is str and op.symbol == "%":
            return format_percent(runtime, a, b)
        if op.symbol == "*" and (kind in SEQUENCES or other in SEQUENCES):
            c, d = as_count(a), as_count(b)
            if c is not a or d is not b:
                return binary(runtime, op, c, d)
        if op.symbol in FLAT and isinstance(a, NUMERIC) and isinstance(b, NUMERIC):
            return binary(runtime, op, plain(a), plain(b), span)
        _refuse_own(runtime, op.symbol, a, b)
        result = op.native(a, b)
        if type(result) is Number:
            whole = op.symbol in WHOLE or (op.symbol == "**" and plain(b) >= 0)
            result.whole = whole and is_whole(a) and is_whole(b)
        return result
    if op.symbol == "%" and kind is str:
        return format_percent(runtime, a, b)
    if op.symbol == "|" and (kind is Class or other is Class):
        union = _union(a, b)
        if union is not None:
            return union
    _refuse_own(runtime, op.symbol, a, b)
    _check_size(runtime, op.symbol, a, b)
    return op.native(a, b)


ARRAYS = frozenset({Tensor, Array})
"""Types with which every operator is the engine's."""
WHOLE = frozenset({"+", "-", "*", "//", "%"})
"""Operators that make integers of integers."""
FLAT = frozenset({"//", "<<", ">>", "&", "|", "^"})
"""Operators without a gradient: of bare numbers they are computed as Python does."""
NUMERIC = (int, float, Number)
SEQUENCES: set[type] = {list, tuple, str}


def _union(a: Value, b: Value) -> tuple[Value, ...] | None:
    """``int | float`` for ``isinstance``: the classes as a tuple, which means the same there."""
    parts = [part for side in (a, b) for part in (side if type(side) is tuple else (side,))]
    parts = [NONE if part is None else part for part in parts]
    return tuple(parts) if all(type(part) is Class for part in parts) else None


SEARCHED = frozenset({list, tuple, deque, VALUES, ITEMS})
"""Containers that are looked through from front to back."""


def as_count(value: Value) -> Value:
    """A tensor that is one whole number as an integer: how often a list is repeated."""
    if isinstance(value, Number):
        return plain(value)
    if (
        isinstance(value, Tensor)
        and value.size == 1
        and value.dtype.kind in "iu"
        and (not isinstance(value, Array))
    ):
        return int(value.item())
    return value


def _arithmetic(runtime: Runtime, op: Operator, a: Any, b: Any) -> Value:
    symbol = op.symbol
    if symbol == "**":
        return power(runtime, a, b)
    if symbol == "<<" and b > 0:
        runtime.budget.integer(a.bit_length() + b if type(a) in (int, bool) else 0)
    elif symbol == "@":
        raise TypeError(_unsupported(runtime, symbol, a, b))
    result = op.native(a, b)
    if type(result) is int and not -LARGE < result < LARGE:
        runtime.budget.integer(result.bit_length())
    return result


def large(runtime: Runtime, result: Value) -> Value:
    """A result that is not a small number: checks the size of an integer."""
    if type(result) is int:
        runtime.budget.integer(result.bit_length())
    return result


def power(runtime: Runtime, a: Any, b: Any) -> Value:
    """``a ** b`` of numbers.

    Raises:
        ValueError: the result would be complex.
    """
    if type(a) is not float and type(b) is not float:
        if b > 0 and not -2 < a < 2:
            runtime.budget.integer((a.bit_length() - 1) * b)
    elif a < 0 and b != b // 1 and abs(b) != float("inf") and b == b:
        raise ValueError(
            f"the power {a:g} ** {b:g} of a negative number is complex, which is no value here"
        )
    return a**b


def _check_size(runtime: Runtime, symbol: str, a: Any, b: Any) -> None:
    """Charges for a result that can be large, before it is made."""
    kind, other = type(a), type(b)
    budget = runtime.budget
    if symbol == "+" and kind is other:
        if kind is str:
            budget.text(len(a) + len(b))
        elif kind in CONTAINERS:
            budget.items(len(a) + len(b))
    elif symbol == "*":
        sequence, times = (a, b) if kind in CONTAINERS or kind is str else (b, a)
        if type(times) is int and times > 0 and type(sequence) in SEQUENCES:
            charge = budget.text if type(sequence) is str else budget.items
            charge(len(sequence) * times)
    elif kind in CONTAINERS and other in CONTAINERS:
        budget.items(len(a) + len(b))
        budget.charge(len(a) + len(b))


def _unsupported(runtime: Runtime, symbol: str, a: Value, b: Value) -> str:
    names = f"'{runtime.type_name(a)}' and '{runtime.type_name(b)}'"
    sign = "** or pow()" if symbol == "**" else symbol
    return f"unsupported operand type(s) for {sign}: {names}"


def _refuse_own(runtime: Runtime, symbol: str, a: Value, b: Value) -> None:
    if type(a) in OWN or type(b) in OWN:
        for value in (a, b):
            if type(value) is Missing:
                raise runtime.missing(value)
        if symbol == "|" and type(a) in (Class, type(None)) and type(b) in (Class, type(None)):
            raise TypeError("a union of types has a meaning in annotations only")
        raise TypeError(_unsupported(runtime, symbol, a, b))


def _record_binary(runtime: Runtime, op: Operator, a: Value, b: Value) -> Value:
    attempts = []
    if type(a) is Record:
        attempts.append((a, op.method, b))
    if type(b) is Record:
        attempt = (b, op.reflected, a)
        other = type(a) is Record and a.cls is not b.cls and b.cls.is_below(a.cls)
        if type(a) is not Record or a.cls is not b.cls:
            attempts.insert(0 if other else len(attempts), attempt)
    for receiver, name, argument in attempts:
        method = receiver.cls.find(name)
        if method is not MISSING and method is not None:
            answer = runtime.call(method, (receiver, argument))
            if answer is not NOT_IMPLEMENTED:
                return answer
    raise TypeError(_unsupported(runtime, op.symbol, a, b))


def in_place(runtime: Runtime, op: Operator, a: Value, b: Value, span: Span | None = None) -> Value:
    """What ``a op= b`` binds to the name, after changing ``a`` where it can be changed."""
    kind = type(a)
    if kind in NUMBERS or kind is str or kind is tuple or kind is Number:
        return binary(runtime, op, a, b, span)
    if kind is Record:
        method = a.cls.find(op.in_place)
        if method is not MISSING and method is not None:
            answer = runtime.call(method, (a, b))
            if answer is not NOT_IMPLEMENTED:
                return answer
        return _record_binary(runtime, op, a, b)
    if isinstance(a, Tensor):
        if kind is Array and not a.ndim:  # one of NumPy's scalars, which do not change
            return binary(runtime, op, a, b, span)
        if span is not None:
            runtime.span = span
        _refuse_own(runtime, f"{op.symbol}=", a, b)
        return op.mutate(a, b)
    if kind is list and op.symbol == "+":
        items = collect(runtime, b)
        runtime.budget.items(len(a) + len(items))
        a += items
        return a
    if kind is list and op.symbol == "*":
        b = as_count(b)
        _check_size(runtime, "*", a, b)
        return op.mutate(a, b)
    if kind in CONTAINERS:
        _refuse_own(runtime, f"{op.symbol}=", a, b)
        _check_size(runtime, op.symbol, a, b)
        return op.mutate(a, b)
    return binary(runtime, op, a, b, span)


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


def unary(runtime: Runtime, symbol: str, a: Value, span: Span | None = None) -> Value:
    """``-a``, ``+a`` and ``~a``."""
    native, method = UNARY[symbol]
    if type(a) in OWN:
        found = a.cls.find(method) if type(a) is Record else MISSING
        if found is MISSING:
            raise TypeError(f"bad operand type for unary {symbol}: '{runtime.type_name(a)}'")
        return runtime.call(found, (a,))
    if span is not None:
        runtime.span = span
    result = native(a)
    if type(result) is Number:
        result.whole = is_whole(a)
    return result


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
            check_key(runtime, item)
        return item in container
    if kind is Record:
        method = container.cls.find("__contains__")
        if method is not MISSING:
            return truth(runtime, runtime.call(method, (container, item)))
    if isinstance(container, Tensor) and not is_bare(container):
        if span is not None:
            runtime.span = span
        return bool((container == item).sum().item())
    if kind is not Cursor and kind is not Record:
        raise TypeError(f"argument of type '{runtime.type_name(container)}' is not iterable")
    for other in iterate(runtime, container):
        runtime.budget.tick()
        if other is item or truth(runtime, compare(runtime, "==", other, item)):
            return True
    return False


def as_index(runtime: Runtime, value: Value, what: str = "integer") -> int:
    """A value as the integer that Python would take it for.

    Raises:
        TypeError: it is none.
    """
    kind = type(value)
    if kind is int or kind is bool:
        return int(value)
    if isinstance(value, Tensor):
        if isinstance(value, Number):
            value = plain(value)
            if type(value) is int:
                return value
        elif value.size == 1 and value.dtype.kind in "iu":
            return int(value.item())
    elif kind is Record and (method := value.cls.find("__index__")) is not MISSING:
        return int(runtime.call(method, (value,)))
    name = runtime.type_name(value)
    raise TypeError(f"'{name}' object cannot be interpreted as an {what}")
