"""What a configuration can choose from: activations, initialisations, losses, optimisers.

Each is declared once; the checks, the model, the command line and the page's form read it here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from chainrule.engine import OPERATIONS
from chainrule.engine.tensor import Array
from chainrule.nn import SGD, Optimizer
from chainrule.training.datasets import Task
from chainrule.training.errors import ConfigError

ACTIVATIONS: tuple[str, ...] = tuple(
    name
    for name in ("tanh", "sigmoid", "relu", "leaky_relu", "elu", "gelu", "silu", "softplus")
    if name in OPERATIONS
)
"""The operations that may stand behind a hidden layer."""

Initialisation = Callable[[np.random.RandomState, int, int], tuple[Array, Array]]
"""Draws the weight (in, out), then the bias (1, out)."""


def _scaled(scale: Callable[[int, int], float]) -> Initialisation:
    def draw(random: np.random.RandomState, rows: int, columns: int) -> tuple[Array, Array]:
        weight = random.standard_normal((rows, columns)) * scale(rows, columns)
        return weight, np.zeros((1, columns))

    return draw


def _standard_normal(random: np.random.RandomState, rows: int, columns: int) -> tuple[Array, Array]:
    weight = random.standard_normal((rows, columns))
    return weight, random.standard_normal((1, columns))


INITIALISATIONS: dict[str, Initialisation] = {
    "normal": _standard_normal,
    "xavier": _scaled(lambda rows, columns: math.sqrt(2.0 / (rows + columns))),
    "he": _scaled(lambda rows, columns: math.sqrt(2.0 / rows)),
    "zeros": _scaled(lambda rows, columns: 0.0),
}
"""``normal`` is the notebook's, biases included; in the others biases begin at 0."""


@dataclass(frozen=True)
class Loss:
    """A loss: its operation, what it is called in tables, and what stands before and behind it."""

    name: str
    label: str
    tasks: tuple[Task, ...]
    output: str | None = None
    """The operation on the last layer's sums; ``None`` leaves them as they are."""
    link: str | None = None
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
        """All numbers, the defaults filled in.

        Raises:
            ConfigError: one is unknown, no number, or out of range.
        """
        for name in values:
            if name not in self.numbers:
                known = ", ".join(self.numbers) or "none"
                raise ConfigError(
                    f"{self.name} has no number {str(name)[:40]!r}; it has {known}", "numbers"
                )
        checked = []
        for name, (default, low, high) in self.numbers.items():
            value = values.get(name, default)
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise ConfigError(f"{name} must be a number", name)
            if not low <= value <= high:
                raise ConfigError(f"{name} must be from {low:g} to {high:g}", name)
            checked.append((name, float(value)))
        return tuple(checked)

    def build(
        self, parameters: Iterable[Any], lr: float, numbers: Iterable[tuple[str, float]]
    ) -> Optimizer:
        """The optimiser over these parameters."""
        return self.make(parameters, lr, **dict(numbers))


OPTIMISERS: dict[str, OptimiserChoice] = {
    choice.name: choice for choice in (OptimiserChoice("sgd", SGD),)
}
"""Every optimiser by its name."""
