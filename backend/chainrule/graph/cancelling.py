"""Cancelling: gradients that are 0 but for rounding, because what was added up cancels.

The gradient of a value that a softmax does not care about is a sum such as 0.3 − 0.2 − 0.1. In
floating point that is 3e−17, which has no more to do with the function than with the weather.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine.reverse import unbroadcast
from chainrule.graph.graph import Graph
from chainrule.graph.model import GraphEdge

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
            found.get(e.target) or (e.target if adds_up_to_zero(graph, e) else "") for e in sent
        ]
        if all(places):
            found[node.id] = places[0]
    return found


def adds_up_to_zero(graph: Graph, edge: GraphEdge) -> bool:
    """Whether the terms of what was sent through an edge cancel.

    The same terms are added up once more with random factors, after which they do not cancel.
    """
    node, upstream = graph.operations[edge.target], graph.grads[edge.target]
    arrived, sent = _size(upstream), edge.grad.rms if edge.grad else None
    if sent is None or not sent < PROBED * arrived:
        return False
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
