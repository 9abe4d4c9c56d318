"""The operations, by family; importing this package attaches them to ``Tensor``.

Adding an operation means writing one class in its family's file. From its declaration come its
operator (``operator``), its method (``method``), its function in the package and its place in
NumPy's protocols.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from chainrule.engine.arguments import Operations, bind, function, signature
from chainrule.engine.changes import detach_, fill, in_place, put, requires_grad_
from chainrule.engine.errors import ArgumentError
from chainrule.engine.kinds import is_integer
from chainrule.engine.node import OPERATIONS, Node
from chainrule.engine.operations import (
    accumulation,
    activations,
    arithmetic,
    comparisons,
    convolutions,
    decompositions,
    einsum,
    elementwise,
    factorisations,
    indexing,
    joins,
    linear_algebra,
    losses,
    matrices,
    pooling,
    positions,
    progressions,
    ranks,
    reductions,
    selection,
    shapes,
    softmax,
    special,
    statistics,
    trigonometry,
    windows,
)
from chainrule.engine.operations.options import OPTIONS
from chainrule.engine.tensor import Tensor

FAMILIES = (
    arithmetic,
    elementwise,
    special,
    trigonometry,
    selection,
    comparisons,
    reductions,
    positions,
    statistics,
    shapes,
    joins,
    indexing,
    matrices,
    linear_algebra,
    einsum,
    activations,
    softmax,
    losses,
    accumulation,
    progressions,
    ranks,
    factorisations,
    decompositions,
    windows,
    convolutions,
    pooling,
)


def _is_array(value: Any) -> bool:
    return isinstance(value, Tensor | np.ndarray)


def power(*args: Any, **kwargs: Any) -> Tensor:
    """``base ** exponent``: a plain number is a parameter of the operation, a tensor an input.

    The exponent's gradient is therefore computed only where somebody can ask for it.
    """
    (base,) = bind(arithmetic.PowNode, args, kwargs)
    return _power(base, kwargs["exponent"])


def _power(base: Any, exponent: Any) -> Tensor:
    if isinstance(exponent, int | float) and not isinstance(exponent, bool):
        return arithmetic.PowNode.apply(base, exponent=exponent)
    return arithmetic.VariablePowNode.apply(base, exponent)


def clamp(*args: Any, **kwargs: Any) -> Tensor:
    """``a`` within bounds, of which one may be missing; numbers are parameters, tensors inputs."""
    (a,) = bind(selection.ClampNode, args, kwargs)
    low, high = kwargs["min"], kwargs["max"]
    if not (_is_array(low) or _is_array(high)):
        return selection.ClampNode.apply(a, **kwargs)
    low, high = -math.inf if low is None else low, math.inf if high is None else high
    return selection.VariableClampNode.apply(a, low, high)


class Selected(NamedTuple):
    """Elements, and the positions along the axis that they come from."""

    values: Tensor
    indices: Tensor


def _selected(find: type[Node], a: Any, dim: int = 0, keepdim: bool = False) -> Selected:
    """The extreme elements along an axis; where several are equal, one gets all the gradient."""
    a = a if isinstance(a, Tensor) else Tensor(a)
    indices = find.apply(a, axis=dim, keepdims=True)
    values = indexing.GatherNode.apply(a, indices, axis=dim) if a.ndim else a * 1
    if keepdim or not a.ndim:
        return Selected(values, indices)
    squeeze = shapes.SqueezeNode.apply
    return Selected(squeeze(values, axis=dim), squeeze(indices, axis=dim))


def _extreme(reduction: type[Node], pairwise: type[Node], find: type[Node]) -> Callable[..., Any]:
    """PyTorch's three functions in one: of all elements, along ``dim``, of two tensors.

    ``axis`` is NumPy's word and has NumPy's meaning: the values alone, equal ones sharing evenly.
    """
    reduce, compare = function(reduction), function(pairwise)

    def call(*args: Any, **kwargs: Any) -> Any:
        others = (*args[1:2], *(kwargs[name] for name in ("b", "other") if name in kwargs))
        if any(map(_is_array, others)):
            return compare(*args, **kwargs)
        if "dim" in kwargs or is_integer(args[1] if len(args) > 1 else None):
            try:
                bound = _DIM.bind(*args, **kwargs)
            except TypeError as error:
                raise ArgumentError(f"{reduction.name}(): {error}") from None
            return _selected(find, *bound.args, **bound.kwargs)
        return reduce(*args, **kwargs)

    call.__name__ = call.__qualname__ = reduction.name
    call.__doc__ = reduction.__doc__
    call.__signature__ = signature(reduction, {})  # type: ignore[attr-defined]
    return call


_DIM = inspect.signature(lambda input, dim, keepdim=False: None)

for _function, _operation in ((power, arithmetic.PowNode), (clamp, selection.ClampNode)):
    _function.__signature__ = signature(_operation, {})  # type: ignore[attr-defined]

_applied = Operations(OPERATIONS)

FUNCTIONS: dict[str, Callable[..., Tensor]] = {
    name: function(operation, OPTIONS.get(operation.name), _applied)
    for operation in OPERATIONS.values()
    for name in (operation.name, *operation.aliases)
}
"""The functions of the package by every name that people use for them."""

FUNCTIONS |= {
    **dict.fromkeys(("pow", "power"), power),
    **dict.fromkeys(("clamp", "clip"), clamp),
    "max": _extreme(reductions.MaxNode, selection.MaximumNode, positions.ArgMaxNode),
    "min": _extreme(reductions.MinNode, selection.MinimumNode, positions.ArgMinNode),
    "getitem": indexing.getitem,
}

REFLECTED = {"add", "sub", "mul", "truediv", "floordiv", "mod", "matmul", "and", "or", "xor"}
REFLECTED |= {"lshift", "rshift"}
"""The operators that Python also asks the right operand for, as in ``2 - t``."""


def _reflected(operation: type[Node]) -> Callable[..., Tensor]:
    apply = operation.caller()
    return lambda self, other: apply(other, self)


CASTS = {"float": "float32", "double": "float64", "bool": "bool", "long": "int64"}
CASTS |= {"int": "int32", "short": "int16", "char": "int8", "byte": "uint8"}
"""PyTorch's methods that change the kind of numbers, and which they make of them."""


def _cast(dtype: str) -> Callable[..., Tensor]:
    return lambda self, memory_format=None: self.to(dtype)


def _equality(operation: type[Node]) -> Callable[..., Any]:
    def compare(self: Tensor, other: Any) -> Any:
        if isinstance(other, Tensor | np.ndarray | np.generic | int | float | list):
            return operation.apply(self, other)
        return NotImplemented  # such as t == None

    return compare


def _attach() -> None:
    methods: dict[str, Any] = {}
    for operation in OPERATIONS.values():
        if operation.operator:
            methods[f"__{operation.operator}__"] = operation.caller()
            if operation.operator in REFLECTED:
                methods[f"__r{operation.operator}__"] = _reflected(operation)
        if operation.method:
            methods |= {name: FUNCTIONS[name] for name in (operation.name, *operation.aliases)}
    methods |= {
        "__pow__": _power,
        "__rpow__": lambda self, other: _power(other, self),
        "__getitem__": indexing.getitem,
        "__eq__": _equality(comparisons.EqualNode),
        "__ne__": _equality(comparisons.NotEqualNode),
        **{name: _cast(dtype) for name, dtype in CASTS.items()},
        "T": property(lambda self: _transposed(self)),
        "mT": property(lambda self: shapes.TransposeNode.apply(self)),
    }
    methods |= {
        f"{name}_": in_place(FUNCTIONS[name])
        for operation in OPERATIONS.values()
        if operation.elementwise and operation.method
        for name in (operation.name, *operation.aliases)
    }
    methods |= {
        f"__i{name}__": in_place(methods[f"__{name}__"])
        for name in (
            "add",
            "sub",
            "mul",
            "truediv",
            "floordiv",
            "mod",
            "pow",
            "and",
            "or",
            "xor",
            "lshift",
            "rshift",
        )
    }
    methods |= {
        "__setitem__": put,
        "fill_": fill,
        "copy_": fill,
        "zero_": lambda self: fill(self, 0),
        "requires_grad_": requires_grad_,
        "detach_": detach_,
    }
    for name, method in methods.items():
        setattr(Tensor, name, method)


def _transposed(self: Tensor) -> Tensor:
    if self.ndim == 2:
        return shapes.TransposeNode.apply(self)
    return shapes.PermuteNode.apply(self) if self.ndim > 2 else self


_attach()
