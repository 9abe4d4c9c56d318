"""Places: where the leaves stand that a program does not write as a literal with a name.

An operation knows the expression that it was written as. The constants among its operands are
those that stand in this expression, so that whoever points at one finds the other. A leaf that a
call made knows the name that it was given first; it stands where this name's value is written.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from chainrule.engine import Annotation, Node, Source, Span, Tensor


@dataclass(frozen=True, slots=True)
class Places:
    """What a program's text says of leaves.

    Attributes:
        numbers: by the place of an expression, the numbers that are its operands, with theirs.
        calls: by the place where a name is given a value, the call that makes it, if it is one.
    """

    numbers: Mapping[Span, tuple[tuple[float, Span], ...]]
    calls: Mapping[Span, Span | None]


def places(tree: ast.AST, span: Callable[[ast.AST], Span]) -> Places:
    """Every expression in which numbers are written, and every name that is given a value."""
    found: dict[Span, tuple[tuple[float, Span], ...]] = {}
    calls: dict[Span, Span | None] = {}
    for node in ast.walk(tree):
        numbers = [
            (number, span(operand))
            for operand in _operands(node)
            if (number := _number(operand)) is not None
        ]
        if numbers:
            found[span(node)] = tuple(numbers)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            calls.setdefault(span(node), None)
        elif isinstance(node, ast.For):  # whose names are given their values by what it goes over
            calls.setdefault(span(node.iter), None)
        for name, value in _given(node):
            calls[span(name)] = span(value) if isinstance(value, ast.Call) else None
    return Places(found, calls)


def _given(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """The names that a statement gives values to, with these."""
    match node:
        case ast.Assign(targets=targets, value=ast.Tuple(elts=values)):
            for target in targets:
                if isinstance(target, ast.Tuple | ast.List) and len(target.elts) == len(values):
                    yield from zip(target.elts, values, strict=True)
        case ast.Assign(targets=targets, value=value):
            yield from ((target, value) for target in targets if isinstance(target, ast.Name))
        case ast.AnnAssign(target=ast.Name() as target, value=ast.expr() as value):
            yield target, value
        case _:
            pass


def _operands(node: ast.AST) -> list[ast.expr]:
    match node:
        case ast.BinOp(left=left, right=right):
            return [left, right]
        case ast.AugAssign(value=value):
            return [value]
        case ast.Compare(left=left, comparators=comparators):
            return [left, *comparators]
        case ast.Call(args=args, keywords=keywords):
            return [*args, *(keyword.value for keyword in keywords)]
        case _:
            return []


def _number(node: ast.expr) -> float | None:
    match node:
        case ast.Constant(value=bool()):
            return None
        case ast.Constant(value=int() | float() as value):
            try:
                return float(value)
            except OverflowError:
                return None
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            number = _number(operand)
            return None if number is None else -number
        case _:
            return None


def placed(values: Mapping[Source, Annotation], known: Places) -> dict[Source, Annotation]:
    """The same values; their leaves have the places at which they are written."""
    result = {
        source: replace(about, span=known.calls[about.span])
        if isinstance(source, Tensor) and about.span and about.span in known.calls
        else about
        for source, about in values.items()
    }
    for node, annotation in values.items():
        if not isinstance(node, Node) or annotation.span is None:
            continue
        waiting = list(known.numbers.get(annotation.span, ()))
        for source in node.sources if waiting else ():
            about = result.get(source)
            if about is None or about.kind != "constant" or not isinstance(source, Tensor):
                continue
            number = float(source._array.reshape(()))
            here = next((place for place in waiting if place[0] == number), None)
            if here is not None and about.span is None:
                waiting.remove(here)
                result[source] = replace(about, span=here[1])
    return result
