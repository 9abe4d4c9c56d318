"""Scopes: where each name of a program lives, found in one pass before anything is compiled.

A name is local to a function, a class body or a comprehension, or global; what inner functions
share lives in a cell. Comprehensions are no functions here: their names get places of their own in
the frame around them. Generator expressions, which run later, are functions.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from chainrule.program.values import FIRST

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
INLINE = (ast.ListComp, ast.SetComp, ast.DictComp)


class Scope:
    """One scope, and where its names are.

    Attributes:
        kind: ``"module"``, ``"function"``, ``"class"`` or ``"inline"`` (a comprehension).
        bound: names that get a value in it.
        slots: their places in the frame; ``cells``: those that inner functions share.
        free: names of enclosing functions that it reads, with their places.
        carrier: the scope whose frame it uses.
        certain: names that have a value before anything in it runs: parameters, the first name of a
            comprehension; ``deleted``: names that may lose theirs.
    """

    def __init__(self, kind: str, parent: Scope | None, name: str = "") -> None:
        self.kind = kind
        self.parent = parent
        self.name = name
        self.bound: dict[str, None] = {}
        self.parameters: list[str] = []
        self.certain: set[str] = set()
        self.deleted: set[str] = set()
        self.read: dict[str, None] = {}
        self.global_names: set[str] = set()
        self.nonlocal_names: set[str] = set()
        self.slots: dict[str, int] = {}
        self.cells: set[str] = set()
        self.free: dict[str, int] = {}
        self.size = FIRST
        self.yields = False
        self.annotated: dict[str, None] = {}
        self.carrier: Scope = self
        if kind == "inline" and parent is not None:
            self.carrier = parent.carrier

    @property
    def module(self) -> Scope:
        """The scope of the whole program."""
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope

    @property
    def owner(self) -> str | None:
        """The innermost class around it, for names that begin with two underscores."""
        scope: Scope | None = self
        while scope is not None and scope.kind != "class":
            scope = scope.parent
        return scope.name if scope else None

    def is_certain(self, name: str) -> bool:
        """Whether a local name has a value whenever it is read."""
        scope: Scope = self
        while scope.kind == "inline" and name not in scope.slots and scope.parent is not None:
            scope = scope.parent
        return name in scope.certain and name not in scope.deleted

    def mangle(self, name: str) -> str:
        """A private name of a class as Python writes it."""
        if not name.startswith("__") or name.endswith("__"):
            return name
        owner = self.owner
        return f"_{owner.lstrip('_')}{name}" if owner and owner.strip("_") else name

    def place(self, name: str) -> tuple[str, int]:
        """Where a name is: ``local``, ``cell`` or ``global`` with its place, else ``unknown``."""
        scope: Scope | None = self
        direct = True
        while scope is not None:
            if name in scope.global_names or scope.kind == "module":
                slot = self.module.slots.get(name)
                if slot is None:
                    return "unknown", 0
                return ("local" if self.carrier.kind == "module" else "global"), slot
            reachable = direct or scope.kind != "class" or name == "__class__"
            if name in scope.slots and reachable and name not in scope.nonlocal_names:
                if scope.carrier is self.carrier:
                    return ("cell" if name in scope.cells else "local"), scope.slots[name]
                return "cell", self.carrier.free[name]
            direct = (
                direct
                and scope.kind == "inline"
                and (scope.parent is None or scope.parent.kind != "class")
            )
            scope = scope.parent
        return "unknown", 0


def parameters(arguments: ast.arguments) -> Iterator[str]:
    """Every parameter in the order in which a frame holds them."""
    for argument in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]:
        yield argument.arg
    for extra in (arguments.vararg, arguments.kwarg):
        if extra is not None:
            yield extra.arg
