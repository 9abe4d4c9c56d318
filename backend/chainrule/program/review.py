"""Review: what can be seen to be wrong without running, all of it at once.

Walks the syntax tree in reading order: constructs that do not exist here, names that are private
or have no value yet, functions and methods that nobody knows. What comes through consists of
known constructs only; the interpreter still looks up each of them in its own tables.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from chainrule.program.constructs import FORBIDDEN, SHAPES, instead_of
from chainrule.program.errors import Problem, ProgramError
from chainrule.program.instead import INSTEAD
from chainrule.program.known import Known
from chainrule.program.library.functions import FUNCTIONS, METHODS
from chainrule.program.limits import Limits
from chainrule.program.names import (
    DTYPES,
    MODULE_CONSTANTS,
    no_such_attribute,
    no_such_constant,
    no_such_function,
    no_such_method,
)
from chainrule.program.statements import silenced
from chainrule.program.text import Text


def review(tree: ast.Module, text: Text, limits: Limits, inputs: Iterable[str]) -> None:
    """Checks a program before it runs.

    Raises:
        ProgramError: with every problem found, in reading order, up to the limit.
    """
    reviewer = Reviewer(text, limits, set(inputs))
    problems = sorted(reviewer.program(tree), key=_place)
    if problems:
        raise ProgramError(problems[: limits.problems])


def _place(problem: Problem) -> tuple[int, int]:
    return (problem.span.line, problem.span.column) if problem.span else (0, 0)


class Reviewer:
    """One walk over one program."""

    def __init__(self, text: Text, limits: Limits, bound: set[str]) -> None:
        self.text = text
        self.known = Known(text, limits, bound)
        self.inside_function = False
        self.inside_print = False

    def program(self, tree: ast.Module) -> Iterator[Problem]:
        """Every problem of the program; bodies of functions see all names of the program."""
        definitions: list[ast.FunctionDef] = []
        for statement in tree.body:
            if isinstance(statement, ast.FunctionDef):
                definitions.append(statement)
                yield from self.heading(statement)
            else:
                yield from self.statement(statement)
        everywhere, self.inside_function = self.known.bound, True
        for definition in definitions:
            self.known.bound = everywhere | {argument.arg for argument in definition.args.args}
            for statement in definition.body:
                yield from self.statement(statement)

    def heading(self, node: ast.FunctionDef) -> Iterator[Problem]:
        """A definition without its body."""
        yield from self.construct(node)
        yield from self.known.name(node.name, node)
        for argument in node.args.args:
            yield from self.known.name(argument.arg, argument)
        for default in node.args.defaults:
            yield from self.expression(default)
        self.known.bound.add(node.name)

    def statement(self, node: ast.stmt) -> Iterator[Problem]:
        """A statement with everything in it."""
        found = list(self.construct(node))
        yield from found
        if found:
            self.known.guess(node)
        if found and not isinstance(node, ast.For):
            return
        match node:
            case ast.Expr():
                yield from self.standing_alone(node.value)
            case ast.Assign():
                yield from self.expression(node.value)
                if self.known.is_unsure(node.value):
                    self.known.guess(node)
                for target in node.targets:
                    yield from self.target(target)
            case ast.AugAssign():
                yield from self.expression(node.value)
                if isinstance(node.target, ast.Name):
                    yield from self.known.read(node.target)
                yield from self.target(node.target)
            case ast.For():
                if isinstance(node.iter, ast.Call):
                    for item in node.iter.args:
                        yield from self.expression(item)
                yield from self.target(node.target)
                for inner in node.body:
                    yield from self.statement(inner)
            case ast.With():
                for inner in node.body:
                    yield from self.statement(inner)
            case ast.Return() if not self.inside_function:
                yield self.problem(
                    node, "return stands outside of a function", "end with the value to look at"
                )
            case ast.Return() if node.value:
                yield from self.expression(node.value)
            case ast.FunctionDef():
                self.known.guess(node)
                yield self.problem(
                    node, "a function is defined inside of another block", "define it at the top"
                )

    def standing_alone(self, node: ast.expr) -> Iterator[Problem]:
        """An expression statement: also a comment in quotes, or a call that is left out."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq):
            yield from self.known.meant_as_assignment(node.left)
        silent = silenced(node)
        if silent == "print" and isinstance(node, ast.Call):
            self.inside_print = True
            for item in node.args:
                yield from self.expression(item, quoted=True)
            self.inside_print = False
        elif silent and isinstance(node, ast.Attribute):
            yield from self.expression(node.value)
        elif silent and isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield from self.expression(node.func.value)
        else:
            yield from self.expression(node)

    def expression(self, node: ast.expr, quoted: bool = False) -> Iterator[Problem]:
        """An expression with everything in it; ``quoted``: where strings may stand."""
        if quoted and (isinstance(node, ast.JoinedStr) or _is_string(node)):
            return
        yield from self.construct(node)
        if type(node) in FORBIDDEN:
            return
        if _is_string(node):
            yield Problem(
                "string_misplaced",
                "a string cannot stand here",
                self.text.span(node),
                "strings are written only where a function asks for one, as einsum does",
            )
        elif isinstance(node, ast.Name):
            yield from self.known.read(node)
        elif isinstance(node, ast.Attribute):
            yield from self.known.name(node.attr, node)
            if not self.known.is_module(node.value):
                yield from self.expression(node.value)
                if node.attr == "grad" and not self.inside_print and not self.known.is_unsure(node):
                    yield no_such_attribute("grad", self.text.attribute_span(node), ())
            elif node.attr not in MODULE_CONSTANTS and not node.attr.startswith("_"):
                span = self.text.attribute_span(node)
                yield no_such_constant(node.attr, span, FUNCTIONS)
        elif isinstance(node, ast.Call):
            yield from self.call(node)
        else:
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr):
                    yield from self.expression(child)

    def call(self, node: ast.Call) -> Iterator[Problem]:
        """A call: whether the function exists, and what it is given."""
        function = node.func
        if isinstance(function, ast.Name):
            yield from self.known.called(function)
        elif isinstance(function, ast.Attribute):
            yield from self.known.name(function.attr, function)
            module = self.known.is_module(function.value)
            known: Iterable[str] = FUNCTIONS if module else METHODS
            missing = no_such_function if module else no_such_method
            found = [] if module else list(self.expression(function.value))
            if function.attr.endswith("_"):
                found = []  # of x.grad.zero_() the last word says most
            yield from found
            sure = not found and not self.known.is_unsure(function.value)
            if sure and function.attr not in known and not function.attr.startswith("_"):
                yield missing(function.attr, self.text.attribute_span(function), known)
        else:
            yield from self.expression(function)
        for item in [*node.args, *(keyword.value for keyword in node.keywords)]:
            if not (isinstance(item, ast.Name) and item.id in DTYPES):
                yield from self.expression(item, quoted=_is_string(item))
        for keyword in node.keywords:
            if keyword.arg:
                yield from self.known.name(keyword.arg, keyword)

    def target(self, node: ast.expr) -> Iterator[Problem]:
        """What stands on the left of an assignment."""
        if isinstance(node, ast.Name):
            yield from self.known.name(node.id, node)
            self.known.bound.add(node.id)
        elif isinstance(node, ast.Tuple | ast.List):
            for item in node.elts:
                yield from self.target(item)
        elif isinstance(node, ast.Attribute) and node.attr == "requires_grad":
            yield from self.expression(node.value)
        elif isinstance(node, ast.Attribute) and node.attr in ("grad", "data"):
            yield self.problem(
                node, f"{node.attr} cannot be given a value", INSTEAD[f".{node.attr} ="]
            )
        else:
            yield self.problem(
                node,
                "only names can be given values",
                "tensors do not change; make a new one with where, cat or stack",
            )

    def construct(self, node: ast.AST) -> Iterator[Problem]:
        """Whether this kind of syntax exists here, and in this form."""
        if type(node) in FORBIDDEN:
            phrase, _ = FORBIDDEN[type(node)]
            yield self.problem(node, f"{phrase} not part of the language", instead_of(node))
        elif type(node) in SHAPES:
            for part, message, hint in SHAPES[type(node)](node):
                yield self.problem(part, message, hint)

    def problem(self, node: ast.AST, message: str, hint: str | None) -> Problem:
        """Something that does not exist in the language."""
        return Problem("not_supported", message, self.text.span(node), hint)


def _is_string(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
