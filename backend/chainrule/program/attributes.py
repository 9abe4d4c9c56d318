"""Attributes: looked up in tables only, never on Python's own objects.

``ATTRIBUTES`` has a table for each native type: a name stands for an ``Attribute``, which computes
a value, or for a ``Method``, which is called with the value first. Records look into their own
attributes and their class, modules into their table.
"""

from __future__ import annotations

from collections.abc import Callable

from chainrule.engine import Span
from chainrule.program.classes import BASE_EXCEPTION, class_of, type_name
from chainrule.program.errors import failure, near
from chainrule.program.runtime import Runtime
from chainrule.program.stores import remove, store
from chainrule.program.tables import Attribute, Method, no_attribute, table_of
from chainrule.program.text import represent, show
from chainrule.program.values import (
    MISSING,
    NOT_IMPLEMENTED,
    BoundMethod,
    Builtin,
    Class,
    ClassMethod,
    Function,
    Library,
    Missing,
    Property,
    Quiet,
    Record,
    StaticMethod,
    Super,
    Value,
)


def get_attribute(runtime: Runtime, value: Value, name: str, span: Span | None = None) -> Value:
    """``value.name``.

    Raises:
        ProgramError: there is no such attribute.
    """
    found = look_up(runtime, value, name, span)
    if found is MISSING:
        raise no_attribute(runtime, value, name, span)
    return found


def look_up(runtime: Runtime, value: Value, name: str, span: Span | None = None) -> Value:
    """The same; ``MISSING`` where there is no such attribute."""
    kind = type(value)
    if kind is Record:
        return _of_record(runtime, value, name)
    if kind is Library:
        return _of_library(value, name, span)
    if kind is Class:
        return _of_class(runtime, value, name)
    if kind is Super:
        found = value.find(name)
        if found is MISSING:
            found = OBJECT_METHODS.get(name, MISSING)
        return found if found is MISSING else _bound(runtime, found, value.receiver)
    if kind is Missing:
        raise runtime.missing(value, span)
    if kind is Quiet:
        return value.attribute(name)
    entry = table_of(kind).get(name)
    if type(entry) is Attribute:
        if span is not None:
            runtime.span = span
        return entry.get(value)
    if type(entry) is Method:
        return entry.builtin if entry.of_class else BoundMethod(entry.builtin, value)
    if kind is Function and name in value.attributes:
        return value.attributes[name]
    if kind is BoundMethod and name != "__self__":
        return look_up(runtime, value.function, name, span)
    if name == "__class__":
        return class_of(value)
    if name.startswith("__"):
        found = class_of(value).find(name)
        return BoundMethod(found, value) if type(found) is Builtin else MISSING
    return MISSING


def _of_record(runtime: Runtime, record: Record, name: str) -> Value:
    own = record.attributes.get(name, MISSING)
    found = record.cls.find(name)
    if type(found) is Property:
        if found.get is None:
            raise AttributeError(f"property '{name}' of '{record.cls.name}' object has no getter")
        return runtime.call(found.get, (record,))
    if own is not MISSING:
        return own
    if found is not MISSING:
        return _bound(runtime, found, record)
    if name in SPECIAL:
        return SPECIAL[name](record)
    if (
        BASE_EXCEPTION in record.cls.order
        and name in _EXCEPTION_ATTRIBUTES
        and (name != "value" or record.cls.name == "StopIteration")
    ):
        return _EXCEPTION_ATTRIBUTES[name](record)
    getter = record.cls.find("__getattr__")
    if getter is not MISSING:
        return runtime.call(getter, (record, name))
    method = OBJECT_METHODS.get(name, MISSING)
    return method if method is MISSING else BoundMethod(method, record)


def _bound(runtime: Runtime, found: Value, receiver: Value) -> Value:
    """What a class's entry is for one of its instances, or for a class through ``super()``."""
    kind = type(found)
    if kind is Function or kind is Builtin:
        return BoundMethod(found, receiver)
    if kind is StaticMethod:
        return found.function
    if kind is ClassMethod:
        return BoundMethod(
            found.function, receiver if type(receiver) is Class else class_of(receiver)
        )
    if kind is Property:
        return runtime.call(found.get, (receiver,))
    return found


def _of_class(runtime: Runtime, cls: Class, name: str) -> Value:
    found = cls.find(name)
    if found is not MISSING:
        kind = type(found)
        if kind is StaticMethod:
            return found.function
        return BoundMethod(found.function, cls) if kind is ClassMethod else found
    if name in _CLASS_ATTRIBUTES:
        return _CLASS_ATTRIBUTES[name](cls)
    if name == "mro":
        return Builtin("mro", lambda: list(cls.order))
    natives = cls.native if isinstance(cls.native, tuple) else (cls.native,)
    for native in natives:
        entry = table_of(native).get(name) if native else None
        if type(entry) is Method:
            return entry.builtin
    return OBJECT_METHODS.get(name, MISSING)


def _of_library(library: Library, name: str, span: Span | None) -> Value:
    found = library.table.get(name, MISSING)
    if found is not MISSING:
        return found
    if name == "__name__":
        return library.name
    if name == "__version__":
        return "2.0"
    if library.quiet:
        return Quiet(f"{library.name}.{name}")
    hint = library.lacks.get(name)
    raise failure(
        "unknown_function",
        f"module '{library.name}' has no attribute '{name}' here",
        span,
        hint or near(name, library.table),
    )


def _bases(cls: Class) -> tuple[Class, ...]:
    return cls.bases


SPECIAL: dict[str, Callable[[Record], Value]] = {
    "__dict__": lambda record: record.attributes,
    "__class__": lambda record: record.cls,
    "__doc__": lambda record: record.cls.table.get("__doc__"),
    "__module__": lambda record: "__main__",
}
_EXCEPTION_ATTRIBUTES: dict[str, Callable[[Record], Value]] = {
    "args": lambda record: (),
    "value": lambda record: next(iter(record.attributes["args"]), None),
    "__cause__": lambda record: None,
    "__traceback__": lambda record: None,
    "with_traceback": lambda record: Builtin("with_traceback", lambda trace: record),
}
_CLASS_ATTRIBUTES: dict[str, Callable[[Class], Value]] = {
    "__name__": lambda cls: cls.name.rpartition(".")[2],
    "__qualname__": lambda cls: cls.name,
    "__bases__": _bases,
    "__mro__": lambda cls: cls.order,
    "__dict__": lambda cls: dict(cls.table),
    "__doc__": lambda cls: cls.table.get("__doc__"),
    "__module__": lambda cls: "builtins" if cls.runtime is None else "__main__",
    "__class__": class_of,
}


def _default_init(self: Record, *args: Value, **kwargs: Value) -> None:
    if args or kwargs:
        raise TypeError("object.__init__() takes exactly one argument (the instance to initialize)")


def _default_equal(self: Record, other: Value) -> Value:
    return True if self is other else NOT_IMPLEMENTED


def _default_text(runtime: Runtime, self: Record) -> str:
    return represent(runtime, self)


def _default_representation(runtime: Runtime, self: Value) -> str:
    name = f"__main__.{type_name(self)}"
    return f"<{name} object at {runtime.identity(self):#x}>"


OBJECT_METHODS: dict[str, Value] = {
    "__init__": Builtin("__init__", _default_init),
    "__init_subclass__": Builtin("__init_subclass__", lambda *args: None),
    "__setattr__": Builtin("__setattr__", store, runtime=True),
    "__delattr__": Builtin("__delattr__", remove, runtime=True),
    "__eq__": Builtin("__eq__", _default_equal),
    "__hash__": Builtin("__hash__", lambda self: object.__hash__(self)),
    "__str__": Builtin("__str__", _default_text, runtime=True),
    "__repr__": Builtin("__repr__", _default_representation, runtime=True),
    "__format__": Builtin("__format__", lambda runtime, self, spec: show(runtime, self), True),
}
"""What every object has from ``object``."""


def make_super(cls: Value, receiver: Value) -> Super:
    """``super(cls, receiver)``.

    Raises:
        TypeError: they do not belong together.
    """
    order = receiver.order if type(receiver) is Class else class_of(receiver).order
    if type(cls) is not Class or cls not in order:
        raise TypeError("super(type, obj): obj must be an instance or subtype of type")
    return Super(cls, receiver, order)
