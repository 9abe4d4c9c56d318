"""Repetition: a run whose operations are computed again on other values for its leaves.

In comes a run that does nothing with its values but compute; out come the numbers that a new run
would have, bit for bit, without the program being interpreted. What could make the new run another
one is refused: a value that Python read or printed, one that was changed in place, several backward
passes, operations that the program declares itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from chainrule.engine import OPERATIONS, Node, ReplayError, Source, Tape, Tensor
from chainrule.program.numbers import Array, Number
from chainrule.program.outcome import Execution

KINDS = (Tensor, Number, Array)
"""Tensors that keep nothing of their own beside the engine's arrays."""


def moves_only(execution: Execution) -> bool:
    """Whether with other values for its leaves a run differs in the numbers of its graph only.

    All that is told beside the graph is then the same: what was printed, how leaves were updated.
    """
    kept = execution.kept
    return (
        execution.is_steady
        and execution.error is None
        and execution.moments.count == 1
        and execution.moments.stopped is None
        and not (kept.unfinished or kept.before or kept.updates or execution.printed)
        and not _depends(execution.taken, execution)
    )


def _depends(values: Iterable[Source], execution: Execution) -> bool:
    """Whether any of these values was computed from a leaf that can be given another one."""
    movable = {*execution.reached, *execution.moved.values()}
    waiting, seen = [*values], set[Source]()
    while waiting:
        source = waiting.pop()
        if source in seen:
            continue
        seen.add(source)
        if isinstance(source, Node):
            waiting += source.sources
        elif source.name is not None or source in movable:
            return True
    return False


class Repetition:
    """A run that can be repeated.

    Attributes:
        leaves: those that can have other values, by name.
        elements: how many numbers it holds.

    Raises:
        ReplayError: the run cannot be repeated.
    """

    def __init__(self, execution: Execution) -> None:
        if not moves_only(execution):
            raise ReplayError("the program does more than to compute")
        self._tape = tape = Tape()
        for node, result, _, _ in execution.kept.entries:
            if type(result) not in KINDS or OPERATIONS.get(node.name) is not type(node):
                raise ReplayError(f"{node.name} is not repeated")
            tape.record(node, result)
        known = set(tape.nodes)
        if any(isinstance(value, Node) and value not in known for value in execution.values):
            raise ReplayError("the drawing has values of another moment")
        self.leaves = execution.moved
        self._read = {read for node in tape.nodes for read in node.sources}
        self.elements = sum(node.output.size for node in tape.nodes)

    def run(self, leaves: Mapping[str, np.ndarray]) -> None:
        """Computes everything on other values, which the run's nodes and leaves have then.

        Raises:
            ChainruleError: something cannot be computed on them, or not in the same shapes.
        """
        moved: dict[Tensor, np.ndarray] = {}
        for name, value in leaves.items():
            leaf = self.leaves[name]
            if value.shape != leaf.shape:
                raise ReplayError(f"{name} has another shape")
            array = value.astype(leaf.dtype)
            if leaf in self._read:
                moved[leaf] = array
            else:
                leaf._array = array
        if self._tape.nodes:
            self._tape.forward(moved)
