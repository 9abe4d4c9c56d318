"""LaTeX export: the whole derivation of a computation, forward and backward, with its numbers.

In comes a graph; out comes a document that any TeX compiles (``amsmath`` is all it needs). The
backward pass has one equation per gradient: the sum over every use of its value. What is wider
than the page goes on in the next line, behind an equals sign or with the next term of a sum.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING

from chainrule.graph.formulas import rule
from chainrule.graph.naming import VALUE_DIGITS, Name, gradient_name, numbered

if TYPE_CHECKING:
    from chainrule.graph.graph import Graph
    from chainrule.graph.model import GraphEdge, GraphNode
    from chainrule.graph.summary import Summary

MATRIX_ELEMENTS = 16
"""Larger arrays are given by their shape, and so are wider ones: a page is only so wide."""
WIDTH = 60
"""Characters in a line of the page, measured with ``width``: about 5.2 of TeX's points each, and
the text of an article is 345 wide."""

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
                equations.append(_equation(node.latex, [], node.value))
            continue
        left, _, right = node.formula.forward.partition(" = ")
        numbers = node.formula.numbers
        filled = numbers.forward.rpartition(" = ")[0] if numbers else ""
        steps = [[right]] + ([[filled]] if filled else [])
        equations.append(_equation(left, steps, node.value))
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
            for id_ in event.edges or ():
                uses.setdefault(edges[id_].source, []).append(edges[id_])
    complete += [node.id for node in reversed(graph.nodes) if node.op is None]
    nodes = {node.id: node for node in graph.nodes}
    contributions = cache(partial(_contributions, graph, nodes))
    equations = []
    for node in map(nodes.__getitem__, complete):
        if node.grad is None:
            continue
        sent = uses.get(node.id, [])
        steps = [
            [_contribution(contributions(edge.target)[edge.slot], edge) for edge in sent],
            [_product(nodes[edge.target], edge) for edge in sent],
            [_value(edge.grad) if edge.grad else "" for edge in sent],
        ]
        written = [step for step in steps if step and all(step)]
        equations.append(_equation(gradient_name(node.latex), written, node.grad))
    return equations


def _equation(left: str, steps: list[list[str]], result: Summary) -> str:
    """One equation of several steps, each the terms of a sum, in as many lines as it needs.

    A step that says the same as the one before it is left out.
    """
    relation, value = "=", _value(result)
    if not value:
        sizes = r" \times ".join(map(str, result.shape))
        relation, value = r"\in", rf"\mathbb{{R}}^{{{sizes}}}"
    lines: list[str] = []
    room, before = WIDTH - width(left), None
    for sign, terms in [*(("=", terms) for terms in steps), (relation, [value])]:
        written = [lone(" + ".join(terms))]
        if written == before:
            continue
        before = written
        if width(written[0]) > room - 2:
            written = _broken([lone(terms[0]), *terms[1:]], room - 2)
        start = f"{sign} {written[0]}"
        goes_on = lines and not lines[-1].startswith(r"\quad")
        if goes_on and width(f"{lines[-1]} {start}") <= room:
            lines[-1] += f" {start}"
        else:
            lines.append(start)
        lines += [rf"\quad + {line}" for line in written[1:]]
    return f"{left} &" + " \\\\\n  &".join(lines)


def _broken(terms: list[str], room: int) -> list[str]:
    """The terms of a sum in lines that fit, as well as single terms allow."""
    lines = terms[:1]
    for term in terms[1:]:
        longer = f"{lines[-1]} + {term}"
        if width(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(term)
    return lines


NUMBER = r"-?[\d.]+(?: \\cdot 10\^\{-?\d+\})?"
LONE = re.compile(
    rf"(^|= |& |\\\\ |matrix\}} |left\(|, )\\left\(({NUMBER})\\right\)(?!\^| \\(?:c?dot|odot))"
)


def lone(latex: str) -> str:
    """Without the brackets around negative numbers that follow no sign of an operation."""
    return LONE.sub(r"\1\2", latex)


MATRIX = re.compile(r"\\begin\{[a-z]*\} (.*?) \\end\{[a-z]*\}")
OVER = re.compile(r"\\frac\{((?:[^{}]|\{[^{}]*\})*)\}\{((?:[^{}]|\{[^{}]*\})*)\}")


def width(latex: str) -> int:
    """About how many characters wide it is: of a matrix its columns, of a fraction one part."""

    def matrix(found: re.Match[str]) -> str:
        rows = [row.split(" & ") for row in found[1].split(r" \\ ")]
        return "m" * sum(max(map(width, column)) + 2 for column in zip(*rows, strict=False))

    def over(found: re.Match[str]) -> str:
        return "m" * max(width(found[1]), width(found[2]))

    text = OVER.sub(over, MATRIX.sub(matrix, latex))
    text = re.sub(r"\\(left|right|mathrm|mathbb|operatorname|text|mathtt)\b", "", text)
    text = re.sub(r"\\(quad)", "mm", text)
    text = re.sub(r"\\(tanh|sinh|cosh|arctan|exp|max|min)\b", "mmmm", text)
    text = re.sub(r"\\[A-Za-z]+", "m", text)
    return len(re.sub(r"[{}^_\\]|(?<![=+]) (?![=+])", "", text))


def _contributions(graph: Graph, nodes: Mapping[str, GraphNode], target: str) -> Sequence[str]:
    """What an operation sends to each of its inputs, in symbols."""
    node = nodes[target]
    names = [Name(nodes[id_].label, nodes[id_].latex) for id_ in node.inputs]
    return rule(graph.operations[target], names, Name(node.label, node.latex)).contributions


def _contribution(term: str, edge: GraphEdge) -> str:
    """What is sent through an edge; sums that undo broadcasting are written out."""
    if edge.unbroadcast_from is None or edge.grad is None:
        return term
    sizes = r" \times ".join(map(str, edge.grad.shape)) or "1"
    return rf"\operatorname{{sum}}_{{\to {sizes}}}\left({term}\right)"


def _product(target: GraphNode, edge: GraphEdge) -> str:
    """Upstream gradient times local factor, where both are single numbers."""
    if edge.local.value is None or target.grad is None or target.grad.mean is None:
        return ""
    factors = [target.grad.mean, edge.local.value]
    factors = [factor for factor in factors if factor != 1.0] or [1.0]
    return r" \cdot ".join(numbered(factor, VALUE_DIGITS).latex for factor in factors)


def _value(summary: Summary) -> str:
    """A number or a small matrix; empty for anything larger."""
    size = math.prod(summary.shape)
    if summary.data is None or size > MATRIX_ELEMENTS or size == 0 or len(summary.shape) > 2:
        return ""
    if not summary.shape:
        return numbered(summary.data, VALUE_DIGITS).latex
    rows = summary.data if len(summary.shape) == 2 else [summary.data]
    body = r" \\ ".join(" & ".join(numbered(x, VALUE_DIGITS).latex for x in row) for row in rows)
    matrix = lone(rf"\begin{{bmatrix}} {body} \end{{bmatrix}}")
    return matrix if width(matrix) <= WIDTH - 6 else ""
