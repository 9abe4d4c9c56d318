"""``itertools``: iterators made of iterators."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

from chainrule.program.classes import native_class
from chainrule.program.comparison import compare, truth
from chainrule.program.containers import collect, consume, depth_of
from chainrule.program.operators import BINARY, as_index, binary
from chainrule.program.runtime import Runtime
from chainrule.program.values import MISSING, Builtin, Cursor, Library, Value, builtins


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


def compress(runtime: Runtime, data: Value, selectors: Value) -> Iterator[Value]:
    """The items beside which something true stands."""
    for item, chosen in zip(consume(runtime, data), consume(runtime, selectors), strict=False):
        if truth(runtime, chosen):
            yield item


def filterfalse(runtime: Runtime, predicate: Value, iterable: Value) -> Iterator[Value]:
    """The items that do not fit."""
    for item in consume(runtime, iterable):
        if not truth(runtime, item if predicate is None else runtime.call(predicate, (item,))):
            yield item


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
    "zip_longest": zip_longest, "groupby": groupby, "compress": compress,
    "filterfalse": filterfalse,
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
