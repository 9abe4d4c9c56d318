"""Layers, and the multilayer perceptron of the notebook."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from chainrule.engine import FUNCTIONS, ArgumentError, Tensor
from chainrule.engine.arguments import near
from chainrule.nn.initialisation import initialisation
from chainrule.nn.module import Module

ACTIVATIONS = (
    *("tanh", "sigmoid", "relu", "leaky_relu", "elu", "selu", "gelu", "silu", "mish"),
    *("softplus", "logsigmoid", "softmax", "log_softmax", "linear"),
)
"""The names that ``Layer`` takes; ``linear`` leaves the sums as they are."""


def activation_function(name: str) -> Callable[[Tensor], Tensor]:
    """The activation of that name.

    Raises:
        ArgumentError: there is none.
    """
    if name not in ACTIVATIONS:
        raise ArgumentError(
            f"unknown activation {name!r}; choose one of {', '.join(ACTIVATIONS)}"
            f"{near(str(name), ACTIVATIONS)}"
        )
    return FUNCTIONS.get(name, _unchanged)


def _unchanged(x: Tensor) -> Tensor:
    return x


class Layer(Module):
    """A dense layer, ``activation(x @ w + b)``, with ``w`` of shape (in, out), ``b`` (1, out).

    Args:
        in_features: columns of ``x``.
        out_features: columns of the result.
        activation: one of ``ACTIVATIONS``.
        init: how ``w``, then ``b`` are drawn; the standard normal by default.
        generator: of NumPy; its legacy one by default, so that ``np.random.seed`` decides.

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
        self.activate = activation_function(activation)
        self.activation = activation
        w, b = initialisation(init)(generator, in_features, out_features)
        self.w = _parameter(w, "w")
        self.b = _parameter(b, "b")

    def forward(self, x: Tensor) -> Tensor:
        """Maps (rows, in) to (rows, out)."""
        return self.activate(x @ self.w + self.b)


class Linear(Module):
    """PyTorch's dense layer, ``x @ weight.T + bias``: weight (out, in), bias (out,) or none.

    Both are drawn evenly between ±1/√in, as in PyTorch.
    """

    def __init__(
        self,
        in_features: int,
        out_features: int,
        bias: bool = True,
        *,
        generator: Any = np.random,
    ) -> None:
        limit = 1.0 / math.sqrt(in_features) if in_features else 0.0
        weight = generator.uniform(-limit, limit, (out_features, in_features))
        self.weight = _parameter(weight, "weight")
        self.bias: Tensor | None = None
        if bias:
            self.bias = _parameter(generator.uniform(-limit, limit, out_features), "bias")

    def forward(self, x: Tensor) -> Tensor:
        """Maps (..., in) to (..., out)."""
        product = x @ self.weight.T
        return product if self.bias is None else product + self.bias


class Sequential(Module):
    """Modules or functions, such as ``chainrule.tanh``, one after another."""

    def __init__(self, *layers: Callable[[Tensor], Tensor]) -> None:
        self.layers = layers
        for index, layer in enumerate(layers):
            if isinstance(layer, Module):
                object.__setattr__(layer, "_group", str(index))

    def forward(self, x: Tensor) -> Tensor:
        """Runs them in order."""
        for layer in self.layers:
            x = layer(x)
        return x


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
        def layer(rows: int, columns: int, name: str) -> Layer:
            return Layer(rows, columns, name, init=init, generator=generator)

        sizes = [hidden_features] if isinstance(hidden_features, int) else list(hidden_features)
        widths = [in_features, *sizes]
        hidden = [layer(*pair, activation) for pair in pairwise(widths)]
        single = isinstance(hidden_features, int)
        self.hidden: Module = hidden[0] if single else Sequential(*hidden)
        self.out = layer(widths[-1], out_features, output)

    def forward(self, x: Tensor) -> Tensor:
        """Maps (rows, in) to (rows, out)."""
        return self.out(self.hidden(x))


def _parameter(values: Any, name: str) -> Tensor:
    parameter = Tensor(values, requires_grad=True)
    parameter.name = name
    return parameter
