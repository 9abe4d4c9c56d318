"""The methods of tensors that are functions of this floor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.engine import FUNCTIONS, Tensor
from chainrule.engine.changes import fill, in_place
from chainrule.functions import makers, randomness
from chainrule.functions.table import METHODS

CHANGING = (
    *(
        "masked_fill",
        "masked_scatter",
        "scatter",
        "scatter_add",
        "scatter_reduce",
        "index_add",
        "index_fill",
    ),
    *("index_put", "lerp", "addcmul", "addcdiv", "addmm", "addmv", "addr", "baddbmm", "rsqrt"),
    *("frac", "fmod", "nan_to_num", "logit", "clamp_min", "clamp_max"),
    *("cumsum", "cumprod", "tril", "triu", "copysign", "heaviside"),
    *("squeeze", "unsqueeze", "t", "transpose"),
)
"""Methods that also work in place, as ``x.masked_fill_(mask, 0)``."""


def attach(kind: Any) -> None:
    """Gives tensors every method of the table that they do not have yet."""
    for name, function in METHODS.items():
        if not hasattr(kind, name):
            setattr(kind, name, function.call)
    for name in CHANGING:
        if not hasattr(kind, f"{name}_"):
            setattr(kind, f"{name}_", in_place(METHODS[name].call))
    for own in OWN:
        if not hasattr(kind, own.__name__):
            setattr(kind, own.__name__, own)


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


def dim(self: Tensor) -> int:
    """The number of axes."""
    return self.ndim


def contiguous(self: Tensor) -> Tensor:
    """The tensor itself: where its elements lie in memory says nothing here."""
    return self


def new_tensor(
    self: Tensor, data: Any, dtype: Any = None, requires_grad: bool = False, device: Any = None
) -> Tensor:
    """A new leaf with other numbers and, unless another one is given, the dtype of this tensor."""
    return makers.tensor(data, dtype=dtype or self.dtype, requires_grad=requires_grad)


def new_zeros(
    self: Tensor, *size: Any, dtype: Any = None, requires_grad: bool = False, device: Any = None
) -> Tensor:
    """Zeros of another shape and, unless another one is given, the dtype of this tensor."""
    return makers.zeros(*size, dtype=dtype or self.dtype, requires_grad=requires_grad)


def new_ones(
    self: Tensor, *size: Any, dtype: Any = None, requires_grad: bool = False, device: Any = None
) -> Tensor:
    """Ones of another shape and, unless another one is given, the dtype of this tensor."""
    return makers.ones(*size, dtype=dtype or self.dtype, requires_grad=requires_grad)


def new_full(
    self: Tensor,
    size: Any,
    fill_value: float,
    dtype: Any = None,
    requires_grad: bool = False,
    device: Any = None,
) -> Tensor:
    """One number in another shape and, unless another one is given, the dtype of this tensor."""
    return makers.full(size, fill_value, dtype=dtype or self.dtype, requires_grad=requires_grad)


def type_as(self: Tensor, other: Tensor) -> Tensor:
    """The tensor with the dtype of another one."""
    return self.to(other.dtype.name)


def type(self: Tensor, dtype: Any = None) -> Any:
    """The tensor with another dtype; without one the name of PyTorch's kind of tensor."""
    if dtype is not None:
        return self.to(str(dtype).removeprefix("torch."))
    return f"torch.{TYPES.get(self.dtype.name, self.dtype.name.title())}Tensor"


def astype(self: Tensor, dtype: Any) -> Tensor:
    """The tensor with another dtype, by NumPy's name."""
    return self.to(np.dtype(dtype).name)


TYPES = {"float64": "Double", "float32": "Float", "int64": "Long", "int32": "Int", "int16": "Short"}
TYPES |= {"int8": "Char", "uint8": "Byte"}
"""What PyTorch calls a tensor of a dtype."""


def __dlpack__(self: Tensor, **options: Any) -> Any:
    """The values for another library, by DLPack; a tensor that requires grad is refused."""
    return self.numpy().__dlpack__(**options)


def __dlpack_device__(self: Tensor) -> tuple[int, int]:
    """Where the values are: in the memory of the processor."""
    return self._array.__dlpack_device__()


def where(self: Tensor, condition: Any, other: Any) -> Tensor:
    """The elements where a condition holds, those of another tensor elsewhere."""
    return FUNCTIONS["where"](condition, self, other)


OWN: tuple[Callable[..., Any], ...] = (
    *(numel, uniform_, normal_, bernoulli_, dim, contiguous, type, type_as, astype, where),
    *(new_tensor, new_zeros, new_ones, new_full, __dlpack__, __dlpack_device__),
)
"""What only tensors have, or have in another way than the package."""
