"""Units: which of a layer's units are off in every row, and what would bring them back.

A unit is one place along the axis that a layer's bias or weights span; all other axes are rows.
Where neither a bias nor weights say which axis that is, nothing is said of units.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_CEILING, Context

import numpy as np

from chainrule.engine import Node
from chainrule.engine.operations.linear_algebra import MatMulNode
from chainrule.engine.operations.shapes import PermuteNode, TransposeNode
from chainrule.graph.graph import Graph
from chainrule.graph.model import GraphNode
from chainrule.graph.naming import VALUE_DIGITS, listed, numbered

MOST_NAMED = 6
"""Units that a sentence names one by one."""
EXACT_DIGITS = 12
"""What a number has beyond these is rounding, and is not rounded up."""


@dataclass(frozen=True, slots=True)
class Units:
    """Units of a rectified layer that are 0 in every row.

    Attributes:
        dead: the places of those units.
        total: how many units the layer has.
        rows: in how many rows they are 0.
        message: which ones they are, in a sentence.
        revival: by how much their input has to grow, in a sentence; empty where nothing helps.
    """

    dead: list[int]
    total: int
    rows: int
    message: str
    revival: str


def is_layer(graph: Graph, source: GraphNode) -> bool:
    """Whether a value comes from a layer: a matrix product with weights, or with a bias added."""
    return _bias(graph, source) is not None or _weights_axis(graph, source) is not None


def dead_units(graph: Graph, node: GraphNode, source: GraphNode) -> Units | None:
    """The dead units of a rectifier that reads ``source``; ``None`` where there are none."""
    if not node.requires_grad or len(node.shape) < 2 or source.shape != node.shape:
        return None
    bias = _bias(graph, source)
    axis = _span(bias, source) if bias else _weights_axis(graph, source)
    if axis is None:
        return None
    total = node.shape[axis]
    rows = math.prod(node.shape) // total
    best = np.moveaxis(graph.values[source.id], axis, 0).reshape(total, rows).max(axis=1)
    dead = np.flatnonzero(best <= 0.0).tolist()
    if rows < 2 or not dead:
        return None
    one = len(dead) == 1
    across = "rows" if axis == len(node.shape) - 1 else "columns"
    message = (
        f"{len(dead)} of {total} units of {node.title} {'is' if one else 'are'} 0 in "
        f"{'both' if rows == 2 else f'all {rows}'} {across}: "
        f"{listed([str(k) for k in dead], MOST_NAMED)}"
    )
    changes = [
        f"{_place(bias, k)} by more than {_rounded_up(-float(best[k]))}"
        for k in dead
        if math.isfinite(best[k])
    ]
    what = "A larger bias revives" if bias else f"A larger {source.title} revives"
    revival = f"{what} {'it' if one else 'them'}: {listed(changes, MOST_NAMED)}." if changes else ""
    return Units(dead, total, rows, message, revival)


def _bias(graph: Graph, source: GraphNode) -> GraphNode | None:
    """What is learned and added to every row of ``source`` alike."""
    inputs = [graph.node(id_) for id_ in source.inputs] if _slopes(graph, source) == (1, 1) else []
    for bias, other in zip(inputs, reversed(inputs), strict=True):
        if bias.requires_grad and other.shape == source.shape and _span(bias, source) is not None:
            return bias
    return None


def _span(bias: GraphNode, source: GraphNode) -> int | None:
    """The only axis of ``source`` along which a bias is not repeated."""
    before = len(source.shape) - len(bias.shape)
    wide = [axis for axis, size in enumerate(bias.shape, before) if size > 1]
    return wide[0] if len(wide) == 1 else None


def _weights_axis(graph: Graph, source: GraphNode) -> int | None:
    """The axis along which the weights of a matrix product give one unit each."""
    shifted = [graph.node(id_) for id_ in source.inputs] if _slopes(graph, source) else []
    products = (n for n in [source, *shifted] if isinstance(_operation(graph, n), MatMulNode))
    product = next(products, None)
    if product is None or product.shape != source.shape:
        return None
    left, right = (graph.node(id_) for id_ in product.inputs)
    if len(left.shape) < 2 or len(right.shape) < 2:
        return None
    if _are_weights(graph, right):
        return len(source.shape) - 1
    return len(source.shape) - 2 if _are_weights(graph, left) else None


def _are_weights(graph: Graph, node: GraphNode) -> bool:
    turned = isinstance(_operation(graph, node), TransposeNode | PermuteNode)
    return node.kind == "parameter" or (turned and graph.node(node.inputs[0]).kind == "parameter")


def _operation(graph: Graph, node: GraphNode) -> Node | None:
    return graph.operations.get(node.id)


def _slopes(graph: Graph, node: GraphNode) -> tuple[float, ...]:
    """The signs of a sum or a difference of two; nothing for any other value."""
    operation = _operation(graph, node)
    slopes = operation.slopes() if operation else ()
    return slopes if len(slopes) == 2 else ()


def _place(bias: GraphNode | None, unit: int) -> str:
    """A unit's own number in the bias, as ``b[0, 3]``."""
    if bias is None:
        return f"unit {unit}"
    indices = (str(unit if size > 1 else 0) for size in bias.shape)
    return f"{bias.label}[{', '.join(indices)}]"


def _rounded_up(number: float) -> str:
    """A size in few digits, never smaller than it is but for rounding errors."""
    exact = Context(prec=EXACT_DIGITS).create_decimal(number)
    shown = Context(prec=VALUE_DIGITS, rounding=ROUND_CEILING).create_decimal(exact)
    return numbered(abs(float(shown)), VALUE_DIGITS).text
