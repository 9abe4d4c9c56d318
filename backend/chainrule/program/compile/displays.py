"""Displays: lists, tuples, sets and dictionaries as they are written out."""

from __future__ import annotations

import ast

from chainrule.program.compile.compiler import Compiler
from chainrule.program.compile.names import constant
from chainrule.program.containers import check_key, collect
from chainrule.program.subscripts import as_mapping
from chainrule.program.values import Closure, Frame, Value


def _items(c: Compiler, nodes: list[ast.expr]) -> tuple[Closure, ...] | None:
    """The items' closures; ``None`` where one is starred."""
    if any(isinstance(node, ast.Starred) for node in nodes):
        return None
    return tuple(map(c.expression, nodes))


def spread(c: Compiler, nodes: list[ast.expr]) -> Closure:
    """A list of items, those behind ``*`` one by one."""
    parts = [
        (c.expression(node.value), True) if isinstance(node, ast.Starred)
        else (c.expression(node), False)
        for node in nodes
    ]  # fmt: skip

    def items(f: Frame) -> list[Value]:
        result: list[Value] = []
        for part, is_starred in parts:
            if is_starred:
                result += collect(f[0], part(f))
            else:
                result.append(part(f))
        if len(result) > 1000:
            f[0].budget.items(len(result))
        return result

    return items


def list_(c: Compiler, node: ast.List) -> Closure:
    """``[a, b]``."""
    items = _items(c, node.elts)
    return spread(c, node.elts) if items is None else lambda f: [item(f) for item in items]


def tuple_(c: Compiler, node: ast.Tuple) -> Closure:
    """``a, b``."""
    items = _items(c, node.elts)
    if items is None:
        whole = spread(c, node.elts)
        return lambda f: tuple(whole(f))
    if all(isinstance(item, ast.Constant) for item in node.elts):
        return constant(tuple(item(_NO_FRAME) for item in items))
    if len(items) == 2:
        first, second = items
        return lambda f: (first(f), second(f))
    return lambda f: tuple([item(f) for item in items])


_NO_FRAME: Frame = []


def set_(c: Compiler, node: ast.Set) -> Closure:
    """``{a, b}``."""
    whole = spread(c, node.elts)

    def make(f: Frame) -> Value:
        runtime = f[0]
        return {check_key(runtime, item) for item in whole(f)}

    return make


def dict_(c: Compiler, node: ast.Dict) -> Closure:
    """``{key: value, **other}``."""
    pairs = [
        (None if key is None else c.expression(key), c.expression(value))
        for key, value in zip(node.keys, node.values, strict=True)
    ]

    def make(f: Frame) -> Value:
        result: dict[Value, Value] = {}
        runtime = f[0]
        for key, value in pairs:
            if key is not None:
                name = check_key(runtime, key(f))
                result[name] = value(f)
            else:
                result.update(as_mapping(runtime, value(f)))
        if len(result) > 1000:
            runtime.budget.items(len(result))
        return result

    return make
