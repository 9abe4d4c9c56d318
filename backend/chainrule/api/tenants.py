"""What each client holds on this server: sessions that it began, event streams that are open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from chainrule.api.problems import Problem

MOST_REMEMBERED = 100_000
"""Sessions whose owner is remembered; the oldest are forgotten first."""


class Tenants:
    """Counts sessions and streams by client; it knows nothing that outlives the server."""

    def __init__(self, sessions: int, streams: int) -> None:
        self.most_sessions = sessions
        self.most_streams = streams
        self._owners: dict[str, str] = {}
        self._sessions: Counter[str] = Counter()
        self._streams: Counter[str] = Counter()

    def admit(self, client: str) -> None:
        """Lets the client begin one more session.

        Raises:
            Problem: it has as many as one client may have (429).
        """
        if self._sessions[client] >= self.most_sessions:
            raise Problem(
                "too_many_sessions",
                f"one client may keep {self.most_sessions} sessions; delete one first",
                headers={"retry-after": "3600"},
            )

    def add(self, client: str, session: str) -> None:
        """Notes whose session it is."""
        self._owners[session] = client
        self._sessions[client] += 1
        if len(self._owners) > MOST_REMEMBERED:
            self.remove(next(iter(self._owners)))

    def remove(self, session: str) -> None:
        """Forgets a session that is gone."""
        client = self._owners.pop(session, None)
        if client is not None:
            self._sessions[client] -= 1
            if not self._sessions[client]:
                del self._sessions[client]

    def admit_stream(self, client: str) -> None:
        """Lets the client open one more stream.

        Raises:
            Problem: it has as many as one client may have (429).
        """
        if self._streams[client] >= self.most_streams:
            raise Problem(
                "too_many_sessions",
                f"one client may hold {self.most_streams} streams open; close one first",
                headers={"retry-after": "10"},
            )

    @contextmanager
    def stream(self, client: str) -> Iterator[None]:
        """Counts one of the client's streams while it is open."""
        self._streams[client] += 1
        try:
            yield
        finally:
            self._streams[client] -= 1
            if not self._streams[client]:
                del self._streams[client]
