"""Objects: classes of the program, their instances, and the functions of the language.

What an instance is, how it compares and hashes, and in which order a class inherits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from chainrule.engine import Tensor

if TYPE_CHECKING:
    from chainrule.program.runtime import Runtime

Value = Any
"""A value of a program. What that can be stands in ``PLAIN``, ``CONTAINERS`` and ``OWN``."""
Frame = list[Any]
"""What a closure runs on: the runtime, the globals' frame, the result, then the names' values."""
Closure = Callable[[Frame], Any]


class Unbound:
    """What stands in a frame where a name has no value."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "unbound"


UNBOUND = Unbound()
MISSING: Any = Unbound()
"""What a look-up answers where there is nothing."""


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
        if getattr(call, "__name__", "") == f"{name}_":
            call.__qualname__ = name  # what Python says of wrong arguments
        self.runtime = runtime
        self.ignores = ignores
        self.doc = doc


class Property:
    """A property of a class."""

    __slots__ = ("delete", "get", "set")

    def __init__(self, get: Value = None, set: Value = None, delete: Value = None) -> None:
        self.get = get
        self.set = set
        self.delete = delete


class Class:
    """A class: a user's, or one that stands for a native type.

    Attributes:
        abstract: methods that a class must define before it has instances, by name; ``None`` where
            nobody looks at that.
        name: what it is called.
        bases: the classes it inherits from.
        order: itself and all it inherits from, in the order of resolution.
        table: what its body defines.
        native: Python's type of its instances, where they are no records.
        make: makes an instance from a call's arguments, where that is not ``__init__``.
        fields: names with annotations in the body, in order.
        holds: the native type of the value that each of its instances holds, if it does.
        members: the instances of an enumeration by name.
        derive: is called with a class that the program derives from it; answers what the name of
            that class stands for.
        runtime: the run it belongs to; ``None`` for those of the language.
        found: what ``find`` has answered.
        plain: what ``is_plain`` has answered.
        init: its ``__init__`` where nothing else is done for a new instance; ``UNBOUND`` as long as
            nobody has looked.
    """

    __slots__ = (
        "_make",
        "abstract",
        "bases",
        "derive",
        "fields",
        "found",
        "holds",
        "init",
        "make",
        "members",
        "name",
        "native",
        "order",
        "plain",
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
        self.abstract: dict[str, Value] | None = None
        self.derive: Callable[[Runtime, Class], Class] | None = None
        self.holds: type | None = next((base.holds for base in bases if base.holds), None)
        self.members: dict[str, Record] | None = None
        self.order = resolution_order(self)
        self.found: dict[str, Value] = {}
        self.plain: dict[str, bool] = {}
        self.init: Value = UNBOUND
        self._make: tuple[Builtin | None] | None = None

    def find(self, name: str) -> Value:
        """What the class or the first of its bases that has it defines; else ``MISSING``."""
        try:
            return self.found[name]
        except KeyError:
            pass
        for other in self.order:
            if name in other.table:
                found = other.table[name]
                break
        else:
            found = MISSING
        if len(self.found) < 500:
            self.found[name] = found
        return found

    def find_make(self) -> Builtin | None:
        """What makes an instance, where that is not ``__init__``."""
        if self._make is None:
            makers = (cls for cls in self.order if cls is self or cls.native is None)
            make = next((cls.make for cls in makers if cls.make is not None), None)
            self._make = (None if make is None else Builtin(self.name, make, True),)
        return self._make[0]

    def forget(self) -> None:
        """Is called when a table in its order has changed."""
        self.found.clear()
        self.plain.clear()
        self.init = UNBOUND

    def is_plain(self, name: str) -> bool:
        """Whether an attribute of its instances is no property, and set without ``__setattr__``."""
        plain = self.plain.get(name)
        if plain is None:
            plain = self.find("__setattr__") is MISSING and type(self.find(name)) is not Property
            if len(self.plain) < 500:
                self.plain[name] = plain
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
    """An instance of a class; how it compares and hashes is what its class says.

    Attributes:
        holds: the native value behind it, where its class inherits from a native type.
    """

    __slots__ = ("__weakref__", "attributes", "cls", "holds")
    holds: Any

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
        return False if answer is NotImplemented and isinstance(other, Tensor) else answer

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
