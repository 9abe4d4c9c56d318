"""Findings: numbers that deserve a look, each with what was seen, the limit, and what to try.

Every threshold stands here, with its reason; what counts as cancelled stands in ``cancelling.py``,
what as dead or saturated in ``activations.py``.
Findings are hints for people: nothing is changed
and nothing fails because of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np

from chainrule.graph.activations import flat_activations
from chainrule.graph.cancelling import CANCELLED, adds_up_to_zero, cancelled
from chainrule.graph.cuts import Cut
from chainrule.graph.finiteness import nonfinite_gradients, nonfinite_values
from chainrule.graph.graph import Graph
from chainrule.graph.handwritten import handwritten
from chainrule.graph.model import GraphEdge, GraphNode
from chainrule.graph.naming import called, numbered
from chainrule.graph.observations import NOTHING, Finding, Leftover
from chainrule.graph.precision import precision
from chainrule.graph.summary import Summary
from chainrule.graph.wiring import broadcast_both, several_outputs, without_path

VANISHING_RMS = 1e-8
"""A smaller gradient moves a float64 parameter of size 1 by nothing at usual learning rates."""
UNDERFLOW_RMS = 1e-150
"""A product of two numbers below it can be too small for float64, which then makes it 0."""
VANISHING_RATIO = 1e-3
"""A parameter whose gradient is a thousand times smaller than the last layer's hardly learns."""
SAID_RATIO = 1e9
"""How many times smaller it is is said up to here; beyond, the number says nothing."""
EXPLODING_RMS = 1e3
"""A larger gradient throws parameters far away at usual learning rates."""
UPDATE_RATIO = (1e-5, 1e-1)
"""‖update‖ / ‖parameter‖: below it nothing is learned, above it learning jumps about."""


def find(
    graph: Graph,
    updates: Mapping[str, float],
    leftovers: Mapping[str, Leftover] = NOTHING,
    ends: Mapping[str, list[Cut]] = NOTHING,
    float32: bool = False,
) -> list[Finding]:
    """Everything that stands out in a graph, what breaks it first.

    Args:
        graph: the graph; its own findings are not looked at.
        updates: for parameters that a training step changes, ‖update‖ / ‖parameter‖ by node id.
        leftovers: what stood in leaves' ``.grad`` before the reverse pass.
        ends: where ways of values to the output end, by node id.
        float32: whether to look for what PyTorch's float32 would lose.
    """
    return [
        *nonfinite_values(graph),
        *nonfinite_gradients(graph),
        *(precision(graph) if float32 else ()),
        *several_outputs(graph),
        *broadcast_both(graph),
        *without_path(graph, ends),
        *_gradient_sizes(graph),
        *flat_activations(graph, training=bool(updates)),
        *_update_sizes(graph, updates),
        *_accumulated(graph, leftovers),
        *handwritten(graph),
    ]


def _gradient_sizes(graph: Graph) -> Iterator[Finding]:
    """Parameters whose gradient is far too small or far too large."""
    parameters = [(n, n.grad) for n in graph.nodes if n.kind == "parameter" and n.grad]
    if not parameters:
        return
    last = parameters[-1][1].rms or 0.0
    # Beside a gradient that is very large itself, one of ordinary size has not vanished.
    small = max(VANISHING_RMS, VANISHING_RATIO * min(last, 1.0))
    rounding: dict[str, str] | None = None
    for node, grad in parameters:
        rms = grad.rms
        if rms is None or not math.isfinite(rms):
            continue
        if rms == 0.0:
            yield Finding(
                "zero_gradient",
                node.id,
                0.0,
                0.0,
                f"{node.label}'s gradient is exactly 0"
                + (" in every element" if node.shape else ""),
                f"{node.label} cannot learn from this: {_why_zero(graph, node.id)}",
            )
            continue
        if rms < small:
            rounding = cancelled(graph) if rounding is None else rounding
            if node.id in rounding:
                yield _cancelled(graph, node, rms, rounding[node.id])
                continue
            compared = (
                f", {last / rms:,.0f} times smaller than {parameters[-1][0].label}'s"
                if rms >= VANISHING_RMS and last < SAID_RATIO * rms
                else ""
            )
            yield Finding(
                "vanishing_gradient",
                node.id,
                rms,
                small,
                f"{node.label}'s gradient has almost vanished: rms {rms:.3g}{compared}",
                "Try fewer saturating steps between it and the output, or another initialisation.",
            )
        elif rms > EXPLODING_RMS:
            yield Finding(
                "exploding_gradient",
                node.id,
                rms,
                EXPLODING_RMS,
                f"{node.label}'s gradient is very large: rms {rms:.3g}",
                "Scale the inputs, use a smaller learning rate, or clip the gradient.",
            )


def _cancelled(graph: Graph, node: GraphNode, rms: float, place: str) -> Finding:
    """The finding for a gradient that is nothing but rounding errors."""
    where = graph.node(place)
    sender = (
        f"what {where.label} ({called(where.op)}) sends"
        if where.op
        else f"what {where.label}'s uses send"
    )
    return Finding(
        "cancelled_gradient",
        node.id,
        rms,
        CANCELLED,
        f"{node.label}'s gradient cancels to 0 up to rounding (rms {rms:.1g})",
        f"All of {sender} back adds up to 0; what is left is no direction to learn from.",
    )


def _why_zero(graph: Graph, id_: str) -> str:
    """Where on the way from the output a leaf's gradient became exactly 0."""
    nodes = {node.id: node for node in graph.nodes}
    uses: dict[str, list[GraphEdge]] = {}
    for edge in graph.edges:
        uses.setdefault(edge.source, []).append(edge)
    seen, waiting = {id_}, [id_]
    while waiting:
        here = waiting.pop()
        for edge in uses.get(here, ()):
            upstream = nodes[edge.target].grad
            if edge.grad is None or upstream is None:
                continue
            if edge.grad.rms:
                return f"what the uses of {nodes[here].label} send back cancels to 0."
            if not upstream.rms:
                if edge.target not in seen:
                    seen.add(edge.target)
                    waiting.append(edge.target)
            elif upstream.rms < UNDERFLOW_RMS:
                return (
                    "it shrank on the way back until float64 knew no smaller number. "
                    "Try fewer steps whose derivative is below 1, or larger weights."
                )
            else:
                stop = nodes[edge.target]
                if adds_up_to_zero(graph, edge):
                    return f"what {stop.label} ({called(stop.op)}) sends back adds up to 0."
                return f"the derivative of {stop.label} ({called(stop.op)}) is 0 there."
    return "look for a step on the way to the output whose derivative is 0."


def _accumulated(graph: Graph, leftovers: Mapping[str, Leftover]) -> Iterator[Finding]:
    """Leaves to whose gradient something was added that nobody had cleared."""
    for id_, leftover in leftovers.items():
        node = graph.node(id_)
        if node.accumulated_grad is None or not leftover.gradient.any():
            continue
        size = float(np.sqrt(np.mean(np.square(leftover.gradient))))
        had = numbered(size, 4).text
        if leftover.gradient.size == 1:
            had = numbered(float(leftover.gradient.reshape(())), 4).text.strip("()")
        else:
            had = f"a gradient of rms {had}"
        where = f" from line {leftover.line}" if leftover.line else ""
        yield Finding(
            "accumulated_gradient",
            id_,
            size,
            0.0,
            f"{node.label}.grad still had {had}{where}: what this pass sends was added to it",
            "Clear it before each backward(): optimizer.zero_grad(), or x.grad = None.",
        )


def _update_sizes(graph: Graph, updates: Mapping[str, float]) -> Iterator[Finding]:
    """Training steps that are far too small or far too large for the parameter.

    A parameter near 0, such as a bias that began there, is moved by many times its size at any
    learning rate: of what is large the step must be large beside another parameter, too. And no
    learning rate moves a parameter whose gradient is exactly 0, of which is said why.
    """
    smallest, largest = UPDATE_RATIO
    sizes = {id_: graph.node(id_).value.rms or 0.0 for id_ in updates}
    most = max(filter(math.isfinite, sizes.values()), default=0.0)
    for id_, ratio in updates.items():
        small = ratio < smallest
        if smallest <= ratio <= largest or (small and _is_zero(graph.node(id_).grad)):
            continue
        if math.isfinite(ratio) and not small and ratio * sizes[id_] <= largest * most:
            continue
        yield Finding(
            "update_ratio",
            id_,
            ratio,
            smallest if small else largest,
            f"the step {_size_of_step(graph.node(id_).label, ratio)}",
            f"Try a {'larger' if small else 'smaller'} learning rate."
            if _is_finite(graph.node(id_).grad)
            else "Its gradient is not finite: look for where that begins.",
        )


def _size_of_step(label: str, ratio: float) -> str:
    """What a step does to a parameter, as people say it."""
    if not math.isfinite(ratio):
        return f"makes {label} {'infinite' if ratio > 0 else 'NaN'}"
    size = numbered(ratio, 2).text
    return f"changes {label} by {size} {'times' if ratio >= 1.0 else 'of'} its size"


def _is_zero(gradient: Summary | None) -> bool:
    return gradient is not None and gradient.rms == 0.0


def _is_finite(gradient: Summary | None) -> bool:
    return gradient is None or not gradient.nonfinite
