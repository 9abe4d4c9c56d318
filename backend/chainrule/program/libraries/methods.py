"""Methods of Python's containers, iterators and exceptions."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

from chainrule.program.containers import check_key, collect, weigh
from chainrule.program.libraries.iterators import sort
from chainrule.program.libraries.types import update
from chainrule.program.operators import as_index
from chainrule.program.runtime import Runtime
from chainrule.program.tables import ATTRIBUTES, Attribute, Method
from chainrule.program.values import (
    MAPPINGS,
    MISSING,
    VIEWS,
    DefaultDict,
    Value,
)


def method(name: str, call: Callable[..., Any]) -> Method:
    """A method that needs the runtime."""
    return Method(name, call, runtime=True)


def _look(runtime: Runtime, items: Any, value: Value) -> None:
    runtime.budget.charge(len(items) * weigh(runtime, value))


# Lists


def append(runtime: Runtime, items: list[Value], value: Value) -> None:
    """Adds an item at the end."""
    items.append(value)
    budget = runtime.budget
    budget.bytes_left -= 16
    if budget.bytes_left < 0 or len(items) > budget.limits.list_items:
        budget.items(len(items))


def extend(runtime: Runtime, items: Any, iterable: Value) -> None:
    """Adds all items of another value at the end."""
    more = collect(runtime, iterable)
    runtime.budget.items(len(items) + len(more))
    items.extend(more)


def insert(runtime: Runtime, items: Any, index: Value, value: Value) -> None:
    """Adds an item before a place."""
    runtime.budget.items(len(items) + 1)
    runtime.budget.charge(len(items))
    items.insert(as_index(runtime, index), value)


def pop(runtime: Runtime, items: list[Value], index: Value = -1) -> Value:
    """Takes an item out."""
    place = as_index(runtime, index)
    if place != -1:
        runtime.budget.charge(len(items))
    return items.pop(place)


def remove(runtime: Runtime, items: Any, value: Value) -> None:
    """Takes the first equal item out."""
    _look(runtime, items, value)
    items.remove(value)


def index(runtime: Runtime, items: Any, value: Value, *bounds: Value) -> int:
    """The place of the first equal item."""
    _look(runtime, items, value)
    return items.index(value, *[as_index(runtime, bound) for bound in bounds])  # type: ignore[no-any-return]


def count(runtime: Runtime, items: Any, value: Value) -> int:
    """How many items are equal."""
    _look(runtime, items, value)
    return items.count(value)  # type: ignore[no-any-return]


def copy(runtime: Runtime, items: Any) -> Value:
    """A copy that shares the items."""
    runtime.budget.items(len(items))
    result = items.copy()
    if type(items) is DefaultDict:
        result = DefaultDict(items)
        result.factory = items.factory
    elif type(items) in MAPPINGS:
        result = type(items)(items)
    return result


def reverse(runtime: Runtime, items: Any) -> None:
    """Turns the order around."""
    runtime.budget.charge(len(items))
    items.reverse()


def sort_(
    runtime: Runtime, items: list[Value], *, key: Value = None, reverse: Value = False
) -> None:
    """Puts the items in order."""
    sort(runtime, items, key, reverse)


def clear(runtime: Runtime, items: Any) -> None:
    """Takes every item out."""
    items.clear()


_LIST: dict[str, Callable[..., Value]] = {
        "append": append, "extend": extend, "insert": insert, "pop": pop, "remove": remove,
        "index": index, "count": count, "copy": copy, "reverse": reverse, "sort": sort_,
        "clear": clear,
    }  # fmt: skip
ATTRIBUTES[list] = {name: method(name, call) for name, call in _LIST.items()}
ATTRIBUTES[tuple] = {"index": method("index", index), "count": method("count", count)}


def _bounded_append(left: bool) -> Callable[..., None]:
    def call(runtime: Runtime, items: deque[Value], value: Value) -> None:
        runtime.budget.hold(16)
        if len(items) >= runtime.limits.list_items:
            raise runtime.budget.exceeded("list_items")
        items.appendleft(value) if left else items.append(value)

    return call


def extendleft(runtime: Runtime, items: deque[Value], iterable: Value) -> None:
    """Adds all items at the front, one by one."""
    more = collect(runtime, iterable)
    runtime.budget.items(len(items) + len(more))
    items.extendleft(more)


def rotate(runtime: Runtime, items: deque[Value], n: Value = 1) -> None:
    """Moves items from the end to the front."""
    runtime.budget.charge(len(items))
    items.rotate(as_index(runtime, n))


ATTRIBUTES[deque] = {
    "append": method("append", _bounded_append(False)),
    "appendleft": method("appendleft", _bounded_append(True)),
    "pop": method("pop", lambda runtime, items: items.pop()),
    "popleft": method("popleft", lambda runtime, items: items.popleft()),
    "extend": method("extend", extend),
    "extendleft": method("extendleft", extendleft),
    "rotate": method("rotate", rotate),
    "maxlen": Attribute(lambda items: items.maxlen),
    **{name: ATTRIBUTES[list][name] for name in (
        "insert", "remove", "index", "count", "copy", "reverse", "clear")},
}  # fmt: skip


# Dictionaries and sets


def get(runtime: Runtime, table: dict[Value, Value], key: Value, default: Value = None) -> Value:
    """The value of a key, or a default."""
    return table.get(check_key(runtime, key), default)


def pop_key(runtime: Runtime, table: Any, key: Value, default: Value = MISSING) -> Value:
    """Takes a key out and gives its value."""
    key = check_key(runtime, key)
    return table.pop(key) if default is MISSING else table.pop(key, default)


def setdefault(runtime: Runtime, table: Any, key: Value, default: Value = None) -> Value:
    """The value of a key, which gets a default if it is not there."""
    runtime.budget.hold(100)
    if len(table) >= runtime.limits.list_items:
        raise runtime.budget.exceeded("list_items")
    return table.setdefault(check_key(runtime, key), default)


def update_(runtime: Runtime, table: Any, *args: Value, **named: Value) -> None:
    """Takes over the entries of others."""
    for source in args:
        update(runtime, table, source)
    table.update(named)
    runtime.budget.items(len(table))


def fromkeys(runtime: Runtime, keys: Value, value: Value = None) -> Value:
    """A dictionary with one value for all keys."""
    return {check_key(runtime, key): value for key in collect(runtime, keys)}


DICTIONARY = ATTRIBUTES[dict] = {
    "get": method("get", get),
    "pop": method("pop", pop_key),
    "popitem": method("popitem", lambda runtime, table: table.popitem()),
    "setdefault": method("setdefault", setdefault),
    "update": method("update", update_),
    "keys": method("keys", lambda runtime, table: table.keys()),
    "values": method("values", lambda runtime, table: table.values()),
    "items": method("items", lambda runtime, table: table.items()),
    "clear": method("clear", clear),
    "copy": method("copy", copy),
    "fromkeys": Method("fromkeys", fromkeys, runtime=True, of_class=True),
}
for _view in VIEWS:
    ATTRIBUTES[_view] = {}


def _combine(name: str, kind: type) -> Method:
    native = getattr(kind, name)

    def call(runtime: Runtime, items: Any, *others: Value) -> Value:
        sets = [{check_key(runtime, item) for item in collect(runtime, other)} for other in others]
        runtime.budget.items(len(items) + sum(map(len, sets)))
        runtime.budget.charge(len(items))
        return native(items, *sets)

    return method(name, call)


def add(runtime: Runtime, items: set[Value], value: Value) -> None:
    """Adds an element."""
    runtime.budget.hold(100)
    if len(items) >= runtime.limits.list_items:
        raise runtime.budget.exceeded("list_items")
    items.add(check_key(runtime, value))


_ASKS = ("union", "intersection", "difference", "symmetric_difference", "issubset",
         "issuperset", "isdisjoint")  # fmt: skip
ATTRIBUTES[frozenset] = {
    **{name: _combine(name, frozenset) for name in _ASKS}, "copy": method("copy", copy)
}  # fmt: skip
ATTRIBUTES[set] = {
    **{name: _combine(name, set) for name in (
        *_ASKS, "update", "intersection_update", "difference_update",
        "symmetric_difference_update")},
    "add": method("add", add),
    "remove": method("remove", lambda runtime, s, value: s.remove(check_key(runtime, value))),
    "discard": method("discard", lambda runtime, s, value: s.discard(check_key(runtime, value))),
    "pop": method("pop", lambda runtime, s: s.pop()),
    "clear": method("clear", clear),
    "copy": method("copy", copy),
}  # fmt: skip

ATTRIBUTES[range] = {
    "start": Attribute(lambda r: r.start), "stop": Attribute(lambda r: r.stop),
    "step": Attribute(lambda r: r.step),
    "index": Method("index", lambda r, value: r.index(value) if type(value) is int else -1),
    "count": Method("count", lambda r, value: int(type(value) is int and value in r)),
}  # fmt: skip
ATTRIBUTES[slice] = {
    "start": Attribute(lambda s: s.start), "stop": Attribute(lambda s: s.stop),
    "step": Attribute(lambda s: s.step),
    "indices": Method("indices", lambda s, length: s.indices(length)),
}  # fmt: skip
