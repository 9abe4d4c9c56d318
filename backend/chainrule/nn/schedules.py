"""Schedules: the learning rate as a function of how many steps were taken.

A schedule is made over an optimiser; ``step()`` counts one on and sets the groups' ``lr``. Each
says in ``factor`` what a group's first learning rate is multiplied with. A rate that somebody set
by hand is taken as the new one: what follows is scaled to it, as in PyTorch.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from chainrule.engine import ArgumentError
from chainrule.nn.optimisers import Optimizer


class LRScheduler:
    """The base: counts steps and sets the learning rates."""

    def __init__(self, optimizer: Optimizer, last_epoch: int = -1) -> None:
        self.optimizer = optimizer
        self.base_lrs: list[float] = []
        for group in optimizer.param_groups:
            group.setdefault("initial_lr", group["lr"])
            self.base_lrs.append(group["initial_lr"])
        self.last_epoch = last_epoch + 1
        self._set()

    @property
    def base_lr(self) -> float:
        """The first group's first learning rate."""
        return self.base_lrs[0]

    @property
    def steps(self) -> int:
        """How many steps were counted."""
        return self.last_epoch

    def factor(self, steps: int, base: float = 1.0) -> float:
        """What the first learning rate ``base`` is multiplied with after so many steps."""
        raise NotImplementedError(
            f"{type(self).__name__} does not say how the learning rate changes"
        )

    def get_last_lr(self) -> list[float]:
        """The learning rate of every group."""
        return list(self._rates)

    def get_lr(self) -> list[float]:
        """The learning rate that every group is to have now; a schedule of one's own says it."""
        return [base * self.factor(self.last_epoch, base) for base in self.base_lrs]

    def _set(self) -> None:
        self._rates = list(self.get_lr())
        for group, rate in zip(self.optimizer.param_groups, self._rates, strict=True):
            group["lr"] = rate

    def step(self, epoch: int | None = None) -> None:
        """Counts one step on."""
        if type(self).get_lr is LRScheduler.get_lr:
            self._follow()
        self.last_epoch = self.last_epoch + 1 if epoch is None else epoch
        self._set()

    def _follow(self) -> None:
        """Takes rates that were set by hand as those to go on from."""
        for place, group in enumerate(self.optimizer.param_groups):
            before = self.factor(self.last_epoch, self.base_lrs[place])
            if group["lr"] != self._rates[place] and before:
                self.base_lrs[place] = group["lr"] / before

    def state_dict(self) -> dict[str, Any]:
        """How many steps were counted, and the first learning rates."""
        return {"last_epoch": self.last_epoch, "base_lrs": list(self.base_lrs)}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Takes over ``state_dict()``."""
        self.last_epoch = state_dict["last_epoch"]
        self.base_lrs = list(state_dict["base_lrs"])
        self._set()


Schedule = LRScheduler


class StepLR(LRScheduler):
    """Multiplied by ``gamma`` every ``step_size`` steps."""

    def __init__(
        self, optimizer: Optimizer, step_size: int, gamma: float = 0.1, last_epoch: int = -1
    ) -> None:
        if step_size < 1:
            raise ArgumentError("step_size is at least 1")
        self.step_size = step_size
        self.gamma = gamma
        super().__init__(optimizer, last_epoch)

    def factor(self, steps: int, base: float = 1.0) -> float:
        """A staircase."""
        return float(self.gamma ** (steps // self.step_size))


class MultiStepLR(LRScheduler):
    """Multiplied by ``gamma`` at each of the ``milestones``."""

    def __init__(
        self,
        optimizer: Optimizer,
        milestones: Sequence[int],
        gamma: float = 0.1,
        last_epoch: int = -1,
    ) -> None:
        self.milestones = sorted(milestones)
        self.gamma = gamma
        super().__init__(optimizer, last_epoch)

    def factor(self, steps: int, base: float = 1.0) -> float:
        """A staircase with steps of any length."""
        return float(self.gamma ** len([stone for stone in self.milestones if stone <= steps]))


class ExponentialLR(LRScheduler):
    """Multiplied by ``gamma`` every step."""

    def __init__(self, optimizer: Optimizer, gamma: float, last_epoch: int = -1) -> None:
        self.gamma = gamma
        super().__init__(optimizer, last_epoch)

    def factor(self, steps: int, base: float = 1.0) -> float:
        """A geometric row."""
        return float(self.gamma**steps)


class LambdaLR(LRScheduler):
    """Multiplied by what a function of the number of steps answers."""

    def __init__(
        self, optimizer: Optimizer, lr_lambda: Callable[[int], float], last_epoch: int = -1
    ) -> None:
        self.lr_lambda = lr_lambda
        super().__init__(optimizer, last_epoch)

    def factor(self, steps: int, base: float = 1.0) -> float:
        """The function's answer."""
        return float(self.lr_lambda(steps))


class CosineAnnealingLR(LRScheduler):
    """Half a cosine wave from the first learning rate down to ``eta_min`` over ``T_max`` steps."""

    def __init__(
        self, optimizer: Optimizer, T_max: int, eta_min: float = 0.0, last_epoch: int = -1
    ) -> None:
        if T_max < 1:
            raise ArgumentError("T_max is at least 1")
        self.T_max = T_max
        self.eta_min = eta_min
        super().__init__(optimizer, last_epoch)

    def factor(self, steps: int, base: float = 1.0) -> float:
        """The wave."""
        floor = self.eta_min / base if base else 0.0
        return floor + (1.0 - floor) * (1 + math.cos(math.pi * steps / self.T_max)) / 2


class CosineAnnealingWarmRestarts(LRScheduler):
    """Cosine waves that begin anew, each ``T_mult`` times as long as the one before."""

    def __init__(
        self,
        optimizer: Optimizer,
        T_0: int,
        T_mult: int = 1,
        eta_min: float = 0.0,
        last_epoch: int = -1,
    ) -> None:
        if T_0 < 1 or T_mult < 1:
            raise ArgumentError("T_0 and T_mult are at least 1")
        self.T_0 = T_0
        self.T_mult = T_mult
        self.eta_min = eta_min
        super().__init__(optimizer, last_epoch)

    def factor(self, steps: int, base: float = 1.0) -> float:
        """The wave that the step falls into."""
        length = self.T_0
        while steps >= length:
            steps = steps - length
            length = length * self.T_mult
        floor = self.eta_min / base if base else 0.0
        return floor + (1.0 - floor) * (1 + math.cos(math.pi * steps / length)) / 2


class LinearLR(LRScheduler):
    """In a straight line from one factor to another over ``total_iters`` steps."""

    def __init__(
        self,
        optimizer: Optimizer,
        start_factor: float = 1.0 / 3,
        end_factor: float = 1.0,
        total_iters: int = 5,
        last_epoch: int = -1,
    ) -> None:
        self.start_factor = start_factor
        self.end_factor = end_factor
        self.total_iters = total_iters
        super().__init__(optimizer, last_epoch)

    def factor(self, steps: int, base: float = 1.0) -> float:
        """The line."""
        share = min(steps, self.total_iters) / self.total_iters
        return self.start_factor + (self.end_factor - self.start_factor) * share


class ConstantLR(LRScheduler):
    """Multiplied by ``factor`` for the first ``total_iters`` steps."""

    def __init__(
        self,
        optimizer: Optimizer,
        factor: float = 1.0 / 3,
        total_iters: int = 5,
        last_epoch: int = -1,
    ) -> None:
        self.share = factor
        self.total_iters = total_iters
        super().__init__(optimizer, last_epoch)

    def factor(self, steps: int, base: float = 1.0) -> float:
        """One step."""
        return self.share if steps < self.total_iters else 1.0


class PolynomialLR(LRScheduler):
    """Down to 0 over ``total_iters`` steps, as a power of what is left."""

    def __init__(
        self,
        optimizer: Optimizer,
        total_iters: int = 5,
        power: float = 1.0,
        last_epoch: int = -1,
    ) -> None:
        self.total_iters = total_iters
        self.power = power
        super().__init__(optimizer, last_epoch)

    def factor(self, steps: int, base: float = 1.0) -> float:
        """The power."""
        return float((1.0 - min(steps, self.total_iters) / self.total_iters) ** self.power)


class WarmupLR(LRScheduler):
    """Grows evenly over the first ``steps`` steps, then follows another schedule, if any."""

    def __init__(self, optimizer: Optimizer, steps: int, after: LRScheduler | None = None) -> None:
        if steps < 1:
            raise ArgumentError("a warm-up has at least 1 step")
        self.warmup = steps
        self.after = after
        super().__init__(optimizer)

    def factor(self, steps: int, base: float = 1.0) -> float:
        """A ramp, then what follows, counted from the ramp's end."""
        if steps < self.warmup:
            return (steps + 1) / self.warmup
        return 1.0 if self.after is None else self.after.factor(steps - self.warmup, base)
