"""Compiler: what turning a tree into closures needs everywhere: scope, places, tables.

The tables say which function compiles which kind of node; what is in neither of them does not
exist in the language.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

from chainrule.engine import Span
from chainrule.program.binding import Scopes
from chainrule.program.engines import NONE, Engines
from chainrule.program.errors import Problem, ProgramError, failure
from chainrule.program.limits import Limits
from chainrule.program.scopes import Scope
from chainrule.program.source import Source
from chainrule.program.values import Closure, Frame, Value

BREAK, CONTINUE, RETURN = 1, 2, 3
"""What a statement's closure answers where the statements after it do not run."""


class Dialect(Protocol):
    """Decides on the tree which literals that get a name are parameters of the drawing."""

    @property
    def engines(self) -> Engines:
        """Classes that carry numbers through arithmetic."""

    def is_leaf(self, name: str, value: ast.expr) -> bool:
        """Whether the value of ``name = value`` is one."""


class NoLeaves:
    """The dialect in which numbers and lists are Python's."""

    engines = NONE

    def is_leaf(self, name: str, value: ast.expr) -> bool:
        """Never."""
        return False


Compile = Callable[["Compiler", Any], Closure]


class Compiler:
    """Compiles one text.

    Attributes:
        scope: the scope that is being compiled.
        builtins: what names stand for that the program does not define.
        libraries: what ``import`` finds.
        quiet: whether it is a library's text, which has no places and no drawing.
        loops: how many loops are open in this function.
        qualified: the classes and functions around, for names that people see.
    """

    def __init__(
        self,
        source: Source,
        scopes: Scopes,
        limits: Limits,
        tables: tuple[Mapping[type, Compile], Mapping[type, Compile]],
        builtins: Mapping[str, Value],
        libraries: Mapping[str, Value],
        dialect: Dialect | None = None,
        quiet: bool = False,
    ) -> None:
        self.source = source
        self.scopes = scopes
        self.limits = limits
        self.scope = scopes.module
        self.expressions, self.statements = tables
        self.builtins = builtins
        self.libraries = libraries
        self.dialect: Dialect = dialect or NoLeaves()
        self.quiet = quiet
        self.loops = 0
        self.qualified = ""
        self.problems: list[Problem] = []
        self.tails: set[ast.stmt] = set() if quiet else set(last_statements(source.tree.body))

    def span(self, node: ast.AST) -> Span | None:
        """Where a node stands; a library's text stands nowhere."""
        return None if self.quiet else self.source.span(node)

    def expression(self, node: ast.expr) -> Closure:
        """Compiles an expression."""
        compile = self.expressions.get(type(node))
        if compile is None:
            raise self.refuse(node)
        return compile(self, node)

    def statement(self, node: ast.stmt) -> Closure:
        """Compiles a statement; its closure answers a signal or ``None``."""
        compile = self.statements.get(type(node))
        if compile is None:
            raise self.refuse(node)
        return compile(self, node)

    def statement_closures(self, statements: list[ast.stmt]) -> list[Closure]:
        """Compiles statements, gathering what is wrong with each."""
        closures = []
        for statement in statements:
            try:
                closures.append(self.statement(statement))
            except ProgramError as error:
                self.problems += error.problems
        return closures

    def block(self, statements: list[ast.stmt]) -> Closure:
        """Compiles statements that run one after the other."""
        return sequence(self.statement_closures(statements))

    @contextmanager
    def inside(self, scope: Scope) -> Iterator[Scope]:
        """Compiles what belongs to another scope."""
        outer, loops, self.scope = self.scope, self.loops, scope
        if scope.kind != "inline":
            self.loops = 0
        try:
            yield scope
        finally:
            self.scope, self.loops = outer, loops

    def refuse(self, node: ast.AST, message: str | None = None, hint: str | None = None
               ) -> ProgramError:  # fmt: skip
        """The problem of syntax that is no part of the language."""
        known = REFUSED.get(type(node))
        if message is None:
            message, hint = known or ("this is not part of the language", None)
        return failure("not_supported", message, self.source.span(node), hint)

    def check_name(self, name: str, node: ast.AST) -> None:
        """Refuses names that are too long to be drawn."""
        if len(name) > self.limits.name_characters:
            raise failure(
                "name_too_long",
                f"a name has {len(name)} characters; at most {self.limits.name_characters} "
                "are allowed",
                self.source.span(node),
            )


REFUSED: dict[type, tuple[str, str | None]] = {
    ast.AsyncFunctionDef: ("async is not part of the language", "write def"),
    ast.AsyncFor: ("async is not part of the language", "write for"),
    ast.AsyncWith: ("async is not part of the language", "write with"),
    ast.Await: ("await is not part of the language", "leave await out and write def"),
    ast.Yield: ("yield has no place here", "write def, and yield in it"),
    ast.YieldFrom: ("yield from has no place here", "write def, and yield in it"),
}  # fmt: skip
"""What is said of syntax that the language leaves out."""
if hasattr(ast, "TryStar"):
    REFUSED[ast.TryStar] = ("except* is not part of the language", "write except")


def sequence(closures: list[Closure]) -> Closure:
    """One closure that runs others in order, until one answers a signal."""
    if not closures:
        return _nothing
    if len(closures) == 1:
        return closures[0]
    if len(closures) == 2:
        first, second = closures

        def two(f: Frame) -> Any:
            signal = first(f)
            return signal if signal is not None else second(f)

        return two
    if len(closures) == 3:
        first, second, third = closures

        def three(f: Frame) -> Any:
            signal = first(f)
            if signal is None:
                signal = second(f)
                if signal is None:
                    return third(f)
            return signal

        return three
    every = tuple(closures)

    def many(f: Frame) -> Any:
        for closure in every:
            signal = closure(f)
            if signal is not None:
                return signal
        return None

    return many


def _nothing(f: Frame) -> None:
    return None


def last_statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Every statement that may be the last one to run."""
    if not body:
        return
    last = body[-1]
    match last:
        case ast.If() | ast.For() | ast.While():
            yield from last_statements(last.body)
            yield from last_statements(last.orelse)
        case ast.With():
            yield from last_statements(last.body)
        case ast.Try():
            yield from last_statements(last.finalbody or last.orelse or last.body)
        case _:
            yield last
