"""``tf.keras.losses``: functions of the targets first, and classes that average over all rows."""

from __future__ import annotations

from typing import Any

from chainrule import functional as F
from chainrule.program.libraries.written.natives import converted

SMALL = 1e-7


def _alike(y_true: Any, y_pred: Any) -> tuple[Any, Any]:
    """Targets and predictions, of which one may lack the other's last axis of one, as in Keras."""
    target, given = converted(y_true), converted(y_pred)
    if given.ndim == target.ndim + 1 and given.shape[-1] == 1:
        if target.ndim == 1:
            return F.unsqueeze(target, -1), given
        return target, F.squeeze(given, -1)
    if target.ndim == given.ndim + 1 and target.shape[-1] == 1:
        if given.ndim == 1:
            return target, F.unsqueeze(given, -1)
        return F.squeeze(target, -1), given
    return target, given


def mean_squared_error(y_true: Any, y_pred: Any) -> Any:
    """The mean square of the differences along the last axis."""
    target, given = _alike(y_true, y_pred)
    return F.mean((given - target) ** 2, -1)


def mean_absolute_error(y_true: Any, y_pred: Any) -> Any:
    """The mean size of the differences along the last axis."""
    target, given = _alike(y_true, y_pred)
    return F.mean(F.abs(given - target), -1)


def binary_crossentropy(y_true: Any, y_pred: Any, from_logits: bool = False) -> Any:
    """The cross-entropy of probabilities, or logits, of one of two classes."""
    target, given = _alike(y_true, y_pred)
    if from_logits:
        return F.mean(F.softplus(given) - target * given, -1)
    chance = F.clip(given, SMALL, 1 - SMALL)
    return -F.mean(target * F.log(chance + SMALL) + (1 - target) * F.log(1 - chance + SMALL), -1)


def categorical_crossentropy(y_true: Any, y_pred: Any, from_logits: bool = False) -> Any:
    """The cross-entropy of probabilities, or logits, of several classes."""
    target, given = converted(y_true), converted(y_pred)
    if from_logits:
        return -F.sum(target * F.log_softmax(given, -1), -1)
    given = given / F.sum(given, -1, True)
    return -F.sum(target * F.log(F.clip(given, SMALL, 1 - SMALL)), -1)


def sparse_categorical_crossentropy(y_true: Any, y_pred: Any, from_logits: bool = False) -> Any:
    """The same with the number of the right class."""
    given = converted(y_pred)
    places = F.reshape(converted(y_true), given.shape[:-1])
    target = F.eye(given.shape[-1])[F.to(places, "int64")]
    return categorical_crossentropy(target, given, from_logits)


class Loss:
    """A loss of the targets and the predictions, averaged over all rows."""

    def __init__(self, **options: Any) -> None:
        self.options = options

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """The loss of each row."""
        raise NotImplementedError("a loss says what a row costs")

    def __call__(self, y_true: Any, y_pred: Any) -> Any:
        """The mean over all rows."""
        return F.mean(self.call(y_true, y_pred))


class MeanSquaredError(Loss):
    """The mean square of the differences."""

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """The loss of each row."""
        return mean_squared_error(y_true, y_pred)


class MeanAbsoluteError(Loss):
    """The mean size of the differences."""

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """The loss of each row."""
        return mean_absolute_error(y_true, y_pred)


class BinaryCrossentropy(Loss):
    """Two classes; ``from_logits=True`` for what no sigmoid has seen."""

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """The loss of each row."""
        return binary_crossentropy(y_true, y_pred, self.options.get("from_logits", False))


class CategoricalCrossentropy(Loss):
    """Several classes, the right one given by probabilities."""

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """The loss of each row."""
        return categorical_crossentropy(y_true, y_pred, self.options.get("from_logits", False))


class SparseCategoricalCrossentropy(Loss):
    """Several classes, the right one given by its number."""

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """The loss of each row."""
        logits = self.options.get("from_logits", False)
        return sparse_categorical_crossentropy(y_true, y_pred, logits)
