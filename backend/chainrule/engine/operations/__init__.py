"""The operations, by family; importing this package attaches them to ``Tensor``.

Adding an operation means writing one class in its family's file. From its declaration come its
operator (``operator``), its method (``method``), its function in the package and its place in
NumPy's protocols.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.engine.arguments import function
from chainrule.engine.node import OPERATIONS, BinaryNode, Node
from chainrule.engine.operations import (
    activations,
    arithmetic,
    comparisons,
    einsum,
    elementwise,
    indexing,
    linear_algebra,
    losses,
    reductions,
    selection,
    shapes,
)
from chainrule.engine.operations.variants import VARIANTS
from chainrule.engine.tensor import Tensor

FAMILIES = (
    arithmetic,
    elementwise,
    selection,
    comparisons,
    reductions,
    shapes,
    indexing,
    linear_algebra,
    einsum,
    activations,
    losses,
)


def power(base: Any, exponent: Any) -> Tensor:
    """``base ** exponent``: a plain number is a parameter of the operation, a tensor an input.

    The exponent's gradient is therefore computed only where somebody can ask for it.
    """
    if isinstance(exponent, int | float) and not isinstance(exponent, bool):
        return arithmetic.PowNode.apply(base, exponent=exponent)
    return arithmetic.VariablePowNode.apply(base, exponent)


def _extreme(reduction: type[Node], pairwise: type[Node]) -> Callable[..., Tensor]:
    reduce, compare = function(reduction), function(pairwise)

    def call(a: Any, *args: Any, **kwargs: Any) -> Tensor:
        if len(args) == 1 and isinstance(args[0], Tensor | np.ndarray):
            return compare(a, *args, **kwargs)
        return reduce(a, *args, **kwargs)

    call.__name__ = call.__qualname__ = reduction.name
    call.__doc__ = reduction.__doc__
    return call


FUNCTIONS: dict[str, Callable[..., Tensor]] = {
    name: VARIANTS.get(operation.name) or function(operation)
    for operation in OPERATIONS.values()
    for name in (operation.name, *operation.aliases)
}
"""The functions of the package by every name that people use for them."""

FUNCTIONS |= {
    **dict.fromkeys(("pow", "power"), power),
    **dict.fromkeys(("clamp", "clip"), selection.clamp),
    "max": _extreme(reductions.MaxNode, selection.MaximumNode),
    "min": _extreme(reductions.MinNode, selection.MinimumNode),
    "getitem": indexing.getitem,
}

REFLECTED = {"add", "sub", "mul", "truediv", "mod", "matmul", "and", "or"}
"""The operators that Python also asks the right operand for, as in ``2 - t``."""


def _operator(operation: type[Node]) -> Callable[..., Tensor]:
    apply = operation.apply
    if issubclass(operation, BinaryNode):
        return lambda self, other: apply(self, other)
    return lambda self: apply(self)


def _reflected(operation: type[Node]) -> Callable[..., Tensor]:
    apply = operation.apply
    return lambda self, other: apply(other, self)


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
            methods[f"__{operation.operator}__"] = _operator(operation)
            if operation.operator in REFLECTED:
                methods[f"__r{operation.operator}__"] = _reflected(operation)
        if operation.method:
            methods |= {name: FUNCTIONS[name] for name in (operation.name, *operation.aliases)}
    methods |= {
        "__pow__": power,
        "__rpow__": lambda self, other: power(other, self),
        "__getitem__": indexing.getitem,
        "__eq__": _equality(comparisons.EqualNode),
        "__ne__": _equality(comparisons.NotEqualNode),
        "float": lambda self: self.to("float32"),
        "double": lambda self: self.to("float64"),
        "T": property(lambda self: _transposed(self)),
        "mT": property(lambda self: shapes.TransposeNode.apply(self)),
    }
    for name, method in methods.items():
        setattr(Tensor, name, method)


def _transposed(self: Tensor) -> Tensor:
    if self.ndim == 2:
        return shapes.TransposeNode.apply(self)
    return shapes.PermuteNode.apply(self) if self.ndim > 2 else self


_attach()
