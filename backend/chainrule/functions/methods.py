"""The methods of tensors that are functions of this floor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chainrule.engine import Tensor
from chainrule.engine.changes import changed, fill
from chainrule.functions import randomness
from chainrule.functions.table import METHODS

CHANGING = (
    *("masked_fill", "masked_scatter", "scatter", "scatter_add", "index_add", "index_fill"),
    *("index_put", "lerp", "addcmul", "addcdiv", "addmm", "addmv", "addr", "baddbmm", "rsqrt"),
    *("frac", "fmod", "floor_divide", "nan_to_num", "logit", "clamp_min", "clamp_max"),
    *("cumsum", "cumprod", "tril", "triu", "trunc", "exp2", "copysign", "heaviside"),
)
"""Methods that also work in place, as ``x.masked_fill_(mask, 0)``."""


def attach(kind: type[Tensor]) -> None:
    """Gives tensors every method of the table that they do not have yet."""
    for name, function in METHODS.items():
        if not hasattr(kind, name):
            setattr(kind, name, function.call)
    for name in CHANGING:
        if not hasattr(kind, f"{name}_"):
            setattr(kind, f"{name}_", _in_place(name, METHODS[name].call))
    for fresh in (numel, uniform_, normal_, bernoulli_):
        setattr(kind, fresh.__name__, fresh)


def _in_place(name: str, function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    def change(self: Tensor, *args: Any, **kwargs: Any) -> Tensor:
        return changed(self, function, *args, **kwargs)

    change.__name__ = change.__qualname__ = f"{name}_"
    change.__doc__ = f"{function.__doc__} In place."
    return change


def numel(self: Tensor) -> int:
    """How many elements a tensor has."""
    return self._array.size


def uniform_(self: Tensor, low: float = 0.0, high: float = 1.0, generator: Any = None) -> Tensor:
    """Gives the tensor uniform random numbers between two bounds."""
    return fill(self, randomness.uniform_like(self, low, high, generator))


def normal_(self: Tensor, mean: float = 0.0, std: float = 1.0, generator: Any = None) -> Tensor:
    """Gives the tensor normal random numbers of a mean and a deviation."""
    return fill(self, randomness.normal(mean, std, self.shape, generator=generator))


def bernoulli_(self: Tensor, p: Any = 0.5, generator: Any = None) -> Tensor:
    """Gives the tensor ones with a probability, else zeros."""
    return fill(self, randomness.bernoulli(self, p, generator=generator))
