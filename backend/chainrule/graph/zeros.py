"""Zeros: parameters whose gradient is exactly 0, and where on the way from the output it became 0.

A gradient of 0 is no small gradient: no learning rate helps. In comes a graph; out come findings,
one for every cause, with all the parameters that share it.

Some gradients are 0 but for rounding: that of a value that a softmax does not care about is a sum
such as 0.3 − 0.2 − 0.1, in floating point 3e−17, which has nothing to do with the function.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from chainrule.engine.operations.arithmetic import PowNode
from chainrule.engine.reverse import unbroadcast
from chainrule.engine.views import ViewNode
from chainrule.graph.activations import limits_of, lost_slope, round_word
from chainrule.graph.graph import Graph
from chainrule.graph.model import GraphEdge, GraphNode
from chainrule.graph.naming import called, listed
from chainrule.graph.observations import Finding

CANCELLED = 1e-12
"""A sum is 0 up to rounding where it is smaller than what was added up by this factor."""
PROBED = 1e-6
"""Only contributions that much smaller than what they came from are looked into."""


def cancelled(graph: Graph) -> dict[str, str]:
    """By node with such a gradient, the node at which it cancels.

    That is the node itself, where the contributions of its uses cancel, or an operation whose
    derivative adds up to 0; everything behind it gets nothing but rounding errors.
    """
    uses: dict[str, list[GraphEdge]] = {}
    for edge in graph.edges:
        if edge.grad is not None and edge.grad.rms:
            uses.setdefault(edge.source, []).append(edge)
    nodes = {node.id: node for node in graph.nodes}
    found: dict[str, str] = {}
    for node in reversed(graph.nodes):
        sent = uses.get(node.id, [])
        if not sent or node.grad is None or node.id == graph.output:
            continue
        sizes = [edge.grad.rms for edge in sent if edge.grad and edge.grad.rms]
        if len(sent) > 1 and (node.grad.rms or 0.0) < CANCELLED * sum(sizes):
            found[node.id] = node.id
            continue
        places = [
            found.get(e.target) or (e.target if adds_up_to_zero(graph, e, nodes[e.target]) else "")
            for e in sent
        ]
        if all(places):
            found[node.id] = places[0]
    return found


def adds_up_to_zero(graph: Graph, edge: GraphEdge, target: GraphNode) -> bool:
    """Whether the terms of what was sent through an edge by its target cancel.

    The same terms are added up once more with random factors, after which they do not cancel.
    """
    arrived, sent = (s.rms if s else None for s in (target.grad, edge.grad))
    if arrived is None or sent is None or not sent < PROBED * arrived:
        return False
    node, upstream = graph.operations[edge.target], graph.grads[edge.target]
    factors = np.random.default_rng(0).uniform(0.5, 1.5, upstream.shape)
    with np.errstate(all="ignore"):
        probe = node.vjp(edge.slot, upstream * factors, node.output, node.arrays)
        if probe is None:
            return False
        shape = node.arrays[edge.slot].shape
        return sent < CANCELLED * _size(
            probe if probe.shape == shape else unbroadcast(probe, shape)
        )


def _size(array: Any) -> float:
    return float(np.sqrt(np.mean(np.square(array)))) if np.size(array) else 0.0


UNDERFLOW_RMS = 1e-150
"""A product of two numbers below it can be too small for float64, which then makes it 0."""
MOST_NAMED = 4
"""Parameters or operations that a sentence names one by one."""

SHRUNK = (
    "it shrank on the way back until float64 knew no smaller number. "
    "Try fewer steps whose derivative is below 1, or larger weights."
)
UNKNOWN = "look for a step on the way to the output whose derivative is 0."


class Cause(NamedTuple):
    """Why a gradient is exactly 0.

    Attributes:
        reason: a sentence, without what cannot learn.
        stops: the operations whose derivative is 0 there.
    """

    reason: str
    stops: tuple[str, ...] = ()


def zero_causes(graph: Graph) -> dict[str, Cause]:
    """By parameter whose gradient is exactly 0, why it is."""
    nodes = {node.id: node for node in graph.nodes}
    uses: dict[str, list[GraphEdge]] = {}
    for edge in graph.edges:
        uses.setdefault(edge.source, []).append(edge)
    return {
        node.id: _cause(graph, nodes, uses, node.id)
        for node in graph.nodes
        if node.kind == "parameter" and node.grad and node.grad.rms == 0.0
    }


def blocking(causes: Mapping[str, Cause]) -> set[str]:
    """Operations that alone keep the gradient of some parameter at 0."""
    return {cause.stops[0] for cause in causes.values() if len(cause.stops) == 1}


def zero_gradients(graph: Graph, causes: Mapping[str, Cause]) -> Iterator[Finding]:
    """One finding for all parameters that share a cause."""
    alike: dict[str, list[str]] = {}
    for id_, cause in causes.items():
        alike.setdefault(cause.reason, []).append(id_)
    for reason, ids in alike.items():
        parameters = [graph.node(id_) for id_ in ids]
        names = listed([node.label for node in parameters], MOST_NAMED)
        everywhere = " in every element" if any(node.shape for node in parameters) else ""
        what = f"{names}'s gradient is" if len(ids) == 1 else f"the gradients of {names} are"
        yield Finding(
            "zero_gradient",
            ids[0],
            0.0,
            0.0,
            f"{what} exactly 0{everywhere}",
            f"{names if len(ids) == 1 else 'They'} cannot learn from this: {reason}",
            nodes=ids,
        )


def _cause(
    graph: Graph,
    nodes: Mapping[str, GraphNode],
    uses: Mapping[str, list[GraphEdge]],
    id_: str,
) -> Cause:
    """Where on all the ways from the output a leaf's gradient became exactly 0."""
    seen, waiting = {id_}, [id_]
    stops: dict[str, GraphEdge] = {}
    while waiting:
        here = waiting.pop()
        for edge in uses.get(here, ()):
            upstream = nodes[edge.target].grad
            if edge.grad is None or upstream is None:
                continue
            if edge.grad.rms:
                return Cause(f"what the uses of {nodes[here].label} send back cancels to 0.")
            if not upstream.rms:
                if edge.target not in seen:
                    seen.add(edge.target)
                    waiting.append(edge.target)
            elif upstream.rms < UNDERFLOW_RMS:
                return Cause(SHRUNK)
            else:
                stops.setdefault(edge.target, edge)
    if not stops:
        return Cause(UNKNOWN)
    order = [id_ for id_ in nodes if id_ in stops]
    first = stops[order[0]]
    if adds_up_to_zero(graph, first, nodes[first.target]):
        return Cause(f"what {_said(nodes[order[0]])} sends back adds up to 0.", (order[0],))
    alike = [nodes[id_] for id_ in order if nodes[id_].op == nodes[order[0]].op]
    return Cause(_flat(graph, nodes, alike, first), tuple(order))


def _flat(
    graph: Graph, nodes: Mapping[str, GraphNode], stops: list[GraphNode], edge: GraphEdge
) -> str:
    """Why the derivative of operations of one kind is 0."""
    stop = stops[0]
    names = listed([node.label for node in stops], MOST_NAMED)
    operation = graph.operations[stop.id]
    if operation.multiplies():
        other = nodes[stop.inputs[1 - edge.slot]]
        if not graph.values[other.id].any():
            everywhere = " in every element" if other.shape else ""
            factor = "" if len(stops) > 1 else f", {_behind(graph, nodes, other).title},"
            return (
                f"what it is multiplied with in {names} ({called(stop.op)}){factor} "
                f"is 0{everywhere}."
            )
    flat = f"the derivative of {names} ({called(stop.op)}) is 0 there"
    values = graph.values[stop.id]
    limits = limits_of(operation)
    if limits and values.size and np.isin(values, limits).all():
        flat += f": {stop.label} is {round_word(limits, values)}, "
        flat += f"so {lost_slope(stop, limits, values)}"
    elif isinstance(operation, PowNode) and len(stops) == 1:
        base = stop.inputs[0]
        if not graph.values[base].any():
            flat += f", for {nodes[base].title} is 0"
    return f"{flat}."


def _said(node: GraphNode) -> str:
    return f"{node.label} ({called(node.op)})"


def _behind(graph: Graph, nodes: Mapping[str, GraphNode], node: GraphNode) -> GraphNode:
    """The value with a name that was only given another shape."""
    while node.name is None and isinstance(graph.operations.get(node.id), ViewNode):
        node = nodes[node.inputs[0]]
    return node
