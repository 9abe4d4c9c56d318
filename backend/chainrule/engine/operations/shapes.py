"""Operations that move elements without changing them: reshape, transpose, indexing."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine.errors import ShapeError
from chainrule.engine.node import Gradient, UnaryNode
from chainrule.engine.tensor import Array


class ReshapeNode(UnaryNode):
    """The same elements in another shape; one size may be −1."""

    name = "reshape"
    symbol = "reshape"
    formula = "reshape(a, shape)"
    method = False
    gradients = (Gradient("reshape(g, a.shape)", lambda g, y, a, shape: g.reshape(a.shape)),)

    @staticmethod
    def forward(a: Array, shape: tuple[int, ...] = (-1,)) -> Array:
        """Rearranges the elements into ``shape``."""
        return a.reshape(shape)

    @classmethod
    def explain(
        cls, error: Exception, arrays: tuple[Array, ...], params: dict[str, Any]
    ) -> ShapeError:
        """How many elements there are and how many would be needed."""
        return ShapeError(
            f"cannot give {arrays[0].size} elements of shape {arrays[0].shape} "
            f"the shape {params['shape']}"
        )


class TransposeNode(UnaryNode):
    """Two axes exchanged; by default the last two (``mT``), as in a matrix transpose."""

    name = "transpose"
    symbol = "ᵀ"
    formula = "transpose(a)"
    gradients = (Gradient("transpose(g)", lambda g, y, a, axis0, axis1: g.swapaxes(axis0, axis1)),)

    @staticmethod
    def forward(a: Array, axis0: int = -2, axis1: int = -1) -> Array:
        """Exchanges ``axis0`` and ``axis1``."""
        return a.swapaxes(axis0, axis1)


class GetItemNode(UnaryNode):
    """Some elements of a tensor, by NumPy's indexing; repeated indices add their gradients."""

    name = "getitem"
    symbol = "[ ]"
    formula = "a[index]"
    method = False
    gradients = (Gradient("scatter(g, index)", lambda g, y, a, index: scatter(g, a, index)),)

    @staticmethod
    def forward(a: Array, index: Any = ()) -> Array:
        """The elements at ``index``."""
        return np.asarray(a[index])

    @classmethod
    def explain(
        cls, error: Exception, arrays: tuple[Array, ...], params: dict[str, Any]
    ) -> ShapeError:
        """The shape that the index does not fit."""
        return ShapeError(f"cannot index shape {arrays[0].shape}: {error}")


class ScatterNode(UnaryNode):
    """Zeros of ``shape`` to which the elements are added at ``index``: indexing's transpose."""

    name = "scatter"
    symbol = "scatter"
    formula = "scatter(a, index)"
    method = False
    gradients = (Gradient("g[index]", lambda g, y, a, index, shape: g[index]),)

    @staticmethod
    def forward(a: Array, index: Any = (), shape: tuple[int, ...] = ()) -> Array:
        """Adds each element at its place."""
        result = np.zeros(shape, dtype=a.dtype)
        np.add.at(result, index, a)
        return result


def scatter(g: Any, a: Any, index: Any) -> Any:
    """The gradient of indexing, on arrays and on tensors."""
    if isinstance(g, np.ndarray):
        return ScatterNode.forward(g, index, a.shape)
    return ScatterNode.apply(g, index=index, shape=a.shape)
