"""The notebook's models: dense layers with an activation, a perceptron of them, how they learn.

Their numbers come from NumPy's legacy generator by default, so that ``np.random.seed`` decides.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from chainrule import functional as F
from chainrule.engine import ArgumentError, Tensor, no_grad
from chainrule.engine.arguments import near
from chainrule.nn.containers import Sequential
from chainrule.nn.module import Module
from chainrule.nn.native import Parameter
from chainrule.nn.optimisers import SGD

Initialisation = Callable[[Any, int, int], tuple[Any, Any]]


def _standard_normal(random: Any, rows: int, columns: int) -> tuple[Any, Any]:
    weight = random.standard_normal((rows, columns))
    return weight, random.standard_normal((1, columns))


def _normal(deviation: Callable[[int, int], float]) -> Initialisation:
    def draw(random: Any, rows: int, columns: int) -> tuple[Any, Any]:
        weight = random.standard_normal((rows, columns)) * deviation(rows, columns)
        return weight, np.zeros((1, columns))

    return draw


def _uniform(bound: Callable[[int, int], float]) -> Initialisation:
    def draw(random: Any, rows: int, columns: int) -> tuple[Any, Any]:
        limit = bound(rows, columns)
        return random.uniform(-limit, limit, (rows, columns)), np.zeros((1, columns))

    return draw


INITIALISATIONS: dict[str, Initialisation] = {
    "normal": _standard_normal,
    "xavier": _normal(lambda rows, columns: math.sqrt(2.0 / (rows + columns))),
    "xavier_uniform": _uniform(lambda rows, columns: math.sqrt(6.0 / (rows + columns))),
    "he": _normal(lambda rows, columns: math.sqrt(2.0 / rows)),
    "he_uniform": _uniform(lambda rows, columns: math.sqrt(6.0 / rows)),
    "zeros": _normal(lambda rows, columns: 0.0),
}
"""``normal`` is the notebook's standard normal, bias included; in the others the bias begins at 0.

Xavier: Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural
networks" (2010). He: He et al., "Delving Deep into Rectifiers" (2015).
"""


def initialisation(name: str) -> Initialisation:
    """The initialisation of that name.

    Raises:
        ArgumentError: there is none.
    """
    if name not in INITIALISATIONS:
        names = ", ".join(INITIALISATIONS)
        raise ArgumentError(
            f"unknown initialisation {name!r}; choose one of {names}{near(name, INITIALISATIONS)}"
        )
    return INITIALISATIONS[name]


ACTIVATIONS = {
    "tanh": F.tanh,
    "sigmoid": F.sigmoid,
    "relu": F.relu,
    "leaky_relu": F.leaky_relu,
    "elu": F.elu,
    "selu": F.selu,
    "gelu": F.gelu,
    "silu": F.silu,
    "mish": F.mish,
    "softplus": F.softplus,
    "logsigmoid": F.logsigmoid,
    "softmax": F.softmax,
    "log_softmax": F.log_softmax,
    "linear": None,
}
"""What a ``Layer`` may apply to its sums; ``linear`` leaves them as they are."""


def activation_function(name: str) -> Callable[[Tensor], Tensor] | None:
    """The activation of that name; none for ``linear``.

    Raises:
        ArgumentError: there is none of that name.
    """
    if name not in ACTIVATIONS:
        raise ArgumentError(
            f"unknown activation {name!r}; choose one of {', '.join(ACTIVATIONS)}"
            f"{near(str(name), ACTIVATIONS)}"
        )
    return ACTIVATIONS[name]


class Layer(Module):
    """A dense layer, ``activation(x @ w + b)``, with ``w`` of shape (in, out), ``b`` (1, out).

    Args:
        in_features: columns of ``x``.
        out_features: columns of the result.
        activation: one of ``ACTIVATIONS``.
        init: how ``w``, then ``b`` are drawn; the standard normal by default.
        generator: of NumPy; its legacy one by default.

    Raises:
        ArgumentError: the activation or the initialisation is unknown (a ``ValueError``).
    """

    def __init__(
        self,
        in_features: int,
        out_features: int,
        activation: str = "tanh",
        *,
        init: str = "normal",
        generator: Any = np.random,
    ) -> None:
        super().__init__()
        self.activate = activation_function(activation)
        self.activation = activation
        w, b = initialisation(init)(generator, in_features, out_features)
        self.w = Parameter(w)
        self.b = Parameter(b)

    def forward(self, x: Tensor) -> Tensor:
        """Maps (rows, in) to (rows, out)."""
        total = x @ self.w + self.b
        return total if self.activate is None else self.activate(total)

    def extra_repr(self) -> str:
        """Its sizes and its activation."""
        rows, columns = self.w.shape
        return f"{rows}, {columns}, activation={self.activation!r}"


class MLP(Module):
    """A multilayer perceptron: by default one hidden layer with tanh, then one with sigmoid.

    Args:
        in_features: columns of ``x``.
        hidden_features: the size of the hidden layer, or a list with that of each.
        out_features: columns of the result.
        activation: of the hidden layers.
        output: the activation of the last layer.
        init: how parameters are drawn, see ``Layer``.
        generator: see ``Layer``.
    """

    def __init__(
        self,
        in_features: int,
        hidden_features: int | Sequence[int],
        out_features: int,
        *,
        activation: str = "tanh",
        output: str = "sigmoid",
        init: str = "normal",
        generator: Any = np.random,
    ) -> None:
        super().__init__()
        single = isinstance(hidden_features, int)
        widths = [hidden_features] if isinstance(hidden_features, int) else list(hidden_features)
        sizes = [in_features, *widths]
        hidden = [
            Layer(sizes[k], sizes[k + 1], activation, init=init, generator=generator)
            for k in range(len(sizes) - 1)
        ]
        self.hidden = hidden[0] if single else Sequential(*hidden)
        self.out = Layer(sizes[-1], out_features, output, init=init, generator=generator)

    def forward(self, x: Tensor) -> Tensor:
        """Maps (rows, in) to (rows, out)."""
        return self.out(self.hidden(x))


def train_model(model: Module, X: Any, Y: Any, epochs: int = 10, lr: float = 0.01) -> list[float]:
    """Stochastic gradient descent, one row at a time in order, on the binary cross-entropy.

    Prints and returns each epoch's mean loss. ``X`` is (rows, features), ``Y`` (rows, 1).
    """
    rows, targets = np.asarray(X), np.asarray(Y)
    optimiser = SGD(model.parameters(), lr)
    history = []
    for epoch in range(1, epochs + 1):
        total = 0.0
        for i in range(len(rows)):
            optimiser.zero_grad()
            target = Tensor(targets[i : i + 1].reshape(1, -1))
            loss = F.binary_cross_entropy(model(Tensor(rows[i : i + 1])), target)
            loss.backward()
            optimiser.step()
            total = total + loss.item()
        history.append(total / len(rows))
        sys.stdout.write(f"Epoch {epoch}: BCE = {history[-1]}\n")
    return history


def evaluate_model(model: Module, X: Any, Y: Any) -> float:
    """The share of rows whose rounded output is the target; prints it as a percentage."""
    with no_grad():
        predicted = np.round(np.asarray(model(Tensor(X)).detach()))
    accuracy = float(np.mean(predicted == np.asarray(Y).reshape(predicted.shape)))
    sys.stdout.write(f"Accuracy on test set: {accuracy:.2%}\n")
    return accuracy


def _of_one_shape(y_pred: Tensor, y_true: Tensor) -> tuple[Tensor, ...]:
    return (y_pred, y_true) if y_pred.shape == y_true.shape else F.broadcast_tensors(y_pred, y_true)


def bce_loss(y_pred: Tensor, y_true: Any, reduction: str = "mean") -> Tensor:
    """The binary cross-entropy of probabilities for targets of 0 and 1; their shapes broadcast."""
    y_pred, y_true = _of_one_shape(y_pred, F.as_tensor(y_true))
    return F.binary_cross_entropy(y_pred, y_true, reduction=reduction)


def bce_with_logits_loss(y_pred: Tensor, y_true: Any, reduction: str = "mean") -> Tensor:
    """The same of logits, whose sigmoid are the probabilities; stable at any size."""
    y_pred, y_true = _of_one_shape(y_pred, F.as_tensor(y_true))
    return F.binary_cross_entropy_with_logits(y_pred, y_true, reduction=reduction)


def mse_loss(y_pred: Tensor, y_true: Any, reduction: str = "mean") -> Tensor:
    """The squared error of predictions for targets."""
    return F.mse_loss(y_pred, y_true, reduction=reduction)


def huber_loss(y_pred: Tensor, y_true: Any, reduction: str = "mean", delta: float = 1.0) -> Tensor:
    """The error, squared up to ``delta`` and linear beyond it."""
    return F.huber_loss(y_pred, y_true, reduction=reduction, delta=delta)


def cross_entropy_loss(y_pred: Tensor, y_true: Any, reduction: str = "mean") -> Tensor:
    """The cross-entropy of logits (rows, classes) for class numbers (rows,) or probabilities."""
    return F.cross_entropy(y_pred, y_true, reduction=reduction)
