"""Server-sent events: a session trains while its losses arrive, a step an event.

The event's ``id`` is its step. A client that lost the connection sends the last one it saw as
``Last-Event-ID`` and misses nothing, because losses are stored; browsers do so by themselves.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request
from starlette.responses import Response, StreamingResponse

from chainrule.api.budget import client_of
from chainrule.api.errors import HANDLED, to_problem
from chainrule.api.negotiation import Representation
from chainrule.api.openapi import API_PREFIX, CHANGING, responses
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
    service = service_of(request)
    session = await service.compute(request, lambda: service.sessions.get(id), light=True)
    goal = min(query.to, session.last_step)
    after = int(last_event_id) if last_event_id else query.after
    after = session.head if after is None else after
    places = service.tenants.stream(client_of(request))
    places.__enter__()  # refused here, while the answer can still be a problem

    async def told() -> AsyncIterator[bytes]:
        try:
            async for event in tell(request, service, id, min(after, goal), goal):
                yield event
        finally:
            places.__exit__(None, None, None)

    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(told(), media_type=EVENTS.media_type, headers=headers)


async def tell(
    request: Request, service: Service, id: str, after: int, goal: int
) -> AsyncIterator[bytes]:
    """The events from step ``after`` to ``goal``, or to where the session halts."""

    def work(after: int) -> tuple[Losses, Session | None]:
        losses = service.sessions.losses(id, after, min(BATCH, goal - after))
        if losses.values or after >= goal:
            return losses, None
        return losses, service.sessions.advance(id, to=goal, time_limit=SLICE_SECONDS)

    session: Session | None = None
    while True:
        try:
            losses, advanced = await service.compute(request, lambda: work(after))  # noqa: B023
        except HANDLED as error:
            problem = to_problem(error)
            if "retry-after" in problem.headers:
                yield b": waiting\n\n"
                await asyncio.sleep(min(int(problem.headers["retry-after"]), 15))
                continue
            yield event("problem", problem.content)
            return
        for step, loss in enumerate(losses.values, start=losses.after + 1):
            yield event("step", {"step": step, "loss": loss}, step)
        after = losses.after + len(losses.values)
        session = advanced or session
        if after >= goal or (session and session.halted and after >= session.head):
            break
    session = await service.compute(request, lambda: service.sessions.get(id), light=True)
    yield event("done", session.to_dict())


def event(name: str, data: Any, id: int | None = None) -> bytes:
    """One event in the format of ``text/event-stream``."""
    lines = [f"event: {name}".encode(), b"data: " + plain_json(data)]
    if id is not None:
        lines.insert(0, f"id: {id}".encode())
    return b"\n".join(lines) + b"\n\n"
