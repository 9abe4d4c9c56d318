"""Python's built-in types: what calling ``int``, ``list`` or ``type`` makes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chainrule.engine import Tensor
from chainrule.program.attributes import make_super
from chainrule.program.classes import (
    BOOL,
    CLASSMETHOD,
    DICT,
    FLOAT,
    FROZENSET,
    INT,
    LIST,
    PROPERTY,
    RANGE,
    SET,
    SLICE,
    STATICMETHOD,
    STR,
    SUPER,
    TUPLE,
    TYPE,
    class_of,
)
from chainrule.program.comparison import truth
from chainrule.program.containers import check_key, collect, iterate
from chainrule.program.errors import failure
from chainrule.program.libraries.builtins import range_
from chainrule.program.numbers import plain
from chainrule.program.operators import as_index
from chainrule.program.runtime import Runtime
from chainrule.program.subscripts import as_mapping
from chainrule.program.text import show
from chainrule.program.values import (
    MAPPINGS,
    MISSING,
    NUMBERS,
    Class,
    ClassMethod,
    Property,
    Record,
    StaticMethod,
    Value,
)


def int_(runtime: Runtime, x: Value = 0, base: Value = None) -> int:
    """A whole number from a number or a text."""
    if type(x) is str:
        radix = 10 if base is None else as_index(runtime, base)
        runtime.budget.integer(len(x) * max(abs(radix), 16).bit_length() - 1 if x else 1)
        return int(x, radix)
    if base is not None:
        raise TypeError("int() can't convert non-string with explicit base")
    if type(x) is Record:
        for name in ("__int__", "__index__", "__trunc__"):
            if (method := x.cls.find(name)) is not MISSING:
                return _expect(runtime, runtime.call(method, (x,)), int, "__int__")  # type: ignore[no-any-return]
    if type(x) in NUMBERS or isinstance(x, Tensor):
        return int(plain(x) if not isinstance(plain(x), Tensor) else x.item())
    raise TypeError(
        "int() argument must be a string, a bytes-like object or a real number, "
        f"not '{runtime.type_name(x)}'"
    )


def _expect(runtime: Runtime, value: Value, kind: type, name: str) -> Any:
    if type(value) is not kind:
        raise TypeError(f"{name} returned non-{kind.__name__} (type {runtime.type_name(value)})")
    return value


def float_(runtime: Runtime, x: Value = 0.0) -> float:
    """A number from a number or a text."""
    if type(x) is str or type(x) in NUMBERS:
        return float(x)
    if type(x) is Record and (method := x.cls.find("__float__")) is not MISSING:
        return _expect(runtime, runtime.call(method, (x,)), float, "__float__")  # type: ignore[no-any-return]
    if isinstance(x, Tensor):
        return float(x)
    raise TypeError(
        f"float() argument must be a string or a real number, not '{runtime.type_name(x)}'"
    )


def str_(runtime: Runtime, object: Value = "") -> str:
    """A value as text."""
    return show(runtime, object)


def bool_(runtime: Runtime, x: Value = False) -> bool:
    """Whether a value counts as true."""
    return truth(runtime, x, runtime.span)


def list_(runtime: Runtime, iterable: Value = ()) -> list[Value]:
    """A new list of all items."""
    return collect(runtime, iterable)


def tuple_(runtime: Runtime, iterable: Value = ()) -> tuple[Value, ...]:
    """A tuple of all items."""
    return iterable if type(iterable) is tuple else tuple(collect(runtime, iterable))


def set_(runtime: Runtime, iterable: Value = ()) -> set[Value]:
    """A set of all items."""
    return {check_key(runtime, item) for item in collect(runtime, iterable)}


def frozenset_(runtime: Runtime, iterable: Value = ()) -> frozenset[Value]:
    """A set of all items that never changes."""
    return frozenset(set_(runtime, iterable))


def dict_(runtime: Runtime, /, *args: Value, **named: Value) -> dict[Value, Value]:
    """A dictionary from a mapping, pairs and keywords."""
    result: dict[Value, Value] = {}
    if len(args) > 1:
        raise TypeError(f"dict expected at most 1 argument, got {len(args)}")
    if args:
        update(runtime, result, args[0])
    result.update(named)
    return result


def update(runtime: Runtime, target: dict[Value, Value], source: Value) -> None:
    """Takes over the entries of a mapping, or of an iterable of pairs."""
    is_record = type(source) is Record and source.cls.find("keys") is not MISSING
    if type(source) in MAPPINGS or is_record:
        target.update(as_mapping(runtime, source))
        return
    for place, pair in enumerate(iterate(runtime, source)):
        runtime.budget.tick()
        try:
            parts = collect(runtime, pair)
        except TypeError:
            raise TypeError(
                f"cannot convert dictionary update sequence element #{place} to a sequence"
            ) from None
        if len(parts) != 2:
            raise ValueError(
                f"dictionary update sequence element #{place} has length {len(parts)}; "
                "2 is required"
            )
        target[check_key(runtime, parts[0])] = parts[1]
    runtime.budget.items(len(target))


def type_(runtime: Runtime, value: Value, *more: Value) -> Class:
    """The class of a value."""
    if more:
        raise failure(
            "not_supported", "type() makes no classes here", None, "write class Name: ..."
        )
    return class_of(value)


def slice_(runtime: Runtime, *parts: Value) -> slice:
    """What stands in brackets: start, stop and step."""
    return slice(*parts)


def super_(runtime: Runtime, cls: Value = MISSING, receiver: Value = MISSING) -> Value:
    """An object seen from behind one of its classes."""
    if receiver is MISSING:
        raise failure("not_supported", "super() needs a method around it here")
    return make_super(cls, receiver)


def property_(
    runtime: Runtime, fget: Value = None, fset: Value = None, fdel: Value = None, doc: Value = None
) -> Property:
    """A property from its functions."""
    return Property(fget, fset, fdel)


MAKERS: dict[Class, Callable[..., Value]] = {
    INT: int_, FLOAT: float_, STR: str_, BOOL: bool_, LIST: list_, TUPLE: tuple_, SET: set_,
    FROZENSET: frozenset_, DICT: dict_, RANGE: range_, SLICE: slice_, TYPE: type_, SUPER: super_,
    PROPERTY: property_, STATICMETHOD: lambda runtime, function: StaticMethod(function),
    CLASSMETHOD: lambda runtime, function: ClassMethod(function),
}  # fmt: skip
"""What calling each type does."""
for _cls, _make in MAKERS.items():
    _cls.make = _make
