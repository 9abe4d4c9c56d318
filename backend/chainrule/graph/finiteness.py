"""Findings about numbers that are not finite: where they begin, forward and backward."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from chainrule.engine.node import ElementwiseBinaryNode
from chainrule.graph.graph import Graph
from chainrule.graph.model import GraphNode
from chainrule.graph.naming import VALUE_DIGITS, called, numbered
from chainrule.graph.observations import Finding
from chainrule.graph.summary import Summary

ORDINALS = ("first", "second", "third")
"""What a number within an expression is called: its first argument."""


def nonfinite_values(graph: Graph) -> Iterator[Finding]:
    """The first value in execution order that is not finite; and where NaN begins, if later."""
    meant = _masks(graph)
    first = next((n for n in graph.nodes if n.value.nonfinite and n.id not in meant), None)
    if first is None:
        return
    origin = f"{called(first.op)} gives" if first.op else "here stands"
    yield Finding(
        "non_finite_value",
        first.id,
        float(first.value.nonfinite),
        0.0,
        f"{first.label} is the first value that is not finite: {origin} {_what(first.value)}"
        + (_operands(graph, first) if np.isnan(graph.values[first.id]).any() else ""),
        _domain(graph, first)
        or f"Look at what goes into {first.label}: everything computed from it is affected.",
    )
    undefined = next((node for node in graph.nodes if np.isnan(graph.values[node.id]).any()), None)
    if undefined is not None and undefined is not first:
        yield Finding(
            "nan_value",
            undefined.id,
            float(np.count_nonzero(np.isnan(graph.values[undefined.id]))),
            0.0,
            f"{undefined.label} is where NaN begins: {called(undefined.op)} gives NaN"
            + _operands(graph, undefined),
            f"That has no value; it comes from {first.label}, which is not finite.",
        )


def _masks(graph: Graph) -> set[str]:
    """Infinities that were written down, and values that are infinite only where those are.

    The −∞ of a causal mask is meant: the softmax makes it 0. Where NaN comes of one, that is the
    place to look at, and where one reaches the output nothing was meant.
    """
    meant: set[str] = set()
    for node in graph.nodes:
        if not node.value.nonfinite or np.isnan(graph.values[node.id]).any():
            continue
        infinite = [id_ for id_ in node.inputs if not np.isfinite(graph.values[id_]).all()]
        given = node.op is None and node.kind != "parameter"
        if given or (infinite and meant.issuperset(infinite)):
            meant.add(node.id)
    return meant if graph.output not in meant else set()


def _operands(graph: Graph, node: GraphNode) -> str:
    """The two numbers that an operation made the first NaN of, where it goes element by element."""
    if not isinstance(graph.operations.get(node.id), ElementwiseBinaryNode):
        return ""
    place = int(np.isnan(graph.values[node.id]).argmax())
    numbers = (
        np.broadcast_to(graph.values[id_], node.shape).flat[place].item() for id_ in node.inputs
    )
    left, right = (numbered(number, VALUE_DIGITS).text for number in numbers)
    return f" for {left.strip('()')} {node.symbol} {right}"


def nonfinite_gradients(graph: Graph) -> Iterator[Finding]:
    """The first operation of the reverse pass that turns a finite gradient into another."""
    nodes = {node.id: node for node in graph.nodes}
    for edge in reversed(graph.edges):
        target = nodes[edge.target]
        upstream = target.grad
        if (
            edge.grad
            and edge.grad.nonfinite
            and upstream
            and not upstream.nonfinite
            # Nothing else can be expected of an input that is not finite, which is named already.
            and not any(nodes[id_].value.nonfinite for id_ in target.inputs)
        ):
            yield Finding(
                "non_finite_gradient",
                edge.target,
                float(edge.grad.nonfinite),
                0.0,
                f"{called(target.op)} has no finite derivative at this value of "
                f"{nodes[edge.source].label}: it sends back {_what(edge.grad)}",
                _domain(graph, target)
                or "Keep its input away from the edge of the function's domain, for example by "
                "adding a small number.",
            )
            return


def _domain(graph: Graph, node: GraphNode) -> str:
    """Where the operation of a node is not finite, as it declares, with its inputs' names."""
    operation = graph.operations.get(node.id)
    if operation is None or not operation.domain:
        return ""
    inputs = [graph.node(id_) for id_ in node.inputs]
    names = {
        name: _place(slot) if source.kind == "constant" else source.label
        for slot, (name, source) in enumerate(zip(operation.input_names, inputs, strict=False))
    }
    return f"{operation.called}: {operation.domain.format_map(names)}."


def _what(summary: Summary) -> str:
    """The kind of number that is not finite, in words."""
    if summary.max == math.inf:
        return "∞"
    if summary.min == -math.inf:
        return "−∞"
    return "NaN"


def _place(slot: int) -> str:
    return f"its {ORDINALS[slot] if slot < len(ORDINALS) else f'{slot + 1}th'} argument"
