"""Tape: every operation of one forward pass, in order, ready to be looked at or run again.

``with Tape() as tape:`` records each operation applied inside, also those that no gradient flows
through. Identities stay when a tape is run again, so a drawing of it can be updated in place.
"""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING

from chainrule.engine.state import state

if TYPE_CHECKING:
    from chainrule.engine.node import Node
    from chainrule.engine.tensor import Tensor


class Tape:
    """The operations applied inside its ``with`` block, oldest first, in ``nodes``."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.results: list[Tensor] = []
        self._outer: Tape | None = None

    def record(self, node: Node, result: Tensor) -> None:
        """Notes an operation that was just applied."""
        self.nodes.append(node)
        self.results.append(result)

    def notice_read(self, tensor: Tensor) -> None:
        """Notes that a value left the recorded computation."""

    def __enter__(self) -> Tape:
        self._outer = state.recording.tape
        state.recording = state.recording._replace(tape=self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        state.recording = state.recording._replace(tape=self._outer)
