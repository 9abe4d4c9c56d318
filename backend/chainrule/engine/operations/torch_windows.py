"""PyTorch's code of what slides over the last axes: windows, margins, convolutions and pools."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from chainrule.engine.code import Writer, literal
from chainrule.engine.node import Node
from chainrule.engine.operations.margins import each_axis, pad_sources
from chainrule.engine.operations.torch_calls import torch_call

WRITTEN_MARGINS = 3
"""Along more axes PyTorch fills no margin by what lies inside."""


def _unfolded(
    text: str, first: int, size: Sequence[int], stride: Sequence[int], dilation: Sequence[int]
) -> str:
    """All windows over the axes from ``first`` on, as wide as they reach."""
    for k, (n, step, d) in enumerate(zip(size, stride, dilation, strict=True)):
        text += f".unfold({first + k}, {d * (n - 1) + 1}, {step})"
    return text


def torch_windows(node: Node, inputs: Sequence[str]) -> str:
    """PyTorch's windows have no dilation: of wider ones some elements are taken."""
    size, stride, dilation = (node.params[name] for name in ("size", "stride", "dilation"))
    text = _unfolded(inputs[0], node.arrays[0].ndim - len(size), size, stride, dilation)
    steps = ", ".join(f"::{d}" for d in dilation)
    return text if set(dilation) <= {1} else f"{text}[..., {steps}]"


def torch_fold(node: Node, inputs: Sequence[str]) -> str:
    """Zeros to which each element is added, where the windows of all positions have its own."""
    shape, stride, dilation = (node.params[name] for name in ("shape", "stride", "dilation"))
    a, axes = node.arrays[0], len(shape)
    before = a.shape[: a.ndim - 2 * axes]
    places, size = a.shape[len(before) : len(before) + axes], a.shape[len(before) + axes :]
    positions = _unfolded(
        f"torch.arange({math.prod(shape)}).reshape({literal(shape)})", 0, size, stride, dilation
    )
    chosen = ", ".join([*(f":{n}" for n in places), *(f"::{d}" for d in dilation)])
    zeros = f"{inputs[0]}.new_zeros({literal((*before, math.prod(shape)))})"
    parts = f"{inputs[0]}.reshape({literal((*before, math.prod(places) * math.prod(size)))})"
    where = f"{positions}[{chosen}].flatten()"
    return f"{zeros}.index_add(-1, {where}, {parts}).reshape({literal((*before, *shape))})"


def torch_pad(node: Node, inputs: Sequence[str]) -> str:
    """A margin; where PyTorch refuses to fill it, the elements are picked, axis by axis."""
    padding, mode = tuple(node.params["padding"]), node.params["mode"]
    if mode == "constant":
        return f"F.pad({inputs[0]}, {literal(padding)}, value={literal(node.params['value'])})"
    a, axes = node.arrays[0], len(padding) // 2
    if 1 <= axes <= WRITTEN_MARGINS and a.ndim - axes in (1, 2) and min(padding) >= 0:
        return f"F.pad({inputs[0]}, {literal(padding)}, mode={literal(mode)})"
    text = inputs[0]
    for axis, positions in enumerate(pad_sources(a, padding, mode)):
        if not np.array_equal(positions, np.arange(a.shape[axis])):
            where = f"torch.tensor({literal(positions)}, dtype=torch.int64)"
            text += f".index_select({axis}, {where})"
    return text


def write_avg_pool1d(library: str) -> Writer:
    """PyTorch lets one choose the divisor over two axes only: the other one has length 1."""

    def write(node: Node, inputs: Sequence[str]) -> str:
        if node.params["divisor_override"] is None:
            return torch_call(f"{library}.avg_pool1d", "kernel_size")(node, inputs)
        arguments = [f"{inputs[0]}.unsqueeze(-2)"]
        for name, other in (("kernel_size", 1), ("stride", 1), ("padding", 0)):
            if node.params[name] not in (None, (), []):
                size = (other, *each_axis(name, node.params[name], 1, 0))
                arguments.append(f"{name}={literal(size)}")
        for name in ("ceil_mode", "count_include_pad", "divisor_override"):
            arguments.append(f"{name}={literal(node.params[name])}")
        return f"{library}.avg_pool2d({', '.join(arguments)}).squeeze(-2)"

    return write
