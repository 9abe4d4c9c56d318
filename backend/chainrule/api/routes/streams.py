"""Server-sent events: a session trains while its losses arrive, a step an event.

The event's ``id`` is its step. A client that lost the connection sends the last one it saw as
``Last-Event-ID`` and misses nothing, because losses are stored; browsers do so by themselves.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from chainrule.api.budget import client_of
from chainrule.api.errors import HANDLED, to_problem
from chainrule.api.gateway import ONLY_HEAD
from chainrule.api.negotiation import Representation
from chainrule.api.openapi import API_PREFIX, CHANGING, responses
from chainrule.api.problems import Problem
from chainrule.api.rendering import plain_json
from chainrule.api.routes.sessions import Id
from chainrule.api.service import Service, service_of
from chainrule.api.training_schemas import EventsQuery
from chainrule.training import Losses, Session

router = APIRouter(prefix=f"{API_PREFIX}/sessions/{{id}}", tags=["sessions"])

EVENTS = Representation("events", "text/event-stream")
SLICE_SECONDS = 0.1
"""How long a stream trains before it tells: curves refresh ten times a second."""
BATCH = 1000
"""Losses that are told at a time."""
LONGEST_PAUSE = 15
"""Seconds between two signs of life while the server is busy."""


@router.get(
    "/events",
    response_class=StreamingResponse,
    responses=responses(
        problems=(*CHANGING, "too_many_sessions"),
        forms=[EVENTS],
        description="Events `step` (its id is the step, its data the loss), then one `done`.",
    ),
)
async def stream_events(
    request: Request,
    id: Id,
    query: Annotated[EventsQuery, Query()],
    last_event_id: Annotated[
        str | None, Header(pattern=r"^[0-9]{1,9}$", description="The last step that was seen.")
    ] = None,
) -> Response:
    """Trains to a step and tells every loss on the way; resumable."""
    if ONLY_HEAD in request.scope:
        raise Problem("method_not_allowed", "a stream would train for nobody: use GET")
    service = service_of(request)
    session = await service.compute(request, lambda: service.sessions.get(id), light=True)
    goal = min(query.to, session.last_step)
    after = int(last_event_id) if last_event_id else query.after
    after = session.head if after is None else after
    events = tell(request, service, id, min(after, goal), goal)
    return CountedStream(service.tenants.stream(client_of(request)), events)


class CountedStream(StreamingResponse):
    """Events that are counted from before the first is sent: of many at once, none slips in."""

    def __init__(self, counted: AbstractContextManager[None], events: AsyncIterator[bytes]) -> None:
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        super().__init__(events, media_type=EVENTS.media_type, headers=headers)
        self.counted = counted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends the events; the answer can still be a problem if there are too many streams."""
        with self.counted:
            await super().__call__(scope, receive, send)


async def tell(
    request: Request, service: Service, id: str, after: int, goal: int
) -> AsyncIterator[bytes]:
    """The events from step ``after`` to ``goal``, or to where the session halts."""

    def work() -> tuple[Losses, Session]:
        losses = service.sessions.losses(id, after, min(BATCH, goal - after))
        if losses.values or after >= goal:
            return losses, service.sessions.get(id)
        return losses, service.sessions.advance(id, to=goal, time_limit=SLICE_SECONDS)

    while True:
        try:
            losses, session = await service.compute(request, work)
        except HANDLED as error:
            problem = to_problem(error)
            if "retry-after" not in problem.headers:
                yield event("problem", problem.content)
                return
            yield b": waiting\n\n"
            await asyncio.sleep(min(int(problem.headers["retry-after"]), LONGEST_PAUSE))
            continue
        for step, loss in enumerate(losses.values, start=losses.after + 1):
            yield event("step", {"step": step, "loss": loss}, step)
        after = losses.after + len(losses.values)
        if after >= goal or (session.halted and after >= session.head):
            yield event("done", session.to_dict())
            return


def event(name: str, data: Any, id: int | None = None) -> bytes:
    """One event in the format of ``text/event-stream``."""
    lines = [f"event: {name}".encode(), b"data: " + plain_json(data)]
    if id is not None:
        lines.insert(0, f"id: {id}".encode())
    return b"\n".join(lines) + b"\n\n"
