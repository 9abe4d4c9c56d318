"""Layers and the multilayer perceptron of the notebook."""

from __future__ import annotations

import numpy as np

from chainrule.engine import Tensor
from chainrule.nn.module import Module

ACTIVATIONS = ("tanh", "sigmoid")


class Layer(Module):
    """A dense layer, ``activation(x @ w + b)``.

    ``w`` of shape (in, out), then ``b`` of shape (1, out), are drawn from NumPy's legacy
    generator in that order, so that ``np.random.seed`` decides them.

    Raises:
        ValueError: the activation is unknown.
    """

    def __init__(self, in_features: int, out_features: int, activation: str = "tanh") -> None:
        if activation not in ACTIVATIONS:
            raise ValueError(
                f"unknown activation {activation!r}; choose one of {', '.join(ACTIVATIONS)}"
            )
        self.w = Tensor(np.random.standard_normal((in_features, out_features)), requires_grad=True)
        self.b = Tensor(np.random.standard_normal((1, out_features)), requires_grad=True)
        self.activation = activation

    def forward(self, x: Tensor) -> Tensor:
        """Maps (rows, in) to (rows, out)."""
        z = x @ self.w + self.b
        return z.tanh() if self.activation == "tanh" else z.sigmoid()


class MLP(Module):
    """A hidden layer with tanh, then an output layer with sigmoid."""

    def __init__(self, in_features: int, hidden_features: int, out_features: int) -> None:
        self.hidden = Layer(in_features, hidden_features, "tanh")
        self.out = Layer(hidden_features, out_features, "sigmoid")

    def forward(self, x: Tensor) -> Tensor:
        """Maps (rows, in) to probabilities of shape (rows, out)."""
        return self.out(self.hidden(x))
