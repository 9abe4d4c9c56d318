"""A program's output and slopes over many values of its leaves: what a plot needs, in one request.

The program runs once per place, without events, summaries or drawing. A place at which it fails
has the value NaN; a sweep that takes too long ends early, with fewer values than places.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from chainrule import program
from chainrule.api.answers import Sweep
from chainrule.api.desk import Desk
from chainrule.api.problems import Problem
from chainrule.api.programs import execute
from chainrule.api.schemas import SweepRequest
from chainrule.engine import Tensor
from chainrule.graph.trace import trace

SECONDS = 1.0
"""For a whole sweep, and for each run in it."""


def sweep(request: SweepRequest, desk: Desk) -> Sweep:
    """The output and its derivatives for the swept leaves, place by place.

    Raises:
        ProgramError: the program does not run as it stands.
        Problem: the output or a swept leaf is not a single number.
    """
    deadline = time.monotonic() + SECONDS
    present = execute(request, desk)
    if present.output.size != 1:
        raise Problem("invalid_request", "only an output that is a single number can be swept")
    shapes = {name: leaf_named(name, present).shape for name in request.places}
    values: list[float] = []
    gradients: dict[str, list[float | None]] = {name: [] for name in request.places}
    for place in zip(*request.places.values(), strict=True):
        if (left := deadline - time.monotonic()) <= 0:
            break
        moved = {
            name: np.full(shape, number)
            for (name, shape), number in zip(shapes.items(), place, strict=True)
        }
        value, slopes = reached(request, desk, moved, left)
        values.append(value)
        for name, slope in slopes.items():
            gradients[name].append(slope)
    return Sweep(values, gradients)


def reached(
    request: SweepRequest, desk: Desk, moved: Mapping[str, Any], seconds: float
) -> tuple[float, dict[str, float | None]]:
    """The output and its slopes with some leaves moved; NaN where the program fails."""
    limits = replace(desk.limits, seconds=min(desk.limits.seconds, seconds))
    there = request.model_copy(update={"leaves": {**request.leaves, **moved}})
    try:
        execution = execute(there, desk, limits)
    except program.ProgramError:
        return math.nan, dict.fromkeys(moved)
    if not execution.output.requires_grad:
        return execution.output.item(), dict.fromkeys(moved)
    with np.errstate(all="ignore"):
        found = trace(execution.output, execution.gradient).grads
    slopes = (found.get(leaf_named(name, execution)) for name in moved)
    numbers = (None if slope is None else float(np.sum(slope)) for slope in slopes)
    return execution.output.item(), dict(zip(moved, numbers, strict=True))


def leaf_named(name: str, execution: program.Execution) -> Tensor:
    """The leaf of this name.

    Raises:
        Problem: there is none, or it is not a single number.
    """
    for source, annotation in execution.values.items():
        if annotation.name == name and isinstance(source, Tensor):
            if source.size != 1:
                raise Problem("invalid_request", f"{name} is not a single number")
            return source
    raise Problem("invalid_request", f"the program has no leaf of the name {name}")
