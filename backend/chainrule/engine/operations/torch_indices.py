"""PyTorch's code of what moves elements by their places: indices, axes, running sums."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from chainrule.engine.code import Writer, index_code, literal
from chainrule.engine.node import Node
from chainrule.engine.operations.indices import pytorch_steps


def torch_getitem(node: Node, inputs: Sequence[str]) -> str:
    """An index; PyTorch has no negative steps, so those elements are picked one by one."""
    index = node.params["index"]
    items = index if isinstance(index, tuple) else (index,)
    if _is_numpys(node) or any(isinstance(item, slice) and (item.step or 1) < 0 for item in items):
        return _one_by_one(node, inputs)
    return f"{inputs[0]}[{index_code(index, 'torch.tensor({})')}]"


def _is_numpys(node: Node) -> bool:
    """Whether the result may have its axes where only NumPy puts them."""
    return len(pytorch_steps(node.params["index"], node.arrays[0].ndim)) > 1


def _one_by_one(node: Node, inputs: Sequence[str]) -> str:
    """The elements by their flat positions, in the shape of the result."""
    source = node.arrays[0]
    positions = np.arange(source.size).reshape(source.shape)[node.params["index"]]
    shape = literal(positions.shape)
    return f"{inputs[0]}.flatten()[{literal(positions.ravel())}].reshape({shape})"


def _axes(axis: Any, ndim: int) -> str:
    """An axis, several, or all of them, as a tuple."""
    if axis is None:
        return literal(tuple(range(ndim)))
    return literal((axis,) if isinstance(axis, int) else tuple(axis))


def torch_permute(node: Node, inputs: Sequence[str]) -> str:
    """PyTorch is told every axis."""
    axes = node.params["axes"]
    ndim = node.arrays[0].ndim
    return f"{inputs[0]}.permute({literal(tuple(reversed(range(ndim))) if axes is None else axes)})"


def torch_cumsum(node: Node, inputs: Sequence[str]) -> str:
    """PyTorch sums along one axis."""
    axis = node.params["axis"]
    flat = ".flatten()" if axis is None and node.arrays[0].ndim else ""
    return f"torch.cumsum({inputs[0]}{flat}, dim={axis or 0})"


def write_scatter(library: str) -> Writer:
    """Zeros with elements added, by flat position."""

    def write(node: Node, inputs: Sequence[str]) -> str:
        shape = node.params["shape"]
        where, _ = _positions(library, shape, node.params["index"])
        flat = f"{inputs[0]}.new_zeros({math.prod(shape)}).index_add("
        return f"{flat}0, {where}, {inputs[0]}.flatten()).reshape({literal(shape)})"

    return write


def write_index_put(library: str) -> Writer:
    """A copy with some elements replaced, by flat position."""

    def write(node: Node, inputs: Sequence[str]) -> str:
        shape = node.output.shape
        where, part = _positions(library, shape, node.params["index"])
        values = f"{inputs[1]}.expand({literal(part)}).flatten()"
        return f"{inputs[0]}.flatten().index_put(({where},), {values}).reshape({literal(shape)})"

    return write


def _positions(library: str, shape: tuple[int, ...], index: Any) -> tuple[str, tuple[int, ...]]:
    """The flat positions of an index as a tensor's text, and the shape of what it picks."""
    positions = np.arange(math.prod(shape)).reshape(shape)[index]
    text = f"{library}.tensor({literal(np.ravel(positions))}, dtype={library}.int64)"
    return text, np.shape(positions)


def torch_index_select(node: Node, inputs: Sequence[str]) -> str:
    """An index: it takes positions of any shape, and those that count from the end."""
    before = ":, " * (node.params["axis"] % node.arrays[0].ndim)
    long = "" if node.arrays[1].dtype == np.int64 else ".long()"
    return f"{inputs[0]}[{before}{inputs[1]}{long}]"


def write_index_add(library: str) -> Writer:
    """PyTorch adds at positions in a row, none of which counts from the end."""

    def write(node: Node, inputs: Sequence[str]) -> str:
        a, index, _ = node.arrays
        axis = node.params["axis"] % a.ndim
        where, parts = inputs[1], inputs[2]
        if index.dtype != np.int64:
            where = f"{where}.long()"
        if (index < 0).any():
            where = f"{library}.remainder({where}, {a.shape[axis]})"
        if index.ndim != 1:
            where = f"{where}.flatten()"
            shape = (*a.shape[:axis], index.size, *a.shape[axis + 1 :])
            parts = f"{parts}.reshape({literal(shape)})"
        return f"{library}.index_add({inputs[0]}, {axis}, {where}, {parts})"

    return write


def torch_squeeze(node: Node, inputs: Sequence[str]) -> str:
    """PyTorch takes no None for all axes."""
    axis = node.params["axis"]
    return f"{inputs[0]}.squeeze({'' if axis is None else literal(axis)})"


def torch_unsqueeze(node: Node, inputs: Sequence[str]) -> str:
    """PyTorch adds one axis at a time."""
    return f"{inputs[0]}.reshape({literal(node.output.shape)})"


def torch_flip(node: Node, inputs: Sequence[str]) -> str:
    """PyTorch is told every axis."""
    return f"torch.flip({inputs[0]}, {_axes(node.params['axis'], node.arrays[0].ndim)})"


def code_of_getitem(node: Node, inputs: Sequence[str]) -> str:
    """An index in square brackets."""
    if _is_numpys(node):
        return _one_by_one(node, inputs)
    return f"{inputs[0]}[{index_code(node.params['index'])}]"
