"""Recorder: watches a run, and keeps one of its moments.

Every operation that is applied is noted until a backward pass ends the moment; what was noted is
kept if it is the moment that is asked for, and dropped if not. So a loop of thousands of turns
costs no more than one turn, and nothing has to be run twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from chainrule.engine import Node, Span, Tensor
from chainrule.engine.state import Watch
from chainrule.program.moments import Entry, Moment, Moments, Update
from chainrule.program.numbers import Array, Number

if TYPE_CHECKING:
    from chainrule.engine.tensor import Array as Numbers
    from chainrule.program.runtime import Runtime

_new = tuple.__new__  # what a named tuple's own constructor calls
MOST_LOSSES = 10_000
"""Of how many moments the losses and lines are answered; there can hardly be more."""


class Recorder(Watch):
    """Watches a run, and keeps one of its moments.

    Attributes:
        entries: what was computed since the last moment.
        kept: the moment that is asked for, or the last one so far.
        count: how many moments have ended.
        of: what ends them: ``backward``, ``grad`` or ``turns``.
        losses: of every moment, the number that was backpropagated.
        lines: of every moment, where that was asked for.
        moved: operations that gave a leaf other values in place: no part of a computation.
        reads: sources whose values left the computation, with the place where they did.
        is_steady: whether every value is still what it was computed as.
        verdicts: what is said of gradients that the program's own backward pass left, by moment.
        is_open: whether what changes now belongs to the moment that is kept.
    """

    records = True

    def __init__(self, runtime: Runtime, wanted: int | None = None) -> None:
        self.runtime = runtime
        self.before = runtime.budget.operation  # type: ignore[method-assign]  # no call between
        self.wanted = wanted
        self.entries: list[Entry] = []
        self.kept: Moment | None = None
        self.count = 0
        self.of = "grad"
        self.losses: list[float | None] = []
        self.lines: list[int | None] = []
        self.reads: dict[Node | Tensor, Span | None] = {}
        self.moved: set[Node] = set()
        self.is_steady = True
        self.is_open = False
        self._begun = False
        self.verdicts: dict[int, str] = {}
        self._since: dict[Tensor, tuple[int | None, Numbers]] = {}
        self._pending: Moment | None = None

    # What the engine tells

    def allocate(self, shape: tuple[int, ...], dtype: Any) -> None:
        """An array is about to be made."""
        self.runtime.budget.array(shape)

    def work(self, units: int) -> None:
        """Work that is no operation's is about to be done."""
        self.runtime.budget.spend(units)

    def record(self, node: Node, result: Tensor) -> None:
        """An operation was applied."""
        runtime = self.runtime
        if type(result) is Number and result._array.ndim:
            result.__class__ = Array  # type: ignore[assignment]  # a number has no axes
        self.entries.append(_new(Entry, (node, result, runtime.span, runtime.place)))
        if node._requires_grad and not self._begun:
            self._begun = True
            runtime.moment = self.count + 1

    def read(self, tensor: Tensor) -> None:
        """A value left the computation: Python decides or computes with it."""
        self.reads.setdefault(tensor.source, self.runtime.span)

    def changed(self, tensor: Tensor, node: Node | None) -> None:
        """A tensor was changed in place."""
        self.is_steady = False
        is_update = tensor.is_leaf and tensor.requires_grad
        last = self.entries[-1] if self.entries else None
        if last is not None and last.node is node:
            if is_update:
                self.moved.add(last.node)
            else:
                last.result.name = tensor.name
        moment = self.kept
        if moment is not None and self.is_open and tensor in moment.values:
            moment.changed.setdefault(tensor, self._line())

    def place(self) -> str | None:
        """The line that is under way, for errors that are found later."""
        span = self.runtime.span
        return f"line {span.line}" if span else None

    def backward_starts(
        self, output: Tensor, gradient: Any = None, wanted: Sequence[Tensor] | None = None
    ) -> None:
        """A backward pass is about to begin; it is a moment once it has come to its end."""
        self._starts(output, gradient, wanted)
        self.of = "backward"

    def gradient_starts(
        self, output: Tensor, gradient: Any = None, wanted: Sequence[Tensor] | None = None
    ) -> None:
        """The same where the gradients are handed over, and no ``.grad`` is touched."""
        self._starts(output, gradient, wanted)
        if self._pending is not None:
            self._pending.before = {}

    def _starts(self, output: Tensor, gradient: Any, wanted: Sequence[Tensor] | None) -> None:
        leaves = self._leaves(output)
        self._pending = Moment(
            self.count + 1,
            output,
            None if gradient is None else np.array(gradient, dtype=output.dtype),
            self._line(),
            self.entries,
            {leaf: leaf._array for leaf in leaves},
            {leaf: _gradient(leaf) for leaf in leaves if leaf.grad is not None},
            wanted=None if wanted is None else frozenset(tensor.source for tensor in wanted),
        )

    def backward_done(self, _output: Tensor) -> None:
        """A backward pass has ended, and with it a moment: the one before is over."""
        moment, self._pending = self._pending, None
        if moment is None:
            return
        self.finish()
        self._count(moment.output, moment.line)
        for leaf in moment.values:
            if leaf not in moment.before:
                self._since[leaf] = moment.line, moment.values[leaf]
        if self.wanted is None or self.wanted == self.count:
            moment.leftovers = {leaf: self._leftover(leaf, moment) for leaf in moment.before}
            moment.after = {
                leaf: _gradient(leaf) for leaf in moment.values if leaf.grad is not None
            }
            self.kept = moment
            self.is_open = True
        self.entries = []
        self._forget()

    def own_gradients(self, sent: dict[Node | Tensor, tuple[float, float]], verdict: str) -> None:
        """The backward pass that is under way is the program's own, and has left these."""
        if self._pending is not None:
            self._pending.sent = sent
            if verdict:
                self.verdicts[self._pending.number] = verdict

    def _forget(self) -> None:
        """Drops what was noted of moments that are not kept: it holds their graphs."""
        if not self.reads and not self.moved:
            return
        kept: set[Node | Tensor] = set()
        for entry in self.kept.entries if self.kept is not None else ():
            kept.add(entry.node)
            kept.update(entry.node.sources)
        self.reads = {source: span for source, span in self.reads.items() if source in kept}
        self.moved = {node for node in self.moved if node in kept}

    def _leftover(self, leaf: Tensor, moment: Moment) -> tuple[int | None, bool]:
        """Where a gradient comes from that a leaf still had, and whether the leaf changed since."""
        line, then = self._since.get(leaf, (None, moment.values.get(leaf)))
        return line, then is not moment.values.get(leaf)

    def turn_ended(self, output: Entry, updates: list[Update], steps: set[Node]) -> None:
        """A turn of a loop that is written by hand has ended: it is a moment with its updates."""
        self.finish()
        line = output.span.line if output.span else None
        self.of = "turns"
        self._count(output.result, line)
        if self.wanted is None or self.wanted == self.count:
            self.kept = Moment(
                self.count,
                output.result,
                None,
                line,
                self.entries,
                {update.leaf: update.before for update in updates},
                {},
                updates=updates,
                by_hand=True,
                steps=steps,
            )
        self.entries = []
        self._forget()

    def _count(self, output: Tensor, line: int | None) -> None:
        """One more moment: its output, and the line where it was asked for."""
        self.count += 1
        self._begun = False
        self.runtime.moment = self.count
        self.runtime.budget.moment_ended()
        if len(self.losses) < MOST_LOSSES:
            self.losses.append(_number(output))
            self.lines.append(line)

    def _line(self) -> int | None:
        return self.runtime.span.line if self.runtime.span else None

    # What the run tells

    def finish(self) -> None:
        """Ends the moment that is open: what changes from now on belongs to the next one."""
        if self.is_open and self.kept is not None:
            self.kept.end()
        self.is_open = False

    @property
    def under_way(self) -> Tensor | None:
        """The last value of a moment that has begun and not ended, if it may be wanted."""
        if not self._begun or self.wanted not in (None, self.count + 1):
            return None
        last: Tensor = next(e.result for e in reversed(self.entries) if e.node._requires_grad)
        return last

    def at_end(self, output: Tensor, unfinished: bool = False) -> Moment:
        """The moment to show: the one that was kept, or all of a run without a backward pass.

        Of a run that failed it is the one that was ``unfinished``.
        """
        self.finish()
        if self.kept is not None and not unfinished:
            return self.kept
        leaves = self._leaves(output)
        values = {leaf: leaf._array for leaf in leaves}
        spans = [entry.span for entry in self.entries if entry.node is output.source]
        line = spans[0].line if spans and spans[0] else None
        return Moment(
            self.count + 1 if unfinished else 1,
            output,
            None,
            line,
            self.entries,
            values,
            {},
            unfinished=unfinished,
        )

    def moments(self, kept: Moment, stopped: str | None = None) -> Moments:
        """What is said of all moments; a run without any has one, its output."""
        lines, losses = self.lines, self.losses
        if not self.count:
            return Moments(1, "output", [kept.line], [_number(kept.output)], stopped)
        if kept.unfinished:
            lines, losses = [*lines, kept.line], [*losses, None]
        return Moments(self.count + kept.unfinished, self.of, lines, losses, stopped)

    def _leaves(self, output: Tensor) -> list[Tensor]:
        """The leaves with a gradient that the moment reads, also through older operations."""
        found: dict[Tensor, None] = {}
        seen = {entry.node for entry in self.entries}
        waiting: list[Node] = [entry.node for entry in reversed(self.entries)]
        if isinstance(output.source, Node) and output.source not in seen:
            seen.add(output.source)
            waiting.append(output.source)
        while waiting:
            for source in waiting.pop().sources:
                if isinstance(source, Node):
                    if source.requires_grad and source not in seen:
                        seen.add(source)
                        waiting.append(source)
                elif isinstance(source, Tensor) and source._requires_grad:
                    found[source] = None
        if output.grad_fn is None:
            found[output] = None
        return list(found)


def _number(output: Tensor) -> float | None:
    """What was made small, where it is a single number."""
    return float(output._array.reshape(())) if output.size == 1 else None


def _gradient(leaf: Tensor) -> Numbers:
    grad = leaf.grad
    return grad._array if isinstance(grad, Tensor) else np.asarray(grad)
