"""What the page's help and forms need: the language, the limits, the presets."""

from __future__ import annotations

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
CACHED = {"cache-control": "no-cache"}


def _answer(content: Any) -> Response:
    return Response(plain_json(content), media_type=JSON.media_type, headers=CACHED)


@router.get("/functions", response_class=Response, responses=responses(answers.Functions))
async def list_functions(_: Request) -> Response:
    """Every function of the language: signature, summary, formula, example."""
    return _answer({"functions": [plain(function, "call") for function in program.functions()]})


@router.get("/examples", response_class=Response, responses=responses(answers.Examples))
async def list_examples(_: Request) -> Response:
    """The gallery: programs worth looking at, each with what to notice and a question."""
    return _answer({"examples": [plain(example, "gradients") for example in program.examples()]})


@router.get("/limits", response_class=Response, responses=responses(answers.Limits))
async def list_limits(request: Request) -> Response:
    """How large programs, requests and training may become, and how to change that."""
    service = service_of(request)
    found = limits.listing(service.limits, service.settings, service.sessions.limits)
    return _answer({"limits": found})


@router.get("/presets", response_class=Response, responses=responses(answers.Presets))
async def list_presets(_: Request) -> Response:
    """Training set-ups worth starting from, and every setting that can be changed."""
    return _answer(
        {
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
    )


def plain(declared: Any, *without: str) -> dict[str, Any]:
    """The fields of something declared, but for those that are not for clients."""
    return {f.name: getattr(declared, f.name) for f in fields(declared) if f.name not in without}
