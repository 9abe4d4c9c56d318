"""Tape: every operation of one forward pass, in order, ready to be looked at or run again.

``with Tape() as tape:`` records each operation applied inside, also those that no gradient flows
through. Identities stay when a tape is run again, so a drawing of it can be updated in place.
"""

from __future__ import annotations

from types import TracebackType

from chainrule.engine.node import Node
from chainrule.engine.state import state


class Tape:
    """The operations applied inside its ``with`` block, oldest first, in ``nodes``."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self._outer: Tape | None = None

    def __enter__(self) -> Tape:
        self._outer = state.tape
        state.tape = self
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        state.tape = self._outer
