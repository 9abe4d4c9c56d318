"""Schedules: the learning rate as a function of how many steps were taken.

A schedule is made over an optimiser; ``step()`` counts one on and sets the optimiser's ``lr``.
Each says in ``factor`` what the first learning rate is multiplied with.
"""

from __future__ import annotations

import math

from chainrule.engine import ArgumentError
from chainrule.nn.optimisers import Optimizer


class Schedule:
    """The base: counts steps and sets the learning rate."""

    def __init__(self, optimizer: Optimizer) -> None:
        self.optimizer = optimizer
        self.base_lr = optimizer.lr
        self.steps = 0
        optimizer.lr = self.base_lr * self.factor(0)

    def factor(self, steps: int) -> float:
        """What the first learning rate is multiplied with after so many steps."""
        raise TypeError(f"{type(self).__name__} does not say how the learning rate changes")

    def step(self) -> None:
        """Counts one step on."""
        self.steps += 1
        self.optimizer.lr = self.base_lr * self.factor(self.steps)


class StepLR(Schedule):
    """Multiplied by ``gamma`` every ``step_size`` steps."""

    def __init__(self, optimizer: Optimizer, step_size: int, gamma: float = 0.1) -> None:
        if step_size < 1:
            raise ArgumentError("step_size is at least 1")
        self.step_size, self.gamma = step_size, gamma
        super().__init__(optimizer)

    def factor(self, steps: int) -> float:
        """A staircase."""
        return float(self.gamma ** (steps // self.step_size))


class ExponentialLR(Schedule):
    """Multiplied by ``gamma`` every step."""

    def __init__(self, optimizer: Optimizer, gamma: float) -> None:
        self.gamma = gamma
        super().__init__(optimizer)

    def factor(self, steps: int) -> float:
        """A geometric row."""
        return float(self.gamma**steps)


class CosineAnnealingLR(Schedule):
    """Half a cosine wave from the first learning rate down to ``eta_min`` over ``T_max`` steps."""

    def __init__(self, optimizer: Optimizer, T_max: int, eta_min: float = 0.0) -> None:
        if T_max < 1:
            raise ArgumentError("T_max is at least 1")
        self.T_max = T_max
        self.floor = eta_min / optimizer.lr if optimizer.lr else 0.0
        super().__init__(optimizer)

    def factor(self, steps: int) -> float:
        """The wave."""
        return self.floor + (1.0 - self.floor) * (1 + math.cos(math.pi * steps / self.T_max)) / 2


class WarmupLR(Schedule):
    """Grows evenly over the first ``steps`` steps, then follows another schedule, if any."""

    def __init__(self, optimizer: Optimizer, steps: int, after: Schedule | None = None) -> None:
        if steps < 1:
            raise ArgumentError("a warm-up has at least 1 step")
        self.warmup, self.after = steps, after
        if after is not None:  # it has set the learning rate for its own first step
            optimizer.lr = after.base_lr
        super().__init__(optimizer)

    def factor(self, steps: int) -> float:
        """A ramp, then what follows, counted from the ramp's end."""
        if steps < self.warmup:
            return (steps + 1) / self.warmup
        return 1.0 if self.after is None else self.after.factor(steps - self.warmup)
