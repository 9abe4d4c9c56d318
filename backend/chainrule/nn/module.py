"""Module: something with parameters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chainrule.engine import Tensor


class Module:
    """The base of layers and models: finds the parameters in its attributes, in their order."""

    def named_parameters(self, prefix: str = "") -> Iterator[tuple[str, Tensor]]:
        """Every parameter below this module with its dotted path, in order of assignment."""
        for name, value in vars(self).items():
            items = enumerate(value) if isinstance(value, list | tuple) else ((None, value),)
            for index, item in items:
                path = f"{prefix}{name}" if index is None else f"{prefix}{name}.{index}"
                if isinstance(item, Tensor):
                    yield path, item
                elif isinstance(item, Module):
                    yield from item.named_parameters(f"{path}.")

    def parameters(self) -> list[Tensor]:
        """Every parameter below this module, in order of assignment."""
        return [parameter for _, parameter in self.named_parameters()]

    def zero_grad(self) -> None:
        """Forgets every gradient: ``grad`` is ``None`` again, not zero."""
        for parameter in self.parameters():
            parameter.zero_grad()

    def disable_grad(self) -> None:
        """Makes the parameters constants: no gradient is computed for them any more."""
        for parameter in self.parameters():
            parameter.requires_grad = False

    def enable_grad(self) -> None:
        """Undoes ``disable_grad``."""
        for parameter in self.parameters():
            parameter.requires_grad = True

    def forward(self, x: Tensor) -> Tensor:
        """The module's result for the batch ``x`` of shape (rows, features)."""
        raise TypeError(f"{type(self).__name__} does not say how to compute its result")

    def __call__(self, x: Any) -> Tensor:
        """Runs the module on ``x``; arrays are taken as data."""
        return self.forward(x if isinstance(x, Tensor) else Tensor(x))
