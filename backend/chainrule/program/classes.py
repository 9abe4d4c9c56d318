"""Classes that stand for Python's own types and exceptions, and what class a value is of."""

from __future__ import annotations

from collections import Counter, OrderedDict, deque
from collections.abc import Callable
from typing import Any

from chainrule.engine import (
    ArgumentError,
    ChainruleError,
    DomainError,
    DtypeError,
    GradientError,
    ShapeError,
    Tensor,
)
from chainrule.program.numbers import Number, is_whole
from chainrule.program.values import (
    OWN,
    PLAIN,
    VIEWS,
    BoundMethod,
    Builtin,
    Class,
    ClassMethod,
    Cursor,
    DefaultDict,
    Function,
    Library,
    Missing,
    NotImplementedValue,
    Property,
    Quiet,
    Record,
    StaticMethod,
    Super,
    Value,
)

OBJECT = Class("object")
TYPE = Class("type", (OBJECT,), native=Class)
ABSTRACT_BASE = Class("ABC", (OBJECT,))
"""``abc.ABC``: of what inherits from it, abstract methods must be defined."""
ABSTRACT_BASE.abstract = {}


def native_class(name: str, *types: type, bases: tuple[Class, ...] = (OBJECT,)) -> Class:
    """A class whose instances are Python's own; entered for ``type(x)`` and ``isinstance``."""
    made = Class(name, bases, native=types)
    for kind in types:
        CLASSES[kind] = made
    return made


CLASSES: dict[type, Class] = {Class: TYPE}
"""The class of values by their native type; libraries enter theirs."""
HOMES: dict[Class, str] = {}
"""The module that a class is printed with: ``torch`` for ``Tensor``."""
BY_VALUE: dict[type, Callable[[Any], Class]] = {}
"""Native types whose values are of several classes: parameters among tensors, NumPy's scalars."""

INT = native_class("int", int)
BOOL = native_class("bool", bool, bases=(INT,))
FLOAT = native_class("float", float)
STR = native_class("str", str)
LIST = native_class("list", list)
TUPLE = native_class("tuple", tuple)
DICT = native_class("dict", dict)
SET = native_class("set", set)
FROZENSET = native_class("frozenset", frozenset)
RANGE = native_class("range", range)
SLICE = native_class("slice", slice)
COMPLEX, BYTES = Class("complex", (OBJECT,), native=()), Class("bytes", (OBJECT,), native=())
DEFAULTDICT = native_class("defaultdict", DefaultDict, bases=(DICT,))
COUNTER = native_class("Counter", Counter, bases=(DICT,))
ORDERED_DICT = native_class("OrderedDict", OrderedDict, bases=(DICT,))
DEQUE = native_class("deque", deque)
PROPERTY = native_class("property", Property)
STATICMETHOD = native_class("staticmethod", StaticMethod)
CLASSMETHOD = native_class("classmethod", ClassMethod)
SUPER = native_class("super", Super)
TENSOR = native_class("Tensor", Tensor)
NONE = native_class("NoneType", type(None))
FUNCTION = native_class("function", Function)
METHOD = native_class("method", BoundMethod)
BUILTIN = native_class("builtin_function_or_method", Builtin)
MODULE = native_class("module", Library, Missing, Quiet)
GENERATOR = native_class("generator", Cursor)
_MORE: dict[type, str] = {
    **VIEWS, type(...): "ellipsis", NotImplementedValue: "NotImplementedType"
}  # fmt: skip
for _type, _name in _MORE.items():
    native_class(_name, _type)
HOMES |= dict.fromkeys((ORDERED_DICT, DEFAULTDICT, COUNTER, DEQUE), "collections")
CLASSES[Number] = FLOAT

NATIVE = {
    cls.name: cls
    for cls in (
        OBJECT, TYPE, INT, BOOL, FLOAT, STR, LIST, TUPLE, DICT, SET, FROZENSET, RANGE, SLICE,
        COMPLEX, BYTES, PROPERTY, STATICMETHOD, CLASSMETHOD, SUPER,
    )
}  # fmt: skip
"""The types that have a name without an import."""


def class_of(value: Value) -> Class:
    """``type(value)``."""
    kind = type(value)
    if kind is Record:
        return value.cls  # type: ignore[no-any-return]
    if kind in BY_VALUE:
        return BY_VALUE[kind](value)
    if kind is Number:
        return LIST if value.ndim else INT if is_whole(value) else FLOAT
    found = CLASSES.get(kind)
    if found is None:
        found = next((CLASSES[base] for base in kind.__mro__ if base in CLASSES), OBJECT)
        CLASSES[kind] = found
    return found


def is_value(value: object) -> bool:
    """Whether a program may have it; containers are looked at from outside only."""
    kind = type(value)
    return kind in CLASSES or kind in PLAIN or kind in OWN or isinstance(value, Tensor)


def type_name(value: Value) -> str:
    """What Python calls the type of a value."""
    if type(value) is Cursor:
        return value.kind
    return class_of(value).name


def is_instance(value: Value, cls: Class) -> bool:
    """``isinstance(value, cls)``."""
    if cls is OBJECT:
        return True
    if type(value) is Record:
        return cls in value.cls.order
    return cls in class_of(value).order


# Exceptions


def _keep_arguments(self: Record, *args: Value, **kwargs: Value) -> None:
    if type(self) is not Record:
        raise TypeError("an exception is initialised with itself first")
    if kwargs:
        raise TypeError(f"{self.cls.name}() takes no keyword arguments")
    self.attributes["args"] = args


BASE_EXCEPTION = Class(
    "BaseException", (OBJECT,), {"__init__": Builtin("__init__", _keep_arguments)}
)
EXCEPTIONS: dict[str, Class] = {"BaseException": BASE_EXCEPTION}
for _name, *_bases in (
    ("Exception", "BaseException"), ("KeyboardInterrupt", "BaseException"),
    ("SystemExit", "BaseException"), ("GeneratorExit", "BaseException"),
    ("ArithmeticError", "Exception"), ("ZeroDivisionError", "ArithmeticError"),
    ("OverflowError", "ArithmeticError"), ("FloatingPointError", "ArithmeticError"),
    ("AssertionError", "Exception"), ("AttributeError", "Exception"), ("EOFError", "Exception"),
    ("ImportError", "Exception"), ("ModuleNotFoundError", "ImportError"),
    ("LookupError", "Exception"), ("IndexError", "LookupError"), ("KeyError", "LookupError"),
    ("MemoryError", "Exception"), ("NameError", "Exception"), ("UnboundLocalError", "NameError"),
    ("OSError", "Exception"), ("FileNotFoundError", "OSError"), ("RuntimeError", "Exception"),
    ("NotImplementedError", "RuntimeError"), ("RecursionError", "RuntimeError"),
    ("StopIteration", "Exception"), ("TypeError", "Exception"), ("ValueError", "Exception"),
    ("UnicodeError", "ValueError"), ("Warning", "Exception"), ("UserWarning", "Warning"),
    ("DeprecationWarning", "Warning"), ("RuntimeWarning", "Warning"),
    ("FutureWarning", "Warning"), ("TimeoutError", "OSError"),
):  # fmt: skip
    EXCEPTIONS[_name] = Class(_name, tuple(EXCEPTIONS[base] for base in _bases))
EXCEPTIONS["IOError"] = EXCEPTIONS["EnvironmentError"] = EXCEPTIONS["OSError"]


def _either(name: str, *bases: str) -> Class:
    """A class for what PyTorch, NumPy and Python raise different exceptions for."""
    return Class(name, tuple(EXCEPTIONS[base] for base in bases))


NATIVE_EXCEPTIONS: dict[type[BaseException], Class] = {
    ShapeError: _either("RuntimeError", "RuntimeError", "ValueError", "IndexError"),
    DomainError: _either("RuntimeError", "RuntimeError", "ValueError", "IndexError"),
    DtypeError: _either("TypeError", "TypeError", "RuntimeError"),
    ArgumentError: _either("TypeError", "TypeError", "ValueError", "RuntimeError", "IndexError"),
    GradientError: EXCEPTIONS["RuntimeError"],
    ChainruleError: EXCEPTIONS["RuntimeError"],
    **{
        kind: EXCEPTIONS[kind.__name__]
        for kind in (
            ZeroDivisionError, OverflowError, FloatingPointError, ArithmeticError, AssertionError,
            AttributeError, IndexError, KeyError, LookupError, NameError, UnboundLocalError,
            StopIteration, TypeError, ValueError, NotImplementedError, RuntimeError,
        )
    },
}  # fmt: skip
"""What the program can catch a native error as, by its type."""

CODE_EXCEPTIONS: dict[str, Class] = {
    "unknown_name": EXCEPTIONS["NameError"],
    "unbound_name": EXCEPTIONS["UnboundLocalError"],
    "unknown_function": EXCEPTIONS["NameError"],
    "unknown_attribute": EXCEPTIONS["AttributeError"],
    "unknown_module": EXCEPTIONS["ModuleNotFoundError"],
    "not_callable": EXCEPTIONS["TypeError"],
    "bad_argument": NATIVE_EXCEPTIONS[ArgumentError],
    "bad_values": NATIVE_EXCEPTIONS[DomainError],
    "shape_mismatch": NATIVE_EXCEPTIONS[ShapeError],
    "bad_index": EXCEPTIONS["IndexError"],
    "number_too_large": EXCEPTIONS["OverflowError"],
    "ragged_list": EXCEPTIONS["ValueError"],
    "not_a_tensor": EXCEPTIONS["TypeError"],
    "wrong_type": EXCEPTIONS["TypeError"],
    "bad_gradient": EXCEPTIONS["RuntimeError"],
}
"""What the program can catch a problem as, by its code; all others end the program."""

ERROR_CODES: dict[type[BaseException], str] = {
    ShapeError: "shape_mismatch",
    DomainError: "bad_values",
    DtypeError: "bad_argument",
    ArgumentError: "bad_argument",
    GradientError: "bad_gradient",
    ChainruleError: "bad_argument",
    ZeroDivisionError: "division_by_zero",
    OverflowError: "number_too_large",
    IndexError: "bad_index",
    KeyError: "unknown_key",
    AttributeError: "unknown_attribute",
    NameError: "unknown_name",
    TypeError: "wrong_type",
    ValueError: "bad_values",
    NotImplementedError: "not_supported",
    RuntimeError: "raised",  # such as a dictionary that changes while a loop goes through it
}
"""The code of a native error that the program does not catch, by its type."""


def by_type(table: dict[type[BaseException], Any], error: BaseException) -> Any:
    """What a table says for the nearest type of an error; ``None`` for none."""
    return next((table[kind] for kind in type(error).__mro__ if kind in table), None)
