"""Training sessions: begin, train, look into every step, measure, forget.

A session's identifier is a capability: whoever knows it may use the session, and nothing lists
them.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from chainrule.api.openapi import API_PREFIX, CHANGING, READING, reads, responses
from chainrule.api.service import FRESH, fresh, respond, service_of
from chainrule.api.task import Task
from chainrule.api.tasks import sessions
from chainrule.api.training_schemas import AdvanceRequest, SessionRequest
from chainrule.training import Session

router = APIRouter(prefix=f"{API_PREFIX}/sessions", tags=["sessions"])
Id = Annotated[str, Path(max_length=100, description="As POST /sessions answered it.")]
Head = Annotated[
    int | None, Query(ge=0, description="Forget it only if it still stands at this step.")
]
CREATING = ("invalid_configuration", "invalid_dataset", "too_many_sessions", "store_full")


@router.post(
    "",
    status_code=201,
    response_class=Response,
    responses=responses(
        Session,
        problems=CHANGING + READING + CREATING,
        status=201,
        description="The new session; the header Location has its address.",
    ),
    openapi_extra=reads(SessionRequest, {"preset": "raisins-mlp"}),
)
async def create_session(request: Request) -> Response:
    """Begins a training session: from settings, from a preset, or from a step of another one."""
    service = service_of(request)
    body = await service.read_json(request)
    task = Task(sessions.begin, (body, service.share_of(request)), stored=True)
    answer, facts = await service.compute(request, task)
    return respond(answer, FRESH | {"location": f"{request.url.path}/{facts['id']}"}, 201)


@router.get("/{id}", response_class=Response, responses=responses(Session, problems=CHANGING))
async def get_session(request: Request, id: Id) -> Response:
    """Where a session stands."""
    return await fresh(request, sessions.stand, id, light=True)


@router.delete(
    "/{id}",
    status_code=204,
    response_class=Response,
    responses=responses(
        problems=(*CHANGING, "moved_on", "store_full"),
        forms=(),
        status=204,
        description="It is gone.",
    ),
)
async def delete_session(request: Request, id: Id, head: Head = None) -> Response:
    """Forgets a session; one that does not exist is forgotten already.

    With `head`, one that was trained meanwhile stays.
    """
    task = Task(sessions.forget, (id, head), stored=True)
    await service_of(request).compute(request, task, light=True)
    return Response(status_code=204, headers=FRESH)


@router.post(
    "/{id}/advance",
    response_class=Response,
    responses=responses(Session, problems=(*CHANGING, *READING, "store_full")),
    openapi_extra=reads(AdvanceRequest, {"to": 120}),
)
async def advance_session(request: Request, id: Id) -> Response:
    """Trains to an absolute step or epoch; may stop early at its time limit: then ask again."""
    body = await service_of(request).read_json(request)
    return await fresh(request, sessions.advance, id, body, key=id)
