"""Turns: a training loop that is written by hand, one moment a turn.

Where a program never backpropagates but has a loop that moves values against a step (``w -= rate *
dw``), each turn of it is a moment: its output is the value whose gradients were written by hand,
and the values that it moved are that moment's parameters. Which values a turn moves is seen when
it has run, so its operations are marked as needing a gradient only then.
"""

from __future__ import annotations

from dataclasses import dataclass

from chainrule.engine import Node, Source, Tensor
from chainrule.engine.tensor import Array
from chainrule.program.compile.loops import Loop
from chainrule.program.moments import Entry, Update
from chainrule.program.naming import Reach, reached
from chainrule.program.recorder import Recorder
from chainrule.program.steps import Plan, form_of, plan_of
from chainrule.program.values import Frame, Record


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


PATIENCE = 50
"""Turns in a row without a moment after which a loop is not watched any more."""


class Turns:
    """Told of the loops of a run that never backpropagates.

    Attributes:
        barren: by loop, how many turns in a row were no moments.
        left: the loops that nobody watches any more; what belongs to a library's text is in no way
            a loop of the program.
        plans: by loop, what its last turn did.
    """

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.barren: dict[Loop, int] = {}
        self.left: set[Loop | None] = {None}
        self.plans: dict[Loop, Plan] = {}

    def begin(self, loop: Loop, frame: Frame) -> Turning | None:
        """A loop begins; nobody needs to watch one that carries nothing."""
        turning = Turning(self, loop)
        if turning.carries(frame):
            return turning
        self.turned(loop, is_moment=False)
        return None

    def turned(self, loop: Loop, is_moment: bool) -> None:
        """A turn has ended."""
        self.barren[loop] = 0 if is_moment else self.barren.get(loop, 0) + 1
        if self.barren[loop] > PATIENCE:
            self.left.add(loop)


class Turning:
    """One loop while it turns."""

    def __init__(self, turns: Turns, loop: Loop) -> None:
        self.turns = turns
        self.recorder = recorder = turns.recorder
        self.loop = loop
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
        if self.loop in self.turns.left:
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
        deep = False
        for names, holding in ((self.loop.carried, False), (self.loop.read, True)):
            for carried in names:
                value = carried.get(frame)
                if type(value) in HOLDING:
                    deep = True
                    found.update(reached(carried.name, value, NEARBY))
                elif not holding and isinstance(value, Tensor):
                    found[carried.name] = value
        return {way: found[way] for way in sorted(found, key=_length)} if deep else found

    def _ended(self, frame: Frame) -> None:
        self.now = now = self._found(frame)
        recorder = self.recorder
        if recorder.count != self.count:
            return  # a loop inside has ended moments, each of a turn of its own
        entries = recorder.entries[self.start :]
        plan = self._plan(entries) if entries else None
        output = plan.output if plan else None
        self.turns.turned(self.loop, is_moment=output is not None)
        if plan is None or output is None:
            return
        began = [self.began[way] for way, _ in plan.moved]
        leaves = _leaves_in_place_of(began, [entries[place].node for place in plan.readers])
        updates = []
        for each, (way, place) in zip(began, plan.moved, strict=True):
            span = entries[place].span
            line = span.line if span else None
            updates.append(Update(leaves[each.source], each.array, now[way]._array, line))
        steps = {entries[place].node for _, place in plan.moved}
        recorder.turn_ended(entries[output], updates, steps)
        recorder.runtime.printed_in_moment(self.printed)

    def _plan(self, entries: list[Entry]) -> Plan:
        """What this turn did; mostly what the one before did, too."""
        ends = [(way, tensor.grad_fn) for way, tensor in self.now.items()]
        results = {entry.node: entry.result for entry in entries}
        for way, node in ends:
            if node in results and results[node].name is None:
                results[node].name = way
        began = {way: each.source for way, each in self.began.items()}
        form = form_of(entries, began, ends)
        plan = self.turns.plans.get(self.loop)
        if plan is None or plan.form != form:
            plan = self.turns.plans[self.loop] = plan_of(form, entries, began, ends)
        return plan


HOLDING = frozenset({Record, list, tuple, dict})
NEARBY = Reach(4, 300, 64)
"""How far objects are looked through: it is done for every turn."""


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
            leaves[source] = leaf = type(tensor).wrap(each.array, False, None)
            leaf.name = each.name
    for node in made:
        if any(source in leaves for source in node.sources):
            pairs = list(zip(node.sources, node.inputs, strict=True))
            node.inputs = tuple([leaves.get(source, given) for source, given in pairs])
            node.sources = tuple([leaves.get(source, source) for source, _ in pairs])
    return leaves


def _length(way: str) -> int:
    """How far a way leads: an object is called by the shortest that leads to it."""
    return way.count(".") + way.count("[")
