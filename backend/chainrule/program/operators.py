"""Operators: Python's meaning of each one, checked before where the result can be large.

Closures compute with plain numbers themselves; everything else comes here.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from chainrule.engine import Span, Tensor
from chainrule.program.classes import NONE
from chainrule.program.containers import collect, weigh
from chainrule.program.formatting import format_percent
from chainrule.program.integers import LARGE, power
from chainrule.program.invocation import invoke
from chainrule.program.numbers import Array, Number, is_whole, plain
from chainrule.program.runtime import Runtime
from chainrule.program.values import (
    CONTAINERS,
    MISSING,
    NOT_IMPLEMENTED,
    NUMBERS,
    OWN,
    Class,
    Function,
    Missing,
    Record,
    Value,
)


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
    if kind in ARRAYS and (  # what most operators are between
        other in NUMBERS or (other is kind and (op.symbol != "@" or kind is Array))
    ):
        if span is not None:
            runtime.span = span
        return op.native(a, b)
    if kind is Record or other is Record:
        if kind is str and op.symbol == "%":
            return format_percent(runtime, a, b)
        return _record_binary(runtime, op, a, b)
    if isinstance(a, Tensor) or isinstance(b, Tensor):
        if span is not None:
            runtime.span = span
        if (meet := MEETINGS.get((kind, other))) is not None:
            return meet(runtime, op, a, b)
        if kind is str and op.symbol == "%":
            return format_percent(runtime, a, b)
        if op.symbol == "*" and (kind in SEQUENCES or other in SEQUENCES):
            c, d = as_count(a), as_count(b)
            if c is not a or d is not b:
                return binary(runtime, op, c, d)
        if op.symbol in FLAT and isinstance(a, NUMERIC) and isinstance(b, NUMERIC):
            return binary(runtime, op, plain(a), plain(b), span)
        _refuse_own(runtime, op.symbol, a, b)
        weigh(runtime, a)
        weigh(runtime, b)
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
MEETINGS: dict[tuple[type, type], Callable[[Runtime, Operator, Any, Any], Value]] = {}
"""What is done where tensors of two kinds meet; libraries enter theirs."""
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
    if type(a) is Record and (type(b) is not Record or a.cls is b.cls):  # what most are
        method = a.cls.find(op.method)
        if type(method) is Function:
            answer = invoke(runtime, method, (a, b))
            if answer is not NOT_IMPLEMENTED:
                return answer
            raise TypeError(_unsupported(runtime, op.symbol, a, b))
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
        if isinstance(a, Array) and not a.ndim and not a.held:  # NumPy's numbers do not change
            return binary(runtime, op, a, b, span)
        if span is not None:
            runtime.span = span
        _refuse_own(runtime, f"{op.symbol}=", a, b)
        weigh(runtime, b)
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
