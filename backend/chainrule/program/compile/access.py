"""Access: attributes and items, of objects and lists on the spot, of everything else by tables."""

from __future__ import annotations

import ast

from chainrule.engine import Tensor
from chainrule.program.attributes import get_attribute
from chainrule.program.compile.compiler import Compiler
from chainrule.program.compile.names import local_slot
from chainrule.program.lectures import as_number
from chainrule.program.subscripts import get_item
from chainrule.program.tables import Attribute, table_of
from chainrule.program.values import (
    MISSING,
    BoundMethod,
    Closure,
    Frame,
    Function,
    Record,
    Value,
)


def subscript(c: Compiler, node: ast.Subscript) -> Closure:
    """``a[index]``."""
    value, index, span = c.expression(node.value), c.expression(node.slice), c.span(node)

    def item(f: Frame) -> Value:
        container = value(f)
        key = index(f)
        if type(container) is list and type(key) is int:
            return container[key]
        return get_item(f[0], container, key, span)

    slot, place = local_slot(c, node.value), local_slot(c, node.slice)
    if place is None:
        return item
    key_place = place

    def item_by_name(f: Frame) -> Value:
        container = value(f)
        key = f[key_place]
        if type(container) is list and type(key) is int:
            return container[key]
        return get_item(f[0], container, index(f), span)

    if slot is None:
        return item_by_name
    container_place = slot

    def item_of_name(f: Frame) -> Value:
        container = f[container_place]
        key = f[key_place]
        if type(container) is list and type(key) is int:
            return container[key]
        return get_item(f[0], value(f), index(f), span)

    return item_of_name


def attribute(c: Compiler, node: ast.Attribute) -> Closure:
    """``value.name``."""
    name = c.scope.mangle(node.attr)
    value = c.expression(node.value)
    span = None if c.quiet else c.source.attribute_span(node)
    c.check_name(name, node)
    known, slot = table_of(Tensor), local_slot(c, node.value)

    def get(f: Frame) -> Value:
        owner = value(f)
        if type(owner) is Record:
            cls = owner.cls
            own = owner.attributes.get(name, MISSING)
            if own is not MISSING:
                if cls.plain.get(name) or cls.is_plain(name):
                    return own
            elif type(found := cls.find(name)) is Function:
                return BoundMethod(found, owner)
        elif type(owner) is Tensor and type(entry := known.get(name)) is Attribute:
            if span is not None:
                f[0].span = span
            return entry.get(owner)
        return get_attribute(f[0], owner, name, span)

    if node in c.dialect.engines.outside:
        names = c.dialect.engines.names

        def get_outside(f: Frame) -> Value:
            owner = value(f)
            return as_number(owner, get_attribute(f[0], owner, name, span), names)

        return get_outside
    if slot is None:
        return get
    place = slot

    def get_of_name(f: Frame) -> Value:
        owner = f[place]
        if type(owner) is Record:
            own = owner.attributes.get(name, MISSING)
            if own is not MISSING and owner.cls.plain.get(name):
                return own
        return get(f)

    return get_of_name
