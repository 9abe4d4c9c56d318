"""Values: everything that a name of a program can stand for.

Python's own numbers, strings and containers, tensors, and the objects of this module. Nothing else
ever reaches a program; nothing of Python's own objects can be reached from these.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from chainrule.program.code import Code
from chainrule.program.objects import (
    MISSING,
    NOT_IMPLEMENTED,
    UNBOUND,
    Builtin,
    Class,
    Closure,
    Frame,
    NotImplementedValue,
    Property,
    Record,
    Unbound,
    Value,
    resolution_order,
)

if TYPE_CHECKING:
    from chainrule.program.runtime import Runtime

__all__ = [
    "CONTAINERS",
    "FIRST",
    "GLOBALS",
    "MAPPINGS",
    "MISSING",
    "MUTABLE",
    "NOT_IMPLEMENTED",
    "NUMBERS",
    "OWN",
    "PAIRS",
    "PLAIN",
    "RESULT",
    "RUNTIME",
    "SOUGHT",
    "UNBOUND",
    "VIEWS",
    "BoundMethod",
    "Builtin",
    "Class",
    "ClassMethod",
    "Closure",
    "Code",
    "Context",
    "Counter",
    "Cursor",
    "DefaultDict",
    "Frame",
    "Function",
    "Library",
    "Missing",
    "NotImplementedValue",
    "OrderedDict",
    "Property",
    "Quiet",
    "Record",
    "StaticMethod",
    "Super",
    "Unbound",
    "Value",
    "builtins",
    "resolution_order",
]  # fmt: skip

RUNTIME, GLOBALS, RESULT, FIRST = 0, 1, 2, 3
"""Places in a frame; names follow from ``FIRST`` on."""


class Function:
    """A function of the program: its code with defaults and what it captured.

    Attributes:
        rest: what follows the parameters in a new frame: places of names, and captured cells.
    """

    __slots__ = (
        "__weakref__", "attributes", "code", "defaults", "globals", "keyword_defaults", "rest",
    )  # fmt: skip

    def __init__(
        self, code: Code, globals: Frame, defaults: tuple[Value, ...] = (),
        keyword_defaults: dict[str, Value] | None = None, cells: tuple[Any, ...] = (),
    ) -> None:  # fmt: skip
        self.code = code
        self.globals = globals
        self.defaults = defaults
        self.keyword_defaults = keyword_defaults or {}
        self.rest = (*code.blank, *cells)
        self.attributes: dict[str, Value] = {}


class BoundMethod:
    """A function with its first argument."""

    __slots__ = ("function", "receiver")

    def __init__(self, function: Value, receiver: Value) -> None:
        self.function = function
        self.receiver = receiver

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, BoundMethod)
            and other.function is self.function
            and other.receiver is self.receiver
        )

    def __hash__(self) -> int:
        return hash((id(self.function), id(self.receiver)))


def builtins(calls: Mapping[str, Callable[..., Value]]) -> dict[str, Value]:
    """A table of functions that get the runtime first."""
    return {name: Builtin(name, call, runtime=True) for name, call in calls.items()}


class StaticMethod:
    """A function in a class that gets neither instance nor class."""

    __slots__ = ("function",)

    def __init__(self, function: Value) -> None:
        self.function = function


class ClassMethod:
    """A function in a class that gets the class."""

    __slots__ = ("function",)

    def __init__(self, function: Value) -> None:
        self.function = function


class Super:
    """``super()``: an instance, or a class, seen from behind one class in its order."""

    __slots__ = ("after", "order", "receiver")

    def __init__(self, after: Class, receiver: Value, order: tuple[Class, ...]) -> None:
        self.after = after
        self.receiver = receiver
        self.order = order

    def find(self, name: str) -> Value:
        """What the classes behind ``after`` define."""
        for cls in self.order[self.order.index(self.after) + 1 :]:
            if name in cls.table:
                return cls.table[name]
        return MISSING


class Cursor:
    """An iterator: the one that ticks, so that nothing can go on for ever.

    Attributes:
        source: Python's iterator behind it.
        depth: how many iterators stand behind one another.
        kind: what Python calls it.
    """

    __slots__ = ("__weakref__", "depth", "kind", "runtime", "source")

    def __init__(
        self, runtime: Runtime, source: Iterator[Value], kind: str = "generator", depth: int = 1
    ) -> None:
        self.runtime = runtime
        self.source = source
        self.kind = kind
        self.depth = depth
        if depth > runtime.limits.iterator_depth:
            raise runtime.budget.exceeded("iterator_depth")

    def __iter__(self) -> Cursor:
        return self

    def __next__(self) -> Value:
        runtime = self.runtime
        runtime.budget.tick()
        runtime.depth += 1
        if runtime.depth > runtime.deepest:
            runtime.too_deep()
        try:
            return next(self.source)
        finally:
            runtime.depth -= 1


class Library:
    """A module: a table from names to values, and what to say for names that it lacks."""

    __slots__ = ("lacks", "name", "quiet", "table")

    def __init__(
        self, name: str, table: dict[str, Value], missing: Mapping[str, str] | None = None
    ) -> None:
        self.name = name
        self.table = table
        self.lacks = missing or {}
        self.quiet = False


class Missing:
    """A module that is not there, or a part of one; it complains where it is used."""

    __slots__ = ("hint", "name")

    def __init__(self, name: str, hint: str | None = None) -> None:
        self.name = name
        self.hint = hint


class Context:
    """What stands behind ``with``, and what ``@`` can put around a function.

    Args:
        name: what it is called.
        enter: is called with the runtime; its answer is what ``as`` binds.
        leave: is called with the runtime at the end, also after an error.
    """

    __slots__ = ("enter", "leave", "name")

    def __init__(
        self, name: str, enter: Callable[[Any], Value], leave: Callable[[Any], None]
    ) -> None:
        self.name = name
        self.enter = enter
        self.leave = leave


class Quiet:
    """What a library of noise answers: calls, attributes and items of it do nothing.

    Args:
        name: what it is called.
        items: what a loop over it goes through: the axes of a figure.
    """

    __slots__ = ("items", "name")

    def __init__(self, name: str, items: tuple[Quiet, ...] = ()) -> None:
        self.name = name
        self.items = items

    def attribute(self, name: str) -> Quiet:
        """What stands behind a dot: itself; its rows in one where that is asked for."""
        if name in ("flat", "ravel", "flatten") and any(item.items for item in self.items):
            return Quiet(self.name, tuple(part for item in self.items for part in item.items))
        return self


class DefaultDict(dict[Any, Any]):
    """``collections.defaultdict``: the factory is called by the interpreter."""

    factory: Value = None


_TABLES: tuple[dict[Any, Any], ...] = ({}, OrderedDict())
VIEWS: dict[type[Any], str] = {
    kind: kind.__name__
    for table in _TABLES
    for kind in (type(table.keys()), type(table.values()), type(table.items()))
}
"""What shows a dictionary's keys, values or pairs, with what it is called."""
PAIRS = frozenset(kind for kind, name in VIEWS.items() if name.endswith("items"))
SOUGHT = frozenset(kind for kind, name in VIEWS.items() if not name.endswith("keys"))
"""Those that are looked through from front to back when something is sought in them."""

PLAIN = frozenset({type(None), bool, int, float, str, type(...), range, slice, Unbound})
"""Types whose values have no parts and no name in the drawing."""
NUMBERS = frozenset({bool, int, float})
MAPPINGS = (dict, DefaultDict, Counter, OrderedDict)
CONTAINERS: set[type] = {list, tuple, set, frozenset, deque, *VIEWS, *MAPPINGS}
"""Types whose values hold others; libraries enter theirs."""
MUTABLE: frozenset[type] = frozenset({list, set, deque, *MAPPINGS})
"""Types whose values change in place."""
OWN: set[type] = {
    Class, Record, Function, BoundMethod, Builtin, Property, StaticMethod, ClassMethod, Super,
    Context, Cursor, Library, Missing, Quiet, NotImplementedValue,
}  # fmt: skip
"""Types of objects that are neither numbers nor containers; libraries enter theirs."""
