"""Figures: the numbers of a graph without anything else, and the name of everything else.

A graph is a structure and its numbers. While somebody drags a slider only the numbers move, so
that is all that has to be computed and sent: one list by node and one by edge, in their order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from chainrule.engine import Node, Source
from chainrule.engine.annotation import Doc, lists
from chainrule.engine.reverse import needs_gradient
from chainrule.graph.graph import Graph
from chainrule.graph.model import GraphNode
from chainrule.graph.summary import DATA_LIMIT, Array, Summary, summarise
from chainrule.graph.trace import Trace

FIGURES = lists(
    {"anyOf": [{"$dynamicRef": "Nested"}, {"$dynamicRef": "Summary"}, {"type": "null"}]}
)


@dataclass(slots=True)
class GraphNumbers:
    """The numbers of a graph whose structure is known."""

    structure: Annotated[str, Doc("That of the graph, as it was asked for.")]
    values: Annotated[
        list[Any],
        Doc("By node its numbers; of more than 64 elements a summary.", FIGURES),
    ]
    grads: Annotated[
        list[Any],
        Doc("By node the gradient, in the same way; null where there is none.", FIGURES),
    ]
    contributions: Annotated[
        list[Any],
        Doc("By edge what was sent back through it; null where nothing was.", FIGURES),
    ]


def structure_of(layout: str, nodes: Iterable[GraphNode]) -> str:
    """The hash of everything about a graph but its numbers and its places in a text.

    Args:
        layout: the hash of what the layout depends on (``drawing.py``): which values there are,
            of what kind, in which groups, and what reads what.
        nodes: in execution order.
    """
    state = hashlib.blake2b(layout.encode(), digest_size=8)
    for n in nodes:
        facts = (n.label, n.op, n.expression, n.shape, n.dtype, n.requires_grad, n.grad_state)
        state.update(repr(facts).encode("utf-8", "surrogatepass"))
    return state.hexdigest()


def numbers_of(
    structure: str,
    sources: Sequence[Source],
    arrays: Mapping[Source, Array],
    operations: Iterable[Node],
    trace: Trace,
) -> GraphNumbers:
    """The numbers of a computation.

    Args:
        structure: what the rest is called.
        sources: every value, in execution order.
        arrays: their numbers.
        operations: those values that are drawn as results of operations, in the same order.
        trace: the reverse pass.
    """
    sent = {step.node: step.contributions for step in trace.steps}
    contributions: list[Any] = []
    for node in operations:
        if (parts := sent.get(node)) is None:
            contributions += [None] * len(node.sources)
        else:
            contributions += [None if part is None else figure(part.array) for part in parts]
    grads = trace.grads
    return GraphNumbers(
        structure,
        [figure(arrays[source]) for source in sources],
        [figure(grads[s]) if s in grads and needs_gradient(s) else None for s in sources],
        contributions,
    )


def figure(array: Array) -> Any:
    """An array's numbers, or its summary where a graph would not have them all either."""
    size = array.size
    if size == 0:  # of any number of rows, so they are not listed
        return []
    return array.tolist() if size <= DATA_LIMIT else summarise(array)


def figures_in(graph: Graph) -> GraphNumbers:
    """The numbers of a graph that was built in full."""
    return GraphNumbers(
        graph.structure,
        [_figure_of(node.value) for node in graph.nodes],
        [_figure_of(node.grad) for node in graph.nodes],
        [_figure_of(edge.grad) for edge in graph.edges],
    )


def has_all_figures(graph: Graph) -> bool:
    """Whether none were left out because there were too many of them."""
    summaries = [node.value for node in graph.nodes]
    summaries += [node.grad for node in graph.nodes if node.grad is not None]
    summaries += [edge.grad for edge in graph.edges if edge.grad is not None]
    return all(s.data is not None or s.preview is not None for s in summaries)


def _figure_of(summary: Summary | None) -> Any:
    if summary is None:
        return None
    return summary if summary.data is None else summary.data
