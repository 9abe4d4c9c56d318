"""Roles: what each name of a program serves as: a value, a size, a rate, a list."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from chainrule.program.lists import is_array, is_number, joins, lengths_of, share_lists
from chainrule.program.words import BACKWARDS, SERVING

LIST_METHODS = frozenset(
    {"append", "extend", "insert", "pop", "remove", "sort", "reverse", "count", "index", "clear"}
)

SIZE_CALLS = frozenset(
    {"range", "zeros", "ones", "randn", "rand", "full", "eye", "arange", "linspace", "reshape",
     "view", "seed", "manual_seed", "randint", "normal", "uniform", "empty", "RandomState",
     "default_rng", "len", "int", "str"}
)  # fmt: skip
"""Calls whose arguments are sizes, counts and seeds."""


# What names only serve as


def serving(tree: ast.Module, nodes: Sequence[ast.AST]) -> frozenset[str]:
    """Names that are read, but never as a value to compute with."""
    literals = _literals(nodes)
    roles: dict[str, set[str]] = defaultdict(set, {name: set() for name in literals})
    sums = _starts_of_sums(nodes)
    _Roles(roles, sums, literals, lengths_of(nodes)).visit(tree)
    share_lists(nodes, roles)
    return frozenset(name for name, found in roles.items() if name in sums or _serves(name, found))


def _serves(name: str, found: set[str]) -> bool:
    """Whether a name that is read so is no value to compute with.

    What is divided by a size, or by what is called one, is a mean.
    """
    if "list" in found:
        return True
    if "value" in found:
        return False
    is_called_so = SERVING.match(name) is not None
    if "divisor" in found:
        return is_called_so or "size" in found
    return is_called_so or bool(found)


def _literals(nodes: Iterable[ast.AST]) -> set[str]:
    """The names that are given a literal."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Assign) and (is_number(node.value) or is_array(node.value)):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return found


class _Roles(ast.NodeVisitor):
    """Notes for every name what it is read as: a value, a size, a rate or a list."""

    def __init__(
        self,
        roles: dict[str, set[str]],
        sums: set[str],
        literals: set[str],
        lengths: dict[str, int],
    ) -> None:
        self.roles = roles
        self.sums = sums
        self.literals = literals
        self.lengths = lengths
        self.role = "value"

    def _within(self, role: str, *nodes: ast.AST) -> None:
        before, self.role = self.role, role
        for node in nodes:
            self.visit(node)
        self.role = before

    def visit_Name(self, node: ast.Name) -> None:
        """A name that is read."""
        if isinstance(node.ctx, ast.Load):
            self.roles[node.id].add(self.role)

    def visit_Call(self, node: ast.Call) -> None:
        """Sizes are arguments of some calls; methods of lists tell lists."""
        name = node.func.attr if isinstance(node.func, ast.Attribute) else None
        if isinstance(node.func, ast.Name):
            name = node.func.id
        if isinstance(node.func, ast.Attribute):
            is_list = node.func.attr in LIST_METHODS
            self._within("list" if is_list else self.role, node.func.value)
        if name in SIZE_CALLS:
            self._within("size", *node.args, *node.keywords)
        elif name in ("zip", "enumerate", "sorted", "reversed", "print"):
            self._within("shown" if name == "print" else "list", *node.args)
        else:
            self._within(self.role, *node.args, *node.keywords)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """The members of an enumeration stand for choices."""
        if any("Enum" in ast.unparse(base) for base in node.bases):
            for part in node.body:
                for target in part.targets if isinstance(part, ast.Assign) else []:
                    self.roles[ast.unparse(target)].add("list")
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        """``x in xs`` tells a list."""
        if any(isinstance(op, ast.In | ast.NotIn) for op in node.ops):
            self._within("list", *node.comparators)
            self._within("shown", node.left)
        else:
            self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        """Indices are sizes; an item that is assigned to tells a list."""
        stored = isinstance(node.ctx, ast.Store | ast.Del)
        self._within("list" if stored else self.role, node.value)
        self._within("size", node.slice)

    def visit_If(self, node: ast.If) -> None:
        """Conditions decide; they compute nothing that is drawn."""
        self._within("size", node.test)
        for statement in (*node.body, *node.orelse):
            self.visit(statement)

    def visit_While(self, node: ast.While) -> None:
        """As of ``if``."""
        self._within("size", node.test)
        for statement in (*node.body, *node.orelse):
            self.visit(statement)

    def visit_For(self, node: ast.For) -> None:
        """What is gone through is a list, or a tensor's rows."""
        role = "list" if isinstance(node.iter, ast.Name) else self.role
        self._within(role, node.iter)
        for statement in (*node.body, *node.orelse):
            self.visit(statement)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        """As of ``for``."""
        self._within("list" if isinstance(node.iter, ast.Name) else self.role, node.iter)
        for test in node.ifs:
            self._within("size", test)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        """``w -= rate * dw``: the rate is a factor of an update; ``xs += [1]`` joins lists."""
        if isinstance(node.op, ast.Add) and isinstance(node.value, ast.List | ast.ListComp):
            if isinstance(node.target, ast.Name):
                self.roles[node.target.id].add("list")
            self.visit(node.value)
            return
        if isinstance(node.op, ast.Sub | ast.Add) and isinstance(node.target, ast.Name):
            self._update(node.target.id, node.op, node.value)
        else:
            self.visit(node.value)
        if isinstance(node.target, ast.Name):
            self.roles[node.target.id].add("updated")
        else:
            self.visit(node.target)

    def visit_Assign(self, node: ast.Assign) -> None:
        """``w = w - rate * dw``, too."""
        match node:
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.BinOp(
                    left=ast.Name(id=other), op=ast.Sub() | ast.Add() as op, right=step
                ),
            ) if name == other:
                self.roles[name].add("updated")
                self._update(name, op, step)
            case _:
                self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        """What is divided by a count is a mean; some lists can only be joined by ``+``."""
        if joins(node, self.lengths):
            self._within("list", node.left, node.right)
            return
        self.visit(node.left)
        is_divisor = isinstance(node.op, ast.Div) and self.role == "value"
        self._within(
            "divisor" if is_divisor and isinstance(node.right, ast.Name) else self.role, node.right
        )

    def _update(self, name: str, op: ast.operator, step: ast.expr) -> None:
        """Names that are factors of an update are rates, or gradients that no literal gives."""
        factors = list(_factors(step))
        if name in self.sums or not self._moves(op, factors):
            self.visit(step)
            return
        for factor in factors:
            if isinstance(factor, ast.Name):
                self.roles[factor.id].add("rate")
            else:
                self.visit(factor)

    def _moves(self, op: ast.operator, factors: list[ast.expr]) -> bool:
        """Whether a product moves a value by a gradient: one factor is computed.

        What is added may be any term; that it moves a value is seen by a sign or by a name.
        """
        names = [part.id for f in factors for part in ast.walk(f) if isinstance(part, ast.Name)]
        computed = [f for f in factors if not is_number(f) and not self._is_literal(f)]
        if not computed:
            return False
        signed = any(isinstance(f, ast.UnaryOp) for f in factors)
        return (
            isinstance(op, ast.Sub)
            or signed
            or any(BACKWARDS.search(name) or SERVING.match(name) for name in names)
        )

    def _is_literal(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Name) and node.id in self.literals


def _factors(step: ast.expr) -> Iterator[ast.expr]:
    """The factors of a product; a sign stays with the number that it stands before."""
    match step:
        case ast.UnaryOp(op=ast.USub(), operand=operand) if not is_number(operand):
            yield ast.UnaryOp(ast.USub(), ast.Constant(1))
            yield from _factors(operand)
        case ast.BinOp(left=left, op=ast.Mult() | ast.Div(), right=right):
            yield from _factors(left)
            yield from _factors(right)
        case _:
            yield step


def _starts_of_sums(nodes: Iterable[ast.AST]) -> set[str]:
    """Names that begin at 0 and of which a loop reads nothing but its own running sum."""
    found: set[str] = set()
    for loop in nodes:
        if isinstance(loop, ast.For | ast.While):
            sums = {name for node in ast.walk(loop) if (name := _summed(node))}
            found |= {name for name in sums if _reads(loop, name) == 0}
    zeros = {
        target.id
        for node in nodes
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and node.value.value == 0
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return found & zeros


def _summed(node: ast.AST) -> str | None:
    """The name of a running sum, for ``total += x`` and ``total = total + x``."""
    match node:
        case ast.AugAssign(target=ast.Name(id=name), op=ast.Add()):
            return name
        case ast.Assign(
            targets=[ast.Name(id=name)], value=ast.BinOp(left=ast.Name(id=other), op=ast.Add())
        ) if name == other:
            return name
    return None


def _reads(loop: ast.AST, name: str) -> int:
    """How often a loop reads a name, other than to add to it."""
    reads = sum(
        isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load)
        for node in ast.walk(loop)
    )
    own = sum(_summed(node) == name and isinstance(node, ast.Assign) for node in ast.walk(loop))
    return reads - own
