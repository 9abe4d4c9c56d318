"""Turns: a training loop that is written by hand, one moment a turn.

Where a program never backpropagates but has a loop that moves values against a step (``w -= rate *
dw``), each turn of it is a moment: its output is the value whose gradients were written by hand,
and the values that it moved are that moment's parameters. Which values a turn moves is seen when
it has run, so its operations are marked as needing a gradient only then.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from chainrule.engine import Node, Source, Tensor
from chainrule.engine.tensor import Array
from chainrule.program.compile.loops import Carried, Loop
from chainrule.program.moments import Entry, Recorder, Update
from chainrule.program.values import Frame

GRADIENT = re.compile(r"^(d|g|grad|delta|nabla|err)", re.IGNORECASE)
"""Names of what a step is made of, where it is added."""

LOSS = re.compile(
    r"^(loss|cost|error|mse|sse|rmse|nll|bce|objective|j|e|l|c)(_|\d|$)", re.IGNORECASE
)
"""Names of what is made small."""


@dataclass(slots=True)
class Moved:
    """A value that a turn moved: where it began, the operation that moved it, where it went."""

    leaf: Tensor
    before: Array
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
        self.began: dict[str, Tensor] = {}
        self.moved: set[str] = set()

    def turn(self, frame: Frame, number: int) -> None:
        """A turn begins; the one before has ended."""
        if number > 1:
            self._ended(frame)
        self.began = {}
        for carried in self.carried:
            value = _value(carried, frame)
            if isinstance(value, Tensor):
                if carried.name in self.moved and value.grad_fn is not None:
                    leaf = _leaf_of(value)
                    carried.set(frame, leaf)
                    value = leaf
                self.began[carried.name] = value

    def end(self, frame: Frame) -> None:
        """The loop has ended."""
        self._ended(frame)

    def _ended(self, frame: Frame) -> None:
        made = {entry.node: entry for entry in self.recorder.entries}
        moved = []
        for carried in self.carried:
            began, now = self.began.get(carried.name), _value(carried, frame)
            if began is None or not isinstance(now, Tensor):
                continue
            step = made.get(now.grad_fn) if now.grad_fn is not None else None
            if step is not None and _is_step(step, began, made):
                leaf = began if began is not now else _as_it_was(began, made)
                moved.append(Moved(leaf, leaf._array, step, now._array))
                self.moved.add(carried.name)
        if moved:
            self._close(moved, made)

    def _close(self, moved: list[Moved], made: dict[Node, Entry]) -> None:
        """The turn is a moment, if something is made small in it."""
        parameters: set[Source] = {each.leaf for each in moved}
        entries = self.recorder.entries
        depends = _depending(entries, parameters)
        into = _ancestors([each.step.node for each in moved], made)
        output = _output(entries, depends, into)
        if output is None:
            return
        updates = [
            Update(
                each.leaf, each.before, each.after, each.step.span.line if each.step.span else None
            )
            for each in moved
        ]
        kept = [entry for entry in entries if not _only_moves(entry, moved, made)]
        self.recorder.turn_ended(output, kept, updates)


def mark(entries: list[Entry], parameters: list[Tensor]) -> None:
    """Marks the operations of a turn that depend on its parameters as needing a gradient."""
    needed: set[Source] = set(parameters)
    for leaf in parameters:
        leaf._requires_grad = True
    for entry in entries:
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


def _leaf_of(value: Tensor) -> Tensor:
    """The same values without a history, as a new leaf."""
    leaf = type(value)(value._array)
    leaf.name = value.name
    return leaf


def _as_it_was(tensor: Tensor, made: dict[Node, Entry]) -> Tensor:
    """A leaf in the place of a tensor that a turn read and then changed in place."""
    leaf = _leaf_of(tensor)
    for node in made:
        for place, source in enumerate(node.sources):
            if source is tensor:
                leaf._array = node.arrays[place]
        if _reads(node, tensor):
            node.sources = tuple(leaf if source is tensor else source for source in node.sources)
    return leaf


def _is_step(step: Entry, began: Tensor, made: dict[Node, Entry]) -> bool:
    """Whether an operation moves a value: less a step, or plus one that is made of gradients."""
    node = step.node
    if node.name not in ("sub", "add") or not _reads(node, began):
        return False
    other = node.sources[1] if node.sources[0] is began else node.sources[0]
    if node.name == "sub":
        return node.sources[0] is began
    if not isinstance(other, Node):
        return False
    within = _ancestors([other], made)
    names = [made[part].result.name or "" for part in within]
    return any(_reads(part, began) for part in within) and any(map(GRADIENT.match, names))


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


def _output(entries: list[Entry], depends: set[Source], into: set[Node]) -> Tensor | None:
    """The value that is made small: a named number that the steps are not made of, else any."""
    named = [
        entry
        for entry in entries
        if entry.node in depends and entry.result.name and entry.result.size == 1
    ]
    outside = [entry for entry in named if entry.node not in into]
    for group in (outside, named):
        losses = [entry for entry in group if LOSS.match(entry.result.name or "")]
        if losses:
            return losses[-1].result
    return outside[-1].result if outside else None


def _only_moves(entry: Entry, moved: list[Moved], made: dict[Node, Entry]) -> bool:
    """Whether an operation is a step, or something without a name that only makes one."""
    steps = {each.step.node for each in moved}
    if entry.node in steps:
        return True
    if entry.result.name is not None:
        return False
    users = [other for other in made if _reads(other, entry.node)]
    return bool(users) and all(_only_moves(made[user], moved, made) for user in users)
