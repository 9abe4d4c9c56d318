"""Trainer: a configuration made runnable, as pure functions of a state.

``update`` is the whole of training: the state after a step from the state before it. ``run`` is
the same for many steps, without building a state for each. ``trace`` is one step to look at.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from chainrule.engine import Annotation, Source, Tape, Tensor, grad
from chainrule.engine.tensor import Array
from chainrule.nn import clip_grad_norm
from chainrule.training.choices import OPTIMISERS, SCHEDULES
from chainrule.training.config import Config
from chainrule.training.datasets import Dataset
from chainrule.training.limits import TrainingLimits
from chainrule.training.network import Network
from chainrule.training.preparation import Batch, Batches, Origin, prepare
from chainrule.training.recording import Recorder
from chainrule.training.state import State

CHECKPOINT_EVERY = 100
"""Steps between checkpoints of a small model: recomputing so many takes some 20 ms."""
CHECKPOINT_BYTES_PER_STEP = 2048
"""What checkpoints of large models may cost in the store, per step."""
CHECKPOINT_WORK = 100_000_000
"""Rows times parameters between checkpoints: recomputing more would take over half a second."""
MEMORY_PER_PARAMETER = 3 * 8
"""Bytes of a checkpoint: the parameter, and two numbers that an optimiser may remember."""


@dataclass(frozen=True, eq=False)
class Change:
    """One parameter in one step: before, the gradient, after."""

    name: str
    before: Array
    gradient: Array
    after: Array

    @property
    def difference(self) -> Array:
        """What the step added to it."""
        with np.errstate(all="ignore"):
            return self.after - self.before


@dataclass(frozen=True, eq=False)
class Trace:
    """One step, ready to be drawn: its loss tensor, the names of its values, update and rate."""

    output: Tensor
    values: dict[Source, Annotation]
    batch: Batch
    update: tuple[Change, ...]
    rate: float

    def first_nonfinite(self) -> str | None:
        """The name of the first value, in order of execution, with a NaN or an infinity."""
        for source, annotation in self.values.items():
            array = source._copied() if isinstance(source, Tensor) else source.output
            if not np.isfinite(array).all():
                return annotation.name
        return None


class Trainer:
    """What a configuration computes: batches, model, optimiser, over prepared rows."""

    def __init__(
        self,
        config: Config,
        dataset: Dataset,
        origin: Origin | None = None,
        limits: TrainingLimits | None = None,
    ) -> None:
        limits = limits or TrainingLimits()
        self.config = config
        self.origin = origin or Origin()
        self.data = prepare(config, dataset)
        self.network = Network(config, dataset.declaration)
        self.batches = Batches(config, len(self.data.train), self.origin)
        self.network.check(limits, self.batches.size)
        bytes_of_state = self.network.size * MEMORY_PER_PARAMETER
        work = self.network.size * self.batches.size
        self.checkpoint_every = min(
            max(CHECKPOINT_EVERY, bytes_of_state // CHECKPOINT_BYTES_PER_STEP),
            max(CHECKPOINT_WORK // work, 1),
        )
        checkpoints = max(1, limits.session_bytes // bytes_of_state)
        self.last_step = min(limits.steps, self.origin.step + checkpoints * self.checkpoint_every)

    def initial(self) -> State:
        """State 0: freshly drawn parameters, an optimiser that remembers nothing."""
        return State(0, tuple(self.network.initial()))

    def update(self, state: State) -> State:
        """State ``k + 1`` from state ``k``."""
        run = Run(self, state)
        run.advance()
        return run.state()

    def rows(self, batch: Batch) -> tuple[Array, Array]:
        """The features and targets of a batch."""
        return self.data.train.x[batch.rows], self.data.train.y[batch.rows]

    def trace(self, state: State) -> Trace:
        """The step that starts from ``state``, with every value named and the update it makes."""
        batch = self.batches.at(state.step + 1)
        x, y = map(Tensor, self.rows(batch))
        parameters = _leaves(state)
        values: dict[Source, Annotation] = {x: Annotation("data", "x")}

        def observe(tensor: Tensor, kind: str, name: str, group: str) -> None:
            tensor.name = name
            values[tensor.source] = Annotation(kind, name, group=group)  # type: ignore[arg-type]

        x.name, y.name = "x", "y"
        with Tape(), np.errstate(all="ignore"):
            prediction = self.network.predict(parameters, x, observe)
            output = self.network.cost(prediction, y)
        values[y] = Annotation("data", "y")
        observe(output, "operation", "loss", "")
        gradients = [part.numpy() for part in grad(output, parameters) if part is not None]
        run = Run(self, state)
        run.follow(gradients)
        after = run.state().parameters
        update = tuple(map(Change, self.network.names, state.parameters, gradients, after))
        return Trace(output, values, batch, update, run.optimiser.lr)

    def waypoints(self, step: int, most: int = 60) -> list[int]:
        """Up to ``most`` steps from the origin to before ``step``, cheap to recompute."""
        stride = math.ceil((step - self.origin.step) / most) or 1
        if stride > self.checkpoint_every:
            stride = math.ceil(stride / self.checkpoint_every) * self.checkpoint_every
        return list(range(self.origin.step, step, stride))

    def is_checkpoint(self, step: int) -> bool:
        """Whether the state after this step is kept."""
        return step % self.checkpoint_every == 0


class Recorded(NamedTuple):
    """The forward pass of a batch of one size, to be run again on other rows."""

    tape: Tape
    x: Tensor
    y: Tensor
    loss: Tensor
    hidden: list[Tensor]


class Run:
    """Many steps in a row: the parameters live in tensors, a state is made only when asked for.

    The first batch of each size is computed eagerly and recorded on a tape; the others run that
    tape again, which gives the same numbers in less time. Every layer is measured if ``record``.
    """

    def __init__(self, trainer: Trainer, state: State, record: bool = False) -> None:
        self.trainer = trainer
        self.step = state.step
        self.parameters = _leaves(state)
        config = trainer.config
        self.optimiser = OPTIMISERS[config.optimiser].build(
            self.parameters, config.lr, config.numbers
        )
        if state.memories:
            self.optimiser.memories = [dict(memory) for memory in state.memories]
        self.planned = max(trainer.batches.end_of(config.epochs), 1)
        self.schedule = SCHEDULES[config.schedule](self.optimiser, self.planned)
        self._recorded: dict[int, Recorded] = {}
        self.record = record
        self.recorder = Recorder(trainer.network, self.parameters)

    def advance(self) -> float:
        """One step; returns its loss."""
        self.optimiser.zero_grad()
        batch = self._gradients()
        if self.record:
            self.recorder.note(batch.hidden, len(batch.x))
        self._update()
        return batch.loss.item()

    def follow(self, gradients: Sequence[Array]) -> None:
        """One step along gradients that are known already."""
        for parameter, gradient in zip(self.parameters, gradients, strict=True):
            parameter.grad = gradient.copy()
        self._update()

    def _update(self) -> None:
        """Moves the parameters along their gradients."""
        config = self.trainer.config
        if config.clip:
            clip_grad_norm(self.parameters, config.clip)
        if self.schedule is not None:
            done = min(self.step, self.planned)
            self.optimiser.lr = config.lr * self.schedule.factor(done)
        with np.errstate(all="ignore"):
            self.optimiser.step()
        self.step += 1

    def has_gradient(self, batches: int) -> bool:
        """Whether one of the next batches has a gradient at the parameters as they are."""
        for _ in range(batches):
            self.optimiser.zero_grad()
            self._gradients()
            if any(p.grad is not None and p.grad.any() for p in self.parameters):
                return True
            self.step += 1
        return False

    def _gradients(self) -> Recorded:
        """The forward and the backward pass of the next batch."""
        x, y = self.trainer.rows(self.trainer.batches.at(self.step + 1))
        known = self._recorded.get(len(x))
        if known is not None:
            known.tape.forward({known.x: x, known.y: y})
            known.tape.backward()
            return known
        leaves = Tensor(x), Tensor(y)
        network = self.trainer.network
        named: dict[str, Tensor] = {}

        def observe(tensor: Tensor, _kind: str, name: str, _group: str) -> None:
            named[name] = tensor

        with Tape() as tape, np.errstate(all="ignore"):
            loss = network.cost(network.predict(self.parameters, leaves[0], observe), leaves[1])
        loss.backward()
        hidden = [named[layer.result] for layer in network.layers[:-1]]
        found = self._recorded[len(x)] = Recorded(tape, *leaves, loss, hidden)
        return found

    def losses(self, to: int) -> Iterator[float]:
        """The losses of the steps up to ``to``; the last is the first that is not finite."""
        while self.step < to:
            loss = self.advance()
            yield loss
            if not math.isfinite(loss):
                return

    def state(self) -> State:
        """Where the run stands."""
        return State(
            self.step,
            tuple(parameter._copied() for parameter in self.parameters),
            tuple(dict(memory) for memory in self.optimiser.memories),
        )


def _leaves(state: State) -> list[Tensor]:
    return [Tensor.wrap(array, True, None) for array in state.parameters]
