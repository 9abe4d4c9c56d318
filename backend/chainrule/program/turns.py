"""Turns: a training loop that is written by hand, one moment a turn.

Where a program never backpropagates but has a loop that moves values against a step (``w -= rate *
dw``), each turn of it is a moment: its output is the value whose gradients were written by hand,
and the values that it moved are that moment's parameters. Which values a turn moves is seen when
it has run, so its operations are marked as needing a gradient only then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from chainrule.engine import Node, Source, Tensor
from chainrule.engine.tensor import Array
from chainrule.program.compile.loops import Carried, Loop
from chainrule.program.moments import Entry, Moment, Update
from chainrule.program.naming import parts_of
from chainrule.program.recorder import Recorder
from chainrule.program.values import Frame, Record
from chainrule.program.words import BACKWARDS, LOSS


@dataclass(slots=True)
class Began:
    """A value as a turn found it: arrays are never overwritten, and sources say what was read."""

    way: str
    tensor: Tensor
    source: Source
    array: Array

    @property
    def name(self) -> str | None:
        """What it is called: as the program named it, in an object by the way to it."""
        return self.way if "." in self.way or "[" in self.way else self.tensor.name


@dataclass(slots=True)
class Moved:
    """A value that a turn moved: how it began, the operation that moved it, where it went."""

    began: Began
    step: Entry
    after: Array


PATIENCE = 50
"""Turns in a row without a moment after which a loop is not watched any more."""


class Turns:
    """Told of the loops of a run that never backpropagates."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.barren: dict[Loop, int] = {}

    def begin(self, loop: Loop, frame: Frame) -> Turning | None:
        """A loop begins; nobody needs to watch one that carries nothing, or moves nothing."""
        if self.barren.get(loop, 0) > PATIENCE:
            return None
        turning = Turning(self.recorder, loop, self.barren)
        if turning.carries(frame):
            return turning
        self.barren[loop] = self.barren.get(loop, 0) + 1
        return None


class Turning:
    """One loop while it turns."""

    def __init__(self, recorder: Recorder, loop: Loop, barren: dict[Loop, int]) -> None:
        self.recorder = recorder
        self.loop = loop
        self.barren = barren
        self.began: dict[str, Began] = {}
        self.now: dict[str, Tensor] = {}
        self.start = len(recorder.entries)
        self.count = recorder.count
        self.printed = 0

    def carries(self, frame: Frame) -> bool:
        """Whether there is anything yet that a turn could move."""
        self.now = self._found(frame)
        return bool(self.loop.carried) or bool(self.now)

    def turn(self, frame: Frame, number: int) -> bool:
        """A turn begins; the one before has ended. Whether the next ones are to be told, too."""
        if number > 1:
            self._ended(frame)
        if self.barren.get(self.loop, 0) > PATIENCE:
            return False
        self.start = len(self.recorder.entries)
        self.count = self.recorder.count
        self.printed = len(self.recorder.runtime.printed)
        self.began = {
            way: Began(way, tensor, tensor.source, tensor._array)
            for way, tensor in self.now.items()
        }
        return True

    def end(self, frame: Frame) -> None:
        """The loop has ended."""
        self._ended(frame)

    def _found(self, frame: Frame) -> dict[str, Tensor]:
        """What a turn may move, by the way to it: in a name, or in an object that a name holds."""
        found: dict[str, Tensor] = {}
        for carried in self.loop.carried:
            found.update(_held(carried.name, _value(carried, frame)))
        for read in self.loop.read:
            if type(value := _value(read, frame)) in HOLDING:
                found.update(_held(read.name, value))
        return {way: found[way] for way in sorted(found, key=_length)}

    def _ended(self, frame: Frame) -> None:
        self.now = self._found(frame)
        if self.recorder.count != self.count:
            return  # a loop inside has ended moments, each of a turn of its own
        made = {entry.node: entry for entry in self.recorder.entries[self.start :]}
        moved: dict[Node, Moved] = {}
        for way, now in self.now.items():
            began = self.began.get(way)
            step = made.get(now.grad_fn) if now.grad_fn is not None else None
            if step is not None and step.result.name is None:
                step.result.name = way
            if began is not None and step is not None and _is_step(step, began.source, made):
                moved.setdefault(step.node, Moved(began, step, now._array))
        ended = bool(moved) and self._close(list(moved.values()), made)
        self.barren[self.loop] = 0 if ended else self.barren.get(self.loop, 0) + 1

    def _close(self, moved: list[Moved], made: dict[Node, Entry]) -> bool:
        """The turn is a moment, if something in it is what the steps are made for."""
        steps = {each.step.node for each in moved}
        depends = _depending(list(made.values()), {each.began.source for each in moved})
        output = _output(list(made.values()), depends - steps, _ancestors(list(steps), made))
        if output is None:
            return False
        leaves = _leaves_in_place_of([each.began for each in moved], list(made))
        updates = [
            Update(
                leaves[each.began.source],
                each.began.array,
                each.after,
                each.step.span.line if each.step.span else None,
            )
            for each in moved
        ]
        self.recorder.turn_ended(output, updates, steps)
        self.recorder.runtime.printed_in_moment(self.printed)
        return True


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


HOLDING = frozenset({Record, list, tuple, dict})
DEEPEST, WIDEST, MOST = 4, 64, 300
"""How deep, how wide and how far objects are looked through: it is done for every turn."""


def _held(name: str, value: Any) -> Iterator[tuple[str, Tensor]]:
    """The tensors in an object or a container, each with the way to it."""
    waiting: list[tuple[str, Any, int]] = [(name, value, 0)]
    seen: set[int] = set()
    while waiting and len(seen) < MOST:
        way, value, depth = waiting.pop()
        if isinstance(value, Tensor):
            yield way, value
        elif type(value) in HOLDING and depth < DEEPEST and id(value) not in seen:
            seen.add(id(value))
            if type(value) is Record or len(value) <= WIDEST:
                parts = list(parts_of(way, value))[:WIDEST]
                waiting += [(inner, part, depth + 1) for inner, part in reversed(parts)]


def _value(carried: Carried, frame: Frame) -> Any:
    try:
        return carried.get(frame)
    except Exception:
        return None


def _leaves_in_place_of(began: list[Began], made: list[Node]) -> dict[Source, Tensor]:
    """What a turn reads of the values that it moves, as leaves: turns before are no part of it.

    Nothing of a turn holds on to those before, so that a loop of thousands needs no more memory
    than one turn.
    """
    leaves: dict[Source, Tensor] = {}
    for each in began:
        tensor, source = each.tensor, each.source
        if source is tensor and tensor.is_leaf:
            leaves[source] = tensor
        elif source not in leaves:
            leaves[source] = leaf = type(tensor)(each.array)
            leaf.name = each.name
    for node in made:
        if any(source in leaves for source in node.sources):
            pairs = list(zip(node.sources, node.inputs, strict=True))
            node.inputs = tuple([leaves.get(source, given) for source, given in pairs])
            node.sources = tuple([leaves.get(source, source) for source, _ in pairs])
    return leaves


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
    every = [
        entry
        for entry in entries
        if entry.node in depends
        and (name := entry.result.name)
        and not ("." in name and "grad" in name.rpartition(".")[2])
    ]
    named = [entry for entry in every if entry.result.size == 1]
    outside = [entry for entry in named if entry.node not in into]
    for group in (outside, named):
        losses = [entry for entry in group if LOSS.search(_first(entry.result.name))]
        if losses:
            return losses[-1]
    if outside:
        return outside[-1]
    forward = [entry for entry in every if not BACKWARDS.search(entry.result.name or "")]
    return forward[-1] if forward else None


def _length(way: str) -> int:
    """How far a way leads: an object is called by the shortest that leads to it."""
    return way.count(".") + way.count("[")


def _first(name: str | None) -> str:
    """The name that a way begins with: ``loss`` of ``loss.data``."""
    return (name or "").partition(".")[0].partition("[")[0]


def _only_moves(entry: Entry, steps: set[Node], made: dict[Node, Entry]) -> bool:
    """Whether an operation is a step, or something without a name that only makes one."""
    if entry.node in steps:
        return True
    if entry.result.name is not None:
        return False
    users = [other for other in made if _reads(other, entry.node)]
    return bool(users) and all(_only_moves(made[user], steps, made) for user in users)
