"""Methods and attributes of tensors, as PyTorch has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.engine import GradientError, ShapeError, Tensor, allocate
from chainrule.engine.changes import fill, overwrite
from chainrule.engine.views import as_data, counted_as
from chainrule.functions.table import TABLE
from chainrule.program.libraries.conversions import conversion, converted, item_size, to, type_
from chainrule.program.libraries.devices import CPU
from chainrule.program.libraries.gradient_names import call_by
from chainrule.program.libraries.tensor_changes import (
    bernoulli,
    copy_,
    fill_diagonal,
    index_put,
    normal,
    random,
    set_to,
    uniform,
)
from chainrule.program.libraries.things import (
    Double,
    Size,
    data_type,
)
from chainrule.program.libraries.torch_gradients import origin_of
from chainrule.program.libraries.vocabulary import METHODS, as_builtin
from chainrule.program.libraries.wrapping import as_ndarray, callback, given, like, recast
from chainrule.program.numbers import Array
from chainrule.program.runtime import Runtime
from chainrule.program.tables import ATTRIBUTES, Attribute, Method
from chainrule.program.values import Value

# What a tensor is


def _grad(tensor: Tensor) -> Value:
    gradient = tensor.grad
    return gradient if gradient is None else like(tensor, gradient)


def _set_grad(tensor: Tensor, value: Value) -> None:
    if value is not None and not isinstance(value, Tensor):
        raise TypeError(f"assigned grad is a Tensor or None, not '{type(value).__name__}'")
    tensor.grad = value


def _set_data(tensor: Tensor, value: Value) -> None:
    if not isinstance(value, Tensor):
        raise TypeError(f"assigned data is a tensor, not '{type(value).__name__}'")
    if value._base is tensor:  # of ``p.data -= step``, which is done already
        return
    if value.shape == tensor.shape:
        overwrite(tensor, value.detach().numpy(), silent=True)
    else:
        tensor.data = value.detach().numpy()


def _set_requires_grad(tensor: Tensor, value: Value) -> None:
    requires_grad(tensor, bool(value))


def requires_grad(tensor: Tensor, value: Value = True) -> Tensor:
    """``requires_grad_()``: integers have no gradient."""
    if value and tensor.dtype.kind != "f":
        raise GradientError(
            "integers have no gradient: write the numbers with a point, or .float(); PyTorch: "
            "Only Tensors of floating point and complex dtype can require gradients"
        )
    tensor.requires_grad = bool(value)
    return tensor


def transposed(tensor: Tensor) -> Tensor:
    """``x.T``: all axes in reverse."""
    result: Any = tensor.T
    if result is not tensor:
        call_by(result, "T")
    return result  # type: ignore[no-any-return]


PROPERTIES: dict[str, Attribute] = {
    "shape": Attribute(lambda t: Size(t.shape)),
    "ndim": Attribute(lambda t: t.ndim),
    "dtype": Attribute(data_type),
    "grad": Attribute(_grad, _set_grad),
    "data": Attribute(as_data, _set_data),
    "T": Attribute(transposed),
    "mT": Attribute(lambda t: t.mT),
    "H": Attribute(lambda t: t.T),
    "device": Attribute(lambda t: CPU),
    "requires_grad": Attribute(lambda t: t.requires_grad, _set_requires_grad),
    "is_leaf": Attribute(lambda t: t.is_leaf),
    "retains_grad": Attribute(
        lambda t: (
            any(kept() is t for kept in t.grad_fn._keepers) if t.grad_fn is not None else False
        )
    ),
    "grad_fn": Attribute(origin_of),
    "is_cuda": Attribute(lambda t: False),
    "is_sparse": Attribute(lambda t: False),
    "layout": Attribute(lambda t: "torch.strided"),
    "itemsize": Attribute(item_size),
    "nbytes": Attribute(lambda t: item_size(t) * t._array.size),
    "name": Attribute(lambda t: None),
    "real": Attribute(lambda t: t),
}


def size(tensor: Tensor, dim: Value = None) -> Value:
    """``x.size()`` and ``x.size(0)``."""
    return Size(tensor.shape) if dim is None else tensor.shape[int(dim)]


# Reading


def item(tensor: Tensor) -> Value:
    """The one number, as a Python number."""
    if tensor.size != 1:
        raise ShapeError(
            f"item() needs one element, but the shape is {tensor.shape}; PyTorch: a Tensor with "
            f"{tensor.size} elements cannot be converted to Scalar"
        )
    return tensor._read().reshape(()).item()


def numpy(tensor: Tensor, force: Value = False) -> Array:
    """The values as an array; both change together."""
    if tensor.requires_grad and not force:
        raise GradientError(
            "an array has no gradient: write x.detach().numpy(); PyTorch: Can't call numpy() on "
            "Tensor that requires grad. Use tensor.detach().numpy() instead."
        )
    is_single = tensor.dtype == np.float64 and data_type(tensor).name == "float32"
    return as_ndarray(counted_as(tensor, "float32") if is_single else tensor.detach())


# Gradients


def backward(
    tensor: Tensor, gradient: Value = None, retain_graph: Value = None,
    create_graph: Value = False, inputs: Value = None,
) -> None:  # fmt: skip
    """``loss.backward()``."""
    tensor.backward(
        gradient, retain_graph=retain_graph, create_graph=bool(create_graph), inputs=inputs
    )


def register_hook(runtime: Runtime, tensor: Tensor, hook: Value) -> Value:
    """``x.register_hook(f)``."""
    return tensor.register_hook(callback(runtime, hook))


def register_post_accumulate_grad_hook(runtime: Runtime, tensor: Tensor, hook: Value) -> Value:
    """``w.register_post_accumulate_grad_hook(f)``."""
    return tensor.register_post_accumulate_grad_hook(callback(runtime, hook))


def _new(name: str) -> Callable[..., Any]:
    def make(tensor: Tensor, *args: Value, **kwargs: Value) -> Value:
        made = TABLE[name].call(*args, **kwargs)
        return recast(made, Double) if type(tensor) is Double else made

    return make


def unfold(tensor: Tensor, dimension: Value, size: Value, step: Value) -> Tensor:
    """``x.unfold(0, 3, 1)``: all windows of a length along an axis, in a last axis."""
    axis, length = int(dimension) % tensor.ndim, int(size)
    count = (tensor.shape[axis] - length) // int(step) + 1
    allocate((*tensor.shape, length))
    places = np.arange(count)[:, None] * int(step) + np.arange(length)
    moved = TABLE["movedim"].call(tensor, axis, 0)[places]
    return TABLE["movedim"].call(moved, (0, 1), (axis, -1))  # type: ignore[no-any-return]


OWN: dict[str, Callable[..., Any]] = {
    "size": size, "item": item, "numpy": numpy, "dim": lambda t: t.ndim,
    "tolist": lambda t: t.tolist(),
    "numel": lambda t: t._array.size, "nelement": lambda t: t._array.size,
    "ndimension": lambda t: t.ndim, "element_size": item_size, "type": type_,
    "backward": backward, "retain_grad": lambda t: t.retain_grad(),
    "detach": lambda t: t.detach(), "detach_": lambda t: t.detach_(),
    "requires_grad_": requires_grad, "cpu": lambda t: t, "cuda": lambda t, *args, **kwargs: t,
    "contiguous": lambda t: t, "share_memory_": lambda t: t,
    "is_contiguous": lambda t: bool(t._array.flags.c_contiguous),
    **{name: conversion(kind) for name, kind in (
        ("float", "float32"), ("double", "float64"), ("half", "float16"), ("long", "int64"),
        ("int", "int32"), ("short", "int16"), ("char", "int8"), ("byte", "uint8"),
        ("bool", "bool"))},
    "type_as": lambda t, other: converted(t, data_type(other)),
    "is_floating_point": lambda t: t.dtype.kind == "f", "get_device": lambda t: -1,
    "is_complex": lambda t: False, "uniform_": uniform, "normal_": normal,
    "bernoulli_": bernoulli, "random_": random, "index_put_": index_put, "copy_": copy_,
    "unfold": unfold,
    "fill_diagonal_": fill_diagonal,
    "fill_": lambda t, value: fill(t, value), "zero_": lambda t: fill(t, 0.0), "set_": set_to,
    "new_zeros": _new("zeros"), "new_ones": _new("ones"), "new_empty": _new("empty"),
    "new_full": _new("full"), "new_tensor": _new("tensor"), "__len__": len,
    "data_ptr": lambda t: id(t), "storage_offset": lambda t: 0, "pin_memory": lambda t: t,
    "resolve_conj": lambda t: t, "conj": lambda t: t, "sum_to_size": lambda t, *s: t,
}  # fmt: skip
"""Methods that are no functions of the table."""
del OWN["sum_to_size"]

IGNORED = ("device", "non_blocking", "memory_format", "copy")

IN_PLACE = tuple(name for name in METHODS if hasattr(Tensor, f"{name}_"))
"""Methods that are there also as a change in place, with ``_`` behind the name."""


def _checked(name: str, call: Callable[..., Any]) -> Method:
    def method(runtime: Runtime, tensor: Value, *args: Value, **kwargs: Value) -> Value:
        if not isinstance(tensor, Tensor):  # as in torch.relu_([1.0])
            kind = runtime.type_name(tensor)
            raise TypeError(f"{name}(): argument 'input' (position 1) must be Tensor, not {kind}")
        args = tuple([given(runtime, name, arg) for arg in args])
        return call(tensor, *args, **kwargs)

    return Method(name, method, True, IGNORED)


def _of_table(name: str) -> Method:
    builtin = as_builtin(METHODS[name], "torch", name)
    return Method(name, builtin.call, True, builtin.ignores)


def tensor_table() -> dict[str, Attribute | Method]:
    """Everything behind a dot after a tensor."""
    changes = {f"{name}_": getattr(Tensor, f"{name}_") for name in IN_PLACE}
    return {
        **{name: _of_table(name) for name in METHODS},
        **{name: _checked(name, call) for name, call in changes.items()},
        **{name: _checked(name, call) for name, call in OWN.items()},
        "to": Method("to", to, True, IGNORED),
        "register_hook": Method("register_hook", register_hook, True),
        "register_post_accumulate_grad_hook": Method(
            "register_post_accumulate_grad_hook", register_post_accumulate_grad_hook, True
        ),
        **PROPERTIES,
    }


ATTRIBUTES[Tensor] = tensor_table()
