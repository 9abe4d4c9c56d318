"""Findings about float32: where PyTorch's usual numbers lose what is computed here in float64."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from chainrule.engine import Node
from chainrule.graph.formulas import rule
from chainrule.graph.graph import Graph
from chainrule.graph.model import GraphNode
from chainrule.graph.naming import called, listed, named, numbered
from chainrule.graph.observations import Finding
from chainrule.graph.shadow import ROUND, Cause, Shadow, overflown, settled, shadow
from chainrule.graph.summary import Array

LARGEST = float(np.finfo(np.float32).max)
MOST_FINDINGS = 3
"""Causes that are told; what overflows comes before what is rounded."""
MOST_NAMES = 3
"""Parameters that are named."""
MUCH = 1e-2
"""A result that is this far from float64's is told; what rounding usually leaves is not."""
DIGITS = 9
PLURAL = "the gradients of"

OVERFLOW = "float32 ends at 3.4e38, float64 at 1.8e308: scale the numbers, or ask for float64."
ROUNDING = (
    "float32 has 7 digits and ends at 1e−45, float64 has 16 and ends at 5e−324: write it so that "
    "nothing small is added to something large (log1p, expm1), or ask for float64."
)


def precision(graph: Graph) -> Iterator[Finding]:
    """The places at which float32 loses a number first, each with what follows from it there."""
    found = shadow(graph)
    if found is None:
        return
    told = [cause for cause in found.causes if cause.told]
    told.sort(key=lambda cause: -cause.rank)  # else in execution order
    consequence = _consequence(graph, found)
    for cause in told[:MOST_FINDINGS]:
        follows = consequence if cause.rank == told[0].rank else ""
        yield _finding(graph, found, cause, follows)


def _finding(graph: Graph, found: Shadow, cause: Cause, follows: str) -> Finding:
    node, place = cause.node, int(np.argmax(cause.lost))
    observed, among = None, ""
    if cause.sent_to is not None:
        what = f"the gradient that {called(node.op)} sends back to {cause.sent_to.label}"
        there = math.inf
    else:
        value = found.values[node.id]
        there, observed = float(value.flat[place]), float(graph.values[node.id].flat[place])
        what, example = _what(graph, node, place)
        if value.size > 1:
            alike = cause.lost if cause.overflow else cause.lost & (value == there)
            among = f" in {int(alike.sum())} of {value.size} elements"
            among += f", beginning with {example}" if example else ""
        else:
            what = example or what
        what = f"{node.name} = {what}" if node.name else what
    if not (follows or cause.overflow):
        follows = "; the float64 used here still tells the difference"
    return Finding(
        "float32_overflow" if cause.overflow else "float32_rounding",
        node.id,
        observed,
        LARGEST if cause.overflow else there,
        f"in PyTorch's float32 {what} is {_said(there, cause.overflow)}{among}{follows}",
        _advice(graph.operations.get(node.id), cause.overflow),
    )


def _advice(operation: Node | None, overflow: bool) -> str:
    if overflow:
        return (operation.overflow if operation else "") or OVERFLOW
    return (operation.rounding if operation else "") or ROUNDING


def _said(there: float, overflow: bool) -> str:
    if not overflow:
        return f"exactly {_number(there)}"
    return "nan" if there != there else "infinite" if there > 0 else "−infinite"


def _what(graph: Graph, node: GraphNode, place: int) -> tuple[str, str]:
    """How a value came about, and the same with the numbers of one element, where that can be."""
    operation = graph.operations.get(node.id)
    if operation is None:
        return f"the given {node.kind}", _number(float(graph.values[node.id].flat[place]))
    if not operation.elementwise:
        return node.expression, ""
    names = [
        numbered(float(np.broadcast_to(graph.values[id_], node.shape).flat[place]), DIGITS)
        for id_ in node.inputs
    ]
    if operation.family == "arithmetic":
        return node.expression, rule(operation, names, named("y")).expression
    numbers = ", ".join(name.text.strip("()") for name in names)
    return node.expression, f"{operation.called}({numbers})"


def _consequence(graph: Graph, found: Shadow) -> str:
    """What comes out otherwise: the output, then gradients of parameters; empty for nothing."""
    said: list[tuple[str, str]] = []
    output = graph.node(graph.output)
    itself = any(cause.node is output and cause.sent_to is None for cause in found.causes)
    if output.id in found.values and not itself:
        word = _output_word(found.values[output.id], graph.values[output.id])
        said += [(output.name or "the result", word)] if word else []
    words: dict[str, list[str]] = {}
    for node in graph.nodes:
        if node.kind == "parameter" and node.id in found.grads and node.id != output.id:
            word = _gradient_word(found.grads[node.id], graph.grads[node.id])
            if word:
                words.setdefault(word, []).append(node.label)
    said += [(_gradients_of(labels), word) for word, labels in words.items()]
    if not said:
        return ""
    (who, word), *rest = said
    verb = "are" if who.startswith(PLURAL) else "is"
    parts = [f"{who} {verb} {word}", *(f"{who} {word}" for who, word in rest)]
    return f": there {listed(parts)}"


def _output_word(value: Array, exact: Array) -> str:
    """What became of the output in float32; empty where it is much the same."""
    lost = overflown(value, exact)
    lost = lost if lost.any() else settled(value, exact, ROUND)
    if lost.any():
        some = "" if value.size == 1 else f" in {int(lost.sum())} of {value.size} elements"
        return _printed(float(value[lost].flat[0])) + some
    if value.size == 1 and abs(value.item() - exact.item()) > MUCH * abs(exact.item()):
        return f"{_number(value.item(), 4)}, not {_number(exact.item(), 4)}"
    return ""


def _gradient_word(gradient: Array, exact: Array) -> str:
    """What became of a gradient in float32; empty where it is much the same."""
    if (lost := overflown(gradient, exact)).any():
        return "nan" if np.isnan(gradient[lost]).any() else _printed(float(gradient[lost].flat[0]))
    return "0" if exact.any() and np.isfinite(exact).all() and not gradient.any() else ""


def _gradients_of(labels: list[str]) -> str:
    if len(labels) == 1:
        return f"{labels[0]}'s gradient"
    if len(labels) > MOST_NAMES:
        return f"{PLURAL} {len(labels)} parameters"
    return f"{PLURAL} {listed(labels)}"


def _printed(number: float) -> str:
    """A number as PyTorch prints it where it is none."""
    if math.isfinite(number):
        return _number(number)
    return "nan" if number != number else "inf" if number > 0 else "-inf"


def _number(number: float, digits: int = DIGITS) -> str:
    return numbered(number, digits).text.strip("()")
