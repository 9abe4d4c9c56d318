"""Picture: which values belong to a moment, in order, and what they are called.

In comes a moment; out come its values as the graph model takes them: what led to the output, what
hangs off that, the leaves. A value that was computed before the moment and needs no gradient is a
leaf of it.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from chainrule.engine import Annotation, Node, Source, Span, Tensor
from chainrule.engine.annotation import Kind
from chainrule.engine.tensor import Array
from chainrule.program.budget import Budget
from chainrule.program.errors import ProgramError
from chainrule.program.groups import Groups
from chainrule.program.limits import Limits
from chainrule.program.moments import Entry, Moment


@dataclass(slots=True)
class Picture:
    """What is drawn of a moment.

    Attributes:
        output: what was backpropagated.
        values: every value in order of execution, with what people call it.
        arrays: those of leaves, as they were.
        turns: the turn of a loop that a value was computed in: ``"for i#2/7"``.
        left_out: how many values more there are than can be drawn.
    """

    output: Tensor
    values: dict[Source, Annotation]
    arrays: dict[Source, Array]
    turns: dict[Source, str] = field(default_factory=dict)
    left_out: int = 0


def picture(
    moment: Moment,
    ways: Mapping[Tensor, str],
    inputs: Mapping[Tensor, str],
    hidden: set[Source],
    records: Mapping[int, str],
    failed: Sequence[Source],
    moved: Collection[Source],
    *,
    whole: bool,
    newest: bool,
    limits: Limits,
) -> Picture:
    """The values of a moment.

    Args:
        moment: which one.
        ways: how the program reaches its tensors.
        inputs: tensors that were bound from outside.
        hidden: sources that Python only read; they are drawn where something uses them.
        records: by identity the global names of objects, such as modules.
        failed: what was given to the call that failed.
        moved: operations that gave leaves other values in place.
        whole: whether everything that was computed is part of it, not only what is connected.
        newest: whether of too many values the last may stand for all.
        limits: how much can be drawn.
    """
    present = {entry.node: entry for entry in moment.entries}
    shown = _connected(moment, present)
    if not whole:  # what became a number of Python's led to the output in another way
        taken = [s for s in hidden if isinstance(s, Node) and s in present and s.requires_grad]
        shown |= _ancestors(taken, present)
    if whole:
        shown |= _unhidden(moment.entries, shown, hidden, moved)
    shown |= _ancestors([source for source in failed if isinstance(source, Node)], present)
    every = len(shown)
    if newest and len(shown | _leaves_of(shown)) > limits.nodes:
        shown = _newest(shown, moment.output.source, limits)
    places = Groups(records)
    since: dict[Source, float] = {}
    result = Picture(moment.output, {}, {}, left_out=every - len(shown))
    for node in sorted(shown, key=lambda node: node.serial):
        entry = present.get(node)
        group = places.path(entry.place if entry else None, node.group)
        for tensor, source, array in zip(node.inputs, node.sources, node.arrays, strict=True):
            if source not in result.values:
                result.values[source] = _leaf(tensor, source, ways, inputs, group)
                result.arrays[source] = array
                since[source] = _since(source, node)
        name = entry.result.name if entry else None
        span = entry.span if entry else None
        result.values[node] = Annotation("operation", name, span, group)
        since[node] = node.serial
        if entry and (turn := places.turn(entry.place)):
            result.turns[node] = turn
    output = moment.output.source
    if output not in result.values:
        result.values[output] = _leaf(moment.output, output, ways, inputs, "")
        result.arrays[output] = moment.output._array
        since[output] = _since(output, None)
    waiting = _unread(ways, hidden) if whole and len(shown) == every else []
    for tensor in (*waiting, *(source for source in failed if isinstance(source, Tensor))):
        if tensor not in result.values:
            result.values[tensor] = _leaf(tensor, tensor, ways, inputs, "")
            result.arrays[tensor] = tensor._array
            since[tensor] = _since(tensor, None)
    result.values = {s: result.values[s] for s in sorted(result.values, key=since.__getitem__)}
    return result


def charge(values: Mapping[Source, Annotation], budget: Budget) -> None:
    """Bounds what is drawn.

    Raises:
        ProgramError: it is too much; its place is where it becomes that.
    """
    for source, annotation in values.items():
        if isinstance(source, Node):
            uses, shape = len(source.sources), source.output.shape
        else:
            uses, shape = 0, source.shape
        try:
            budget.drawn(uses, shape)
        except ProgramError as error:
            raise ProgramError([replace(error.problems[0], span=annotation.span)]) from None


def _connected(moment: Moment, present: Mapping[Node, Entry]) -> set[Node]:
    """What led to the output, and what has a name and hangs off that."""
    source = moment.output.source
    shown = _ancestors([source] if isinstance(source, Node) else [], present)
    leaves = {leaf for node in shown for leaf in node.sources if isinstance(leaf, Tensor)}
    hanging: set[Source] = set()
    for entry in moment.entries:
        node = entry.node
        if node not in shown and any(
            s in shown or s in hanging or (s in leaves and s.requires_grad) for s in node.sources
        ):
            hanging.add(node)
            if entry.result.name:
                shown |= _ancestors([node], present)
    return shown


def _ancestors(start: list[Node], present: Mapping[Node, Entry]) -> set[Node]:
    """Operations of the moment, and older ones that a gradient flows through."""
    found: set[Node] = set()
    waiting = [node for node in start if node in present or node.requires_grad]
    while waiting:
        node = waiting.pop()
        if node in found:
            continue
        found.add(node)
        waiting += [
            source
            for source in node.sources
            if isinstance(source, Node) and (source in present or source.requires_grad)
        ]
    return found


def _unhidden(
    entries: list[Entry], shown: set[Node], hidden: set[Source], moved: Collection[Source]
) -> set[Node]:
    """Everything else that was computed, without what only served Python as a number.

    Neither is what gave a leaf other values, such as a layer's initialisation.
    """
    kept: set[Node] = set()
    used: set[Source] = {source for node in shown for source in node.sources}
    wasted: set[Source] = set(moved)
    for entry in reversed(entries):
        node = entry.node
        if node in shown:
            continue
        if node not in used and entry.result.name is None:
            if node in wasted:
                wasted.update(node.sources)
                continue
            if node in hidden:
                continue
        kept.add(node)
        used.update(node.sources)
    return kept


def _leaves_of(shown: set[Node]) -> set[Source]:
    """What operations read that is drawn for their sake."""
    return {source for node in shown for source in node.sources}


def _newest(shown: set[Node], output: Source, limits: Limits) -> set[Node]:
    """The output and what was computed last, as much as can be drawn, without gradients.

    A gradient that flows through a part of the values only would be another one.
    """
    for node in shown:
        node._requires_grad = False
        for source in node.sources:
            source._requires_grad = False
    kept: set[Node] = set()
    values = elements = 0
    for node in sorted(shown, key=lambda node: (node is output, node.serial), reverse=True):
        values += 1 + len(node.sources)
        elements += node.output.size + sum(array.size for array in node.arrays)
        if values > limits.nodes or elements > limits.total_elements:
            break
        kept.add(node)
    return kept


def _leaf(
    tensor: Tensor,
    source: Source,
    ways: Mapping[Tensor, str],
    inputs: Mapping[Tensor, str],
    group: str,
) -> Annotation:
    """What is known of a value that the moment reads and did not compute."""
    span: Span | None = tensor.written_at
    way = ways.get(tensor) if source is tensor else None
    if way is not None and (tensor.name or "").startswith(f"{way}#"):
        way = tensor.name  # the second leaf that got this name
    name = inputs.get(tensor) or way or tensor.name
    kind: Kind = "data"
    if source.requires_grad:
        kind = "parameter"
    elif name is None and not tensor.shape:
        kind = "constant"
    inside = group if name is None or kind == "constant" else ""
    return Annotation(kind, name, span, inside)


def _unread(ways: Mapping[Tensor, str], hidden: set[Source]) -> list[Tensor]:
    """The named leaves that wait for a gradient; of those that nothing reads, it never comes."""
    return [
        tensor
        for tensor in ways
        if tensor.grad_fn is None
        and tensor.requires_grad
        and tensor.named_at is not None
        and tensor not in hidden
    ]


def _since(leaf: Source, reader: Node | None) -> float:
    """When a leaf was there: as soon as it had its name, at the latest just before it is read."""
    read = reader.serial - 0.5 if reader else math.inf
    named = leaf.named_at if isinstance(leaf, Tensor) else None
    return read if named is None else min(named, read)
