"""Axes: functions that move, add, turn or pick axes and diagonals, by PyTorch's names."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from chainrule.engine import Tensor
from chainrule.engine.kinds import is_integer
from chainrule.functions.arguments import (
    Numbers,
    as_tensor,
    as_tensors,
    axis_of,
    flat,
    op,
    require,
    require_shape,
    together,
)
from chainrule.functions.composition import declared


@declared("transpose(input)", "y = x.t() @ x", method=True)
def t(input: Numbers) -> Tensor:
    """The transpose of a matrix."""
    a = as_tensor(input)
    require_shape(a.ndim < 3, "t() takes a matrix; write transpose(x, 0, 1)")
    return op.transpose(a) if a.ndim == 2 else a


@declared("expand(input, other.shape)", "y = x.expand_as(other)", method=True)
def expand_as(input: Numbers, other: Numbers) -> Tensor:
    """The tensor, repeated to the shape of another."""
    return op.expand(input, shape=as_tensor(other).shape)


@declared(
    "reshape(input, other.shape)", "y = x.view_as(other)", method=True, aliases=("reshape_as",)
)
def view_as(input: Numbers, other: Numbers) -> Tensor:
    """The elements in the shape of another tensor."""
    return op.reshape(input, shape=as_tensor(other).shape)


@declared("expand(tensors)", "a, b = torch.broadcast_tensors(x, y)")
def broadcast_tensors(*tensors: Any) -> tuple[Tensor, ...]:
    """The tensors in the one shape that they are broadcast to."""
    return tuple(together(*as_tensors("broadcast_tensors", list(flat(tensors)))))


@declared("permute(input, dims)", "y = torch.movedim(x, 0, -1)", method=True, aliases=("moveaxis",))
def movedim(input: Numbers, source: Any, destination: Any) -> Tensor:
    """The tensor with axes moved to other places; the others keep their order."""
    a = as_tensor(input)
    sources, targets = ([x] if is_integer(x) else list(x) for x in (source, destination))
    require(len(sources) == len(targets), "movedim(): as many sources as destinations are needed")
    gone = [axis_of("movedim", a, k) for k in sources]
    order = [k for k in range(a.ndim) if k not in gone]
    for place, axis in sorted(zip([axis_of("movedim", a, k) for k in targets], gone, strict=True)):
        order.insert(place, axis)
    return op.permute(a, axes=tuple(order))


@declared("reshape(input, shape)", "y = torch.unflatten(x, 1, (3, 1))", method=True)
def unflatten(input: Numbers, dim: int, sizes: Any) -> Tensor:
    """One axis as several, of these sizes."""
    a = as_tensor(input)
    axis = axis_of("unflatten", a, dim)
    return op.reshape(a, shape=(*a.shape[:axis], *sizes, *a.shape[axis + 1 :]))


@declared("flip(transpose(input))", "y = torch.rot90(torch.eye(2))", method=True)
def rot90(input: Numbers, k: int = 1, dims: Any = (0, 1)) -> Tensor:
    """The tensor turned by a quarter, k times, in the plane of two axes."""
    a = as_tensor(input)
    first, second = (axis_of("rot90", a, axis) for axis in dims)
    turns = k % 4
    if turns == 2:
        return op.flip(a, axis=(first, second))
    if turns == 0:
        return a
    turned = op.transpose(a, axis0=first, axis1=second)
    return op.flip(turned, axis=first if turns == 1 else second)


@declared("flip(input, 1)", "y = torch.fliplr(torch.eye(2))", method=True)
def fliplr(input: Numbers) -> Tensor:
    """The columns in opposite order."""
    return op.flip(input, axis=1)


@declared("flip(input, 0)", "y = torch.flipud(torch.eye(2))", method=True)
def flipud(input: Numbers) -> Tensor:
    """The rows in opposite order."""
    return op.flip(input, axis=0)


@declared("input[i, i]", "y = torch.diagonal(torch.eye(2))", method=True)
def diagonal(input: Numbers, offset: int = 0, dim1: int = 0, dim2: int = 1) -> Tensor:
    """The elements on a diagonal of two axes, as the last axis."""
    a = as_tensor(input)
    first, second = axis_of("diagonal", a, dim1), axis_of("diagonal", a, dim2)
    require(first != second, "diagonal dimensions cannot be identical")
    last = movedim(a, (first, second), (-2, -1))
    rows, columns = last.shape[-2:]
    count = max(min(rows + min(offset, 0), columns - max(offset, 0)), 0)
    steps = np.arange(count)
    return op.getitem(last, index=(..., steps - min(offset, 0), steps + max(offset, 0)))


@declared("diag(input)", "y = torch.diag_embed(torch.ones(2))", method=True)
def diag_embed(input: Numbers, offset: int = 0, dim1: int = -2, dim2: int = -1) -> Tensor:
    """Matrices that have the last axis on a diagonal."""
    a = as_tensor(input)
    n = a.shape[-1]
    size = n + abs(offset)
    rows = np.arange(n) + max(-offset, 0)
    columns = np.arange(n) + max(offset, 0)
    shape = (*a.shape[:-1], size, size)
    found = op.scatter(a, index=(..., rows, columns), shape=shape)
    first, second = (k % found.ndim for k in (dim1, dim2))
    require(first != second, "diagonal dimensions cannot be identical")
    return (
        found
        if (first, second) == (found.ndim - 2, found.ndim - 1)
        else movedim(found, (-2, -1), (first, second))
    )


@declared("diag(flatten(input))", "y = torch.diagflat(torch.ones(2))", method=True)
def diagflat(input: Numbers, offset: int = 0) -> Tensor:
    """A matrix that has all elements on a diagonal."""
    return op.diag(op.reshape(input, shape=(-1,)), diagonal=offset)


def _at_least(name: str, tensors: Any, grow: Any) -> Any:
    given = tensors[0] if len(tensors) == 1 else tensors
    if isinstance(given, tuple) or (isinstance(given, list) and isinstance(given[0], Tensor)):
        return tuple(grow(x) for x in as_tensors(name, given))
    return grow(as_tensor(given))


@declared("reshape(input, (1,))", "y = torch.atleast_1d(x)")
def atleast_1d(*tensors: Any) -> Any:
    """The tensor, or each of several, with at least one axis."""
    return _at_least("atleast_1d", tensors, lambda a: a if a.ndim else op.reshape(a, shape=(1,)))


@declared("reshape(input, (1, ...))", "y = torch.atleast_2d(x)")
def atleast_2d(*tensors: Any) -> Any:
    """The tensor, or each of several, with at least two axes."""
    return _at_least(
        "atleast_2d", tensors, lambda a: a if a.ndim >= 2 else op.reshape(a, shape=(1, a.size))
    )


@declared("reshape(input, (1, ..., 1))", "y = torch.atleast_3d(x)")
def atleast_3d(*tensors: Any) -> Any:
    """The tensor, or each of several, with at least three axes: rows and columns come first."""
    return _at_least(
        "atleast_3d",
        tensors,
        lambda a: (
            a
            if a.ndim >= 3
            else op.reshape(a, shape=(1, a.size, 1) if a.ndim < 2 else (*a.shape, 1))
        ),
    )


@declared("windows(input)", "y = x.unfold(0, 2, 1)")
def unfold_along(input: Numbers, dimension: int, size: int, step: int) -> Tensor:
    """Every window along an axis, in a new last axis: what tensors have as ``x.unfold``."""
    a = as_tensor(input)
    axis = axis_of("unfold", a, dimension)
    require(
        is_integer(size) and size > 0 and is_integer(step) and step > 0,
        f"unfold(): size and step are 1 or more, not {size} and {step}",
    )
    require_shape(
        a.ndim > 0 and size <= a.shape[axis],
        f"maximum size for tensor at dimension {axis} is {a.shape[axis] if a.ndim else 1} "
        f"but size is {size}",
    )
    last = movedim(a, axis, -1)
    found = op.windows(last, size=(size,), stride=(step,), dilation=(1,))
    return movedim(found, -2, axis)


@declared("", "n = torch.numel(x)")
def numel(input: Numbers) -> int:
    """How many elements there are."""
    return prod(as_tensor(input).shape)


@declared("input", "y = x.clone()", method=True)
def clone(input: Numbers, memory_format: Any = None) -> Tensor:
    """The same values in a tensor of its own, through which gradients flow."""
    return op.mul(input, 1.0)
