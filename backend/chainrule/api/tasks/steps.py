"""The steps of a training session as graphs and arrays."""

from __future__ import annotations

import math

from chainrule import graph
from chainrule.api import answers, arrays
from chainrule.api.answers import TrainingStep
from chainrule.api.desk import Desk
from chainrule.api.negotiation import Representation
from chainrule.api.rendering import render
from chainrule.api.schemas import paths_in
from chainrule.engine import Source
from chainrule.graph.summary import summarise
from chainrule.training import Change, Step


def step(desk: Desk, id: str, number: int, collapsed: str, form: Representation) -> bytes:
    """The graph of one step, and the update of every parameter."""
    found = desk.sessions.step(id, number)
    drawn = graph.build(
        found.output,
        values=found.values,
        collapsed=paths_in(collapsed),
        updates=update_ratios(found),
    )
    told = TrainingStep(
        step=found.step,
        epoch=found.epoch,
        sample=found.sample,
        places=found.places.tolist(),
        rows=found.rows,
        loss=found.loss,
        rate=found.rate,
        done=found.done,
        update=[describe(change) for change in found.update],
    )
    return render(drawn, form, desk.settings, told)


def array(desk: Desk, id: str, number: int, wish: arrays.Wish, form: Representation) -> bytes:
    """One array of a step's graph."""
    found = desk.sessions.step(id, number)
    drawn = graph.build(found.output, values=found.values)
    return arrays.write(drawn, wish, form, desk.settings)


def describe(change: Change) -> answers.Change:
    """A parameter's update in numbers."""
    arrays = (change.before, change.gradient, change.difference, change.after)
    return answers.Change(change.name, *map(summarise, arrays))


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
