"""Calls: the ways in which PyTorch calls its functions, for whole families of operations.

Each of them makes a writer: it takes an operation and the expressions of its inputs to source text.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from chainrule.engine import Node
from chainrule.graph.code import literal

Writer = Callable[[Node, Sequence[str]], str]

WORDS = {"axis": "dim", "keepdims": "keepdim", "largest_first": "largest"}
"""Parameters that PyTorch calls otherwise."""


def call(function: str, *needed: str) -> Writer:
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


def reduction(function: str, needs_axis: bool = False) -> Writer:
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


def product(node: Node, inputs: Sequence[str]) -> str:
    """PyTorch multiplies along one axis at a time."""
    axis, keepdims = node.params["axis"], node.params["keepdims"]
    ndim = node.arrays[0].ndim
    axes = range(ndim) if axis is None else (axis,) if isinstance(axis, int) else axis
    text = inputs[0]
    for k in sorted((k % ndim for k in axes), reverse=True):
        text = f"{text}.prod(dim={k}, keepdim={keepdims})"
    return text


def position(function: str) -> Writer:
    """A call that takes ``keepdim`` only beside an axis."""

    def code(node: Node, inputs: Sequence[str]) -> str:
        axis, keep = node.params["axis"], node.params["keepdims"]
        if axis is None:
            shape = f".reshape({literal(node.output.shape)})" if keep else ""
            return f"{function}({inputs[0]}){shape}"
        return f"{function}({inputs[0]}, dim={literal(axis)}, keepdim={keep})"

    return code


def comparison(sign: str) -> str:
    """The sign between the inputs, in parentheses."""
    return f"({{0}} {sign} {{1}})"
