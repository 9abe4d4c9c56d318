"""Compilation: from a checked tree to closures, once; they run on frames with a runtime.

``compile_program(...)`` gives a ``Program``; ``program.run(runtime)`` runs it and gives the frame
of its globals.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from chainrule.program.binding import Scopes
from chainrule.program.compile.calls import call
from chainrule.program.compile.classes import CLASS_STATEMENTS
from chainrule.program.compile.compiler import Compiler, Dialect
from chainrule.program.compile.comprehensions import COMPREHENSIONS
from chainrule.program.compile.exceptions import EXCEPTIONS
from chainrule.program.compile.expressions import EXPRESSIONS
from chainrule.program.compile.functions import FUNCTIONS
from chainrule.program.compile.loops import LOOPS
from chainrule.program.compile.statements import STATEMENTS
from chainrule.program.errors import ProgramError
from chainrule.program.limits import Limits
from chainrule.program.runtime import Runtime
from chainrule.program.source import Source
from chainrule.program.values import FIRST, UNBOUND, Closure, Frame, Library, Value
from chainrule.program.yields import lower_yields

__all__ = ["Compiler", "Dialect", "Program", "compile_program"]

TABLES = (
    {**EXPRESSIONS, **COMPREHENSIONS, **FUNCTIONS[0], ast.Call: call},
    {**STATEMENTS, **LOOPS, **EXCEPTIONS, **CLASS_STATEMENTS, **FUNCTIONS[1]},
)
"""What each kind of expression and of statement is compiled by."""


@dataclass(frozen=True, slots=True)
class Program:
    """A compiled text; it can run any number of times, each with a runtime of its own.

    Attributes:
        slots: the places of the global names in the globals' frame.
    """

    body: Closure
    slots: Mapping[str, int]
    size: int
    notes: tuple[str, ...] = ()

    def frame(self, runtime: Runtime, given: Mapping[str, Value] | None = None) -> Frame:
        """A new frame for the globals, with names that have values before the program starts."""
        frame = runtime.new_frame(self.size - FIRST, UNBOUND)
        for name, value in (given or {}).items():
            frame[self.slots[name]] = value
        return frame

    def run(self, runtime: Runtime, given: Mapping[str, Value] | None = None) -> Frame:
        """Runs the text and gives the frame of its globals."""
        frame = self.frame(runtime, given)
        self.body(frame)
        return frame

    def names(self, frame: Frame) -> dict[str, Value]:
        """What the global names stand for."""
        return {
            name: frame[slot] for name, slot in self.slots.items() if frame[slot] is not UNBOUND
        }


def _starred(tree: ast.Module) -> set[str]:
    """The modules of which the text imports everything."""
    return {
        statement.module or ""
        for statement in tree.body
        if isinstance(statement, ast.ImportFrom)
        and any(alias.name == "*" for alias in statement.names)
    }


def compile_program(
    source: Source,
    limits: Limits,
    builtins: Mapping[str, Value],
    libraries: Mapping[str, Value],
    given: tuple[str, ...] = (),
    dialect: Dialect | None = None,
    quiet: bool = False,
) -> Program:
    """Compiles a checked text.

    Args:
        source: the text and its tree.
        limits: how much it may ask for.
        builtins: what names stand for that the program does not define.
        libraries: what ``import`` finds.
        given: names that have values before it starts.
        dialect: which literals are parameters of the drawing.
        quiet: whether it is a library's own text.

    Raises:
        ProgramError: it has something that is no part of the language.
    """
    star = {
        name: tuple(key for key in library.table if not key.startswith("_"))
        for name in _starred(source.tree)
        if isinstance(library := libraries.get(name), Library)
    }
    lower_yields(source)
    scopes = Scopes(source.tree, given, star)
    compiler = Compiler(source, scopes, limits, TABLES, builtins, libraries, dialect, quiet)
    body = compiler.block(source.tree.body)
    if compiler.problems:
        raise ProgramError(compiler.problems[: limits.problems])
    slots = {name: scopes.module.slots[name] for name in scopes.module.bound}
    return Program(body, slots, scopes.module.size, tuple(source.notes))
