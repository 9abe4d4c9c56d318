"""Conversions: of what kind a tensor's numbers are, as PyTorch says it, and tensors of another."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from chainrule.engine import Tensor
from chainrule.program.libraries.things import (
    TORCH_TYPES,
    DataType,
    computed_dtype,
    data_type,
    settings,
)
from chainrule.program.libraries.wrapping import recast
from chainrule.program.runtime import Runtime
from chainrule.program.values import Value

NAMES = {
    "float32": "Float", "float64": "Double", "float16": "Half", "int64": "Long", "int32": "Int",
    "int16": "Short", "int8": "Char", "uint8": "Byte", "bool": "Bool",
}  # fmt: skip
"""What the classes of tensors of each kind of numbers are called: ``torch.FloatTensor``."""


def converted(tensor: Tensor, wanted: DataType | None) -> Tensor:
    """A tensor of another kind of numbers; itself where it is of that kind."""
    if wanted is None or data_type(tensor) == settings.asked(wanted):
        return tensor
    result = tensor
    if tensor.dtype != wanted.computed:
        result = tensor.to(wanted.computed.name)
    if result.dtype.kind == "f" and type(result) is not wanted.kind:
        result = result.clone() if result is tensor else result
        result = recast(result, wanted.kind)
    return result


def to(runtime: Runtime, tensor: Tensor, *args: Value, **kwargs: Value) -> Tensor:
    """``x.to(torch.float64)``; a device changes nothing."""
    wanted = kwargs.get("dtype")
    for arg in args:
        if isinstance(arg, Tensor):
            wanted = data_type(arg)
        elif isinstance(arg, DataType):
            wanted = arg
        elif not isinstance(arg, bool | str) and type(arg).__name__ != "Device":
            raise TypeError(f"to() takes a data type or a device, not '{runtime.type_name(arg)}'")
    return converted(tensor, computed_dtype(wanted))


def conversion(name: str) -> Callable[..., Tensor]:
    """A method that converts to one kind: ``x.long()``."""
    return lambda tensor: converted(tensor, TORCH_TYPES[name])


def type_(tensor: Tensor, dtype: Value = None) -> Value:
    """``x.type()`` names the kind of tensor, ``x.type(dtype)`` converts."""
    if dtype is None:
        return f"torch.{NAMES[data_type(tensor).name]}Tensor"
    if isinstance(dtype, str):
        word = dtype.rpartition(".")[2].removesuffix("Tensor")
        dtype = next((TORCH_TYPES[name] for name, said in NAMES.items() if said == word), dtype)
    return converted(tensor, computed_dtype(dtype))


def item_size(tensor: Tensor) -> int:
    """How many bytes a number takes in PyTorch."""
    return np.dtype(data_type(tensor).name).itemsize
