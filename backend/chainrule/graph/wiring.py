"""Findings about how a program is put together: what is added up, cut off, and repeated."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations

import numpy as np

from chainrule.engine import Node
from chainrule.engine.operations.losses import LossNode
from chainrule.engine.operations.shapes import ExpandNode
from chainrule.engine.views import ViewNode
from chainrule.graph.cuts import OUT_OF_DATA, Cut
from chainrule.graph.graph import Graph
from chainrule.graph.model import GraphNode
from chainrule.graph.naming import listed
from chainrule.graph.observations import NOTHING, Finding

MOST_NAMED = 4
"""Parameters that a sentence names one by one."""

SILENCE = "PyTorch does the same and says nothing."
"""Outside of its losses."""


def several_outputs(graph: Graph, by_hand: bool = False) -> Iterator[Finding]:
    """A result of several elements, whose gradient started as ones without anybody saying so.

    Args:
        graph: the graph.
        by_hand: whether the program writes its gradients itself, of a loss that it does not write.
    """
    output = graph.node(graph.output)
    elements = math.prod(output.shape)
    if graph.seed is not None and elements != 1 and bool((graph.seed == 1).all()):
        yield Finding(
            "seeded_with_ones",
            output.id,
            float(elements),
            1.0,
            f"{output.title} has {elements} elements: the gradients are those of their sum",
            "The steps of this loop follow the gradient of a loss that is written nowhere: "
            "write it, and the gradients here are those of the loop."
            if by_hand
            else "Reduce it to one number with sum() or mean() to say what you mean.",
        )


def without_path(graph: Graph, ends: Mapping[str, list[Cut]] = NOTHING) -> Iterator[Finding]:
    """Parameters that no gradient reaches: the output does not depend on them, or it is cut off.

    One finding for all that have the same reason. What has no name is a copy that a function made
    for itself, as for a Jacobian, and nobody waits for its gradient.

    Args:
        graph: the graph.
        ends: by node, where its ways end.
    """
    last = graph.node(graph.output)
    differentiated = last.op is not None and last.requires_grad
    read = {id_ for node in graph.nodes if node.requires_grad for id_ in node.inputs}
    alike: dict[Cut | None, list[GraphNode]] = {}
    for node in graph.nodes:
        if not (differentiated or node.id in read or node.id in ends):
            continue  # nothing waits for it, and there is nothing that it could have led to
        if node.kind == "parameter" and node.grad_state == "no_path" and node.name:
            alike.setdefault(next(iter(ends.get(node.id, ())), None), []).append(node)
    output = last.title
    for cut, nodes in alike.items():
        names = listed([node.label for node in nodes], MOST_NAMED)
        one = len(nodes) == 1
        if cut is None:
            message = f"{output} does not depend on {names}, so no gradient reaches "
            message += "it" if one else "them"
            advice = f"Use {'it' if one else 'them'} on the way to the last value, which is the "
            advice += f"output, or take {'it' if one else 'them'} out."
        elif nodes[0].cut_by:
            made = graph.node(cut.node).label
            message = f"no gradient reaches {names}: {cut.place} ({made}) cuts "
            message += "its path" if one else "their paths"
            them, they = (names, names) if one else ("them", "they")
            advice = f"{output} depends on {them}, but {they} cannot learn from this. {cut.advice}"
        else:
            ways = (
                f"{names}'s way to {output} ends" if one else f"the ways of {names} to {output} end"
            )
            message = f"{ways} at {cut.place}: {cut.without} has no gradient"
            advice = cut.advice
        ids = [node.id for node in nodes]
        yield Finding("no_path", ids[0], None, None, message, advice, nodes=ids)


def through_data(graph: Graph, ends: Mapping[str, list[Cut]]) -> Iterator[Finding]:
    """Parameters of which a formula reads ``.data``, so that their gradient is a part of it."""
    output = graph.node(graph.output).title
    for id_, cuts in ends.items():
        node = graph.node(id_)
        cut = next((cut for cut in cuts if cut.how == OUT_OF_DATA), None)
        if cut and node.kind == "parameter" and node.grad_state == "computed":
            yield Finding(
                "data_in_formula",
                id_,
                None,
                None,
                f"{node.label}'s gradient is only a part: {cut.place} keeps the rest from it",
                f"{output} depends on {node.label} that way, too, and nobody sees it. {cut.advice}",
                nodes=[id_, cut.node],
            )


def broadcast_both(graph: Graph) -> Iterator[Finding]:
    """A column that meets a list: (n, 1) and (n,) become (n, n), where (n,) was often meant."""
    nodes = {node.id: node for node in graph.nodes}
    for node in graph.nodes:
        operation = graph.operations.get(node.id)
        inputs = [nodes[id_] for id_ in node.inputs]
        loss = is_loss(node, operation)
        if loss:  # it broadcasts by operations of its own
            inputs = [nodes[n.inputs[0]] if _is_spread_by(graph, node, n) else n for n in inputs]
        elementwise = operation is not None and operation.elementwise
        spread = [source.id for source in inputs] != node.inputs
        if not (elementwise or spread):
            continue
        if any(_crossed(graph, one, other) for one, other in permutations(inputs, 2)):
            shapes = " and ".join(str(tuple(source.shape)) for source in inputs if source.shape)
            shape = np.broadcast_shapes(*(tuple(source.shape) for source in inputs))
            yield Finding(
                "broadcast_both",
                node.id,
                float(math.prod(shape)),
                float(max(math.prod(source.shape) for source in inputs)),
                f"{shapes} became {shape} in {node.label}: was that meant?",
                "Each was repeated along the other's axis. To go element by element, give both "
                f"one shape, with squeeze() or reshape(). {_warning(inputs) if loss else SILENCE}",
            )


def is_loss(node: GraphNode, operation: Node | None) -> bool:
    """Whether it is a loss, or a step of one."""
    return isinstance(operation, LossNode) or "loss" in node.group.rpartition("/")[2].lower()


def _is_spread_by(graph: Graph, loss: GraphNode, source: GraphNode) -> bool:
    """Whether a loss itself repeated an input; what people repeat has a name or its own place."""
    expanded = isinstance(graph.operations.get(source.id), ExpandNode)
    return expanded and source.name is None and source.span == loss.span


def _warning(inputs: Sequence[GraphNode]) -> str:
    """What PyTorch says of it in a loss."""
    size, target = (f"torch.Size({source.shape})" for source in inputs[:2])
    return (
        f"PyTorch warns of it: “Using a target size ({target}) that is different to the input "
        f"size ({size}). This will likely lead to incorrect results due to broadcasting.”"
    )


def _crossed(graph: Graph, column: GraphNode, row: GraphNode) -> bool:
    """Whether each is repeated for the other, although they have the same elements.

    A view within an expression, as in ``x[:, None] - x``, says what shape is meant.
    """
    rank = len(column.shape)
    spread = [1] * (rank - len(row.shape)) + row.shape
    both = list(zip(column.shape, spread, strict=False))
    return (
        rank > len(row.shape) > 0
        and any(a > 1 == b for a, b in both)
        and any(b > 1 == a for a, b in both)
        and [size for size in column.shape if size > 1] == [size for size in row.shape if size > 1]
        and not (column.name is None and isinstance(graph.operations.get(column.id), ViewNode))
    )
