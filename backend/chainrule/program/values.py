"""Values: everything that a name of a program can stand for.

Python's own numbers, strings and containers, tensors, and the objects of this module. Nothing else
ever reaches a program; nothing of Python's own objects can be reached from these.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from chainrule.engine import Tensor

if TYPE_CHECKING:
    from chainrule.program.runtime import Runtime

Value = Any
"""A value of a program. What that can be stands in ``PLAIN``, ``CONTAINERS`` and ``OWN``."""
Frame = list[Any]
"""What a closure runs on: the runtime, the globals' frame, the result, then the names' values."""
Closure = Callable[[Frame], Any]

RUNTIME, GLOBALS, RESULT, FIRST = 0, 1, 2, 3
"""Places in a frame; names follow from ``FIRST`` on."""


class Unbound:
    """What stands in a frame where a name has no value."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "unbound"


UNBOUND = Unbound()
MISSING: Any = Unbound()
"""What a look-up answers where there is nothing."""


class Array(Tensor):
    """A tensor that behaves as NumPy's arrays do."""

    precedence = 1

    def __getitem__(self, index: Any) -> Tensor:  # type: ignore[override]
        """Part of the array: a view of it, but a copy where it is a single number."""
        found: Tensor = super().__getitem__(index)
        if not found.ndim:
            found._base, found._path, found._cut = None, (), ""
        return found


class Number(Tensor):
    """A bare number that a name was given: a parameter of the drawing.

    It never changes in place. ``written`` is the number as it stands in the text.
    """

    precedence = 0
    written: float | None = None


def plain(value: Value) -> Value:
    """A ``Number`` as Python's number; anything else as it is.

    What was written as an integer is one, and so is what was computed from integers alone.
    """
    if isinstance(value, Number):
        if value.written is not None:
            return value.written
        number = value.item()
        return int(number) if is_integral(value) and abs(number) < 2**53 else number
    return value


def is_integral(number: Number) -> bool:
    """Whether a number was computed from integers only, by what keeps them integers."""
    waiting, seen = [number.source], 0
    while waiting and seen < 100:
        source = waiting.pop()
        seen += 1
        if isinstance(source, Number):
            if type(source.written) is not int:
                return False
        elif isinstance(source, Tensor):
            if not np.equal(np.mod(source._array, 1), 0).all():
                return False
        elif source.name not in WHOLE or type(source.params.get("exponent", 1)) is not int:
            return False
        else:
            waiting += source.sources
    return not waiting


WHOLE = frozenset({"add", "sub", "mul", "neg", "abs", "remainder", "maximum", "minimum", "pow"})
"""Operations that make integers of integers."""


class Class:
    """A class: a user's, or one that stands for a native type.

    Attributes:
        name: what it is called.
        bases: the classes it inherits from.
        order: itself and all it inherits from, in the order of resolution.
        table: what its body defines.
        native: Python's type of its instances, where they are no records.
        make: makes an instance from a call's arguments, where that is not ``__init__``.
        fields: names with annotations in the body, in order.
        runtime: the run it belongs to; ``None`` for those of the language.
    """

    __slots__ = (
        "_found",
        "_make",
        "_plain",
        "bases",
        "fields",
        "make",
        "name",
        "native",
        "order",
        "runtime",
        "table",
    )

    def __init__(
        self,
        name: str,
        bases: tuple[Class, ...] = (),
        table: dict[str, Value] | None = None,
        *,
        native: type | tuple[type, ...] | None = None,
        make: Callable[..., Value] | None = None,
        fields: tuple[str, ...] = (),
        runtime: Runtime | None = None,
    ) -> None:
        self.name = name
        self.bases = bases
        self.table = {} if table is None else table
        self.native = native
        self.make = make
        self.fields = fields
        self.runtime = runtime
        self.order = resolution_order(self)
        self._found: dict[str, Value] = {}
        self._plain: dict[str, bool] = {}
        self._make: tuple[Builtin | None] | None = None

    def find(self, name: str) -> Value:
        """What the class or the first of its bases that has it defines; else ``MISSING``."""
        try:
            return self._found[name]
        except KeyError:
            pass
        for other in self.order:
            if name in other.table:
                found = other.table[name]
                break
        else:
            found = MISSING
        if len(self._found) < 500:
            self._found[name] = found
        return found

    def find_make(self) -> Builtin | None:
        """What makes an instance, where that is not ``__init__``."""
        if self._make is None:
            make = next((cls.make for cls in self.order if cls.make is not None), None)
            self._make = (None if make is None else Builtin(self.name, make, True),)
        return self._make[0]

    def forget(self) -> None:
        """Is called when a table in its order has changed."""
        self._found.clear()
        self._plain.clear()

    def is_plain(self, name: str) -> bool:
        """Whether an attribute of its instances is no property, and set without ``__setattr__``."""
        plain = self._plain.get(name)
        if plain is None:
            plain = self.find("__setattr__") is MISSING and type(self.find(name)) is not Property
            if len(self._plain) < 500:
                self._plain[name] = plain
        return plain

    def is_below(self, other: Class) -> bool:
        """Whether it is, or inherits from, another one."""
        return other in self.order

    def __repr__(self) -> str:
        return f"<class {self.name}>"


def resolution_order(cls: Class) -> tuple[Class, ...]:
    """Python's order of resolution (C3).

    Raises:
        TypeError: the bases contradict each other.
    """
    sequences = [list(base.order) for base in cls.bases] + [list(cls.bases)]
    order = [cls]
    while sequences := [rest for rest in sequences if rest]:
        for rest in sequences:
            head = rest[0]
            if not any(head in other[1:] for other in sequences):
                break
        else:
            names = ", ".join(base.name for base in cls.bases)
            raise TypeError(
                f"Cannot create a consistent method resolution order (MRO) for bases {names}"
            )
        order.append(head)
        for rest in sequences:
            if rest[0] is head:
                del rest[0]
    return tuple(order)


class Record:
    """An instance of a class; how it compares and hashes is what its class says."""

    __slots__ = ("__weakref__", "attributes", "cls")

    def __init__(self, cls: Class, attributes: dict[str, Value] | None = None) -> None:
        self.cls = cls
        self.attributes = {} if attributes is None else attributes

    def _answer(self, name: str, other: Value) -> Value:
        method = self.cls.find(name)
        if method is MISSING or method is None:
            return NotImplemented
        runtime = self.cls.runtime
        if runtime is None:
            return NotImplemented if not isinstance(method, Builtin) else method.call(self, other)
        answer = runtime.call(method, (self, other))
        return NotImplemented if answer is NOT_IMPLEMENTED else answer

    def __eq__(self, other: object) -> Any:
        answer = self._answer("__eq__", other)
        return self is other if answer is NotImplemented and isinstance(other, Tensor) else answer

    def __ne__(self, other: object) -> Any:
        if self.cls.find("__ne__") is not MISSING:
            return self._answer("__ne__", other)
        answer = self.__eq__(other)
        return answer if answer is NotImplemented else not answer

    def __lt__(self, other: object) -> Any:
        return self._answer("__lt__", other)

    def __gt__(self, other: object) -> Any:
        return self._answer("__gt__", other)

    def __le__(self, other: object) -> Any:
        return self._answer("__le__", other)

    def __ge__(self, other: object) -> Any:
        return self._answer("__ge__", other)

    def __hash__(self) -> int:
        method = self.cls.find("__hash__")
        if method is MISSING:
            if self.cls.find("__eq__") is not MISSING and self.cls.runtime is not None:
                raise TypeError(f"unhashable type: '{self.cls.name}'")
            return object.__hash__(self)
        if isinstance(method, Builtin):
            return int(method.call(self))
        if method is None or self.cls.runtime is None:
            raise TypeError(f"unhashable type: '{self.cls.name}'")
        answer = self.cls.runtime.call(method, (self,))
        if type(answer) is not int:
            raise TypeError("__hash__ method should return an integer")
        return hash(answer)


class NotImplementedValue:
    """Python's ``NotImplemented``: an operator method knows nothing of this operand."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "NotImplemented"


NOT_IMPLEMENTED = NotImplementedValue()


class Code:
    """A function's text, compiled: what all functions made from it share.

    Attributes:
        name: what it is called; ``qualified`` with the classes around it.
        positional: parameters that can be given by position; the first ``positional_only`` only so.
        keyword_only: parameters that are given by name.
        star: whether there is ``*args``; ``double_star``: whether there is ``**kwargs``.
        blank: what follows the parameters in a new frame.
        cells: places whose values inner functions share.
        body: runs on a frame; gives the result itself where ``is_expression``.
        quiet: whether it belongs to a library's text, which has no places.
    """

    __slots__ = (
        "blank", "body", "cells", "count", "doc", "double_star", "is_expression", "is_generator",
        "keyword_only", "label", "name", "positional", "positional_only", "qualified", "quiet",
        "simple", "star",
    )  # fmt: skip

    def __init__(
        self, name: str, positional: tuple[str, ...] = (), positional_only: int = 0,
        keyword_only: tuple[str, ...] = (), star: str | None = None,
        double_star: str | None = None,
    ) -> None:  # fmt: skip
        self.name = self.qualified = name
        self.positional = positional
        self.positional_only = positional_only
        self.keyword_only = keyword_only
        self.star = star
        self.double_star = double_star
        self.count = len(positional)
        self.simple = not (keyword_only or star or double_star)
        self.label: str | None = None
        self.blank: tuple[Any, ...] = ()
        self.cells: tuple[int, ...] = ()
        self.body: Closure = _nothing
        self.is_expression = self.is_generator = self.quiet = False
        self.doc: str | None = None


def _nothing(_frame: Frame) -> None:
    return None


class Function:
    """A function of the program: its code with defaults and what it captured."""

    __slots__ = (
        "__weakref__", "attributes", "cells", "code", "defaults", "globals", "keyword_defaults",
    )  # fmt: skip

    def __init__(
        self, code: Code, globals: Frame, defaults: tuple[Value, ...] = (),
        keyword_defaults: dict[str, Value] | None = None, cells: tuple[Any, ...] = (),
    ) -> None:  # fmt: skip
        self.code = code
        self.globals = globals
        self.defaults = defaults
        self.keyword_defaults = keyword_defaults or {}
        self.cells = cells
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


class Builtin:
    """A function of the language or of a library.

    Args:
        name: what it is called.
        call: ``call(*args, **kwargs)`` with values of the program.
        runtime: whether the run comes as the first argument.
        ignores: keywords that say nothing here and are dropped.
    """

    __slots__ = ("call", "doc", "ignores", "name", "runtime")

    def __init__(
        self, name: str, call: Callable[..., Value], runtime: bool = False,
        ignores: tuple[str, ...] = (), doc: str | None = None,
    ) -> None:  # fmt: skip
        self.name = name
        self.call = call
        self.runtime = runtime
        self.ignores = ignores
        self.doc = doc


def builtins(calls: Mapping[str, Callable[..., Value]]) -> dict[str, Value]:
    """A table of functions that get the runtime first."""
    return {name: Builtin(name, call, runtime=True) for name, call in calls.items()}


class Property:
    """A property of a class."""

    __slots__ = ("delete", "get", "set")

    def __init__(self, get: Value = None, set: Value = None, delete: Value = None) -> None:
        self.get = get
        self.set = set
        self.delete = delete


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
    """What a library of noise answers: calls and attributes of it do nothing."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


class DefaultDict(dict[Any, Any]):
    """``collections.defaultdict``: the factory is called by the interpreter."""

    factory: Value = None


KEYS, VALUES, ITEMS = type({}.keys()), type({}.values()), type({}.items())

PLAIN = frozenset({type(None), bool, int, float, str, type(...), range, slice, Unbound})
"""Types whose values have no parts and no name in the drawing."""
NUMBERS = frozenset({bool, int, float})
MAPPINGS = (dict, DefaultDict, Counter, OrderedDict)
CONTAINERS: set[type] = {list, tuple, set, frozenset, deque, KEYS, VALUES, ITEMS, *MAPPINGS}
"""Types whose values hold others; libraries enter theirs."""
OWN: set[type] = {
    Class, Record, Function, BoundMethod, Builtin, Property, StaticMethod, ClassMethod, Super,
    Context, Cursor, Library, Missing, Quiet, NotImplementedValue,
}  # fmt: skip
"""Types of objects that are neither numbers nor containers; libraries enter theirs."""
