"""Where the extremes are, and whether some or all elements hold; without gradients."""

from __future__ import annotations

import numpy as np

from chainrule.engine.dtypes import Array
from chainrule.engine.effort import CHEAP
from chainrule.engine.errors import ShapeError
from chainrule.engine.kinds import Axis
from chainrule.engine.operations.reductions import ReductionNode
from chainrule.engine.operations.torch_calls import torch_position


class PositionNode(ReductionNode):
    """A position along ``axis``; among all elements in a row by default."""

    integers = "kept"
    gradients = ()


class ArgMaxNode(PositionNode):
    """The position of the largest element: the first, where several are; NaN counts as larger."""

    name = "argmax"
    symbol = "argmax"
    formula = "argmax(a)"
    torch = torch_position("torch.argmax")
    effort = CHEAP
    numpy = (np.argmax,)

    @staticmethod
    def forward(a: Array, axis: int | None = None, keepdims: bool = False) -> Array:
        """Looks along ``axis``."""
        return _position("argmax", np.argmax, a, axis, keepdims)


class ArgMinNode(PositionNode):
    """The position of the smallest element: the first, where several are; NaN counts as smaller."""

    name = "argmin"
    symbol = "argmin"
    formula = "argmin(a)"
    torch = torch_position("torch.argmin")
    effort = CHEAP
    numpy = (np.argmin,)

    @staticmethod
    def forward(a: Array, axis: int | None = None, keepdims: bool = False) -> Array:
        """Looks along ``axis``."""
        return _position("argmin", np.argmin, a, axis, keepdims)


def _position(name: str, find: object, a: Array, axis: int | None, keepdims: bool) -> Array:
    if not (a.size if axis is None else a.shape[axis]):
        raise ShapeError(f"{name}() of nothing: the shape is {a.shape}")
    return np.asarray(find(a, axis=axis, keepdims=keepdims))  # type: ignore[operator]


class AnyNode(ReductionNode):
    """Whether some element is not 0, over some or all axes."""

    name = "any"
    integers = "kept"
    gradients = ()
    symbol = "any"
    formula = "max(a != 0)"
    torch = torch_position("torch.any")
    effort = CHEAP
    numpy = (np.any,)

    @staticmethod
    def forward(a: Array, axis: Axis = None, keepdims: bool = False) -> Array:
        """Looks over ``axis``."""
        return np.asarray(np.any(a, axis=axis, keepdims=keepdims))


class AllNode(ReductionNode):
    """Whether no element is 0, over some or all axes."""

    name = "all"
    integers = "kept"
    gradients = ()
    symbol = "all"
    formula = "min(a != 0)"
    torch = torch_position("torch.all")
    effort = CHEAP
    numpy = (np.all,)

    @staticmethod
    def forward(a: Array, axis: Axis = None, keepdims: bool = False) -> Array:
        """Looks over ``axis``."""
        return np.asarray(np.all(a, axis=axis, keepdims=keepdims))
