"""Findings: numbers that deserve a look, each with what was seen, the limit, and what to try.

Every threshold stands here, with its reason; what counts as cancelled stands in ``zeros.py``,
what as dead or saturated in ``activations.py``, why a gradient is exactly 0 in ``zeros.py``.
Findings are hints for people: nothing is changed
and nothing fails because of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from chainrule.graph.activations import flat_activations
from chainrule.graph.cuts import Cut
from chainrule.graph.finiteness import nonfinite_gradients, nonfinite_values
from chainrule.graph.graph import Graph
from chainrule.graph.handwritten import handwritten
from chainrule.graph.leftovers import accumulated
from chainrule.graph.losses import overshooting, unused_loss
from chainrule.graph.model import GraphNode
from chainrule.graph.naming import called, numbered
from chainrule.graph.numbers import plain
from chainrule.graph.observations import NOTHING, Change, Finding, Leftover
from chainrule.graph.own_passes import sent_by_hand
from chainrule.graph.precision import precision
from chainrule.graph.summary import Summary
from chainrule.graph.wiring import broadcast_both, several_outputs, through_data, without_path
from chainrule.graph.zeros import CANCELLED, blocking, cancelled, zero_causes, zero_gradients

VANISHING_RMS = 1e-8
"""A smaller gradient moves a float64 parameter of size 1 by nothing at usual learning rates."""
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
    changes: Mapping[str, Change] = NOTHING,
    *,
    meant: str | None = None,
    by_hand: bool = False,
    sent: Mapping[str, tuple[float, float]] = NOTHING,
    seeded: bool = False,
    float32: bool = False,
    failed: Iterable[Finding] = (),
) -> list[Finding]:
    """Everything that stands out in a graph, what breaks it first.

    Args:
        graph: the graph; its own findings are not looked at.
        updates: for parameters that a training step changes, ‖update‖ / ‖parameter‖ by node id.
        leftovers: what stood in leaves' ``.grad`` before the reverse pass, by node id.
        ends: where ways of values to the output end, by node id.
        changes: what the program itself did to leaves afterwards, by node id.
        meant: the loss, by node id, of a program that ends with something else.
        by_hand: whether the program writes its gradients itself.
        sent: what a backward pass of the program's own left at values, and what was there before,
            by node id.
        seeded: whether somebody gave the upstream gradient of the output.
        float32: whether to look for what PyTorch's float32 would lose.
        failed: where the program ended with an error; see ``failures.py``.
    """
    unused = unused_loss(graph, graph.node(meant)) if meant else None
    causes = zero_causes(graph)
    asked = unused is None and (seeded or math.prod(graph.node(graph.output).shape) == 1)
    return [
        *failed,
        *([unused] if unused else ()),
        *nonfinite_values(graph),
        *nonfinite_gradients(graph),
        *(precision(graph) if float32 else ()),
        *(() if seeded else several_outputs(graph, by_hand)),
        *broadcast_both(graph),
        *(without_path(graph, ends) if unused is None else ()),
        *through_data(graph, ends),
        *zero_gradients(graph, causes),
        *_gradient_sizes(graph, changes),
        *flat_activations(graph, bool(updates), blocking(causes)),
        *_update_sizes(graph, updates),
        *overshooting(graph, changes, leftovers),
        *accumulated(graph, leftovers, changes),
        *handwritten(graph, asked),
        *sent_by_hand(graph, sent),
    ]


def _gradient_sizes(graph: Graph, changes: Mapping[str, Change]) -> Iterator[Finding]:
    """Parameters whose gradient is far too small or far too large.

    A large gradient is no finding where the program's own step with it is of ordinary size.
    """
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
            continue  # of which zeros.py says why
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
                f"{node.label}'s gradient has almost vanished: {_size(node, rms)}{compared}",
                "Try fewer saturating steps between it and the output, or another initialisation.",
            )
        elif rms > EXPLODING_RMS and not _is_ordinary(changes.get(node.id)):
            yield Finding(
                "exploding_gradient",
                node.id,
                rms,
                EXPLODING_RMS,
                f"{node.label}'s gradient is very large: {_size(node, rms)}",
                "Scale the inputs, use a smaller learning rate, or clip the gradient.",
            )


def _size(node: GraphNode, rms: float, digits: int = 3) -> str:
    """How large a gradient is: a single number as it is."""
    single = node.grad and node.grad.data is not None and math.prod(node.shape) == 1
    if single and node.grad:
        return plain(float(np.asarray(node.grad.data).reshape(())), digits)
    return f"rms {plain(rms, digits)}"


def _is_ordinary(change: Change | None) -> bool:
    """Whether a step is known, and small enough beside the parameter."""
    return change is not None and change.share <= UPDATE_RATIO[1]


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
        f"{node.label}'s gradient cancels to 0 up to rounding ({_size(node, rms, 1)})",
        f"All of {sender} back adds up to 0; what is left is no direction to learn from.",
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
