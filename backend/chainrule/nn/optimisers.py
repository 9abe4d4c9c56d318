"""Optimisers: how parameters follow their gradients, as PyTorch computes it.

Each says in ``moved`` where one parameter goes; what it remembers from step to step is in a
dictionary per parameter. Arrays of the caller or of a graph are never written to.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np

from chainrule.engine import ArgumentError, Tensor
from chainrule.engine.tensor import Array

Memory = dict[str, Any]


class Optimizer:
    """The base: holds parameters, forgets gradients, takes steps.

    Args:
        params: the tensors to move.
        lr: the learning rate; may be changed between steps.
        weight_decay: adds so much of each parameter to its gradient.

    Raises:
        ArgumentError: a parameter is no leaf, or a number is negative.
    """

    def __init__(
        self, params: Iterable[Tensor], lr: float = 0.01, weight_decay: float = 0.0
    ) -> None:
        if isinstance(params, Tensor):
            raise ArgumentError("params is a list of tensors: write [w], not w")
        self.params = list(params)
        for parameter in self.params:
            if not isinstance(parameter, Tensor) or not parameter.is_leaf:
                what = (
                    "a computed tensor" if isinstance(parameter, Tensor) else repr(parameter)[:60]
                )
                raise ArgumentError(f"only leaves can be moved, not {what}")
        self.lr = lr
        self.weight_decay = weight_decay
        self.memories: list[Memory] = [{} for _ in self.params]
        if lr < 0 or weight_decay < 0:
            raise ArgumentError("neither the learning rate nor the weight decay is negative")

    def __repr__(self) -> str:
        """Its name, the learning rate, and how much it moves."""
        return f"{type(self).__name__}(lr={self.lr}, {len(self.params)} parameters)"

    def zero_grad(self) -> None:
        """Forgets every gradient: ``grad`` is ``None`` again."""
        for parameter in self.params:
            parameter.grad = None

    def step(self) -> None:
        """Moves every parameter that has a gradient."""
        for parameter, memory in zip(self.params, self.memories, strict=True):
            if parameter.grad is not None:
                gradient = parameter.grad._read()
                parameter._array = self.updated(parameter._array, gradient, memory)
                parameter._loose = False

    def updated(self, values: Array, gradient: Array, memory: Memory) -> Array:
        """The parameter's values after one step, in a new array."""
        if self.weight_decay:
            gradient = gradient + self.weight_decay * values
        return self.moved(values, gradient, memory)

    def moved(self, values: Array, gradient: Array, memory: Memory) -> Array:
        """Where a parameter goes; ``memory`` is empty at its first step."""
        raise TypeError(f"{type(self).__name__} does not say how to move a parameter")

    def state_dict(self) -> dict[str, Any]:
        """The learning rate and a copy of everything that is remembered."""
        return {"lr": self.lr, "memories": [_copied(memory) for memory in self.memories]}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Takes over ``state_dict()`` of an optimiser over like parameters.

        Raises:
            ArgumentError: the number of parameters differs.
        """
        if len(state["memories"]) != len(self.params):
            raise ArgumentError(
                f"the state is of {len(state['memories'])} parameters, not {len(self.params)}"
            )
        self.lr = state["lr"]
        self.memories = [_copied(memory) for memory in state["memories"]]


def _copied(memory: Memory) -> Memory:
    return {k: v.copy() if isinstance(v, np.ndarray) else v for k, v in memory.items()}


class SGD(Optimizer):
    """Gradient descent: ``w ← w − lr · grad``, with momentum if wanted."""

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float,
        momentum: float = 0.0,
        weight_decay: float = 0.0,
        nesterov: bool = False,
    ) -> None:
        super().__init__(params, lr, weight_decay)
        if nesterov and not momentum:
            raise ArgumentError("Nesterov's method needs a momentum")
        self.momentum = momentum
        self.nesterov = nesterov

    def moved(self, values: Array, gradient: Array, memory: Memory) -> Array:
        """Straight down, or where the momentum carries."""
        if self.momentum:
            velocity = memory.get("velocity")
            velocity = gradient if velocity is None else self.momentum * velocity + gradient
            memory["velocity"] = velocity
            gradient = gradient + self.momentum * velocity if self.nesterov else velocity
        return values - self.lr * gradient


class RMSprop(Optimizer):
    """Steps divided by a running root mean square of the gradients (Hinton, lecture 6e, 2012)."""

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 0.01,
        alpha: float = 0.99,
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        momentum: float = 0.0,
    ) -> None:
        super().__init__(params, lr, weight_decay)
        self.alpha, self.eps, self.momentum = alpha, eps, momentum

    def moved(self, values: Array, gradient: Array, memory: Memory) -> Array:
        """Each element at its own speed."""
        squares = self.alpha * memory.get("squares", 0.0) + (1.0 - self.alpha) * gradient**2
        memory["squares"] = squares
        step: Array = gradient / (np.sqrt(squares) + self.eps)
        if self.momentum:
            step = memory["velocity"] = self.momentum * memory.get("velocity", 0.0) + step
        return values - self.lr * step


class Adagrad(Optimizer):
    """Steps divided by the root of all squared gradients so far (Duchi et al., 2011)."""

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 0.01,
        lr_decay: float = 0.0,
        weight_decay: float = 0.0,
        eps: float = 1e-10,
    ) -> None:
        super().__init__(params, lr, weight_decay)
        self.lr_decay, self.eps = lr_decay, eps

    def moved(self, values: Array, gradient: Array, memory: Memory) -> Array:
        """Each element ever slower."""
        steps = memory.get("steps", 0)
        memory["steps"] = steps + 1
        squares = memory["squares"] = memory.get("squares", 0.0) + gradient**2
        lr = self.lr / (1.0 + steps * self.lr_decay)
        step: Array = lr * gradient / (np.sqrt(squares) + self.eps)
        return values - step


class Adam(Optimizer):
    """Momentum and root mean square, both corrected for their start (Kingma and Ba, 2014)."""

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 0.001,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(params, lr, weight_decay)
        self.betas, self.eps = betas, eps

    def moved(self, values: Array, gradient: Array, memory: Memory) -> Array:
        """Along the mean gradient, each element at its own speed."""
        first, second = self.betas
        steps = memory["steps"] = memory.get("steps", 0) + 1
        mean = memory["mean"] = first * memory.get("mean", 0.0) + (1.0 - first) * gradient
        squares = second * memory.get("squares", 0.0) + (1.0 - second) * gradient**2
        memory["squares"] = squares
        size = np.sqrt(squares) / math.sqrt(1.0 - second**steps) + self.eps
        step: Array = self.lr / (1.0 - first**steps) * mean / size
        return values - step


class AdamW(Adam):
    """Adam whose weight decay shrinks the parameters themselves (Loshchilov and Hutter, 2017)."""

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 0.001,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.01,
    ) -> None:
        super().__init__(params, lr, betas, eps, weight_decay)

    def updated(self, values: Array, gradient: Array, memory: Memory) -> Array:
        """Shrinks, then moves."""
        return self.moved(values * (1.0 - self.lr * self.weight_decay), gradient, memory)
