"""The operations, by family; importing this package attaches them to ``Tensor``.

Adding an operation means writing one class in its family's file. From its declaration come its
operator (``operator``), its method (``method``), its function in the package and its place in
NumPy's protocols.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chainrule.engine.node import OPERATIONS, BinaryNode, Node, function
from chainrule.engine.operations import (
    activations,
    arithmetic,
    elementwise,
    linear_algebra,
    losses,
    reductions,
    shapes,
)
from chainrule.engine.tensor import Tensor

FAMILIES = (arithmetic, elementwise, reductions, shapes, linear_algebra, activations, losses)


def _operator(operation: type[Node]) -> Callable[..., Tensor]:
    def apply(self: Tensor, *other: Any) -> Tensor:
        return operation.apply(self, *other)

    return apply


def _reflected(operation: type[Node]) -> Callable[..., Tensor]:
    def apply(self: Tensor, other: Any) -> Tensor:
        return operation.apply(other, self)

    return apply


def _reshape(self: Tensor, *shape: Any) -> Tensor:
    sizes = shape[0] if len(shape) == 1 and isinstance(shape[0], tuple | list) else shape
    return shapes.ReshapeNode.apply(self, shape=tuple(sizes))


def _attach() -> None:
    for operation in OPERATIONS.values():
        if operation.operator:
            setattr(Tensor, f"__{operation.operator}__", _operator(operation))
            if issubclass(operation, BinaryNode):
                setattr(Tensor, f"__r{operation.operator}__", _reflected(operation))
        if operation.method:
            setattr(Tensor, operation.name, function(operation))
    for name, method in {
        "__pow__": arithmetic.power,
        "__rpow__": lambda self, other: arithmetic.power(other, self),
        "pow": arithmetic.power,
        "reshape": _reshape,
        "__getitem__": lambda self, index: shapes.GetItemNode.apply(self, index=index),
        "swapaxes": lambda self, a, b: shapes.TransposeNode.apply(self, axis0=a, axis1=b),
        "T": property(lambda self: shapes.TransposeNode.apply(self) if self.ndim > 1 else self),
        "mT": property(lambda self: shapes.TransposeNode.apply(self)),
    }.items():
        setattr(Tensor, name, method)


_attach()
