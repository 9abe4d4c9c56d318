"""One step: what pasted training code does between two passes is left out.

A graph shows one pass. Updates of parameters, optimisers and cleared gradients are taken out of the
syntax tree before anything else looks at it, and a loop that makes updates keeps its first turn.
Nothing is taken out where a later line computes on: its numbers would be others.
"""

from __future__ import annotations

import ast

from chainrule.program.names import OPTIMISERS, dotted
from chainrule.program.statements import SILENT, silenced

UPDATES = (
    "updates of parameters are left out: the graph shows one step; the page Train shows all of them"
)
CLEARED = "cleared gradients and optimisers are left out: every run starts with fresh gradients"
FIRST_TURN = "of a loop that trains, the graph shows the first turn"


def one_step(tree: ast.Module) -> list[str]:
    """Takes out of a program what only prepares its next pass; answers what to say about that."""
    walk = _Walk()
    body = walk.body(tree.body)
    if walk.goes_on:
        return []
    tree.body = body
    return list(dict.fromkeys(walk.notes))


class _Walk:
    """One walk over a program, which makes a new body and leaves the old one as it is."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.goes_on = False
        """Whether the program computes after it has updated something, under whatever name."""
        self._updated = False

    def body(self, statements: list[ast.stmt]) -> list[ast.stmt]:
        """The statements that stay."""
        return [kept for statement in statements if (kept := self._kept(statement)) is not None]

    def _kept(self, node: ast.stmt) -> ast.stmt | None:
        if _is_update(node):
            changes = _changes_values(node)
            self.notes.append(UPDATES if changes else CLEARED)
            self._updated |= changes
            return None
        if _only_prints(node):
            self.notes.append(SILENT["print"])
            return None
        if not isinstance(node, ast.For | ast.With):
            self.goes_on |= self._updated and _computes(node)
            return node
        before = self._updated
        body = self.body(node.body)
        if not body:
            return None
        if isinstance(node, ast.With):
            return ast.copy_location(ast.With(node.items, body), node)
        turns = node.iter
        if self._updated and not before and (first := _first_turn(node.iter)):
            turns = first
            self.notes.append(FIRST_TURN)
        return ast.copy_location(ast.For(node.target, turns, body, node.orelse), node)


def _computes(node: ast.stmt) -> bool:
    if isinstance(node, ast.FunctionDef | ast.Import | ast.ImportFrom | ast.Pass):
        return False
    return not (isinstance(node, ast.Expr) and silenced(node.value))


def _changes_values(update: ast.stmt) -> bool:
    """Whether an update does more than clear gradients or make an optimiser."""
    match update:
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=name))):
            return name == "step"
        case ast.Assign(targets=[ast.Attribute(attr="grad")]):
            return False
        case ast.Assign(value=value):
            return not _makes_optimiser(value)
    return True


def _names(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def _is_update(node: ast.stmt) -> bool:
    match node:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=owner, attr=name))):
            return name in ("step", "zero_grad") or (name == "zero_" and _is_gradient(owner))
        case ast.Assign(targets=[ast.Attribute(attr="grad")], value=ast.Constant(value=None)):
            return True
        case ast.Assign(targets=[ast.Attribute(attr="data")], value=value):
            return _reads_gradient(value)
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return _makes_optimiser(value) or (_reads_gradient(value) and name in _names(value))
        case ast.AugAssign(value=value):
            return _reads_gradient(value)
    return False


def _is_gradient(node: ast.AST) -> bool:
    """``w.grad``, or its ``.data``."""
    if isinstance(node, ast.Attribute) and node.attr == "data":
        node = node.value
    return isinstance(node, ast.Attribute) and node.attr == "grad"


def _reads_gradient(node: ast.expr) -> bool:
    functions = {id(part.func) for part in ast.walk(node) if isinstance(part, ast.Call)}
    return any(_is_gradient(part) and id(part) not in functions for part in ast.walk(node))


def _makes_optimiser(node: ast.expr) -> bool:
    name = dotted(node.func) if isinstance(node, ast.Call) else None
    return name is not None and name.rpartition(".")[2] in OPTIMISERS


def _only_prints(node: ast.stmt) -> bool:
    """``if epoch % 10 == 0: print(loss)``."""
    return (
        isinstance(node, ast.If)
        and not node.orelse
        and all(
            isinstance(part, ast.Expr) and silenced(part.value) == "print" for part in node.body
        )
    )


def _first_turn(turns: ast.expr) -> ast.expr | None:
    """``range(n)`` and ``range(a, b)`` with one turn; of other loops the language says more."""
    one = ast.copy_location(ast.Constant(1), turns)
    match turns:
        case ast.Call(func=ast.Name(id="range"), args=[_], keywords=[]):
            first: list[ast.expr] = [one]
        case ast.Call(func=ast.Name(id="range"), args=[start, _], keywords=[]):
            first = [start, ast.copy_location(ast.BinOp(start, ast.Add(), one), turns)]
        case _:
            return None
    return ast.copy_location(ast.Call(turns.func, first, []), turns)
