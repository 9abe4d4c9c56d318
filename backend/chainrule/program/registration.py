"""Registration: operations of somebody's own as functions of the language.

They are names without an import, functions of ``chainrule`` and methods of tensors. The modules
that ``CHAINRULE_OPERATIONS`` names (separated by commas) are imported with the language, so that
the command line and a server's processes know the operations that these register.
"""

from __future__ import annotations

import os
from importlib import import_module

from chainrule.engine import ArgumentError, Tensor
from chainrule.functions.registration import LISTENERS, REGISTERED
from chainrule.functions.table import Function
from chainrule.program import preparation
from chainrule.program.functions import functions
from chainrule.program.libraries.chainrule import CHAINRULE
from chainrule.program.libraries.vocabulary import FUNCTIONAL, as_builtin
from chainrule.program.libraries.wrapping import IGNORED
from chainrule.program.tables import ATTRIBUTES, Method

VARIABLE = "CHAINRULE_OPERATIONS"


def enter(entries: dict[str, Function]) -> None:
    """Gives programs the functions of these names."""
    for name, entry in entries.items():
        builtin = as_builtin(entry, "chainrule", name)
        for table in (preparation.NAMES, CHAINRULE.table, FUNCTIONAL.table):
            table[name] = builtin
        if entry.method:
            ATTRIBUTES[Tensor][name] = Method(name, builtin.call, True, IGNORED)
    functions.cache_clear()
    preparation.forget()


def load(modules: str) -> None:
    """Imports modules that register operations, given by their names with commas between.

    Raises:
        ArgumentError: one cannot be imported.
    """
    for module in filter(None, map(str.strip, modules.split(","))):
        try:
            import_module(module)
        except ImportError as error:
            raise ArgumentError(f"{VARIABLE} names {module!r}: {error}") from error


enter(REGISTERED)
LISTENERS.append(enter)
load(os.environ.get(VARIABLE, ""))
