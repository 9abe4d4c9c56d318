"""Libraries: what ``import`` finds, and what is there without one, each as a table of names."""

from __future__ import annotations

from chainrule.program.classes import EXCEPTIONS, NATIVE
from chainrule.program.libraries import (
    autograd,
    builtins,
    callables,
    chainrule,
    generators,
    iteration,
    jax,
    methods,
    micrograd,
    noise,
    numpy,
    scipy,
    sklearn,
    standard,
    strings,
    tensorflow,
    torch,
    types,
)
from chainrule.program.libraries.collections import COLLECTIONS
from chainrule.program.libraries.enumerations import ENUMERATIONS
from chainrule.program.libraries.math import MATH
from chainrule.program.libraries.random import RANDOM
from chainrule.program.values import (
    NOT_IMPLEMENTED,
    Builtin,
    Library,
    Missing,
    Quiet,
    Value,
)

__all__ = ["BUILTINS", "LIBRARIES", "Builtin", "Library", "Missing", "Quiet"]

ABSENT = {
    "eval": "write the expression itself",
    "exec": "write the statements themselves",
    "compile": "write the code itself",
    "open": "there are no files here: write the data into the program",
    "globals": "names are not looked up by strings; use a dictionary",
    "locals": "names are not looked up by strings; use a dictionary",
    "__import__": "write import at the top of the program",
    "breakpoint": "print what you want to look at",
    "help": "see the reference beside the program",
    "exit": "a program ends with its last line",
    "quit": "a program ends with its last line",
    "memoryview": None,
    "bytearray": None,
}
"""Built-in functions that are left out, and what to do instead."""

BUILTINS: dict[str, Value] = {
    **builtins.FUNCTIONS,
    **{name: cls for name, cls in NATIVE.items() if name not in ("complex", "bytes")},
    **EXCEPTIONS,
    "complex": NATIVE["complex"],
    "bytes": NATIVE["bytes"],
    "NotImplemented": NOT_IMPLEMENTED,
    "Ellipsis": ...,
    "get_ipython": Builtin("get_ipython", lambda: Quiet("IPython")),
    "__name__": "__main__",
    "__debug__": True,
    **{name: Missing(name, hint) for name, hint in ABSENT.items()},
}
"""What names stand for that a program does not define."""

COLLECTIONS.table["abc"] = standard.MODULES["collections.abc"]
LIBRARIES: dict[str, Value] = {
    "builtins": Library("builtins", BUILTINS),
    "math": MATH,
    "random": RANDOM,
    "collections": COLLECTIONS,
    "enum": ENUMERATIONS,
    "itertools": iteration.ITERTOOLS,
    **callables.MODULES,
    **standard.MODULES,
    **torch.MODULES,
    **numpy.MODULES,
    **chainrule.MODULES,
    **sklearn.MODULES,
    **scipy.MODULES,
    **autograd.MODULES,
    **jax.MODULES,
    **tensorflow.MODULES,
    **micrograd.MODULES,
    **noise.MODULES,
}
"""Modules by their full name."""

TABLES = (generators, methods, strings, types)
"""Modules that enter methods and types when they are imported."""
