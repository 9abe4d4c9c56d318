"""What each client holds open on this server: streams of events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from chainrule.api.problems import Problem


class Tenants:
    """Counts streams by client; the store counts sessions, which outlive the server."""

    def __init__(self, streams: int) -> None:
        self.most_streams = streams
        self._streams: Counter[str] = Counter()

    @contextmanager
    def stream(self, client: str) -> Iterator[None]:
        """Counts one of the client's streams while it is open.

        Raises:
            Problem: it has as many as one client may have (429).
        """
        if self._streams[client] >= self.most_streams:
            raise Problem(
                "too_many_sessions",
                f"one client may hold {self.most_streams} streams open; close one first",
                headers={"retry-after": "10"},
            )
        self._streams[client] += 1
        try:
            yield
        finally:
            self._streams[client] -= 1
            if not self._streams[client]:
                del self._streams[client]
