"""Activations that pass hardly any gradient on: dead relus and units, saturated sigmoids and tanhs.

The thresholds stand here, with their reasons; which units of a layer are dead says ``units.py``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from chainrule.graph.graph import Graph
from chainrule.graph.model import GraphNode
from chainrule.graph.naming import VALUE_DIGITS, numbered
from chainrule.graph.observations import Finding
from chainrule.graph.units import dead_units

DEAD_SHARE = 0.95
"""Of a relu's outputs; so many exact zeros pass hardly any gradient on."""
SATURATED_SHARE = 0.95
"""Of a sigmoid's or tanh's outputs within ``SATURATED_DISTANCE`` of a limit."""
SATURATED_DISTANCE = 0.01
"""There the derivative is below 0.02 (tanh) or 0.01 (sigmoid)."""
ROWS_OF_A_BATCH = 8
"""A batch is a part of the data: a unit that is off in fewer of its rows may be so by chance."""

LIMITS = {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0)}


def flat_activations(graph: Graph, training: bool) -> Iterator[Finding]:
    """Activations that pass hardly any gradient on.

    What to try is said where something is trained, or a whole layer off; elsewhere only what is.
    """
    for node in graph.nodes:
        elements = math.prod(node.shape)
        if not elements or node.value.nonfinite:
            continue
        if rectified := _rectified(graph, node):
            yield from _dead(graph, node, rectified, training)
        elif node.op in LIMITS:
            low, high = LIMITS[node.op]
            values = graph.values[node.id]
            near = (values <= low + SATURATED_DISTANCE) | (values >= high - SATURATED_DISTANCE)
            share = int(np.count_nonzero(near)) / elements
            if share >= SATURATED_SHARE:
                where = (
                    f"its limits in {share:.0%} of its elements" if elements > 1 else "its limit"
                )
                yield Finding(
                    "saturated",
                    node.id,
                    share,
                    SATURATED_SHARE,
                    f"{node.label} is within {SATURATED_DISTANCE} of {where}, "
                    f"where {node.op} is almost flat",
                    "Try smaller inputs: scale the data or initialise the weights smaller.",
                )


def _dead(graph: Graph, node: GraphNode, rectified: str, training: bool) -> Iterator[Finding]:
    """A relu that is hardly anything but zeros, or units of it that are off in every row."""
    elements = math.prod(node.shape)
    units = dead_units(graph, node, rectified)
    if units and training and units.rows < ROWS_OF_A_BATCH:
        units = None
    if node.value.zeros >= DEAD_SHARE * elements:
        advice = (
            "Try a smaller learning rate, another initialisation, or leaky_relu."
            if training or (node.requires_grad and 1 < elements == node.value.zeros)
            else f"Left of 0 {node.op} is flat: whatever comes back, it passes 0 on."
        )
        yield Finding(
            "dead_relu",
            node.id,
            node.value.zeros / elements,
            DEAD_SHARE,
            f"{node.value.zeros} of {elements} outputs of {node.label} are exactly 0"
            if elements > 1
            else f"{node.label} is exactly 0: {_relu_input(graph, rectified)}, "
            "so nothing flows back through it",
            f"{advice} {units.revival}".rstrip() if units else advice,
        )
    elif units:
        yield Finding(
            "dead_unit",
            node.id,
            len(units.dead) / units.total,
            0.0,
            units.message,
            f"Nothing flows back through {'it' if len(units.dead) == 1 else 'them'}. "
            f"{units.revival}".rstrip(),
        )


def _rectified(graph: Graph, node: GraphNode) -> str | None:
    """The input of a relu, however it is written: also ``maximum(x, 0)`` and ``clip(x, 0, 6)``."""
    if node.op == "relu" or (node.op == "clamp" and node.params["min"] == 0.0):
        return node.inputs[0]
    if node.op == "maximum":
        bounds = graph.operations[node.id].inputs
        for id_, bound, other in zip(node.inputs, bounds, reversed(node.inputs), strict=True):
            if not bound.requires_grad and not graph.values[id_].any():
                return other
    return None


def _relu_input(graph: Graph, id_: str) -> str:
    """Which single number a relu has turned to 0."""
    number = float(graph.values[id_].reshape(()))
    shown = numbered(abs(number), VALUE_DIGITS).text
    return f"its input −{shown} is negative" if number < 0 else "its input is 0, too"
