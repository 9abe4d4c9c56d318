"""Vocabulary: the package's functions by their names, each as a function of the program.

They are those of ``functions.table``; nothing of them is said here again.
"""

from __future__ import annotations

from dataclasses import replace

from chainrule.engine import FUNCTIONS as OPERATION_FUNCTIONS
from chainrule.functions.missing import MISSING as MISSING_FUNCTIONS
from chainrule.functions.table import LINALG, TABLE, Function
from chainrule.functions.table import METHODS as METHODS_OF_TABLE
from chainrule.program.libraries.table import Table
from chainrule.program.libraries.wrapping import wrapped
from chainrule.program.values import Builtin, Library


def as_builtin(entry: Function, library: str = "torch", name: str | None = None) -> Builtin:
    """A function of the table as one of the program."""
    called = name or entry.name
    return wrapped(called, entry.call, library, f"it is called {called}{entry.signature}")


def _own(name: str) -> Function:
    """An operation's other name where it has a meaning of its own."""
    return replace(TABLE[name], name=name, call=OPERATION_FUNCTIONS[name])


EXTREMES = {name: _own(name) for name in ("max", "min", "amax", "amin")}
"""``max`` may be asked for an axis and then has places, too; ``amax`` has none."""
FUNCTIONS: dict[str, Function] = {**TABLE, **EXTREMES}
METHODS: dict[str, Function] = {**METHODS_OF_TABLE, **EXTREMES}
TORCH_FUNCTIONS: Table = Table(
    {}, FUNCTIONS, lambda name: as_builtin(FUNCTIONS[name], "torch", name)
)
"""Every function, made when it is first asked for."""
FUNCTIONAL = Library(
    "torch.nn.functional",
    Table({}, TABLE, lambda name: TORCH_FUNCTIONS[name]),
    MISSING_FUNCTIONS,
)
LINEAR_ALGEBRA = Library(
    "torch.linalg",
    Table({}, LINALG, lambda name: as_builtin(LINALG[name], "torch", f"linalg.{name}")),
    MISSING_FUNCTIONS,
)
