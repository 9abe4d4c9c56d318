"""Training sessions: begin, train, measure, forget."""

from __future__ import annotations

from typing import Any

from chainrule.api.answers import Epochs
from chainrule.api.body import parse
from chainrule.api.desk import Desk
from chainrule.api.rendering import plain_json
from chainrule.api.task import Told
from chainrule.api.training_schemas import (
    AdvanceRequest,
    LandscapeQuery,
    MeasuresQuery,
    Page,
    SessionRequest,
    SurfaceQuery,
)
from chainrule.training import Session, Share

MOST_EPOCHS = 50
"""At a time: each one evaluates the model on every row."""
BATCH = 1000
"""Losses that a stream tells at a time."""
SLICE_SECONDS = 0.1
"""How long a stream trains before it tells: curves refresh ten times a second."""


def begin(desk: Desk, body: bytes, share: Share) -> Told:
    """A new session."""
    return _session(desk.sessions.create(parse(SessionRequest, body).settings(), share))


def stand(desk: Desk, id: str) -> Told:
    """Where a session stands."""
    return _session(desk.sessions.get(id))


def forget(desk: Desk, id: str, head: int | None) -> bytes:
    """Nothing, once the session is gone."""
    desk.sessions.delete(id, head)
    return b""


def advance(desk: Desk, id: str, body: bytes) -> Told:
    """Where a session stands after some training."""
    wish = parse(AdvanceRequest, body)
    seconds = desk.settings.advance_seconds
    return _session(desk.sessions.advance(id, **wish.goal(), time_limit=seconds))


def events(desk: Desk, id: str, after: int, goal: int) -> Told:
    """The next events of a stream from step ``after`` to ``goal``, and how far they tell.

    Losses that are stored are told; without any, the session trains for a moment.
    """
    losses = desk.sessions.losses(id, after, min(BATCH, goal - after))
    if losses.values or after >= goal:
        session = desk.sessions.get(id)
    else:
        session = desk.sessions.advance(id, to=goal, time_limit=SLICE_SECONDS)
    told = [
        event("step", {"step": step, "loss": loss}, step)
        for step, loss in enumerate(losses.values, start=losses.after + 1)
    ]
    after = losses.after + len(losses.values)
    finished = after >= goal or (session.halted is not None and after >= session.head)
    if finished:
        told.append(event("done", session))
    return Told(b"".join(told), {"after": after, "finished": finished})


def losses(desk: Desk, id: str, page: Page) -> bytes:
    """The losses of some steps."""
    return plain_json(desk.sessions.losses(id, page.after, page.limit))


def measures(desk: Desk, id: str, query: MeasuresQuery) -> bytes:
    """How the layers went in some steps."""
    return plain_json(desk.sessions.measures(id, query.after, query.limit, query.stride))


def diagnosis(desk: Desk, id: str) -> bytes:
    """What went wrong in a run."""
    return plain_json(desk.sessions.diagnosis(id))


def epochs(desk: Desk, id: str, page: Page) -> bytes:
    """The measures of some epochs."""
    found = desk.sessions.epochs(id, page.after, min(page.limit, MOST_EPOCHS))
    return plain_json(Epochs(found))


def evaluation(desk: Desk, id: str, step: int | None) -> bytes:
    """How good the model is."""
    return plain_json(desk.sessions.evaluation(id, step))


def surface(desk: Desk, id: str, query: SurfaceQuery) -> bytes:
    """The model's output over two features."""
    found = desk.sessions.surface(id, query.step, query.x, query.y, query.resolution)
    return plain_json(found)


def landscape(desk: Desk, id: str, query: LandscapeQuery) -> bytes:
    """The training loss over two numbers of the model."""
    found = desk.sessions.landscape(id, query.step, query.x, query.y, query.resolution)
    return plain_json(found)


def check_store(desk: Desk) -> bytes:
    """That the store of sessions answers and takes more."""
    desk.sessions.store.check()
    return b'{"status":"ready"}'


def event(name: str, data: Any, id: int | None = None) -> bytes:
    """One event in the format of ``text/event-stream``."""
    lines = [f"event: {name}".encode(), b"data: " + plain_json(data)]
    if id is not None:
        lines.insert(0, f"id: {id}".encode())
    return b"\n".join(lines) + b"\n\n"


def _session(session: Session) -> Told:
    facts = {"id": session.id, "head": session.head, "last_step": session.last_step}
    return Told(plain_json(session), facts)
