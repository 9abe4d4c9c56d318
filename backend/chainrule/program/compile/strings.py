"""Strings: text with values in it."""

from __future__ import annotations

import ast

from chainrule.program.compile.compiler import Compiler
from chainrule.program.formatting import convert, format_value
from chainrule.program.values import NUMBERS, Closure, Frame, Value


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
        return format_value(runtime, result, "" if spec is None else spec(f))

    return format_
