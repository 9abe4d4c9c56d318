"""``collections``: dictionaries with defaults, counters and queues.

Named tuples stand in a module of their own and enter themselves.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, deque
from typing import Any

from chainrule.program.classes import COUNTER, DEFAULTDICT, DEQUE, ORDERED_DICT
from chainrule.program.containers import check_key, collect, consume
from chainrule.program.libraries.methods import DICTIONARY
from chainrule.program.libraries.types import dict_
from chainrule.program.operators import as_index
from chainrule.program.runtime import Runtime
from chainrule.program.tables import ATTRIBUTES, Attribute, Method
from chainrule.program.values import (
    MAPPINGS,
    Cursor,
    DefaultDict,
    Library,
    Value,
)


def defaultdict(runtime: Runtime, factory: Value = None, /, *args: Value, **named: Value) -> Value:
    """A dictionary that makes a value for a key that it lacks."""
    result = DefaultDict(dict_(runtime, *args, **named))
    result.factory = factory
    return result


def counter(runtime: Runtime, iterable: Value = None, /, **named: Value) -> Counter[Value]:
    """How often each item occurs."""
    result: Counter[Value] = Counter()
    _count(runtime, result, iterable, 1)
    for name, times in named.items():
        result[name] = result.get(name, 0) + times
    return result


def _count(runtime: Runtime, result: Counter[Value], source: Value, sign: int) -> None:
    if source is None:
        return
    if type(source) in MAPPINGS:
        for key, times in source.items():
            result[key] = result.get(key, 0) + sign * times
        return
    for item in consume(runtime, source):
        key = check_key(runtime, item)
        result[key] = result.get(key, 0) + sign
    runtime.budget.items(len(result))


def most_common(runtime: Runtime, table: Counter[Value], n: Value = None) -> list[Value]:
    """The items that occur most often, with how often they do."""
    runtime.budget.charge(len(table) * 16)
    pairs = sorted(table.items(), key=lambda pair: -pair[1])
    return pairs if n is None else pairs[: as_index(runtime, n)]


def elements(runtime: Runtime, table: Counter[Value]) -> Cursor:
    """Every item as often as it occurs."""
    return Cursor(runtime, (key for key, times in table.items() for _ in range(times)), "chain")


def ordered(runtime: Runtime, *args: Value, **named: Value) -> OrderedDict[Value, Value]:
    """A dictionary that keeps the order, as all of them do."""
    return OrderedDict(dict_(runtime, *args, **named))


def move_to_end(runtime: Runtime, table: Any, key: Value, last: Value = True) -> None:
    """Moves a key to the end, or to the front."""
    table.move_to_end(check_key(runtime, key), last=bool(last))


def popitem(runtime: Runtime, table: Any, last: Value = True) -> Value:
    """Takes the last pair out, or the first."""
    return table.popitem(last=bool(last))


def queue(runtime: Runtime, iterable: Value = (), maxlen: Value = None) -> deque[Value]:
    """A list that is quick at both ends."""
    most = None if maxlen is None else as_index(runtime, maxlen)
    return deque(collect(runtime, iterable), most)


for _cls, _make in (
    (DEFAULTDICT, defaultdict), (COUNTER, counter), (ORDERED_DICT, ordered), (DEQUE, queue)
):  # fmt: skip
    _cls.make = _make
ATTRIBUTES[DefaultDict] = {
    **DICTIONARY, "default_factory": Attribute(lambda table: table.factory)
}  # fmt: skip
ATTRIBUTES[Counter] = {
    **DICTIONARY,
    "most_common": Method("most_common", most_common, runtime=True),
    "elements": Method("elements", elements, runtime=True),
    "total": Method("total", lambda table: sum(table.values())),
    "update": Method("update", lambda r, table, other=None: _count(r, table, other, 1), True),
    "subtract": Method("subtract", lambda r, table, other=None: _count(r, table, other, -1), True),
}
ATTRIBUTES[OrderedDict] = {
    **DICTIONARY,
    "move_to_end": Method("move_to_end", move_to_end, runtime=True),
    "popitem": Method("popitem", popitem, runtime=True),
}


COLLECTIONS = Library(
    "collections",
    {
        "defaultdict": DEFAULTDICT,
        "Counter": COUNTER,
        "OrderedDict": ORDERED_DICT,
        "deque": DEQUE,
    },
    {"ChainMap": "write {**first, **second}", "UserDict": "keep a dictionary as an attribute"},
)
