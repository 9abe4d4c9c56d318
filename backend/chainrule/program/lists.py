"""Lists: which of them Python would join where tensors would be added."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence


def is_number(node: ast.expr) -> bool:
    """Whether only numbers and their arithmetic are written there."""
    match node:
        case ast.Constant(value=value):
            return isinstance(value, int | float) and not isinstance(value, bool)
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
            return is_number(operand)
        case ast.BinOp(left=left, right=right):
            return is_number(left) and is_number(right)
        case _:
            return False


def is_array(node: ast.expr) -> bool:
    """Whether a list of numbers, or a tuple with a fraction in it, is written there."""
    if isinstance(node, ast.List):
        return bool(node.elts) and all(is_number(item) or is_array(item) for item in node.elts)
    return (
        isinstance(node, ast.Tuple)
        and all(is_number(item) or is_array(item) for item in node.elts)
        and any(
            isinstance(part, ast.Constant) and isinstance(part.value, float)
            for part in ast.walk(node)
        )
    )


def lengths_of(nodes: Iterable[ast.AST]) -> dict[str, int]:
    """How long each list of plain numbers is that gets a name."""
    return {
        target.id: len(node.value.elts)
        for node in nodes
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.List)
        and all(is_number(item) for item in node.value.elts)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def joins(node: ast.BinOp, lengths: Mapping[str, int]) -> bool:
    """Whether a ``+`` can only join lists: one is written there, or their lengths differ."""
    if not isinstance(node.op, ast.Add):
        return False
    sides = (node.left, node.right)
    if any(isinstance(side, ast.List | ast.ListComp) for side in sides):
        return True
    known = [lengths.get(side.id) for side in sides if isinstance(side, ast.Name)]
    return len(known) == 2 and None not in known and known[0] != known[1]


def share_lists(nodes: Iterable[ast.AST], roles: dict[str, set[str]]) -> None:
    """Two names of one value are both a list if one is: ``b = a``, ``b.append(1)``."""
    pairs = {
        (target.id, node.value.id)
        for node in nodes
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    pairs |= {(b, a) for a, b in pairs}
    lists = {name for name, found in roles.items() if "list" in found}
    while more := {one for one, other in pairs if other in lists and one not in lists}:
        lists |= more
        for name in more:
            roles[name].add("list")


def doubtful(nodes: Sequence[ast.AST], serving: Collection[str]) -> Iterator[str]:
    """What to say of sums of two lists that are values here, and of which Python makes one list."""
    lengths = lengths_of(nodes)
    for node in nodes if lengths else ():
        match node:
            case ast.BinOp(left=ast.Name(id=a), op=ast.Add(), right=ast.Name(id=b)):
                if {a, b} <= lengths.keys() and not {a, b} & set(serving):
                    yield (
                        f"line {node.lineno}: {a} + {b} adds the lists element by element, as "
                        f"tensors do; Python joins them: for that write [*{a}, *{b}]"
                    )
