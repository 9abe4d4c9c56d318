"""Clients: what each one holds open on this server, and whether it is still there.

Streams of events are counted by client; what nobody waits for any more is stopped.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from starlette.requests import Request

from chainrule.api.problems import Problem
from chainrule.api.task import Reply


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


UNWATCHED_SECONDS = 0.05
"""Most tasks are done sooner than it is worth to look."""
GRACE_SECONDS = 0.25
"""What is nearly done may end, so that its worker need not: moving a slider leaves many behind."""


LAST_SECONDS = 0.5
"""What is computed when the server is told to stop may end within this time."""


async def while_present(
    request: Request, job: asyncio.Future[Reply], stopping: asyncio.Event
) -> Reply:
    """What the job gives; the job is cancelled soon after its client has left.

    Raises:
        Problem: the client has left, so that nobody will read this, or the server stops.
    """
    try:
        await asyncio.wait({job}, timeout=UNWATCHED_SECONDS)
        if not job.done():
            await _first(job, _left(request), _stopped(stopping))
    finally:  # also when this was cancelled, as events are
        if not job.done():
            job.get_loop().call_later(GRACE_SECONDS, job.cancel)
    if job.done():
        return job.result()
    if stopping.is_set():
        raise Problem("busy", "the server stops", headers={"retry-after": "1"})
    raise Problem("malformed_request", "the connection ended before the answer")


async def _first(job: asyncio.Future[Reply], *others: Coroutine[Any, Any, None]) -> None:
    watches = [asyncio.ensure_future(other) for other in others]
    all_of_them: set[asyncio.Future[Any]] = {job, *watches}
    try:
        await asyncio.wait(all_of_them, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for watch in watches:
            watch.cancel()
            with suppress(asyncio.CancelledError):
                await watch


async def _stopped(stopping: asyncio.Event) -> None:
    await stopping.wait()
    await asyncio.sleep(LAST_SECONDS)


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
