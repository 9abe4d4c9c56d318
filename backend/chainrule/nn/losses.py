"""Loss functions, by the names that PyTorch users know."""

from __future__ import annotations

from typing import Any

from chainrule.engine import Tensor
from chainrule.engine.operations.losses import BCELossNode, MSELossNode


def bce_loss(y_pred: Tensor, y_true: Any) -> Tensor:
    """The mean binary cross-entropy of probabilities for targets of 0 and 1, of one shape."""
    return BCELossNode.apply(y_pred, y_true)


def mse_loss(y_pred: Tensor, y_true: Any) -> Tensor:
    """The mean squared error of predictions for targets, of one shape."""
    return MSELossNode.apply(y_pred, y_true)
