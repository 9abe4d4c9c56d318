"""Registration: an operation of somebody's own by its name, as those of the engine.

``register`` makes it a function of the package, a method of tensors and a name of NumPy's
protocols. Floors above add what they know: the language listens in ``LISTENERS``.
"""

from __future__ import annotations

import builtins
import keyword
import sys
from collections.abc import Callable
from typing import TypeVar

from chainrule.engine import FUNCTIONS, ArgumentError, Tensor, function
from chainrule.engine.changes import in_place
from chainrule.engine.operation import Operation
from chainrule.functions.table import TABLE, Function, of_operation

Kind = TypeVar("Kind", bound=type[Operation])

REGISTERED: dict[str, Function] = {}
"""The functions of registered operations, by each of their names."""
LISTENERS: list[Callable[[dict[str, Function]], None]] = []
"""Who is told of newly registered functions, by their names."""

PACKAGE = sys.modules[__name__.partition(".")[0]]
_operations: dict[str, type[Operation]] = {}


def register(operation: Kind) -> Kind:
    """Makes an operation known by its name: ``@chainrule.register`` before its class.

    It is then a function of the package (``chainrule.swish(x)``), a method of tensors
    (``x.swish()``, unless ``method = False``) and a function of the language, with its work
    estimated, its name completed and its entry in the reference.

    Raises:
        ArgumentError: it is no ``Operation``, or one of its names stands for something else.
    """
    if not (isinstance(operation, type) and issubclass(operation, Operation)):
        raise ArgumentError(f"register() takes a class below Operation, not {operation!r:.60}")
    names = (operation.name, *operation.aliases)
    for name in names:
        _refuse_taken(operation, name)
    operation.enter()
    call = function(operation)
    call.__module__ = PACKAGE.__name__
    entry = of_operation(operation, call)
    for name in names:
        FUNCTIONS[name], REGISTERED[name], _operations[name] = call, entry, operation
        if operation.method:
            setattr(Tensor, name, call)
            if operation.elementwise:
                setattr(Tensor, f"{name}_", in_place(call))
    for listener in LISTENERS:
        listener(dict.fromkeys(names, entry))
    return operation


def _refuse_taken(operation: type[Operation], name: str) -> None:
    namesake = _operations.get(name)
    if namesake is not None and operation.replaces(namesake):
        return
    where = f"the operation {operation.__name__} cannot be registered as {name!r}"
    if not name.isidentifier() or keyword.iskeyword(name) or hasattr(builtins, name):
        raise ArgumentError(f"{where}: that is a word of Python's; choose another name")
    if namesake is not None or name in FUNCTIONS or name in TABLE or name in vars(PACKAGE):
        raise ArgumentError(f"{where}: chainrule.{name} is there already; choose another name")
    if operation.method and hasattr(Tensor, name):
        raise ArgumentError(
            f"{where}: a tensor has .{name} already; choose another name, or say method = False"
        )
