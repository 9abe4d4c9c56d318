"""Schedules that go up and down, and the one that watches the loss."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from chainrule.engine import ArgumentError
from chainrule.nn.optimisers import Optimizer
from chainrule.nn.schedules import LRScheduler


class CyclicLR(LRScheduler):
    """Between two learning rates, up and down in straight lines (Smith, 2015)."""

    def __init__(
        self,
        optimizer: Optimizer,
        base_lr: float,
        max_lr: float,
        step_size_up: int = 2000,
        step_size_down: int | None = None,
        mode: str = "triangular",
        gamma: float = 1.0,
        scale_fn: Callable[[float], float] | None = None,
        scale_mode: str = "cycle",
        cycle_momentum: bool = True,
        base_momentum: float = 0.8,
        max_momentum: float = 0.9,
        last_epoch: int = -1,
    ) -> None:
        if scale_fn is None and mode not in ("triangular", "triangular2", "exp_range"):
            raise ArgumentError("mode is invalid: 'triangular', 'triangular2' or 'exp_range'")
        if cycle_momentum and "momentum" not in optimizer.defaults:
            raise ArgumentError(
                "optimizer must support momentum with `cycle_momentum` option enabled"
            )
        self.max_lr = max_lr
        self.up = step_size_up
        self.down = step_size_up if step_size_down is None else step_size_down
        self.mode = mode
        self.gamma = gamma
        self.scale_fn = scale_fn
        self.by_cycle = scale_mode == "cycle"
        self.momenta = (base_momentum, max_momentum) if cycle_momentum else None
        for group in optimizer.param_groups:
            group["lr"] = base_lr
            group["initial_lr"] = base_lr
        super().__init__(optimizer, last_epoch)

    def share(self, steps: int) -> float:
        """How far up between the two, from 0 to 1, with what the mode makes of it."""
        total = self.up + self.down
        cycle = math.floor(1 + steps / total)
        x = 1.0 + steps / total - cycle
        ratio = self.up / total
        height = x / ratio if x <= ratio else (x - 1) / (ratio - 1)
        if self.scale_fn is not None:
            return float(height * self.scale_fn(cycle if self.by_cycle else steps))
        if self.mode == "triangular2":
            return float(height / 2.0 ** (cycle - 1))
        return float(height * self.gamma**steps) if self.mode == "exp_range" else height

    def factor(self, steps: int, base: float = 1.0) -> float:
        """The rate between the two, as a multiple of the lower one."""
        return (base + (self.max_lr - base) * self.share(steps)) / base

    def _set(self) -> None:
        super()._set()
        if self.momenta is not None:
            low, high = self.momenta
            for group in self.optimizer.param_groups:
                group["momentum"] = high - (high - low) * self.share(self.last_epoch)


class OneCycleLR(LRScheduler):
    """Once up and once down, by cosine waves or lines; the momentum goes the other way.

    Smith and Topin, "Super-Convergence" (2017).
    """

    def __init__(
        self,
        optimizer: Optimizer,
        max_lr: float,
        total_steps: int | None = None,
        epochs: int | None = None,
        steps_per_epoch: int | None = None,
        pct_start: float = 0.3,
        anneal_strategy: str = "cos",
        cycle_momentum: bool = True,
        base_momentum: float = 0.85,
        max_momentum: float = 0.95,
        div_factor: float = 25.0,
        final_div_factor: float = 1e4,
        three_phase: bool = False,
        last_epoch: int = -1,
    ) -> None:
        if total_steps is None:
            if epochs is None or steps_per_epoch is None:
                raise ArgumentError(
                    "You must define either total_steps OR (epochs AND steps_per_epoch)"
                )
            total_steps = epochs * steps_per_epoch
        self.total_steps = total_steps
        self.top = float(pct_start * total_steps) - 1
        self.low_again = 2 * self.top if three_phase else self.top
        self.strategy = anneal_strategy
        self.max_lr = max_lr
        self.momenta = (base_momentum, max_momentum) if cycle_momentum else None
        self.final = 1.0 / final_div_factor
        for group in optimizer.param_groups:
            group["lr"] = max_lr / div_factor
            group["initial_lr"] = max_lr / div_factor
        super().__init__(optimizer, last_epoch)

    def between(self, start: float, end: float, share: float) -> float:
        """On the way from one number to another."""
        if self.strategy == "linear":
            return (end - start) * share + start
        return end + (start - end) / 2.0 * (math.cos(math.pi * share) + 1)

    def at(self, steps: int, low: float, high: float, final: float) -> float:
        """The number at a step: up from low to high, then down, in three phases first to low."""
        if steps > self.total_steps:
            raise ArgumentError(
                f"Tried to step {steps} times. The specified number of total steps is "
                f"{self.total_steps}"
            )
        if steps <= self.top:
            return self.between(low, high, steps / self.top)
        if steps <= self.low_again:
            return self.between(high, low, (steps - self.top) / self.top)
        begin = low if self.low_again > self.top else high
        share = (steps - self.low_again) / (self.total_steps - 1 - self.low_again)
        return self.between(begin, final, share)

    def factor(self, steps: int, base: float = 1.0) -> float:
        """The rate as a multiple of the first."""
        return self.at(steps, base, self.max_lr, base * self.final) / base

    def _set(self) -> None:
        super()._set()
        if self.momenta is not None:
            low, high = self.momenta
            momentum = self.at(self.last_epoch, high, low, high)
            for group in self.optimizer.param_groups:
                if "betas" in group:
                    group["betas"] = (momentum, *group["betas"][1:])
                else:
                    group["momentum"] = momentum


class ReduceLROnPlateau:
    """Multiplied by ``factor`` when a measure has not become better for ``patience`` steps."""

    def __init__(
        self,
        optimizer: Optimizer,
        mode: str = "min",
        factor: float = 0.1,
        patience: int = 10,
        threshold: float = 1e-4,
        threshold_mode: str = "rel",
        cooldown: int = 0,
        min_lr: float = 0.0,
        eps: float = 1e-8,
    ) -> None:
        if factor >= 1.0:
            raise ArgumentError("Factor should be < 1.0.")
        if mode not in ("min", "max") or threshold_mode not in ("rel", "abs"):
            raise ArgumentError("mode is 'min' or 'max', threshold_mode 'rel' or 'abs'")
        self.optimizer = optimizer
        self.mode = mode
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.threshold_mode = threshold_mode
        self.cooldown = cooldown
        self.min_lr = min_lr
        self.eps = eps
        self.best = math.inf if mode == "min" else -math.inf
        self.bad_steps = 0
        self.waiting = 0
        self.last_epoch = 0

    def is_better(self, value: float) -> bool:
        """Whether a measure beats the best so far by the threshold."""
        best, threshold = self.best, self.threshold
        if self.threshold_mode == "rel":
            if self.mode == "min":
                return value < best * (1.0 - threshold)
            return value > best * (1.0 + threshold)
        return value < best - threshold if self.mode == "min" else value > best + threshold

    def step(self, metrics: Any, epoch: int | None = None) -> None:
        """Looks at a measure."""
        value = float(metrics)
        self.last_epoch = self.last_epoch + 1
        if self.is_better(value):
            self.best = value
            self.bad_steps = 0
        else:
            self.bad_steps = self.bad_steps + 1
        if self.waiting > 0:
            self.waiting = self.waiting - 1
            self.bad_steps = 0
        if self.bad_steps > self.patience:
            for group in self.optimizer.param_groups:
                rate = max(group["lr"] * self.factor, self.min_lr)
                if group["lr"] - rate > self.eps:
                    group["lr"] = rate
            self.waiting = self.cooldown
            self.bad_steps = 0

    def get_last_lr(self) -> list[float]:
        """The learning rate of every group."""
        return [group["lr"] for group in self.optimizer.param_groups]
