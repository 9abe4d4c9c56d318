"""``tf.keras.Model``: layers with a loss and an optimiser, and the loop of ``fit``."""

from __future__ import annotations

from typing import Any

from chainrule import functional as F
from chainrule.program.libraries.written.natives import (
    Dropout,
    GradientTape,
    InputLayer,
    Layer,
    converted,
    losses,
    optimizers,
    shuffled,
)

OPTIMIZERS = {"sgd": optimizers.SGD, "adam": optimizers.Adam, "rmsprop": optimizers.RMSprop}
LOSSES = {
    "mse": losses.mean_squared_error,
    "mean_squared_error": losses.mean_squared_error,
    "mae": losses.mean_absolute_error,
    "mean_absolute_error": losses.mean_absolute_error,
    "binary_crossentropy": losses.binary_crossentropy,
    "categorical_crossentropy": losses.categorical_crossentropy,
    "sparse_categorical_crossentropy": losses.sparse_categorical_crossentropy,
}


class History:
    """What ``fit`` answers: ``history["loss"]`` has the loss of every epoch."""

    def __init__(self) -> None:
        self.history: dict[str, list[Any]] = {}
        self.epoch: list[int] = []


class Model(Layer):  # type: ignore[misc]
    """Layers with a loss and an optimiser."""

    def compile(
        self, optimizer: Any = "rmsprop", loss: Any = None, metrics: Any = None, **options: Any
    ) -> None:
        """Says how the model is trained."""
        name = optimizer.lower() if isinstance(optimizer, str) else ""
        self.optimizer = OPTIMIZERS[name]() if name else optimizer
        self.loss = LOSSES[loss] if isinstance(loss, str) else loss
        self.metrics_wanted = metrics or []
        for metric in self.metrics_wanted:
            if metric not in ("accuracy", *LOSSES):
                raise NotImplementedError("the metrics are 'accuracy' and the losses by name")

    def _accuracy(self, y: Any, found: Any) -> float:
        if found.shape[-1] == 1:
            right = F.reshape(found, (-1,)) > 0.5
            return float(F.mean((right == (F.reshape(y, (-1,)) > 0.5)) * 1.0))
        wanted = F.argmax(y, -1) if y.shape == found.shape else F.reshape(y, found.shape[:-1])
        return float(F.mean((F.argmax(found, -1) == wanted) * 1.0))

    def _scores(self, y: Any, found: Any, loss: Any) -> dict[str, float]:
        scores = {"loss": float(loss)}
        for metric in self.metrics_wanted:
            if metric == "accuracy":
                scores[metric] = self._accuracy(y, found)
            else:
                scores[metric] = float(F.mean(LOSSES[metric](y, found)))
        return scores

    def _step(self, x: Any, y: Any) -> dict[str, float]:
        with GradientTape() as tape:
            found = self(x, training=True) if self._knows_training() else self(x)
            loss = F.mean(self.loss(y, found))
        variables = self.trainable_variables
        gradients = tape.gradient(loss, variables)
        self.optimizer.apply_gradients(zip(gradients, variables, strict=True))
        return self._scores(y, found, loss)

    def _knows_training(self) -> bool:
        return False

    def fit(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: Any = None,
        epochs: int = 1,
        verbose: Any = 1,
        shuffle: bool = True,
        **options: Any,
    ) -> History:
        """Goes through the rows in batches, in another order in every epoch."""
        for name in ("callbacks", "validation_split", "validation_data", "class_weight"):
            if options.get(name):
                raise NotImplementedError(f"fit() has no {name} here: write the loop with a tape")
        x, y = converted(x), converted(y)
        size = batch_size or 32
        history = History()
        for epoch in range(epochs):
            order = shuffled(len(x), shuffle)
            sums: dict[str, float] = {}
            for start in range(0, len(x), size):
                rows = order[start : start + size]
                scores = self._step(x[rows], y[rows])
                for name in scores:
                    sums[name] = sums.get(name, 0.0) + scores[name] * len(rows)
            for name in sums:
                history.history.setdefault(name, []).append(sums[name] / len(x))
            history.epoch.append(epoch)
        return history

    def evaluate(self, x: Any, y: Any, verbose: Any = 1, **options: Any) -> Any:
        """The loss, and the metrics behind it."""
        y, found = converted(y), self(x)
        scores = list(self._scores(y, found, F.mean(self.loss(y, found))).values())
        return scores if len(scores) > 1 else scores[0]

    def predict(self, x: Any, verbose: Any = 1, **options: Any) -> Any:
        """The model's answers as an array."""
        return self(x).numpy()

    def summary(self) -> None:
        """What the model is made of."""
        raise NotImplementedError("write print([w.shape for w in model.weights])")


class Sequential(Model):
    """Layers one behind the other."""

    def __init__(self, layers: Any = (), name: Any = None) -> None:
        super().__init__(name)
        self.layers: list[Any] = []
        for layer in layers or ():
            self.add(layer)

    def add(self, layer: Any) -> None:
        """Adds a layer behind the others."""
        if isinstance(layer, InputLayer):
            self.row = getattr(layer, "row", None)
            return
        self.layers.append(layer)

    def _knows_training(self) -> bool:
        return True

    def call(self, inputs: Any, training: Any = False, **kwargs: Any) -> Any:
        """Through all layers."""
        found = inputs
        for layer in self.layers:
            is_dropout = isinstance(layer, Dropout | Sequential)
            found = layer(found, training=training) if is_dropout else layer(found)
        return found
