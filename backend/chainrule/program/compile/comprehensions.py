"""Comprehensions: lists, sets and dictionaries made on the spot, and generator expressions."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any

from chainrule.engine import Span
from chainrule.program.comparison import truth
from chainrule.program.compile.compiler import Compiler
from chainrule.program.compile.functions import captures
from chainrule.program.compile.names import Store, local_slot
from chainrule.program.compile.targets import store
from chainrule.program.containers import check_key, depth_of, iterate
from chainrule.program.scopes import Scope
from chainrule.program.values import FIRST, UNBOUND, Closure, Cursor, Frame, Value

Test = tuple[Closure, Span | None]
Level = tuple[Closure, Store, list[Test]]
Emit = Callable[[Frame, Callable[[Value], Any]], None]


def _levels(c: Compiler, generators: list[ast.comprehension]) -> list[Level]:
    """What each ``for`` goes through, binds and tests, inside of the comprehension's scope."""
    result = []
    for index, generator in enumerate(generators):
        if generator.is_async:
            raise c.refuse(generator.iter, "async is not part of the language")
        iterable = _nothing if index == 0 else c.expression(generator.iter)
        target = store(c, generator.target, names=False)
        tests = [(c.expression(test), c.span(test)) for test in generator.ifs]
        result.append((iterable, target, tests))
    return result


def _nothing(f: Frame) -> Value:
    return None


def _cells(scope: Scope) -> tuple[int, ...]:
    return tuple(slot for name, slot in scope.slots.items() if name in scope.cells)


def _holds(f: Frame, tests: list[Test]) -> bool:
    for test, span in tests:
        value = test(f)
        if value is not True and (value is False or not truth(f[0], value, span)):
            return False
    return True


def _loops(levels: list[Level], emit: Emit) -> Callable[[Frame, Any, Any], None]:
    """Runs through all levels; ``emit`` computes an item and hands it on."""

    def build(index: int) -> Callable[[Frame, Any, Any], None]:
        iterable, target, tests = levels[index]
        inner = build(index + 1) if index + 1 < len(levels) else None

        def run(f: Frame, first: Any, give: Any) -> None:
            runtime = f[0]
            budget = runtime.budget
            for item in iterate(runtime, iterable(f) if index else first):
                budget.left -= 1
                if budget.left < 0:
                    budget.look()
                target(f, item)
                if tests and not _holds(f, tests):
                    continue
                if inner is None:
                    emit(f, give)
                else:
                    inner(f, None, give)

        return run

    return build(0)


def list_(c: Compiler, node: ast.ListComp) -> Closure:
    """``[value for target in iterable if test]``."""
    first = c.expression(node.generators[0].iter)
    simple = len(node.generators) == 1 and not node.generators[0].ifs
    with c.inside(c.scopes.of[node]) as scope:
        levels = _levels(c, node.generators)
        value = c.expression(node.elt)
        slot = local_slot(c, node.generators[0].target)
    cells = _cells(scope)
    if simple and slot is not None:
        return _simple_list(first, value, slot)

    def emit(f: Frame, give: Callable[[Value], Any]) -> None:
        give(value(f))

    run = _loops(levels, emit)

    def make(f: Frame) -> list[Value]:
        result: list[Value] = []
        items = first(f)
        for cell in cells:
            f[cell] = [UNBOUND]
        run(f, items, result.append)
        f[0].budget.items(len(result))
        return result

    return make


def _simple_list(first: Closure, value: Closure, slot: int) -> Closure:
    def make(f: Frame) -> list[Value]:
        runtime = f[0]
        budget = runtime.budget
        result = []
        for item in iterate(runtime, first(f)):
            budget.left -= 1
            if budget.left < 0:
                budget.look()
            f[slot] = item
            result.append(value(f))
        budget.items(len(result))
        return result

    return make


def set_(c: Compiler, node: ast.SetComp) -> Closure:
    """``{value for target in iterable}``."""
    first = c.expression(node.generators[0].iter)
    with c.inside(c.scopes.of[node]) as scope:
        levels = _levels(c, node.generators)
        value = c.expression(node.elt)
    cells = _cells(scope)

    def emit(f: Frame, give: Callable[[Value], Any]) -> None:
        give(check_key(f[0], value(f)))

    run = _loops(levels, emit)

    def make(f: Frame) -> set[Value]:
        result: set[Value] = set()
        items = first(f)
        for cell in cells:
            f[cell] = [UNBOUND]
        run(f, items, result.add)
        f[0].budget.items(len(result))
        return result

    return make


def dict_(c: Compiler, node: ast.DictComp) -> Closure:
    """``{key: value for target in iterable}``."""
    first = c.expression(node.generators[0].iter)
    with c.inside(c.scopes.of[node]) as scope:
        levels = _levels(c, node.generators)
        key, value = c.expression(node.key), c.expression(node.value)
    cells = _cells(scope)

    def emit(f: Frame, give: Any) -> None:
        name = check_key(f[0], key(f))
        give(name, value(f))

    run = _loops(levels, emit)

    def make(f: Frame) -> dict[Value, Value]:
        result: dict[Value, Value] = {}
        items = first(f)
        for cell in cells:
            f[cell] = [UNBOUND]
        run(f, items, result.__setitem__)
        f[0].budget.items(len(result))
        return result

    return make


def generator(c: Compiler, node: ast.GeneratorExp) -> Closure:
    """``(value for target in iterable)``: runs later, on a frame of its own."""
    first = c.expression(node.generators[0].iter)
    with c.inside(c.scopes.of[node]) as scope:
        levels = _levels(c, node.generators)
        value = c.expression(node.elt)
    captured = captures(c, scope)
    cells = _cells(scope)
    blank = (UNBOUND,) * (scope.size - FIRST - len(scope.free))
    run = _yielding(levels, value)

    def make(f: Frame) -> Cursor:
        runtime = f[0]
        source = first(f)
        items = iterate(runtime, source)
        frame: Frame = [runtime, f[1], None, *blank, *captured(f)]
        for cell in cells:
            frame[cell] = [UNBOUND]
        runtime.budget.hold(500)
        return Cursor(runtime, run(frame, items), "generator", depth_of(source))

    return make


def _yielding(levels: list[Level], value: Closure) -> Callable[[Frame, Any], Iterator[Value]]:
    def build(index: int) -> Callable[[Frame, Any], Iterator[Value]]:
        iterable, target, tests = levels[index]
        inner = build(index + 1) if index + 1 < len(levels) else None

        def run(f: Frame, items: Any) -> Iterator[Value]:
            budget = f[0].budget
            for item in items if index == 0 else iterate(f[0], iterable(f)):
                budget.tick()
                target(f, item)
                if tests and not _holds(f, tests):
                    continue
                if inner is None:
                    yield value(f)
                else:
                    yield from inner(f, None)

        return run

    return build(0)


COMPREHENSIONS: dict[type, Any] = {
    ast.ListComp: list_,
    ast.SetComp: set_,
    ast.DictComp: dict_,
    ast.GeneratorExp: generator,
}
