"""Server-sent events: a session trains while its losses arrive, a step an event.

The event's ``id`` is its step. A client that lost the connection sends the last one it saw as
``Last-Event-ID`` and misses nothing, because losses are stored; browsers do so by themselves.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from chainrule.api.budget import client_of
from chainrule.api.errors import HANDLED, to_problem
from chainrule.api.gateway import ONLY_HEAD
from chainrule.api.negotiation import Representation
from chainrule.api.openapi import API_PREFIX, CHANGING, responses
from chainrule.api.problems import Problem
from chainrule.api.routes.sessions import Id
from chainrule.api.service import Service, service_of
from chainrule.api.task import Task
from chainrule.api.tasks import sessions
from chainrule.api.training_schemas import EventsQuery

router = APIRouter(prefix=f"{API_PREFIX}/sessions/{{id}}", tags=["sessions"])

EVENTS = Representation("events", "text/event-stream")
LONGEST_PAUSE = 15
"""Seconds between two signs of life while the server is busy."""


@router.get(
    "/events",
    response_class=StreamingResponse,
    responses=responses(
        problems=(*CHANGING, "too_many_sessions"),
        forms=[EVENTS],
        description="Events `step` (its id is the step, its data the loss), then one `done`. A "
        "server that stops ends with `pause`: ask again, with the last step that was seen.",
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
    task = Task(sessions.stand, (id,), stored=True)
    _, session = await service.compute(request, task, light=True)
    goal = min(query.to, session["last_step"])
    after = int(last_event_id) if last_event_id else query.after
    after = session["head"] if after is None else after
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
    while True:
        task = Task(sessions.events, (id, after, goal), EVENTS, key=id, alone=True, stored=True)
        try:
            answer, facts = await service.compute(request, task)
        except HANDLED as error:
            problem = to_problem(error)
            if "retry-after" not in problem.headers:
                yield sessions.event("problem", problem.content)
                return
            if service.stopping.is_set():
                yield sessions.event("pause", {"after": after})
                return
            yield b": waiting\n\n"
            await asyncio.sleep(min(int(problem.headers["retry-after"]), LONGEST_PAUSE))
            continue
        yield answer.content
        if facts["finished"]:
            return
        after = facts["after"]
        if service.stopping.is_set():
            yield sessions.event("pause", {"after": after})
            return
