"""Arrangements: functions that join, cut, move or repeat elements, by PyTorch's names.

A call is drawn as the few operations that it consists of.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import ceil
from typing import Any

import numpy as np

from chainrule.engine import Tensor
from chainrule.engine.kinds import is_integer
from chainrule.engine.state import allocate
from chainrule.functions.arguments import (
    Numbers,
    as_tensor,
    as_tensors,
    axis_of,
    flat,
    is_scalar_integer,
    op,
    positions_of,
    require,
    require_shape,
)
from chainrule.functions.composition import declared


def part(a: Tensor, axis: int, where: Any) -> Tensor:
    """The tensor indexed along one axis."""
    return op.getitem(a, index=(*(slice(None),) * axis, where))


@declared("cat(tensors, axis=0)", "y = torch.vstack([x, 2 * x])", aliases=("row_stack",))
def vstack(tensors: Any) -> Tensor:
    """Tensors below each other; vectors become rows."""
    found = as_tensors("vstack", tensors)
    return op.cat(*[op.reshape(x, shape=(1, x.size)) if x.ndim < 2 else x for x in found], axis=0)


@declared("cat(tensors, axis=1)", "y = torch.hstack([x, 2 * x])")
def hstack(tensors: Any) -> Tensor:
    """Tensors beside each other; vectors in a row."""
    found = as_tensors("hstack", tensors)
    found = [op.reshape(x, shape=(1,)) if x.ndim == 0 else x for x in found]
    return op.cat(*found, axis=min(found[0].ndim - 1, 1))


@declared("cat(tensors, axis=2)", "y = torch.dstack([x, 2 * x])")
def dstack(tensors: Any) -> Tensor:
    """Tensors behind each other, along a third axis."""
    deep = []
    for x in as_tensors("dstack", tensors):
        shape = {0: (1, 1, 1), 1: (1, x.size, 1), 2: (*x.shape, 1)}.get(x.ndim)
        deep.append(x if shape is None else op.reshape(x, shape=shape))
    return op.cat(*deep, axis=2)


@declared("cat(tensors, axis=1)", "y = torch.column_stack([x, 2 * x])")
def column_stack(tensors: Any) -> Tensor:
    """Tensors beside each other; vectors become columns."""
    found = as_tensors("column_stack", tensors)
    return op.cat(*[op.reshape(x, shape=(x.size, 1)) if x.ndim < 2 else x for x in found], axis=1)


@declared("input[start:end], ...", "a, b = torch.chunk(x, 2)", method=True)
def chunk(input: Numbers, chunks: int, dim: int = 0) -> tuple[Tensor, ...]:
    """The tensor in at most this many parts along an axis."""
    a = as_tensor(input)
    axis = axis_of("chunk", a, dim)
    require(is_integer(chunks) and chunks > 0, "chunk expects `chunks` to be greater than 0")
    return split(a, max(ceil(a.shape[axis] / chunks), 1), axis)


@declared("input[start:end], ...", "a, b = torch.split(x, [1, 2], dim=1)", method=True)
def split(input: Numbers, split_size_or_sections: Any, dim: int = 0) -> tuple[Tensor, ...]:
    """The tensor in parts of this size, or of these sizes, along an axis."""
    a, sections = as_tensor(input), split_size_or_sections
    axis = axis_of("split", a, dim)
    length = a.shape[axis]
    if is_integer(sections):
        require(sections > 0 or length == 0, "split(): the size of a part is 1 or more")
        return cut(a, list(range(sections, length, sections)) if sections else [], axis)
    sections = list(sections)
    require(
        sum(sections) == length,
        f"split_with_sizes expects split_sizes to sum exactly to {length} "
        f"(input tensor's size at dimension {axis}), but got split_sizes={sections}",
    )
    return cut(a, [int(end) for end in np.cumsum(sections)[:-1]], axis)


@declared("input[start:end], ...", "a, b = torch.tensor_split(x, 2)", method=True)
def tensor_split(input: Numbers, indices_or_sections: Any, dim: int = 0) -> tuple[Tensor, ...]:
    """The tensor in this many parts, the first ones larger by one, or cut at these positions."""
    a = as_tensor(input)
    axis = axis_of("tensor_split", a, dim)
    return cut(a, ends_of(indices_or_sections, a.shape[axis]), axis)


def ends_of(sections: Any, length: int) -> list[int]:
    """Where to cut a length into so many parts, the first ones larger by one, or as is given."""
    if is_scalar_integer(sections):
        sections = int(sections)
    else:
        return [int(end) for end in positions_of(sections)]
    require(sections > 0, f"the number of sections is 1 or more, not {sections}")
    allocate((sections,))
    each, extra = divmod(length, int(sections))
    return [each * k + min(k, extra) for k in range(1, int(sections))]


def cut(a: Tensor, ends: Sequence[int], axis: int) -> tuple[Tensor, ...]:
    """The parts of a tensor between these positions."""
    edges = [0, *ends, a.shape[axis]]
    return tuple(part(a, axis, slice(start, end)) for start, end in pairwise(edges))


@declared("input[:, k], ...", "a, b = torch.unbind(torch.eye(2))", method=True)
def unbind(input: Numbers, dim: int = 0) -> tuple[Tensor, ...]:
    """The slices along an axis, without it."""
    a = as_tensor(input)
    axis = axis_of("unbind", a, dim)
    require_shape(a.ndim > 0, "unbind() takes a tensor that has an axis")
    return tuple(part(a, axis, k) for k in range(a.shape[axis]))


@declared("input[start:start + length]", "y = torch.narrow(x, 1, 0, 2)", method=True)
def narrow(input: Numbers, dim: int, start: int, length: int) -> Tensor:
    """So many slices along an axis, from a position on."""
    a = as_tensor(input)
    axis = axis_of("narrow", a, dim)
    n = a.shape[axis]
    start = start + n if start < 0 else start
    require(
        start >= 0 and length >= 0 and start + length <= n,
        f"narrow(): start ({start}) + length ({length}) exceeds dimension size ({n}).",
    )
    return part(a, axis, slice(start, start + length))


@declared("input[:, index]", "y = torch.select(x, 0, 1)", method=True)
def select(input: Numbers, dim: int, index: int) -> Tensor:
    """One slice along an axis."""
    a = as_tensor(input)
    return part(a, axis_of("select", a, dim), index)


@declared("expand(input)", "y = torch.tile(x, (2, 1))", method=True)
def tile(input: Numbers, *dims: Any) -> Tensor:
    """The tensor, this many times along each axis."""
    return _tiled("tile", as_tensor(input), flat(dims))


@declared("expand(input)", "y = x.repeat(2, 1)", method=True)
def repeat(input: Numbers, *sizes: Any) -> Tensor:
    """The tensor, this many times along each axis; NumPy's repeats every element."""
    a, times = as_tensor(input), tuple(flat(sizes))
    require(
        len(times) >= a.ndim,
        "Number of dimensions of repeat dims can not be smaller than number of dimensions "
        "of tensor",
    )
    return _tiled("repeat", a, times)


def _tiled(name: str, a: Tensor, dims: Any) -> Tensor:
    times = (dims,) if is_integer(dims) else tuple(dims)
    require(
        all(is_integer(n) and n >= 0 for n in times),
        f"{name}(): repetitions are integers, not {dims}",
    )
    axes = max(len(times), a.ndim)
    shape = (1,) * (axes - a.ndim) + a.shape
    times = (1,) * (axes - len(times)) + times
    if all(n == 1 for n in times):
        return a if shape == a.shape else op.reshape(a, shape=shape)
    apart = op.reshape(a, shape=tuple(m for n in shape for m in (1, n)))
    wide = op.expand(apart, shape=tuple(m for pair in zip(times, shape, strict=True) for m in pair))
    return op.reshape(wide, shape=tuple(k * n for k, n in zip(times, shape, strict=True)))


@declared("input[rows]", "y = torch.repeat_interleave(x, 2)", method=True)
def repeat_interleave(
    input: Numbers, repeats: Any, dim: int | None = None, output_size: int | None = None
) -> Tensor:
    """Every element, or every slice along an axis, this many times in a row."""
    a = as_tensor(input)
    if dim is None:
        a, dim = op.reshape(a, shape=(-1,)), 0
    axis = axis_of("repeat_interleave", a, dim)
    counts = positions_of(repeats)
    require(
        counts.ndim == 0 or counts.size in (1, a.shape[axis]),
        f"repeats must have the same size as input along dim: {counts.size} and {a.shape[axis]}",
    )
    require(counts.min(initial=0) >= 0, "repeats can not be negative")
    total = sum(counts.ravel().tolist()) * (a.shape[axis] if counts.size == 1 else 1)
    allocate((*a.shape[:axis], total, *a.shape[axis + 1 :]))
    return part(a, axis, np.repeat(np.arange(a.shape[axis]), counts))


@declared("cat([input[-shifts:], input[:-shifts]])", "y = torch.roll(x, 1)", method=True)
def roll(input: Numbers, shifts: Any, dims: Any = None) -> Tensor:
    """The elements moved along axes; what leaves at the end comes in at the start."""
    a = as_tensor(input)
    if dims is None or (isinstance(dims, tuple | list) and not dims):
        shifts = shifts if is_integer(shifts) else tuple(shifts)
        require(is_integer(shifts) or len(shifts) == 1, "roll(): without dims there is one shift")
        shifts = shifts if is_integer(shifts) else shifts[0]
        return op.reshape(_rolled(op.reshape(a, shape=(-1,)), shifts, 0), shape=a.shape)
    moves, axes = ([x] if is_integer(x) else list(x) for x in (shifts, dims))
    require(len(moves) == len(axes), f"shifts and dimensions must align: {shifts} and {dims}")
    for move, axis in zip(moves, axes, strict=True):
        a = _rolled(a, move, axis_of("roll", a, axis))
    return a


def _rolled(a: Tensor, shift: int, axis: int) -> Tensor:
    n = a.shape[axis]
    move = shift % n if n else 0
    if not move:
        return a
    return op.cat(part(a, axis, slice(n - move, n)), part(a, axis, slice(0, n - move)), axis=axis)
