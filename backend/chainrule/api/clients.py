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


async def while_present(request: Request, job: asyncio.Future[Reply]) -> Reply:
    """What the job gives; the job is cancelled soon after its client has left.

    Raises:
        Problem: the client has left, so that nobody will read this.
    """
    try:
        await asyncio.wait({job}, timeout=UNWATCHED_SECONDS)
        if not job.done():
            await _first(job, _left(request))
    finally:  # also when this was cancelled, as events are
        if not job.done():
            job.get_loop().call_later(GRACE_SECONDS, job.cancel)
    if job.done():
        return job.result()
    raise Problem("malformed_request", "the connection ended before the answer")


async def _first(job: asyncio.Future[Reply], other: Coroutine[Any, Any, None]) -> None:
    watch = asyncio.ensure_future(other)
    both: set[asyncio.Future[Any]] = {job, watch}
    try:
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
    finally:
        watch.cancel()
        with suppress(asyncio.CancelledError):
            await watch


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
