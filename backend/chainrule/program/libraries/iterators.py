"""Built-in functions that go through values: ``zip``, ``map``, ``sorted`` and their kind."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from chainrule.engine import Tensor
from chainrule.program.comparison import compare, truth
from chainrule.program.containers import (
    collect,
    cursor,
    depth_of,
    is_raised,
    iterate,
    ticking,
    weigh,
)
from chainrule.program.operators import as_index
from chainrule.program.runtime import Runtime
from chainrule.program.values import CONTAINERS, MISSING, NUMBERS, Cursor, Record, Value


def enumerate_(runtime: Runtime, iterable: Value, start: Value = 0) -> Cursor:
    """Pairs of a running number and an item."""
    items = iterate(runtime, iterable)
    first = as_index(runtime, start)
    return Cursor(runtime, enumerate(items, first), "enumerate", depth_of(iterable))


def zip_(runtime: Runtime, *iterables: Value, strict: Value = False) -> Cursor:
    """Tuples of items that stand at the same place."""
    iterators = [iterate(runtime, value) for value in iterables]
    both = zip(*iterators, strict=bool(strict))
    return Cursor(runtime, both, "zip", depth_of(*iterables))


def map_(runtime: Runtime, function: Value, *iterables: Value) -> Cursor:
    """What a function makes of each item."""
    if not iterables:
        raise TypeError("map() must have at least two arguments.")
    both = zip(*[iterate(runtime, value) for value in iterables], strict=False)

    def results() -> Iterator[Value]:
        for args in both:
            try:
                result = runtime.call(function, args)
            except Exception as error:
                if is_raised(runtime, error, "StopIteration"):
                    return
                raise
            yield result

    return Cursor(runtime, results(), "map", depth_of(*iterables))


def filter_(runtime: Runtime, function: Value, iterable: Value) -> Cursor:
    """The items for which a function is true."""
    items = iterate(runtime, iterable)

    def kept() -> Iterator[Value]:
        for item in ticking(runtime, items):
            if truth(runtime, item if function is None else runtime.call(function, (item,))):
                yield item

    return Cursor(runtime, kept(), "filter", depth_of(iterable))


def reversed_(runtime: Runtime, sequence: Value) -> Cursor:
    """The items from the last to the first."""
    kind = type(sequence)
    if kind is Record:
        if (method := sequence.cls.find("__reversed__")) is not MISSING:
            return cursor(runtime, runtime.call(method, (sequence,)))
        if (method := sequence.cls.find("__getitem__")) is not MISSING:
            size = runtime.call(sequence.cls.find("__len__"), (sequence,))
            indices = range(size - 1, -1, -1)
            return Cursor(
                runtime, (runtime.call(method, (sequence, k)) for k in indices), "reversed"
            )
    if kind in (set, frozenset) or (
        kind not in CONTAINERS | {range, str} and not isinstance(sequence, Tensor)
    ):
        raise TypeError(f"'{runtime.type_name(sequence)}' object is not reversible")
    if isinstance(sequence, Tensor):
        return Cursor(runtime, (sequence[k] for k in range(len(sequence) - 1, -1, -1)), "reversed")
    return Cursor(runtime, reversed(sequence), f"{kind.__name__}_reverseiterator")


def iter_(runtime: Runtime, value: Value, sentinel: Value = MISSING) -> Value:
    """An iterator over a value, or over what a function gives until a sentinel."""
    if sentinel is not MISSING:

        def until() -> Iterator[Value]:
            while True:
                item = runtime.call(value)
                if truth(runtime, compare(runtime, "==", item, sentinel)):
                    return
                yield item

        return Cursor(runtime, until(), "callable_iterator")
    if type(value) is Record and (method := value.cls.find("__iter__")) is not MISSING:
        return runtime.call(method, (value,))
    return cursor(runtime, value)


def next_(runtime: Runtime, iterator: Value, default: Value = MISSING) -> Value:
    """The next item of an iterator, or a default at its end."""
    if type(iterator) is Record and (method := iterator.cls.find("__next__")) is not MISSING:
        try:
            return runtime.call(method, (iterator,))
        except Exception as error:
            if default is MISSING or not is_raised(runtime, error, "StopIteration"):
                raise
            return default
    if type(iterator) is not Cursor:
        raise TypeError(f"'{runtime.type_name(iterator)}' object is not an iterator")
    try:
        return next(iterator)
    except StopIteration as end:
        if default is not MISSING:
            return default
        raise runtime.exception(
            "StopIteration", *(() if end.value is None else (end.value,))
        ) from None


def sorted_(
    runtime: Runtime, iterable: Value, /, *, key: Value = None, reverse: Value = False
) -> list[Value]:
    """A new list of the items in order."""
    items = collect(runtime, iterable)
    sort(runtime, items, key, reverse)
    return items


def sort(runtime: Runtime, items: list[Value], key: Value, reverse: Value) -> None:
    """Sorts a list as ``list.sort`` does."""
    keys = items if key is None else [runtime.call(key, (item,)) for item in items]
    cost = sum(weigh(runtime, part) for part in keys) if any(
        type(part) in CONTAINERS for part in keys
    ) else len(keys)  # fmt: skip
    runtime.budget.charge(cost * len(keys).bit_length())
    down = truth(runtime, reverse)
    if all(type(part) in NUMBERS for part in keys) or all(type(part) is str for part in keys):
        if key is None:
            items.sort(reverse=down)
        else:
            items[:] = [
                items[k] for k in sorted(range(len(keys)), key=keys.__getitem__, reverse=down)
            ]
        return

    def order(a: int, b: int) -> int:
        return -1 if truth(runtime, compare(runtime, "<", keys[a], keys[b])) else (
            1 if truth(runtime, compare(runtime, "<", keys[b], keys[a])) else 0
        )  # fmt: skip

    runtime.budget.charge(16 * len(keys) * len(keys).bit_length())
    places = sorted(range(len(keys)), key=functools.cmp_to_key(order), reverse=down)
    items[:] = [items[k] for k in places]
