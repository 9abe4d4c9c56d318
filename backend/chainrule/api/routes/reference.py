"""What the page's help and forms need: the language, the limits, the presets."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request, Response

from chainrule import program
from chainrule.api.negotiation import JSON
from chainrule.api.openapi import API_PREFIX, answers
from chainrule.api.rendering import plain_json
from chainrule.api.service import service_of
from chainrule.training import PRESETS, SETTINGS

router = APIRouter(prefix=API_PREFIX, tags=["reference"])
CACHED = {"cache-control": "no-cache"}


def _answer(content: Any) -> Response:
    return Response(plain_json(content), media_type=JSON.media_type, headers=CACHED)


@router.get("/functions", response_class=Response, responses=answers(None, [JSON], []))
async def list_functions(_: Request) -> Response:
    """Every function of the language: signature, summary, formula, example."""
    return _answer({"functions": [describe(function) for function in program.functions()]})


@router.get("/limits", response_class=Response, responses=answers(None, [JSON], []))
async def list_limits(request: Request) -> Response:
    """How large programs, requests and training may become, and how to change that."""
    service = service_of(request)
    listed = [
        {**limit, "value": getattr(service.limits, limit["name"])}
        for limit in program.Limits.describe()
    ]
    return _answer({"limits": listed})


@router.get("/presets", response_class=Response, responses=answers(None, [JSON], []))
async def list_presets(_: Request) -> Response:
    """Training set-ups worth starting from, and every setting that can be changed."""
    return _answer(
        {
            "presets": [preset.to_dict() for preset in PRESETS.values()],
            "settings": [{"name": name, **asdict(s)} for name, s in SETTINGS.items()],
        }
    )


def describe(function: program.Function) -> dict[str, Any]:
    """A function of the language as plain data."""
    return {
        "name": function.name,
        "kind": function.kind,
        "category": function.category,
        "signature": function.signature,
        "summary": function.summary,
        "formula": function.formula,
        "example": function.example,
        "aliases": list(function.aliases),
        "method": function.method,
    }
