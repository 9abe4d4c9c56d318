"""A program's own backward pass, checked: what it left at values beside their gradients.

Lectures have readers write an engine: objects that remember what they were computed from, and send
gradients back. Where one is wrong, the fault is in the rule of what reads that value, or in how it
adds up; of several wrong ones the first on the way back is nearest to it, so it is named first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chainrule.graph.graph import Graph
from chainrule.graph.model import GraphNode
from chainrule.graph.naming import listed
from chainrule.graph.numbers import plain
from chainrule.graph.observations import Finding

TOLERANCE = 1e-6
"""Relative to the gradient, and to 1 where that is small: what rounding leaves is less."""
MOST_NAMED = 3


def sent_by_hand(graph: Graph, sent: Mapping[str, tuple[float, float]]) -> Iterator[Finding]:
    """Whether the gradients that the program's own backward pass left are right.

    Args:
        graph: the graph.
        sent: what stands at a value after that pass, and what stood there before, by node id.
    """
    right: list[GraphNode] = []
    wrong: list[tuple[GraphNode, float, float]] = []
    for node in reversed(graph.nodes):
        if node.id not in sent or node.grad_state != "computed" or graph.grads[node.id].size != 1:
            continue
        now, before = sent[node.id]
        true = float(graph.grads[node.id].reshape(()))
        if _is_close(now - before, true):
            right.append(node)
        elif not _is_close(now, true):  # what stood there before may have been cleared on the way
            wrong.append((node, now - before, true))
    if not wrong and right:
        yield Finding(
            "handwritten_agrees",
            right[0].id,
            0.0,
            TOLERANCE,
            "the gradients of your backward pass agree with the chain rule's",
            "They are what the reverse pass computes, up to rounding.",
            nodes=[node.id for node in right],
        )
    for node, found, true in wrong[:MOST_NAMED]:
        yield Finding(
            "handwritten_differs",
            node.id,
            abs(found - true),
            TOLERANCE,
            f"your backward pass sent {plain(found)} to {node.label}, and the gradient of it is "
            f"{plain(true)}",
            _advice(graph, node, is_first=node is wrong[0][0]),
        )


def _is_close(one: float, other: float) -> bool:
    return one == other or abs(one - other) <= TOLERANCE * (1.0 + abs(other))


def _advice(graph: Graph, node: GraphNode, is_first: bool) -> str:
    """Where to look: the first that is wrong has right ones behind it."""
    if not is_first:
        return "What was wrong on the way to it may be all that is wrong with it."
    edges = [edge for edge in graph.edges if edge.source == node.id and edge.grad is not None]
    targets = [graph.node(edge.target) for edge in edges]
    # A method that computes in several operations is a group of them, of its name.
    called = [target.group.rpartition("/")[2] or target.op or "" for target in targets]
    readers = listed(list(dict.fromkeys(called)), 3)
    if len(edges) > 1:
        return (
            f"It is the first that is wrong: look at the rule for {readers}, and that each of its "
            f"{len(edges)} uses adds, with += instead of =."
        )
    return f"It is the first that is wrong, so look at the rule for {readers}."
