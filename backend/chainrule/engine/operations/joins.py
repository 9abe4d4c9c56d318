"""Several tensors as one: end to end, or side by side along a new axis."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any

import numpy as np

from chainrule.engine.declaration import Gradient
from chainrule.engine.dtypes import Array
from chainrule.engine.effort import CHEAP, joined_size
from chainrule.engine.errors import ArgumentError
from chainrule.engine.node import VariadicNode
from chainrule.engine.operations.torch_calls import torch_list


def _part(place: int | slice, g: Any, y: Any, *tensors: Any, axis: int) -> Any:
    """What stands at a place along the axis."""
    return g[(slice(None),) * (axis % y.ndim) + (place,)]


class CatNode(VariadicNode):
    """Several tensors joined end to end along an existing axis."""

    name = "cat"
    integers = "kept"
    symbol = "cat"
    method = False
    aliases = ("concat", "concatenate")
    numpy = (np.concatenate,)
    formula = "cat(tensors, axis)"
    torch = torch_list("torch.cat")
    size = staticmethod(joined_size)
    effort = CHEAP
    gradients = (Gradient("part(g, slot)", _part),)

    @property
    def places(self) -> Sequence[Any]:
        """Where along the axis each of the inputs stands."""
        axis = self.params["axis"]
        ends = [0, *accumulate(array.shape[axis] for array in self.arrays)]
        return [slice(start, end) for start, end in pairwise(ends)]

    @staticmethod
    def forward(*tensors: Array, axis: int = 0) -> Array:
        """Joins along ``axis``."""
        if axis is None:  # NumPy would flatten them first
            raise ArgumentError("cat(): axis is an integer, not None")
        return np.concatenate(tensors, axis)


class StackNode(VariadicNode):
    """Several tensors of one shape side by side along a new axis."""

    name = "stack"
    integers = "kept"
    symbol = "stack"
    method = False
    numpy = (np.stack,)
    formula = "stack(tensors, axis)"
    torch = torch_list("torch.stack")
    size = staticmethod(joined_size)
    effort = CHEAP
    gradients = (Gradient("part(g, slot)", _part),)

    @staticmethod
    def forward(*tensors: Array, axis: int = 0) -> Array:
        """Joins along a new ``axis``."""
        return np.stack(tensors, axis)
