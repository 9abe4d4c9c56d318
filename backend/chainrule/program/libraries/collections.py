"""``collections``: dictionaries with defaults, counters, queues and named tuples."""

from __future__ import annotations

from collections import Counter, OrderedDict, deque
from typing import Any

from chainrule.program.classes import COUNTER, DEFAULTDICT, DEQUE, ORDERED_DICT
from chainrule.program.compile.classes import new_class
from chainrule.program.containers import check_key, collect, consume
from chainrule.program.libraries.methods import DICTIONARY
from chainrule.program.libraries.types import dict_
from chainrule.program.operators import as_index
from chainrule.program.runtime import Runtime
from chainrule.program.tables import ATTRIBUTES, Attribute, Method
from chainrule.program.text import represent
from chainrule.program.values import (
    MAPPINGS,
    Builtin,
    Class,
    Cursor,
    DefaultDict,
    Library,
    Record,
    Value,
    builtins,
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


# Named tuples


def _fields(runtime: Runtime, names: Value) -> list[str]:
    if type(names) is str:
        return names.replace(",", " ").split()
    return [str(name) for name in collect(runtime, names)]


def namedtuple(
    runtime: Runtime, typename: Value, field_names: Value, *, defaults: Value = ()
) -> Class:
    """A class of tuples whose items have names."""
    names = _fields(runtime, field_names)
    given = collect(runtime, defaults)
    return tuple_class(runtime, typename, names, dict(zip(names[-len(given) :], given, strict=True))
                       if given else {})  # fmt: skip


def tuple_class(
    runtime: Runtime, name: str, names: list[str], defaults: dict[str, Value],
    table: dict[str, Value] | None = None,
) -> Class:  # fmt: skip
    """The class of a named tuple: an object that compares, counts and unpacks as a tuple does."""

    def items(self: Record) -> tuple[Value, ...]:
        return tuple(self.attributes[field] for field in names)

    def initialise(self: Record, *args: Value, **named: Value) -> None:
        values = dict(zip(names, args, strict=False))
        for key, value in named.items():
            if key in values or key not in names:
                raise TypeError(f"{name}.__new__() got an unexpected keyword argument '{key}'")
            values[key] = value
        missing = [field for field in names if field not in values and field not in defaults]
        if missing or len(args) > len(names):
            raise TypeError(f"{name}.__new__() takes the arguments {', '.join(names)}")
        for field in names:
            self.attributes[field] = values.get(field, defaults.get(field))

    def equal(self: Record, other: Value) -> bool:
        if type(other) is Record and "_asdict" in other.cls.table:
            other = tuple(other.attributes.values())
        return bool(items(self) == other)

    def shown(runtime: Runtime, self: Record) -> str:
        inside = ", ".join(f"{field}={represent(runtime, self.attributes[field])}"
                           for field in names)  # fmt: skip
        return f"{name}({inside})"

    def refuse(self: Record, field: str, value: Value) -> None:
        raise AttributeError("can't set attribute")

    def replaced(runtime: Runtime, self: Record, **changes: Value) -> Value:
        return runtime.call(self.cls, (), {**self.attributes, **changes})

    special: dict[str, Value] = {
        "__init__": Builtin("__init__", initialise),
        "__eq__": Builtin("__eq__", equal),
        "__lt__": Builtin("__lt__", lambda self, other: items(self) < as_items(other)),
        "__hash__": Builtin("__hash__", lambda self: hash(items(self))),
        "__len__": Builtin("__len__", lambda self: len(names)),
        "__iter__": Builtin("__iter__", lambda r, self: Cursor(r, iter(items(self))), True),
        "__getitem__": Builtin("__getitem__", lambda self, key: items(self)[key]),
        "__repr__": Builtin("__repr__", shown, runtime=True),
        "__setattr__": Builtin("__setattr__", refuse),
        "_asdict": Builtin("_asdict", lambda self: dict(self.attributes)),
        "_replace": Builtin("_replace", replaced, runtime=True),
        "_fields": tuple(names),
    }
    made = new_class(runtime, name, [], {**special, **(table or {})}, tuple(names))
    made.table["__hash__"] = special["__hash__"]
    return made


def as_items(value: Value) -> Any:
    """What a named tuple compares with: the items of another one, or a tuple."""
    return tuple(value.attributes.values()) if type(value) is Record else value


COLLECTIONS = Library(
    "collections",
    {
        "defaultdict": DEFAULTDICT,
        "Counter": COUNTER,
        "OrderedDict": ORDERED_DICT,
        "deque": DEQUE,
        **builtins({"namedtuple": namedtuple}),
    },
    {"ChainMap": "write {**first, **second}", "UserDict": "keep a dictionary as an attribute"},
)
