"""Watch: somebody who is told of everything that is computed in a thread.

A tape, a program's recorder and a budget are watches. ``state.recording.watch`` has the one that is
looking now; without one, nothing costs more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chainrule.engine.node import Node
    from chainrule.engine.tensor import Array, Tensor


class Watch:
    """What it is told of, and when; each method may be left as it is.

    Attributes:
        records: whether every operation gets a node while this watch looks on, also where no
            gradient flows.
    """

    records: bool = True

    def before(
        self, operation: type[Node], arrays: tuple[Array, ...], params: dict[str, Any]
    ) -> None:
        """An operation is about to compute; raise an error to refuse it."""

    def allocate(self, shape: tuple[int, ...], dtype: Any) -> None:
        """An array that is no operation's result is about to be made; raise to refuse it."""

    def record(self, node: Node, result: Tensor) -> None:
        """An operation was applied (only where ``records`` is set)."""

    def read(self, tensor: Tensor) -> None:
        """A value left the computation: by ``item()``, ``bool()``, ``numpy()`` and the like."""

    def changed(self, tensor: Tensor, node: Node | None) -> None:
        """A tensor was changed in place, by this operation if one was recorded."""

    def place(self) -> Any:
        """Where the program stands, as errors shall say it; ``None``: file and line of Python."""
        return None

    def backward_starts(
        self, output: Tensor, gradient: Any, wanted: Sequence[Tensor] | None = None
    ) -> None:
        """``output.backward(gradient)`` begins, for all leaves or for those that are wanted."""

    def backward_done(self, output: Tensor) -> None:
        """It has come to its end, and every ``.grad`` is there."""
