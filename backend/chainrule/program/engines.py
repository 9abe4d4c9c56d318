"""Engines: classes of a program's own that carry numbers through arithmetic, as in a lecture.

``class Value`` with ``data``, ``grad`` and ``__mul__`` is how many first meet backpropagation. What
such a class is made of outside of its own text is a leaf, ``Value(2.0)``, and what its text
computes is drawn. The rest of the program has plain numbers of it: it prints them, and moves them
against their gradients.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass

OPERATORS = frozenset({"__add__", "__mul__", "__radd__", "__rmul__"})
REMEMBERS = re.compile(r"grad|backward|derivative|children|parents|_prev\b|_op\b")
"""What the names in classes say that remember how a number came about, or how it changes."""
BACKWARDS = re.compile(r"backward|backprop")
"""The names of methods that send gradients back."""


@dataclass(frozen=True, slots=True)
class Engines:
    """The engines of a program, as its text has them.

    Attributes:
        names: what they are called.
        leaves: the calls outside of them that make their values.
        inside: the attributes that are written in their text.
        outside: those that are written outside of it.
        backwards: those among these that send gradients back.
    """

    names: frozenset[str] = frozenset()
    leaves: frozenset[ast.AST] = frozenset()
    inside: frozenset[ast.AST] = frozenset()
    outside: frozenset[ast.AST] = frozenset()
    backwards: frozenset[ast.AST] = frozenset()


NONE = Engines()


def engines_of(nodes: Iterable[ast.AST]) -> Engines:
    """The engines among all nodes of a program."""
    classes = (node for node in nodes if isinstance(node, ast.ClassDef))
    engines = {node.name: node for node in classes if is_engine(node)}
    if not engines:
        return NONE
    inside = {part for engine in engines.values() for part in ast.walk(engine)}
    rest = [node for node in nodes if node not in inside]
    attributes = [node for node in rest if isinstance(node, ast.Attribute)]
    return Engines(
        frozenset(engines),
        frozenset(node for node in rest if _makes(node, engines)),
        frozenset(part for part in inside if isinstance(part, ast.Attribute)),
        frozenset(attributes),
        frozenset(node for node in attributes if BACKWARDS.search(node.attr)),
    )


def _makes(node: ast.AST, engines: Iterable[str]) -> bool:
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in engines
    )


def is_engine(node: ast.AST) -> bool:
    """Whether it is a class with arithmetic that remembers how its numbers came about."""
    if not isinstance(node, ast.ClassDef):
        return False
    methods = {part.name for part in node.body if isinstance(part, ast.FunctionDef)}
    if not methods & OPERATORS:
        return False
    words = {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}
    words |= {part.arg for part in ast.walk(node) if isinstance(part, ast.arg)}
    return any(REMEMBERS.search(word) for word in methods | words)
