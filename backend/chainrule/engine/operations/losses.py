"""Loss functions: one number that says how far predictions are from targets.

``reduction`` is ``"mean"`` (over all elements), ``"sum"`` or ``"none"`` (each element's loss).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine.declaration import Gradient
from chainrule.engine.effort import CHEAP, SLOW
from chainrule.engine.errors import ChainruleError, DomainError, ShapeError
from chainrule.engine.kinds import Reduction
from chainrule.engine.node import BinaryNode, run
from chainrule.engine.operations.activations import sigmoid
from chainrule.engine.operations.indexing import as_positions
from chainrule.engine.operations.softmax import LogSoftmaxNode
from chainrule.engine.operations.torch_calls import torch_call, torch_cross_entropy
from chainrule.engine.tensor import Array

LOG_FLOOR = -100.0
"""PyTorch's clamp: a certain but wrong prediction costs 100, not infinity."""
TINY = float(np.float32(1e-12))
"""PyTorch's floor for p(1 − p) in the gradient of the cross-entropy: it keeps it in float32."""


def reduced(losses: Any, reduction: str) -> Array:
    """The losses of all elements as ``reduction`` wants them."""
    if reduction == "none":
        return np.asarray(losses)
    total = np.add.reduce(losses, axis=None)
    return np.asarray(total / losses.size if reduction == "mean" else total)


def spread(g: Any, a: Any, reduction: str) -> Any:
    """The upstream gradient's share for the loss of each element."""
    return g / a.size if reduction == "mean" else g


class LossNode(BinaryNode):
    """A loss over predictions ``a`` and targets ``b`` of one shape."""

    method = False

    @classmethod
    def formulas(cls, params: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
        """As declared for the mean; a sum is not divided, and without reduction nothing is."""
        formula, derivatives = super().formulas(params)
        if params["reduction"] != "mean":
            formula = formula.replace("mean(", "sum(" if params["reduction"] == "sum" else "(", 1)
            derivatives = tuple(derivative.removesuffix(" / n") for derivative in derivatives)
        return formula, derivatives

    @classmethod
    def explain(
        cls, error: Exception, arrays: tuple[Array, ...], params: dict[str, Any]
    ) -> ChainruleError:
        """Both shapes: broadcasting one against the other is nearly always a mistake."""
        a, b = arrays[0].shape, arrays[1].shape
        return ShapeError(f"{cls.name}: predictions {a} and targets {b} differ in shape")


def _difference(a: Array, b: Array) -> Array:
    if a.shape != b.shape and a.ndim and b.ndim:
        raise ValueError  # explained above
    return a - b


class MSELossNode(LossNode):
    """The mean of the squared differences."""

    name = "mse"
    symbol = "MSE"
    aliases = ("mse_loss",)
    formula = "mean((a - b) ** 2)"
    torch = torch_call("F.mse_loss")
    grad_fn_name = "MseLossBackward0"
    effort = CHEAP
    gradients = (
        Gradient(
            "2 * (a - b) / n",
            lambda g, y, a, b, reduction: spread(g, a - b, reduction) * (2.0 * (a - b)),
        ),
        Gradient(
            "-2 * (a - b) / n",
            lambda g, y, a, b, reduction: spread(g, a - b, reduction) * (-2.0 * (a - b)),
        ),
    )

    @staticmethod
    def forward(a: Array, b: Array, reduction: Reduction = "mean") -> Array:
        """The squared errors."""
        difference = _difference(a, b)
        return reduced(difference * difference, reduction)


def _bounded(d: Any, delta: float) -> Any:
    """Held between −delta and delta; flat at these two, as PyTorch's second derivative is."""
    return np.where(np.less(np.abs(d), delta), d, delta * np.sign(d))


class HuberLossNode(LossNode):
    """Half the squared difference where that is at most ``delta``, else linear."""

    name = "huber"
    symbol = "Huber"
    aliases = ("huber_loss",)
    formula = "mean(where(abs(a - b) <= delta, (a - b) ** 2 / 2, delta * (abs(a - b) - delta / 2)))"
    torch = torch_call("F.huber_loss")
    grad_fn_name = "HuberLossBackward0"
    effort = CHEAP
    gradients = (
        Gradient(
            "clamp(a - b, -delta, delta) / n",
            lambda g, y, a, b, reduction, delta: (
                spread(g, a - b, reduction) * _bounded(a - b, delta)
            ),
        ),
        Gradient(
            "-clamp(a - b, -delta, delta) / n",
            lambda g, y, a, b, reduction, delta: (
                spread(g, a - b, reduction) * -_bounded(a - b, delta)
            ),
        ),
    )

    @staticmethod
    def forward(a: Array, b: Array, reduction: Reduction = "mean", delta: float = 1.0) -> Array:
        """The errors, squared near 0."""
        size = np.abs(_difference(a, b))
        losses = np.where(size <= delta, 0.5 * size * size, delta * (size - 0.5 * delta))
        return reduced(losses, reduction)


def _prediction_rule(g: Any, y: Any, a: Any, b: Any, reduction: str) -> Any:
    return spread(g, a, reduction) * ((a - b) / np.maximum(a * (1.0 - a), TINY))


def _target_rule(g: Any, y: Any, a: Any, b: Any, reduction: str) -> Any:
    odds = np.maximum(np.log(a), LOG_FLOOR) - np.maximum(np.log1p(-a), LOG_FLOOR)
    return spread(g, a, reduction) * -odds


class BCELossNode(LossNode):
    """The mean binary cross-entropy of probabilities ``a`` for targets ``b`` of 0 and 1."""

    name = "bce"
    symbol = "BCE"
    aliases = ("bce_loss", "binary_cross_entropy")
    formula = "mean(-(b * log(a) + (1 - b) * log(1 - a)))"
    torch = torch_call("F.binary_cross_entropy")
    grad_fn_name = "BinaryCrossEntropyBackward0"
    example = "bce(z, target)"
    effort = SLOW
    gradients = (
        Gradient("(a - b) / (a * (1 - a)) / n", _prediction_rule),
        Gradient("(log(1 - a) - log(a)) / n", _target_rule),
    )
    domain = "NaN where {a} is no probability; each log is at least −100"

    @staticmethod
    def forward(a: Array, b: Array, reduction: Reduction = "mean") -> Array:
        """−(t·log p + (1−t)·log(1−p)), each log at least −100."""
        if a.shape != b.shape:
            raise ValueError  # explained above
        log_p = np.maximum(np.log(a), LOG_FLOOR)
        log_q = np.maximum(np.log1p(-a), LOG_FLOOR)
        return reduced((b - 1.0) * log_q - b * log_p, reduction)


class BCEWithLogitsLossNode(LossNode):
    """The mean binary cross-entropy of the sigmoid of ``a``, stable at any size of ``a``."""

    name = "bce_with_logits"
    symbol = "BCE(σ)"
    aliases = ("binary_cross_entropy_with_logits",)
    formula = "mean(log(1 + exp(a)) - a * b)"
    torch = torch_call("F.binary_cross_entropy_with_logits")
    grad_fn_name = "BinaryCrossEntropyWithLogitsBackward0"
    effort = SLOW
    gradients = (
        Gradient(
            "(sigmoid(a) - b) / n",
            lambda g, y, a, b, reduction: spread(g, a, reduction) * (sigmoid(a) - b),
        ),
        Gradient("-a / n", lambda g, y, a, b, reduction: spread(g, a, reduction) * -a),
    )

    @staticmethod
    def forward(a: Array, b: Array, reduction: Reduction = "mean") -> Array:
        """log(1 + exp(a)) − a·t, without overflow and exact also where it is nearly 0."""
        if a.shape != b.shape:
            raise ValueError  # explained above
        linear = np.where(a > 0.0, 1.0 - b, -b) * a
        return reduced(linear + np.log1p(np.exp(-np.abs(a))), reduction)


def _classes_axis(a: Any) -> int:
    return 0 if a.ndim == 1 else 1


def _one_hot(a: Any, b: Any) -> Any:
    """Target probabilities as they are; class numbers as probabilities of 0 and 1."""
    if a.shape == b.shape:
        return b
    axis = _classes_axis(a)
    target = np.expand_dims(as_positions(b), axis)
    classes = np.arange(a.shape[axis]).reshape((-1,) + (1,) * (a.ndim - axis - 1))
    return (target == classes).astype(a.dtype)


def _samples(a: Any, b: Any) -> int:
    return max(int(a.size) // a.shape[_classes_axis(a)], 0) if a.size else 0


def _logits_rule(g: Any, y: Any, a: Any, b: Any, reduction: str) -> Any:
    axis, target = _classes_axis(a), _one_hot(a, b)
    if reduction == "mean":
        g = g / _samples(a, b)
    elif reduction == "none":
        g = g.reshape((*g.shape[:axis], 1, *g.shape[axis:]))
    shares = np.exp(run(LogSoftmaxNode, a, axis=axis))
    return g * (shares * np.sum(target, axis=axis, keepdims=True) - target)


def _probabilities_rule(g: Any, y: Any, a: Any, b: Any, reduction: str) -> Any:
    if a.shape != b.shape:
        return None  # class numbers have no derivative
    axis = _classes_axis(a)
    if reduction == "mean":
        g = g / _samples(a, b)
    elif reduction == "none":
        g = g.reshape((*g.shape[:axis], 1, *g.shape[axis:]))
    return g * -run(LogSoftmaxNode, a, axis=axis)


class CrossEntropyLossNode(LossNode):
    """The cross-entropy of logits ``a`` (rows, classes) for class numbers or probabilities ``b``.

    Class numbers have the shape of the rows, probabilities that of the logits.
    """

    name = "cross_entropy"
    symbol = "CE"
    aliases = ("cross_entropy_loss",)
    formula = "mean(-sum(b * log_softmax(a)))"
    torch = torch_cross_entropy
    grad_fn_name = "NllLossBackward0"
    effort = SLOW
    gradients = (
        Gradient("(softmax(a) - b) / n", _logits_rule),
        Gradient("-log_softmax(a) / n", _probabilities_rule),
    )

    @classmethod
    def formulas(cls, params: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
        """As declared for probabilities; of class numbers the formulas take the one-hot rows."""
        formula, derivatives = super().formulas(params)
        if params.get("targets") == "classes":
            formula = formula.replace("b *", "one_hot(b) *")
            derivatives = tuple(text.replace("- b", "- one_hot(b)") for text in derivatives)
        return formula, derivatives

    @property
    def facts(self) -> dict[str, str]:
        """Whether the targets are class numbers."""
        logits, targets = self.arrays
        return {} if logits.shape == targets.shape else {"targets": "classes"}

    @property
    def count(self) -> int:
        """How many rows there are."""
        return _samples(self.arrays[0], self.arrays[1])

    @staticmethod
    def forward(a: Array, b: Array, reduction: Reduction = "mean") -> Array:
        """−Σ t·log softmax(a) of each row, then reduced over the rows."""
        if a.ndim == 0:
            raise ShapeError("cross_entropy() needs an axis of classes, not a single number")
        axis = _classes_axis(a)
        if a.shape != b.shape:
            if b.shape != a.shape[:axis] + a.shape[axis + 1 :]:
                raise ValueError  # explained above
            positions = as_positions(b)
            if b.size and not (positions.min() >= 0 and positions.max() < a.shape[axis]):
                raise DomainError(
                    f"cross_entropy(): a target lies outside the classes 0 … {a.shape[axis] - 1}"
                )
        log_p = LogSoftmaxNode.forward(a, axis)
        if a.shape == b.shape:
            losses = -np.sum(b * log_p, axis=axis)
        else:
            chosen = np.take_along_axis(log_p, np.expand_dims(as_positions(b), axis), axis)
            losses = -chosen.squeeze(axis)
        return reduced(losses, reduction)
