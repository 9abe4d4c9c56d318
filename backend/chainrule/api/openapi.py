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
from pydantic_core import from_json, to_json

from chainrule import __version__
from chainrule.api.answers import Problem
from chainrule.api.negotiation import JSON, Representation
from chainrule.api.problems import MEDIA_TYPE, PROBLEMS
from chainrule.api.training_schemas import every_setting
from chainrule.graph.serialisation import NAMES, definitions
from chainrule.training import SETTINGS
from chainrule.training.choices import LOSSES

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
_models: dict[str, Any] = {}


def reference(*models: Any) -> dict[str, Any]:
    """The schema of what is all of these ``models`` at once."""
    references = []
    for model in models:
        name = NAMES.get(model.__name__, model.__name__)
        _models[name] = model
        references.append({"$ref": REFERENCE.format(model=name)})
    return references[0] if len(references) == 1 else {"allOf": references}


def reads(model: type[BaseModel], example: Any) -> dict[str, Any]:
    """The ``openapi_extra`` of an endpoint that reads a JSON body of this model."""
    content = {"application/json": {"schema": reference(model), "example": example}}
    return {"requestBody": {"required": True, "content": content}}


def responses(
    *models: Any,
    instead: Any = None,
    problems: Sequence[str] = (),
    forms: Sequence[Representation] = (JSON,),
    status: int = 200,
    description: str = "The answer.",
) -> dict[int | str, dict[str, Any]]:
    """The ``responses`` of an endpoint: the good one in its ``forms``, and its ``problems``.

    Several ``models`` mean an object with the members of all; they describe the JSON form.
    Some requests are answered with the model ``instead`` of them.
    """
    content: dict[str, Any] = {form.essence: {} for form in forms}
    if models:
        schema = reference(*models)
        either = {"anyOf": [schema, reference(instead)]} if instead else schema
        content[JSON.essence] = {"schema": either}
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
    requests = [model for model in _models.values() if issubclass(model, BaseModel)]
    answers = [model for model in _models.values() if model not in requests]
    _, read = models_json_schema(
        [(model, "validation") for model in requests], ref_template=REFERENCE
    )
    schemas = definitions(answers, REFERENCE.format(model="")) | read["$defs"]
    schemas["Config"] = every_setting()
    for name, known in {"Setting": [*SETTINGS], "Loss": [*LOSSES]}.items():
        schemas[name]["properties"]["name"]["enum"] = known
    description["components"] = {"schemas": dict(sorted(schemas.items()))}
    return description


def published() -> bytes:
    """The committed description."""
    return PUBLISHED.read_bytes()


def below(root: str) -> bytes:
    """The same for a server whose paths begin with ``root``."""
    return to_json({**from_json(published()), "servers": [{"url": root}]})
