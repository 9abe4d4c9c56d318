"""The calls of a store, and the records that they exchange."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from chainrule.training.errors import CapacityError, ShareError

Checkpoints = Mapping[int, bytes]
"""States as bytes, by their absolute step."""
MOST_BYTES = 4_000_000_000
"""In a store, unless somebody says otherwise."""


@dataclass(frozen=True)
class Share:
    """Whose a new session is, and how many sessions and uploads this owner may have at a time.

    A store counts what lives there, whoever began, deleted or used it, and lets nobody in between
    its count and its entry.
    """

    owner: str
    most: int

    def admit(self, living: int) -> None:
        """Lets the owner have one more.

        Raises:
            ShareError: there are as many as there may be.
        """
        if living >= self.most:
            raise ShareError(
                f"one client may keep {self.most} sessions and uploads; delete one first"
            )


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
        sound: whether ``loss`` and ``losses`` are what was written; if not, they mean nothing.
    """

    id: str
    document: dict[str, Any]
    origin: int
    head: int
    created: float
    loss: float | None = None
    losses: tuple[float, ...] = ()
    sound: bool = True


def full(most_bytes: int) -> CapacityError:
    """The error of a store that may not grow any more."""
    return CapacityError(
        f"the store may hold {most_bytes:,} bytes and is full: delete sessions, or come back when "
        "others have expired"
    )


class Store(Protocol):
    """Keeps sessions; safe for use by many threads and processes at once.

    A session that nobody loaded or committed to for the store's lifetime does not exist any more.
    Every call raises ``StoreError`` when the store does not answer. What only reads goes on where
    nothing can be written.
    """

    def create(
        self,
        id: str,
        document: dict[str, Any],
        origin: int,
        checkpoint: bytes,
        share: Share | None = None,
    ) -> Record:
        """Begins a session at ``origin`` with the checkpoint of that step, as part of a share.

        Raises:
            ShareError: its owner has as many as one may have.
            CapacityError: there are too many sessions, or the store is full.
        """
        ...

    def load(self, id: str, after: int = 0, limit: int = 0) -> Record:
        """The session, with the losses of at most ``limit`` steps following step ``after``.

        Raises:
            NotFoundError: there is none.
            DamagedError: its document is not what was written.
        """
        ...

    def nearest(self, id: str, step: int) -> tuple[int, bytes]:
        """The newest checkpoint that is not after ``step``: empty if it cannot be read.

        Raises:
            NotFoundError: there is no session, or its origin is after ``step``.
        """
        ...

    def commit(
        self,
        id: str,
        head: int,
        checkpoints: Checkpoints,
        losses: Sequence[float],
        measures: bytes = b"",
    ) -> bool:
        """Appends ``losses``, which end at step ``head``, if the session stands where they begin.

        ``measures`` is what was recorded of the same steps, with a checksum of its own.

        Returns:
            Whether this took effect.

        Raises:
            NotFoundError: there is none.
            CapacityError: the store is full.
        """
        ...

    def measures(self, id: str, after: int, until: int) -> list[tuple[int, bytes]]:
        """What was recorded of the steps after ``after`` up to ``until``: chunks, in order.

        Each is as it was committed, with the step that it ends with. What cannot be read is left
        out; the first and the last may have other steps, too.

        Raises:
            NotFoundError: there is none.
        """
        ...

    def delete(self, id: str, head: int | None = None) -> bool:
        """Forgets the session, or does so only if it still stands at ``head``: true if it is gone.

        There is nothing to do if there is none.

        Raises:
            CapacityError: not even that can be written.
        """
        ...

    def check(self) -> None:
        """Finds out whether the store answers and takes more.

        Raises:
            CapacityError: it can only be read.
        """
        ...

    def close(self) -> None:
        """Lets go of files and connections."""
        ...
