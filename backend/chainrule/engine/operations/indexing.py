"""Operations that pick elements by index or by mask, and put them back.

Indices and masks are values, and which elements they pick is part of the graph of a gradient: a
second derivative reads them, so a tape on which it is recorded refuses to run again.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from chainrule.engine.declaration import Gradient
from chainrule.engine.effort import CHEAP, SLOW, first_size, largest_size, stretched_size
from chainrule.engine.errors import ChainruleError, DomainError, ShapeError
from chainrule.engine.node import BinaryNode, UnaryNode, run
from chainrule.engine.operations.indices import indexed_size, put_cost, steps_of
from chainrule.engine.operations.torch_calls import name_of_index, torch_call
from chainrule.engine.operations.torch_indices import (
    code_of_getitem,
    torch_getitem,
    write_index_put,
    write_scatter,
)
from chainrule.engine.tensor import Array, Tensor
from chainrule.engine.views import ViewNode


class GetItemNode(ViewNode):
    """Some elements of a tensor, by NumPy's indexing; repeated indices add their gradients."""

    name = "getitem"
    integers = "kept"
    symbol = "[ ]"
    formula = "a[index]"
    code = code_of_getitem
    torch = torch_getitem
    grad_fn_name = name_of_index
    size = staticmethod(indexed_size)
    called = "index"
    listed = False
    effort = CHEAP
    method = False
    gradients = (Gradient("scatter(g, index)", lambda g, y, a, index: scatter(g, a, index)),)

    @classmethod
    def is_view(cls, a: Tensor, result: Tensor, params: dict[str, Any]) -> bool:
        """Whether there are only numbers and slices in the index."""
        return _is_basic(params["index"])

    @staticmethod
    def forward(a: Array, index: Any = ()) -> Array:
        """The elements at ``index``."""
        return np.asarray(a[index])

    @classmethod
    def explain(
        cls, error: Exception, arrays: tuple[Array, ...], params: dict[str, Any]
    ) -> ChainruleError:
        """The shape that the index does not fit."""
        if not arrays[0].ndim and "too many indices" in str(error):
            return ShapeError(
                "a tensor without axes is one number, which has no index: write t.item() for "
                f"t[0]; NumPy: {error}; PyTorch: invalid index of a 0-dim tensor. Use "
                "`tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor "
                "to a number"
            )
        return ShapeError(f"cannot index shape {arrays[0].shape}: {error}")


def _put_rule(g: Any, y: Any, a: Any, b: Any, index: Any) -> Any:
    return run(IndexPutNode, g, np.zeros((), g.dtype), index=index)


def _put_value_rule(g: Any, y: Any, a: Any, b: Any, index: Any) -> Any:
    part = np.asarray(g[index]) if isinstance(g, np.ndarray) else g[index]
    return part.reshape((*(1,) * (b.ndim - part.ndim), *part.shape))


class IndexPutNode(BinaryNode):
    """The elements of a, those at ``index`` replaced by b; what ``a[index] = b`` computes."""

    name = "index_put"
    integers = "kept"
    symbol = "[ ] ="
    formula = "replaced(a, index, b)"
    bends = True
    code = write_index_put("chainrule")
    torch = write_index_put("torch")
    grad_fn_name = "CopySlices"
    listed = False
    method = False
    gradients = (
        Gradient("replaced(g, index, 0)", _put_rule),
        Gradient("g[index]", _put_value_rule),
    )

    cost = staticmethod(put_cost)

    @staticmethod
    def forward(a: Array, b: Array, index: Any = ()) -> Array:
        """Puts each element at its place in a copy."""
        result = a.copy("K")
        result[index] = b
        return result

    @classmethod
    def explain(
        cls, error: Exception, arrays: tuple[Array, ...], params: dict[str, Any]
    ) -> ChainruleError:
        """The shapes of the tensor and of what was to be put into it."""
        a, b = arrays
        return ShapeError(f"cannot put shape {b.shape} into a part of shape {a.shape}: {error}")


class ScatterNode(UnaryNode):
    """Zeros of ``shape`` to which the elements are added at ``index``: indexing's transpose."""

    name = "scatter"
    integers = "kept"
    symbol = "scatter"
    formula = "scatter(a, index)"
    code = write_scatter("chainrule")
    torch = write_scatter("torch")
    size = staticmethod(stretched_size)
    listed = False
    effort = SLOW
    method = False
    gradients = (Gradient("g[index]", lambda g, y, a, index, shape: g[index]),)

    @staticmethod
    def forward(a: Any, index: Any = (), shape: tuple[int, ...] = ()) -> Array:
        """Adds each element at its place."""
        result = np.zeros(shape, dtype=a.dtype)
        if _is_basic(index):  # no element is named twice
            result[index] = a
        else:
            np.add.at(result, index, a)
        return result


def _is_basic(index: Any) -> bool:
    items = index if isinstance(index, tuple) else (index,)
    return all(isinstance(item, int | slice | None | type(...)) for item in items)


def scatter(g: Any, a: Any, index: Any) -> Any:
    """The gradient of indexing, on arrays and on tensors."""
    if isinstance(g, Tensor):
        return ScatterNode.apply(g, index=index, shape=a.shape)
    return ScatterNode.forward(g, index, a.shape)


def _chosen_rule(g: Any, y: Any, a: Any, mask: Any) -> Any:
    chosen = _as_mask(mask)
    shape = np.broadcast_shapes(a.shape, chosen.shape)
    index = np.broadcast_to(chosen, shape)
    if isinstance(g, Tensor):
        return ScatterNode.apply(g, index=index, shape=shape)
    return ScatterNode.forward(g, index, shape)


class MaskedSelectNode(BinaryNode):
    """The elements where a mask is not 0, in a row; the two are broadcast against each other."""

    name = "masked_select"
    integers = "kept"
    symbol = "[ ]"
    formula = "a[mask]"
    torch = "torch.masked_select({0}, {1} != 0)"
    effort = CHEAP
    gradients = (
        Gradient("scatter(g, mask)", _chosen_rule),
        Gradient("0", None),
    )

    @staticmethod
    def forward(a: Array, mask: Array) -> Array:
        """Chooses elements."""
        values, chosen = np.broadcast_arrays(a, _as_mask(mask))
        return np.asarray(values[chosen])


class MaskedIndexNode(BinaryNode):
    """The parts of a tensor, such as rows, where a mask of its first axes is not 0: ``a[mask]``."""

    name = "masked_index"
    integers = "kept"
    symbol = "[ ]"
    formula = "a[mask]"
    code = "{0}[{1} != 0]"
    torch = "{0}[{1} != 0]"
    size = staticmethod(first_size)
    grad_fn_name = "IndexBackward0"
    called = "index"
    listed = False
    effort = CHEAP
    method = False
    gradients = (
        Gradient("scatter(g, mask)", lambda g, y, a, mask: scatter(g, a, _as_mask(mask))),
        Gradient("0", None),
    )

    @staticmethod
    def forward(a: Array, mask: Array) -> Array:
        """Chooses along the first axes."""
        return np.asarray(a[_as_mask(mask)])

    @classmethod
    def explain(
        cls, error: Exception, arrays: tuple[Array, ...], params: dict[str, Any]
    ) -> ChainruleError:
        """The shapes of the tensor and of the mask."""
        a, mask = arrays
        return ShapeError(f"cannot index shape {a.shape} by a mask of shape {mask.shape}: {error}")


def _as_mask(mask: Any) -> NDArray[np.bool]:
    return np.asarray(np.asarray(mask) != 0)


def as_positions(index: Any) -> NDArray[np.intp]:
    """Whole numbers held in a float array or a tensor, as integers.

    Raises:
        DomainError: some are not whole.
    """
    values = np.asarray(index)
    positions = np.trunc(np.where(np.isfinite(values), values, 0.5)).astype(np.intp)
    if not np.array_equal(positions, values):
        raise DomainError("an index is made of whole numbers")
    return positions


def _along(a: Any, index: Any, axis: int) -> tuple[Any, ...]:
    """The full index that replaces the position along ``axis`` by ``index``."""
    positions = as_positions(index)
    full: list[Any] = list(np.indices(positions.shape, sparse=True))
    full[axis] = positions
    return tuple(full)


class GatherNode(BinaryNode):
    """For each element of ``index``, the element at that position along ``axis``."""

    name = "gather"
    integers = "kept"
    symbol = "gather"
    order = ("a", "axis", "index")
    aliases = ("take_along_dim",)
    formula = "gather(a, axis, index)"
    torch = torch_call("torch.gather")
    size = staticmethod(largest_size)
    effort = CHEAP
    gradients = (
        Gradient(
            "scatter(g, axis, index)",
            lambda g, y, a, index, axis: scatter(g, a, _along(a, index, axis)),
        ),
        Gradient("0", None),
    )

    @staticmethod
    def forward(a: Array, index: Array, axis: int = 0) -> Array:
        """Picks; ``index`` has as many axes as the tensor and is nowhere longer."""
        if a.ndim != index.ndim:
            raise ShapeError(f"gather: shape {a.shape} and index {index.shape} differ in axes")
        return np.asarray(a[_along(a, index, axis)])


def getitem(a: Tensor, index: Any) -> Tensor:
    """``a[index]``: numbers, slices, integer arrays, boolean arrays or masks; axes as in PyTorch.

    Raises:
        ShapeError: the index does not fit the shape.
        DtypeError: a tensor in the index holds fractions.
    """
    if isinstance(index, Tensor) and index.is_mask:
        index = index if index.dtype.kind == "b" else index.to("bool")
        return (MaskedSelectNode if index.shape == a.shape else MaskedIndexNode).apply(a, index)
    for step in steps_of(a, index):
        a = GetItemNode.apply(a, index=step)
    return a
