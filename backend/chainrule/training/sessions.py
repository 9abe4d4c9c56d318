"""Sessions: the service that servers, the command line and scripts use.

It joins the pure functions of ``trainer`` with a store.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chainrule.training import views
from chainrule.training.answers import Diagnosis, Epoch, Losses, Session, Step
from chainrule.training.checkpoints import Checkpoints
from chainrule.training.choices import USUAL_LOSSES
from chainrule.training.config import SETTINGS, Config
from chainrule.training.datasets import Dataset, Task
from chainrule.training.errors import ConfigError, DatasetError, MovedOnError
from chainrule.training.evaluation import Evaluation, Surface, evaluate, grid
from chainrule.training.landscape import Landscape, choose, survey
from chainrule.training.library import PREFIX
from chainrule.training.limits import TrainingLimits
from chainrule.training.measures import MOST_POINTS, Measures, answer
from chainrule.training.preparation import Origin
from chainrule.training.recent import Recent
from chainrule.training.store import Share, Store
from chainrule.training.validation import check_identifier, check_step, goal_of, preset

CHUNK_SECONDS = 0.2
"""How much work a commit may hold: what is lost at most when a process is killed."""


class Sessions:
    """Training sessions in a store; safe for use by many threads.

    Every method raises ``NotFoundError`` for a session that does not exist (any more) and
    ``StoreError`` when the store does not answer.
    """

    def __init__(self, store: Store, limits: TrainingLimits | None = None) -> None:
        self.store = store
        self.limits = limits or TrainingLimits()
        self.checkpoints = Checkpoints(store, self.limits)
        self._epochs: Recent[tuple[str, int], Epoch] = Recent(4096)
        self._locks = [threading.Lock() for _ in range(64)]

    def create(
        self, config: Config | str | Mapping[str, Any], share: Share | None = None
    ) -> Session:
        """Begins a session from a preset's name, a configuration, or plain data.

        Plain data may name a ``preset`` to start from, or a ``fork``: ``{"session", "step"}``.
        Without either, the loss is the usual one for the data set's task unless it is given. A
        ``share`` says whose the session is.

        Raises:
            ConfigError: a setting is impossible.
            NotFoundError: there is no such preset, data set or session.
            ShareError: its owner has as many as one may have.
            CapacityError: there are too many sessions, or no room.
        """
        if isinstance(config, Mapping):
            values = dict(config)
            if "fork" in values:
                fork = values.pop("fork")
                if not isinstance(fork, Mapping) or set(fork) != {"session", "step"}:
                    raise ConfigError("fork must have a session and a step", "fork")
                return self.fork(fork["session"], fork["step"], values, share)
            name = values.pop("preset", None)
            config = Config.from_dict(values, preset(name) if name is not None else None)
            if name is None and "loss" not in values:
                config = replace(
                    config, loss=USUAL_LOSSES[self.dataset(config.dataset).declaration.task]
                )
        elif isinstance(config, str):
            config = preset(config)
        return self.checkpoints.begin(config, Origin(), None, share=share)

    def fork(
        self, id: str, step: int, changes: Mapping[str, Any], share: Share | None = None
    ) -> Session:
        """Begins a session where another stood after ``step`` steps, with other settings.

        After the first step the data and the model's shape cannot change any more. The
        optimiser's memory is kept unless the optimiser changes.

        Raises:
            ConfigError: a setting is impossible, or cannot change in mid-training.
            StepError: the other session has no such step.
        """
        record = self.checkpoints.record(id)
        parent = self.checkpoints.trainer(record)
        check_step(step, record.origin, record.head, "fork")
        config = Config.from_dict(changes, parent.config)
        if step > 0:
            for name, setting in SETTINGS.items():
                if setting.structural and getattr(config, name) != getattr(parent.config, name):
                    raise ConfigError(
                        f"{name} cannot change after the first step; fork from step 0", name
                    )
        if not step:
            return self.checkpoints.begin(config, Origin(), None, (id, step), share=share)
        state = self.checkpoints.states.at(id, parent, step).handed_on(parent.config, config)
        origin = Origin(step, *parent.batches.position(step))
        opening = self.checkpoints.tally(record, origin.epoch + 1, step)
        return self.checkpoints.begin(config, origin, state, (id, step), opening, share)

    def get(self, id: str) -> Session:
        """Where the session stands."""
        return self.checkpoints.session(self.checkpoints.record(id))

    def delete(self, id: str, head: int | None = None) -> None:
        """Forgets the session; does nothing if there is none.

        Raises:
            MovedOnError: it was to stand at ``head`` and does not any more.
        """
        check_identifier(id)
        if not self.store.delete(id, head):
            raise MovedOnError(f"the session does not stand at step {head} any more")
        self.checkpoints.forget(id)

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
        trainer = self.checkpoints.trainer(self.checkpoints.record(id))
        goal = goal_of(trainer, to, to_epoch)
        lock = self._locks[hash(id) % len(self._locks)]
        if not lock.acquire(timeout=max(time_limit, 0.0)):
            return self.get(id)
        try:
            while True:
                session = self.get(id)
                if session.head >= goal or session.halted:
                    return session
                until = min(deadline, time.monotonic() + CHUNK_SECONDS)
                self.checkpoints.train(trainer, id, session.head, goal, until)
                if time.monotonic() >= deadline:
                    return self.get(id)
        finally:
            lock.release()

    def losses(self, id: str, after: int = 0, limit: int = 1000) -> Losses:
        """The losses of at most ``limit`` steps that follow step ``after``."""
        record = self.checkpoints.record(id, after, max(limit, 0))
        return Losses(max(after, record.origin), record.losses, record.head)

    def epochs(self, id: str, after: int = 0, limit: int = 50) -> list[Epoch]:
        """At most ``limit`` completed epochs that follow epoch ``after``, in order."""
        record = self.checkpoints.record(id)
        trainer = self.checkpoints.trainer(record)
        found = []
        first = max(after, trainer.origin.epoch) + 1
        for epoch in range(first, first + limit):
            step = trainer.batches.end_of(epoch)
            if step > record.head:
                break
            known = self._epochs.get((id, epoch))
            if known is None:
                steps, total = self.checkpoints.tally(record, epoch, step)
                state = self.checkpoints.states.at(id, trainer, step)
                known = views.epoch(trainer, state, epoch, total / steps)
                self._epochs.put((id, epoch), known)
            found.append(known)
        return found

    def measures(self, id: str, after: int = 0, limit: int = 1000, stride: int = 1) -> Measures:
        """How the layers went in at most ``limit`` steps that follow step ``after``.

        So many steps are one point, at most ``MOST_POINTS`` in all.
        """
        record = self.checkpoints.record(id)
        start = max(after, record.origin)
        stop = min(start + min(limit, MOST_POINTS * stride), record.head)
        recorded = self.checkpoints.measures(record, start, stop)
        network = self.checkpoints.trainer(record).network
        return answer(network, recorded, start, stride, record.head)

    def diagnosis(self, id: str) -> Diagnosis:
        """What went wrong in the run, why, and what helped when it was tried."""
        return self.checkpoints.diagnosis(self.checkpoints.record(id))

    def step(self, id: str, k: int) -> Step:
        """Step ``k`` to look at: from 1 to the next one; 0 shows the initial model.

        Raises:
            StepError: the session has no such step.
        """
        record = self.checkpoints.record(id)
        session, trainer = self.checkpoints.session(record), self.checkpoints.trainer(record)
        last = session.head if session.halted else session.head + 1
        first = session.origin + 1 if session.origin else 0
        check_step(k, first, last, "step")
        trace = trainer.trace(self.checkpoints.states.at(id, trainer, max(k - 1, 0)))
        return views.step(trainer, trace, k, done=k <= session.head)

    def evaluation(self, id: str, step: int | None = None) -> Evaluation:
        """How good the model is after ``step`` steps (all that are done, unless given)."""
        trainer, state = self.checkpoints.at(id, step)
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
        trainer, state = self.checkpoints.at(id, step)
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
        trainer, state = self.checkpoints.at(id, step)
        elements = choose(trainer.network, x, y)
        way = [self.checkpoints.states.at(id, trainer, k) for k in trainer.waypoints(state.step)]
        return survey(trainer, [*way, state], elements, resolution)

    def upload(
        self,
        data: bytes | str,
        *,
        title: str | None = None,
        target: str | None = None,
        task: Task | None = None,
        header: bool | None = None,
        share: Share | None = None,
    ) -> Dataset:
        """Keeps a CSV file as a data set; its ``name`` goes into a configuration.

        Raises:
            DatasetError: with line and column of the first mistake.
            ShareError: its owner has as many as one may have.
            CapacityError: there are too many, or no room.
        """
        return self.checkpoints.library.add(data, title, target, task, header, share)

    def dataset(self, name: str) -> Dataset:
        """A data set that comes with Chainrule, or an uploaded one.

        Raises:
            NotFoundError: there is none of that name.
        """
        if name.startswith(PREFIX):
            check_identifier(name)
        return self.checkpoints.library.open(name, self.checkpoints.library.upload(name))

    def forget_dataset(self, name: str) -> None:
        """Forgets an upload; does nothing if there is none. Sessions that use it keep their rows.

        Raises:
            DatasetError: it comes with Chainrule.
            NotFoundError: the name is no upload's.
        """
        if not name.startswith(PREFIX):
            self.dataset(name)
            raise DatasetError(f"{name} comes with Chainrule and stays", "dataset")
        check_identifier(name)
        self.store.delete(name)
