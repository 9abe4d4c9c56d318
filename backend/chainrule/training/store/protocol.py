"""The five calls of a store, and the record that they exchange."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from chainrule.training.errors import CapacityError

Checkpoints = Mapping[int, bytes]
"""States as bytes, by their absolute step."""
MOST_BYTES = 4_000_000_000
"""In a store, unless somebody says otherwise."""


@dataclass(frozen=True)
class Record:
    """What a store knows of a session.

    Attributes:
        id: its name.
        document: plain data that never changes.
        origin: the step that it begins with.
        head: how far it has come.
        created: seconds since 1970.
        loss: of the step ``head``; ``None`` at the origin.
        losses: those asked for in ``load``.
    """

    id: str
    document: dict[str, Any]
    origin: int
    head: int
    created: float
    loss: float | None = None
    losses: tuple[float, ...] = ()


def full(most_bytes: int) -> CapacityError:
    """The error of a store that may not grow any more."""
    return CapacityError(
        f"the store may hold {most_bytes:,} bytes and is full: delete sessions, or come back when "
        "others have expired"
    )


class Store(Protocol):
    """Keeps sessions; safe for use by many threads and processes at once.

    A session that nobody loaded or committed to for the store's lifetime does not exist any more.
    Every call raises ``StoreError`` when the store does not answer.
    """

    def create(self, id: str, document: dict[str, Any], origin: int, checkpoint: bytes) -> Record:
        """Begins a session at ``origin`` with the checkpoint of that step.

        Raises:
            CapacityError: there are too many sessions, or the store is full.
        """
        ...

    def load(self, id: str, after: int = 0, limit: int = 0) -> Record:
        """The session, with the losses of at most ``limit`` steps following step ``after``.

        Raises:
            NotFoundError: there is none.
        """
        ...

    def nearest(self, id: str, step: int) -> tuple[int, bytes]:
        """The newest checkpoint that is not after ``step``.

        Raises:
            NotFoundError: there is no session, or its origin is after ``step``.
        """
        ...

    def commit(self, id: str, head: int, checkpoints: Checkpoints, losses: Sequence[float]) -> bool:
        """Appends ``losses``, which end at step ``head``, if the session stands where they begin.

        Returns:
            Whether this took effect.

        Raises:
            NotFoundError: there is none.
            CapacityError: the store is full.
        """
        ...

    def delete(self, id: str) -> None:
        """Forgets the session; does nothing if there is none."""
        ...

    def close(self) -> None:
        """Lets go of files and connections."""
        ...
