"""``dataclasses``: classes whose annotations say what an instance holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from chainrule.program.classes import EXCEPTIONS, native_class
from chainrule.program.comparison import compare
from chainrule.program.errors import Raised
from chainrule.program.libraries.copying import deepcopy
from chainrule.program.runtime import Runtime
from chainrule.program.tables import ATTRIBUTES, Attribute
from chainrule.program.text import represent
from chainrule.program.values import MISSING, Builtin, Class, Quiet, Record, Value, builtins

FROZEN = Class("FrozenInstanceError", (EXCEPTIONS["AttributeError"],))


class Field:
    """What is known of one attribute of a data class."""

    def __init__(
        self, default: Value = MISSING, factory: Value = MISSING, *, shown: bool = True,
        given: bool = True, compared: bool = True, by_name: bool = False,
    ) -> None:  # fmt: skip
        self.name = ""
        self.default = default
        self.factory = factory
        self.shown = shown
        self.given = given
        self.compared = compared
        self.by_name = by_name

    @property
    def optional(self) -> bool:
        """Whether it need not be given."""
        return self.default is not MISSING or self.factory is not MISSING


FIELD = native_class("Field", Field)
ATTRIBUTES[Field] = {
    "name": Attribute(lambda field: field.name),
    "init": Attribute(lambda field: field.given),
    "repr": Attribute(lambda field: field.shown),
    "compare": Attribute(lambda field: field.compared),
    "default": Attribute(lambda field: Quiet("MISSING") if field.default is MISSING
                         else field.default),
}  # fmt: skip


def field(
    *, default: Value = MISSING, default_factory: Value = MISSING, repr: Value = True,
    init: Value = True, compare: Value = True, kw_only: Value = False, **more: Value,
) -> Field:  # fmt: skip
    """The default of an attribute of a data class."""
    return Field(
        default, default_factory, shown=bool(repr), given=bool(init), compared=bool(compare),
        by_name=bool(kw_only),
    )  # fmt: skip


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
            if type(default) in (list, dict, set):
                raise ValueError(
                    f"mutable default <class '{type(default).__name__}'> for field {name} is not "
                    "allowed: use default_factory"
                )
            fields[name] = Field(default)
        fields[name].name = name
        if options.get("kw_only"):
            fields[name].by_name = True
    _check_order(fields)
    table = cls.table
    table["__dataclass_fields__"] = fields
    table.setdefault("__match_args__", tuple(n for n, part in fields.items() if part.given))
    made = builtins(_methods(cls, fields))
    compared = [name for name, part in fields.items() if part.compared]
    made["__hash__"] = Builtin(
        "__hash__", lambda self: hash(tuple([self.attributes.get(name) for name in compared]))
    )
    wanted = {"__init__": options.get("init", True), "__repr__": options.get("repr", True),
              "__eq__": options.get("eq", True)}  # fmt: skip
    for name, is_wanted in wanted.items():
        if is_wanted and name not in table:
            table[name] = made[name]
            if name == "__eq__" and not options.get("frozen"):
                table.setdefault("__hash__", None)
    if options.get("order"):
        table.update({name: made[name] for name in ("__lt__", "__le__", "__gt__", "__ge__")})
    if options.get("frozen"):
        table.update({name: made[name] for name in ("__setattr__", "__delattr__")})
    if options.get("frozen") or options.get("unsafe_hash"):
        table.setdefault("__hash__", made["__hash__"])
    runtime.subclasses_changed(cls)
    return cls


def _check_order(fields: dict[str, Field]) -> None:
    before = None
    for name, part in fields.items():
        if not part.given or part.by_name:
            continue
        if before is not None and not part.optional:
            raise TypeError(f"non-default argument '{name}' follows default argument")
        before = name if part.optional else before


def _methods(cls: Class, fields: dict[str, Field]) -> dict[str, Callable[..., Value]]:
    """The methods that a data class is given."""
    by_place = [name for name, part in fields.items() if part.given and not part.by_name]
    compared = [name for name, part in fields.items() if part.compared]

    def initialise(runtime: Runtime, self: Record, *args: Value, **named: Value) -> None:
        called = f"{cls.name}.__init__()"
        if len(args) > len(by_place):
            least = sum(not fields[name].optional for name in by_place) + 1
            most = len(by_place) + 1
            takes = f"from {least} to {most}" if least != most else str(most)
            raise TypeError(
                f"{called} takes {takes} positional arguments but {len(args) + 1} were given"
            )
        values = dict(zip(by_place, args, strict=False))
        for name, value in named.items():
            if name in values:
                raise TypeError(f"{called} got multiple values for argument '{name}'")
            if name not in fields or not fields[name].given:
                raise TypeError(f"{called} got an unexpected keyword argument '{name}'")
            values[name] = value
        lacking = [
            name for name, part in fields.items()
            if part.given and name not in values and not part.optional
        ]  # fmt: skip
        if lacking:
            raise TypeError(f"{called} missing {_listed(lacking)}")
        for name, part in fields.items():
            if name in values:
                self.attributes[name] = values[name]
            elif part.factory is not MISSING:
                self.attributes[name] = runtime.call(part.factory)
            elif part.default is not MISSING:
                self.attributes[name] = part.default
        after = cls.find("__post_init__")
        if after is not MISSING:
            runtime.call(after, (self,))

    def shown(runtime: Runtime, self: Record) -> str:
        inside = ", ".join(
            f"{name}={represent(runtime, self.attributes.get(name))}"
            for name, part in fields.items() if part.shown
        )  # fmt: skip
        return f"{self.cls.name}({inside})"

    def values_of(self: Record) -> tuple[Value, ...]:
        return tuple(self.attributes.get(name) for name in compared)

    def ordered(symbol: str) -> Callable[..., Value]:
        def answer(runtime: Runtime, self: Record, other: Value) -> Value:
            if type(other) is not Record or other.cls is not self.cls:
                if symbol == "==":
                    return False
                raise TypeError(
                    f"'{symbol}' not supported between instances of '{self.cls.name}' and "
                    f"'{runtime.type_name(other)}'"
                )
            return compare(runtime, symbol, values_of(self), values_of(other))

        return answer

    def refuse(runtime: Runtime, self: Record, name: str, *value: Value) -> None:
        what = "assign to" if value else "delete"
        raise Raised(Record(FROZEN, {"args": (f"cannot {what} field {name!r}",)}))

    return {
        "__init__": initialise,
        "__repr__": shown,
        "__eq__": ordered("=="),
        "__lt__": ordered("<"),
        "__le__": ordered("<="),
        "__gt__": ordered(">"),
        "__ge__": ordered(">="),
        "__setattr__": refuse,
        "__delattr__": refuse,
    }


def _listed(names: list[str]) -> str:
    """How Python says which arguments are missing."""
    quoted = [f"'{name}'" for name in names]
    if len(quoted) > 2:
        quoted = [", ".join(quoted[:-1]) + ",", quoted[-1]]
    plural = "" if len(names) == 1 else "s"
    return f"{len(names)} required positional argument{plural}: {' and '.join(quoted)}"


# What is done with instances


def _fields_of(value: Value) -> dict[str, Field]:
    cls = value.cls if type(value) is Record else value
    found = cls.find("__dataclass_fields__") if type(cls) is Class else MISSING
    if found is MISSING:
        raise TypeError("must be called with a dataclass type or instance")
    return found  # type: ignore[no-any-return]


def is_dataclass(obj: Value) -> bool:
    """Whether it is a data class, or an instance of one."""
    cls = obj.cls if type(obj) is Record else obj
    return type(cls) is Class and cls.find("__dataclass_fields__") is not MISSING


def fields(class_or_instance: Value) -> tuple[Field, ...]:
    """The attributes of a data class."""
    return tuple(_fields_of(class_or_instance).values())


def _attributes(runtime: Runtime, value: Value, whole: bool) -> Iterator[tuple[str, Value]]:
    for name in _fields_of(value):
        yield name, _plain(runtime, value.attributes[name], whole)


def _plain(runtime: Runtime, value: Value, as_dict: bool) -> Value:
    """A value in which instances of data classes have become dictionaries, or tuples."""
    runtime.budget.tick()
    if type(value) is Record and is_dataclass(value):
        return asdict(runtime, value) if as_dict else astuple(runtime, value)
    if type(value) in (list, tuple):
        return type(value)([_plain(runtime, item, as_dict) for item in value])
    if type(value) is dict:
        return {key: _plain(runtime, item, as_dict) for key, item in value.items()}
    return deepcopy(runtime, value)


def asdict(runtime: Runtime, obj: Value) -> Value:
    """The attributes of an instance of a data class as a dictionary, also of those in it."""
    return dict(_attributes(runtime, obj, True))


def astuple(runtime: Runtime, obj: Value) -> Value:
    """The same as a tuple."""
    return tuple(value for _, value in _attributes(runtime, obj, False))


def replace(runtime: Runtime, obj: Value, /, **changes: Value) -> Value:
    """An instance of a data class with some other values."""
    known = {name: obj.attributes[name] for name, part in _fields_of(obj).items() if part.given}
    return runtime.call(obj.cls, (), {**known, **changes})


FUNCTIONS: dict[str, Value] = {
    **builtins({"dataclass": dataclass, "asdict": asdict, "astuple": astuple, "replace": replace}),
    "field": Builtin("field", field),
    "fields": Builtin("fields", fields),
    "is_dataclass": Builtin("is_dataclass", is_dataclass),
    "FrozenInstanceError": FROZEN,
    "KW_ONLY": Quiet("dataclasses.KW_ONLY"),
}
