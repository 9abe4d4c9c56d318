"""Looking into a training session: its steps as graphs, its losses, how good its model is."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from chainrule import graph
from chainrule.api import answers, arrays
from chainrule.api.negotiation import ARRAY_FORMS, GRAPH_FORMS, Representation, choose
from chainrule.api.openapi import API_PREFIX, CHANGING, DRAWING, GRAPH, responses
from chainrule.api.rendering import render
from chainrule.api.routes.sessions import Id
from chainrule.api.schemas import paths_in
from chainrule.api.service import FRESH, fresh, service_of
from chainrule.api.training_schemas import (
    LandscapeQuery,
    Page,
    StepArrayQuery,
    StepGraphQuery,
    StepQuery,
    SurfaceQuery,
)
from chainrule.engine import Source
from chainrule.graph.summary import summarise
from chainrule.training import Change, Step

router = APIRouter(prefix=f"{API_PREFIX}/sessions/{{id}}", tags=["sessions"])
IMMUTABLE = "private, max-age=86400, immutable"


Number = Annotated[int, Path(ge=0, description="From 1; 0 shows the initial model.")]


@router.get(
    "/steps/{step}",
    response_class=Response,
    responses=responses(
        GRAPH, answers.TrainingStep, problems=CHANGING + DRAWING, forms=GRAPH_FORMS
    ),
)
async def get_step(
    request: Request,
    id: Id,
    step: Number,
    query: Annotated[StepGraphQuery, Query()],
) -> Response:
    """The graph of one training step, and the update of every parameter."""
    service = service_of(request)
    form = choose(request, GRAPH_FORMS)

    def work() -> bytes:
        found = service.sessions.step(id, step)
        drawn = graph.build(
            found.output,
            values=found.values,
            collapsed=paths_in(query.collapsed),
            updates=update_ratios(found),
        )
        more = {**found.to_dict(), "update": [describe(change) for change in found.update]}
        return render(drawn, form, service.settings, more)

    return await answer_step(request, id, step, form, work, "step", query.collapsed)


@router.get(
    "/steps/{step}/arrays",
    response_class=Response,
    responses=responses(
        answers.ArrayNumbers, problems=(*CHANGING, "not_acceptable"), forms=ARRAY_FORMS
    ),
)
async def get_step_array(
    request: Request, id: Id, step: Number, query: Annotated[StepArrayQuery, Query()]
) -> Response:
    """One whole array of a training step, where its graph has only a summary of it."""
    service = service_of(request)
    form = choose(request, ARRAY_FORMS)

    def work() -> bytes:
        found = service.sessions.step(id, step)
        drawn = graph.build(found.output, values=found.values)
        return arrays.write(drawn, arrays.Wish(query.node, query.which), form, service.settings)

    return await answer_step(request, id, step, form, work, "array", query.node, query.which)


async def answer_step(
    request: Request,
    id: str,
    step: int,
    form: Representation,
    work: Callable[[], bytes],
    *depends_on: str,
) -> Response:
    """An answer about a step: once the step is done, the same for ever."""
    service = service_of(request)
    head = (await service.compute(request, lambda: service.sessions.get(id), light=True)).head
    return await service.answer(
        request,
        form,
        work,
        *depends_on,
        id,
        f"{step} {step <= head}",
        cache_control=IMMUTABLE if step <= head else FRESH["cache-control"],
    )


@router.get(
    "/losses",
    response_class=Response,
    responses=responses(answers.Losses, problems=CHANGING),
)
async def get_losses(request: Request, id: Id, page: Annotated[Page, Query()]) -> Response:
    """The loss of every step that is done."""
    sessions = service_of(request).sessions

    def work() -> Any:
        return sessions.losses(id, page.after, page.limit).to_dict()

    return await fresh(request, work, light=True)


@router.get(
    "/epochs",
    response_class=Response,
    responses=responses(answers.Epochs, problems=CHANGING),
)
async def get_epochs(request: Request, id: Id, page: Annotated[Page, Query()]) -> Response:
    """Mean loss and accuracy of every epoch that is done."""
    sessions = service_of(request).sessions

    def work() -> Any:
        found = sessions.epochs(id, page.after, min(page.limit, MOST_EPOCHS))
        return {"epochs": [epoch.to_dict() for epoch in found]}

    return await fresh(request, work)


@router.get(
    "/evaluation",
    response_class=Response,
    responses=responses(answers.Evaluation, problems=CHANGING),
)
async def get_evaluation(
    request: Request, id: Id, query: Annotated[StepQuery, Query()]
) -> Response:
    """Losses, accuracy, predictions, and the norms of parameters, gradients and updates."""
    sessions = service_of(request).sessions
    return await fresh(request, lambda: sessions.evaluation(id, query.step).to_dict())


@router.get(
    "/surface",
    response_class=Response,
    responses=responses(answers.Surface, problems=CHANGING),
)
async def get_surface(
    request: Request, id: Id, query: Annotated[SurfaceQuery, Query()]
) -> Response:
    """The model's output over two features, the others held at their mean."""
    sessions = service_of(request).sessions

    def work() -> Any:
        return sessions.surface(id, query.step, query.x, query.y, query.resolution).to_dict()

    return await fresh(request, work)


@router.get(
    "/landscape",
    response_class=Response,
    responses=responses(answers.Landscape, problems=CHANGING),
)
async def get_landscape(
    request: Request, id: Id, query: Annotated[LandscapeQuery, Query()]
) -> Response:
    """The training loss over two numbers of the model, and the way that training took."""
    sessions = service_of(request).sessions

    def work() -> Any:
        return sessions.landscape(id, query.step, query.x, query.y, query.resolution).to_dict()

    return await fresh(request, work)


MOST_EPOCHS = 50
"""At a time: each one evaluates the model on every row."""


def describe(change: Change) -> dict[str, Any]:
    """A parameter's update as plain data."""
    arrays = {
        "before": change.before,
        "gradient": change.gradient,
        "change": change.difference,
        "after": change.after,
    }
    return {"name": change.name} | {key: summarise(arrays[key]).to_dict() for key in arrays}


def update_ratios(step: Step) -> dict[Source, float]:
    """‖update‖ / ‖parameter‖ of every parameter that is finite and not zero.

    It is infinite or NaN where the step makes the parameter so.
    """
    sources = {
        note.name: source for source, note in step.values.items() if note.kind == "parameter"
    }
    ratios = {}
    for change in step.update:
        size = summarise(change.before, detail=False).rms
        if size and math.isfinite(size) and change.name in sources:
            moved = summarise(change.difference, detail=False).rms
            ratios[sources[change.name]] = (moved or 0.0) / size
    return ratios
