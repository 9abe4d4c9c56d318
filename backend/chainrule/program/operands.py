"""Operands: the parts of a node of the syntax tree that are computed, in Python's order."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from typing import Any

Place = tuple[Callable[[], ast.expr], Callable[[ast.expr], None]]
"""How an operand is read, and how another one is put in its place."""


def operands(node: ast.AST) -> list[Place]:
    """How to read and to replace each operand of a node, in the order of evaluation."""
    if isinstance(node, ast.Dict):
        return [
            place
            for k in range(len(node.values))
            for place in (*_items(node.keys, [k]), *_items(node.values, [k]))
        ]
    if isinstance(node, ast.JoinedStr):
        return [_field(part, "value") for part in node.values if not isinstance(part, ast.Constant)]
    if isinstance(node, ast.NamedExpr):
        return [_field(node, "value")]
    places: list[Place] = []
    for name, field in ast.iter_fields(node):
        if isinstance(field, ast.expr):
            places.append(_field(node, name))
        elif isinstance(field, list):
            if field and isinstance(field[0], ast.keyword):
                places += [_field(keyword, "value") for keyword in field]
            else:
                places += _items(field, range(len(field)))
    return places


def _field(node: ast.AST, name: str) -> Place:
    return lambda: getattr(node, name), lambda value: setattr(node, name, value)


def _items(parts: list[Any], numbers: Iterable[int]) -> list[Place]:
    def place(k: int) -> Place:
        return lambda: parts[k], lambda value: parts.__setitem__(k, value)

    return [place(k) for k in numbers if isinstance(parts[k], ast.expr)]
