"""Expressions: what each kind of them computes, with plain numbers done on the spot."""

from __future__ import annotations

import ast
from typing import Any

from chainrule.engine import Tensor
from chainrule.program.attributes import Attribute, get_attribute, table_of
from chainrule.program.compile.arithmetic import binary_operation, comparison
from chainrule.program.compile.compiler import Compiler
from chainrule.program.compile.names import constant, load, local_slot, store_name
from chainrule.program.containers import check_key, collect
from chainrule.program.formatting import convert, format_value
from chainrule.program.operators import (
    BINARY,
    compare,
    contains,
    truth,
    unary,
)
from chainrule.program.subscripts import as_mapping, get_item
from chainrule.program.text import show
from chainrule.program.values import (
    MISSING,
    NUMBERS,
    UNBOUND,
    BoundMethod,
    Closure,
    Frame,
    Function,
    Record,
    Value,
)

SYMBOLS: dict[type, str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%",
    ast.MatMult: "@", ast.Pow: "**", ast.LShift: "<<", ast.RShift: ">>", ast.BitAnd: "&",
    ast.BitOr: "|", ast.BitXor: "^", ast.Lt: "<", ast.Gt: ">", ast.LtE: "<=", ast.GtE: ">=",
    ast.Eq: "==", ast.NotEq: "!=", ast.USub: "-", ast.UAdd: "+", ast.Invert: "~",
}  # fmt: skip
"""How each operator is written."""


def literal(c: Compiler, node: ast.Constant) -> Closure:
    """A number, a string, ``None``, ``True``, ``False`` or ``...``."""
    if isinstance(node.value, bytes | complex):
        kind = "bytes" if isinstance(node.value, bytes) else "complex numbers"
        raise c.refuse(node, f"{kind} are no values here")
    if type(node.value) is int and node.value.bit_length() > c.limits.integer_bits:
        raise c.refuse(node, f"an integer has at most {c.limits.integer_bits:,} bits")
    return constant(node.value)


def binary(c: Compiler, node: ast.BinOp) -> Closure:
    """``a + b`` and its kind."""
    return binary_operation(c, BINARY[SYMBOLS[type(node.op)]], node.left, node.right, node)


def negation(c: Compiler, node: ast.UnaryOp) -> Closure:
    """``-a``, ``+a``, ``~a`` and ``not a``."""
    span = c.span(node)
    operand = c.expression(node.operand)
    if isinstance(node.op, ast.Not):

        def not_(f: Frame) -> Value:
            value = operand(f)
            if value is True or value is False:
                return not value
            return not truth(f[0], value, span)

        return not_
    symbol = SYMBOLS[type(node.op)]
    if symbol == "-":
        if isinstance(node.operand, ast.Constant) and type(node.operand.value) in (int, float):
            return constant(-node.operand.value)  # type: ignore[operator]

        def negative(f: Frame) -> Value:
            value = operand(f)
            if type(value) in NUMBERS:
                return -value
            return unary(f[0], "-", value, span)

        return negative

    def sign(f: Frame) -> Value:
        return unary(f[0], symbol, operand(f), span)

    return sign


def boolean(c: Compiler, node: ast.BoolOp) -> Closure:
    """``a and b``, ``a or b``: the value that decides."""
    operands = [(c.expression(part), c.span(part)) for part in node.values]
    first, span = operands[0]
    *inner, (last, _) = operands
    is_or = isinstance(node.op, ast.Or)
    if len(operands) == 2:

        def two(f: Frame) -> Value:
            value = first(f)
            if value is True or value is False:
                return value if value is is_or else last(f)
            return value if truth(f[0], value, span) is is_or else last(f)

        return two

    def many(f: Frame) -> Value:
        for operand, span in inner:
            value = operand(f)
            if truth(f[0], value, span) is is_or:
                return value
        return last(f)

    return many


def chain(c: Compiler, node: ast.Compare) -> Closure:
    """``a < b < c``: every operand is computed once, the rest only as long as it holds."""
    operands = [node.left, *node.comparators]
    if len(node.ops) == 1:
        return relation(c, node.ops[0], node.left, node.comparators[0], node)
    span = c.span(node)
    first, *others = map(c.expression, operands)
    links = [
        (_link(op), other) for op, other in zip(node.ops, others, strict=True)
    ]  # fmt: skip
    *early, (last_link, last) = links

    def chained(f: Frame) -> Value:
        runtime = f[0]
        a = first(f)
        for link, other in early:
            b = other(f)
            answer = link(runtime, a, b, span)
            if answer is not True and not truth(runtime, answer, span):
                return answer
            a = b
        return last_link(runtime, a, last(f), span)

    return chained


def _link(op: ast.cmpop) -> Any:
    match op:
        case ast.Is():
            return lambda runtime, a, b, span: a is b
        case ast.IsNot():
            return lambda runtime, a, b, span: a is not b
        case ast.In():
            return contains
        case ast.NotIn():
            return lambda runtime, a, b, span: not contains(runtime, a, b, span)
        case _:
            symbol = SYMBOLS[type(op)]
            return lambda runtime, a, b, span: compare(runtime, symbol, a, b, span)


def relation(
    c: Compiler, op: ast.cmpop, left: ast.expr, right: ast.expr, node: ast.expr
) -> Closure:
    """One comparison."""
    if type(op) in SYMBOLS:
        return comparison(c, SYMBOLS[type(op)], left, right, node)
    first, second, span = c.expression(left), c.expression(right), c.span(node)
    if isinstance(op, ast.Is):
        return lambda f: first(f) is second(f)
    if isinstance(op, ast.IsNot):
        return lambda f: first(f) is not second(f)
    inside = isinstance(op, ast.In)

    def member(f: Frame) -> Value:
        return contains(f[0], first(f), second(f), span) is inside

    return member


def conditional(c: Compiler, node: ast.IfExp) -> Closure:
    """``a if test else b``."""
    test, yes, no = c.expression(node.test), c.expression(node.body), c.expression(node.orelse)
    span = c.span(node.test)

    def choose(f: Frame) -> Value:
        value = test(f)
        if value is not True and value is not False:
            value = truth(f[0], value, span)
        return yes(f) if value else no(f)

    return choose


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


def subscript(c: Compiler, node: ast.Subscript) -> Closure:
    """``a[index]``."""
    value, index, span = c.expression(node.value), c.expression(node.slice), c.span(node)

    def item(f: Frame) -> Value:
        container = value(f)
        key = index(f)
        if type(container) is list and type(key) is int:
            return container[key]
        return get_item(f[0], container, key, span)

    return item


def slice_(c: Compiler, node: ast.Slice) -> Closure:
    """``start:stop:step`` in brackets."""
    nothing = constant(None)
    start, stop, step = (
        nothing if part is None else c.expression(part)
        for part in (node.lower, node.upper, node.step)
    )
    return lambda f: slice(start(f), stop(f), step(f))


def attribute(c: Compiler, node: ast.Attribute) -> Closure:
    """``value.name``."""
    name = c.scope.mangle(node.attr)
    value = c.expression(node.value)
    span = None if c.quiet else c.source.attribute_span(node)
    c.check_name(name, node)
    known, slot = table_of(Tensor), local_slot(c, node.value)

    def get(f: Frame) -> Value:
        owner = UNBOUND if slot is None else f[slot]
        if owner is UNBOUND:
            owner = value(f)
        if type(owner) is Record:
            own = owner.attributes.get(name, MISSING)
            if own is not MISSING:
                if owner.cls.is_plain(name):
                    return own
            elif type(found := owner.cls.find(name)) is Function:
                return BoundMethod(found, owner)
        elif type(owner) is Tensor and type(entry := known.get(name)) is Attribute:
            if span is not None:
                f[0].span = span
            return entry.get(owner)
        return get_attribute(f[0], owner, name, span)

    return get


def walrus(c: Compiler, node: ast.NamedExpr) -> Closure:
    """``(name := value)``."""
    value = c.expression(node.value)
    store = store_name(c, node.target.id, node.target)

    def assign(f: Frame) -> Value:
        result = value(f)
        store(f, result)
        return result

    return assign


def joined(c: Compiler, node: ast.JoinedStr) -> Closure:
    """A formatted string."""
    parts = tuple(map(c.expression, node.values))
    if len(parts) == 1:
        return parts[0]

    def join(f: Frame) -> Value:
        pieces = [part(f) for part in parts]
        length = 0
        for piece in pieces:
            length += len(piece)
        f[0].budget.text(length)
        return "".join(pieces)

    return join


def formatted(c: Compiler, node: ast.FormattedValue) -> Closure:
    """``{value!r:spec}`` in a formatted string."""
    value, span = c.expression(node.value), c.span(node.value)
    conversion = chr(node.conversion) if node.conversion > 0 else ""
    spec = None if node.format_spec is None else c.expression(node.format_spec)

    def format_(f: Frame) -> Value:
        result = value(f)
        runtime = f[0]
        if span is not None and type(result) not in NUMBERS:
            runtime.span = span
        if conversion:
            result = convert(runtime, result, conversion)
        if spec is None:
            return show(runtime, result)
        return format_value(runtime, result, spec(f))

    return format_


EXPRESSIONS: dict[type, Any] = {
    ast.Constant: literal,
    ast.Name: load,
    ast.BinOp: binary,
    ast.UnaryOp: negation,
    ast.BoolOp: boolean,
    ast.Compare: chain,
    ast.IfExp: conditional,
    ast.List: list_,
    ast.Tuple: tuple_,
    ast.Set: set_,
    ast.Dict: dict_,
    ast.Subscript: subscript,
    ast.Slice: slice_,
    ast.Attribute: attribute,
    ast.NamedExpr: walrus,
    ast.JoinedStr: joined,
    ast.FormattedValue: formatted,
}
