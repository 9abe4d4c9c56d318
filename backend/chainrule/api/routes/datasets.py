"""Data sets: those that come with Chainrule, and uploaded ones."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from chainrule.api import answers
from chainrule.api.body import read_bytes, require_media_type
from chainrule.api.negotiation import JSON
from chainrule.api.openapi import API_PREFIX, CHANGING, READING, responses
from chainrule.api.rendering import plain_json
from chainrule.api.service import FRESH, fresh, respond, service_of
from chainrule.api.task import Task
from chainrule.api.tasks import datasets
from chainrule.api.training_schemas import Page, UploadQuery
from chainrule.training import DATASETS, Declaration

router = APIRouter(prefix=f"{API_PREFIX}/datasets", tags=["data sets"])
Name = Annotated[str, Path(max_length=100, description="As GET /datasets lists it.")]
CSV_BODY = {
    "requestBody": {
        "required": True,
        "content": {"text/csv": {"schema": {"type": "string"}, "example": "x,y\n1,2\n3,4\n"}},
    }
}


@router.get("", response_class=Response, responses=responses(answers.Datasets))
async def list_datasets(_: Request) -> Response:
    """Every data set that comes with Chainrule; uploaded ones are known by their name only."""
    listed = answers.Datasets(list(DATASETS.values()))
    return Response(plain_json(listed), media_type=JSON.media_type)


@router.post(
    "",
    status_code=201,
    response_class=Response,
    responses=responses(
        Declaration,
        problems=(*CHANGING, *READING, "invalid_dataset", "too_many_sessions", "store_full"),
        status=201,
        description="The new data set; its name goes into a session's settings.",
    ),
    openapi_extra=CSV_BODY,
)
async def upload_dataset(request: Request, query: Annotated[UploadQuery, Query()]) -> Response:
    """Keeps a CSV file: a line of names, then rows of numbers; it expires as sessions do."""
    service = service_of(request)
    require_media_type(request, "text/csv")
    largest = service.desk.training.csv_bytes
    body = await read_bytes(request, largest, service.settings.body_seconds)
    task = Task(datasets.upload, (body, query, service.share_of(request)), stored=True)
    answer, facts = await service.compute(request, task)
    location = f"{request.url.path}/{facts['name']}"
    return respond(answer, FRESH | {"location": location}, 201)


@router.get(
    "/{name}",
    response_class=Response,
    responses=responses(Declaration, problems=CHANGING),
)
async def get_dataset(request: Request, name: Name) -> Response:
    """What a data set is."""
    return await fresh(request, datasets.declaration, name, light=True, stored=name not in DATASETS)


@router.delete(
    "/{name}",
    status_code=204,
    response_class=Response,
    responses=responses(
        problems=(*CHANGING, "invalid_dataset", "store_full"),
        forms=(),
        status=204,
        description="It is gone.",
    ),
)
async def delete_dataset(request: Request, name: Name) -> Response:
    """Forgets an uploaded data set; sessions that use it keep its rows.

    One that does not exist is forgotten already.
    """
    task = Task(datasets.forget, (name,), stored=True)
    await service_of(request).compute(request, task, light=True)
    return Response(status_code=204, headers=FRESH)


@router.get(
    "/{name}/rows",
    response_class=Response,
    responses=responses(answers.Rows, problems=CHANGING),
)
async def get_rows(request: Request, name: Name, page: Annotated[Page, Query()]) -> Response:
    """Rows of a data set: the features, then the target."""
    return await fresh(request, datasets.rows, name, page, light=True, stored=name not in DATASETS)
