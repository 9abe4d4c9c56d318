"""From a request to a graph: the glue between the language, the data sets and the graph model."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from chainrule import graph, program
from chainrule.api.answers import ProgramNotes, SingleProblem
from chainrule.api.desk import Desk
from chainrule.api.errors import single_problem
from chainrule.api.problems import Problem
from chainrule.api.schemas import DatasetRows, GraphRequest, ProgramRequest
from chainrule.training import Sessions


def execute(
    request: ProgramRequest, desk: Desk, limits: program.Limits | None = None
) -> program.Execution:
    """Runs the program on its inputs, leaves and data set, within the server's limits or others."""
    bound = bind(request.dataset, desk.sessions) if request.dataset else {}
    if both := sorted(bound.keys() & request.inputs.keys()):
        raise Problem("invalid_request", f"{both[0]} is bound by the data set and by inputs")
    return program.run(
        request.source,
        inputs={**bound, **request.inputs},
        leaves=request.leaves,
        limits=limits or desk.limits,
        moment=request.moment,
        partial=isinstance(request, GraphRequest) and request.partial,
    )


def bind(rows: DatasetRows, sessions: Sessions) -> Mapping[str, Any]:
    """``X`` (rows × features) and ``y`` (rows × 1) of the chosen rows."""
    dataset = sessions.dataset(rows.name)
    first, end = rows.rows or (0, len(dataset.y))
    if not first < end <= len(dataset.y):
        raise Problem(
            "invalid_dataset",
            f"rows {first} to {end} are not in the data set, which has rows 0 to {len(dataset.y)}",
        )
    return {"X": dataset.X[first:end], "y": dataset.y[first:end]}


def build(request: ProgramRequest, desk: Desk) -> tuple[graph.Graph, program.Execution]:
    """The program's graph, and the run that it is of."""
    started = time.perf_counter()
    execution = execute(request, desk)
    built = graph.graph_of(
        execution,
        backward=request.backward if isinstance(request, GraphRequest) else True,
        collapsed=request.collapsed if isinstance(request, GraphRequest) else (),
        forward_us=round((time.perf_counter() - started) * 1e6),
    )
    return built, execution


def about(execution: program.Execution) -> ProgramNotes:
    """What an answer says of a run beside its graph."""
    error = execution.error
    return ProgramNotes(
        notes=execution.notes,
        moment=execution.moment,
        moments=execution.moments,
        printed=execution.printed,
        error=SingleProblem(**single_problem(error)) if error else None,
    )
