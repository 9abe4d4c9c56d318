"""micrograd's neurons: single numbers in lists."""

from __future__ import annotations

import random
from typing import Any

from chainrule.program.libraries.written.natives import Value


class Module:
    """What has parameters."""

    def zero_grad(self) -> None:
        """Sets every gradient to 0."""
        for p in self.parameters():
            p.grad = 0

    def parameters(self) -> list[Any]:
        """Every parameter."""
        return []


class Neuron(Module):
    """A weighted sum of its inputs, and a relu of it where it is not linear."""

    def __init__(self, nin: int, nonlin: bool = True) -> None:
        self.w = [Value(random.uniform(-1, 1)) for _ in range(nin)]  # noqa: S311
        self.b = Value(0)
        self.nonlin = nonlin

    def __call__(self, x: Any) -> Any:
        """The neuron's value for a list of inputs."""
        act = sum((wi * xi for wi, xi in zip(self.w, x)), self.b)  # noqa: B905
        return act.relu() if self.nonlin else act

    def parameters(self) -> list[Any]:
        """The weights, then the bias."""
        return [*self.w, self.b]

    def __repr__(self) -> str:
        return f"{'ReLU' if self.nonlin else 'Linear'}Neuron({len(self.w)})"


class Layer(Module):
    """Neurons beside each other."""

    def __init__(self, nin: int, nout: int, **options: Any) -> None:
        self.neurons = [Neuron(nin, **options) for _ in range(nout)]

    def __call__(self, x: Any) -> Any:
        """The value of each neuron; of a single one, just that."""
        out = [n(x) for n in self.neurons]
        return out[0] if len(out) == 1 else out

    def parameters(self) -> list[Any]:
        """Those of all neurons."""
        return [p for n in self.neurons for p in n.parameters()]

    def __repr__(self) -> str:
        return f"Layer of [{', '.join(str(n) for n in self.neurons)}]"


class MLP(Module):
    """Layers behind each other; the last one is linear."""

    def __init__(self, nin: int, nouts: list[int]) -> None:
        sizes = [nin, *nouts]
        self.layers = [
            Layer(sizes[i], sizes[i + 1], nonlin=i != len(nouts) - 1) for i in range(len(nouts))
        ]

    def __call__(self, x: Any) -> Any:
        """The value of the last layer."""
        for layer in self.layers:
            x = layer(x)
        return x

    def parameters(self) -> list[Any]:
        """Those of all layers."""
        return [p for layer in self.layers for p in layer.parameters()]

    def __repr__(self) -> str:
        return f"MLP of [{', '.join(str(layer) for layer in self.layers)}]"
