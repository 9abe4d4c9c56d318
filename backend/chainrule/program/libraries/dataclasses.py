"""``dataclasses``: classes whose annotations say what an instance holds."""

from __future__ import annotations

from chainrule.program.classes import native_class
from chainrule.program.libraries.copying import deepcopy
from chainrule.program.runtime import Runtime
from chainrule.program.text import represent
from chainrule.program.values import MISSING, Builtin, Class, Record, Value

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
    if type(cls) is not Class or cls.runtime is None:  # all runs share the language's own classes
        raise TypeError("a data class is made of a class of the program")
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
