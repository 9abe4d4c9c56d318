"""Edges: what every argument slot of an operation says, and the numbers in its formulas.

In come the operations with their formulas and what the reverse pass sent; out come the edges with
contributions and local factors. Summaries are kept, since most arrays are asked for several times.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from chainrule.engine import Node, Source
from chainrule.engine.reverse import needs_gradient
from chainrule.graph.formulas import Rule, filled_in
from chainrule.graph.model import Formula, GraphEdge, LocalFactor
from chainrule.graph.naming import VALUE_DIGITS, numbered
from chainrule.graph.summary import Array, Summary, summarise, written_numbers
from chainrule.graph.trace import Trace

MOST_NUMBERS = 40_000
"""Of all written out arrays together; after that, arrays have statistics only, values first."""

ONE = np.ones(())


class Summaries:
    """The summaries of one graph's arrays, which live as long as this does."""

    def __init__(self) -> None:
        self._known: dict[int, Summary] = {}
        self._left = MOST_NUMBERS

    def of(self, array: Array) -> Summary:
        """The summary of an array."""
        known = self._known.get(id(array))
        if known is None:
            self._left -= written_numbers(array)
            known = self._known[id(array)] = summarise(array, detail=self._left >= 0)
        return known

    def total(self, array: Array) -> Summary:
        """That of a running total; large ones are previewed in the events only."""
        summary = self.of(array)
        return summary if summary.preview is None else replace(summary, preview=None)


class Edges:
    """What the edges of one graph share.

    Args:
        ids: the identifier of every value.
        arrays: every value by its identifier.
        trace: the reverse pass.
        summaries: where arrays are summarised.
    """

    def __init__(
        self,
        ids: Mapping[Source, str],
        arrays: Mapping[str, Array],
        trace: Trace,
        summaries: Summaries,
    ) -> None:
        self.ids = ids
        self.arrays = arrays
        self.summaries = summaries
        self._numbers: dict[str, str] = {}
        self._factors: dict[tuple[Node, int], float | None] = {}
        self._contributions = {
            f"{ids[step.node]}.{slot}": contribution
            for step in trace.steps
            for slot, contribution in enumerate(step.contributions)
            if contribution is not None
        }

    def into(self, node: Node, about: Rule) -> list[GraphEdge]:
        """The edges that end in an operation."""
        edges = []
        for slot, read in enumerate(node.sources):
            source, target = self.ids[read], self.ids[node]
            local = LocalFactor(*about.factors[slot], None)
            edge = GraphEdge(f"{target}.{slot}", source, target, slot, local)
            if (sent := self._contributions.get(edge.id)) is not None:
                if sent.array.size == node.output.size == 1:
                    local.value = self._factor(node, slot)
                edge.grad = self.summaries.of(sent.array)
                edge.before = None if sent.before is None else self.summaries.total(sent.before)
                edge.after = self.summaries.total(sent.after)
                if sent.raw_shape != sent.array.shape:
                    edge.unbroadcast_from = list(sent.raw_shape)
            edges.append(edge)
        return edges

    def formula(self, node: Node, inputs: Sequence[str], about: Rule) -> Formula:
        """An operation's rule, and the same with numbers where it is one of single numbers."""
        numbers = None
        if node.output.size == 1 and all(array.size == 1 for array in node.arrays):
            filled = [self._number(id_) for id_ in inputs]
            factors = [self._factor(node, slot) for slot in range(len(inputs))]
            numbers = filled_in(node, about, filled, self._number(self.ids[node]), factors)
        return Formula(about.forward, about.local, numbers)

    def _number(self, id_: str) -> str:
        known = self._numbers.get(id_)
        if known is None:
            known = numbered(float(self.arrays[id_].item()), VALUE_DIGITS).latex
            self._numbers[id_] = known
        return known

    def _factor(self, node: Node, slot: int) -> float | None:
        """The factor between two single numbers: what a gradient of 1 becomes."""
        if not node.requires_grad or not needs_gradient(node.sources[slot]):
            return None
        key = (node, slot)
        if key not in self._factors:
            one = np.ones(node.output.shape) if node.output.ndim else ONE
            factor = node.vjp(slot, one, node.output, node.arrays)
            # Summed, because beside larger inputs the part is still broadcast.
            self._factors[key] = None if factor is None else float(factor.sum())
        return self._factors[key]
