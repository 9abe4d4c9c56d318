"""LaTeX export: the whole derivation of a computation, forward and backward, with its numbers.

In comes a graph; out comes a document that any TeX compiles (``amsmath`` is all it needs). The
backward pass has one equation per gradient: the sum over every use of its value.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from chainrule.graph.formulas import rule
from chainrule.graph.naming import VALUE_DIGITS, Name, gradient_name, numbered

if TYPE_CHECKING:
    from chainrule.graph.graph import Graph
    from chainrule.graph.model import GraphEdge, GraphNode
    from chainrule.graph.summary import Summary

MATRIX_ELEMENTS = 16
"""Larger arrays are given by their shape: a page is only so wide."""

DOCUMENT = r"""\documentclass{article}
\usepackage{amsmath,amssymb}
\allowdisplaybreaks
\begin{document}
%s
\end{document}
"""


def to_latex(graph: Graph) -> str:
    """The derivation as a LaTeX document."""
    sections = [_section("Forward", _forward(graph))]
    if graph.seed is not None:
        sections.append(_section("Backward", _backward(graph)))
    return DOCUMENT % "\n".join(sections)


def _section(title: str, equations: list[str]) -> str:
    lines = " \\\\\n".join(f"  {equation}" for equation in equations)
    return f"\\section*{{{title}}}\n\\begin{{align*}}\n{lines}\n\\end{{align*}}"


def _forward(graph: Graph) -> list[str]:
    """One equation per leaf with a name, one per operation."""
    equations = []
    for node in graph.nodes:
        if node.formula is None:
            if node.kind != "constant" or node.shape or node.name:
                equations.append(f"{node.latex} &{_equals(node.value)}")
            continue
        left, _, right = node.formula.forward.partition(" = ")
        numbers = node.formula.numbers
        result = f" = {numbers.forward}" if numbers else _equals(node.value)
        equations.append(f"{left} &= {right}{result}")
    return equations


def _backward(graph: Graph) -> list[str]:
    """One equation per gradient, in the order in which they are complete.

    Each is the sum over the value's uses: in symbols, then in numbers where those are short.
    """
    edges = {edge.id: edge for edge in graph.edges}
    uses: dict[str, list[GraphEdge]] = {}
    complete: list[str] = []
    for event in graph.events:
        if event.phase == "backward":
            complete.append(event.node)
            for id_ in event.edges:
                uses.setdefault(edges[id_].source, []).append(edges[id_])
    complete += [node.id for node in reversed(graph.nodes) if node.op is None]
    nodes = {node.id: node for node in graph.nodes}
    equations = []
    for node in map(nodes.__getitem__, complete):
        if node.grad is None:
            continue
        sent = uses.get(node.id, [])
        steps = [
            [_contribution(graph, nodes, edge) for edge in sent],
            [_product(nodes[edge.target], edge) for edge in sent],
            [_value(edge.grad) if edge.grad else "" for edge in sent] if len(sent) > 1 else [],
        ]
        written = [" + ".join(step) for step in steps if step and all(step)]
        left = f"{gradient_name(node.latex)} &"
        equations.append(" = ".join([left, *written]) + _equals(node.grad))
    return equations


def _contribution(graph: Graph, nodes: Mapping[str, GraphNode], edge: GraphEdge) -> str:
    """What is sent through an edge, in symbols; sums that undo broadcasting are written out."""
    target = nodes[edge.target]
    names = [Name(nodes[id_].label, nodes[id_].latex) for id_ in target.inputs]
    result = Name(target.label, target.latex)
    term = rule(graph.operations[target.id], names, result).contributions[edge.slot]
    if edge.unbroadcast_from is None or edge.grad is None:
        return term
    sizes = r" \times ".join(map(str, edge.grad.shape)) or "1"
    return rf"\operatorname{{sum}}_{{\to {sizes}}}\left({term}\right)"


def _product(target: GraphNode, edge: GraphEdge) -> str:
    """Upstream gradient times local factor, where both are single numbers."""
    if edge.local.value is None or target.grad is None or target.grad.mean is None:
        return ""
    upstream = numbered(target.grad.mean, VALUE_DIGITS).latex
    return rf"{upstream} \cdot {numbered(edge.local.value, VALUE_DIGITS).latex}"


def _equals(summary: Summary) -> str:
    """The value behind an equals sign; of a large array the shape."""
    value = _value(summary)
    if value:
        return f" = {value}"
    return r" \in \mathbb{R}^{" + r" \times ".join(map(str, summary.shape)) + "}"


def _value(summary: Summary) -> str:
    """A number or a small matrix; empty for anything larger."""
    size = math.prod(summary.shape)
    if summary.data is None or size > MATRIX_ELEMENTS or size == 0 or len(summary.shape) > 2:
        return ""
    if not summary.shape:
        return numbered(summary.data, VALUE_DIGITS).latex
    rows = summary.data if len(summary.shape) == 2 else [summary.data]
    body = r" \\ ".join(" & ".join(numbered(x, VALUE_DIGITS).latex for x in row) for row in rows)
    return rf"\begin{{bmatrix}} {body} \end{{bmatrix}}"
