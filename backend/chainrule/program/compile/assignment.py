"""Assignment: giving names, attributes and items values, in every form Python has."""

from __future__ import annotations

import ast
from typing import Any

from chainrule.program.attributes import get_attribute
from chainrule.program.compile.compiler import Compiler
from chainrule.program.compile.expressions import SYMBOLS
from chainrule.program.compile.names import delete_name, load_name, local_slot, store_name
from chainrule.program.compile.targets import store
from chainrule.program.integers import LARGE, LEAST, large
from chainrule.program.lectures import as_carried, as_leaf, as_number, is_of
from chainrule.program.operators import BINARY, in_place
from chainrule.program.runtime import Runtime
from chainrule.program.stores import delete_attribute, set_attribute
from chainrule.program.subscripts import delete_item, get_item, set_item
from chainrule.program.values import (
    NUMBERS,
    RESULT,
    UNBOUND,
    Closure,
    Frame,
    Record,
    Value,
)


def assign(c: Compiler, node: ast.Assign) -> Closure:
    """``target = value``, also several targets."""
    if len(node.targets) > 1:
        stores = [store(c, target) for target in node.targets]
        value = c.expression(node.value)

        def several(f: Frame) -> None:
            result = value(f)
            for give in stores:
                give(f, result)

        return tail(c, node, several, node.targets[0])
    return assign_to(c, node.targets[0], node.value, node)


def annotated(c: Compiler, node: ast.AnnAssign) -> Closure:
    """``target: kind = value``; what is behind the colon says nothing here."""
    if node.value is None:
        return lambda f: None
    return assign_to(c, node.target, node.value, node)


def assign_to(c: Compiler, target: ast.expr, value_node: ast.expr, node: ast.stmt) -> Closure:
    """``target = value``."""
    if (
        isinstance(target, ast.Tuple | ast.List)
        and isinstance(value_node, ast.Tuple)
        and (len(target.elts) == len(value_node.elts))
        and not any(isinstance(part, ast.Starred) for part in [*target.elts, *value_node.elts])
    ):
        return _assign_pairs(c, target, value_node, node)
    value = named_value(c, target, value_node)
    slot = local_slot(c, target)
    if slot is not None and node not in c.tails:
        c.check_name(target.id, target)  # type: ignore[attr-defined]
        place, name, span, tells = slot, target.id, c.span(target), not c.quiet  # type: ignore[attr-defined]

        def assign_local(f: Frame) -> None:
            f[place] = result = value(f)
            kind = type(result)
            if kind is not float and kind is not int and tells and kind not in f[0].nameless:
                f[0].named(result, name, span)

        return assign_local
    give = store(c, target)

    def assign_one(f: Frame) -> None:
        give(f, value(f))

    return tail(c, node, assign_one, target)


def named_value(c: Compiler, target: ast.expr, node: ast.expr) -> Closure:
    """The value for a target; a literal that the dialect draws becomes a leaf."""
    value = c.expression(node)
    if isinstance(target, ast.Name) and not c.quiet and (c.dialect.is_leaf(target.id, node)):
        name, span = target.id, c.span(node)
        return lambda f: f[0].literal(value(f), name, span)
    return value


def _assign_pairs(
    c: Compiler, whole: ast.Tuple | ast.List, values: ast.Tuple, node: ast.stmt
) -> Closure:
    """``a, b = b, a``: every value is computed before the first is stored."""
    targets = whole.elts
    read = [
        named_value(c, target, value) for target, value in zip(targets, values.elts, strict=True)
    ]
    give = [store(c, target) for target in targets]
    pairs = tuple(zip(give, range(len(give)), strict=True))
    if len(pairs) == 2:
        (one, two), (set_one, set_two) = read, give

        def swap(f: Frame) -> None:
            a, b = one(f), two(f)
            set_one(f, a)
            set_two(f, b)

        return tail(c, node, swap, whole)

    def assign_all(f: Frame) -> None:
        results = [part(f) for part in read]
        for set_, place in pairs:
            set_(f, results[place])

    return tail(c, node, assign_all, whole)


def tail(c: Compiler, node: ast.stmt, run: Closure, target: ast.expr) -> Closure:
    """A statement that may be the program's last: then what it gave its target is its value."""
    if node not in c.tails:
        return run
    span = c.span(node)
    read = c.expression(as_value(target))

    def remember(f: Frame) -> None:
        run(f)
        f[RESULT] = (read(f), span)

    return remember


def as_value(target: ast.expr) -> ast.expr:
    """The expression that reads what a target was given."""
    match target:
        case ast.Tuple() | ast.List():
            parts = [
                as_value(part.value if isinstance(part, ast.Starred) else part)
                for part in target.elts
            ]
            return ast.copy_location(ast.Tuple(parts, ast.Load()), target)
        case ast.Name():
            return ast.copy_location(ast.Name(target.id, ast.Load()), target)
        case ast.Attribute():
            return ast.copy_location(ast.Attribute(target.value, target.attr, ast.Load()), target)
        case ast.Subscript():
            return ast.copy_location(ast.Subscript(target.value, target.slice, ast.Load()), target)
        case _:
            return target


def augmented(c: Compiler, node: ast.AugAssign) -> Closure:
    """``target += value`` and its kind."""
    op = BINARY[SYMBOLS[type(node.op)]]
    value, span = c.expression(node.value), c.span(node)
    target = node.target
    native, small = op.native, op.symbol in ("+", "-", "*")

    def changed(runtime: Runtime, old: Value, other: Value) -> Value:
        kind, its = type(old), type(other)
        if small:
            if kind is float and (its is float or its is int):
                return native(old, other)
            if kind is int and its is int:
                result = native(old, other)
                return result if LEAST < result < LARGE else large(runtime, result)
        return in_place(runtime, op, old, other, span)

    if isinstance(target, ast.Attribute):
        owner, name = c.expression(target.value), c.scope.mangle(target.attr)
        place = None if c.quiet else c.source.attribute_span(target)
        inside = target in c.dialect.engines.inside
        engines = c.dialect.engines.names if target in c.dialect.engines.outside else None

        def attribute(f: Frame) -> None:
            runtime, receiver = f[0], owner(f)
            if engines and is_of(receiver, engines):
                old = as_number(receiver, get_attribute(runtime, receiver, name, place), engines)
                new = changed(runtime, old, value(f))
                new = as_leaf(runtime, receiver, name, new, span)
                set_attribute(runtime, receiver, name, new, place)
                return
            if type(receiver) is Record and receiver.cls.is_plain(name):
                own = receiver.attributes
                if name in own:
                    new = changed(runtime, own[name], value(f))
                    own[name] = as_carried(new) if inside else new
                    return
            old = get_attribute(runtime, receiver, name, place)
            new = changed(runtime, old, value(f))
            set_attribute(runtime, receiver, name, new, place)

        return attribute
    if isinstance(target, ast.Subscript):
        container, index = c.expression(target.value), c.expression(target.slice)
        where = c.span(target)

        def item(f: Frame) -> None:
            runtime, receiver = f[0], container(f)
            key = index(f)
            if type(receiver) is list and type(key) is int:
                receiver[key] = changed(runtime, receiver[key], value(f))
                return
            old = get_item(runtime, receiver, key, where)
            set_item(runtime, receiver, key, changed(runtime, old, value(f)), where)

        return item
    read, give = load_name(c, target.id, target), store_name(c, target.id, target)
    slot = local_slot(c, target)
    number = node.value.value if isinstance(node.value, ast.Constant) else None
    if slot is not None and type(number) is int and op.symbol in ("+", "-"):
        step = number if op.symbol == "+" else -number

        def count(f: Frame) -> None:
            old = f[slot]
            if type(old) is int:
                result = old + step
                f[slot] = result if LEAST < result < LARGE else large(f[0], result)
            elif type(old) is float:
                f[slot] = old + step
            else:
                give(f, in_place(f[0], op, read(f), number, span))

        run: Closure = count
    elif slot is not None and small:
        place_ = slot

        def local(f: Frame) -> None:
            old = f[place_]
            if old is UNBOUND:
                old = read(f)
            new = changed(f[0], old, value(f))
            if type(new) in NUMBERS:
                f[place_] = new
            else:
                give(f, new)

        run = local
    else:

        def name_(f: Frame) -> None:
            old = read(f)
            give(f, in_place(f[0], op, old, value(f), span))

        run = name_
    return tail(c, node, run, target)


def delete(c: Compiler, node: ast.Delete) -> Closure:
    """``del target``."""
    steps = [_delete_one(c, target) for target in node.targets]

    def delete_all(f: Frame) -> None:
        for step in steps:
            step(f)

    return delete_all


def _delete_one(c: Compiler, target: ast.expr) -> Closure:
    match target:
        case ast.Name():
            return delete_name(c, target)
        case ast.Attribute():
            value, name = c.expression(target.value), c.scope.mangle(target.attr)
            span = None if c.quiet else c.source.attribute_span(target)
            return lambda f: delete_attribute(f[0], value(f), name, span)
        case ast.Subscript():
            container, index = c.expression(target.value), c.expression(target.slice)
            place = c.span(target)
            return lambda f: delete_item(f[0], container(f), index(f), place)
        case ast.Tuple() | ast.List():
            steps = [_delete_one(c, part) for part in target.elts]
            return lambda f: [step(f) for step in steps]
        case _:
            raise c.refuse(target, "this cannot be deleted")


ASSIGNMENTS: dict[type, Any] = {
    ast.Assign: assign,
    ast.AnnAssign: annotated,
    ast.AugAssign: augmented,
    ast.Delete: delete,
}
