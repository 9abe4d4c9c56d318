"""Turns: a training loop that is written by hand, one moment a turn.

Where a program never backpropagates but has a loop that moves values against a step (``w -= rate *
dw``), each turn of it is a moment: its output is the value whose gradients were written by hand,
and the values that it moved are that moment's parameters. Which values a turn moves is seen when
it has run, so its operations are marked as needing a gradient only then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chainrule.engine import Node, Source, Tensor
from chainrule.engine.tensor import Array
from chainrule.program.compile.loops import Carried, Loop
from chainrule.program.moments import Entry, Moment, Update
from chainrule.program.recorder import Recorder
from chainrule.program.values import Frame
from chainrule.program.words import BACKWARDS, LOSS


@dataclass(slots=True)
class Began:
    """A value as a turn found it: arrays are never overwritten, and sources say what was read."""

    tensor: Tensor
    source: Source
    array: Array


@dataclass(slots=True)
class Moved:
    """A value that a turn moved: how it began, the operation that moved it, where it went."""

    began: Began
    step: Entry
    after: Array


class Turns:
    """Told of the outermost loops of a run that never backpropagates."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder

    def begin(self, loop: Loop, _frame: Frame) -> Turning | None:
        """A loop begins; nobody needs to watch one that carries nothing."""
        return Turning(self.recorder, loop.carried) if loop.carried else None


class Turning:
    """One loop while it turns."""

    def __init__(self, recorder: Recorder, carried: tuple[Carried, ...]) -> None:
        self.recorder = recorder
        self.carried = carried
        self.began: dict[str, Began] = {}
        self.start = len(recorder.entries)
        self.printed = 0

    def turn(self, frame: Frame, number: int) -> None:
        """A turn begins; the one before has ended."""
        if number > 1:
            self._ended(frame)
        self.start = len(self.recorder.entries)
        self.printed = len(self.recorder.runtime.printed)
        self.began = {
            carried.name: Began(value, value.source, value._array)
            for carried in self.carried
            if isinstance(value := _value(carried, frame), Tensor)
        }

    def end(self, frame: Frame) -> None:
        """The loop has ended."""
        self._ended(frame)

    def _ended(self, frame: Frame) -> None:
        made = {entry.node: entry for entry in self.recorder.entries[self.start :]}
        moved = []
        for carried in self.carried:
            began, now = self.began.get(carried.name), _value(carried, frame)
            if began is None or not isinstance(now, Tensor):
                continue
            step = made.get(now.grad_fn) if now.grad_fn is not None else None
            if step is not None and _is_step(step, began.source, made):
                moved.append(Moved(began, step, now._array))
        if moved:
            self._close(moved, made)

    def _close(self, moved: list[Moved], made: dict[Node, Entry]) -> None:
        """The turn is a moment, if something in it is what the steps are made for."""
        steps = {each.step.node for each in moved}
        depends = _depending(list(made.values()), {each.began.source for each in moved})
        output = _output(list(made.values()), depends - steps, _ancestors(list(steps), made))
        if output is None:
            return
        updates = [
            Update(
                _leaf_in_place_of(each.began, made),
                each.began.array,
                each.after,
                each.step.span.line if each.step.span else None,
            )
            for each in moved
        ]
        self.recorder.turn_ended(output, updates, steps)
        self.recorder.runtime.printed_in_moment(self.printed)


def mark(turn: Moment) -> None:
    """Leaves the steps out of a turn, and marks what depends on its parameters."""
    made = {entry.node: entry for entry in turn.entries}
    turn.entries = [entry for entry in turn.entries if not _only_moves(entry, turn.steps, made)]
    needed: set[Source] = set(turn.values)
    for leaf in turn.values:
        leaf._requires_grad = True
    for entry in turn.entries:
        node = entry.node
        if type(node).gradients and any(source in needed for source in node.sources):
            node._requires_grad = True
            entry.result._requires_grad = True
            needed.add(node)


def _value(carried: Carried, frame: Frame) -> Any:
    try:
        return carried.get(frame)
    except Exception:
        return None


def _leaf_in_place_of(began: Began, made: dict[Node, Entry]) -> Tensor:
    """What a turn reads of a value that it moves, as a leaf: turns before are not part of it."""
    tensor, source = began.tensor, began.source
    if source is tensor and tensor.is_leaf:
        return tensor
    leaf = type(tensor)(began.array)
    leaf.name = tensor.name
    for node in made:
        if _reads(node, source):
            node.sources = tuple(leaf if read is source else read for read in node.sources)
    return leaf


def _is_step(step: Entry, began: Source, made: dict[Node, Entry]) -> bool:
    """Whether an operation moves a value: less a step, or plus one that is made of gradients."""
    node = step.node
    slopes = node.slopes()
    if len(slopes) != 2 or not _reads(node, began):
        return False
    other = node.sources[1] if node.sources[0] is began else node.sources[0]
    if slopes[1] < 0:
        return node.sources[0] is began
    if not isinstance(other, Node):
        return False
    within = _ancestors([other], made)
    names = [made[part].result.name or "" for part in within]
    return any(_reads(part, began) for part in within) and any(map(BACKWARDS.search, names))


def _reads(node: Node, source: Source) -> bool:
    """Whether an operation reads a value; tensors are not compared, which would compute."""
    return any(read is source for read in node.sources)


def _ancestors(nodes: list[Node], made: dict[Node, Entry]) -> set[Node]:
    found: set[Node] = set()
    waiting = [node for node in nodes if node in made]
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += [s for s in node.sources if isinstance(s, Node) and s in made]
    return found


def _depending(entries: list[Entry], parameters: set[Source]) -> set[Source]:
    found = set(parameters)
    for entry in entries:
        if any(source in found for source in entry.node.sources):
            found.add(entry.node)
    return found


def _output(entries: list[Entry], depends: set[Source], into: set[Node]) -> Entry | None:
    """What the steps are made for.

    It is a number by the name of a loss, best one that no step is made of; else any named number
    that no step is made of; else the last named value on the way there, such as a prediction.
    """
    every = [entry for entry in entries if entry.node in depends and entry.result.name]
    named = [entry for entry in every if entry.result.size == 1]
    outside = [entry for entry in named if entry.node not in into]
    for group in (outside, named):
        losses = [entry for entry in group if LOSS.search(entry.result.name or "")]
        if losses:
            return losses[-1]
    if outside:
        return outside[-1]
    forward = [entry for entry in every if not BACKWARDS.search(entry.result.name or "")]
    return forward[-1] if forward else None


def _only_moves(entry: Entry, steps: set[Node], made: dict[Node, Entry]) -> bool:
    """Whether an operation is a step, or something without a name that only makes one."""
    if entry.node in steps:
        return True
    if entry.result.name is not None:
        return False
    users = [other for other in made if _reads(other, entry.node)]
    return bool(users) and all(_only_moves(made[user], steps, made) for user in users)
