"""Calls: the ways in which PyTorch calls its functions, and the names that it gives their nodes.

What makes a writer takes an operation and the expressions of its inputs to source text; a node's
name, as in ``grad_fn=<MmBackward0>``, depends on the call for some.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from chainrule.engine.code import Writer, literal
from chainrule.engine.node import Node


def name_of_product(node: Node) -> str:
    """PyTorch has a product for each pair of ranks."""
    left, right = (array.ndim for array in node.arrays)
    if left == right == 1:
        return "DotBackward0"
    if left == 2 and right < 3:
        return "MmBackward0" if right == 2 else "MvBackward0"
    return "SqueezeBackward4" if left == 1 and right == 2 else "UnsafeViewBackward0"


def name_along(name: str) -> Callable[[Node], str]:
    """PyTorch counts the form with an axis separately."""
    return lambda node: f"{name}Backward{int(node.params['axis'] is not None)}"


def name_of_extreme(name: str) -> Callable[[Node], str]:
    """Along an axis it is ``amax`` or ``amin``."""
    return lambda node: (
        f"{name}Backward1" if node.params["axis"] is None else f"A{name.lower()}Backward0"
    )


def name_of_index(node: Node) -> str:
    """PyTorch takes an index apart; the last part names the node."""
    index: Any = node.params["index"]
    parts = index if isinstance(index, tuple) else (index,)
    if any(not isinstance(part, int | slice | type(...) | None) for part in parts):
        return "IndexBackward0"
    last = [part for part in parts if part is not ...]
    if not last:
        return "AliasBackward0"
    if last[-1] is None:
        return "UnsqueezeBackward0"
    if isinstance(last[-1], int):
        return "SelectBackward0"
    whole = [part for part in last if not (isinstance(part, slice) and part == slice(None))]
    if whole and isinstance(whole[-1], int):
        return "SelectBackward0"
    return "SliceBackward0"


WORDS = {"axis": "dim", "keepdims": "keepdim", "largest_first": "largest"}
"""Parameters that PyTorch calls otherwise."""


def torch_call(function: str, *needed: str) -> Writer:
    """A call with the arguments in the order of the declaration, parameters by name if they can be.

    A parameter that has its default is left out, unless it is among those ``needed``: PyTorch has
    no default for these, or another one.
    """

    def write(node: Node, inputs: Sequence[str]) -> str:
        operands = dict(zip(node.input_names, _indices_as_long(node, inputs), strict=True))
        last_input = max(node.order.index(name) for name in operands)
        arguments: list[str] = []
        for place, name in enumerate(node.order):
            if name in operands:
                arguments.append(operands[name])
            elif place < last_input:
                arguments.append(literal(node.params[name]))
            elif name in needed or not _same(node.params[name], node.defaults[name]):
                arguments.append(f"{WORDS.get(name, name)}={literal(node.params[name])}")
        return f"{function}({', '.join(arguments)})"

    return write


def _indices_as_long(node: Node, inputs: Sequence[str]) -> list[str]:
    """The inputs; positions may be kept as floating-point numbers, but not for PyTorch."""
    return [
        f"{text}.long()" if name == "index" and array.dtype != np.int64 else text
        for name, array, text in zip(node.input_names, node.arrays, inputs, strict=True)
    ]


def _same(value: Any, default: Any) -> bool:
    return type(value) is type(default) and bool(value == default)


def torch_reduction(function: str, needs_axis: bool = False) -> Writer:
    """A reduction by this function, which may insist on being told the axes."""

    def write(node: Node, inputs: Sequence[str]) -> str:
        axis, keepdims = node.params["axis"], node.params["keepdims"]
        arguments = [inputs[0]]
        if axis is None and (keepdims or needs_axis):
            axis = tuple(range(node.arrays[0].ndim))
        if axis is not None:
            arguments.append(f"dim={literal(axis)}")
        if keepdims:
            arguments.append("keepdim=True")
        for name, torch_name in (("correction", "correction"), ("p", "ord")):
            if name in node.params:
                value = node.params[name]
                value = {"fro": 2, "inf": math.inf, "-inf": -math.inf}.get(value, value)
                arguments.append(f"{torch_name}={literal(value)}")
        code = f"{function}({', '.join(arguments)})"
        # PyTorch's count of the elements that differ from 0 has no gradient at all; ours is 0.
        return f"{code} + 0 * {inputs[0]}.sum()" if node.params.get("p") == 0 else code

    return write


def torch_product(node: Node, inputs: Sequence[str]) -> str:
    """PyTorch multiplies along one axis at a time."""
    axis, keepdims = node.params["axis"], node.params["keepdims"]
    ndim = node.arrays[0].ndim
    axes = range(ndim) if axis is None else (axis,) if isinstance(axis, int) else axis
    text = inputs[0]
    for k in sorted((k % ndim for k in axes), reverse=True):
        text = f"{text}.prod(dim={k}, keepdim={keepdims})"
    return text


def torch_position(function: str) -> Writer:
    """A call that takes ``keepdim`` only beside an axis."""

    def code(node: Node, inputs: Sequence[str]) -> str:
        axis, keep = node.params["axis"], node.params["keepdims"]
        if axis is None:
            shape = f".reshape({literal(node.output.shape)})" if keep else ""
            return f"{function}({inputs[0]}){shape}"
        return f"{function}({inputs[0]}, dim={literal(axis)}, keepdim={keep})"

    return code


def torch_list(function: str) -> Writer:
    """A call of a list of tensors, joined along an axis."""

    def write(node: Node, inputs: Sequence[str]) -> str:
        return f"{function}([{', '.join(inputs)}], {node.params['axis']})"

    return write


def torch_einsum(node: Node, inputs: Sequence[str]) -> str:
    """PyTorch takes the tensors one by one."""
    return f"torch.einsum({literal(node.params['equation'])}, {', '.join(inputs)})"


def torch_cast(node: Node, inputs: Sequence[str]) -> str:
    """A dtype by PyTorch's name."""
    return f"{inputs[0]}.to(torch.{np.dtype(node.params['dtype']).name})"


def torch_cross_entropy(node: Node, inputs: Sequence[str]) -> str:
    """PyTorch takes class numbers as integers."""
    a, b = node.arrays
    target = inputs[1] if a.shape == b.shape else f"{inputs[1]}.long()"
    return f"F.cross_entropy({inputs[0]}, {target}, reduction={literal(node.params['reduction'])})"
