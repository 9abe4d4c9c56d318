"""Abstract classes: ``collections.abc`` and ``numbers``, of which ``isinstance`` asks.

They are asked for by name. What those of containers give to a class that inherits from them stands
in ``written/``.
"""

from __future__ import annotations

import collections.abc
import numbers
from typing import Any

from chainrule.engine import Tensor
from chainrule.program.attributes import look_up
from chainrule.program.numbers import Array, Number
from chainrule.program.runtime import Runtime
from chainrule.program.values import (
    MISSING,
    BoundMethod,
    Builtin,
    Class,
    Function,
    Library,
    Quiet,
    Record,
    Value,
)

BY_METHOD = {
    "Iterable": ("__iter__",), "Iterator": ("__iter__", "__next__"), "Sized": ("__len__",),
    "Container": ("__contains__",), "Callable": ("__call__",), "Reversible": ("__reversed__",),
    "Generator": ("send", "throw"), "Collection": ("__len__", "__iter__", "__contains__"),
}  # fmt: skip
"""What an object needs to have to be one of a kind, which is all that Python looks at."""
KINDS: dict[str, type] = {
    **{name: getattr(collections.abc, name)
       for name in (*BY_METHOD, "Sequence", "MutableSequence", "Mapping", "MutableMapping", "Set",
                    "MutableSet", "Hashable")},
    **{name: getattr(numbers, name) for name in ("Number", "Complex", "Real", "Rational",
                                                  "Integral")},
}  # fmt: skip
CALLED = (Function, BoundMethod, Builtin, Class)
SCALARS: dict[str, Any] = {"i": 1, "u": 1, "f": 1.0}
"""Numbers of the kinds that a number of NumPy's can be of."""


def is_abstract(runtime: Runtime, value: Value, kind: Quiet | Class) -> bool:
    """Whether a value is what an abstract class asks for."""
    name = kind.name.rpartition(".")[2]
    if name not in KINDS or (isinstance(kind, Class) and kind.runtime is not None):
        return False
    if type(value) is Record:
        if name == "Hashable":
            return value.cls.find("__hash__") is not None
        needed = BY_METHOD.get(name)
        return needed is not None and all(
            look_up(runtime, value, method) is not MISSING for method in needed
        )
    if name == "Callable":
        return isinstance(value, CALLED)
    if isinstance(value, Number):
        value = value.item()
    elif isinstance(value, Array) and not value.ndim and not value.held:
        return isinstance(SCALARS.get(value.dtype.kind), KINDS[name])
    elif isinstance(value, Tensor):
        return name in ("Iterable", "Sized", "Container", "Collection", "Reversible") or (
            name == "Hashable" and not isinstance(value, Array)
        )
    return isinstance(value, KINDS[name])


def _library(name: str, members: tuple[str, ...]) -> Library:
    return Library(name, {member: Quiet(f"{name}.{member}") for member in members})


NUMBERS = _library("numbers", ("Number", "Complex", "Real", "Rational", "Integral"))
