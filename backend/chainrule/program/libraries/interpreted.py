"""Interpreted: what the texts of ``chainrule.nn`` find when they are read here.

Names without an import are Python's; imports find the package's own functions, the engine's errors
and contexts, and the natives.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import cache
from typing import Any

from chainrule.engine import ArgumentError, DomainError, GradientError, ShapeError
from chainrule.engine.arguments import near
from chainrule.program.classes import EXCEPTIONS, NATIVE, NATIVE_EXCEPTIONS, OBJECT, TENSOR
from chainrule.program.libraries import types  # noqa: F401 enters how int, list and type are called
from chainrule.program.libraries.builtins import FUNCTIONS
from chainrule.program.libraries.contexts import CONTEXTS
from chainrule.program.libraries.natives import NATIVES
from chainrule.program.libraries.table import Table
from chainrule.program.libraries.texts import FOLDER, load
from chainrule.program.libraries.vocabulary import FUNCTIONAL
from chainrule.program.values import Builtin, Class, Library, Value

BUILTINS: dict[str, Value] = {**FUNCTIONS, **NATIVE, **EXCEPTIONS}


class _Anything(dict[str, Value]):
    """Every name of ``typing``: a class that stands for nothing."""

    def __contains__(self, name: object) -> bool:
        return True

    def __missing__(self, name: str) -> Class:
        self[name] = made = Class(name, (OBJECT,))
        return made


def _write(runtime: Any, text: str) -> int:
    runtime.write(text)
    return len(text)


ERRORS = {
    kind.__name__: NATIVE_EXCEPTIONS[kind]
    for kind in (ArgumentError, DomainError, GradientError, ShapeError)
}


@cache
def imports() -> Mapping[str, Value]:
    """The modules that the texts import."""
    from chainrule.program.libraries import collections, math, numpy

    typing = Library("typing", _Anything())
    stdout = Library("sys.stdout", {"write": Builtin("write", _write, runtime=True)})
    return {
        "__future__": Library("__future__", {"annotations": None}),
        "typing": typing,
        "collections": collections.COLLECTIONS,
        "collections.abc": typing,
        "math": math.MATH,
        "numpy": numpy.NUMPY_LIBRARY,
        "sys": Library("sys", {"stdout": stdout}),
        "chainrule": Library("chainrule", {"functional": FUNCTIONAL}),
        "chainrule.engine": Library("chainrule.engine", {"Tensor": TENSOR, **ERRORS, **CONTEXTS}),
        "chainrule.engine.arguments": Library(
            "chainrule.engine.arguments", {"near": Builtin("near", near)}
        ),
        "chainrule.nn": Library(
            "chainrule.nn",
            Table({}, ("initialisation",), lambda name: Library(name, load(name))),
        ),
        "chainrule.nn.native": Library("chainrule.nn.native", NATIVES),
    }


@cache
def files() -> dict[str, str]:
    """Which file has a name: ``{"Linear": "layers", ...}``, as the package imports them."""
    tree = ast.parse((FOLDER / "__init__.py").read_text(encoding="utf-8"))
    return {
        alias.asname or alias.name: statement.module.removeprefix("chainrule.nn.")
        for statement in tree.body
        if isinstance(statement, ast.ImportFrom)
        and statement.module is not None
        and statement.module.startswith("chainrule.nn.")
        and statement.module != "chainrule.nn.native"
        for alias in statement.names
    }


def member(name: str) -> Value:
    """A class or a function of ``chainrule.nn``."""
    return load(files()[name])[name]
