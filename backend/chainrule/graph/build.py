"""Build: one computation as a Graph.

In comes a result (and, if a program or a training step made it, what its values are called); the
reverse pass is run with an observer, and out comes the model with every value, every gradient,
every contribution and the events in order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from chainrule.engine import Annotation, Node, Source, Tensor
from chainrule.engine.reverse import needs_gradient
from chainrule.graph.cuts import cuts
from chainrule.graph.dot import bare_dot
from chainrule.graph.drawing import draw
from chainrule.graph.findings import find
from chainrule.graph.formulas import Rule, filled_in, rule, written
from chainrule.graph.graph import Graph
from chainrule.graph.groups import divide, groups_of
from chainrule.graph.model import Formula, GradState, GraphEdge, GraphNode, LocalFactor
from chainrule.graph.naming import VALUE_DIGITS, Name, named, numbered
from chainrule.graph.observations import Event, Stats
from chainrule.graph.summary import Array, Summary, summarise, written_numbers
from chainrule.graph.trace import Contribution, Trace, collect, complete, trace


def build(
    output: Tensor,
    *,
    values: Mapping[Source, Annotation] | None = None,
    seed: ArrayLike | None = None,
    backward: bool = True,
    collapsed: Collection[str] = (),
    updates: Mapping[Source, float] | None = None,
    forward_us: int | None = None,
) -> Graph:
    """The graph of a computation with all its values and gradients; no ``.grad`` is touched.

    Args:
        output: the result, of any shape.
        values: every leaf and operation in execution order, with what people call them; by
            default everything that ``output`` depends on, with the tensors' own names.
        seed: the upstream gradient of ``output``; ones by default.
        backward: whether to run the reverse pass.
        collapsed: paths of groups to be drawn as one card each.
        updates: ‖update‖ / ‖parameter‖ of a training step, for the findings.
        forward_us: how long the forward pass took, if the caller measured it.

    Raises:
        ShapeError: ``seed`` has another shape than ``output``.
        ArgumentError: ``values`` lacks the output, or an operation that another one reads.
    """
    values = collect(output) if values is None else complete(output, values)
    started = perf_counter()
    pass_ = trace(output, seed) if backward else Trace()
    backward_us = round((perf_counter() - started) * 1e6) if backward else None
    with np.errstate(all="ignore"):
        return _Builder(output, values, pass_, backward).graph(
            collapsed, updates or {}, forward_us, backward_us
        )


MOST_NUMBERS = 40_000
"""Of all written out arrays together; after that, arrays have statistics only, values first."""

ONE = np.ones(())
DTYPE_NAMES = {np.dtype(name): name for name in ("float64", "float32", "int64", "bool")}


class _Builder:
    """Holds what the parts of one graph share: identifiers, names, arrays."""

    def __init__(
        self,
        output: Tensor,
        values: Mapping[Source, Annotation],
        pass_: Trace,
        ran_backward: bool,
    ) -> None:
        self.output = output.source
        self.annotations = values
        self.trace = pass_
        self.ran_backward = ran_backward
        self.sources = list(values)
        self.ids = {source: f"n{k}" for k, source in enumerate(values)}
        arrays = _arrays(self.sources)
        self.arrays = {self.ids[s]: arrays[s] for s in self.sources}
        self.grads = {self.ids[s]: g for s, g in pass_.grads.items()}
        self.cuts = cuts(self.output, self.sources)
        self.names = self._names()
        self.summaries: dict[int, Summary] = {}
        self.numbers_left = MOST_NUMBERS
        self.numbers: dict[str, str] = {}
        self.factors: dict[tuple[Node, int], float | None] = {}
        self.uses = Counter(
            self.ids[read] for s in self.sources if isinstance(s, Node) for read in s.sources
        )
        self.contributions: dict[str, Contribution] = {
            f"{self.ids[step.node]}.{slot}": contribution
            for step in pass_.steps
            for slot, contribution in enumerate(step.contributions)
            if contribution is not None
        }

    def graph(
        self,
        collapsed: Collection[str],
        updates: Mapping[Source, float],
        forward_us: int | None,
        backward_us: int | None,
    ) -> Graph:
        """Puts the model together."""
        rules = {source: self._rule(source) for source in self.sources if isinstance(source, Node)}
        nodes = [self._node(s, rules[s] if isinstance(s, Node) else None) for s in self.sources]
        edges = [edge for node, about in rules.items() for edge in self._edges(node, about)]
        divide(nodes)
        groups = groups_of(nodes)
        drawing = draw(nodes, groups, collapsed)
        if not drawing.dot:
            drawing.dot = bare_dot(drawing)
        graph = Graph(
            structure=drawing.structure,
            output=self.ids[self.output],
            nodes=nodes,
            edges=edges,
            groups=groups,
            events=self._events({edge.id: edge for edge in edges}),
            findings=[],
            stats=Stats(
                len(nodes), sum(a.size for a in self.arrays.values()), forward_us, backward_us
            ),
            drawing=drawing,
            operations={self.ids[s]: s for s in self.sources if isinstance(s, Node)},
            values=self.arrays,
            grads=self.grads,
            seed=self.trace.seed,
        )
        graph.findings = find(graph, {self.ids[s]: ratio for s, ratio in updates.items()})
        return graph

    def _names(self) -> dict[str, Name]:
        """What each value is called: its name, a constant's number, else ``v`` and its number."""
        turns: Counter[str] = Counter()
        names: dict[str, Name] = {}
        for source in self.sources:
            id_, annotation = self.ids[source], self.annotations[source]
            if annotation.name:
                turns[annotation.name] += 1
                names[id_] = named(annotation.name, turns[annotation.name])
            elif annotation.kind == "constant" and self.arrays[id_].ndim == 0:
                names[id_] = numbered(float(self.arrays[id_].item()))
            else:
                names[id_] = named(f"v{id_[1:]}")
        return names

    def _label(self, id_: str, annotation: Annotation) -> str:
        """The name, without the brackets that a negative constant needs in formulas."""
        text = self.names[id_].text
        return text if annotation.name else text.strip("()")

    def _rule(self, node: Node) -> Rule:
        inputs = [self.names[self.ids[source]] for source in node.sources]
        return rule(node, inputs, self.names[self.ids[node]])

    def _node(self, source: Source, about: Rule | None) -> GraphNode:
        id_, annotation = self.ids[source], self.annotations[source]
        array = self.arrays[id_]
        operation = source if isinstance(source, Node) else None
        inputs = [self.ids[read] for read in operation.sources] if operation else []
        grad = self.grads.get(id_)
        state: GradState = "computed"
        if not needs_gradient(source):
            state, grad = "not_required", None
        elif grad is None:
            state = "no_path" if self.ran_backward else "not_run"
        return GraphNode(
            id=id_,
            name=annotation.name,
            label=self._label(id_, annotation),
            latex=self.names[id_].latex,
            expression=about.expression if about else "",
            kind="output" if operation and source is self.output else annotation.kind,
            op=operation.name if operation else None,
            symbol=operation.symbol if operation else None,
            params={key: plain(value) for key, value in operation.params.items()}
            if operation
            else {},
            inputs=inputs,
            shape=list(array.shape),
            dtype=DTYPE_NAMES[array.dtype],
            requires_grad=needs_gradient(source),
            uses=self.uses[id_],
            group=annotation.group,
            value=self._summary(array),
            grad=None if grad is None else self._summary(grad),
            grad_state=state,
            formula=self._formula(operation, inputs, about) if operation and about else None,
            span=annotation.span,
            cut_by=[self.ids[cut] for cut in self.cuts.get(source, ())],
        )

    def _formula(self, node: Node, inputs: Sequence[str], about: Rule) -> Formula:
        numbers = None
        if node.output.size == 1 and all(array.size == 1 for array in node.arrays):
            filled = [self._number(id_) for id_ in inputs]
            factors = [self._factor(node, slot) for slot in range(len(inputs))]
            numbers = filled_in(node, about, filled, self._number(self.ids[node]), factors)
        return Formula(about.forward, about.local, numbers)

    def _number(self, id_: str) -> str:
        known = self.numbers.get(id_)
        if known is None:
            known = self.numbers[id_] = numbered(float(self.arrays[id_].item()), VALUE_DIGITS).latex
        return known

    def _factor(self, node: Node, slot: int) -> float | None:
        """The factor between two single numbers: what a gradient of 1 becomes."""
        if not node.requires_grad or not needs_gradient(node.sources[slot]):
            return None
        key = (node, slot)
        if key not in self.factors:
            one = np.ones(node.output.shape) if node.output.ndim else ONE
            factor = node.vjp(slot, one, node.output, node.arrays)
            # Summed, because beside larger inputs the part is still broadcast.
            self.factors[key] = None if factor is None else float(factor.sum())
        return self.factors[key]

    def _summary(self, array: Array) -> Summary:
        """The summary of an array that lives as long as this builder; most are asked for again."""
        known = self.summaries.get(id(array))
        if known is None:
            self.numbers_left -= written_numbers(array)
            known = summarise(array, detail=self.numbers_left >= 0)
            self.summaries[id(array)] = known
        return known

    def _total(self, array: Array) -> Summary:
        """A running total; large ones are previewed in the events only."""
        summary = self._summary(array)
        return summary if summary.preview is None else replace(summary, preview=None)

    def _edges(self, node: Node, about: Rule) -> list[GraphEdge]:
        edges = []
        for slot, read in enumerate(node.sources):
            source, target = self.ids[read], self.ids[node]
            local = LocalFactor(*about.factors[slot], None)
            edge = GraphEdge(f"{target}.{slot}", source, target, slot, local)
            if (sent := self.contributions.get(edge.id)) is not None:
                if sent.array.size == node.output.size == 1:
                    local.value = self._factor(node, slot)
                edge.grad = self._summary(sent.array)
                edge.before = None if sent.before is None else self._total(sent.before)
                edge.after = self._total(sent.after)
                if sent.raw_shape != sent.array.shape:
                    edge.unbroadcast_from = list(sent.raw_shape)
            edges.append(edge)
        return edges

    def _events(self, edges: Mapping[str, GraphEdge]) -> list[Event]:
        ids = self.ids
        events = [Event("forward", ids[s]) for s in self.sources if isinstance(s, Node)]
        if self.trace.seed is not None:
            events.append(Event("seed", ids[self.output]))
        for step in self.trace.steps:
            event = Event("backward", ids[step.node])
            for slot, sent in enumerate(step.contributions):
                if sent is not None:
                    edge = edges[f"{event.node}.{slot}"]
                    event.edges.append(edge.id)
                    event.accumulated[edge.source] = self._summary(sent.after)
            events.append(event)
        return events


def plain(value: Any) -> Any:
    """A parameter as JSON has it; slices and arrays become text."""
    if isinstance(value, np.generic):
        return value.item()
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, tuple | list) and all(isinstance(item, int) for item in value):
        return list(value)
    return written(value)


def _arrays(sources: Sequence[Source]) -> dict[Source, Array]:
    """Every value as it was computed with: a leaf may have been changed in place since."""
    arrays = {s: s._array if isinstance(s, Tensor) else s.output for s in sources}
    for node in reversed([source for source in sources if isinstance(source, Node)]):
        for read, array in zip(node.sources, node.arrays, strict=True):
            if isinstance(read, Tensor):
                arrays[read] = array
    return arrays
