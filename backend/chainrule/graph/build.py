"""Build: one computation as a Graph.

In comes a result (and, if a program or a training step made it, what its values are called); the
reverse pass is run with an observer, and out comes the model with every value, every gradient,
every contribution and the events in order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from time import perf_counter
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from chainrule.engine import Annotation, Node, Source, Tensor
from chainrule.engine.dtypes import DTYPES
from chainrule.engine.reverse import needs_gradient
from chainrule.graph.cuts import behind, cuts, ends
from chainrule.graph.dot import bare_dot
from chainrule.graph.drawing import draw
from chainrule.graph.edges import Edges, Summaries
from chainrule.graph.failures import failed_call
from chainrule.graph.figures import structure_of
from chainrule.graph.findings import find
from chainrule.graph.formulas import Rule, rule, written
from chainrule.graph.graph import Graph
from chainrule.graph.groups import divide, groups_of
from chainrule.graph.model import GradState, GraphEdge, GraphNode
from chainrule.graph.naming import Name, named, numbered, turns
from chainrule.graph.observations import Event, History, Stats
from chainrule.graph.summary import Array, Summary
from chainrule.graph.trace import (
    Trace,
    arrays_of,
    collect,
    complete,
    is_operation,
    trace,
)

EVENTLESS = History()
T = TypeVar("T")


def build(
    output: Tensor,
    *,
    values: Mapping[Source, Annotation] | None = None,
    seed: ArrayLike | None = None,
    backward: bool = True,
    collapsed: Collection[str] = (),
    updates: Mapping[Source, float] | None = None,
    forward_us: int | None = None,
    history: History = EVENTLESS,
    float32: bool = False,
    wanted: Collection[Source] | None = None,
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
        history: what was there before the reverse pass, and what followed it.
        float32: whether to compute everything once more as PyTorch does by default, and to tell
            where float32 loses what float64 has.
        wanted: the values whose gradients were asked for; by default all.

    Raises:
        ShapeError: ``seed`` has another shape than ``output``.
        ArgumentError: ``values`` lacks the output, or an operation that another one reads.
    """
    values = collect(output) if values is None else complete(output, values)
    started = perf_counter()
    pass_ = trace(output, seed, wanted) if backward else Trace()
    backward_us = round((perf_counter() - started) * 1e6) if backward else None
    with np.errstate(all="ignore"):
        return _Builder(output, values, pass_, backward, history, seed is not None).graph(
            collapsed, updates or {}, forward_us, backward_us, float32
        )


DTYPE_NAMES: dict[np.dtype[Any], str] = {dtype: dtype.name for dtype in DTYPES}


class _Builder:
    """Holds what the parts of one graph share: identifiers, names, arrays."""

    def __init__(
        self,
        output: Tensor,
        values: Mapping[Source, Annotation],
        pass_: Trace,
        ran_backward: bool,
        history: History,
        seeded: bool,
    ) -> None:
        self.output = output.source
        self.history = history
        self.seeded = seeded
        self.annotations = values
        self.trace = pass_
        self.ran_backward = ran_backward
        self.sources = list(values)
        self.ids = {source: f"n{k}" for k, source in enumerate(values)}
        self.operations = [s for s, annotation in values.items() if is_operation(s, annotation)]
        self.made = frozenset(self.operations)
        arrays = arrays_of(self.sources)
        self.arrays = {self.ids[s]: arrays[s] for s in self.sources}
        self.grads = {self.ids[s]: g for s, g in pass_.grads.items()}
        self.cuts = cuts(self.output, self.operations)
        self.names = self._names()
        self.summaries = Summaries()
        self.edges = Edges(self.ids, self.arrays, pass_, self.summaries)
        self.uses = Counter(
            self.ids[read] for operation in self.operations for read in operation.sources
        )

    def graph(
        self,
        collapsed: Collection[str],
        updates: Mapping[Source, float],
        forward_us: int | None,
        backward_us: int | None,
        float32: bool,
    ) -> Graph:
        """Puts the model together."""
        rules = {operation: self._rule(operation) for operation in self.operations}
        nodes = [self._node(s, rules.get(s) if isinstance(s, Node) else None) for s in self.sources]
        edges = [edge for node, about in rules.items() for edge in self.edges.into(node, about)]
        divide(nodes)
        groups = groups_of(nodes)
        drawing = draw(nodes, groups, collapsed)
        if not drawing.dot:
            drawing.dot = bare_dot(drawing)
        graph = Graph(
            structure=structure_of(drawing.structure, nodes),
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
            operations={self.ids[operation]: operation for operation in self.operations},
            values=self.arrays,
            grads=self.grads,
            seed=self.trace.seed,
        )
        reads = self._by_id(self.history.reads)
        known = ends(graph, reads)
        concerned = behind(graph, reads) | known
        for node in nodes:
            node.cut_at = [cut.place for cut in concerned.get(node.id, ())]
        history = self.history
        graph.findings = find(
            graph,
            self._by_id(updates),
            self._by_id(history.leftovers),
            known,
            self._by_id({change.leaf: change for change in history.changes}),
            meant=self.ids.get(history.meant) if history.meant else None,
            by_hand=history.by_hand,
            sent=self._by_id(history.sent),
            failed=failed_call(history.failure, self.ids),
            seeded=self.seeded,
            float32=float32,
        )
        return graph

    def _by_id(self, about: Mapping[Source, T]) -> dict[str, T]:
        """The same by identifier, for the values that are drawn."""
        return {self.ids[s]: fact for s, fact in about.items() if s in self.ids}

    def _names(self) -> dict[str, Name]:
        """What each value is called: its name, a constant's number, else ``v`` and its number."""
        called = [self.annotations[source].name for source in self.sources]
        output = self.annotations[self.output].name
        first = self.sources[called.index(output)]
        plain = output if first in self.made else None  # a leaf keeps the name that it is set by
        names: dict[str, Name] = {}
        for source, turn in zip(self.sources, turns(called, plain), strict=True):
            id_, annotation = self.ids[source], self.annotations[source]
            if annotation.name:
                names[id_] = named(annotation.name, turn)
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
        operation = source if isinstance(source, Node) and source in self.made else None
        inputs = [self.ids[read] for read in operation.sources] if operation else []
        grad = self.grads.get(id_)
        state: GradState = "computed"
        if not needs_gradient(source):
            state, grad = "not_required", None
        elif grad is None:
            state = "no_path" if self.ran_backward and self._was_asked_for(source) else "not_run"
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
            value=self.summaries.of(array),
            grad=None if grad is None else self.summaries.of(grad),
            grad_state=state,
            formula=self.edges.formula(operation, inputs, about) if operation and about else None,
            span=annotation.span,
            cut_by=[self.ids[cut] for cut in self.cuts.get(source, ())],
            accumulated_grad=self._accumulated(source, grad),
            turn=self.history.turns.get(source),
        )

    def _was_asked_for(self, source: Source) -> bool:
        leading = self.trace.leading
        return leading is None or source in leading

    def _accumulated(self, source: Source, grad: Array | None) -> Summary | None:
        """What stood in ``.grad`` afterwards, where that is not just what the pass sent."""
        found = self.history.accumulated.get(source)
        if found is None or (grad is not None and np.array_equal(found, grad, equal_nan=True)):
            return None
        return self.summaries.of(found)

    def _events(self, edges: Mapping[str, GraphEdge]) -> list[Event]:
        ids = self.ids
        events = [Event("forward", ids[operation]) for operation in self.operations]
        if self.trace.seed is not None:
            events.append(Event("seed", ids[self.output]))
        for step in self.trace.steps:
            node, used = ids[step.node], []
            accumulated: dict[str, Summary] = {}
            for slot, sent in enumerate(step.contributions):
                if sent is not None:
                    edge = edges[f"{node}.{slot}"]
                    used.append(edge.id)
                    accumulated[edge.source] = self.summaries.of(sent.after)
            events.append(Event("backward", node, used, accumulated))
        for change in self.history.changes:
            if change.leaf in ids:
                before, after = self.summaries.of(change.before), self.summaries.of(change.after)
                node = ids[change.leaf]
                events.append(Event("update", node, before=before, after=after, line=change.line))
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
