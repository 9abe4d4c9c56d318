"""Containers: what goes through them, all bounded: the one way to iterate, to compare, to hash.

Native code never sees an iterator that could go on for ever, nor a structure whose comparison or
hash would take longer than its size (lists that contain each other twice double at every level).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from chainrule.engine import Span, Tensor
from chainrule.engine.effort import PER_LIST
from chainrule.program.errors import Raised
from chainrule.program.numbers import Array, Number, is_bare
from chainrule.program.runtime import Runtime
from chainrule.program.values import (
    CONTAINERS,
    MAPPINGS,
    MISSING,
    PAIRS,
    Class,
    Cursor,
    Frame,
    Quiet,
    Record,
    Value,
)

SIMPLE = frozenset({str, int, float, bool, type(None)})
"""Types whose values are hashed and compared in a step."""
SHORT = 16
"""Items of a tuple that nobody needs to count."""


def parts(value: Value) -> Any:
    """The values directly inside a container."""
    if type(value) in MAPPINGS:
        return [*value.keys(), *value.values()]
    if type(value) in PAIRS:
        return [part for pair in value for part in pair]
    return value


def weigh(runtime: Runtime, value: Value) -> int:
    """How many values a container holds, counted at every depth and as often as they are met.

    Raises:
        ProgramError: they are too many, or nested too deeply.
    """
    if type(value) not in CONTAINERS:
        return 1
    most, depth, count, containers = runtime.limits.list_items, 0, 1, 0
    level = [value]
    while level:
        depth += 1
        if depth > runtime.limits.nesting:
            raise runtime.budget.exceeded("nesting")
        below: list[Value] = []
        containers += len(level)
        for container in level:
            count += len(container)
            if count > most:
                raise runtime.budget.exceeded("list_items")
            if container:
                below += [part for part in parts(container) if type(part) in CONTAINERS]
        level = below
    runtime.budget.charge(count)
    runtime.budget.spend(PER_LIST * containers)
    return count


def check_key(runtime: Runtime, key: Value) -> Value:
    """A value that is about to be hashed, as key or as element of a set.

    One of NumPy's scalars is the number that it is equal to.

    Raises:
        TypeError: it cannot be hashed.
    """
    kind = type(key)
    if kind in SIMPLE or kind is Record:
        return key
    if kind is tuple or kind is frozenset:
        if len(key) <= SHORT and SIMPLE.issuperset(map(type, key)):
            return key
        weigh(runtime, key)
        hashed = [check_key(runtime, part) for part in key]
        if any(new is not old for new, old in zip(hashed, key, strict=True)):
            return kind(hashed)
    elif kind is Array:
        if key.ndim:
            raise TypeError("unhashable type: 'numpy.ndarray'")
        return key._array.item()
    elif kind is Number:
        raise TypeError("a number that gets a gradient cannot be a key; write int(...) around it")
    return key


def bounded(runtime: Runtime, iterator: Iterator[Value]) -> list[Value]:
    """Everything that an iterator gives."""
    most = runtime.limits.list_items
    items = list(islice(iterator, most + 1))
    runtime.budget.items(len(items))
    return items


def iterate(runtime: Runtime, value: Value) -> Iterator[Value]:
    """Python's iterator over a value, for a loop that ticks itself.

    Raises:
        TypeError: it has no items.
    """
    kind = type(value)
    if kind in CONTAINERS or kind is str or kind is range:
        return iter(value)
    if kind is Cursor:
        return iter(value) if value.depth > 1 or value.kind == "generator" else value.source
    if kind is Record:
        return iterate_record(runtime, value)
    if isinstance(value, Tensor) and not is_bare(value):
        return _rows(value)
    if kind is Quiet:
        return iter(value.items)
    if kind is Class and value.members:
        return iter(dict.fromkeys(value.members.values()))
    raise TypeError(f"'{runtime.type_name(value)}' object is not iterable")


def _rows(tensor: Tensor) -> Iterator[Value]:
    if not tensor.ndim:
        raise TypeError("iteration over a 0-d tensor")
    return iter(tensor)


def iterate_record(runtime: Runtime, record: Record) -> Iterator[Value]:
    """Python's iterator over an instance with ``__iter__`` or ``__getitem__``."""
    method = record.cls.find("__iter__")
    if method is not MISSING and method is not None:
        answer = runtime.call(method, (record,))
        if type(answer) is Record:
            return record_items(runtime, answer)
        if type(answer) is not Cursor:
            raise TypeError(f"iter() returned non-iterator of type '{runtime.type_name(answer)}'")
        return iter(answer)
    method = record.cls.find("__getitem__")
    if method is MISSING:
        raise TypeError(f"'{record.cls.name}' object is not iterable")
    return _by_index(runtime, lambda index: runtime.call(method, (record, index)))


def record_items(runtime: Runtime, record: Record) -> Iterator[Value]:
    """What the ``__next__`` of an instance gives."""
    method = record.cls.find("__next__")
    if method is MISSING:
        raise TypeError(f"iter() returned non-iterator of type '{record.cls.name}'")
    return _until(runtime, "StopIteration", lambda: runtime.call(method, (record,)))


def _by_index(runtime: Runtime, get: Callable[[int], Value]) -> Iterator[Value]:
    indices = iter(range(runtime.limits.loop_iterations))
    return _until(runtime, "IndexError", lambda: get(next(indices)))


def _until(runtime: Runtime, name: str, give: Callable[[], Value]) -> Iterator[Value]:
    """What a function gives until it raises an exception of a class of the program."""
    while True:
        runtime.budget.tick()
        try:
            item = give()
        except Exception as error:
            if not is_raised(runtime, error, name):
                raise
            return
        yield item


def is_raised(runtime: Runtime, error: Exception, name: str) -> bool:
    """Whether an error is an exception that the program could catch by this name."""
    if isinstance(error, Raised):
        return any(cls.name == name for cls in error.record.cls.order)
    caught = runtime.caught(error)
    return caught is not None and any(cls.name == name for cls in caught.cls.order)


def cursor(runtime: Runtime, value: Value, kind: str | None = None) -> Cursor:
    """``iter(value)``: an iterator that ticks."""
    if type(value) is Cursor:
        return value
    return Cursor(runtime, iterate(runtime, value), kind or iterator_kind(value))


def iterator_kind(value: Value) -> str:
    """What Python calls the iterator over a value."""
    kind = type(value)
    if kind is dict or kind is str:
        return "dict_keyiterator" if kind is dict else "str_ascii_iterator"
    return f"{kind.__name__}_iterator" if kind in CONTAINERS or kind is range else "iterator"


def collect(runtime: Runtime, value: Value) -> list[Value]:
    """Everything that a value gives, as a new list."""
    kind = type(value)
    if kind in CONTAINERS or kind is range:
        runtime.budget.items(len(value))
        runtime.budget.charge(len(value))
        return list(value)
    if kind is str:
        runtime.budget.items(len(value))
        return list(value)
    if kind is Cursor:
        return bounded(runtime, value)
    return bounded(runtime, ticking(runtime, iterate(runtime, value)))


def ticking(runtime: Runtime, iterator: Iterator[Value]) -> Iterator[Value]:
    """The same items; each one ticks."""
    tick = runtime.budget.tick
    for item in iterator:
        tick()
        yield item


def consume(runtime: Runtime, value: Value) -> Iterator[Value]:
    """An iterator over a value that native code may go through: it ticks, or it is short."""
    kind = type(value)
    if kind in CONTAINERS or kind is str or kind is range:
        runtime.budget.charge(len(value))
        return iter(value)
    if kind is Cursor:
        return iter(value)
    return ticking(runtime, iterate(runtime, value))


def depth_of(*values: Value) -> int:
    """How many iterators stand behind the deepest of these."""
    if Cursor not in map(type, values):
        return 1
    return 1 + max(value.depth for value in values if type(value) is Cursor)


def unpack(
    frame: Frame, value: Value, count: int, star: int | None, span: Span | None = None
) -> list[Value]:
    """The values for so many names, of which one may take a list of the rest.

    Raises:
        ValueError: there are more or fewer.
    """
    runtime: Runtime = frame[0]
    if span is not None:
        runtime.span = span
    kind = type(value)
    if kind in CONTAINERS or kind is str or kind is range:
        if star is None and len(value) == count:
            return list(value)
        items = collect(runtime, value)
    elif kind is Quiet and len(value.items) < count:
        return [value] * count
    else:
        try:
            iterator = iterate(runtime, value)
        except TypeError:
            name = runtime.type_name(value)
            raise TypeError(f"cannot unpack non-iterable {name} object") from None
        if star is None:
            items = list(islice(iterator, count + 1))
            if len(items) > count:
                raise ValueError(f"too many values to unpack (expected {count})")
        else:
            items = bounded(runtime, ticking(runtime, iterator))
    if star is None:
        if len(items) == count:
            return items
        if len(items) > count:
            raise ValueError(f"too many values to unpack (expected {count})")
        raise ValueError(f"not enough values to unpack (expected {count}, got {len(items)})")
    if len(items) < count - 1:
        raise ValueError(
            f"not enough values to unpack (expected at least {count - 1}, got {len(items)})"
        )
    after = count - 1 - star
    end = len(items) - after
    return [*items[:star], items[star:end], *items[end:]]


def is_class(value: Value, name: str) -> bool:
    """Whether it is the class of this name."""
    return type(value) is Class and value.name == name
