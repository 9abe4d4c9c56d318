"""What the page's help and forms need: the language, the limits, the presets."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request, Response

from chainrule.api import answers
from chainrule.api.desk import Desk
from chainrule.api.negotiation import JSON
from chainrule.api.openapi import API_PREFIX, responses
from chainrule.api.service import service_of
from chainrule.api.tasks import reference

router = APIRouter(prefix=API_PREFIX, tags=["reference"])


async def _answer(request: Request, make: Callable[[Desk], bytes], *depends_on: str) -> Response:
    """What only changes with the build of Chainrule, and with what it ``depends_on``."""
    depends_on = (request.url.path, *depends_on)
    return await service_of(request).answer(request, JSON, make, depends_on=depends_on, light=True)


@router.get("/functions", response_class=Response, responses=responses(answers.Functions))
async def list_functions(request: Request) -> Response:
    """Every function of the language: signature, summary, formula, example."""
    return await _answer(request, reference.functions)


@router.get("/examples", response_class=Response, responses=responses(answers.Examples))
async def list_examples(request: Request) -> Response:
    """The gallery: programs worth looking at, each with what to notice and a question."""
    return await _answer(request, reference.examples)


@router.get("/limits", response_class=Response, responses=responses(answers.Limits))
async def list_limits(request: Request) -> Response:
    """How large programs, requests and training may become, and how to change that."""
    desk = service_of(request).desk
    declared = repr((desk.limits, desk.settings, desk.training))
    return await _answer(request, reference.limits, declared)


@router.get("/presets", response_class=Response, responses=responses(answers.Presets))
async def list_presets(request: Request) -> Response:
    """Training set-ups worth starting from, and every setting that can be changed."""
    return await _answer(request, reference.presets)
