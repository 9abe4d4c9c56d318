"""Activations that pass hardly any gradient on: dead relus and units, saturated sigmoids and tanhs.

The thresholds stand here, with their reasons; which units of a layer are dead says ``units.py``.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence

import numpy as np

from chainrule.engine import SATURATED_DISTANCE, Node
from chainrule.graph.graph import Graph
from chainrule.graph.model import GraphNode
from chainrule.graph.naming import VALUE_DIGITS, called, numbered
from chainrule.graph.observations import Finding
from chainrule.graph.rectifiers import rectified
from chainrule.graph.summary import Array
from chainrule.graph.translation import names_in
from chainrule.graph.units import dead_units, is_layer
from chainrule.graph.wiring import is_loss

DEAD_SHARE = 0.95
"""Of a relu's outputs; so many exact zeros pass hardly any gradient on."""
SATURATED_SHARE = 0.95
"""Of a sigmoid's or tanh's outputs within ``SATURATED_DISTANCE`` of a limit."""
ROWS_OF_A_BATCH = 8
"""A batch is a part of the data: a unit that is off in fewer of its rows may be so by chance."""

WITHOUT_GRADIENT = "Nothing flows back through"


def flat_activations(
    graph: Graph, training: bool, blocking: Collection[str] = ()
) -> Iterator[Finding]:
    """Activations that pass hardly any gradient on.

    What to try is said where something is trained, or a whole layer off; elsewhere only what is.

    Args:
        graph: the graph.
        training: whether a step of a training run is looked at.
        blocking: values that alone keep the gradient of some parameter at 0. A single number
            that a rectifier turned to 0 is one sample of many; it is told only if it does that.
    """
    nodes = {node.id: node for node in graph.nodes}
    for node in graph.nodes:
        elements = math.prod(node.shape)
        if not elements or node.value.nonfinite:
            continue
        if source := rectified(graph, nodes, node):
            # A margin that is kept gives a loss of 0: nothing is dead there.
            hinge = is_loss(node, graph.operations.get(node.id))
            if (elements > 1 and not hinge) or node.id in blocking:
                yield from _dead(graph, node, nodes[source], training)
        elif limits_of(graph.operations.get(node.id)):
            yield from _saturated(graph, node)


def limits_of(operation: Node | None) -> tuple[float, ...]:
    """The two limits of an S-shaped function, whose slope is the distance from one times the other.

    Empty for any other operation. Such a slope follows from the result alone.
    """
    if operation is None or not operation.elementwise or len(operation.saturates) != 2:
        return ()
    slopes = {name for gradient in operation.gradients for name in names_in(gradient.formula)}
    return operation.saturates if slopes == {"y"} else ()


def _saturated(graph: Graph, node: GraphNode) -> Iterator[Finding]:
    """A sigmoid or tanh that is close to its limits nearly everywhere."""
    elements = math.prod(node.shape)
    low, high = limits = limits_of(graph.operations.get(node.id))
    values = graph.values[node.id]
    near = (values <= low + SATURATED_DISTANCE) | (values >= high - SATURATED_DISTANCE)
    share = int(np.count_nonzero(near)) / elements
    if share < SATURATED_SHARE:
        return
    exact = int(np.count_nonzero((values == low) | (values == high)))
    where = f"its limits in {share:.0%} of its elements" if elements > 1 else "its limit"
    message = f"{node.title} is within {SATURATED_DISTANCE} of {where}, "
    if exact == elements == 1:
        slope = lost_slope(node, limits, values)
        message = f"{node.title} is {round_word(limits, values)}: {slope}, "
        message += "and nothing flows back through it"
    elif exact:
        message += f"and {exact} of {elements} are exactly there after rounding: "
        message += f"{lost_slope(node, limits, values)}"
    else:
        message += f"where {node.op} is almost flat"
    yield Finding(
        "saturated",
        node.id,
        share,
        SATURATED_SHARE,
        message,
        "Try smaller inputs: scale the data or initialise the weights smaller.",
    )


def round_word(limits: Sequence[float], values: Array) -> str:
    """What the value of a saturated activation is: ``exactly 1 after rounding``."""
    ends = [f"{end:g}".replace("-", "−") for end in limits if (values == end).any()]
    return f"exactly {' or '.join(ends)} after rounding"


def lost_slope(node: GraphNode, limits: Sequence[float], values: Array) -> str:
    """Why a sigmoid or tanh that was rounded to its limit has no slope there."""
    name = node.label if node.name else "y"
    if limits[0] < 0.0:
        return f"1 − {name}² is exactly 0"
    if not (values == 1.0).any():
        return f"{name} · (1 − {name}) is exactly 0"
    return f"1 − {name} is exactly 0"


def _dead(graph: Graph, node: GraphNode, source: GraphNode, training: bool) -> Iterator[Finding]:
    """A rectifier that is hardly anything but zeros, or units of it that are off in every row."""
    elements = math.prod(node.shape)
    units = dead_units(graph, node, source)
    if units and training and units.rows < ROWS_OF_A_BATCH:
        units = None
    if node.value.zeros >= DEAD_SHARE * elements:
        layer = training or (elements > 1 and is_layer(graph, source))
        advice = (
            "Try a smaller learning rate, another initialisation, or leaky_relu."
            if training or (layer and elements == node.value.zeros)
            else f"Left of 0 {called(node.op) if _has_name(graph, node) else 'it'} is flat: "
            "whatever comes back, it passes 0 on."
        )
        yield Finding(
            "dead_relu",
            node.id,
            node.value.zeros / elements,
            DEAD_SHARE,
            f"{node.value.zeros} of {elements} outputs of {node.title} are exactly 0"
            if elements > 1
            else f"{node.title} is exactly 0: {_relu_input(graph, source.id)}, "
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
            f"{WITHOUT_GRADIENT} {'it' if len(units.dead) == 1 else 'them'}. "
            f"{units.revival}".rstrip(),
        )


def _has_name(graph: Graph, node: GraphNode) -> bool:
    """Whether people would use the operation's name for the rectifier."""
    operation = graph.operations.get(node.id)
    return operation is not None and operation.bends and operation.listed


def _relu_input(graph: Graph, id_: str) -> str:
    """Which single number a rectifier has turned to 0."""
    number = float(graph.values[id_].reshape(()))
    shown = numbered(abs(number), VALUE_DIGITS).text
    return f"its input −{shown} is negative" if number < 0 else "its input is 0, too"
