"""Arrangements: functions of PyTorch and NumPy that choose, join, cut or repeat elements.

Each is written with the few operations that it consists of; a call is drawn as these.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import accumulate, pairwise
from math import ceil

import numpy as np

from chainrule.engine import Tensor
from chainrule.program.library.composing import Steps, composition

arrangement = partial(composition, grouped=False)


@arrangement(
    "where(mask, value, input)", "x = [1.0, -2.0]\ny = masked_fill(x, x < 0, 0)", method=True
)
def masked_fill(op: Steps, input: Tensor, mask: Tensor, value: Tensor) -> Tensor:
    """The tensor with one value where a mask is 1."""
    return op.where(mask, value, input)


@arrangement("transpose(input)", "x = [[1.0, 2.0]]\ny = x.t() @ x", method=True)
def t(op: Steps, input: Tensor) -> Tensor:
    """The transpose of a matrix."""
    op.require(input.ndim < 3, "a matrix is needed; write transpose(x, 0, 1)")
    return op.transpose(input) if input.ndim == 2 else input


@arrangement(
    "expand(input, other.shape)", "x = [[1.0], [2.0]]\ny = expand_as(x, ones(2, 3))", method=True
)
def expand_as(op: Steps, input: Tensor, other: Tensor) -> Tensor:
    """The tensor, repeated to the shape of another."""
    return op.expand(input, shape=other.shape)


@arrangement(
    "reshape(input, other.shape)",
    "x = [1.0, 2.0]\ny = view_as(x, ones(2, 1))",
    aliases=("reshape_as",),
    method=True,
)
def view_as(op: Steps, input: Tensor, other: Tensor) -> Tensor:
    """The elements in the shape of another tensor."""
    return op.reshape(input, shape=other.shape)


@arrangement(
    "cat(tensors, axis=0)", "x = [1.0, 2.0]\ny = vstack([x, 2 * x])", aliases=("row_stack",)
)
def vstack(op: Steps, *tensors: Tensor) -> Tensor:
    """Tensors below each other; vectors become rows."""
    rows = [op.reshape(x, shape=(1, x.size)) if x.ndim < 2 else x for x in tensors]
    return op.cat(*rows, axis=0)


@arrangement("cat(tensors, axis=1)", "x = [1.0, 2.0]\ny = hstack([x, 2 * x])")
def hstack(op: Steps, *tensors: Tensor) -> Tensor:
    """Tensors beside each other; vectors in a row."""
    columns = [op.reshape(x, shape=(1,)) if x.ndim == 0 else x for x in tensors]
    return op.cat(*columns, axis=min(columns[0].ndim - 1, 1))


@arrangement("cat(tensors, axis=1)", "x = [1.0, 2.0]\ny = column_stack([x, 2 * x])")
def column_stack(op: Steps, *tensors: Tensor) -> Tensor:
    """Tensors beside each other; vectors become columns."""
    columns = [op.reshape(x, shape=(x.size, 1)) if x.ndim < 2 else x for x in tensors]
    return op.cat(*columns, axis=1)


@arrangement(
    "input[start:end], ...", "x = [1.0, 2.0, 3.0, 4.0]\na, b = chunk(x, 2)\ny = a * b", method=True
)
def chunk(op: Steps, input: Tensor, chunks: int, axis: int = 0) -> tuple[Tensor, ...]:
    """The tensor in this many parts along an axis."""
    axis = op.axis(input, axis)
    op.require(chunks > 0, "chunks is 1 or more")
    return split(op, input, max(ceil(input.shape[axis] / chunks), 1), axis)


@arrangement(
    "input[start:end], ...", "x = [1.0, 2.0, 3.0]\na, b = split(x, [1, 2])\ny = a * b", method=True
)
def split(
    op: Steps, input: Tensor, split_size: int | tuple[int, ...], axis: int = 0
) -> tuple[Tensor, ...]:
    """The tensor in parts of this size, or of these sizes, along an axis."""
    axis = op.axis(input, axis)
    length = input.shape[axis]
    if isinstance(split_size, int):
        op.require(split_size > 0, "split_size is 1 or more")
        return _cut(op, input, range(split_size, length, split_size), axis)

    op.require(sum(split_size) == length, f"the sizes do not add up to {length}")
    return _cut(op, input, list(accumulate(split_size))[:-1], axis)


def numpy_split(
    op: Steps, ary: Tensor, indices_or_sections: int | tuple[int, ...], axis: int = 0
) -> tuple[Tensor, ...]:
    """NumPy's split: into this many equal parts, or before these positions."""
    axis = op.axis(ary, axis)
    length, parts = ary.shape[axis], indices_or_sections
    if isinstance(parts, tuple):
        return _cut(op, ary, list(parts), axis)
    op.require(parts > 0 and length % parts == 0, f"{length} rows do not make {parts} equal parts")
    return _cut(op, ary, range(length // parts, length, max(length // parts, 1)), axis)


def _cut(op: Steps, tensor: Tensor, ends: Sequence[int], axis: int) -> tuple[Tensor, ...]:
    op.require(len(ends) < 98, "makes more than 100 parts")
    edges = [0, *ends, tensor.shape[axis]]
    before = (slice(None),) * axis
    return tuple(
        op.getitem(tensor, index=(*before, slice(start, end))) for start, end in pairwise(edges)
    )


@arrangement(
    "cat([input, input, ...])",
    "x = [[1.0, 2.0]]\ny = tile(x, (2, 1))",
    method=True,
)
def tile(op: Steps, input: Tensor, dims: tuple[int, ...]) -> Tensor:
    """The tensor, this many times along each axis."""
    op.require(all(0 < n < 1000 for n in dims), "repetitions are integers from 1 to 999")
    missing = max(len(dims) - input.ndim, 0)
    y = op.reshape(input, shape=(1,) * missing + input.shape) if missing else input
    for axis, times in enumerate((1,) * (y.ndim - len(dims)) + dims):
        y = op.cat(*[y] * times, axis=axis) if times > 1 else y
    return y


@arrangement("cat([input, input, ...])", "x = [[1.0, 2.0]]\ny = x.repeat(2, 1)", method=True)
def repeat(op: Steps, input: Tensor, repeats: tuple[int, ...]) -> Tensor:
    """The tensor, this many times along each axis; NumPy's repeats every element."""
    return tile(op, input, repeats)


def numpy_repeat(op: Steps, a: Tensor, repeats: int, axis: int | None = None) -> Tensor:
    """NumPy's repeat: every element, or every row of an axis, this many times in a row."""
    op.require(0 < repeats < 1000, "repeats is an integer from 1 to 999")
    if axis is None:
        a, axis = op.reshape(a, shape=(-1,)), 0
    axis = op.axis(a, axis)
    op.make_room(*a.shape[:axis], a.shape[axis] * repeats, *a.shape[axis + 1 :])
    rows = np.repeat(np.arange(a.shape[axis]), repeats)
    return op.getitem(a, index=(*(slice(None),) * axis, rows))


@arrangement(
    "input == arange(num_classes)",
    "x = data([0, 2])\nW = eye(3, requires_grad=True)\ny = one_hot(x, 3) @ W",
)
def one_hot(op: Steps, input: Tensor, num_classes: int = -1) -> Tensor:
    """A 1 at the place of each class, zeros elsewhere; without a gradient."""
    largest = float(np.max(input._copied(), initial=-1))
    op.require(largest < 10_000, "classes are numbers below 10,000")
    count = num_classes if num_classes > 0 else int(largest) + 1
    op.require(largest < count, f"class {largest:g} is not below num_classes")
    op.make_room(*input.shape, count)
    classes = op.run.fresh((count,), lambda: np.arange(count), "data", op.span)
    return op.eq(op.unsqueeze(input, axis=-1), classes)
