"""Cuts: where a gradient stops, although the values go on to the output, and what stopped it.

``detach``, comparisons, the condition of ``where``, indices and whatever is computed under
``no_grad`` have no derivative for what they read. A value all of whose ways to the output lead
through one has no gradient, and still the output depends on it; where only some do, its gradient
is that of the other ways. A number that ``item()`` or ``float()`` took out of the computation has
no way on at all: nobody can tell what Python made of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chainrule.engine import Node, Source
from chainrule.engine.operations.shapes import CastNode
from chainrule.engine.reverse import needs_gradient
from chainrule.engine.views import ViewNode
from chainrule.graph.graph import Graph
from chainrule.graph.model import GraphNode
from chainrule.graph.observations import Read

MOST_CUTS = 3
"""Of one value; the first ones in execution order are kept."""

BRANCHING = "bool()"
"""How a condition reads a value: what follows is computed without the number itself."""

SINGLE = frozenset({"item()", "float()", "int()"})
"""These take out one number."""

COMPARISONS = frozenset(">≥<≤=≠")

OUT_OF_DATA = ".data"
OUTSIDE = "Compute it outside of no_grad(), which is for updates and for looking."
ITSELF = "Take the value itself there, unless its gradient is meant to stop."


@dataclass(frozen=True, slots=True)
class Cut:
    """One place where the way of a value ends.

    Attributes:
        node: what it made, or for a number that was read, the value that it was read from.
        how: what people wrote there: ``detach()``, ``no_grad()``, ``item()``.
        line: where in the program, if that is known.
        advice: what to do instead, as a sentence.
    """

    node: str
    how: str
    line: int | None
    advice: str

    @property
    def without(self) -> str:
        """What has no gradient behind it."""
        if self.how == BRANCHING:
            return "which branch is taken"
        number = "that number" if self.how in SINGLE else "those numbers"
        return f"what is computed from {number}"

    @property
    def place(self) -> str:
        """What it was and where: ``item() in line 3``."""
        return f"{self.how} in line {self.line}" if self.line else self.how


def cuts(output: Source, sources: Iterable[Source]) -> dict[Source, tuple[Node, ...]]:
    """By value that needs a gradient, where its ways to the output are cut; often nowhere.

    Args:
        output: where the reverse pass starts.
        sources: every value, in execution order.
    """
    found: dict[Source, tuple[Node, ...]] = {output: ()}  # everything that the output depends on
    for node in reversed([source for source in sources if isinstance(source, Node)]):
        if node not in found:
            continue
        rules = node.rules if node.requires_grad else (None,) * len(node.sources)
        for source, rule in zip(node.sources, rules, strict=True):
            known = found.setdefault(source, ())
            if needs_gradient(source):
                here = (node,) if rule is None else found[node]
                if here and here is not known:
                    both = sorted({*known, *here}, key=lambda cut: cut.serial)
                    found[source] = tuple(both[:MOST_CUTS])
    return found


def ends(graph: Graph, reads: Mapping[str, Read]) -> dict[str, list[Cut]]:
    """By node with such a place, where its ways end: at operations, or in Python's own numbers.

    Args:
        graph: the graph.
        reads: values that Python took a number out of, by node id.
    """
    nodes = {node.id: node for node in graph.nodes}
    taken = _taken(graph, reads)
    found: dict[str, list[Cut]] = {}
    for node in graph.nodes:
        if node.cut_by:
            found[node.id] = [_cut(graph, nodes[id_], reads) for id_ in node.cut_by]
        elif node.grad_state == "no_path" and node.id in taken:
            found[node.id] = [_number(taken[node.id], reads)]
    return found


def behind(graph: Graph, reads: Mapping[str, Read]) -> dict[str, list[Cut]]:
    """By value that needs no gradient although parameters lead to it, what cuts it off from them.

    Args:
        graph: the graph.
        reads: values that Python took a number out of, by node id.
    """
    nodes = {node.id: node for node in graph.nodes}
    found: dict[str, list[Cut]] = {}
    for node in graph.nodes:
        if node.op is None or node.requires_grad:
            continue
        if any(nodes[id_].requires_grad for id_ in node.inputs):
            found[node.id] = [_cut(graph, node, reads)]
        elif above := dict.fromkeys(cut for id_ in node.inputs for cut in found.get(id_, ())):
            found[node.id] = list(above)[:MOST_CUTS]
    return found


def _cut(graph: Graph, cut: GraphNode, reads: Mapping[str, Read]) -> Cut:
    """What kind of cut an operation is, and where."""
    operation = graph.operations[cut.id]
    line = cut.span.line if cut.span else None
    read = next((reads[id_] for id_ in cut.inputs if id_ in reads), None)
    if isinstance(operation, ViewNode) and operation.cuts_history:
        if read is not None and read.how == OUT_OF_DATA and line in (None, read.line):
            return Cut(cut.id, OUT_OF_DATA, read.line, ITSELF)
        return Cut(cut.id, "detach()", line, ITSELF)
    if operation.output.dtype.kind == "b":
        advice = "It jumps from 0 to 1 and is flat elsewhere; where() chooses between two values."
        compares = operation.symbol in COMPARISONS
        how = f"the comparison {operation.symbol}" if compares else f"{operation.name}()"
        return Cut(cut.id, how, line, advice)
    if not operation.gradients or operation.output.dtype.kind in "iu":
        advice = "A whole number has no derivative: it stays the same or jumps."
        if isinstance(operation, CastNode):
            return Cut(cut.id, f"the conversion to {cut.dtype}", line, advice)
        return Cut(cut.id, f"{operation.name}()", line, advice)
    if operation.requires_grad:
        choice = operation.input_names[operation.rules.index(None)]
        advice = "A choice has no derivative, only what is chosen has."
        return Cut(cut.id, f"the {choice} of {operation.name}()", line, advice)
    return Cut(cut.id, "no_grad()", line, OUTSIDE)


def _number(id_: str, reads: Mapping[str, Read]) -> Cut:
    """The end of a way at a number that Python took out."""
    read = reads[id_]
    if read.how == BRANCHING:
        advice = "Which branch is taken has no gradient; where() chooses between two values."
    elif read.how == OUT_OF_DATA:
        advice = ITSELF
    elif read.how.endswith("tensor()"):
        advice = f"{read.how} copies numbers only: take the tensors themselves, or stack() them."
    else:
        advice = f"Keep the tensor, and call {read.how} only to print."
    return Cut(id_, read.how, read.line, advice)


def _taken(graph: Graph, reads: Mapping[str, Read]) -> dict[str, str]:
    """By node, the first value computed from it, or it itself, that Python took a number out of.

    A condition is named only where nothing else was read.
    """
    order = {node.id: place for place, node in enumerate(graph.nodes)}

    def rank(id_: str) -> tuple[bool, int]:
        return reads[id_].how == BRANCHING, order[id_]

    found = {id_: id_ for id_ in reads if id_ in order}
    for node in reversed(graph.nodes):
        if (here := found.get(node.id)) is None:
            continue
        for id_ in node.inputs:
            known = found.get(id_)
            found[id_] = here if known is None else min(known, here, key=rank)
    return found
