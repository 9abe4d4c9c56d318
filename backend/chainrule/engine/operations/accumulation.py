"""Operations that pick or add parts of a tensor by positions that are a tensor themselves.

Unlike indexing by an array, the positions are an input: they stand in the graph, and a tape that
runs again reads them anew.
"""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from chainrule.engine.declaration import Gradient
from chainrule.engine.effort import SLOW
from chainrule.engine.errors import ArgumentError, ChainruleError, DomainError, ShapeError
from chainrule.engine.node import BinaryNode, Node, run
from chainrule.engine.operations.indexing import GatherNode, as_positions
from chainrule.engine.operations.torch_calls import torch_call
from chainrule.engine.operations.torch_indices import torch_index_select, write_index_add
from chainrule.engine.tensor import Array


def _axis(name: str, a: Any, axis: int) -> int:
    if not isinstance(axis, int) or not -a.ndim <= axis < a.ndim:
        raise ArgumentError(f"{name}(): the shape {a.shape} has no axis {axis!r}")
    return int(axis % a.ndim)


def _explained(name: str, error: Exception, a: Array) -> ChainruleError:
    if isinstance(error, IndexError):
        return DomainError(f"{name}() of shape {a.shape}: {error}")
    return ShapeError(f"{name}() of shape {a.shape}: {error}")


class IndexSelectNode(BinaryNode):
    """The parts of a tensor at positions along an axis, such as rows; they may repeat."""

    name = "index_select"
    integers = "kept"
    symbol = "take"
    order = ("a", "axis", "index")
    formula = "take(a, index, axis)"
    code = torch_index_select
    torch = torch_index_select
    gradients = (
        Gradient(
            "scatter(g, axis, index)",
            lambda g, y, a, index, axis: run(
                IndexAddNode, np.zeros(a.shape, dtype=a.dtype), index, g, axis=axis
            ),
        ),
        Gradient("0", None),
    )

    @staticmethod
    def forward(a: Array, index: Array, axis: int = 0) -> Array:
        """Takes; the axes of ``index`` stand in the place of the axis."""
        return np.asarray(np.take(a, as_positions(index), axis=_axis("index_select", a, axis)))

    @classmethod
    def explain(
        cls, error: Exception, arrays: tuple[Array, ...], params: dict[str, Any]
    ) -> ChainruleError:
        """Which position does not exist."""
        return _explained(cls.name, error, arrays[0])

    @classmethod
    def cost(cls, shapes: list[tuple[int, ...]], params: dict[str, Any]) -> tuple[int, int]:
        """Elements of the result and of the gradient, and steps."""
        made = prod(shapes[0]) * prod(shapes[1])  # as if the axis had one element
        return made + prod(shapes[0]), 10 * made


class IndexAddNode(Node):
    """The tensor with parts added to it at positions along an axis; repeated ones add up."""

    name = "index_add"
    integers = "kept"
    symbol = "index add"
    order = ("a", "axis", "index", "source")
    formula = "a + scatter(source, axis, index)"
    code = write_index_add("chainrule")
    torch = write_index_add("torch")
    effort = SLOW
    gradients = (
        Gradient("1", lambda g, y, a, index, source, axis: g),
        Gradient("0", None),
        Gradient(
            "take(g, index, axis)",
            lambda g, y, a, index, source, axis: run(IndexSelectNode, g, index, axis=axis),
        ),
    )

    @staticmethod
    def forward(a: Array, index: Array, source: Array, axis: int = 0) -> Array:
        """Adds."""
        axis = _axis("index_add", a, axis)
        positions = as_positions(index)
        if source.shape != (*a.shape[:axis], *positions.shape, *a.shape[axis + 1 :]):
            raise ShapeError(
                f"index_add(): {positions.shape} positions along axis {axis} of the shape "
                f"{a.shape} do not fit a source of shape {source.shape}"
            )
        result = a.astype(np.result_type(a, source))
        where: Any = (*(slice(None),) * axis, positions)
        np.add.at(result, where, source)
        return result

    @classmethod
    def explain(
        cls, error: Exception, arrays: tuple[Array, ...], params: dict[str, Any]
    ) -> ChainruleError:
        """Which position does not exist."""
        return _explained(cls.name, error, arrays[0])


def _places(name: str, a: Any, index: Any, source: Any, axis: int) -> tuple[Any, ...]:
    """The full index that replaces the position along ``axis`` by ``index``."""
    axis = _axis(name, a, axis)
    positions = as_positions(index)
    others = (
        m <= n for k, (m, n) in enumerate(zip(positions.shape, a.shape, strict=False)) if k != axis
    )
    if a.ndim != positions.ndim or source.shape != positions.shape or not all(others):
        raise ShapeError(
            f"{name}(): an index of shape {positions.shape} fits neither the shape {a.shape} "
            f"nor a source of shape {source.shape}"
        )
    if positions.size and not (positions.min() >= 0 and positions.max() < a.shape[axis]):
        raise DomainError(f"{name}(): an index lies outside 0 … {a.shape[axis] - 1}")
    full: list[Any] = list(np.indices(positions.shape, sparse=True))
    full[axis] = positions
    return tuple(full)


def _gathered(g: Any, y: Any, a: Any, index: Any, source: Any, axis: int) -> Any:
    return run(GatherNode, g, index, axis=axis)


class ScatterAddNode(Node):
    """The tensor with each element of a source added at its position along an axis."""

    name = "scatter_add"
    integers = "kept"
    symbol = "scatter +"
    order = ("a", "axis", "index", "source")
    formula = "a + scatter(source, axis, index)"
    torch = torch_call("torch.scatter_add")
    effort = SLOW
    gradients = (
        Gradient("1", lambda g, y, a, index, source, axis: g),
        Gradient("0", None),
        Gradient("gather(g, axis, index)", _gathered),
    )

    @staticmethod
    def forward(a: Array, index: Array, source: Array, axis: int = 0) -> Array:
        """Adds; the index has the shape of the source."""
        result = a.astype(np.result_type(a, source))
        np.add.at(result, _places("scatter_add", a, index, source, axis), source)
        return result


class PutAlongNode(Node):
    """The tensor with elements replaced by those of a source at positions along an axis."""

    name = "put_along_dim"
    integers = "kept"
    symbol = "scatter"
    method = False
    order = ("a", "axis", "index", "source")
    formula = "put(a, axis, index, source)"
    torch = torch_call("torch.scatter")
    listed = False
    effort = SLOW
    gradients = (
        Gradient(
            "put(g, axis, index, 0)",
            lambda g, y, a, index, source, axis: run(
                PutAlongNode, g, index, np.zeros(source.shape, dtype=a.dtype), axis=axis
            ),
        ),
        Gradient("0", None),
        Gradient("gather(g, axis, index)", _gathered),
    )

    @staticmethod
    def forward(a: Array, index: Array, source: Array, axis: int = 0) -> Array:
        """Replaces; of several elements for one place the last stays."""
        result = a.astype(np.result_type(a, source))
        result[_places("scatter", a, index, source, axis)] = source
        return result
