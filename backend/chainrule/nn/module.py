"""Module: something with parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from chainrule.engine import ArgumentError, ShapeError, Tensor
from chainrule.engine.arguments import near
from chainrule.engine.state import Recording, state
from chainrule.engine.tensor import Array, as_float_array


class Module:
    """The base of layers and models: finds the parameters in its attributes, in their order.

    A module that is an attribute of another, or stands in a list there, is drawn as a group with
    the attribute's name.
    """

    _group: str = ""

    def __setattr__(self, name: str, value: Any) -> None:
        for path, part in _parts(name, value):
            if isinstance(part, Module):
                object.__setattr__(part, "_group", path)
        object.__setattr__(self, name, value)

    def named_parameters(self, prefix: str = "") -> Iterator[tuple[str, Tensor]]:
        """Every parameter below this module with its dotted path, in order of assignment."""
        for name, value in vars(self).items():
            for path, part in _parts(name, value):
                if isinstance(part, Tensor):
                    yield prefix + path, part
                elif isinstance(part, Module):
                    yield from part.named_parameters(f"{prefix}{path}.")

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

    def state_dict(self) -> dict[str, Array]:
        """A copy of every parameter's values, by dotted path."""
        return {name: parameter.numpy() for name, parameter in self.named_parameters()}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Takes over the values of ``state_dict()``, of this or of a like module.

        Raises:
            ArgumentError: a parameter is missing, or there is one too many.
            ShapeError: a parameter has another shape.
        """
        own = dict(self.named_parameters())
        for name in state:
            if name not in own:
                raise ArgumentError(f"this module has no parameter {name!r}{near(name, own)}")
        for name, parameter in own.items():
            if name not in state:
                raise ArgumentError(f"the state lacks the parameter {name!r}")
            if np.shape(state[name]) != parameter.shape:
                raise ShapeError(
                    f"{name} has shape {parameter.shape}, the state's {np.shape(state[name])}"
                )
        for name, parameter in own.items():
            parameter.data = as_float_array(state[name])

    def forward(self, x: Tensor) -> Tensor:
        """The module's result for the batch ``x`` of shape (rows, features)."""
        raise TypeError(f"{type(self).__name__} does not say how to compute its result")

    def __repr__(self) -> str:
        """Its parts, line by line, down to the shapes of the parameters."""
        parts = [part for name, value in vars(self).items() for part in _parts(name, value)]
        own = [f"{name} {part.shape}" for name, part in parts if isinstance(part, Tensor)]
        head = f"{type(self).__name__}({', '.join(own)}"
        inner = [f"({name}): {part!r}" for name, part in parts if isinstance(part, Module)]
        if not inner:
            return head + ")"
        return "\n".join([head, *("  " + line.replace("\n", "\n  ") for line in inner), ")"])

    def __call__(self, x: Any) -> Tensor:
        """Runs the module on ``x``; arrays are taken as data."""
        x = x if isinstance(x, Tensor) else Tensor(x)
        if not self._group:
            return self.forward(x)
        outer = state.recording  # what ``with group(...)`` does, at a third of its price
        path = f"{outer.group}/{self._group}" if outer.group else self._group
        state.recording = Recording(outer.grad_enabled, outer.watch, path)
        try:
            return self.forward(x)
        finally:
            state.recording = outer


def _parts(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """An attribute's value with its path, or the items of a list with theirs."""
    if isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield f"{name}.{index}", item
    else:
        yield name, value
