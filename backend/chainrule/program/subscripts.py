"""Subscripts: reading, writing and deleting ``container[key]``."""

from __future__ import annotations

from collections import Counter, deque
from typing import Any

from chainrule.engine import Span, Tensor
from chainrule.program.containers import check_key, collect, weigh
from chainrule.program.numbers import Number, is_bare
from chainrule.program.operators import as_index
from chainrule.program.runtime import Runtime
from chainrule.program.values import (
    MAPPINGS,
    MISSING,
    OWN,
    Class,
    DefaultDict,
    Library,
    Missing,
    Quiet,
    Record,
    Value,
)

PLACES = frozenset({int, type(None)})
SEQUENCES: set[type] = {list, tuple, str, range, deque}


def get_item(runtime: Runtime, container: Value, key: Value, span: Span | None = None) -> Value:
    """``container[key]``.

    Raises:
        TypeError: it has no items, or the key is none.
    """
    kind = type(container)
    if kind in SEQUENCES:
        if type(key) is slice:
            key = _slice(runtime, key)
            if kind is not range:
                runtime.budget.items(len(container) if kind is not str else len(container) // 8)
            return container[key]
        return container[_position(runtime, container, key)]
    if kind in MAPPINGS:
        try:
            return container[check_key(runtime, key)]
        except KeyError:
            if kind is DefaultDict and container.factory is not None:
                value = container[key] = runtime.call(container.factory)
                runtime.budget.items(len(container) // 100)
                return value
            if kind is Counter:
                return 0
            raise
    if isinstance(container, Tensor) and not is_bare(container):
        if span is not None:
            runtime.span = span
        return container[tensor_index(runtime, key)]
    if kind is Record:
        method = container.cls.find("__getitem__")
        if method is not MISSING:
            return runtime.call(method, (container, key))
    if kind is Class:
        if container.members:
            return container.members[key]
        method = container.find("__class_getitem__")
        if method is MISSING or container.runtime is None:
            return container
        return runtime.call(method.function, (container, key))
    if kind is Quiet:
        is_place = type(key) is int and -len(container.items) <= key < len(container.items)
        return container.items[key] if is_place else container
    if kind is Library and container.quiet:
        return Quiet(container.name)
    if kind is Missing:
        raise runtime.missing(container)
    raise TypeError(f"'{runtime.type_name(container)}' object is not subscriptable")


def _position(runtime: Runtime, container: Value, key: Value) -> int:
    if type(key) is int:
        return key
    try:
        return as_index(runtime, key)
    except TypeError:
        name = runtime.type_name(container)
        kinds = "integers" if name in ("str",) else "integers or slices"
        indices = f"{'string' if name == 'str' else name} indices must be {kinds}"
        if name == "deque":
            indices = f"sequence index must be integer, not '{runtime.type_name(key)}'"
            raise TypeError(indices) from None
        quote = "'" if name == "str" else ""
        shown = f"{quote}{runtime.type_name(key)}{quote}"
        raise TypeError(f"{indices}, not {shown}") from None


def _slice(runtime: Runtime, key: slice) -> slice:
    if PLACES.issuperset((type(key.start), type(key.stop), type(key.step))):
        return key
    parts = []
    for part in (key.start, key.stop, key.step):
        if part is None or type(part) is int:
            parts.append(part)
            continue
        try:
            parts.append(as_index(runtime, part))
        except TypeError:
            raise TypeError(
                "slice indices must be integers or None or have an __index__ method"
            ) from None
    return slice(*parts)


def tensor_index(runtime: Runtime, key: Value) -> Any:
    """An index of a tensor: bare numbers are read, objects of the program refused."""
    kind = type(key)
    if kind is int or kind is str:
        return key
    if kind is tuple:
        weigh(runtime, key)
        return tuple([tensor_index(runtime, part) for part in key])
    if kind is list:
        weigh(runtime, key)
        return key
    if kind is slice:
        return _slice(runtime, key)
    if kind is Number:
        return as_index(runtime, key)
    if kind is range:
        return collect(runtime, key)
    if kind in OWN:
        raise TypeError(f"a tensor has no index of type '{runtime.type_name(key)}'")
    return key


def set_item(
    runtime: Runtime, container: Value, key: Value, value: Value, span: Span | None = None
) -> None:
    """``container[key] = value``."""
    kind = type(container)
    if kind is list or kind is deque:
        if type(key) is slice and kind is list:
            items = collect(runtime, value)
            runtime.budget.items(len(container) + len(items))
            container[_slice(runtime, key)] = items
            return
        container[_position(runtime, container, key)] = value
        return
    if kind in MAPPINGS:
        container[check_key(runtime, key)] = value
        runtime.budget.hold(100)
        if len(container) > runtime.limits.list_items:
            raise runtime.budget.exceeded("list_items")
        return
    if isinstance(container, Tensor) and not is_bare(container):
        if span is not None:
            runtime.span = span
        if type(value) in OWN:
            raise TypeError(f"a tensor cannot hold a '{runtime.type_name(value)}'")
        weigh(runtime, value)
        container[tensor_index(runtime, key)] = value
        return
    if kind is Record:
        method = container.cls.find("__setitem__")
        if method is not MISSING:
            runtime.call(method, (container, key, value))
            return
    if kind is Quiet or (kind is Library and container.quiet):
        return
    if kind is Missing:
        raise runtime.missing(container)
    raise TypeError(f"'{runtime.type_name(container)}' object does not support item assignment")


def delete_item(runtime: Runtime, container: Value, key: Value, span: Span | None = None) -> None:
    """``del container[key]``."""
    if span is not None:
        runtime.span = span
    kind = type(container)
    if kind is list or kind is deque:
        runtime.budget.charge(len(container))
        where = type(key) is slice and kind is list
        del container[_slice(runtime, key) if where else _position(runtime, container, key)]
        return
    if kind in MAPPINGS:
        del container[check_key(runtime, key)]
        return
    if kind is Record:
        method = container.cls.find("__delitem__")
        if method is not MISSING:
            runtime.call(method, (container, key))
            return
    raise TypeError(f"'{runtime.type_name(container)}' object doesn't support item deletion")


def as_mapping(runtime: Runtime, value: Value) -> dict[Value, Value]:
    """What stands behind ``**``.

    Raises:
        TypeError: it is no mapping.
    """
    if type(value) in MAPPINGS:
        runtime.budget.items(len(value))
        return value  # type: ignore[no-any-return]
    if type(value) is Record and (keys := value.cls.find("keys")) is not MISSING:
        names = collect(runtime, runtime.call(keys, (value,)))
        return {name: get_item(runtime, value, name) for name in names}
    raise TypeError(f"'{runtime.type_name(value)}' object is not a mapping")
