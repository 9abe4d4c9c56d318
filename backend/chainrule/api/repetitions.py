"""Numbers only: a program's graph on other values, where nothing but its numbers has changed.

A slider asks for the same program many times a second. The first time it is run and drawn as
always, and its operations are kept; from then on they are computed again, which takes a small part
of the time. What is kept is believed only after it has computed what a new run did, for each leaf
that moves; where it cannot be repeated the program is run and drawn anew.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from contextlib import suppress
from typing import Any

import numpy as np

from chainrule.api.desk import Desk
from chainrule.api.negotiation import JSON
from chainrule.api.programs import about, build, execute
from chainrule.api.rendering import limited, plain_json, render
from chainrule.api.schemas import GraphRequest
from chainrule.engine import ChainruleError, ReplayError, Source
from chainrule.graph import Graph
from chainrule.graph.figures import GraphNumbers, figures_in, has_all_figures, numbers_of
from chainrule.graph.trace import Trace, arrays_of, complete, is_operation, trace
from chainrule.program import Execution, ProgramError
from chainrule.program.repetition import Repetition, moves_only


class Kept:
    """A program that was run and drawn, and can be repeated.

    Attributes:
        elements: how many numbers it holds.
        is_false: whether it computed something else than a new run did: it is of no use.

    Raises:
        ReplayError: it cannot be repeated.
    """

    def __init__(self, execution: Execution, graph: Graph, request: GraphRequest) -> None:
        self.is_false = False
        self._repetition = Repetition(execution)
        self.elements = self._repetition.elements
        self._structure = graph.structure
        self._moment = _Moment(execution, request.backward)
        self._present: Mapping[str, Any] = request.leaves
        self._proved: set[str] = set()

    def numbers(self, request: GraphRequest, desk: Desk) -> GraphNumbers:
        """The numbers of the graph on other values.

        Raises:
            ChainruleError: they cannot be told from what is kept.
            ProgramError: the program cannot be run on them.
        """
        leaves, present = request.leaves, self._present
        if self.is_false or request.structure != self._structure:
            raise ReplayError("another graph is asked for")
        if leaves.keys() != present.keys():
            raise ReplayError("other leaves are moved")
        moved = {name for name in leaves if not np.array_equal(leaves[name], present[name])}
        self._repetition.run(leaves)
        self._present = leaves
        self._moment.look()
        if moved - self._proved:
            anew = _Moment(execute(request, desk), request.backward)
            if not self._moment.is_like(anew):
                self.is_false = True
                raise ReplayError("a new run has other numbers")
            self._proved |= moved
        return self._moment.numbers(self._structure)


class _Moment:
    """The values of a run, and its reverse pass."""

    def __init__(self, execution: Execution, backward: bool) -> None:
        self.execution = execution
        self.backward = backward
        values = complete(execution.output, execution.values)
        self.sources = list(values)
        self.operations = [s for s, about in values.items() if is_operation(s, about)]
        self.look()

    def look(self) -> None:
        """Takes the values as they are now."""
        run = self.execution
        self.arrays = arrays_of(self.sources)
        self.trace = trace(run.output, run.gradient, run.wanted) if self.backward else Trace()

    def numbers(self, structure: str) -> GraphNumbers:
        """All that is answered."""
        return numbers_of(structure, self.sources, self.arrays, self.operations, self.trace)

    def is_like(self, other: _Moment) -> bool:
        """Whether the same operations gave the same numbers, bit for bit."""
        return [op.name for op in self.operations] == [op.name for op in other.operations] and all(
            _same(mine, theirs)
            for mine, theirs in (
                (self._in_order(self.arrays), other._in_order(other.arrays)),
                (self._in_order(self.trace.grads), other._in_order(other.trace.grads)),
            )
        )

    def _in_order(self, arrays: Mapping[Source, Any]) -> list[Any]:
        return [arrays.get(source) for source in self.sources]


def _same(some: list[Any], others: list[Any]) -> bool:
    return len(some) == len(others) and all(
        (one is None) == (other is None)
        and (one is None or (one.shape == other.shape and one.tobytes() == other.tobytes()))
        for one, other in zip(some, others, strict=True)
    )


def graph_or_numbers(request: GraphRequest, desk: Desk) -> bytes:
    """The numbers of a graph whose structure is still the one that is known, or the whole graph.

    Raises:
        ProgramError: the program does not run.
        Problem: the answer would be too large.
    """
    key = _key(request)
    kept = desk.kept.take(key)
    try:
        if kept is not None:
            return limited(plain_json(kept.numbers(request, desk)), JSON, desk.settings)
    except (ChainruleError, ProgramError):
        pass  # what a new run says is what counts
    finally:
        if kept is not None:
            desk.kept.put(key, kept)
    graph, execution = build(request, desk)
    if moves_only(execution) and has_all_figures(graph):
        if request.dataset is None and not (kept and kept.is_false):
            with suppress(ReplayError):
                desk.kept.put(key, Kept(execution, graph, request))
        if graph.structure == request.structure:
            return limited(plain_json(figures_in(graph)), JSON, desk.settings)
    return render(graph, JSON, desk.settings, about(execution))


def _key(request: GraphRequest) -> Hashable:
    """All that the graph depends on but the leaves."""
    inputs = [(name, x.dtype.char, x.shape, x.tobytes()) for name, x in request.inputs.items()]
    return request.source, request.moment, request.backward, *inputs, *request.collapsed
