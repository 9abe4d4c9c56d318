"""Patterns: ``match`` with its cases, compiled to tests that bind what they find.

A pattern is a function of the frame and a value: it answers whether the value has the form, and
writes the names in it as it goes, as Python does.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from chainrule.program.attributes import look_up
from chainrule.program.classes import NATIVE, is_instance
from chainrule.program.comparison import compare, truth
from chainrule.program.compile.compiler import Compiler
from chainrule.program.compile.names import store_name
from chainrule.program.containers import check_key, collect
from chainrule.program.errors import failure
from chainrule.program.subscripts import get_item
from chainrule.program.values import MAPPINGS, MISSING, Class, Closure, Frame, Value

Pattern = Callable[[Frame, Value], bool]

SEQUENCES = (list, tuple, range)
"""What a pattern of items looks into; strings are none."""
WHOLE = tuple(NATIVE[name] for name in ("bool", "float", "int", "str", "list", "tuple", "dict",
                                        "set", "frozenset") if name in NATIVE)  # fmt: skip
"""Classes whose one argument in a pattern is the value itself."""


def match(c: Compiler, node: ast.Match) -> Closure:
    """``match subject:`` and its cases: the first one whose pattern and guard hold is run."""
    subject = c.expression(node.subject)
    cases = []
    for case in node.cases:
        guard = None if case.guard is None else c.expression(case.guard)
        cases.append((pattern(c, case.pattern), guard, c.block(case.body)))
    span = c.span(node.subject)

    def choose(f: Frame) -> Any:
        value = subject(f)
        for fits, guard, body in cases:
            if fits(f, value) and (guard is None or truth(f[0], guard(f), span)):
                return body(f)
        return None

    return choose


def pattern(c: Compiler, node: ast.pattern) -> Pattern:
    """One pattern, by what kind it is."""
    return PATTERNS[type(node)](c, node)


def _value(c: Compiler, node: ast.MatchValue) -> Pattern:
    wanted, span = c.expression(node.value), c.span(node)
    return lambda f, value: truth(f[0], compare(f[0], "==", value, wanted(f), span), span)


def _singleton(c: Compiler, node: ast.MatchSingleton) -> Pattern:
    return lambda f, value: value is node.value


def _as(c: Compiler, node: ast.MatchAs) -> Pattern:
    inner = None if node.pattern is None else pattern(c, node.pattern)
    store = None if node.name is None else store_name(c, node.name, node)

    def fits(f: Frame, value: Value) -> bool:
        if inner is not None and not inner(f, value):
            return False
        if store is not None:
            store(f, value)
        return True

    return fits


def _or(c: Compiler, node: ast.MatchOr) -> Pattern:
    choices = [pattern(c, each) for each in node.patterns]
    return lambda f, value: any(choice(f, value) for choice in choices)


def _sequence(c: Compiler, node: ast.MatchSequence) -> Pattern:
    star = next((k for k, p in enumerate(node.patterns) if isinstance(p, ast.MatchStar)), None)
    parts = [pattern(c, p) for p in node.patterns if not isinstance(p, ast.MatchStar)]
    rest = None
    if star is not None:
        named: Any = node.patterns[star]
        rest = None if named.name is None else store_name(c, named.name, named)

    def fits(f: Frame, value: Value) -> bool:
        if not isinstance(value, SEQUENCES):
            return False
        count = len(value)
        if count != len(parts) and (star is None or count < len(parts)):
            return False
        items = collect(f[0], value)
        first = len(parts) if star is None else star
        last = len(items) - (len(parts) - first)
        found = [*items[:first], *items[last:]]
        if not all(part(f, item) for part, item in zip(parts, found, strict=True)):
            return False
        if rest is not None:
            rest(f, items[first:last])
        return True

    return fits


def _mapping(c: Compiler, node: ast.MatchMapping) -> Pattern:
    keys = [c.expression(key) for key in node.keys]
    parts = [pattern(c, each) for each in node.patterns]
    rest = None if node.rest is None else store_name(c, node.rest, node)

    def fits(f: Frame, value: Value) -> bool:
        if type(value) not in MAPPINGS:
            return False
        wanted = [check_key(f[0], key(f)) for key in keys]
        for key, part in zip(wanted, parts, strict=True):
            if key not in value or not part(f, get_item(f[0], value, key)):
                return False
        if rest is not None:
            f[0].budget.items(len(value))
            taken = set(wanted)
            rest(f, {key: item for key, item in value.items() if key not in taken})
        return True

    return fits


def _class(c: Compiler, node: ast.MatchClass) -> Pattern:
    kind, span = c.expression(node.cls), c.span(node)
    parts = [pattern(c, each) for each in node.patterns]
    named = list(zip(node.kwd_attrs, [pattern(c, p) for p in node.kwd_patterns], strict=True))

    def fits(f: Frame, value: Value) -> bool:
        cls = kind(f)
        if type(cls) is not Class:
            raise failure("wrong_type", "called match pattern must be a class", span)
        if not is_instance(value, cls):
            return False
        if len(parts) == 1 and cls in WHOLE:
            return parts[0](f, value) and _attributes(f, value, named)
        names = cls.find("__match_args__") if parts else ()
        if names is MISSING or len(names) < len(parts):
            allowed = 0 if names is MISSING else len(names)
            raise failure(
                "wrong_type",
                f"{cls.name}() accepts {allowed} positional sub-patterns ({len(parts)} given)",
                span,
                f"write the attribute's name: {cls.name}(x=...)",
            )
        return _attributes(f, value, [*zip(names, parts, strict=False), *named])

    return fits


def _attributes(f: Frame, value: Value, wanted: list[tuple[str, Pattern]]) -> bool:
    for name, part in wanted:
        found = look_up(f[0], value, name)
        if found is MISSING or not part(f, found):
            return False
    return True


PATTERNS: dict[type, Callable[[Compiler, Any], Pattern]] = {
    ast.MatchValue: _value,
    ast.MatchSingleton: _singleton,
    ast.MatchAs: _as,
    ast.MatchOr: _or,
    ast.MatchSequence: _sequence,
    ast.MatchMapping: _mapping,
    ast.MatchClass: _class,
}
