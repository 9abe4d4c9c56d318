"""``itertools`` and ``functools``: iterators made of iterators, functions made of functions."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

from chainrule.program.classes import native_class
from chainrule.program.comparison import compare, truth
from chainrule.program.containers import check_key, collect, consume, depth_of
from chainrule.program.operators import BINARY, as_index, binary
from chainrule.program.runtime import Runtime
from chainrule.program.values import MISSING, Builtin, Cursor, Function, Library, Value, builtins


def _over(kind: str, make: Callable[..., Iterator[Value]]) -> Callable[..., Cursor]:
    """A function that gives an iterator over what ``make`` gives."""

    def call(runtime: Runtime, *args: Value, **kwargs: Value) -> Cursor:
        return Cursor(runtime, make(runtime, *args, **kwargs), kind, depth_of(*args))

    return call


def count(runtime: Runtime, start: Value = 0, step: Value = 1) -> Iterator[Value]:
    """Numbers without an end."""
    value = start
    while True:
        yield value
        value = binary(runtime, BINARY["+"], value, step)


def cycle(runtime: Runtime, iterable: Value) -> Iterator[Value]:
    """The items again and again."""
    return itertools.cycle(collect(runtime, iterable))


def repeat(runtime: Runtime, object: Value, times: Value = None) -> Iterator[Value]:
    """One value again and again."""
    if times is None:
        return itertools.repeat(object)
    return itertools.repeat(object, as_index(runtime, times))


def chain(runtime: Runtime, *iterables: Value) -> Iterator[Value]:
    """The items of one value after those of another."""
    for iterable in iterables:
        runtime.budget.tick()
        yield from consume(runtime, iterable)


def from_iterable(runtime: Runtime, iterables: Value) -> Iterator[Value]:
    """The items of every item."""
    for iterable in consume(runtime, iterables):
        runtime.budget.tick()
        yield from consume(runtime, iterable)


def product(runtime: Runtime, *iterables: Value, repeat: Value = 1) -> Iterator[Value]:
    """Every way to take one item of each."""
    pools = [collect(runtime, iterable) for iterable in iterables]
    times = as_index(runtime, repeat)
    runtime.budget.items(sum(map(len, pools)) * max(times, 0))
    return itertools.product(*pools, repeat=times)


def permutations(runtime: Runtime, iterable: Value, r: Value = None) -> Iterator[Value]:
    """Every way to arrange items."""
    size = None if r is None else as_index(runtime, r)
    runtime.budget.items(max(size or 0, 0))
    return itertools.permutations(collect(runtime, iterable), size)


def combinations(runtime: Runtime, iterable: Value, r: Value) -> Iterator[Value]:
    """Every way to choose items."""
    size = as_index(runtime, r)
    runtime.budget.items(max(size, 0))
    return itertools.combinations(collect(runtime, iterable), size)


def combinations_with_replacement(runtime: Runtime, iterable: Value, r: Value) -> Iterator[Value]:
    """Every way to choose items, also the same again."""
    size = as_index(runtime, r)
    runtime.budget.items(max(size, 0))
    return itertools.combinations_with_replacement(collect(runtime, iterable), size)


def accumulate(
    runtime: Runtime, iterable: Value, func: Value = None, *, initial: Value = None
) -> Iterator[Value]:
    """The results so far of adding, or of a function."""
    total = MISSING if initial is None else initial
    if initial is not None:
        yield total
    for item in consume(runtime, iterable):
        if total is MISSING:
            total = item
        elif func is None:
            total = binary(runtime, BINARY["+"], total, item)
        else:
            total = runtime.call(func, (total, item))
        yield total


def islice(runtime: Runtime, iterable: Value, *bounds: Value) -> Iterator[Value]:
    """Some of the items, by their places."""
    given = [None if bound is None else as_index(runtime, bound) for bound in bounds]
    return itertools.islice(consume(runtime, iterable), *given)


def takewhile(runtime: Runtime, predicate: Value, iterable: Value) -> Iterator[Value]:
    """The items up to the first that does not fit."""
    for item in consume(runtime, iterable):
        if not truth(runtime, runtime.call(predicate, (item,))):
            return
        yield item


def dropwhile(runtime: Runtime, predicate: Value, iterable: Value) -> Iterator[Value]:
    """The items from the first that does not fit."""
    started = False
    for item in consume(runtime, iterable):
        started = started or not truth(runtime, runtime.call(predicate, (item,)))
        if started:
            yield item


def starmap(runtime: Runtime, function: Value, iterable: Value) -> Iterator[Value]:
    """What a function makes of each tuple of arguments."""
    for args in consume(runtime, iterable):
        yield runtime.call(function, tuple(collect(runtime, args)))


def pairwise(runtime: Runtime, iterable: Value) -> Iterator[Value]:
    """Each item with the one after it."""
    return itertools.pairwise(consume(runtime, iterable))


def zip_longest(runtime: Runtime, *iterables: Value, fillvalue: Value = None) -> Iterator[Value]:
    """Tuples of items at the same place, as long as the longest."""
    iterators = [consume(runtime, iterable) for iterable in iterables]
    return itertools.zip_longest(*iterators, fillvalue=fillvalue)


def groupby(runtime: Runtime, iterable: Value, key: Value = None) -> Iterator[Value]:
    """Runs of items with the same key; each run is a list here."""
    group: list[Value] = []
    last: Value = MISSING
    for item in consume(runtime, iterable):
        current = item if key is None else runtime.call(key, (item,))
        if last is not MISSING and not truth(runtime, compare(runtime, "==", current, last)):
            yield last, Cursor(runtime, iter(group), "itertools._grouper")
            group = []
        group.append(item)
        last = current
    if last is not MISSING:
        yield last, Cursor(runtime, iter(group), "itertools._grouper")


def tee(runtime: Runtime, iterable: Value, n: Value = 2) -> tuple[Cursor, ...]:
    """Several iterators over the same items."""
    items = collect(runtime, iterable)
    times = as_index(runtime, n)
    runtime.budget.items(max(times, 0))
    return tuple(Cursor(runtime, iter(items), "itertools._tee") for _ in range(times))


ITERATORS: dict[str, Callable[..., Iterator[Value]]] = {
    "count": count, "cycle": cycle, "repeat": repeat, "chain": chain, "product": product,
    "permutations": permutations, "combinations": combinations, "accumulate": accumulate,
    "combinations_with_replacement": combinations_with_replacement, "islice": islice,
    "takewhile": takewhile, "dropwhile": dropwhile, "starmap": starmap, "pairwise": pairwise,
    "zip_longest": zip_longest, "groupby": groupby,
}  # fmt: skip
CHAIN = native_class("chain")
CHAIN.make = _over("itertools.chain", chain)
CHAIN.table["from_iterable"] = Builtin("from_iterable", _over("chain", from_iterable), True)
ITERTOOLS = Library(
    "itertools",
    {
        **builtins({name: _over(f"itertools.{name}", make) for name, make in ITERATORS.items()}),
        **builtins({"tee": tee}),
        "chain": CHAIN,
    },
)


# functools


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


def wraps(runtime: Runtime, wrapped: Value, *ignored: Value, **more: Value) -> Builtin:
    """A decorator that leaves a function as it is."""
    return Builtin("wraps", lambda function: function)


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


def cmp_to_key(runtime: Runtime, function: Value) -> Value:
    """Refuses: a key is a function of one item."""
    raise TypeError("cmp_to_key is not there; write key=lambda item: ...")


FUNCTOOLS = Library(
    "functools",
    {
        **builtins({
            "reduce": reduce, "partial": partial, "wraps": wraps, "lru_cache": lru_cache,
            "cache": cached, "cmp_to_key": cmp_to_key,
        }),
    },
)  # fmt: skip
MODULES = {"itertools": ITERTOOLS, "functools": FUNCTOOLS}
