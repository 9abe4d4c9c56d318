"""NumPy's protocols: what ``np.exp(t)``, ``array @ t`` and ``np.sum(t, axis=0)`` do with tensors.

A NumPy function that stands for an operation records it. Any other is computed on the values, as
long as no gradient would be lost by that.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.engine.arguments import ALIASES
from chainrule.engine.errors import ArgumentError, GradientError
from chainrule.engine.node import NUMPY_FUNCTIONS, OPERATIONS, UFUNCS
from chainrule.engine.state import state
from chainrule.engine.tensor import Tensor

VALUES = {
    np.allclose,
    np.any,
    np.all,
    np.argmax,
    np.argmin,
    np.argsort,
    np.array2string,
    np.array_equal,
    np.array_repr,
    np.array_str,
    np.count_nonzero,
    np.isclose,
    np.isfinite,
    np.isinf,
    np.isnan,
    np.ndim,
    np.nonzero,
    np.save,
    np.shape,
    np.signbit,
    np.size,
}
"""Functions that ask about values or shapes; they have no derivative to lose."""


def call_ufunc(ufunc: Any, method: str, inputs: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """What a NumPy ufunc does with tensors among its inputs."""
    operation = UFUNCS.get(ufunc) or NUMPY_FUNCTIONS.get(ufunc)
    if operation is not None and method == "__call__" and not kwargs:
        return operation.apply(*inputs)
    return _on_values(ufunc, getattr(ufunc, method), inputs, kwargs)


def call_function(function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """What another NumPy function does with tensors among its arguments."""
    if function in ADAPTED:
        return ADAPTED[function](*args, **kwargs)
    operation = NUMPY_FUNCTIONS.get(function)
    if operation is None:
        return _on_values(function, function, args, kwargs)
    from chainrule.engine.operations import FUNCTIONS

    known = {*operation.order, *ALIASES}
    names = [name for name in _names(function) if name not in kwargs]
    given = dict(zip(names, args, strict=False)) if len(names) >= len(args) else {}
    arity = len(operation.input_names)
    if given:
        args = tuple(list(given.values())[:arity])
        kwargs = {**dict(list(given.items())[arity:]), **kwargs}
    kwargs = {k: v for k, v in kwargs.items() if k in known or v not in (None, np._NoValue)}
    return FUNCTIONS[operation.name](*args, **kwargs)


def _names(function: Any) -> list[str]:
    try:
        return list(inspect.signature(function).parameters)
    except ValueError:  # some functions written in C do not say
        return []


def _on_values(
    function: Any, call: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Any:
    tensors = [value for value in (*args, *kwargs.values()) if isinstance(value, Tensor)]
    if function not in VALUES and state.recording.grad_enabled:
        for tensor in tensors:
            if tensor.requires_grad:
                raise GradientError(
                    f"numpy.{function.__name__} has no derivative here: the gradient of a tensor "
                    f"of shape {tensor.shape} would be lost; use .data for the values alone"
                )
    return call(*map(_values, args), **{name: _values(value) for name, value in kwargs.items()})


def _values(value: Any) -> Any:
    if isinstance(value, Tensor):
        return value.numpy()
    if isinstance(value, list | tuple):
        return type(value)(_values(item) for item in value)
    return value


def _transpose(a: Tensor, axes: Any = None) -> Tensor:
    return OPERATIONS["permute"].apply(a, axes=axes)


def _norm(x: Tensor, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Tensor:
    matrix = x.ndim == 2 if axis is None else isinstance(axis, tuple) and len(axis) == 2
    if matrix and ord not in (None, "fro"):
        raise ArgumentError(f"numpy.linalg.norm: the matrix norm {ord!r} is not known here")
    p = 2 if ord is None else ord
    return OPERATIONS["norm"].apply(x, p=p, axis=axis, keepdims=keepdims)


def _dot(a: Any, b: Any) -> Tensor:
    name = "mul" if np.ndim(a) == 0 or np.ndim(b) == 0 else "matmul"
    return OPERATIONS[name].apply(a, b)


def _take_along_axis(arr: Any, indices: Any, axis: int = -1) -> Tensor:
    return OPERATIONS["gather"].apply(arr, indices, axis=axis)


def _einsum(equation: str, *tensors: Any) -> Tensor:
    return OPERATIONS["einsum"].apply(*tensors, equation=equation)


def _spread(name: str) -> Callable[..., Tensor]:
    def call(a: Tensor, axis: Any = None, *, ddof: float = 0, keepdims: bool = False) -> Tensor:
        return OPERATIONS[name].apply(a, axis=axis, correction=ddof, keepdims=keepdims)

    return call


def _clip(a: Any, a_min: Any = None, a_max: Any = None, **bounds: Any) -> Tensor:
    from chainrule.engine.operations import FUNCTIONS

    return FUNCTIONS["clamp"](a, bounds.get("min", a_min), bounds.get("max", a_max))


def _filled(make: Callable[..., Any]) -> Callable[..., Tensor]:
    return lambda a, *args: Tensor.wrap(make(a._array, *args), False, None)


ADAPTED: dict[Any, Callable[..., Any]] = {
    np.transpose: _transpose,
    np.linalg.norm: _norm,
    np.dot: _dot,
    np.take_along_axis: _take_along_axis,
    np.einsum: _einsum,
    np.var: _spread("var"),
    np.std: _spread("std"),
    np.clip: _clip,
    np.zeros_like: _filled(np.zeros_like),
    np.ones_like: _filled(np.ones_like),
    np.full_like: _filled(np.full_like),
    # What is asked about the shape alone reads no value; a tape may go on.
    np.ndim: lambda a: a.ndim,
    np.shape: lambda a: a.shape,
    np.size: lambda a, axis=None: np.size(a._array, axis),
}
"""NumPy functions whose arguments differ from those of the operation they stand for."""
