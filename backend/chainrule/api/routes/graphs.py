"""Programs to graphs: as data, as drawings, as code."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from chainrule.api import programs
from chainrule.api.body import checked, parse
from chainrule.api.negotiation import choose
from chainrule.api.openapi import COMPUTING, DRAWING, READING, answers, reads
from chainrule.api.rendering import GRAPH_FORMS, render
from chainrule.api.schemas import FormatQuery, GraphQuery, GraphRequest
from chainrule.api.service import service_of

router = APIRouter(tags=["graphs"])

EXAMPLE = {"source": "x = tensor([[2.0, 3.0]])\nw = [[-1.0], [1.2]]\nloss = (x @ w) ** 2"}
PROGRAMS = (*COMPUTING, *DRAWING, "program_error", "not_found", "invalid_dataset")


@router.post(
    "/graphs",
    response_class=Response,
    responses=answers(None, GRAPH_FORMS, PROGRAMS + READING),
    openapi_extra=reads(GraphRequest, EXAMPLE),
)
async def create_graph(request: Request, _: Annotated[FormatQuery, Query()]) -> Response:
    """Runs a program and answers its graph: every value, every gradient, every step."""
    service = service_of(request)
    form = choose(request, GRAPH_FORMS)
    body = await service.read_json(request)

    def work() -> bytes:
        graph, more = programs.build(parse(GraphRequest, body), service)
        return render(graph, form, service.settings, more)

    return await service.answer(request, form, work, "graphs", body)


@router.get(
    "/graphs",
    response_class=Response,
    responses=answers(None, GRAPH_FORMS, PROGRAMS),
)
async def get_graph(request: Request, query: Annotated[GraphQuery, Query()]) -> Response:
    """The same for a program in the address: cacheable, and embeddable as a picture."""
    service = service_of(request)
    form = choose(request, GRAPH_FORMS)

    def work() -> bytes:
        graph, more = programs.build(checked(query.request), service)
        return render(graph, form, service.settings, more)

    return await service.answer(request, form, work, "graphs?", query.model_dump_json())
