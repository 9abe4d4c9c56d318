"""Optimisers: how parameters follow their gradients."""

from __future__ import annotations

from collections.abc import Iterable

from chainrule.engine import Tensor


class Optimizer:
    """The base: holds parameters, forgets gradients, takes steps."""

    def __init__(self, params: Iterable[Tensor]) -> None:
        self.params = list(params)

    def zero_grad(self) -> None:
        """Forgets every gradient: ``grad`` is ``None`` again."""
        for parameter in self.params:
            parameter.grad = None

    def step(self) -> None:
        """Moves every parameter that has a gradient."""
        for parameter in self.params:
            if parameter.grad is not None:
                self.update(parameter)

    def update(self, parameter: Tensor) -> None:
        """Moves one parameter."""
        raise TypeError(f"{type(self).__name__} does not say how to move a parameter")


class SGD(Optimizer):
    """Gradient descent: ``w ← w − lr · grad``."""

    def __init__(self, params: Iterable[Tensor], lr: float) -> None:
        super().__init__(params)
        self.lr = lr

    def update(self, parameter: Tensor) -> None:
        """Replaces the values; arrays of the caller or of a graph are never written to."""
        parameter.data = parameter._array - self.lr * parameter.grad
        parameter._exposed = False
