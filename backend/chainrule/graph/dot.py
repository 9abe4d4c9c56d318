"""DOT: a drawing in Graphviz's language, made with the ``graphviz`` package.

One builder writes two forms. *Bare* is for the page: empty boxes of fixed size that the page
writes into, with ``id`` (card or line) and ``class`` (kind) for its style sheet. *Labelled* is for
scripts and other viewers: the same boxes with texts and colours of their own.

Text that people wrote reaches DOT only through ``text()``: Graphviz then takes nothing in it for
markup, entities or escapes. There are no HTML-like labels and no links.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import graphviz  # type: ignore[import-untyped]

from chainrule.engine import ArgumentError
from chainrule.graph.drawing import LEAVES, Card, Drawing
from chainrule.graph.numbers import describe

if TYPE_CHECKING:
    from chainrule.graph.graph import Graph
    from chainrule.graph.model import GraphEdge, GraphNode

PIXELS_PER_INCH = 72
DIRECTIONS = ("TB", "LR")
SPACIOUS = 60
"""Up to so many cards there is room for a factor at every line."""
FACTOR_LENGTH = 24
NAME_LENGTH = 60
"""Longer names and expressions are cut in labels."""
GRADIENT_COLOUR = "#7e22ce"
LARGE = 500
"""Above so many cards Graphviz gets options that trade beauty for speed."""
LARGE_OPTIONS = {"splines": "line", "nslimit": "0.5", "nslimit1": "0.5"}
SMALL_OPTIONS = {"mclimit": "4"}
"""Up to ``SPACIOUS`` cards there is time to look longer for an order with few crossings."""

SPINE = {"weight": "4"}
"""For lines between computed values: they run short and straight, and leaves stand beside them."""

GRAPH = {"nodesep": "0.35", "ranksep": "0.6", "fontname": "Courier", "fontsize": "12"}
NODE = {"shape": "box", "fontname": "Courier", "fontsize": "11"}
EDGE = {"arrowsize": "0.7", "fontname": "Courier", "fontsize": "10"}

STYLES: dict[str, dict[str, str]] = {
    "data": {"style": "dashed,filled", "color": "#7a7a7a", "fillcolor": "#ffffff"},
    "constant": {"style": "rounded,filled", "color": "#9a9a9a", "fillcolor": "#f4f4f4"},
    "parameter": {"penwidth": "2", "style": "filled", "color": "#b45309", "fillcolor": "#fffbeb"},
    "operation": {"style": "rounded,filled", "color": "#374151", "fillcolor": "#ffffff"},
    "sum": {"style": "rounded,filled", "color": "#374151", "fillcolor": "#f3f4f6"},
    "output": {
        "penwidth": "2",
        "style": "rounded,filled",
        "color": "#15803d",
        "fillcolor": "#f0fdf4",
    },
    "group": {"peripheries": "2", "style": "filled", "color": "#374151", "fillcolor": "#f8fafc"},
    "stub": {"style": "rounded,dashed", "color": "#7a7a7a"},
}
"""How the labelled form shows each kind of card; every kind differs by more than its colour."""


def text(string: str) -> str:
    """A string as Graphviz shall show it, to the letter; line breaks and controls become spaces."""
    printable = "".join(c if c.isprintable() else " " for c in string)
    escaped: str = graphviz.escape(printable.replace("&", "&amp;"))
    return escaped


def bare_dot(drawing: Drawing) -> str:
    """The form for the page: boxes of fixed size without text, in rank direction TB."""
    digraph = _digraph(drawing, "TB")
    cards = {
        card.id: {
            "id": card.id,
            "class": card.kind,
            "width": _inches(card.width),
            "height": _inches(card.height),
        }
        for card in drawing.cards
    }
    digraph.attr("node", label="", fixedsize="true", **NODE)
    _write(digraph, drawing, cards, {line.id: {} for line in drawing.lines})
    return str(digraph.source)


def to_dot(graph: Graph, *, labelled: bool = True, direction: str = "TB") -> str:
    """A graph's drawing as DOT text.

    Args:
        graph: the graph.
        labelled: with texts and colours; else the bare form for the page.
        direction: ``"TB"`` (top-down) or ``"LR"`` (left to right), Graphviz's ``rankdir``.

    Raises:
        ArgumentError: the direction is neither.
    """
    if direction not in DIRECTIONS:
        raise ArgumentError(f"a drawing goes 'TB' or 'LR', not {direction!r}")
    if not labelled:
        return graph.drawing.dot.replace("rankdir=TB", f"rankdir={direction}", 1)
    drawing = graph.drawing
    nodes = {node.id: node for node in graph.nodes}
    digraph = _digraph(drawing, direction)
    digraph.attr("node", **NODE)
    cards = {
        card.id: {
            "id": card.id,
            "class": card.kind,
            "label": _label(card, nodes),
            **STYLES["output" if card.node == graph.output else card.kind],
        }
        for card in drawing.cards
    }
    edges = {edge.id: edge for edge in graph.edges}
    lines = {
        line.id: _line_style([edges[id_] for id_ in line.edges], nodes, len(drawing.cards))
        for line in drawing.lines
    }
    _write(digraph, drawing, cards, lines)
    return str(digraph.source)


def _digraph(drawing: Drawing, direction: str) -> graphviz.Digraph:
    digraph = graphviz.Digraph("chainrule")
    cards = len(drawing.cards)
    options = LARGE_OPTIONS if cards > LARGE else SMALL_OPTIONS if cards <= SPACIOUS else {}
    digraph.attr("graph", rankdir=direction, **GRAPH, **options)
    digraph.attr("edge", **EDGE)
    return digraph


def _write(
    digraph: graphviz.Digraph,
    drawing: Drawing,
    cards: Mapping[str, dict[str, str]],
    lines: Mapping[str, dict[str, str]],
) -> None:
    """Adds frames with the cards in them, then the lines.

    Leaves come before what is computed: Graphviz begins with the order of the text, and then two
    programs that differ in a line have their leaves on the same sides, and fewer lines cross.
    """
    frames = {"": digraph}
    for frame in drawing.frames:
        frames[frame.path] = graphviz.Digraph(f"cluster_{frame.id}")
        frames[frame.path].attr(
            id=frame.id,
            label=text(frame.label),
            style="rounded",
            color="#9ca3af",
            **{"class": "group"},
        )
    leaves = {card.id for card in drawing.cards if card.kind in (*LEAVES, "stub")}
    for card in sorted(drawing.cards, key=lambda card: card.id not in leaves):
        frames[card.cluster].node(card.id, **cards[card.id])
    for frame in reversed(drawing.frames):  # children before their parents
        frames[frame.parent or ""].subgraph(frames[frame.path])
    for line in drawing.lines:
        spine = {} if line.source in leaves else SPINE
        digraph.edge(line.source, line.target, id=line.id, **spine, **lines[line.id])


def _inches(pixels: int) -> str:
    return f"{pixels / PIXELS_PER_INCH:.4g}"


def _label(card: Card, nodes: Mapping[str, GraphNode]) -> str:
    if card.kind == "group":
        name = (card.group or "").rpartition("/")[2]
        return _lines_of_text([name, f"{len(card.nodes)} values"])
    node = nodes[card.node or ""]
    if card.kind == "stub":
        return _lines_of_text([f"{node.label} ↗"])
    shape = f" {tuple(node.shape)}" if node.shape else ""
    rule = f" = {node.expression}" if node.expression else ""
    if card.kind == "sum":
        rule = f" = Σ of {len(card.nodes) + 1} terms"
    lines = [f"{node.label}{rule}{shape}"]
    if node.kind != "constant" or node.name or node.shape:
        lines.append(f"v {describe(node.value)}")
    if node.grad is not None:
        lines.append(f"∂ {describe(node.grad)}")
    elif node.grad_state == "no_path":
        lines.append("∂ no path")
    return _lines_of_text(lines)


def _line_style(
    edges: Sequence[GraphEdge], nodes: Mapping[str, GraphNode], cards: int
) -> dict[str, str]:
    """A line that carries no gradient is dashed; in small drawings the others say their factor."""
    if not any(nodes[edge.source].requires_grad for edge in edges):
        return {"style": "dashed"}
    local = edges[0].local.text
    if len(edges) > 1 or cards > SPACIOUS or edges[0].grad is None or len(local) > FACTOR_LENGTH:
        return {}
    return {"label": text(f" {local} "), "fontcolor": GRADIENT_COLOUR}


def _lines_of_text(lines: Iterable[str]) -> str:
    # Joined strings are plain again; without nohtml "<a>" would be read as markup.
    lines = [s if len(s) <= NAME_LENGTH else f"{s[: NAME_LENGTH - 1]}…" for s in lines]
    joined: str = graphviz.nohtml("".join(text(line) + "\\l" for line in lines))
    return joined
