"""Replay: a recorded forward pass as flat lists of steps, so that running it again is cheap.

In come the nodes of a tape and the tensors that they made; ``Plan`` gives every value a place in
one list. A forward step reads places and writes one, a backward step reads one gradient and adds
to others. The rules are the operations' own, called in the order of eager execution: the numbers
are the same, bit for bit. A plan that runs often becomes straight-line code (``straight.py``).
"""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np

from chainrule.engine.apply import compute
from chainrule.engine.arguments import near
from chainrule.engine.backward import keep_gradients
from chainrule.engine.declaration import Rule
from chainrule.engine.errors import ArgumentError, ReplayError
from chainrule.engine.node import Node
from chainrule.engine.reverse import Observer, Source, needs_gradient, ordered, reverse
from chainrule.engine.state import QUIET
from chainrule.engine.straight import (
    Backward,
    Forward,
    backward_function,
    forward_function,
    reshaped,
)
from chainrule.engine.tensor import Array, Tensor
from chainrule.engine.views import loosen, settle

WORTHWHILE = 128
"""After so many runs straight-line code is made, which takes as long as about 120 runs save."""
LONGEST = 500
"""The longest tape that this is done for; 500 operations take an eighth of a second."""
LARGE = 4096
"""From so many elements on, writing into a kept array beats asking for fresh memory."""


class Step(NamedTuple):
    """One operation forward: the places that it reads, and the place of its result."""

    node: Node
    reads: tuple[int, ...]
    fetch: Callable[[list[Array]], tuple[Array, ...]]
    options: dict[str, Any]
    """The operation's parameters, and where it shall write if that pays."""
    place: int
    shape: tuple[int, ...]
    result: Tensor


class Send(NamedTuple):
    """One contribution: a rule, the shape of the input that it goes to, and its place."""

    rule: Rule
    shape: tuple[int, ...]
    place: int


class Plan:
    """How to run a tape again.

    Attributes:
        leaves: every tensor that the tape reads and did not make, with its place.

    Raises:
        ReplayError: a leaf changed between two operations.
    """

    def __init__(self, nodes: list[Node], results: list[Tensor]) -> None:
        self.leaves: dict[Tensor, int] = {}
        self.values: list[Array] = []
        self.steps: list[Step] = []
        self.output = results[-1]
        self.views = [result for result in results if result._base is not None]
        self._order: list[Node] | None = None
        self._runs = 0
        self._straight: tuple[Forward, Backward] | None = None
        self.places: dict[Source, int] = {}
        places = self.places
        for node, result in zip(nodes, results, strict=True):
            for tensor, source, array in zip(node.inputs, node.sources, node.arrays, strict=True):
                if source not in places:
                    places[source] = self.leaves[tensor] = len(self.values)
                    self.values.append(array)
                elif tensor in self.leaves and not _same(self.values[places[source]], array):
                    raise ReplayError(f"{_called(tensor)} changed between two operations")
            places[node] = len(self.values)
            self.values.append(node.output)
            reads = tuple([places[source] for source in node.sources])
            self.steps.append(
                Step(
                    node,
                    reads,
                    _fetch(reads),
                    _options(node),
                    places[node],
                    node.output.shape,
                    result,
                )
            )
        # Whether no gradient flows on into operations from before the tape.
        self.is_closed = not any(leaf.requires_grad and leaf._grad_fn for leaf in self.leaves)

    def loosen(self, tensor: Tensor) -> None:
        """Has the views of a leaf or a result taken anew; the tape's own results are computed."""
        loosen(tensor)
        for view in self.views:
            if view._base is tensor:
                settle(view)

    def named(self, name: str) -> Tensor:
        """The leaf of that name.

        Raises:
            ArgumentError: there is none, or several.
        """
        found = [leaf for leaf in self.leaves if leaf.name == name]
        if len(found) == 1:
            return found[0]
        names = [leaf.name for leaf in self.leaves if leaf.name]
        reason = "is not the name of a leaf" if not found else "is the name of several leaves"
        raise ArgumentError(
            f"{name!r} {reason}; named leaves: {', '.join(names) or 'none'}{near(name, names)}"
        )

    def check(self, leaf: Tensor, array: Array) -> None:
        """Refuses new values that are not like the recorded ones.

        Raises:
            ReplayError: they have another shape or dtype.
        """
        pattern = self.values[self.leaves[leaf]]
        if (array.shape, array.dtype) != (pattern.shape, pattern.dtype):
            raise ReplayError(
                f"{_called(leaf)} was recorded as {pattern.dtype} of shape {pattern.shape}, "
                f"and is now {array.dtype} of shape {array.shape}"
            )

    def run_forward(self) -> None:
        """Computes every step on the leaves' present values.

        Raises:
            ReplayError: a leaf or a result has another shape or dtype than when recorded.
        """
        values = self.values
        for leaf, place in self.leaves.items():
            array = leaf._array
            pattern = values[place]
            if array is not pattern:
                if array.shape != pattern.shape or array.dtype is not pattern.dtype:
                    self.check(leaf, array)
                values[place] = array
            if leaf._loose:  # the caller may write into it before the backward pass
                values[place] = leaf._settled()
        self._runs += 1
        if self._runs == WORTHWHILE and len(self.steps) <= LONGEST and self.is_closed:
            self._straight = (
                forward_function(self.steps),
                backward_function(self.sends(), list(self.leaves.values())),
            )
        QUIET.copy().run(self._run)
        for view in self.views:
            settle(view)

    def _run(self) -> None:
        if self._straight is not None:
            try:
                self._straight[0](self.values)
                return
            except (ValueError, IndexError):
                pass  # the loop says at which operation
        self._run_steps()

    def _run_steps(self) -> None:
        values = self.values
        for node, _, fetch, options, place, shape, result in self.steps:
            arrays = fetch(values)
            output = compute(type(node), arrays, options)
            if output.shape != shape:
                raise reshaped(node, output)
            node.arrays = arrays
            node.output = values[place] = result._array = output
            result._loose = False

    def run_backward(self, start: Array, observer: Observer | None = None) -> None:
        """Adds the gradients of the last result to its leaves' ``.grad``."""
        if self._straight is not None and observer is None:
            found = QUIET.copy().run(self._straight[1], self.values, start)
            pairs = zip(self.leaves, found, strict=True)
            keep_gradients([pair for pair in pairs if pair[1] is not None], start)
            return
        if self._order is None:
            self._order = ordered(self.output)
        gradients = reverse(self._order, {self.output.source: start}, observer=observer)
        keep_gradients([(s, g) for s, g in gradients.items() if isinstance(s, Tensor)], start)

    def sends(self) -> list[tuple[Step, list[Send]]]:
        """What each step sends back to its inputs, newest first."""
        steps = {step.node: step for step in self.steps}
        found = []
        for node in ordered(self.output):
            sends = []
            for source, array, rule in zip(node.sources, node.arrays, node.rules, strict=True):
                if rule is not None and needs_gradient(source):
                    sends.append(Send(rule, array.shape, self.places[source]))
            found.append((steps[node], sends))
        return found


def _fetch(places: tuple[int, ...]) -> Callable[[list[Array]], tuple[Array, ...]]:
    """A function that takes the values at these places out of a list."""
    if len(places) == 1:
        (place,) = places
        return lambda values: (values[place],)
    return itemgetter(*places) if places else lambda values: ()


def _options(node: Node) -> dict[str, Any]:
    """What the operation's rule is given besides arrays: for a large ufunc, one to write into."""
    if not isinstance(type(node).forward, np.ufunc) or node.output.size < LARGE:
        return node.params
    return {**node.params, "out": np.empty_like(node.output)}


def _same(a: Array, b: Array) -> bool:
    return a is b or np.array_equal(a, b, equal_nan=True)


def _called(leaf: Tensor) -> str:
    return f"the leaf {leaf.name!r}" if leaf.name else f"a leaf of shape {leaf.shape}"
