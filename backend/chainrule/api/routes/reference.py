"""What the page's help and forms need: the language, the limits, the presets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, fields
from typing import Any

from fastapi import APIRouter, Request, Response

from chainrule import program
from chainrule.api import answers, limits
from chainrule.api.negotiation import JSON
from chainrule.api.openapi import API_PREFIX, responses
from chainrule.api.rendering import plain_json
from chainrule.api.service import service_of
from chainrule.training import PRESETS, SETTINGS
from chainrule.training.choices import LOSSES, OPTIMISERS

router = APIRouter(prefix=API_PREFIX, tags=["reference"])


async def _answer(request: Request, make: Callable[[], Any], *depends_on: str) -> Response:
    """What only changes with the build of Chainrule, and with what it ``depends_on``."""
    service = service_of(request)
    return await service.answer(
        request, JSON, lambda: plain_json(make()), request.url.path, *depends_on, light=True
    )


@router.get("/functions", response_class=Response, responses=responses(answers.Functions))
async def list_functions(request: Request) -> Response:
    """Every function of the language: signature, summary, formula, example."""
    told = tuple(answers.Function.model_fields)
    return await _answer(
        request,
        lambda: {"functions": [{k: getattr(f, k) for k in told} for f in program.functions()]},
    )


@router.get("/examples", response_class=Response, responses=responses(answers.Examples))
async def list_examples(request: Request) -> Response:
    """The gallery: programs worth looking at, each with what to notice and a question."""
    return await _answer(
        request, lambda: {"examples": [plain(e, "gradients") for e in program.examples()]}
    )


@router.get("/limits", response_class=Response, responses=responses(answers.Limits))
async def list_limits(request: Request) -> Response:
    """How large programs, requests and training may become, and how to change that."""
    service = service_of(request)
    declared = (service.limits, service.settings, service.sessions.limits)
    return await _answer(request, lambda: {"limits": limits.listing(*declared)}, repr(declared))


@router.get("/presets", response_class=Response, responses=responses(answers.Presets))
async def list_presets(request: Request) -> Response:
    """Training set-ups worth starting from, and every setting that can be changed."""
    return await _answer(request, training)


def training() -> dict[str, Any]:
    """What the form for a training set-up is made of."""
    return {
        "presets": [preset.to_dict() for preset in PRESETS.values()],
        "settings": [{"name": name, **asdict(s)} for name, s in SETTINGS.items()],
        "optimisers": [
            {
                "name": optimiser.name,
                "numbers": [
                    {"name": name, "default": default, "low": low, "high": high}
                    for name, (default, low, high) in optimiser.numbers.items()
                ],
            }
            for optimiser in OPTIMISERS.values()
        ],
        "losses": [plain(loss, "label", "output", "link") for loss in LOSSES.values()],
    }


def plain(declared: Any, *without: str) -> dict[str, Any]:
    """The fields of something declared, but for those that are not for clients."""
    return {f.name: getattr(declared, f.name) for f in fields(declared) if f.name not in without}
