"""Loss functions, by the names that PyTorch users know.

``reduction`` is ``"mean"``, ``"sum"`` or ``"none"`` (the loss of each element).
"""

from __future__ import annotations

from typing import Any

from chainrule.engine import Tensor
from chainrule.engine.operations.losses import (
    BCELossNode,
    BCEWithLogitsLossNode,
    CrossEntropyLossNode,
    HuberLossNode,
    MSELossNode,
)


def bce_loss(y_pred: Tensor, y_true: Any, reduction: str = "mean") -> Tensor:
    """The binary cross-entropy of probabilities for targets of 0 and 1, of one shape."""
    return BCELossNode.apply(y_pred, y_true, reduction=reduction)


def bce_with_logits_loss(y_pred: Tensor, y_true: Any, reduction: str = "mean") -> Tensor:
    """The same of logits, whose sigmoid are the probabilities; stable at any size."""
    return BCEWithLogitsLossNode.apply(y_pred, y_true, reduction=reduction)


def mse_loss(y_pred: Tensor, y_true: Any, reduction: str = "mean") -> Tensor:
    """The squared error of predictions for targets, of one shape."""
    return MSELossNode.apply(y_pred, y_true, reduction=reduction)


def huber_loss(y_pred: Tensor, y_true: Any, reduction: str = "mean", delta: float = 1.0) -> Tensor:
    """The error, squared up to ``delta`` and linear beyond it."""
    return HuberLossNode.apply(y_pred, y_true, reduction=reduction, delta=delta)


def cross_entropy_loss(y_pred: Tensor, y_true: Any, reduction: str = "mean") -> Tensor:
    """The cross-entropy of logits (rows, classes) for class numbers (rows,) or probabilities."""
    return CrossEntropyLossNode.apply(y_pred, y_true, reduction=reduction)
