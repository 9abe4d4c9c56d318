"""Small standard modules: what people import beside the libraries that compute."""

from __future__ import annotations

import string
import sys
from typing import Any

from chainrule.engine import Tensor
from chainrule.program.classes import NATIVE, native_class
from chainrule.program.containers import weigh
from chainrule.program.libraries.collections import tuple_class
from chainrule.program.runtime import Runtime
from chainrule.program.text import represent
from chainrule.program.values import (
    CONTAINERS,
    ITEMS,
    KEYS,
    MAPPINGS,
    MISSING,
    VALUES,
    Builtin,
    Class,
    Library,
    Quiet,
    Record,
    Value,
    builtins,
)

# copy


def copy(runtime: Runtime, x: Value) -> Value:
    """A copy that shares what is inside."""
    kind = type(x)
    if kind in (list, dict, set):
        runtime.budget.items(len(x))
        return kind(x)
    if kind in CONTAINERS and kind not in (tuple, frozenset, KEYS, VALUES, ITEMS):
        runtime.budget.items(len(x))
        return x.copy() if kind not in MAPPINGS else _like(x, dict(x))
    if kind is Record:
        return Record(x.cls, dict(x.attributes))
    if isinstance(x, Tensor):
        return runtime.call(runtime.state["copy tensor"], (x,)) if (
            "copy tensor" in runtime.state) else x  # fmt: skip
    return x


def _like(old: Any, new: dict[Value, Value]) -> Value:
    made = type(old)(new)
    if hasattr(old, "factory"):
        made.factory = old.factory
    return made


def deepcopy(runtime: Runtime, x: Value, memo: Value = None) -> Value:
    """A copy of everything inside, too."""
    weigh(runtime, x)
    return _deep(runtime, x, {}, 0)


def _deep(runtime: Runtime, x: Value, known: dict[int, Value], depth: int) -> Value:
    kind = type(x)
    if id(x) in known:
        return known[id(x)]
    if depth > runtime.limits.nesting:
        raise runtime.budget.exceeded("nesting")
    runtime.budget.tick()
    if kind is list:
        result: Any = known.setdefault(id(x), [])
        result += [_deep(runtime, item, known, depth + 1) for item in x]
        return result
    if kind is Record:
        made = known.setdefault(id(x), Record(x.cls))
        made.attributes.update(
            {name: _deep(runtime, part, known, depth + 1) for name, part in x.attributes.items()}
        )
        return made
    if kind in MAPPINGS:
        pairs = {key: _deep(runtime, value, known, depth + 1) for key, value in x.items()}
        return _like(x, pairs)
    if kind is tuple:
        return tuple([_deep(runtime, item, known, depth + 1) for item in x])
    return copy(runtime, x)


# dataclasses


class Field:
    """What ``field(...)`` says about one attribute of a data class."""

    def __init__(self, default: Value, factory: Value, shown: bool, given: bool) -> None:
        self.default = default
        self.factory = factory
        self.shown = shown
        self.given = given


FIELD = native_class("Field", Field)


def field(
    *, default: Value = MISSING, default_factory: Value = MISSING, repr: Value = True,
    init: Value = True, compare: Value = True, **more: Value,
) -> Field:  # fmt: skip
    """The default of an attribute of a data class."""
    return Field(default, default_factory, bool(repr), bool(init))


def dataclass(runtime: Runtime, cls: Value = None, /, **options: Value) -> Value:
    """A class whose annotated attributes are the arguments of its instances."""
    if cls is None:
        return Builtin("dataclass", lambda given: _data_class(runtime, given, options))
    return _data_class(runtime, cls, options)


def _data_class(runtime: Runtime, cls: Class, options: dict[str, Value]) -> Class:
    known = cls.find("__dataclass_fields__")
    fields: dict[str, Field] = {} if known is MISSING else dict(known)
    for name in cls.fields:
        default = cls.table.get(name, MISSING)
        if type(default) is Field:
            fields[name] = default
            if default.default is MISSING:
                del cls.table[name]
            else:
                cls.table[name] = default.default
        elif default is not MISSING or name not in fields:
            fields[name] = Field(default, MISSING, True, True)
    cls.table["__dataclass_fields__"] = fields
    given = [name for name, part in fields.items() if part.given]

    def initialise(runtime: Runtime, self: Record, *args: Value, **named: Value) -> None:
        values = dict(zip(given, args, strict=False))
        if len(args) > len(given):
            raise TypeError(
                f"{cls.name}.__init__() takes {len(given) + 1} positional arguments "
                f"but {len(args) + 1} were given"
            )
        for name, value in named.items():
            if name not in given:
                raise TypeError(
                    f"{cls.name}.__init__() got an unexpected keyword argument '{name}'"
                )
            values[name] = value
        for name, part in fields.items():
            if name not in values:
                if part.factory is not MISSING:
                    values[name] = runtime.call(part.factory)
                elif part.default is not MISSING:
                    values[name] = part.default
                else:
                    raise TypeError(
                        f"{cls.name}.__init__() missing 1 required positional argument: '{name}'"
                    )
            self.attributes[name] = values[name]
        after = cls.find("__post_init__")
        if after is not MISSING:
            runtime.call(after, (self,))

    def shown(runtime: Runtime, self: Record) -> str:
        inside = ", ".join(
            f"{name}={represent(runtime, self.attributes.get(name))}"
            for name, part in fields.items() if part.shown
        )  # fmt: skip
        return f"{cls.name}({inside})"

    def values_of(self: Record) -> tuple[Value, ...]:
        return tuple(self.attributes.get(name) for name in fields)

    def equal(self: Record, other: Value) -> bool:
        return type(other) is Record and other.cls is cls and values_of(self) == values_of(other)

    def refuse(self: Record, name: str, value: Value) -> None:
        raise AttributeError(f"cannot assign to field '{name}'")

    table = cls.table
    if "__init__" not in table:
        table["__init__"] = Builtin("__init__", initialise, runtime=True)
    if "__repr__" not in table:
        table["__repr__"] = Builtin("__repr__", shown, runtime=True)
    if "__eq__" not in table:
        table["__eq__"] = Builtin("__eq__", equal)
        table["__hash__"] = None
    if options.get("order"):
        table["__lt__"] = Builtin("__lt__", lambda self, o: values_of(self) < values_of(o))
        table["__le__"] = Builtin("__le__", lambda self, o: values_of(self) <= values_of(o))
    if options.get("frozen"):
        table["__setattr__"] = Builtin("__setattr__", refuse)
        table["__hash__"] = Builtin("__hash__", lambda self: hash(values_of(self)))
    runtime.subclasses_changed(cls)
    return cls


def asdict(runtime: Runtime, x: Value) -> Value:
    """The attributes of an instance of a data class as a dictionary."""
    return {name: deepcopy(runtime, x.attributes[name]) for name in x.cls.fields}


# typing, abc and others


def same(value: Value) -> Value:
    """Gives back what it gets: a decorator that says something to readers only."""
    return value


def cast(kind: Value, value: Value) -> Value:
    """Says to readers of what type a value is."""
    return value


def typed_tuple(runtime: Runtime, name: Value, fields: Value) -> Class:
    """``NamedTuple("Name", [("field", type)])``."""
    return tuple_class(runtime, name, [pair[0] for pair in fields], {})


TYPES = [
    "Any",
    "Union",
    "Optional",
    "List",
    "Dict",
    "Tuple",
    "Set",
    "FrozenSet",
    "Callable",
    "Iterable",
    "Iterator",
    "Sequence",
    "Mapping",
    "Generator",
    "Type",
    "TypeVar",
    "Generic",
    "Protocol",
    "Literal",
    "Final",
    "ClassVar",
    "NoReturn",
    "Self",
    "Annotated",
]
TYPING = Library(
    "typing",
    {
        **{name: Quiet(f"typing.{name}") for name in TYPES},
        "List": NATIVE["list"], "Dict": NATIVE["dict"], "Tuple": NATIVE["tuple"],
        "Set": NATIVE["set"], "TYPE_CHECKING": False, "cast": Builtin("cast", cast),
        "overload": Builtin("overload", same), "final": Builtin("final", same),
        **builtins({"NamedTuple": typed_tuple}),
    },
)  # fmt: skip
ABC = Library(
    "abc",
    {
        "ABC": Class("ABC", (NATIVE["object"],)),
        "ABCMeta": Quiet("abc.ABCMeta"),
        "abstractmethod": Builtin("abstractmethod", same),
    },
)
SYS = Library(
    "sys",
    {
        "maxsize": sys.maxsize, "version": "3.11", "version_info": (3, 11, 0, "final", 0),
        "platform": "linux", "argv": [], "stdout": Quiet("sys.stdout"),
        "stderr": Quiet("sys.stderr"), "path": [],
        "float_info": Record(Class("float_info", (NATIVE["object"],)), {
            "epsilon": sys.float_info.epsilon, "max": sys.float_info.max,
            "min": sys.float_info.min}),
        "setrecursionlimit": Builtin("setrecursionlimit", lambda limit: None),
        "getrecursionlimit": Builtin("getrecursionlimit", lambda: 1000),
    },
    {"exit": "a program ends with its last line", "stdin": "write the data into the program"},
)  # fmt: skip


def clock(runtime: Runtime) -> float:
    """A time that goes on by a millisecond whenever somebody looks, the same in every run."""
    runtime.state["clock"] = now = runtime.state.get("clock", 0) + 1
    return float(now) / 1000


TIME = Library(
    "time",
    {
        **builtins({"time": clock, "perf_counter": clock, "process_time": clock,
                    "monotonic": clock}),
        "sleep": Builtin("sleep", lambda seconds: None),
        "strftime": Builtin("strftime", lambda *args: ""),
    },
)  # fmt: skip
OS = Library("os", {"linesep": "\n", "sep": "/"})
OS.quiet = True
MODULES: dict[str, Value] = {
    "time": TIME, "os": OS,
    "copy": Library("copy", dict(builtins({"copy": copy, "deepcopy": deepcopy}))),
    "dataclasses": Library("dataclasses", {
        **builtins({"dataclass": dataclass, "asdict": asdict}), "field": Builtin("field", field)}),
    "typing": TYPING, "typing_extensions": TYPING, "abc": ABC, "sys": SYS,
    "collections.abc": Library("collections.abc", {
        name: Quiet(f"collections.abc.{name}") for name in TYPES}),
    "__future__": Library("__future__", {"annotations": None, "division": None}),
    "string": Library("string", {
        name: getattr(string, name) for name in (
            "ascii_letters", "ascii_lowercase", "ascii_uppercase", "digits", "punctuation",
            "printable", "whitespace", "hexdigits")}),
}  # fmt: skip
