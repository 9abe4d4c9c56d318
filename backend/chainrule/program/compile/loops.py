"""Loops: ``for`` and ``while``, each turn of which ticks.

What is computed in a turn belongs to the group of that turn (``runtime.place``). Loops tell
``runtime.loops``, if somebody listens, when a turn begins: a loop that carries values from turn to
turn may be a series of moments.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from chainrule.engine import Span, Tensor
from chainrule.program.comparison import truth
from chainrule.program.compile.compiler import BREAK, CONTINUE, RETURN, Compiler
from chainrule.program.compile.names import local_slot, look
from chainrule.program.compile.targets import store
from chainrule.program.containers import iterate
from chainrule.program.errors import failure
from chainrule.program.runtime import Runtime
from chainrule.program.values import CONTAINERS, Closure, Frame, Value


@dataclass(frozen=True, slots=True)
class Carried:
    """A name that a loop reads, with what it stands for, if anything."""

    name: str
    get: Closure


@dataclass(frozen=True, slots=True, eq=False)
class Loop:
    """What is known of a loop before it runs.

    Attributes:
        label: how it is shown: ``"for i"``.
        span: where it stands.
        carried: the names that it may update from turn to turn.
        read: the other names that it reads, of objects that may hold what it updates.
    """

    label: str
    span: Span | None
    carried: tuple[Carried, ...]
    read: tuple[Carried, ...]


def for_(c: Compiler, node: ast.For) -> Closure:
    """``for target in iterable``."""
    iterable, span = c.expression(node.iter), c.span(node.iter)
    target = store(c, node.target)
    slot = local_slot(c, node.target)
    name = node.target.id if isinstance(node.target, ast.Name) else ""
    label = f"for {ast.unparse(node.target)}"
    facts, body, otherwise = _parts(c, node, label)
    quiet = c.quiet

    def loop(f: Frame) -> Any:
        runtime: Runtime = f[0]
        budget, nameless = runtime.budget, runtime.nameless
        iterator = _rows(runtime, iterable(f), span)
        loops = runtime.loops
        watch = loops.begin(facts, f) if loops is not None and facts not in loops.left else None
        outer, turn = runtime.place, 0
        try:
            for item in iterator:
                budget.left -= 1
                if budget.left < 0:
                    budget.look()
                turn += 1
                if not quiet:
                    runtime.place = (outer, label, turn)
                if watch is not None and not watch.turn(f, turn):
                    watch = None
                if slot is not None:
                    f[slot] = item
                    if not quiet and type(item) not in nameless:
                        runtime.named(item, name, span)
                else:
                    target(f, item)
                signal = body(f)
                if signal is not None and signal != CONTINUE:
                    if signal == RETURN:
                        return signal
                    break
            else:
                if otherwise is not None:
                    runtime.place = outer
                    return otherwise(f)
        except BaseException:
            watch = None  # a turn that breaks off is no moment
            raise
        finally:
            runtime.place = outer
            if watch is not None:
                watch.end(f)
        return None

    return loop


def _rows(runtime: Runtime, value: Value, span: Span | None) -> Iterator[Value]:
    """An iterator for a loop; a row of a tensor is taken where the loop says so."""
    if span is not None:
        runtime.span = span
        if type(value) not in CONTAINERS and isinstance(value, Tensor):
            return _marked(runtime, iterate(runtime, value), span)
    return iterate(runtime, value)


def _marked(runtime: Runtime, rows: Iterator[Value], span: Span) -> Iterator[Value]:
    while True:
        runtime.span = span
        try:
            row = next(rows)
        except StopIteration:
            return
        yield row


def while_(c: Compiler, node: ast.While) -> Closure:
    """``while test``."""
    always = isinstance(node.test, ast.Constant) and node.test.value is True
    test, span = c.expression(node.test), c.span(node.test)
    facts, body, otherwise = _parts(c, node, "while")
    quiet = c.quiet

    def loop(f: Frame) -> Any:
        runtime: Runtime = f[0]
        budget, loops = runtime.budget, runtime.loops
        watch = loops.begin(facts, f) if loops is not None and facts not in loops.left else None
        outer, turn = runtime.place, 0
        try:
            while True:
                if not always:
                    value = test(f)
                    if value is not True and (value is False or not truth(runtime, value, span)):
                        break
                budget.left -= 1
                if budget.left < 0:
                    budget.look()
                turn += 1
                if not quiet:
                    runtime.place = (outer, "while", turn)
                if watch is not None and not watch.turn(f, turn):
                    watch = None
                signal = body(f)
                if signal is not None and signal != CONTINUE:
                    return signal if signal == RETURN else None
            if otherwise is not None:
                runtime.place = outer
                return otherwise(f)
        except BaseException:
            watch = None  # a turn that breaks off is no moment
            raise
        finally:
            runtime.place = outer
            if watch is not None:
                watch.end(f)
        return None

    return loop


def _parts(c: Compiler, node: ast.For | ast.While, label: str
           ) -> tuple[Loop | None, Closure, Closure | None]:  # fmt: skip
    """What a loop is to those who listen, its body, and what runs after its last turn."""
    facts = None if c.quiet else Loop(label, c.span(node), *_names(c, node))
    c.loops += 1
    body = c.block(node.body)
    c.loops -= 1
    return facts, body, c.block(node.orelse) if node.orelse else None


def _names(
    c: Compiler, node: ast.For | ast.While
) -> tuple[tuple[Carried, ...], tuple[Carried, ...]]:
    """The names that a loop's body reads: those that it gives values, too, and the others."""
    read: dict[str, ast.AST] = {}
    written: dict[str, ast.AST] = {}
    level: list[ast.AST] = [*node.body]
    while level:
        for part in level:
            if isinstance(part, ast.Name):
                names = read if isinstance(part.ctx, ast.Load) else written
                names.setdefault(part.id, part)
            elif isinstance(part, ast.AugAssign) and isinstance(part.target, ast.Name):
                read.setdefault(part.target.id, part.target)
        level = [child for part in level for child in ast.iter_child_nodes(part)]
    known = {
        name: Carried(name, look(c, name))
        for name in {**read, **written}
        if name in read and c.scope.place(c.scope.mangle(name))[0] != "unknown"
    }
    carried = [known[name] for name in written if name in known]
    return tuple(carried), tuple(each for name, each in known.items() if name not in written)


def jump(signal: int, word: str) -> Callable[[Compiler, ast.stmt], Closure]:
    """``break`` and ``continue``."""

    def compile(c: Compiler, node: ast.stmt) -> Closure:
        if not c.loops:
            raise failure("syntax", f"'{word}' outside loop", c.source.span(node))
        return lambda f: signal

    return compile


LOOPS: dict[type, Any] = {
    ast.For: for_,
    ast.While: while_,
    ast.Break: jump(BREAK, "break"),
    ast.Continue: jump(CONTINUE, "continue"),
}
