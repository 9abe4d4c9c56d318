"""Sessions: the service that servers, the command line and scripts use.

It joins the pure functions of ``trainer`` with a store. A stored checkpoint is the authority:
every state is recomputed from the nearest one, and recently used states are kept in memory.
"""

from __future__ import annotations

import math
import re
import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from chainrule.training import datasets
from chainrule.training.answers import Divergence, Epoch, Losses, Session, Step
from chainrule.training.choices import USUAL_LOSSES
from chainrule.training.config import SETTINGS, Config
from chainrule.training.datasets import Dataset, Task
from chainrule.training.errors import ConfigError, NotFoundError, StepError
from chainrule.training.evaluation import Evaluation, Surface, evaluate, evaluate_split, grid
from chainrule.training.landscape import Landscape, find, first_two, survey
from chainrule.training.limits import TrainingLimits
from chainrule.training.preparation import Origin
from chainrule.training.presets import PRESETS
from chainrule.training.recent import Recent
from chainrule.training.state import State
from chainrule.training.store import Record, Store
from chainrule.training.trainer import Run, Trainer
from chainrule.training.uploads import parse_csv

CHUNK_SECONDS = 0.2
"""How much work a commit may hold: what is lost at most when a process is killed."""
UPLOAD_PREFIX = "upload-"
IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Sessions:
    """Training sessions in a store; safe for use by many threads.

    Every method raises ``NotFoundError`` for a session that does not exist (any more) and
    ``StoreError`` when the store does not answer.
    """

    def __init__(self, store: Store, limits: TrainingLimits | None = None) -> None:
        self.store = store
        self.limits = limits or TrainingLimits()
        self._trainers: Recent[str, Trainer] = Recent(16)
        self._states: Recent[str, dict[int, State]] = Recent(32)
        self._epochs: Recent[tuple[str, int], Epoch] = Recent(4096)
        self._locks = [threading.Lock() for _ in range(64)]

    def create(self, config: Config | str | Mapping[str, Any]) -> Session:
        """Begins a session from a preset's name, a configuration, or plain data.

        Plain data may name a ``preset`` to start from, or a ``fork``: ``{"session", "step"}``.
        Without either, the loss is the usual one for the data set's task unless it is given.

        Raises:
            ConfigError: a setting is impossible.
            NotFoundError: there is no such preset, data set or session.
            CapacityError: there are too many sessions.
        """
        if isinstance(config, Mapping):
            values = dict(config)
            if "fork" in values:
                fork = values.pop("fork")
                if not isinstance(fork, Mapping) or set(fork) != {"session", "step"}:
                    raise ConfigError("fork must have a session and a step", "fork")
                return self.fork(fork["session"], fork["step"], values)
            name = values.pop("preset", None)
            config = Config.from_dict(values, _preset(name) if name is not None else None)
            if name is None and "loss" not in values:
                config = replace(config, loss=self._usual_loss(config.dataset))
        elif isinstance(config, str):
            config = _preset(config)
        return self._begin(config, Origin(), None)

    def fork(self, id: str, step: int, changes: Mapping[str, Any]) -> Session:
        """Begins a session where another stood after ``step`` steps, with other settings.

        After the first step the data and the model's shape cannot change any more. The
        optimiser's memory is kept unless the optimiser changes.

        Raises:
            ConfigError: a setting is impossible, or cannot change in mid-training.
            StepError: the other session has no such step.
        """
        record = self._load(id)
        parent = self._trainer(record)
        _check_step(step, record.origin, record.head, "fork")
        config = Config.from_dict(changes, parent.config)
        if step > 0:
            for name, setting in SETTINGS.items():
                if setting.structural and getattr(config, name) != getattr(parent.config, name):
                    raise ConfigError(
                        f"{name} cannot change after the first step; fork from step 0", name
                    )
        state = self._state(id, parent, step) if step else None
        if state is not None and config.optimiser != parent.config.optimiser:
            state = State(state.step, state.parameters)
        origin = Origin(step, *parent.batches.position(step)) if step else Origin()
        return self._begin(config, origin, state, parent=(id, step))

    def get(self, id: str) -> Session:
        """Where the session stands."""
        return self._session(self._load(id))

    def delete(self, id: str) -> None:
        """Forgets the session; does nothing if there is none."""
        _check_identifier(id)
        self.store.delete(id)
        self._trainers.forget(id)
        self._states.forget(id)

    def advance(
        self,
        id: str,
        *,
        to: int | None = None,
        to_epoch: int | None = None,
        time_limit: float = 2.0,
    ) -> Session:
        """Trains until ``to`` steps or ``to_epoch`` epochs are done in all.

        May stop earlier at its time limit, or for good where the loss is not finite. Asking for
        what is done already changes nothing.

        Raises:
            StepError: beyond the session's last possible step, or not exactly one goal is given.
        """
        deadline = time.monotonic() + time_limit
        trainer = self._trainer(self._load(id))
        goal = _goal(trainer, to, to_epoch)
        lock = self._locks[hash(id) % len(self._locks)]
        if not lock.acquire(timeout=max(time_limit, 0.0)):
            return self.get(id)
        try:
            while True:
                session = self.get(id)
                if session.head >= goal or session.halted:
                    return session
                self._advance_once(trainer, session, goal, deadline)
                if time.monotonic() >= deadline:
                    return self.get(id)
        finally:
            lock.release()

    def losses(self, id: str, after: int = 0, limit: int = 1000) -> Losses:
        """The losses of at most ``limit`` steps that follow step ``after``."""
        _check_identifier(id)
        record = self.store.load(id, after, max(limit, 0))
        return Losses(max(after, record.origin), record.losses, record.head)

    def epochs(self, id: str, after: int = 0, limit: int = 50) -> list[Epoch]:
        """At most ``limit`` completed epochs that follow epoch ``after``, in order."""
        record = self._load(id)
        trainer = self._trainer(record)
        found = []
        first = max(after, trainer.origin.epoch) + 1
        for epoch in range(first, first + limit):
            step = trainer.batches.end_of(epoch)
            if step > record.head:
                break
            known = self._epochs.get((id, epoch))
            if known is None:
                known = self._epoch(id, trainer, epoch, step)
                self._epochs.put((id, epoch), known)
            found.append(known)
        return found

    def step(self, id: str, k: int) -> Step:
        """Step ``k`` to look at: from 1 to the next one; 0 shows the initial model.

        Raises:
            StepError: the session has no such step.
        """
        record = self._load(id)
        session, trainer = self._session(record), self._trainer(record)
        last = session.head if session.halted else session.head + 1
        first = session.origin + 1 if session.origin else 0
        _check_step(k, first, last, "step")
        trace = trainer.trace(self._state(id, trainer, max(k - 1, 0)))
        places = trainer.data.train.places[trace.batch.rows]
        dataset = trainer.data.dataset
        return Step(
            k,
            trace.batch.epoch + 1,
            trace.batch.start + 1,
            places,
            [dataset.rows(int(place), 1)[0] for place in places],
            trace.output,
            trace.values,
            trace.update if k else (),
            k <= session.head,
        )

    def evaluation(self, id: str, step: int | None = None) -> Evaluation:
        """How good the model is after ``step`` steps (all that are done, unless given)."""
        trainer, state = self._at(id, step)
        return evaluate(trainer, state)

    def surface(
        self,
        id: str,
        step: int | None = None,
        x: str | None = None,
        y: str | None = None,
        resolution: int = 40,
    ) -> Surface:
        """The model's output over two features (one, if there is only one)."""
        trainer, state = self._at(id, step)
        return grid(trainer, state, x, y, resolution)

    def landscape(
        self,
        id: str,
        step: int | None = None,
        x: str | None = None,
        y: str | None = None,
        resolution: int = 24,
    ) -> Landscape:
        """The training loss over two elements such as ``w[0, 0]``, and the way through them.

        Raises:
            ConfigError: there is no such element, both are the same, or the resolution is not
                from 2 to 60.
        """
        if not 2 <= resolution <= 60:
            raise ConfigError("the resolution must be from 2 to 60", "resolution")
        trainer, state = self._at(id, step)
        usual = first_two(trainer.network)
        elements = [
            usual[place] if name is None else find(trainer.network, name, field)
            for place, (field, name) in enumerate((("x", x), ("y", y)))
        ]
        if elements[0] == elements[1]:
            raise ConfigError("the two elements must differ", "y")
        way = [self._state(id, trainer, k) for k in trainer.waypoints(state.step)]
        return survey(trainer, [*way, state], elements, resolution)

    def upload(
        self,
        data: bytes | str,
        *,
        title: str | None = None,
        target: str | None = None,
        task: Task | None = None,
    ) -> Dataset:
        """Keeps a CSV file as a data set; its ``name`` goes into a configuration.

        Raises:
            DatasetError: with line and column of the first mistake.
        """
        name = UPLOAD_PREFIX + secrets.token_hex(16)
        dataset = parse_csv(name, data, title=title, target=target, task=task, limits=self.limits)
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data
        declaration = dataset.declaration
        upload = {
            "name": name,
            "csv": text,
            "title": declaration.title,
            "target": declaration.target,
            "task": declaration.task,
        }
        self.store.create(name, {"upload": upload}, 0, b"")
        return dataset

    def dataset(self, name: str) -> Dataset:
        """A data set that comes with Chainrule, or an uploaded one.

        Raises:
            NotFoundError: there is none of that name.
        """
        upload = self._upload(name)
        return datasets.load(name) if upload is None else _parse(tuple(upload.items()))

    def _usual_loss(self, name: str) -> str:
        return USUAL_LOSSES[self.dataset(name).declaration.task]

    def _upload(self, name: str) -> dict[str, str] | None:
        if not name.startswith(UPLOAD_PREFIX):
            return None
        _check_identifier(name)
        upload: dict[str, str] = self.store.load(name).document["upload"]
        return upload

    def _begin(
        self,
        config: Config,
        origin: Origin,
        state: State | None,
        parent: tuple[str, int] | None = None,
    ) -> Session:
        upload = None
        if parent is not None and config.dataset.startswith(UPLOAD_PREFIX):
            upload = self._load(parent[0]).document["upload"]
        if upload is None or upload["name"] != config.dataset:
            upload = self._upload(config.dataset)
        dataset = datasets.load(config.dataset) if upload is None else _parse(tuple(upload.items()))
        trainer = Trainer(config, dataset, origin, self.limits)
        document = {
            "config": config.to_dict(),
            "origin": [origin.step, origin.epoch, origin.offset],
            "parent": parent,
            "upload": upload,
        }
        id = secrets.token_hex(16)
        state = state or trainer.initial()
        record = self.store.create(id, document, origin.step, state.to_bytes())
        self._trainers.put(id, trainer)
        return self._session(record)

    def _load(self, id: str) -> Record:
        _check_identifier(id)
        return self.store.load(id)

    def _trainer(self, record: Record) -> Trainer:
        trainer = self._trainers.get(record.id)
        if trainer is None:
            document = record.document
            if "config" not in document:
                raise NotFoundError("there is no such session, or it has expired")
            config = Config.from_dict(document["config"])
            upload = document["upload"]
            dataset = (
                datasets.load(config.dataset) if upload is None else _parse(tuple(upload.items()))
            )
            trainer = Trainer(config, dataset, Origin(*document["origin"]), self.limits)
            self._trainers.put(record.id, trainer)
        return trainer

    def _session(self, record: Record) -> Session:
        trainer = self._trainer(record)
        epoch, used = trainer.batches.position(record.head)
        parent, loss = record.document["parent"], record.loss
        return Session(
            record.id,
            trainer.config,
            trainer.data.dataset.declaration,
            dict(zip(trainer.network.names, trainer.network.shapes, strict=True)),
            record.origin,
            record.head,
            loss,
            epoch + used / len(trainer.data.train),
            trainer.batches.per_epoch,
            trainer.last_step,
            tuple(parent) if parent else None,
            None
            if loss is None or math.isfinite(loss)
            else self._divergence(record.id, trainer, record.head, loss),
            record.created,
        )

    def _divergence(self, id: str, trainer: Trainer, step: int, loss: float) -> Divergence:
        trace = trainer.trace(self._state(id, trainer, step - 1))
        batch = trace.batch
        return Divergence(step, batch.epoch + 1, batch.start + 1, loss, trace.first_nonfinite())

    def _advance_once(self, trainer: Trainer, session: Session, goal: int, deadline: float) -> None:
        """Some steps, then one commit; without effect if another process was faster."""
        run = Run(trainer, self._state(session.id, trainer, session.head))
        until = min(deadline, time.monotonic() + CHUNK_SECONDS)
        losses: list[float] = []
        checkpoints: dict[int, bytes] = {}
        for loss in run.losses(goal):
            losses.append(loss)
            if trainer.is_checkpoint(run.step):
                checkpoints[run.step] = run.state().to_bytes()
            if time.monotonic() >= until:
                break
        if self.store.commit(session.id, run.step, checkpoints, losses) == run.step:
            self._remember(session.id, run.state())

    def _at(self, id: str, step: int | None) -> tuple[Trainer, State]:
        record = self._load(id)
        trainer = self._trainer(record)
        if step is None:
            step = record.head
        _check_step(step, record.origin, record.head, "step")
        return trainer, self._state(id, trainer, step)

    def _state(self, id: str, trainer: Trainer, step: int) -> State:
        """The state after ``step`` steps, from the nearest one known."""
        remembered = self._states.get(id) or {}
        state = remembered.get(step)
        if state is None:
            near = max((s for s in remembered if s <= step), default=-1)
            if near >= 0 and step - near < trainer.checkpoint_every:
                state = remembered[near]
            else:
                state = State.from_bytes(self.store.nearest(id, step)[1])
            if state.step < step:
                run = Run(trainer, state)
                while run.step < step:
                    run.advance()
                state = run.state()
            self._remember(id, state)
        return state

    def _remember(self, id: str, state: State) -> None:
        known = dict(self._states.get(id) or {})
        known[state.step] = state
        while len(known) > 4:
            del known[next(iter(known))]
        self._states.put(id, known)

    def _epoch(self, id: str, trainer: Trainer, epoch: int, step: int) -> Epoch:
        start = max(trainer.batches.end_of(epoch - 1), trainer.origin.step)
        losses = self.store.load(id, start, step - start).losses
        state = self._state(id, trainer, step)
        train = evaluate_split(trainer, state, trainer.data.train)
        test = evaluate_split(trainer, state, trainer.data.test) if len(trainer.data.test) else None
        return Epoch(
            epoch,
            step,
            float(np.mean(losses)),
            train.loss,
            test.loss if test else None,
            train.accuracy,
            test.accuracy if test else None,
        )


def _preset(name: Any) -> Config:
    if not isinstance(name, str) or name not in PRESETS:
        raise NotFoundError(f"there is no such preset; there are {', '.join(PRESETS)}", "preset")
    return PRESETS[name].config


@lru_cache(maxsize=16)
def _parse(upload: tuple[tuple[str, str], ...]) -> Dataset:
    values: dict[str, Any] = dict(upload)
    return parse_csv(
        values["name"],
        values["csv"],
        title=values["title"],
        target=values["target"],
        task=values["task"],
    )


def _goal(trainer: Trainer, to: int | None, to_epoch: int | None) -> int:
    if to is not None and to_epoch is None:
        goal, field = to, "to"
    elif to_epoch is not None and to is None:
        goal, field = trainer.batches.end_of(min(to_epoch, 10**9)), "to_epoch"
    else:
        raise StepError("give either to or to_epoch", "to")
    if goal < 0 or goal > trainer.last_step:
        raise StepError(f"this session can make steps 0 to {trainer.last_step}", field)
    return goal


def _check_step(step: Any, first: int, last: int, field: str) -> None:
    if isinstance(step, bool) or not isinstance(step, int):
        raise StepError("a step is a whole number", field)
    if not first <= step <= last:
        raise StepError(f"this session has steps {first} to {last}, not {step}", field)


def _check_identifier(id: Any) -> None:
    if not isinstance(id, str) or not IDENTIFIER.fullmatch(id):
        raise NotFoundError("there is no such session, or it has expired")
