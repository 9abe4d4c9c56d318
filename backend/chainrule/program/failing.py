"""Failing: the call that ended a program, and the values that it was given.

In come the place of an error and what was computed; out comes what stands there, with the values
that went into it, so that the picture of what was computed before says where it ends.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from chainrule.engine import Span, Tensor
from chainrule.program.errors import Problem
from chainrule.program.moments import Entry
from chainrule.program.source import Source
from chainrule.program.values import Value

COMPUTING = (ast.Call, ast.BinOp, ast.UnaryOp, ast.Compare, ast.Subscript, ast.AugAssign)
LONGEST = 40
"""Characters of the text that are shown."""


class Failed(NamedTuple):
    """What failed, as it is written, and the values that it was given."""

    written: str
    read: list[Tensor]


def failing(
    text: Source, error: Problem, entries: list[Entry], names: Mapping[str, Value]
) -> Failed | None:
    """The part of a program that failed; ``None`` where it computes nothing.

    Args:
        text: the program.
        error: why it ended.
        entries: what was computed since the last moment.
        names: what its global names stand for.
    """
    found = None if error.span is None else _innermost(text, error.span)
    if found is None:
        return None
    loaded = [part.id for part in ast.walk(found) if isinstance(part, ast.Name)]
    whole = text.span(found)
    named: dict[str, Tensor] = {}
    made: list[Entry] = []
    for entry in entries:
        if entry.result.name in loaded:
            named[entry.result.name] = entry.result
        elif entry.span and entry.span != whole and _contains(whole, entry.span):
            made.append(entry)
    for name in loaded:
        value = names.get(name)
        if name not in named and isinstance(value, Tensor):
            named[name] = value
    written = ast.unparse(found)
    short = written if len(written) <= LONGEST else f"{written[:LONGEST]}…"
    inside = {source for entry in made for source in entry.node.sources}
    read = [*named.values(), *(entry.result for entry in made)]
    return Failed(short, [tensor for tensor in read if tensor.source not in inside])


def _innermost(text: Source, place: Span) -> ast.AST | None:
    """The smallest part of a program around a place that computes something."""
    around = [node for node in _computing(text.tree) if _contains(text.span(node), place)]
    return around[-1] if around else None  # a walk meets what is inside later


def _computing(tree: ast.AST) -> Iterator[ast.AST]:
    return (node for node in ast.walk(tree) if isinstance(node, COMPUTING))


def _contains(outer: Span, inner: Span) -> bool:
    return (outer.line, outer.column) <= (inner.line, inner.column) and _ends(inner) <= _ends(outer)


def _ends(span: Span) -> tuple[int, int]:
    return span.end_line, span.end_column
