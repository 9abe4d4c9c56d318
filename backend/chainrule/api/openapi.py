"""The OpenAPI description: FastAPI's, completed by what this server reads and answers itself.

``openapi.json`` beside this module is the published form; a test keeps it up to date.
``python -m chainrule.api.publish`` writes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from chainrule import __version__
from chainrule.api.negotiation import Representation
from chainrule.api.problems import MEDIA_TYPE, PROBLEMS

API_PREFIX = "/api/v1"
PUBLISHED = Path(__file__).with_name("openapi.json")
REFERENCE = "#/components/schemas/{model}"
DESCRIPTION = (
    "See how gradients are computed: programs become computational graphs with every value and "
    "every gradient; training sessions can be looked into at every step. Numbers that JSON lacks "
    'are the strings "NaN", "Infinity" and "-Infinity". Every error is application/problem+json.'
)
READING = ("malformed_request", "slow_request", "body_too_large", "unsupported_media_type")
"""What can be wrong with any request that has a body."""
COMPUTING = ("invalid_request", "rate_limited", "busy")
"""What can happen to any request that computes."""
CHANGING = (*COMPUTING, "not_found", "store_unavailable")
"""What can happen to any request about a session."""
DRAWING = ("not_acceptable", "answer_too_large", "drawing_failed", "not_installed")
"""What can happen to any request for a graph."""
_bodies: dict[str, type[BaseModel]] = {}


def reads(model: type[BaseModel], example: Any) -> dict[str, Any]:
    """The ``openapi_extra`` of an endpoint that reads a JSON body of this model."""
    _bodies[model.__name__] = model
    schema = {"$ref": REFERENCE.format(model=model.__name__)}
    content = {"application/json": {"schema": schema, "example": example}}
    return {"requestBody": {"required": True, "content": content}}


def answers(
    model: type[BaseModel] | None,
    offered: Sequence[Representation],
    problems: Sequence[str],
    *,
    status: int = 200,
    description: str = "The answer.",
) -> dict[int | str, dict[str, Any]]:
    """The ``responses`` of an endpoint: the good one in its representations, and its problems."""
    content: dict[str, Any] = {
        r.essence: {} if r.essence == "application/json" else {"schema": {"type": "string"}}
        for r in offered
    }
    good: dict[str, Any] = {"description": description, "content": content}
    if model is not None:
        good["model"] = model
    found: dict[int | str, dict[str, Any]] = {status: good}
    for code in sorted(problems, key=lambda code: PROBLEMS[code].status):
        problem = PROBLEMS[code]
        known = found.setdefault(
            problem.status,
            {
                "description": "",
                "content": {MEDIA_TYPE: {"schema": {"$ref": REFERENCE.format(model="Problem")}}},
            },
        )
        known["description"] = "; ".join(
            filter(None, [known["description"], f"`{code}`: {problem.title}"])
        )
    return found


def describe(app: FastAPI) -> dict[str, Any]:
    """The complete description of ``app``."""
    from chainrule.api.answers import ProblemAnswer

    description = get_openapi(
        title="Chainrule",
        version=__version__,
        description=DESCRIPTION,
        license_info={"name": "MIT", "identifier": "MIT"},
        openapi_version="3.1.0",
        routes=app.routes,
    )
    schemas = description.setdefault("components", {}).setdefault("schemas", {})
    _, own = models_json_schema(
        [(model, "validation") for model in _bodies.values()] + [(ProblemAnswer, "serialization")],
        ref_template=REFERENCE,
    )
    schemas.update(own["$defs"])
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    description["components"]["schemas"] = dict(sorted(schemas.items()))
    return description


def published() -> bytes:
    """The committed description."""
    return PUBLISHED.read_bytes()
