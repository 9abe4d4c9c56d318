"""The float32 shadow: what the same computation gives in PyTorch's usual numbers.

Learners' PyTorch computes in float32, whose numbers end at 3.4e38 and have 7 digits; here they are
float64. In come a graph's recorded operations and its leaves; every value is computed again from
leaves rounded to float32, and the gradients back, by the operations' own rules. Out come findings
for the places where float32 loses a number that float64 has: it becomes infinite, or exactly 0 or
1. Of a chain of such places the first is the cause, and only that is told, with what follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chainrule.engine import Node
from chainrule.engine.errors import ChainruleError
from chainrule.engine.reverse import unbroadcast
from chainrule.engine.state import QUIET
from chainrule.graph.graph import Graph
from chainrule.graph.model import GraphEdge, GraphNode
from chainrule.graph.summary import Array

Mask = NDArray[np.bool_]

MOST_ELEMENTS = 2_000_000
"""Of all values together; a larger graph is not computed twice."""

ROUND = (0.0, 1.0, -1.0)
"""Elsewhere these are only told where something follows from them."""
NOISE = 1e-12
"""Of the largest number that went in: a smaller difference is none in float64 either."""

IMPOSSIBLE = (ChainruleError, ArithmeticError, ValueError, IndexError, np.linalg.LinAlgError)
"""What operations raise that cannot compute with the rounded numbers; the shadow ends there."""


@dataclass(eq=False, slots=True)
class Cause:
    """The first place on a way at which float32 loses a number.

    Attributes:
        node: the value.
        lost: where in it.
        overflow: whether it is infinite or NaN there, else it is 0, 1 or −1.
        told: whether it deserves a finding: anything but a rounding from which nothing follows.
        sent_to: the input whose gradient it is about; else it is about the value itself.
    """

    node: GraphNode
    lost: Mask
    overflow: bool
    told: bool
    sent_to: GraphNode | None = None

    @property
    def rank(self) -> int:
        """How much it explains of what follows."""
        return 2 if self.overflow else int(self.told)


def shadow(graph: Graph) -> Shadow | None:
    """The shadow of a graph; ``None`` for one that is too large."""
    if sum(array.size for array in graph.values.values()) > MOST_ELEMENTS:
        return None
    found = Shadow(graph)
    QUIET.copy().run(found.run)
    return found


class Shadow:
    """One computation in float32.

    Attributes:
        values: each value, by node id, as far as it could be computed.
        grads: each gradient.
        causes: where float32 lost a number first, in execution order.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.values: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}
        self.causes: list[Cause] = []
        self._behind: dict[str, Cause] = {}
        self._inputs: dict[str, list[Array]] = {}

    def run(self) -> None:
        """Computes forward and back, until an operation cannot."""
        try:
            for node in self.graph.nodes:
                self._compute(node)
            self._look_at_output()
            if self.graph.seed is not None:
                self._send_back(self.graph.seed)
        except IMPOSSIBLE:
            return

    def _compute(self, node: GraphNode) -> None:
        exact = self.graph.values[node.id]
        operation = self.graph.operations.get(node.id)
        if operation is not None and _is_number(operation):
            inputs = self._inputs[node.id] = self._read(node, operation)
            value = _applied(operation, inputs)
            before = [self._behind[id_] for id_ in node.inputs if id_ in self._behind]
        else:
            value, before = rounded(exact), []
        self.values[node.id] = value
        # The first of those that explain most.
        inherited = max(before, key=lambda cause: cause.rank, default=None)
        cause = self._lost(node, operation, exact, value, inherited) or inherited
        if cause is not None:
            self._behind[node.id] = cause

    def _read(self, node: GraphNode, operation: Node) -> list[Array]:
        """What an operation reads; a leaf that was changed since is read as it was."""
        inputs = []
        for id_, array in zip(node.inputs, operation.arrays, strict=True):
            known = self.graph.values[id_]
            same = array is known or np.array_equal(array, known, equal_nan=True)
            inputs.append(self.values[id_] if same else rounded(array))
        return inputs

    def _lost(
        self,
        node: GraphNode,
        operation: Node | None,
        exact: Array,
        value: Array,
        inherited: Cause | None,
    ) -> Cause | None:
        """The cause that a value is, if it is one itself."""
        limits = operation.saturates if operation else ()  # there float32 has lost digits
        lost = overflown(value, exact)
        overflow = told = bool(lost.any())
        if not overflow:
            lost = settled(value, exact, limits)
            told = bool(lost.any())
        if not told:
            lost = settled(value, exact, ROUND)
            if not lost.any():
                return None
        if inherited is None or operation is None:
            alone = True
        else:
            alone = told and not inherited.overflow and self._alone(operation, limits)
        if inherited is not None and not alone:
            inherited.told = inherited.told or overflow
            return None
        cause = Cause(node, lost, overflow, told)
        self.causes.append(cause)
        return cause

    def _alone(self, operation: Node, limits: Sequence[float]) -> bool:
        """Whether an operation loses a number also when its inputs are as right as can be."""
        inputs = [rounded(array) for array in operation.arrays]
        if any(_differs(a, b) for a, b in zip(inputs, operation.arrays, strict=True)):
            return False
        value, exact = _applied(operation, inputs), operation.output
        return bool((overflown(value, exact) | settled(value, exact, limits)).any())

    def _look_at_output(self) -> None:
        """A rounding from which a result of 0, 1 or ∞ follows is told."""
        id_ = self.graph.output
        cause = self._behind.get(id_)
        if cause is None or cause.told:
            return
        exact, operation = self.graph.values[id_], self.graph.operations.get(cause.node.id)
        if not settled(self.values[id_], exact, ROUND).any():
            return
        arrays = operation.arrays if operation else ()
        scale = max((float(np.abs(array).max(initial=0.0)) for array in arrays), default=0.0)
        apart = np.abs(self.values[cause.node.id] - self.graph.values[cause.node.id])
        cause.told = bool((apart[cause.lost] > NOISE * scale).any())

    def _send_back(self, seed: Array) -> None:
        """The gradients, from the output to the leaves."""
        nodes = {node.id: node for node in self.graph.nodes}
        sent: dict[str, list[GraphEdge]] = {}
        for edge in self.graph.edges:
            if edge.grad is not None:
                sent.setdefault(edge.target, []).append(edge)
        self.grads[self.graph.output] = rounded(seed)
        blamed = False
        for node in reversed(self.graph.nodes):
            upstream = self.grads.get(node.id)
            if upstream is None or node.id not in self._inputs:
                continue
            inputs, value = self._inputs[node.id], self.values[node.id]
            for edge in sent.get(node.id, ()):
                operation = self.graph.operations[node.id]
                part = _contribution(operation, edge.slot, upstream, value, inputs)
                if not blamed and _is_new(part, upstream, edge):
                    blamed = True
                    self._blame(node, operation, edge, part, nodes[edge.source])
                known = self.grads.get(edge.source)
                self.grads[edge.source] = part if known is None else known + part

    def _blame(
        self, node: GraphNode, operation: Node, edge: GraphEdge, part: Array, source: GraphNode
    ) -> None:
        """Says why a gradient stops being finite: an earlier cause, or the rule itself."""
        cause = self._behind.get(node.id)
        if cause is not None:
            arrays = (*operation.arrays, operation.output)
            inputs = [rounded(array) for array in arrays]
            upstream = rounded(self.graph.grads[node.id])
            alone = not any(_differs(a, b) for a, b in zip(inputs, arrays, strict=True))
            again = _contribution(operation, edge.slot, upstream, inputs[-1], inputs[:-1])
            if not alone or np.isfinite(again).all():
                cause.told = True
                return
        self.causes.append(Cause(node, ~np.isfinite(part), True, True, source))


def rounded(array: Array) -> Array:
    """An array in float32; integers and booleans stay as they are."""
    return array.astype(np.float32) if array.dtype.kind == "f" else array


def overflown(value: Array, exact: Array) -> Mask:
    """Where a number is not finite, although it is in float64."""
    return np.asarray(np.isfinite(exact) & ~np.isfinite(value))


def settled(value: Array, exact: Array, limits: Sequence[float]) -> Mask:
    """Where a number is exactly one of these, although it is not in float64."""
    lost: Mask = np.zeros(exact.shape, bool)
    for limit in limits:
        lost |= (value == limit) & (exact != limit)
    return lost


def _differs(value: Array, exact: Array) -> bool:
    return bool(overflown(value, exact).any() or settled(value, exact, ROUND).any())


def _is_number(operation: Node) -> bool:
    """Whether it computes real numbers; what is decided or counted stays as it was decided."""
    return operation.output.dtype.kind == "f"


def _applied(operation: Node, inputs: Sequence[Array]) -> Array:
    """The operation's result on other numbers.

    Raises:
        ValueError: it has another shape, which the values decide.
    """
    value = operation.evaluate(*inputs)
    if value.shape != operation.output.shape:
        raise ValueError
    return rounded(value)


def _contribution(
    operation: Node, slot: int, upstream: Array, value: Array, inputs: Sequence[Array]
) -> Array:
    """What an operation sends back; only asked where it sent something in float64."""
    part = operation.vjp(slot, upstream, value, tuple(inputs))
    shape = inputs[slot].shape
    return rounded(np.asarray(part if part.shape == shape else unbroadcast(part, shape)))


def _is_new(part: Array, upstream: Array, edge: GraphEdge) -> bool:
    """Whether a contribution is the first that is not finite, although it is in float64."""
    exact = edge.grad is not None and not edge.grad.nonfinite
    return exact and not np.isfinite(part).all() and bool(np.isfinite(upstream).all())
