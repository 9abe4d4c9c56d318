"""Findings about the loss: one that is not the output, and one that a step makes larger."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from chainrule.engine.state import QUIET
from chainrule.graph.graph import Graph
from chainrule.graph.model import GraphNode
from chainrule.graph.numbers import plain
from chainrule.graph.observations import NOTHING, Change, Cure, Finding, Leftover
from chainrule.graph.shadow import IMPOSSIBLE
from chainrule.graph.summary import Array

GROWTH = 1.1
"""A step that makes the loss larger by less may be one that momentum carries over a hill."""


def unused_loss(graph: Graph, loss: GraphNode) -> Finding:
    """A loss that is not the output, because something else stands last in the program."""
    output, name = graph.node(graph.output), loss.name or loss.label
    return Finding(
        "unused_loss",
        output.id,
        None,
        None,
        f"the output is {output.label}, because it stands last: {loss.label} is not used",
        f"Write {name} in the last line, and the gradients are those of {name}.",
        nodes=[output.id, loss.id],
        cure=Cure(f"Make {name} the output", name),
    )


def overshooting(
    graph: Graph, changes: Mapping[str, Change], leftovers: Mapping[str, Leftover] = NOTHING
) -> Iterator[Finding]:
    """A step down the gradient after which the same data give a larger loss.

    Args:
        graph: the graph of the computation before the step.
        changes: what the step did to leaves, by node id.
        leftovers: what stood in their ``.grad`` before the reverse pass.
    """
    output = graph.node(graph.output)
    if not changes or math.prod(output.shape) != 1 or graph.seed is None:
        return
    if not _descends(graph, changes):
        return
    before = float(graph.values[output.id].item())
    after = QUIET.copy().run(_after, graph, {id_: c.after for id_, c in changes.items()})
    if after is None or not after > before or abs(after - before) <= (GROWTH - 1.0) * abs(before):
        return
    name, was, then = output.title, plain(before), plain(after)
    yield Finding(
        "overshooting_step",
        output.id,
        after,
        before,
        f"the step that follows makes {name} larger: from {was} to {then} on the same data",
        "It follows what stands in .grad, which holds an earlier gradient, too."
        if any(id_ in changes and left.gradient.any() for id_, left in leftovers.items())
        else "It goes beyond the minimum that the gradient points to. Try a smaller learning rate.",
    )


def _descends(graph: Graph, changes: Mapping[str, Change]) -> bool:
    """Whether a step goes where the gradients of this moment point to, on the whole."""
    slope = 0.0
    for id_, change in changes.items():
        if (gradient := graph.grads.get(id_)) is not None:
            slope += float(np.sum((change.after - change.before) * gradient))
    return slope < 0.0


def _after(graph: Graph, leaves: Mapping[str, Array]) -> float | None:
    """The output with other numbers in some leaves; ``None`` where that cannot be computed."""
    known: dict[str, Any] = dict(leaves)
    try:
        for node in graph.nodes:
            if known.keys().isdisjoint(node.inputs):
                continue
            operation = graph.operations[node.id]
            arrays = [known.get(id_, graph.values[id_]) for id_ in node.inputs]
            known[node.id] = operation.evaluate(*arrays)
        return float(known.get(graph.output, graph.values[graph.output]).item())
    except IMPOSSIBLE:
        return None
