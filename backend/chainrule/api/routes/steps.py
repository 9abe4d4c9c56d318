"""Looking into a training session: its steps as graphs, its losses, how good its model is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from chainrule.api import answers
from chainrule.api.arrays import Wish
from chainrule.api.negotiation import ARRAY_FORMS, GRAPH_FORMS, Representation, choose
from chainrule.api.openapi import API_PREFIX, CHANGING, DRAWING, responses
from chainrule.api.routes.sessions import Id
from chainrule.api.service import FRESH, fresh, service_of
from chainrule.api.task import Task
from chainrule.api.tasks import sessions, steps
from chainrule.api.training_schemas import (
    LandscapeQuery,
    MeasuresQuery,
    Page,
    StepArrayQuery,
    StepGraphQuery,
    StepQuery,
    SurfaceQuery,
)
from chainrule.graph import Graph
from chainrule.training import Diagnosis, Evaluation, Landscape, Losses, Measures, Surface

router = APIRouter(prefix=f"{API_PREFIX}/sessions/{{id}}", tags=["sessions"])
IMMUTABLE = "private, max-age=86400, immutable"


Number = Annotated[int, Path(ge=0, description="From 1; 0 shows the initial model.")]


@router.get(
    "/steps/{step}",
    response_class=Response,
    responses=responses(
        Graph, answers.TrainingStep, problems=CHANGING + DRAWING, forms=GRAPH_FORMS
    ),
)
async def get_step(
    request: Request,
    id: Id,
    step: Number,
    query: Annotated[StepGraphQuery, Query()],
) -> Response:
    """The graph of one training step, and the update of every parameter."""
    form = choose(request, GRAPH_FORMS)
    return await answer_step(request, id, step, form, steps.step, query.collapsed)


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
    form = choose(request, ARRAY_FORMS)
    wish = Wish(query.node, query.which)
    return await answer_step(request, id, step, form, steps.array, wish)


async def answer_step(
    request: Request,
    id: str,
    step: int,
    form: Representation,
    function: Callable[..., bytes],
    wish: str | Wish,
) -> Response:
    """An answer about a step: once the step is done, the same for ever."""
    service = service_of(request)
    _, facts = await service.compute(request, Task(sessions.stand, (id,), stored=True), light=True)
    done = step <= facts["head"]
    return await service.answer(
        request,
        form,
        function,
        *(id, step, wish, form),
        depends_on=(function.__name__, repr(wish), id, f"{step} {done}"),
        cache_control=IMMUTABLE if done else FRESH["cache-control"],
        key=id,
    )


@router.get(
    "/losses",
    response_class=Response,
    responses=responses(Losses, problems=CHANGING),
)
async def get_losses(request: Request, id: Id, page: Annotated[Page, Query()]) -> Response:
    """The loss of every step that is done."""
    return await fresh(request, sessions.losses, id, page, light=True)


@router.get(
    "/measures",
    response_class=Response,
    responses=responses(Measures, problems=CHANGING),
)
async def get_measures(
    request: Request, id: Id, query: Annotated[MeasuresQuery, Query()]
) -> Response:
    """Lengths of gradients, updates and weights, and shares of saturated and dead, by layer."""
    return await fresh(request, sessions.measures, id, query, key=id)


@router.get(
    "/diagnosis",
    response_class=Response,
    responses=responses(Diagnosis, problems=CHANGING),
)
async def get_diagnosis(request: Request, id: Id) -> Response:
    """What went wrong in the run, at which steps, why, and what helped when it was tried."""
    return await fresh(request, sessions.diagnosis, id, key=id)


@router.get(
    "/epochs",
    response_class=Response,
    responses=responses(answers.Epochs, problems=CHANGING),
)
async def get_epochs(request: Request, id: Id, page: Annotated[Page, Query()]) -> Response:
    """Mean loss and accuracy of every epoch that is done."""
    return await fresh(request, sessions.epochs, id, page, key=id)


@router.get(
    "/evaluation",
    response_class=Response,
    responses=responses(Evaluation, problems=CHANGING),
)
async def get_evaluation(
    request: Request, id: Id, query: Annotated[StepQuery, Query()]
) -> Response:
    """Losses, accuracy, predictions, and the norms of parameters, gradients and updates."""
    return await fresh(request, sessions.evaluation, id, query.step, key=id)


@router.get(
    "/surface",
    response_class=Response,
    responses=responses(Surface, problems=CHANGING),
)
async def get_surface(
    request: Request, id: Id, query: Annotated[SurfaceQuery, Query()]
) -> Response:
    """The model's output over two features, the others held at their mean."""
    return await fresh(request, sessions.surface, id, query, key=id)


@router.get(
    "/landscape",
    response_class=Response,
    responses=responses(Landscape, problems=CHANGING),
)
async def get_landscape(
    request: Request, id: Id, query: Annotated[LandscapeQuery, Query()]
) -> Response:
    """The training loss over two numbers of the model, and the way that training took."""
    return await fresh(request, sessions.landscape, id, query, key=id)
