"""Programs to graphs, arrays, sweeps and checks."""

from __future__ import annotations

from chainrule.api import arrays, checks, programs, repetitions, sweeps
from chainrule.api.body import checked, parse
from chainrule.api.desk import Desk
from chainrule.api.negotiation import JSON, Representation
from chainrule.api.rendering import plain_json, render
from chainrule.api.schemas import (
    ArrayRequest,
    CheckRequest,
    GraphQuery,
    GraphRequest,
    SweepRequest,
)


def graph(desk: Desk, body: bytes, form: Representation) -> bytes:
    """The graph of a program in a body, or only its numbers."""
    wish = parse(GraphRequest, body)
    if wish.numbers and form == JSON:
        return repetitions.graph_or_numbers(wish, desk)
    return _drawn(desk, wish, form)


def asked_graph(desk: Desk, query: str, form: Representation) -> bytes:
    """The graph of a program in an address."""
    return _drawn(desk, checked(GraphQuery.model_validate_json(query).request), form)


def array(desk: Desk, body: bytes, form: Representation) -> bytes:
    """One array of a program's graph."""
    wish = parse(ArrayRequest, body)
    built, _ = programs.build(wish, desk)
    return arrays.write(built, arrays.Wish(wish.node, wish.which, wish.rows), form, desk.settings)


def sweep(desk: Desk, body: bytes) -> bytes:
    """A program's output and slopes over many values of its leaves."""
    return plain_json(sweeps.sweep(parse(SweepRequest, body), desk))


def check(desk: Desk, body: bytes) -> bytes:
    """A program's gradients beside finite differences."""
    wish = parse(CheckRequest, body)
    built, _ = programs.build(wish, desk)
    return plain_json(checks.check(built, wish.h))


def _drawn(desk: Desk, request: GraphRequest, form: Representation) -> bytes:
    built, execution = programs.build(request, desk)
    return render(built, form, desk.settings, programs.about(execution))
