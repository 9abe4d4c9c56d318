"""Loss functions: one number that says how far predictions are from targets."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine.node import ElementwiseBinaryNode, Gradient
from chainrule.engine.tensor import Array

LOG_FLOOR = -100.0
"""PyTorch's clamp: a certain but wrong prediction costs 100, not infinity."""
TINY = 1e-12
"""PyTorch's floor for p(1 − p) in the gradient of the cross-entropy."""


class LossNode(ElementwiseBinaryNode):
    """A loss over predictions ``a`` and targets ``b``, averaged over all elements."""

    __slots__ = ()


class MSELossNode(LossNode):
    """The mean of the squared differences."""

    name = "mse"
    symbol = "MSE"
    formula = "mean((a - b) ** 2)"
    method = False
    gradients = (
        Gradient("2 * (a - b) / n", lambda g, y, a, b: g * ((a - b) * (2.0 / (a - b).size))),
        Gradient("-2 * (a - b) / n", lambda g, y, a, b: g * ((a - b) * (-2.0 / (a - b).size))),
    )

    @staticmethod
    def forward(a: Array, b: Array) -> Array:
        """The mean squared error."""
        difference = a - b
        return np.asarray(np.mean(difference * difference))


def _logs(p: Array) -> tuple[Array, Array]:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.maximum(np.log(p), LOG_FLOOR), np.maximum(np.log1p(-p), LOG_FLOOR)


def _prediction_rule(g: Any, y: Any, a: Any, b: Any) -> Any:
    return g * ((a - b) / np.maximum(a * (1.0 - a), TINY) / (a - b).size)


def _target_rule(g: Any, y: Any, a: Any, b: Any) -> Any:
    odds = np.maximum(np.log(a), LOG_FLOOR) - np.maximum(np.log(1.0 - a), LOG_FLOOR)
    return g * (-odds / (a - b).size)


class BCELossNode(LossNode):
    """The mean binary cross-entropy of probabilities ``a`` for targets ``b`` of 0 and 1."""

    name = "bce"
    symbol = "BCE"
    formula = "mean(-(b * log(a) + (1 - b) * log(1 - a)))"
    method = False
    gradients = (
        Gradient("(a - b) / (a * (1 - a)) / n", _prediction_rule),
        Gradient("(log(1 - a) - log(a)) / n", _target_rule),
    )

    @staticmethod
    def forward(a: Array, b: Array) -> Array:
        """The mean of −(t·log p + (1−t)·log(1−p)), each log at least −100."""
        log_p, log_q = _logs(a)
        return np.asarray(np.mean(-(b * log_p + (1.0 - b) * log_q)))
