"""Moments: what is kept of a run, one backward pass at a time.

The recorder watches the engine. Every operation that is applied is noted until a backward pass ends
the moment; what was noted is kept if it is the moment that is asked for, and dropped if not. So a
loop of thousands of turns costs no more than one turn, and nothing has to be run twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from chainrule.engine import Node, Span, Tensor
from chainrule.engine.watch import Watch
from chainrule.program.numbers import Array, Number

if TYPE_CHECKING:
    from chainrule.engine.tensor import Array as Numbers
    from chainrule.program.runtime import Runtime

_new = tuple.__new__  # what a named tuple's own constructor calls
MOST_LOSSES = 10_000
"""Of how many moments the losses and lines are answered; there can hardly be more."""


class Entry(NamedTuple):
    """One operation as it was applied."""

    node: Node
    result: Tensor
    span: Span | None
    place: Any
    """The calls and turns of loops around it, as the runtime has them."""


@dataclass(slots=True)
class Update:
    """A leaf that was changed after a backward pass."""

    leaf: Tensor
    before: Numbers
    after: Numbers
    line: int | None


@dataclass(slots=True)
class Moment:
    """One backward pass and what was computed for it.

    Attributes:
        number: counted from 1.
        output: what was backpropagated.
        gradient: the upstream gradient that it began with; ``None`` for ones.
        line: where the backward pass was asked for.
        entries: the operations since the moment before, in order.
        values: the leaves' arrays as they were.
        before: the gradients that leaves had before the backward pass.
        after: those that they had after it.
        changed: lines in which leaves were changed afterwards.
        updates: those changes, where they are known at once, as of a loop written by hand.
        finally_: the leaves' arrays when the next moment began.
        leftovers: for gradients that were there before, the line that they come from, and whether
            the leaf was changed since.
        by_hand: whether it is a turn of a loop that computes its gradients itself.
        steps: the operations that moved its parameters, where it is.
    """

    number: int
    output: Tensor
    gradient: Numbers | None
    line: int | None
    entries: list[Entry]
    values: dict[Tensor, Numbers]
    before: dict[Tensor, Numbers]
    after: dict[Tensor, Numbers] = field(default_factory=dict)
    changed: dict[Tensor, int | None] = field(default_factory=dict)
    updates: list[Update] = field(default_factory=list)
    leftovers: dict[Tensor, tuple[int | None, bool]] = field(default_factory=dict)
    by_hand: bool = False
    steps: set[Node] = field(default_factory=set)
    finally_: dict[Tensor, Numbers] = field(default_factory=dict)

    def end(self) -> None:
        """Notes what the leaves stand for now: the next moment begins."""
        self.finally_ = {leaf: leaf._array for leaf in self.values}

    def changes(self) -> list[Update]:
        """The leaves that were changed afterwards, with what each became."""
        return self.updates or [
            Update(leaf, before, after, self.changed.get(leaf))
            for (leaf, before), after in zip(
                self.values.items(), self.finally_.values(), strict=False
            )
            if after is not before and not np.array_equal(after, before)
        ]


class Recorder(Watch):
    """Watches a run, and keeps one of its moments.

    Attributes:
        entries: what was computed since the last moment.
        kept: the moment that is asked for, or the last one so far.
        count: how many moments have ended.
        losses: of every moment, the number that was backpropagated.
        lines: of every moment, where that was asked for.
        reads: sources whose values left the computation, with the place where they did.
    """

    records = True

    def __init__(self, runtime: Runtime, wanted: int | None = None) -> None:
        self.runtime = runtime
        self.before = runtime.budget.operation  # type: ignore[method-assign]  # no call between
        self.wanted = wanted
        self.entries: list[Entry] = []
        self.kept: Moment | None = None
        self.count = 0
        self.losses: list[float | None] = []
        self.lines: list[int | None] = []
        self.reads: dict[Node | Tensor, Span | None] = {}
        self._is_open = False
        self._begun = False
        self._since: dict[Tensor, tuple[int | None, Numbers]] = {}
        self._pending: Moment | None = None

    # What the engine tells

    def allocate(self, shape: tuple[int, ...], dtype: Any) -> None:
        """An array is about to be made."""
        self.runtime.budget.array(shape)

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
        is_update = tensor.is_leaf and tensor.requires_grad
        last = self.entries[-1] if self.entries else None
        if last is not None and last.node is node and not is_update:
            last.result.name = tensor.name
        moment = self.kept
        if moment is not None and self._is_open and tensor in moment.values:
            moment.changed.setdefault(tensor, self._line())

    def place(self) -> str | None:
        """The line that is under way, for errors that are found later."""
        span = self.runtime.span
        return f"line {span.line}" if span else None

    def backward_starts(self, output: Tensor, gradient: Any = None) -> None:
        """A backward pass is about to begin; it is a moment once it has come to its end."""
        leaves = self._leaves(output)
        self._pending = Moment(
            self.count + 1,
            output,
            None if gradient is None else np.array(gradient, dtype=output.dtype),
            self._line(),
            self.entries,
            {leaf: leaf._array for leaf in leaves},
            {leaf: _gradient(leaf) for leaf in leaves if leaf.grad is not None},
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
            self._is_open = True
        self.entries = []

    def _leftover(self, leaf: Tensor, moment: Moment) -> tuple[int | None, bool]:
        """Where a gradient comes from that a leaf still had, and whether the leaf changed since."""
        line, then = self._since.get(leaf, (None, moment.values.get(leaf)))
        return line, then is not moment.values.get(leaf)

    def turn_ended(self, output: Entry, updates: list[Update], steps: set[Node]) -> None:
        """A turn of a loop that is written by hand has ended: it is a moment with its updates."""
        self.finish()
        line = output.span.line if output.span else None
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

    def _count(self, output: Tensor, line: int | None) -> None:
        """One more moment: its output, and the line where it was asked for."""
        self.count += 1
        self._begun = False
        self.runtime.moment = self.count
        if len(self.losses) < MOST_LOSSES:
            self.losses.append(float(output._array.reshape(())) if output.size == 1 else None)
            self.lines.append(line)

    def _line(self) -> int | None:
        return self.runtime.span.line if self.runtime.span else None

    # What the run tells

    def finish(self) -> None:
        """Ends the moment that is open: what changes from now on belongs to the next one."""
        if self._is_open and self.kept is not None:
            self.kept.end()
        self._is_open = False

    def at_end(self, output: Tensor) -> Moment:
        """The moment to show: the one that was kept, or all of a run without a backward pass."""
        self.finish()
        if self.kept is not None:
            return self.kept
        leaves = self._leaves(output)
        values = {leaf: leaf._array for leaf in leaves}
        return Moment(1, output, None, None, self.entries, values, {})

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


def _gradient(leaf: Tensor) -> Numbers:
    grad = leaf.grad
    return grad._array if isinstance(grad, Tensor) else np.asarray(grad)


@dataclass(frozen=True, slots=True)
class Moments:
    """What an answer says about all moments of a run."""

    count: int
    of: str
    """``backward``, ``grad``, ``turns`` or ``output``."""
    lines: list[int | None]
    losses: list[float | None]
    stopped: str | None = None
    """``time`` or ``limit`` where the program was ended before its end."""

    @classmethod
    def of_run(cls, recorder: Recorder, of: str, stopped: str | None = None) -> Moments:
        """The moments that a recorder has seen; a run without any has one, its output."""
        if not recorder.count:
            return cls(1, "output", [None], [None], stopped)
        return cls(recorder.count, of, recorder.lines, recorder.losses, stopped)
