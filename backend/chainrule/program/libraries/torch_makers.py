"""``torch.tensor`` and its kind: tensors from numbers, lists and arrays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.engine import Tensor
from chainrule.engine.views import counted_as
from chainrule.functions.table import TABLE
from chainrule.program.classes import TENSOR
from chainrule.program.libraries import tensor_methods
from chainrule.program.libraries.conversions import converted
from chainrule.program.libraries.things import (
    CLASS_TYPES,
    TORCH_TYPES,
    Double,
    Size,
    computed_dtype,
    settings,
)
from chainrule.program.libraries.wrapping import given, recast
from chainrule.program.numbers import Array, Number
from chainrule.program.runtime import Runtime
from chainrule.program.values import Class, Value


def _numbers(value: Value) -> Value:
    """Nested lists with the tensors in them as numbers, as ``torch.tensor`` takes them."""
    if isinstance(value, list | tuple):
        return [_numbers(part) for part in value]
    if isinstance(value, Number) or (isinstance(value, Tensor) and not value.ndim):
        return value.item() if not isinstance(value, Number) else float(value)
    if isinstance(value, Tensor):
        return value.tolist()
    return value


def _is_double(value: Value) -> bool:
    """Whether numbers of NumPy's float64 are in nested lists, which make the tensor one of it."""
    if type(value) in (list, tuple):
        return any(map(_is_double, value[:1]))
    return isinstance(value, Double) or (type(value) is Array and value.dtype == np.float64)


def _made(runtime: Runtime, data: Value, dtype: Value, what: str) -> Tensor:
    data = given(runtime, what, data)
    wanted = computed_dtype(dtype)
    is_double = _is_double(data)
    if isinstance(data, list | tuple):
        runtime.budget.items(len(data))
        data = _numbers(data)
    if wanted is not None and not isinstance(data, Tensor):
        # Made as it is wanted: a conversion would be drawn as an operation.
        made = TABLE["tensor"].call(data, wanted.computed.name)
        return recast(made, wanted.kind)
    source = TABLE["tensor"].call(data)
    result = source if type(source) is Tensor else Tensor(source)
    if wanted is not None:
        return converted(result, wanted)
    if is_double:
        return recast(result, Double)
    if result.dtype == np.float32:
        result = result.to("float64")
    return result if settings.default.kind is Tensor else recast(result, settings.default.kind)


def tensor(
    runtime: Runtime, data: Value, dtype: Value = None, device: Value = None,
    requires_grad: Value = False, pin_memory: Value = False,
) -> Tensor:  # fmt: skip
    """``torch.tensor(data)``: a leaf with these numbers."""
    result = _made(runtime, data, dtype, "torch.tensor")
    if requires_grad:
        tensor_methods.requires_grad(result)
    return result


def as_tensor(runtime: Runtime, data: Value, dtype: Value = None, device: Value = None) -> Tensor:
    """``torch.as_tensor(data)``: the tensor itself where it is one."""
    if isinstance(data, Tensor) and not isinstance(data, Array | Number):
        return converted(data, computed_dtype(dtype))
    return tensor(runtime, data, dtype)


def from_numpy(runtime: Runtime, ndarray: Value) -> Tensor:
    """``torch.from_numpy(a)``: a tensor that changes together with the array."""
    if not isinstance(ndarray, Array):
        name = runtime.type_name(ndarray)
        raise TypeError(f"expected np.ndarray (got {name})")
    if ndarray.dtype == np.float32:
        single: Any = counted_as(ndarray, "float64")
        single.__class__ = Tensor
        return single  # type: ignore[no-any-return]
    view: Any = ndarray.detach()
    view.__class__ = Double if ndarray.dtype == np.float64 else Tensor
    return view  # type: ignore[no-any-return]


def _typed(name: str) -> Callable[..., Tensor]:
    """``torch.FloatTensor([1, 2])`` and ``torch.FloatTensor(2, 3)``."""

    def make(runtime: Runtime, *args: Value, **kwargs: Value) -> Tensor:
        if not args:
            return tensor(runtime, [], TORCH_TYPES[name])
        if all(type(arg) is int for arg in args):
            return converted(TABLE["empty"].call(*args), TORCH_TYPES[name])
        data = list(args[0]) if isinstance(args[0], Size) else args[0]
        if isinstance(args[0], Size):
            return converted(TABLE["empty"].call(*data), TORCH_TYPES[name])
        return tensor(runtime, data, TORCH_TYPES[name], **kwargs)

    return make


TENSOR.make = _typed("float32")
_TYPES = (
    ("Float", "float32"), ("Double", "float64"), ("Long", "int64"), ("Int", "int32"),
    ("Bool", "bool"), ("Byte", "uint8"), ("Short", "int16"), ("Char", "int8"),
    ("Half", "float16"),
)  # fmt: skip
TYPED = {
    f"{word}Tensor": Class(f"{word}Tensor", (TENSOR,), make=_typed(name)) for word, name in _TYPES
}
CLASS_TYPES |= {TYPED[f"{word}Tensor"]: TORCH_TYPES[name] for word, name in _TYPES}
