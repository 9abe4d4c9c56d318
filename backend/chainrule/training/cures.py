"""Cures: what may help a run, tried on the run itself before anybody is told of it.

A trial goes on from a step of the run with other settings, and its training loss, over all rows, is
compared with the run's own at the same step. What does not help is not offered.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from chainrule.training.answers import TriedCure
from chainrule.training.config import Config
from chainrule.training.evaluation import evaluate_split
from chainrule.training.limits import TrainingLimits
from chainrule.training.state import State
from chainrule.training.trainer import CHECKPOINT_WORK, Run, Trainer

MOST_STEPS = 300
MOST_WORK = 100_000_000
"""Rows times parameters for all trials of a run together: about half a second."""
STEP_WORK = 20_000
"""What a step costs however small its model is, in the same unit."""
BETTER = 0.98
"""A trial helps that leaves at most so much of the loss, the run's own and that it began with."""

Changes = Mapping[str, Any]


class Trials:
    """Tries cures on one run.

    Args:
        trainer: of the run.
        at: its state after a step that is done.
        head: how many steps are done.
    """

    def __init__(self, trainer: Trainer, at: Callable[[int], State], head: int) -> None:
        self.trainer = trainer
        self.at = at
        self.head = head
        self.work = trainer.network.size * trainer.batches.size + STEP_WORK
        self.steps = max(1, min(MOST_STEPS, CHECKPOINT_WORK // self.work))
        self.left = MOST_WORK

    def first_that_helps(self, step: int, candidates: Iterable[Changes]) -> TriedCure | None:
        """The first of the candidates with which the run learns better from ``step`` on."""
        until = min(step + self.steps, max(self.head, step + 1))
        mine = self.loss(self.trainer, self.at(min(until, self.head)))
        begun = self.loss(self.trainer, self.at(step))
        goal = min(mine, begun) if math.isfinite(mine) else begun
        for changes in candidates:
            self.left -= self.work * (until - step)
            if self.left < 0:
                break
            config = Config.from_dict(changes, self.trainer.config)
            loss = self._tried(config, step, until)
            if loss < BETTER * goal:
                return TriedCure(step, dict(changes), until, loss, mine)
        return None

    def loss(self, trainer: Trainer, state: State) -> float:
        """Over all training rows."""
        return evaluate_split(trainer, state, trainer.data.train).loss

    def _tried(self, config: Config, step: int, until: int) -> float:
        before, origin = self.trainer, self.trainer.origin
        if step > origin.step:
            origin = type(origin)(step, *before.batches.position(step))
        trainer = Trainer(config, before.data.dataset, origin, TrainingLimits())
        state = self.at(step).handed_on(before.config, config) if step else trainer.initial()
        run = Run(trainer, state)
        for loss in run.losses(until):
            if not math.isfinite(loss):
                return math.inf
        return self.loss(trainer, run.state())
