"""The model of a run: dense layers as functions of named parameters, and the loss on top.

The same forward pass serves a training step, an evaluation and the drawing: one place says what
is computed and what each value is called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from chainrule.engine import OPERATIONS, Tensor
from chainrule.engine.tensor import Array
from chainrule.nn import INITIALISATIONS
from chainrule.nn.notebook import activation_function
from chainrule.training.choices import LOSSES, Loss
from chainrule.training.config import Config
from chainrule.training.datasets import Declaration
from chainrule.training.errors import ConfigError
from chainrule.training.limits import TrainingLimits

Observe = Callable[[Tensor, str, str, str], None]
"""Told of every value in order of execution: the tensor, its kind, its name, its group."""


@dataclass(frozen=True)
class Dense:
    """One layer, ``activation(x @ weight + bias)``, and what its values are called."""

    inputs: int
    outputs: int
    activation: str | None
    group: str
    weight: str
    bias: str
    product: str
    sum: str
    result: str


class Network:
    """Dense layers for a configuration and its data set.

    Attributes:
        layers: from the first hidden layer to the output layer.
        loss: what is minimised.
        names: of the parameters, in order: each layer's weight, then its bias.
        shapes: of the parameters.
    """

    def __init__(self, config: Config, declaration: Declaration) -> None:
        self.config = config
        self.loss: Loss = LOSSES[config.loss]
        if declaration.task not in self.loss.tasks:
            fit = [loss.name for loss in LOSSES.values() if declaration.task in loss.tasks]
            raise ConfigError(
                f"{config.loss} does not fit a {declaration.task} target; "
                f"use {' or '.join(fit) or 'another data set'}",
                "loss",
            )
        features = len(config.features or declaration.features)
        self.layers = tuple(_layers(features, config, declaration.outputs, self.loss))
        self.names = tuple(name for layer in self.layers for name in (layer.weight, layer.bias))
        self.shapes = tuple(
            shape
            for layer in self.layers
            for shape in ((layer.inputs, layer.outputs), (1, layer.outputs))
        )

    @property
    def size(self) -> int:
        """How many numbers are learned."""
        return sum(rows * columns for rows, columns in self.shapes)

    def initial(self) -> list[Array]:
        """The parameters before any step, drawn layer by layer from the model's seed."""
        random = np.random.RandomState(self.config.model_seed)
        draw = INITIALISATIONS[self.config.initialisation]
        return [
            array for layer in self.layers for array in draw(random, layer.inputs, layer.outputs)
        ]

    def predict(
        self, parameters: Sequence[Tensor], x: Tensor, observe: Observe | None = None
    ) -> Tensor:
        """The model's output (rows, outputs) for ``x`` (rows, features)."""
        weights = iter(parameters)
        for layer, w, b in zip(self.layers, weights, weights, strict=True):
            product = x @ w
            total = product + b
            activate = activation_function(layer.activation) if layer.activation else None
            x = total if activate is None else activate(total)
            if observe is not None:
                group = layer.group
                observe(w, "parameter", layer.weight, group)
                observe(product, "operation", layer.product, group)
                observe(b, "parameter", layer.bias, group)
                if x is not total:
                    observe(total, "operation", layer.sum, group)
                observe(x, "operation", layer.result, group)
        return x

    def cost(self, prediction: Tensor, y: Tensor) -> Tensor:
        """The loss, one number, of predictions for targets of the same shape."""
        return OPERATIONS[self.loss.name].apply(prediction, y)

    def answers(self, outputs: Array) -> Array:
        """The outputs as people read them: numbers, or probabilities of classes."""
        if self.loss.link is None:
            return outputs
        return OPERATIONS[self.loss.link].apply(Tensor.wrap(outputs, False, None)).numpy()

    def check(self, limits: TrainingLimits, batch: int) -> None:
        """Refuses models that are too large for a server.

        Raises:
            ConfigError: naming the limit.
        """
        if len(self.layers) - 1 > limits.hidden_layers:
            raise ConfigError(f"at most {limits.hidden_layers} hidden layers are allowed", "hidden")
        if max(self.config.hidden, default=1) > limits.width:
            raise ConfigError(f"a hidden layer has at most {limits.width} units", "hidden")
        if self.size > limits.parameters:
            raise ConfigError(
                f"the model has {self.size} parameters; {limits.parameters} are allowed", "hidden"
            )
        if self.size * batch > limits.step_work:
            raise ConfigError(
                f"a step of {batch} rows through {self.size} parameters is too much work; "
                f"use at most {limits.step_work // self.size} rows",
                "batch_size",
            )


def _layers(features: int, config: Config, outputs: int, loss: Loss) -> Iterator[Dense]:
    sizes = (features, *config.hidden, outputs)
    last = len(sizes) - 2
    for index in range(last + 1):
        number = "" if last == 0 else str(index + 1)
        if index == last:
            group = "out" if last else ""
            result = "p" if loss.output else "logits" if loss.link else "prediction"
            activation = loss.output
        else:
            group = "hidden" if last == 1 else f"hidden{number}"
            result = "h" if last == 1 else f"h{number}"
            activation = config.activation
        yield Dense(
            sizes[index],
            sizes[index + 1],
            activation,
            group,
            weight=("W" if last else "w") + number,
            bias=f"b{number}",
            product=f"z{number}",
            sum=f"a{number}",
            result=result,
        )
