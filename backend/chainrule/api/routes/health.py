"""For whoever runs the server: is it alive, is it ready, what has it done."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from chainrule import __version__
from chainrule.api import answers
from chainrule.api.budget import client_of
from chainrule.api.metrics import MEDIA_TYPE
from chainrule.api.negotiation import Representation
from chainrule.api.openapi import responses
from chainrule.api.rendering import plain_json
from chainrule.api.service import FRESH, respond, service_of
from chainrule.api.task import Task
from chainrule.api.tasks import sessions

router = APIRouter(tags=["health"])
ALIVE = plain_json(answers.Status("ok", __version__))
TEXT = Representation("text", MEDIA_TYPE)


@router.get("/healthz", response_class=Response, responses=responses(answers.Status))
async def live(_: Request) -> Response:
    """Answers as long as the event loop runs."""
    return Response(ALIVE, media_type="application/json", headers=FRESH)


@router.get(
    "/readyz",
    response_class=Response,
    responses=responses(answers.Status, problems=["busy", "store_unavailable", "store_full"]),
)
async def ready(request: Request) -> Response:
    """Answers 200 when the store of sessions answers and takes more; else 503, or 507 if full."""
    service = service_of(request)
    service.breaker.admit()
    reply = await service.readers.run(Task(sessions.check_store), client_of(request))
    service.breaker.note(reply)
    answer, _ = reply.outcome()
    return respond(answer, dict(FRESH))


@router.get("/metrics", response_class=Response, responses=responses(forms=[TEXT]))
async def metrics(request: Request) -> Response:
    """Counts and times in the text format of Prometheus."""
    text = service_of(request).metrics.text()
    return Response(text, media_type=MEDIA_TYPE, headers=FRESH)
