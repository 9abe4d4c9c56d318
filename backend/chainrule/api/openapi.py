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
from chainrule.api.answers import Problem
from chainrule.api.negotiation import JSON, Representation
from chainrule.api.problems import MEDIA_TYPE, PROBLEMS
from chainrule.graph import Graph
from chainrule.graph.serialisation import definitions

API_PREFIX = "/api/v1"
PUBLISHED = Path(__file__).with_name("openapi.json")
REFERENCE = "#/components/schemas/{model}"
DESCRIPTION = (
    "See how gradients are computed: programs become computational graphs with every value and "
    "every gradient; training sessions can be looked into at every step. Numbers that JSON lacks "
    'are the strings "NaN", "Infinity" and "-Infinity". Every error is application/problem+json.'
)
READING = ("slow_request", "body_too_large", "unsupported_media_type")
"""What can be wrong with any request that has a body."""
COMPUTING = (
    *("malformed_request", "foreign_origin", "invalid_request", "computation_stopped"),
    *("rate_limited", "busy"),
)
"""What can happen to any request that computes."""
CHANGING = (*COMPUTING, "not_found", "damaged_session", "store_unavailable")
"""What can happen to any request about a session."""
DRAWING = ("not_acceptable", "answer_too_large", "drawing_failed", "not_installed")
"""What can happen to any request for a graph."""
GRAPH = "Graph"
"""Stands for the graph's own schema, which no pydantic model describes."""
_models: dict[str, type[BaseModel]] = {}


def reference(*models: type[BaseModel] | str) -> dict[str, Any]:
    """The schema of what is all of these ``models`` at once."""
    references = []
    for model in models:
        name = model if isinstance(model, str) else model.__name__
        if not isinstance(model, str):
            _models[name] = model
        references.append({"$ref": REFERENCE.format(model=name)})
    return references[0] if len(references) == 1 else {"allOf": references}


def reads(model: type[BaseModel], example: Any) -> dict[str, Any]:
    """The ``openapi_extra`` of an endpoint that reads a JSON body of this model."""
    content = {"application/json": {"schema": reference(model), "example": example}}
    return {"requestBody": {"required": True, "content": content}}


def responses(
    *models: type[BaseModel] | str,
    problems: Sequence[str] = (),
    forms: Sequence[Representation] = (JSON,),
    status: int = 200,
    description: str = "The answer.",
) -> dict[int | str, dict[str, Any]]:
    """The ``responses`` of an endpoint: the good one in its ``forms``, and its ``problems``.

    Several ``models`` mean an object with the members of all; they describe the JSON form.
    """
    content: dict[str, Any] = {form.essence: {} for form in forms}
    if models:
        content[JSON.essence] = {"schema": reference(*models)}
    good: dict[str, Any] = {"description": description}
    found: dict[int | str, dict[str, Any]] = {
        status: good | ({"content": content} if forms else {})
    }
    for code in sorted(problems, key=lambda code: PROBLEMS[code].status):
        problem = PROBLEMS[code]
        listed = f"`{code}`: {problem.title}"
        known = found.get(problem.status)
        if known is None:
            schema = {"schema": reference(Problem)}
            found[problem.status] = {"description": listed, "content": {MEDIA_TYPE: schema}}
        else:
            known["description"] += f"; {listed}"
    return found


def describe(app: FastAPI) -> dict[str, Any]:
    """The complete description of ``app``."""
    description = get_openapi(
        title="Chainrule",
        version=__version__,
        description=DESCRIPTION,
        license_info={"name": "MIT", "identifier": "MIT"},
        openapi_version="3.1.0",
        routes=app.routes,
    )
    _, own = models_json_schema(
        [(model, "validation") for model in _models.values()], ref_template=REFERENCE
    )
    schemas = definitions([Graph], REFERENCE.format(model="")) | linked(own["$defs"])
    description["components"] = {"schemas": dict(sorted(schemas.items()))}
    return description


def linked(schemas: Any) -> Any:
    """The same schemas with references to parts of the graph's schema, where they are wanted."""
    if isinstance(schemas, list):
        return [linked(item) for item in schemas]
    if not isinstance(schemas, dict):
        return schemas
    if "$dynamicRef" in schemas:
        return reference(schemas["$dynamicRef"])
    return {name: linked(part) for name, part in schemas.items()}


def published() -> bytes:
    """The committed description."""
    return PUBLISHED.read_bytes()
