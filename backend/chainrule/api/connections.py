"""Connections: how many there may be, and how long they may take to say what they want.

uvicorn waits for ever for the end of a request's head, and takes any number of connections. Here a
head that does not come is not waited for, and when there are too many connections, those that ask
for nothing make room: the one that has been silent for longest first.
"""

from __future__ import annotations

import asyncio
import resource
from collections import Counter, OrderedDict
from typing import Any, ClassVar

from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from chainrule.api.budget import customer
from chainrule.api.settings import Settings

OTHER_FILES = 60
"""Descriptors that the server needs for itself, of those that the system allows it."""


class Connections:
    """The connections of a server, those that were silent for longest first."""

    def __init__(self, settings: Settings) -> None:
        files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        self.head_seconds = settings.head_seconds
        self._most = max(min(settings.connections, files - OTHER_FILES), 1)
        self._most_per_client = settings.connections_per_client
        self._proxies = ProxyHeadersMiddleware(_nothing, settings.trusted_proxies).trusted_hosts
        self._open: OrderedDict[Connection, str | None] = OrderedDict()
        self._counts: Counter[str | None] = Counter()

    def enter(self, new: Connection, host: str) -> None:
        """Counts a connection; if it is one too many, closes a silent one, or else the new one."""
        client = None if host in self._proxies else customer(host)
        self._open[new] = client
        self._counts[client] += 1
        if client is not None and self._counts[client] > self._most_per_client:
            self._make_room(new, client)
        elif len(self._open) > self._most:
            self._make_room(new, None)

    def stir(self, connection: Connection) -> None:
        """Notes that a connection said something."""
        if connection in self._open:
            self._open.move_to_end(connection)

    def leave(self, connection: Connection) -> None:
        """Forgets a connection."""
        if connection in self._open:
            client = self._open.pop(connection)
            self._counts[client] -= 1
            if not self._counts[client]:
                del self._counts[client]

    def _make_room(self, new: Connection, client: str | None) -> None:
        silent = (
            connection
            for connection, whose in self._open.items()
            if connection is not new and connection.silent and client in (None, whose)
        )
        closed = next(silent, new)
        self.leave(closed)  # now: many may come before the system says that it is closed
        closed.end()


class Connection(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """uvicorn's connection with a time limit for the head of a request."""

    register: ClassVar[Connections]
    """Of the server that this class was made for."""

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Begins to wait for a head."""
        super().connection_made(transport)
        self._waiting: asyncio.TimerHandle | None = None
        self._wait()
        self.register.enter(self, self.client[0] if self.client else "unknown")

    def data_received(self, data: bytes) -> None:
        """Waits on unless a head is complete."""
        super().data_received(data)
        self.register.stir(self)
        if not self.silent:
            self._wait_no_more()
        elif self._waiting is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Waits no more."""
        super().connection_lost(exc)
        self._wait_no_more()
        self.register.leave(self)

    @property
    def silent(self) -> bool:
        """Whether nothing has been asked for that is not answered yet."""
        return self.cycle is None or bool(self.cycle.response_complete)

    def end(self) -> None:
        """Closes the connection at once."""
        self.transport.abort()

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(self.register.head_seconds, self._give_up)

    def _wait_no_more(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        self._waiting = None
        if self.silent:
            self.end()


def connection_class(settings: Settings) -> type[asyncio.Protocol]:
    """The connections of one server, bounded as ``settings`` want it."""
    return type("BoundedConnection", (Connection,), {"register": Connections(settings)})


async def _nothing(*_: Any) -> None:
    """An app that is never called: only the list of proxies is of interest."""
