"""Gradients of a program compared with finite differences, leaf by leaf.

The recorded operations that depend on a leaf are run again with each of its elements moved a
little. Large leaves are sampled evenly, so that a check takes about a second at most.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chainrule import program
from chainrule.engine import Annotation, Node, Source, Tensor, grad
from chainrule.engine.check import AGREES, DIFFERS, STEP, TOLERANCE, compare
from chainrule.graph.summary import Array
from chainrule.graph.trace import complete

MOST_ELEMENTS = 64
"""Of a leaf: more are sampled."""
SECONDS = 1.0
"""For a whole check."""
NOTHING = "nothing to check: no value needs a gradient"


@dataclass(frozen=True, slots=True)
class LeafCheck:
    """How one leaf's gradient compares."""

    node: str
    name: str | None
    shape: list[int]
    elements: int
    checked: int
    """How many of the elements were compared."""
    error: float | None
    """The worst relative error, if any element could be compared."""
    index: list[int] | None
    """Where that error is."""
    gradient: float | None
    """The engine's gradient there."""
    measured: float | None
    """The finite difference there."""
    verdict: str


def check(execution: program.Execution, h: float | None = None) -> dict[str, Any]:
    """Compares the gradients of all leaves; the output's elements are summed."""
    step = h or STEP
    values = complete(execution.values)
    leaves = [s for s in values if isinstance(s, Tensor) and s.requires_grad]
    ids = {source: f"n{k}" for k, source in enumerate(values)}
    output = execution.output
    found: list[LeafCheck] = []
    if leaves and output.requires_grad:
        gradients = grad(output, leaves, np.ones(output.shape))
        deadline = time.monotonic() + SECONDS
        for k, (leaf, gradient) in enumerate(zip(leaves, gradients, strict=True)):
            share = max(deadline - time.monotonic(), 0.0) / (len(leaves) - k)
            replay = Replay(leaf, values, output)
            found.append(_check(replay, ids[leaf], values[leaf], gradient, step, share))
    errors = [leaf.error for leaf in found if leaf.error is not None]
    verdicts = [leaf.verdict for leaf in found]
    return {
        "h": step,
        "tolerance": TOLERANCE,
        "verdict": overall(verdicts),
        "error": max(errors, default=None),
        "leaves": [{name: getattr(leaf, name) for name in LeafCheck.__slots__} for leaf in found],
    }


def overall(verdicts: Sequence[str]) -> str:
    """One verdict for all leaves: the worst of theirs."""
    if not verdicts:
        return NOTHING
    if DIFFERS in verdicts:
        return DIFFERS
    return next((verdict for verdict in verdicts if verdict != AGREES), AGREES)


class Replay:
    """The sum of a program's output as a function of some elements of one leaf."""

    def __init__(self, leaf: Tensor, values: Mapping[Source, Annotation], output: Tensor) -> None:
        self.leaf = leaf
        self.output = output
        self.nodes: list[Node] = []
        touched: set[Source] = {leaf}
        for source in values:
            if isinstance(source, Node) and any(t.source in touched for t in source.inputs):
                touched.add(source)
                self.nodes.append(source)

    def __call__(self, elements: Array, places: NDArray[np.intp]) -> float:
        """The sum with the leaf's numbers at flat ``places`` replaced by ``elements``."""
        moved = self.leaf.numpy().astype(np.float64)
        moved.flat[places] = elements
        known: dict[Source, Any] = {self.leaf: moved}
        with np.errstate(all="ignore"):
            for node in self.nodes:
                arrays = [
                    known.get(tensor.source, array)
                    for tensor, array in zip(node.inputs, node.arrays, strict=True)
                ]
                known[node] = np.asarray(type(node).forward(*arrays, **node.params))
            return float(np.sum(known.get(self.output.source, self.output.numpy())))


def _check(
    replay: Replay,
    id: str,
    note: Annotation,
    gradient: Array | None,
    h: float,
    seconds: float,
) -> LeafCheck:
    array = replay.leaf.numpy()
    flat = np.zeros(array.size) if gradient is None else np.ravel(gradient)
    started = time.monotonic()
    replay(array.flat[:0], np.arange(0, dtype=np.intp))
    cost = 2.0 * (time.monotonic() - started) + 1e-5
    count = min(array.size, MOST_ELEMENTS, max(int(seconds / cost), 1))
    places = np.unique(np.linspace(0, max(array.size - 1, 0), count).astype(np.intp))
    shown: dict[str, Any] = {
        "node": id,
        "name": note.name,
        "shape": list(array.shape),
        "elements": array.size,
    }
    if not array.size:
        return LeafCheck(**shown, checked=0, error=None, index=None, gradient=None,
                         measured=None, verdict=AGREES)  # fmt: skip
    (result,) = compare(
        lambda elements: replay(elements, places), [array.flat[places]], [flat[places]], h
    )
    worst = result.worst[0] if result.worst else None
    place = None if worst is None else int(places[worst])
    return LeafCheck(
        **shown,
        checked=len(places),
        error=None if worst is None else result.error,
        index=None if place is None else [int(i) for i in np.unravel_index(place, array.shape)],
        gradient=None if place is None else float(flat[place]),
        measured=None if worst is None else float(result.measured[worst]),
        verdict=result.verdict,
    )
