"""Known: which names have a value at each place of a program, and what is wrong with the others.

A review asks here about every name in reading order. Names that a refused statement would have
brought count as known, and nobody knows as what: so one mistake is reported once.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from chainrule.program.errors import Problem
from chainrule.program.instead import INSTEAD
from chainrule.program.library.functions import FUNCTIONS
from chainrule.program.limits import Limits
from chainrule.program.names import (
    CONSTANTS,
    brought_by,
    dotted,
    is_prefix,
    no_such_function,
    no_such_name,
)
from chainrule.program.text import Text


class Known:
    """The names of one program; ``bound`` grows as names get values."""

    def __init__(self, text: Text, limits: Limits, bound: set[str]) -> None:
        self.text = text
        self.limits = limits
        self.bound = bound
        self.unsure: set[str] = set()
        self.reported: set[str] = set()

    def read(self, node: ast.Name) -> Iterator[Problem]:
        """A name where its value is asked for."""
        yield from self.name(node.id, node)
        if node.id not in self.bound and node.id not in CONSTANTS:
            yield from self.once(
                node.id, no_such_name(node.id, self.text.span(node), self.bound, FUNCTIONS)
            )

    def called(self, node: ast.Name) -> Iterator[Problem]:
        """A name where a function of that name is asked for."""
        yield from self.name(node.id, node)
        if node.id not in FUNCTIONS and node.id not in self.bound:
            span = self.text.span(node)
            yield from self.once(
                node.id, no_such_function(node.id, span, [*FUNCTIONS, *self.bound])
            )

    def meant_as_assignment(self, node: ast.expr) -> Iterator[Problem]:
        """What ``loss == w * 2`` wants to be as long as loss has no value."""
        if not isinstance(node, ast.Name) or node.id in self.bound or node.id in CONSTANTS:
            return
        missing = no_such_name(node.id, self.text.span(node), (), ())
        hint = f"write = to give {node.id} a value"
        yield from self.once(node.id, replace(missing, hint=hint))

    def once(self, name: str, problem: Problem) -> Iterator[Problem]:
        """The same unknown name is one problem, however often it is used."""
        if name not in self.reported and not name.startswith("_"):
            self.reported.add(name)
            yield problem

    def name(self, name: str, node: ast.AST) -> Iterator[Problem]:
        """Names are neither private nor long."""
        if name.startswith("_"):
            yield Problem(
                "private_name",
                f"the name {name[:20]} begins with an underscore",
                self.text.span(node),
                "choose a name" + (", such as i" if name == "_" else " that begins with a letter"),
            )
        elif len(name) > self.limits.name_characters:
            yield Problem(
                "name_too_long",
                f"a name has {len(name)} characters; at most {self.limits.name_characters} "
                "are allowed",
                self.text.span(node),
            )

    def guess(self, node: ast.stmt) -> None:
        """Names that a refused statement would bring: they exist, but nobody knows as what."""
        self.unsure.update(brought_by(node))
        self.bound |= self.unsure

    def is_unsure(self, node: ast.expr) -> bool:
        """Whether nobody knows what it is: an object of PyTorch, or made by what was refused."""
        while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
            if not isinstance(node, ast.Call):
                node = node.value
            elif isinstance(node.func, ast.Attribute) and node.func.attr in INSTEAD:
                return True
            else:
                node = node.func
        return isinstance(node, ast.Name) and node.id in self.unsure

    def is_module(self, node: ast.expr) -> bool:
        """Whether it is a prefix such as ``torch.nn``."""
        return is_prefix(dotted(node), self.bound)
