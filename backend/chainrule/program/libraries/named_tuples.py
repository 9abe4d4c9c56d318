"""Named tuples: ``collections.namedtuple`` and ``typing.NamedTuple``.

Their classes inherit from the program's tuple (``inheritance``), and have a property for each item.
"""

from __future__ import annotations

from chainrule.program.classes import TUPLE
from chainrule.program.compile.classes import new_class
from chainrule.program.containers import collect
from chainrule.program.libraries import inheritance  # noqa: F401 enters what tuples can do
from chainrule.program.libraries.collections import COLLECTIONS
from chainrule.program.runtime import Runtime
from chainrule.program.text import represent
from chainrule.program.values import Builtin, Class, ClassMethod, Property, Record, Value


def _fields(runtime: Runtime, names: Value) -> tuple[str, ...]:
    if type(names) is str:
        return tuple(names.replace(",", " ").split())
    return tuple(str(name) for name in collect(runtime, names))


def namedtuple(
    runtime: Runtime, typename: Value, field_names: Value, *, defaults: Value = None,
    rename: Value = False, module: Value = None,
) -> Class:  # fmt: skip
    """A class of tuples whose items have names."""
    names = _fields(runtime, field_names)
    given = [] if defaults is None else collect(runtime, defaults)
    if len(given) > len(names):
        raise TypeError("Got more default values than field names")
    last = names[len(names) - len(given) :]
    return tuple_class(runtime, str(typename), names, dict(zip(last, given, strict=True)))


def typed_tuple(runtime: Runtime, typename: Value, fields: Value = (), /, **more: Value) -> Class:
    """``NamedTuple("Name", [("field", type)])``."""
    names = [str(pair[0]) for pair in collect(runtime, fields)]
    return tuple_class(runtime, str(typename), (*names, *more), {})


def _derived(runtime: Runtime, cls: Class) -> Class:
    """The class of a ``class Name(NamedTuple):``; its annotations are the items."""
    table = {name: value for name, value in cls.table.items() if name not in cls.fields}
    defaults = {name: cls.table[name] for name in cls.fields if name in cls.table}
    return tuple_class(runtime, cls.name, cls.fields, defaults, table)


NAMED_TUPLE = Class("NamedTuple", make=typed_tuple)
NAMED_TUPLE.derive = _derived


def tuple_class(
    runtime: Runtime, name: str, names: tuple[str, ...], defaults: dict[str, Value],
    table: dict[str, Value] | None = None,
) -> Class:  # fmt: skip
    """The class of a named tuple, with what its body defines beside the items."""
    if len(set(names)) < len(names) or not all(field.isidentifier() for field in names):
        raise ValueError(f"Type names and field names must be valid identifiers: {names!r}")

    def values(_cls: Class, *args: Value, **named: Value) -> tuple[Value, ...]:
        given = dict(zip(names, args, strict=False))
        if len(args) > len(names):
            least = f"from {len(names) + 1 - len(defaults)} to " if defaults else ""
            raise TypeError(
                f"{name}.__new__() takes {least}{len(names) + 1} positional arguments but "
                f"{len(args) + 1} were given"
            )
        for key, value in named.items():
            if key in given or key not in names:
                raise TypeError(f"{name}.__new__() got an unexpected keyword argument {key!r}")
            given[key] = value
        missing = [repr(key) for key in names if key not in given and key not in defaults]
        if missing:
            listed = ", ".join(missing[:-1]) + f" and {missing[-1]}" if missing[1:] else missing[0]
            plural = "s" if missing[1:] else ""
            raise TypeError(
                f"{name}.__new__() missing {len(missing)} required positional "
                f"argument{plural}: {listed}"
            )
        return tuple([given.get(key, defaults.get(key)) for key in names])

    def made_of(cls: Class, held: tuple[Value, ...]) -> Record:
        record = Record(cls)
        record.holds = held
        return record

    def shown(runtime: Runtime, self: Record) -> str:
        parts = zip(names, self.holds, strict=True)
        inside = ", ".join(f"{field}={represent(runtime, part)}" for field, part in parts)
        return f"{self.cls.name}({inside})"

    def replaced(self: Record, **changes: Value) -> Value:
        return made_of(self.cls, values(self.cls, **{**items(self), **changes}))

    def of(runtime: Runtime, cls: Class, iterable: Value) -> Value:
        return made_of(cls, values(cls, *collect(runtime, iterable)))

    def items(self: Record) -> dict[str, Value]:
        return dict(zip(names, self.holds, strict=True))

    def item(place: int) -> Property:
        return Property(Builtin(names[place], lambda self: self.holds[place]))

    def refuse(self: Record, field: str, value: Value) -> None:
        if field in names:
            raise AttributeError("can't set attribute")
        raise AttributeError(f"'{name}' object has no attribute '{field}'")

    special: dict[str, Value] = {
        "__new__": Builtin("__new__", values),
        "__repr__": Builtin("__repr__", shown, runtime=True),
        "__setattr__": Builtin("__setattr__", refuse),
        "_asdict": Builtin("_asdict", items),
        "_replace": Builtin("_replace", replaced),
        "_make": ClassMethod(Builtin("_make", of, runtime=True)),
        "_fields": names,
        "_field_defaults": defaults,
        **{field: item(place) for place, field in enumerate(names)},
    }
    return new_class(runtime, name, [TUPLE], {**special, **(table or {})}, names)


COLLECTIONS.table["namedtuple"] = Builtin("namedtuple", namedtuple, runtime=True)
