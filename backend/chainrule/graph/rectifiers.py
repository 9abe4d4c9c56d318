"""Rectifiers: values that are another value wherever that is positive, and 0 elsewhere.

People write them in many ways: ``relu(z)``, ``np.maximum(0, z)``, ``z.clamp(min=0)``,
``torch.where(z > 0, z, 0)``, ``z * (z > 0)``, ``h[h < 0] = 0``. So they are told by their numbers,
not by their operation: what is compared with 0, cut off or chosen on the way, and comes out as it
went in or as 0, is rectified.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from chainrule.graph.graph import Graph
from chainrule.graph.model import GraphNode
from chainrule.graph.summary import Array

FARTHEST = 4
"""Operations from what is rectified to the result, as in ``(z + abs(z)) / 2``."""
MOST_LOOKED_AT = 12
"""Values on the way."""


def rectified(graph: Graph, nodes: Mapping[str, GraphNode], node: GraphNode) -> str | None:
    """The value that a rectifier reads; ``None`` where a value is no rectifier.

    Args:
        graph: the graph.
        nodes: its nodes by identifier.
        node: a value. Without a 0 in it nothing shows that it is a rectifier.
    """
    if not (node.value.zeros and node.requires_grad and node.op):
        return None
    values, result = graph.values, graph.values[node.id]
    if any(_passed_on(values[id_], result) for id_ in node.inputs if nodes[id_].requires_grad):
        return None  # the rectifier stands before
    found = None
    seen, here = {node.id}, [node]
    for _ in range(FARTHEST):
        inputs = dict.fromkeys(id_ for part in here for id_ in part.inputs if id_ not in seen)
        here = [nodes[id_] for id_ in inputs]
        seen.update(inputs)
        if len(seen) > MOST_LOOKED_AT:
            break
        for source in here:
            if source.requires_grad and _is_rectified(values[source.id], result):
                found = source.id
        here = [part for part in here if part.id != found]
    if found is None or not any(_bends(graph, id_) for id_ in seen - {found}):
        return None
    return found if _depends_only_on(nodes, node, found) else None


def _bends(graph: Graph, id_: str) -> bool:
    operation = graph.operations.get(id_)
    return operation is not None and operation.bends


def _depends_only_on(nodes: Mapping[str, GraphNode], node: GraphNode, source: str) -> bool:
    """Whether every gradient of a value goes on to ``source``: another bound would be learned."""
    seen, waiting = {node.id}, [node]
    while waiting and len(seen) <= MOST_LOOKED_AT:
        for id_ in waiting.pop().inputs:
            here = nodes[id_]
            if id_ == source or id_ in seen or not here.requires_grad:
                continue
            if not here.inputs:
                return False
            seen.add(id_)
            waiting.append(here)
    return not waiting


def _passed_on(value: Array, result: Array) -> bool:
    return value.shape == result.shape and bool(np.array_equal(value, result))


def _is_rectified(value: Array, result: Array) -> bool:
    """Whether a result is a value where that is positive, up to a largest one, and else 0."""
    if value.shape != result.shape:
        return False
    positive = value > 0.0
    if positive.all() or result[~positive].any():
        return False
    top = result.max()
    return bool(((result == value) | ((result == top) & (value >= top)))[positive].all())
