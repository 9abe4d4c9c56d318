"""Steps: which operations of a turn move its values, and what they are made for.

In come the operations of a turn of a loop that is written by hand, and the values that it began
with; out comes its ``Plan``. Turns of one ``form`` have one plan, so that of thousands of turns
only the first is thought about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chainrule.engine import Node, Source
from chainrule.program.moments import Entry, Moment
from chainrule.program.words import BACKWARDS, LOSS


@dataclass(frozen=True, slots=True)
class Plan:
    """What the operations of a turn are to it, by their places in it.

    Attributes:
        form: what it follows from.
        moved: the ways to the values that the turn moved, with the operations that did.
        output: what the steps are made for; ``None`` where the turn is no moment.
        readers: the operations that read values that the turn moved.
    """

    form: list[Any]
    moved: tuple[tuple[str, int], ...]
    output: int | None
    readers: tuple[int, ...]


def form_of(
    entries: list[Entry], began: dict[str, Source], ends: list[tuple[str, Node | None]]
) -> list[Any]:
    """All that a turn's plan follows from.

    Args:
        entries: its operations.
        began: the values that it began with, by the ways to them.
        ends: the ways to its values now, each with the operation that made what stands there.
    """
    places: dict[Source, int] = {}
    for place, source in enumerate(began.values()):
        places.setdefault(source, -1 - place)
    for place, entry in enumerate(entries):
        places[entry.node] = place
    place_of = places.get
    form: list[Any] = [tuple(began)]
    form += [(way, place_of(node) if node is not None else None) for way, node in ends]
    for node, result, _, _ in entries:
        form += (type(node), result.name, result._array.size == 1, *map(place_of, node.sources))
    return form


def plan_of(
    form: list[Any],
    entries: list[Entry],
    began: dict[str, Source],
    ends: list[tuple[str, Node | None]],
) -> Plan:
    """What a turn moved, and what for."""
    made = {entry.node: entry for entry in entries}
    moved: dict[Node, tuple[str, Source]] = {}
    for way, node in ends:
        if node in made and way in began and _is_step(made[node], began[way], made):
            moved.setdefault(node, (way, began[way]))
    place = {node: k for k, node in enumerate(made)}
    depends = _depending(entries, {source for _, source in moved.values()})
    output = moved and _output(entries, depends - moved.keys(), _ancestors([*moved], made))
    sources = {source for _, source in moved.values()}
    return Plan(
        form,
        tuple((way, place[node]) for node, (way, _) in moved.items()),
        place[output.node] if output else None,
        tuple(k for k, node in enumerate(made) if not sources.isdisjoint(node.sources)),
    )


def mark(turn: Moment) -> None:
    """Leaves the steps out of a turn, and marks what depends on its parameters."""
    turn.entries = _without_steps(turn.entries, turn.steps)
    needed: set[Source] = set(turn.values)
    for leaf in turn.values:
        leaf._requires_grad = True
    for entry in turn.entries:
        node = entry.node
        if type(node).gradients and any(source in needed for source in node.sources):
            node._requires_grad = True
            entry.result._requires_grad = True
            needed.add(node)


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


def _first(name: str | None) -> str:
    """The name that a way begins with: ``loss`` of ``loss.data``."""
    return (name or "").partition(".")[0].partition("[")[0]


def _without_steps(entries: list[Entry], steps: set[Node]) -> list[Entry]:
    """The operations that are no steps, nor something without a name that only makes one."""
    used: dict[Source, list[Node]] = {}
    for entry in entries:
        for source in entry.node.sources:
            used.setdefault(source, []).append(entry.node)
    moves = set(steps)
    for entry in reversed(entries):  # what reads a result was computed after it
        users = used.get(entry.node)
        if entry.result.name is None and users and moves.issuperset(users):
            moves.add(entry.node)
    return [entry for entry in entries if entry.node not in moves]
