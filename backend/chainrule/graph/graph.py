"""Graph: every value and every gradient of one computation, and the forms it can be given in.

The parts are plain data; the graph itself also keeps the arrays behind the summaries and the
recorded operations, for ``array()`` and the exports.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Literal

import numpy as np

from chainrule.engine import ArgumentError, Node
from chainrule.engine.annotation import HIDDEN, Doc
from chainrule.graph.drawing import Drawing
from chainrule.graph.model import GraphEdge, GraphNode, Group
from chainrule.graph.observations import Event, Finding, Stats
from chainrule.graph.summary import Array

if TYPE_CHECKING:
    from chainrule.graph.export_python import Target

VERSION: Literal[1] = 1
"""Of the JSON; within a version keys are only ever added."""


@dataclass(slots=True)
class Graph:
    """A computation with every value, every gradient and how each came about.

    ``build()`` and ``Tensor.graph()`` make it. In a notebook it draws itself.
    """

    version: Literal[1] = field(default=VERSION, init=False, repr=False)
    structure: Annotated[
        str,
        Doc("A hash; where it is equal, only numbers differ, and places in the program's text."),
    ]
    output: Annotated[str, Doc("The node where the reverse pass starts.")]
    nodes: Annotated[list[GraphNode], Doc("Every value, in execution order.")]
    edges: Annotated[list[GraphEdge], Doc("Every argument slot of every operation.")]
    groups: Annotated[list[Group], Doc("Every group, a parent before its children.")]
    events: Annotated[
        list[Event],
        Doc("The steps of the computation, forward and backward, in order."),
    ]
    findings: Annotated[list[Finding], Doc("What deserves a look.")]
    stats: Annotated[Stats, Doc("Sizes and times.")]
    drawing: Annotated[Drawing, Doc("Cards and lines that show the graph.")]
    operations: Mapping[str, Node] = field(repr=False, metadata=HIDDEN)
    """The recorded operation behind each node that is not a leaf."""
    values: Mapping[str, Array] = field(repr=False, metadata=HIDDEN)
    """The whole array of each node."""
    grads: Mapping[str, Array] = field(repr=False, metadata=HIDDEN)
    """The whole gradient of each node that has one."""
    seed: Array | None = field(repr=False, metadata=HIDDEN)
    """The gradient that the reverse pass started with."""

    def array(self, node: str, which: str = "value") -> Array | None:
        """The whole array behind a node's value or gradient; ``None`` for a missing gradient.

        Raises:
            ArgumentError: there is no such node, or ``which`` is neither value nor grad.
        """
        if which not in ("value", "grad"):
            raise ArgumentError(f"a node has a 'value' and a 'grad', not {which!r}")
        if node not in self.values:
            raise ArgumentError(f"the graph has no node {node!r}")
        array = self.values[node] if which == "value" else self.grads.get(node)
        return None if array is None else np.asarray(array)

    def node(self, name: str) -> GraphNode:
        """The node of this identifier, or else the last one of this name.

        Raises:
            ArgumentError: there is none.
        """
        for node in self.nodes:
            if node.id == name:
                return node
        for node in reversed(self.nodes):
            if node.name == name:
                return node
        raise ArgumentError(f"the graph has no node {name!r}")

    def to_dict(self) -> Any:
        """The JSON object, with NaN and infinities still as floats."""
        from chainrule.graph.serialisation import to_plain

        return to_plain(self)

    def to_json(self) -> str:
        """Strict JSON: numbers that JSON lacks are the strings NaN, Infinity and -Infinity."""
        from chainrule.graph.serialisation import to_json

        return to_json(self).decode()

    def to_dot(self, *, labelled: bool = True, direction: str = "TB") -> str:
        """The drawing in Graphviz's language; see ``dot.py``."""
        from chainrule.graph.dot import to_dot

        return to_dot(self, labelled=labelled, direction=direction)

    def to_svg(self, *, direction: str = "TB") -> str:
        """The drawing as SVG, made by the program ``dot``.

        Raises:
            DotMissing: Graphviz is not installed.
            DotFailed: Graphviz took too long or complained.
        """
        from chainrule.graph.render import render

        return render(self.to_dot(direction=direction), "svg").decode()

    def to_png(self, *, direction: str = "TB") -> bytes:
        """The drawing as a PNG image; raises as ``to_svg`` does."""
        from chainrule.graph.render import render

        return render(self.to_dot(direction=direction), "png")

    def to_pdf(self, *, direction: str = "TB") -> bytes:
        """The drawing as a PDF page; raises as ``to_svg`` does."""
        from chainrule.graph.render import render

        return render(self.to_dot(direction=direction), "pdf")

    def to_latex(self) -> str:
        """The derivation, forward and backward with its numbers, as a LaTeX document."""
        from chainrule.graph.export_latex import to_latex

        return to_latex(self)

    def to_python(self, target: Target = "chainrule") -> str:
        """A script that prints the result and the gradients again, with either library."""
        from chainrule.graph.export_python import to_python

        return to_python(self, target)

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, str]:
        """What a notebook shows: the drawing where Graphviz is installed, else its text."""
        from chainrule.graph.render import DotMissing

        bundle = {"text/plain": repr(self)}
        try:
            bundle["image/svg+xml"] = self.to_svg()
        except DotMissing:
            bundle["text/vnd.graphviz"] = bundle["text/plain"] = self.to_dot()
        return {
            kind: text
            for kind, text in bundle.items()
            if (not include or kind in include) and kind not in (exclude or ())
        }

    def __repr__(self) -> str:
        """How many values, and which one is the output."""
        output = self.node(self.output)
        return f"<Graph of {len(self.nodes)} values, output {output.label}>"


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) that every graph answer satisfies."""
    from chainrule.graph.serialisation import definitions

    parts = definitions([Graph])
    graph = parts.pop("Graph")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Chainrule graph, version {VERSION}",
        **graph,
        "$defs": parts,
    }
