"""Gradients of a program compared with finite differences, leaf by leaf.

The recorded operations that depend on a leaf are run again with each of its elements moved a
little. Large leaves are sampled evenly, so that a check takes about a second at most.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chainrule.api.answers import Check, LeafCheck
from chainrule.engine.check import compare
from chainrule.engine.differences import AGREES, EPSILON, SEVERITY, STEP, TOLERANCE
from chainrule.engine.errors import DomainError, SingularError
from chainrule.graph import Graph
from chainrule.graph.model import GraphNode
from chainrule.graph.summary import Array

MOST_ELEMENTS = 64
"""Of a leaf: more are sampled."""
SECONDS = 1.0
"""For a whole check."""
EVALUATIONS = 5
"""Of the output, usually, to compare one element."""
OUT_OF_TIME = "not checked: out of time"
ALONE = "not comparable: no result beside this value"
"""Of what only some numbers may be, such as an index."""
NOTHING = "nothing to check: no value needs a gradient"
RANKS = (*SEVERITY[:-1], ALONE, OUT_OF_TIME, AGREES)
"""The first of these among the verdicts on leaves stands for all."""


def check(graph: Graph, h: float | None = None) -> Check:
    """Compares the gradients of all leaves; the output's elements are summed.

    Without ``h`` each element is measured with a step of its own, most with the usual one.
    """
    leaves = [node for node in graph.nodes if node.op is None and node.requires_grad]
    found: list[LeafCheck] = []
    deadline = time.monotonic() + SECONDS
    for k, leaf in enumerate(leaves):
        left = deadline - time.monotonic()
        found.append(_check(Replay(graph, leaf.id), graph, leaf, h, left, len(leaves) - k))
    errors = [leaf.error for leaf in found if leaf.error is not None]
    verdicts = [leaf.verdict for leaf in found]
    return Check(
        h=h or STEP,
        tolerance=TOLERANCE,
        verdict=overall(verdicts),
        error=max(errors, default=None),
        leaves=found,
    )


def overall(verdicts: Sequence[str]) -> str:
    """One verdict for all leaves: the worst of theirs."""
    return min(verdicts, key=RANKS.index, default=NOTHING)


class Replay:
    """The sum of a graph's output as a function of some elements of one leaf."""

    def __init__(self, graph: Graph, leaf: str) -> None:
        self.graph = graph
        self.leaf = leaf
        self.nodes: list[GraphNode] = []
        touched = {leaf}
        for node in graph.nodes:
            if not touched.isdisjoint(node.inputs):
                touched.add(node.id)
                self.nodes.append(node)

    def __call__(self, elements: Array, places: NDArray[np.intp]) -> float:
        """The sum with the leaf's numbers at flat ``places`` replaced by ``elements``.

        It is NaN where an operation has no result, as the inverse of a matrix that became singular.
        """
        values = self.graph.values
        moved = values[self.leaf].astype(np.float64)
        moved.flat[places] = elements
        known: dict[str, Any] = {self.leaf: moved}
        with np.errstate(all="ignore"):
            for node in self.nodes:
                operation = self.graph.operations[node.id]
                arrays = [known[id] if id in known else values[id] for id in node.inputs]
                try:
                    known[node.id] = operation.evaluate(*arrays)
                except SingularError:
                    return math.nan
            output = self.graph.output
            return float(np.sum(known[output] if output in known else values[output]))

    def noise(self) -> float:
        """How far rounding may move the sum.

        Every value on the way is off by up to half a digit, and its gradient says how much of that
        arrives at the output: Σ ε·|v|·|∂v| to first order (Linnainmaa 1976).
        """
        read = {id for node in self.nodes for id in node.inputs}
        total = 0.0
        with np.errstate(all="ignore"):
            for id in {*(node.id for node in self.nodes), *read}:
                gradient = self.graph.grads.get(id)
                if gradient is not None:
                    total += float(np.sum(np.abs(self.graph.values[id] * gradient)))
        return EPSILON * total if math.isfinite(total) else 0.0


def affordable(replay: Replay, array: Array, seconds: float, shares: int) -> int:
    """How many elements can be compared in a share of so much time; one, if it takes all of it."""
    if seconds <= 0:
        return 0
    started = time.monotonic()
    replay(array.flat[:0], np.arange(0, dtype=np.intp))
    cost = time.monotonic() - started
    element = EVALUATIONS * cost + 1e-6
    return max(int((seconds / shares - cost) / element), int(seconds - cost > element))


def _check(
    replay: Replay, graph: Graph, leaf: GraphNode, h: float | None, seconds: float, shares: int
) -> LeafCheck:
    array = graph.values[leaf.id]
    gradient = graph.grads.get(leaf.id)
    flat = np.zeros(array.size) if gradient is None else np.ravel(gradient)
    until = time.monotonic() + seconds / shares
    count = min(array.size, MOST_ELEMENTS, affordable(replay, array, seconds, shares))
    shown: dict[str, Any] = {
        "node": leaf.id,
        "name": leaf.name,
        "shape": list(array.shape),
        "elements": array.size,
    }
    nothing: dict[str, Any] = dict.fromkeys(("index", "error", "gradient", "measured", "step"))
    if not count:
        verdict = OUT_OF_TIME if array.size else AGREES
        return LeafCheck(**shown, **nothing, checked=0, verdict=verdict)
    places = np.linspace(0, array.size - 1, count).astype(np.intp)
    try:
        with np.errstate(all="ignore"):
            (result,) = compare(
                lambda elements: replay(elements, places),
                [array.flat[places]],
                [flat[places]],
                h,
                noise=replay.noise(),
                floor=0.0 if h else TOLERANCE,
                until=until,
            )
    except DomainError:
        return LeafCheck(**shown, **nothing, checked=0, verdict=ALONE)
    (worst,) = result.worst or (0,)
    place = int(places[worst])
    return LeafCheck(
        **shown,
        checked=result.compared,
        index=[int(i) for i in np.unravel_index(place, array.shape)],
        error=None if math.isnan(result.error) else result.error,
        gradient=float(flat[place]),
        measured=float(result.measured[worst]),
        step=result.h,
        verdict=result.verdict,
    )
