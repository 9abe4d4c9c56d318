"""What a configuration can choose from: activations, losses, optimisers, schedules.

Each is declared once; the checks, the model, the command line and the page's form read it here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from chainrule.engine import ArgumentError, Tensor
from chainrule.engine.annotation import HIDDEN
from chainrule.nn import ACTIVATIONS as EVERY_ACTIVATION
from chainrule.nn import (
    SGD,
    Adagrad,
    Adam,
    AdamW,
    CosineAnnealingLR,
    ExponentialLR,
    LRScheduler,
    Optimizer,
    RMSprop,
    StepLR,
    WarmupLR,
)
from chainrule.training.datasets import Task
from chainrule.training.errors import ConfigError

ACTIVATIONS: tuple[str, ...] = tuple(
    name for name in EVERY_ACTIVATION if name not in ("softmax", "log_softmax", "logsigmoid")
)
"""What may stand behind a hidden layer."""


@dataclass(frozen=True)
class Loss:
    """A loss, and the tasks that it fits."""

    name: str
    label: str = field(metadata=HIDDEN)
    tasks: tuple[Task, ...]
    output: str | None = field(default=None, metadata=HIDDEN)
    """The operation on the last layer's sums; ``None`` leaves them as they are."""
    link: str | None = field(default=None, metadata=HIDDEN)
    """The operation that makes probabilities of the model's outputs, where the loss does that."""


LOSSES: dict[str, Loss] = {
    loss.name: loss
    for loss in (
        Loss("mse", "MSE", ("regression", "binary")),
        Loss("huber", "Huber", ("regression", "binary")),
        Loss("bce", "BCE", ("binary",), output="sigmoid"),
        Loss("bce_with_logits", "BCE", ("binary",), link="sigmoid"),
        Loss("cross_entropy", "CE", ("multiclass",), link="softmax"),
    )
}
"""Every loss by the name of its operation."""

USUAL_LOSSES: dict[Task, str] = {
    "regression": "mse",
    "binary": "bce",
    "multiclass": "cross_entropy",
}
"""The loss of a configuration that names none."""


@dataclass(frozen=True)
class OptimiserChoice:
    """An optimiser and its numbers besides the learning rate, each with default and range."""

    name: str
    make: Callable[..., Optimizer]
    numbers: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)
    """Name → (default, lowest, highest)."""

    def checked(self, values: Mapping[str, Any]) -> tuple[tuple[str, float], ...]:
        """The numbers that differ from their defaults, in order.

        Raises:
            ConfigError: one is unknown, no number, or out of range.
        """
        for name in values:
            if name not in self.numbers:
                known = ", ".join(self.numbers)
                raise ConfigError(
                    f"{self.name} has no number {str(name)[:40]!r}; it has {known}", "numbers"
                )
        checked = []
        for name, (default, low, high) in self.numbers.items():
            value = values.get(name, default)
            if not isinstance(value, bool | int | float) or not low <= value <= high:
                raise ConfigError(f"{name} must be a number from {low:g} to {high:g}", name)
            if value != default:
                checked.append((name, float(value)))
        try:
            self.build([Tensor(0.0, requires_grad=True)], 1.0, checked)
        except ArgumentError as error:
            raise ConfigError(str(error), "numbers") from None
        return tuple(checked)

    def build(
        self, parameters: Iterable[Any], lr: float, numbers: Iterable[tuple[str, float]]
    ) -> Optimizer:
        """The optimiser over these parameters."""
        return self.make(parameters, lr, **self.filled(numbers))

    def filled(self, numbers: Iterable[tuple[str, float]]) -> dict[str, float]:
        """All numbers, the defaults among them."""
        return {name: default for name, (default, _, _) in self.numbers.items()} | dict(numbers)


def _sgd(parameters: Iterable[Any], lr: float, nesterov: float, **numbers: Any) -> Optimizer:
    return SGD(parameters, lr, nesterov=bool(nesterov), **numbers)


def _with_betas(make: Callable[..., Optimizer]) -> Callable[..., Optimizer]:
    def build(
        parameters: Iterable[Any], lr: float, beta1: float, beta2: float, **numbers: float
    ) -> Optimizer:
        return make(parameters, lr, betas=(beta1, beta2), **numbers)

    return build


NEARLY_ONE = 0.999999
BETAS = {"beta1": (0.9, 0.0, NEARLY_ONE), "beta2": (0.999, 0.0, NEARLY_ONE)}
EPSILON = (1e-8, 1e-16, 1.0)
DECAY = (0.0, 0.0, 1.0)
MOMENTUM = (0.0, 0.0, NEARLY_ONE)

OPTIMISERS: dict[str, OptimiserChoice] = {
    choice.name: choice
    for choice in (
        OptimiserChoice(
            "sgd", _sgd, {"momentum": MOMENTUM, "nesterov": (0.0, 0.0, 1.0), "weight_decay": DECAY}
        ),
        OptimiserChoice(
            "rmsprop",
            RMSprop,
            {
                "alpha": (0.99, 0.0, NEARLY_ONE),
                "momentum": MOMENTUM,
                "eps": EPSILON,
                "weight_decay": DECAY,
            },
        ),
        OptimiserChoice(
            "adagrad",
            Adagrad,
            {"lr_decay": DECAY, "eps": (1e-10, 1e-16, 1.0), "weight_decay": DECAY},
        ),
        OptimiserChoice(
            "adam", _with_betas(Adam), {**BETAS, "eps": EPSILON, "weight_decay": DECAY}
        ),
        OptimiserChoice(
            "adamw", _with_betas(AdamW), {**BETAS, "eps": EPSILON, "weight_decay": (0.01, 0.0, 1.0)}
        ),
    )
}
"""Every optimiser by its name."""


def _warm_up(optimiser: Optimizer, steps: int) -> LRScheduler:
    ramp = max(steps // 10, 1)
    return WarmupLR(optimiser, ramp, CosineAnnealingLR(optimiser, max(steps - ramp, 1)))


SCHEDULES: dict[str, Callable[[Optimizer, int], LRScheduler | None]] = {
    "constant": lambda optimiser, steps: None,
    "step": lambda optimiser, steps: StepLR(optimiser, max(steps // 3, 1)),
    "exponential": lambda optimiser, steps: ExponentialLR(optimiser, 0.01 ** (1.0 / steps)),
    "cosine": lambda optimiser, steps: CosineAnnealingLR(optimiser, steps),
    "warmup": _warm_up,
}
"""How the learning rate goes over the planned steps: a tenth after each third, evenly down to a
hundredth, half a cosine wave down to 0, or that after a tenth of the run as a ramp."""
