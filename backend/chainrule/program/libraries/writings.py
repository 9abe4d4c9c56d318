"""Writings: the libraries of ``written/``, read by the interpreter as text.

Each is compiled and run when a name of it is first asked for, once in a process for each library
that has it; programs can share its classes because none of them can change one.
"""

from __future__ import annotations

import ast
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from chainrule.program.classes import EXCEPTIONS, NATIVE
from chainrule.program.compile import compile_program
from chainrule.program.libraries import named_tuples, random, types  # noqa: F401 enter what they make
from chainrule.program.libraries.abstract_methods import ABC
from chainrule.program.libraries.aside import aside, share
from chainrule.program.libraries.builtins import FUNCTIONS
from chainrule.program.libraries.collections import COLLECTIONS
from chainrule.program.libraries.math import MATH
from chainrule.program.libraries.table import Table
from chainrule.program.limits import Limits
from chainrule.program.runtime import Runtime
from chainrule.program.source import Source
from chainrule.program.values import Library, Quiet, Value

__all__ = ["names_of", "written"]

FOLDER = Path(__file__).parent / "written"
LIMITS = replace(Limits(), source_characters=1_000_000, seconds=60.0)
BUILTINS: dict[str, Value] = {**FUNCTIONS, **NATIVE, **EXCEPTIONS}
OTHERS = "chainrule.program.libraries.written."
NATIVES = OTHERS + "natives"
STANDARD = {"abc": ABC, "random": random.RANDOM, "math": MATH, "collections": COLLECTIONS}
"""Modules of Python's that texts import."""
_lock = threading.RLock()

Names = Callable[[], Mapping[str, Value]]


class Imports(Mapping[str, Value]):
    """What the imports of a text find: other texts, and its natives."""

    def __init__(self, natives: Mapping[str, Value]) -> None:
        self._natives = Library("natives", dict(natives))

    def __getitem__(self, name: str) -> Value:
        if name in STANDARD:
            return STANDARD[name]
        if name == "__future__":
            return Library(name, {"annotations": None})
        if name.startswith(OTHERS) and name != NATIVES:
            return Library(name, read(name.removeprefix(OTHERS), self._natives.table))
        return self._natives if name.startswith("chainrule") else Quiet(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def written(
    library: str,
    file: str,
    natives: Names = dict,
    known: Mapping[str, Value] | None = None,
    missing: Mapping[str, str] | None = None,
    others: Mapping[str, Library] | None = None,
) -> Library:
    """A library whose names a text defines.

    Args:
        library: what it is called.
        file: the text's file, without ``.py``.
        natives: answers what the text imports from ``chainrule``.
        known: further names with their values.
        missing: what to say for names that it lacks.
        others: names that stand in another such library.
    """

    @cache
    def names() -> dict[str, Value]:
        return read(file, natives())

    elsewhere = others or {}

    def name(wanted: str) -> Value:
        if wanted in elsewhere:
            return elsewhere[wanted].table[wanted]
        with aside(), _lock:
            return names()[wanted]

    return Library(library, Table(known or {}, (*names_of(file), *elsewhere), name), missing)


@cache
def names_of(file: str) -> tuple[str, ...]:
    """The names that a text defines, without running it."""
    tree = ast.parse((FOLDER / f"{file}.py").read_text(encoding="utf-8"))
    defined = (node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef))
    return tuple(node.name for node in defined if not node.name.startswith("_"))


def read(file: str, natives: Mapping[str, Value]) -> dict[str, Value]:
    """Compiles and runs a text."""
    source = Source((FOLDER / f"{file}.py").read_text(encoding="utf-8"), LIMITS)
    program = compile_program(source, LIMITS, BUILTINS, Imports(natives), quiet=True)
    runtime = Runtime(LIMITS)
    names = program.names(program.run(runtime))
    share(names, runtime)
    return names
