"""``functools`` and ``operator``: functions made of functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chainrule.program.attributes import get_attribute
from chainrule.program.containers import check_key, consume
from chainrule.program.libraries.builtins import FUNCTIONS
from chainrule.program.libraries.writings import written
from chainrule.program.runtime import Runtime
from chainrule.program.values import (
    MISSING,
    Builtin,
    Function,
    Property,
    Record,
    Value,
    builtins,
)


def reduce(
    runtime: Runtime, function: Value, iterable: Value, initial: Value = MISSING, /
) -> Value:
    """What a function makes of the items, one after the other."""
    result = initial
    for item in consume(runtime, iterable):
        result = item if result is MISSING else runtime.call(function, (result, item))
    if result is MISSING:
        raise TypeError("reduce() of empty iterable with no initial value")
    return result


def partial(runtime: Runtime, function: Value, /, *args: Value, **kwargs: Value) -> Builtin:
    """A function with some of its arguments."""

    def call(*more: Value, **named: Value) -> Value:
        return runtime.call(function, (*args, *more), {**kwargs, **named})

    return Builtin("functools.partial", call)


def cached_property(runtime: Runtime, func: Value) -> Property:
    """A property whose value is computed once for each object."""
    name = get_attribute(runtime, func, "__name__")

    def get(record: Record) -> Value:
        if name not in record.attributes:
            record.attributes[name] = runtime.call(func, (record,))
        return record.attributes[name]

    return Property(Builtin(name, get), Builtin(name, _keep(name)), Builtin(name, _drop(name)))


def _keep(name: str) -> Callable[[Record, Value], None]:
    return lambda record, value: record.attributes.update({name: value})


def _drop(name: str) -> Callable[[Record], None]:
    return lambda record: record.attributes.pop(name, None)


def lru_cache(runtime: Runtime, maxsize: Value = 128, typed: Value = False) -> Value:
    """A decorator after which a function remembers its results."""
    if callable_kind(maxsize):
        return cached(runtime, maxsize)
    return Builtin("lru_cache", lambda function: cached(runtime, function))


def callable_kind(value: Value) -> bool:
    """Whether it is a function, not a number of results to remember."""
    return value is not None and type(value) not in (int, bool)


def cached(runtime: Runtime, function: Value) -> Builtin:
    """A function that remembers its results by its arguments."""
    known: dict[Any, Value] = {}

    def call(*args: Value, **kwargs: Value) -> Value:
        key = check_key(runtime, (*args, *kwargs.items()))
        if key not in known:
            runtime.budget.hold(300)
            known[key] = runtime.call(function, args, kwargs)
        return known[key]

    return Builtin(function.code.name if type(function) is Function else "cached", call)


FUNCTOOLS = written(
    "functools",
    "function_tools",
    known={
        **builtins({
            "reduce": reduce, "partial": partial, "lru_cache": lru_cache, "cache": cached,
            "cached_property": cached_property,
        }),
    },
)  # fmt: skip
MODULES: dict[str, Value] = {
    "functools": FUNCTOOLS,
    "operator": written(
        "operator", "operator_functions", known={"abs": FUNCTIONS["abs"]}
    ),
}  # fmt: skip
