"""Checkpoints: where the sessions of a store stand, and what computes their states.

A record says how a session was set up and how far it has come; its trainer, built from that once
and kept while it is used, computes every state.
"""

from __future__ import annotations

import math
import secrets
import time
from dataclasses import replace
from functools import partial

import numpy as np

from chainrule.engine.tensor import Array
from chainrule.training import views
from chainrule.training.answers import Diagnosis, Session
from chainrule.training.config import Config
from chainrule.training.diagnosis import Doctor
from chainrule.training.errors import DamagedError, NotFoundError
from chainrule.training.library import Library
from chainrule.training.limits import TrainingLimits
from chainrule.training.measures import pack, unpack
from chainrule.training.preparation import Origin
from chainrule.training.recent import Recent
from chainrule.training.recording import width
from chainrule.training.state import State
from chainrule.training.states import States
from chainrule.training.store import Record, Share, Store
from chainrule.training.trainer import Run, Trainer
from chainrule.training.validation import check_identifier, check_step

MOST_LOOKED = 20_000
"""Steps that a diagnosis looks at: of a longer run, the last."""


class Checkpoints:
    """The sessions of a store; safe for use by many threads.

    Every method raises ``NotFoundError`` for a session that does not exist (any more).
    """

    def __init__(self, store: Store, limits: TrainingLimits) -> None:
        self.store = store
        self.limits = limits
        self.library = Library(store, limits)
        self.states = States(store, self._beginning)
        self._trainers: Recent[str, Trainer] = Recent(16)
        self._diagnoses: Recent[tuple[str, int], Diagnosis] = Recent(64)

    def begin(
        self,
        config: Config,
        origin: Origin,
        state: State | None,
        parent: tuple[str, int] | None = None,
        opening: tuple[int, float] = (0, 0.0),
        share: Share | None = None,
    ) -> Session:
        """Begins a session, by itself or where its parent stood, as part of a share."""
        known = self.record(parent[0]).document["upload"] if parent else None
        upload = self.library.upload(config.dataset, known)
        trainer = Trainer(config, self.library.open(config.dataset, upload), origin, self.limits)
        document = {
            "config": config.to_dict(),
            "origin": [origin.step, origin.epoch, origin.offset],
            "parent": parent,
            "opening": opening,
            "upload": upload,
        }
        id = secrets.token_hex(16)
        state = state or trainer.initial()
        record = self.store.create(id, document, origin.step, state.to_bytes(), share)
        self._trainers.put(id, trainer)
        return self.session(record)

    def record(self, id: str, after: int = 0, limit: int = 0) -> Record:
        """How the session was set up, how far it has come, and some of its losses.

        Losses that were damaged in the store are computed anew.
        """
        check_identifier(id)
        record = self.store.load(id, after, limit)
        if record.sound:
            return record
        trainer, head = self.trainer(record), record.head
        start = max(after, record.origin)
        return replace(
            record,
            loss=next(
                iter(self.states.losses(id, trainer, max(head - 1, record.origin), head)), None
            ),
            losses=self.states.losses(id, trainer, start, min(start + limit, head)),
            sound=True,
        )

    def measures(self, record: Record, start: int, stop: int) -> Array:
        """The recording (steps, width) of the steps after ``start`` up to ``stop``.

        What is missing or damaged in the store is measured anew.
        """
        trainer = self.trainer(record)
        found = np.zeros((max(stop - start, 0), width(trainer.network)), np.float32)
        missing = np.ones(len(found), bool)
        for head, chunk in self.store.measures(record.id, start, stop):
            part = unpack(chunk, head, trainer.network)
            if part is not None:
                first = head - len(part) - start
                skip = max(-first, 0)
                place = slice(first + skip, min(head, stop) - start)
                found[place] = part[skip : skip + place.stop - place.start]
                missing[place] = False
        edges = np.flatnonzero(np.diff(missing, prepend=False, append=False))
        for gap in edges.reshape(-1, 2) + start:
            found[gap[0] - start : gap[1] - start] = self.states.measures(
                record.id, trainer, int(gap[0]), int(gap[1])
            )
        return found

    def diagnosis(self, record: Record) -> Diagnosis:
        """What went wrong in the session, as far as its last steps tell."""
        known = self._diagnoses.get((record.id, record.head))
        if known is None:
            trainer, start = self.trainer(record), max(record.origin, record.head - MOST_LOOKED)
            losses = self.record(record.id, start, record.head - start).losses
            recorded = self.measures(record, start, record.head)
            at = partial(self.states.at, record.id, trainer)
            known = Doctor(trainer, at, record.head, recorded, np.array(losses)).diagnosis()
            self._diagnoses.put((record.id, record.head), known)
        return known

    def trainer(self, record: Record) -> Trainer:
        """What computes the session's steps."""
        trainer = self._trainers.get(record.id)
        if trainer is None:
            document = record.document
            if "config" not in document:
                raise NotFoundError("there is no such session, or it has expired")
            config = Config.from_dict(document["config"])
            dataset = self.library.open(config.dataset, document["upload"])
            trainer = Trainer(config, dataset, Origin(*document["origin"]), self.limits)
            self._trainers.put(record.id, trainer)
        return trainer

    def session(self, record: Record) -> Session:
        """Where the session stands."""
        trainer, halted = self.trainer(record), None
        if record.loss is not None and not math.isfinite(record.loss):
            trace = trainer.trace(self.states.at(record.id, trainer, record.head - 1))
            halted = views.divergence(trace, record.head, record.loss)
        return views.session(record, trainer, halted)

    def at(self, id: str, step: int | None) -> tuple[Trainer, State]:
        """What computes the session, and where it stood after ``step`` steps (all, unless given).

        Raises:
            StepError: the session has no such step.
        """
        record = self.record(id)
        trainer = self.trainer(record)
        if step is None:
            step = record.head
        check_step(step, record.origin, record.head, "step")
        return trainer, self.states.at(id, trainer, step)

    def train(self, trainer: Trainer, id: str, head: int, goal: int, until: float) -> None:
        """Some steps from ``head``, then one commit: none if another process was faster.

        Ends at the step ``goal``, at the time ``until`` or where the loss is not finite.
        """
        run = Run(trainer, self.states.at(id, trainer, head), record=True)
        losses: list[float] = []
        states: dict[int, bytes] = {}
        for loss in run.losses(goal):
            losses.append(loss)
            if trainer.is_checkpoint(run.step):
                states[run.step] = run.state().to_bytes()
            if time.monotonic() >= until:
                break
        recording = pack(run.recorder.taken(), run.step)
        if self.store.commit(id, run.step, states, losses, recording):
            self.states.remember(id, run.state())

    def tally(self, record: Record, epoch: int, step: int) -> tuple[int, float]:
        """How many steps the epoch (from 1) has up to ``step``, and the sum of their losses.

        A fork in the middle of an epoch keeps the tally of its opening, the steps before it: so
        its first epoch compares with those of others, also when its parent is gone.
        """
        trainer = self.trainer(record)
        start = max(trainer.batches.end_of(epoch - 1), trainer.origin.step)
        losses = self.record(record.id, start, step - start).losses
        steps, total = 0, 0.0
        if epoch == trainer.origin.epoch + 1:
            steps, total = record.document.get("opening", (0, 0.0))
        return steps + len(losses), total + float(np.sum(losses))

    def forget(self, id: str) -> None:
        """Drops what was kept of a session."""
        self._trainers.forget(id)
        self.states.forget(id)

    def _beginning(self, id: str, trainer: Trainer) -> State:
        """The state that a session began with, computed anew: drawn, or its parent's.

        Raises:
            DamagedError: its parent is gone.
        """
        if not trainer.origin.step:
            return trainer.initial()
        parent, step = self.store.load(id).document["parent"]
        try:
            record = self.record(parent)
        except NotFoundError:
            raise DamagedError(
                f"the state at step {step}, with which this session began, was damaged in the "
                "store, and the session that it came from is gone: begin a new one"
            ) from None
        before = self.trainer(record)
        return self.states.at(parent, before, step).handed_on(before.config, trainer.config)
