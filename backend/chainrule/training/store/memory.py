"""A store in this process's memory: for tests, and for a server that shall forget."""

from __future__ import annotations

import threading
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from chainrule.training.errors import CapacityError, NotFoundError
from chainrule.training.store.expiry import Look
from chainrule.training.store.protocol import MOST_BYTES, Checkpoints, Record, Share, full


@dataclass
class _Session:
    document: dict[str, Any]
    origin: int
    owner: str | None
    created: float
    used: float
    checkpoints: dict[int, bytes]
    losses: list[float] = field(default_factory=list)
    measures: list[tuple[int, bytes]] = field(default_factory=list)

    @property
    def head(self) -> int:
        return self.origin + len(self.losses)

    @property
    def bytes(self) -> int:
        recorded = sum(len(chunk) for _, chunk in self.measures)
        return 8 * len(self.losses) + recorded + sum(map(len, self.checkpoints.values()))


class MemoryStore:
    """Sessions in a dictionary behind one lock."""

    def __init__(
        self,
        *,
        lifetime_seconds: int = 24 * 3600,
        capacity: int = 10_000,
        most_bytes: int = MOST_BYTES,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.lifetime_seconds = lifetime_seconds
        self.capacity = capacity
        self.most_bytes = most_bytes
        self.clock = clock
        self._lock = threading.Lock()
        self._sessions: dict[str, _Session] = {}
        self._look: Look | None = None

    def create(
        self,
        id: str,
        document: dict[str, Any],
        origin: int,
        checkpoint: bytes,
        share: Share | None = None,
    ) -> Record:
        """See ``Store.create``."""
        now = self.clock()
        with self._lock:
            self._sweep(now)
            living = [s for s in self._sessions.values() if not self._expired(s)]
            if share is not None:
                share.admit(sum(session.owner == share.owner for session in living))
            if len(living) >= self.capacity:
                raise CapacityError(f"{self.capacity} sessions are open, which is the limit")
            self._make_room(len(checkpoint))
            owner = share.owner if share else None
            self._sessions[id] = _Session(document, origin, owner, now, now, {origin: checkpoint})
        return Record(id, document, origin, origin, now)

    def load(self, id: str, after: int = 0, limit: int = 0) -> Record:
        """See ``Store.load``."""
        with self._lock:
            session = self._find(id)
            start = max(after - session.origin, 0)
            return Record(
                id,
                session.document,
                session.origin,
                session.head,
                session.created,
                session.losses[-1] if session.losses else None,
                tuple(session.losses[start : start + limit]),
            )

    def nearest(self, id: str, step: int) -> tuple[int, bytes]:
        """See ``Store.nearest``."""
        with self._lock:
            session = self._find(id)
            steps = sorted(session.checkpoints)
            place = bisect_right(steps, step)
            if not place:
                raise NotFoundError(f"the session begins at step {session.origin}")
            return steps[place - 1], session.checkpoints[steps[place - 1]]

    def commit(
        self,
        id: str,
        head: int,
        checkpoints: Checkpoints,
        losses: Sequence[float],
        measures: bytes = b"",
    ) -> bool:
        """See ``Store.commit``."""
        with self._lock:
            session = self._find(id)
            if session.head != head - len(losses):
                return False
            states = sum(map(len, checkpoints.values()))
            self._make_room(8 * len(losses) + len(measures) + states)
            session.losses.extend(losses)
            session.measures.append((head, measures))
            session.checkpoints.update(checkpoints)
            return True

    def measures(self, id: str, after: int, until: int) -> list[tuple[int, bytes]]:
        """See ``Store.measures``."""
        with self._lock:
            chunks = self._find(id).measures
            first = bisect_right(chunks, after, key=itemgetter(0))
            last = bisect_left(chunks, until, key=itemgetter(0))
            return chunks[first : last + 1]

    def delete(self, id: str, head: int | None = None) -> bool:
        """See ``Store.delete``."""
        with self._lock:
            session = self._sessions.get(id)
            if session is not None and head not in (None, session.head):
                return False
            self._sessions.pop(id, None)
            return True

    def check(self) -> None:
        """Does nothing: memory answers, and takes what it may."""

    def close(self) -> None:
        """Does nothing: there is nothing to let go of."""

    def _sweep(self, now: float) -> None:
        """Deletes what was expired at the last look, too, and looks anew."""
        due = self._look.due(now, self.lifetime_seconds) if self._look else None
        if due is not None:
            for id in [id for id, session in self._sessions.items() if session.used <= due]:
                del self._sessions[id]
        if due is not None or self._look is None or self._look.outdated(now):
            self._look = Look.at(now, self.lifetime_seconds)

    def _make_room(self, more: int) -> None:
        if more + sum(session.bytes for session in self._sessions.values()) > self.most_bytes:
            raise full(self.most_bytes)

    def _expired(self, session: _Session) -> bool:
        return self.clock() - session.used >= self.lifetime_seconds

    def _find(self, id: str) -> _Session:
        session = self._sessions.get(id)
        if session is None or self._expired(session):
            raise NotFoundError("there is no such session, or it has expired")
        session.used = self.clock()
        return session
