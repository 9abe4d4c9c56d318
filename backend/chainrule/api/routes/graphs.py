"""Programs to graphs: as data, as drawings, as code."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from chainrule.api import answers
from chainrule.api.negotiation import ARRAY_FORMS, GRAPH_FORMS, JSON, choose
from chainrule.api.openapi import (
    API_PREFIX,
    COMPUTING,
    DRAWING,
    READING,
    reads,
    responses,
)
from chainrule.api.routing import DirectRoute
from chainrule.api.schemas import (
    ArrayFormatQuery,
    ArrayRequest,
    CheckRequest,
    FormatQuery,
    GraphQuery,
    GraphRequest,
    SweepRequest,
)
from chainrule.api.service import service_of
from chainrule.api.tasks import graphs
from chainrule.graph import Graph
from chainrule.graph.figures import GraphNumbers

router = APIRouter(prefix=API_PREFIX, tags=["graphs"], route_class=DirectRoute)

EXAMPLE = {"source": "x = tensor([[2.0, 3.0]])\nw = [[-1.0], [1.2]]\nloss = (x @ w) ** 2"}
PROGRAM_ERRORS = ("program_error", "not_found", "invalid_dataset")
STRUCTURE = re.compile(rb'"structure"\s*:\s*"([0-9a-f]{16})"')
"""Found without reading the body: a slider's moves go to the worker that keeps their program."""
PROGRAMS = (*COMPUTING, *DRAWING, *PROGRAM_ERRORS)


@router.post(
    "/graphs",
    response_class=Response,
    responses=responses(
        Graph,
        answers.ProgramNotes,
        instead=GraphNumbers,
        problems=PROGRAMS + READING,
        forms=GRAPH_FORMS,
    ),
    openapi_extra=reads(GraphRequest, EXAMPLE),
)
async def create_graph(request: Request, _: Annotated[FormatQuery, Query()]) -> Response:
    """Runs a program and answers its graph: every value, every gradient, every step.

    With ``numbers`` only its numbers, where nothing else has changed.
    """
    service = service_of(request)
    form = choose(request, GRAPH_FORMS)
    body = await service.read_json(request)
    found = STRUCTURE.search(body)
    near = found.group(1).decode() if found else None
    return await service.answer(
        request, form, graphs.graph, body, form, depends_on=("graphs", body), near=near
    )


@router.get(
    "/graphs",
    response_class=Response,
    responses=responses(Graph, answers.ProgramNotes, problems=PROGRAMS, forms=GRAPH_FORMS),
)
async def get_graph(request: Request, query: Annotated[GraphQuery, Query()]) -> Response:
    """The same for a program in the address: cacheable, and embeddable as a picture."""
    service = service_of(request)
    form = choose(request, GRAPH_FORMS)
    asked = query.model_dump_json()
    return await service.answer(
        request, form, graphs.asked_graph, asked, form, depends_on=("graphs?", asked)
    )


@router.post(
    "/graphs/arrays",
    response_class=Response,
    responses=responses(answers.ArrayNumbers, problems=PROGRAMS + READING, forms=ARRAY_FORMS),
    openapi_extra=reads(ArrayRequest, {**EXAMPLE, "node": "w", "which": "grad"}),
)
async def create_array(request: Request, _: Annotated[ArrayFormatQuery, Query()]) -> Response:
    """One whole array, where the graph has only a summary of it."""
    service = service_of(request)
    form = choose(request, ARRAY_FORMS)
    body = await service.read_json(request)
    return await service.answer(
        request, form, graphs.array, body, form, depends_on=("arrays", body)
    )


@router.post(
    "/graphs/sweeps",
    response_class=Response,
    responses=responses(answers.Sweep, problems=(*COMPUTING, *READING, *PROGRAM_ERRORS)),
    openapi_extra=reads(
        SweepRequest, {"source": "w = 0.5\nloss = tanh(w) ** 2", "places": {"w": [0.0, 0.5, 1.0]}}
    ),
)
async def create_sweep(request: Request) -> Response:
    """The output and its slope over many values of one leaf or two: the numbers of a plot."""
    service = service_of(request)
    body = await service.read_json(request)
    return await service.answer(request, JSON, graphs.sweep, body, depends_on=("sweeps", body))


@router.post(
    "/checks",
    response_class=Response,
    responses=responses(answers.Check, problems=(*COMPUTING, *READING, *PROGRAM_ERRORS)),
    openapi_extra=reads(CheckRequest, EXAMPLE),
)
async def create_check(request: Request) -> Response:
    """Compares a program's gradients with finite differences, leaf by leaf."""
    service = service_of(request)
    body = await service.read_json(request)
    return await service.answer(request, JSON, graphs.check, body, depends_on=("checks", body))
