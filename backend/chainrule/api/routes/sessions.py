"""Training sessions: begin, train, look into every step, measure, forget.

A session's identifier is a capability: whoever knows it may use the session, and nothing lists
them.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from chainrule.api import answers
from chainrule.api.body import parse
from chainrule.api.negotiation import JSON
from chainrule.api.openapi import API_PREFIX, CHANGING, READING, reads, responses
from chainrule.api.rendering import plain_json
from chainrule.api.service import FRESH, fresh, service_of
from chainrule.api.training_schemas import AdvanceRequest, SessionRequest

router = APIRouter(prefix=f"{API_PREFIX}/sessions", tags=["sessions"])
Id = Annotated[str, Path(max_length=100, description="As POST /sessions answered it.")]
CREATING = ("invalid_configuration", "invalid_dataset", "too_many_sessions", "store_full")


@router.post(
    "",
    status_code=201,
    response_class=Response,
    responses=responses(
        answers.Session,
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
    share = service.share_of(request)
    session = await service.compute(
        request, lambda: service.sessions.create(parse(SessionRequest, body).settings(), share)
    )
    return Response(
        plain_json(session.to_dict()),
        status_code=201,
        media_type=JSON.media_type,
        headers=FRESH | {"location": f"{request.url.path}/{session.id}"},
    )


@router.get(
    "/{id}", response_class=Response, responses=responses(answers.Session, problems=CHANGING)
)
async def get_session(request: Request, id: Id) -> Response:
    """Where a session stands."""
    sessions = service_of(request).sessions
    return await fresh(request, lambda: sessions.get(id).to_dict(), light=True)


@router.delete(
    "/{id}",
    status_code=204,
    response_class=Response,
    responses=responses(
        problems=(*CHANGING, "store_full"), forms=(), status=204, description="It is gone."
    ),
)
async def delete_session(request: Request, id: Id) -> Response:
    """Forgets a session; one that does not exist is forgotten already."""
    service = service_of(request)
    await service.compute(request, lambda: service.sessions.delete(id), light=True)
    return Response(status_code=204, headers=FRESH)


@router.post(
    "/{id}/advance",
    response_class=Response,
    responses=responses(answers.Session, problems=(*CHANGING, *READING, "store_full")),
    openapi_extra=reads(AdvanceRequest, {"to": 120}),
)
async def advance_session(request: Request, id: Id) -> Response:
    """Trains to an absolute step or epoch; may stop early at its time limit: then ask again."""
    service = service_of(request)
    body = await service.read_json(request)

    def work() -> Any:
        wish = parse(AdvanceRequest, body)
        seconds = service.settings.advance_seconds
        return service.sessions.advance(id, **wish.goal(), time_limit=seconds).to_dict()

    return await fresh(request, work)
