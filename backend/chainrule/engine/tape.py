"""Tape: every operation of one forward pass, in order, ready to be looked at or run again.

``with Tape() as tape:`` records each operation applied inside, also those that no gradient flows
through. ``tape.forward(x=new_x)`` then computes them again on the leaves' present values and
``tape.backward()`` sends the gradients, with no graph to build: the same numbers as eager
execution, in less time. Nodes and tensors stay the same objects, so that a drawing of them can be
updated in place; the next run overwrites their arrays.

What a tape cannot see it refuses to repeat: a value that was read while recording (Python may have
branched on it), a leaf that changed between two uses, another shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from chainrule.engine.backward import seed
from chainrule.engine.errors import ArgumentError, ReplayError
from chainrule.engine.replay import Plan
from chainrule.engine.reverse import Observer
from chainrule.engine.state import Watch, state
from chainrule.engine.tensor import Tensor, as_float_array
from chainrule.engine.views import release_view

if TYPE_CHECKING:
    from chainrule.engine.node import Node


class Tape(Watch):
    """The operations applied inside its ``with`` block.

    Attributes:
        nodes: the operations, oldest first.
        results: the tensor that each of them made.
    """

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.results: list[Tensor] = []
        self._outer: Watch | None = None
        self._read: Tensor | None = None
        self._changed: Tensor | None = None
        self._plan: Plan | None = None

    def record(self, node: Node, result: Tensor) -> None:
        """Notes an operation that was just applied."""
        self.nodes.append(node)
        self.results.append(result)
        self._plan = None

    def read(self, tensor: Tensor) -> None:
        """Notes that a value left the recorded computation."""
        self._read = tensor

    def changed(self, tensor: Tensor, node: Node | None) -> None:
        """Notes that a tensor became another value, which a second run would not know."""
        self._changed = tensor

    def __enter__(self) -> Tape:
        self._outer = state.recording.watch
        state.recording = state.recording._replace(watch=self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        state.recording = state.recording._replace(watch=self._outer)

    def forward(
        self, values: Mapping[Tensor, ArrayLike] | None = None, /, **named: ArrayLike
    ) -> Tensor:
        """Computes every operation again, on the leaves' present values.

        Args:
            values: new values for leaves.
            named: new values for leaves by their ``name``.

        Returns:
            The last result: the same tensor as when recording.

        Raises:
            ReplayError: the tape cannot be run again on these values; the message says why.
            ArgumentError: a leaf is not of this tape, or a name is not that of one leaf.
        """
        plan = self._planned()
        given = values or {}
        if named:
            given = {**given, **{plan.named(name): value for name, value in named.items()}}
        for leaf, value in given.items():
            if leaf not in plan.leaves:
                raise ArgumentError(f"a tensor of shape {leaf.shape} is no leaf of this tape")
            dtype = leaf._array.dtype
            if type(value) is np.ndarray and value.dtype is dtype:
                array = value.copy("K")  # BLAS adds in an order that depends on the layout
            else:
                array = as_float_array(value).astype(dtype)
            plan.check(leaf, array)
            if leaf._base is not None:
                release_view(leaf)
            leaf._array = array
            leaf._loose = False  # nobody else has the array
            plan.loosen(leaf)
        if self.nodes[-1].freed:
            for node in self.nodes:
                node.freed = False
        plan.run_forward()
        plan.loosen(plan.output)
        return plan.output

    def backward(
        self, gradient: ArrayLike | Tensor | None = None, *, observer: Observer | None = None
    ) -> None:
        """Adds the gradient of the last result to ``.grad`` of every leaf that requires one.

        Raises:
            GradientError: as ``Tensor.backward``.
        """
        plan = self._planned()
        plan.run_backward(seed(plan.output, gradient)._array, observer)

    def _planned(self) -> Plan:
        if self._plan is None:
            if not self.nodes:
                raise ReplayError("nothing was recorded on this tape")
            if self._read is not None:
                raise ReplayError(
                    f"a value of shape {self._read.shape} was read while recording (by item(), "
                    ".data, if, float() ...): what Python did with it cannot be repeated; read "
                    "values after the with block"
                )
            if self._changed is not None:
                raise ReplayError(
                    f"a tensor of shape {self._changed.shape} was changed in place while "
                    "recording: write x = x + 1 instead of x += 1"
                )
            self._plan = Plan(self.nodes, self.results)
        return self._plan
