"""Targets: what can be given a value: names, attributes, items, and several at once."""

from __future__ import annotations

import ast

from chainrule.engine import Tensor
from chainrule.program.compile.compiler import Compiler
from chainrule.program.compile.names import Store, store_name
from chainrule.program.containers import unpack
from chainrule.program.lectures import as_carried, as_leaf, is_of
from chainrule.program.stores import FEW, set_attribute
from chainrule.program.subscripts import set_item
from chainrule.program.tables import Attribute, table_of
from chainrule.program.values import Frame, Record, Value


def store(c: Compiler, target: ast.expr, names: bool = True) -> Store:
    """A closure that gives a target a value."""
    match target:
        case ast.Name():
            return store_name(c, target.id, target, names)
        case ast.Attribute():
            return _store_attribute(c, target)
        case ast.Subscript():
            return _store_item(c, target)
        case ast.Tuple() | ast.List():
            return _store_each(c, target, names)
        case _:
            raise c.refuse(target, "this cannot be given a value")


def _store_attribute(c: Compiler, target: ast.Attribute) -> Store:
    value, name = c.expression(target.value), c.scope.mangle(target.attr)
    span = None if c.quiet else c.source.attribute_span(target)
    c.check_name(name, target)
    known = table_of(Tensor)
    is_special = name in ("__class__", "__dict__")

    engines = c.dialect.engines
    inside, outside, names = target in engines.inside, target in engines.outside, engines.names

    def attribute(f: Frame, new: Value) -> None:
        owner = value(f)
        if inside:
            new = as_carried(new)
        elif outside and is_of(owner, names):
            new = as_leaf(f[0], owner, name, new, span)
        if type(owner) is Record and (owner.cls.plain.get(name) or owner.cls.is_plain(name)):
            attributes = owner.attributes
            if name in attributes or (len(attributes) < FEW and not is_special):
                attributes[name] = new
            else:
                set_attribute(f[0], owner, name, new, span)
        elif type(owner) is Tensor and type(entry := known.get(name)) is Attribute and entry.set:
            if span is not None:
                f[0].span = span
            entry.set(owner, new)
        else:
            set_attribute(f[0], owner, name, new, span)

    return attribute


def _store_item(c: Compiler, target: ast.Subscript) -> Store:
    container, index = c.expression(target.value), c.expression(target.slice)
    span = c.span(target)

    def item(f: Frame, new: Value) -> None:
        owner = container(f)
        key = index(f)
        if type(owner) is list and type(key) is int:
            owner[key] = new
        else:
            set_item(f[0], owner, key, new, span)

    return item


def _store_each(c: Compiler, whole: ast.Tuple | ast.List, names: bool) -> Store:
    star, span, targets = None, c.span(whole), whole.elts
    stores = []
    for place, target in enumerate(targets):
        if isinstance(target, ast.Starred):
            star, target = place, target.value
        stores.append(store(c, target, names))
    count = len(stores)

    def each(f: Frame, value: Value) -> None:
        if star is None and (type(value) is tuple or type(value) is list) and len(value) == count:
            items = value
        else:
            items = unpack(f, value, count, star, span)
        for give, item in zip(stores, items, strict=True):
            give(f, item)

    if count != 2 or star is not None:
        return each
    first, second = stores

    def both(f: Frame, value: Value) -> None:
        if type(value) is tuple and len(value) == 2:
            first(f, value[0])
            second(f, value[1])
        else:
            each(f, value)

    return both
