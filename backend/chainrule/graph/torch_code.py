"""PyTorch's code: one recorded operation as an expression that PyTorch understands.

Signs are those of Python; ``TORCH`` holds what PyTorch calls otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from chainrule.engine import Node
from chainrule.graph.code import SIGNS, index_code, literal, sign


def torch_code(node: Node, inputs: Sequence[str]) -> str:
    """The operation as PyTorch has it."""
    if node.name in SIGNS:
        return sign(node, inputs)
    special = TORCH.get(node.name)
    if isinstance(special, str):
        params = {name: literal(value) for name, value in node.params.items()}
        return special.format(*inputs, **params)
    if special is not None:
        return special(node, inputs)
    return f"torch.{node.name}({', '.join(inputs)})"


def _reduction(function: str, needs_axis: bool = False) -> Callable[[Node, Sequence[str]], str]:
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


def _product(node: Node, inputs: Sequence[str]) -> str:
    """PyTorch multiplies along one axis at a time."""
    axis, keepdims = node.params["axis"], node.params["keepdims"]
    ndim = node.arrays[0].ndim
    axes = range(ndim) if axis is None else (axis,) if isinstance(axis, int) else axis
    text = inputs[0]
    for k in sorted((k % ndim for k in axes), reverse=True):
        text = f"{text}.prod(dim={k}, keepdim={keepdims})"
    return text


def _loss(function: str) -> Callable[[Node, Sequence[str]], str]:
    def code(node: Node, inputs: Sequence[str]) -> str:
        params = [f"{name}={literal(value)}" for name, value in node.params.items()]
        return f"F.{function}({', '.join([*inputs, *params])})"

    return code


def _cross_entropy(node: Node, inputs: Sequence[str]) -> str:
    a, b = node.arrays
    target = inputs[1] if a.shape == b.shape else f"{inputs[1]}.long()"
    return f"F.cross_entropy({inputs[0]}, {target}, reduction={literal(node.params['reduction'])})"


def _getitem(node: Node, inputs: Sequence[str]) -> str:
    """An index; PyTorch has no negative steps, so those elements are picked one by one."""
    index = node.params["index"]
    items = index if isinstance(index, tuple) else (index,)
    if any(isinstance(item, slice) and (item.step or 1) < 0 for item in items):
        source = node.arrays[0]
        positions = np.arange(source.size).reshape(source.shape)[index]
        shape = literal(positions.shape)
        return f"{inputs[0]}.flatten()[{literal(positions.ravel())}].reshape({shape})"
    return f"{inputs[0]}[{index_code(index, 'torch.tensor({})')}]"


def _axes(axis: Any, ndim: int) -> str:
    """An axis, several, or all of them, as a tuple."""
    if axis is None:
        return literal(tuple(range(ndim)))
    return literal((axis,) if isinstance(axis, int) else tuple(axis))


def _permute(node: Node, inputs: Sequence[str]) -> str:
    axes = node.params["axes"]
    ndim = node.arrays[0].ndim
    return f"{inputs[0]}.permute({literal(tuple(reversed(range(ndim))) if axes is None else axes)})"


def _cumsum(node: Node, inputs: Sequence[str]) -> str:
    axis = node.params["axis"]
    flat = ".flatten()" if axis is None and node.arrays[0].ndim else ""
    return f"torch.cumsum({inputs[0]}{flat}, dim={axis or 0})"


def _scatter(node: Node, inputs: Sequence[str]) -> str:
    """Zeros with elements added, by flat position."""
    shape = node.params["shape"]
    positions = np.arange(math.prod(shape)).reshape(shape)[node.params["index"]]
    flat = f"torch.zeros({math.prod(shape)}).index_add("
    where = f"torch.tensor({literal(np.ravel(positions))}, dtype=torch.int64)"
    return f"{flat}0, {where}, {inputs[0]}.flatten()).reshape({literal(shape)})"


def _index_put(node: Node, inputs: Sequence[str]) -> str:
    """A copy with some elements replaced, by flat position."""
    shape = node.output.shape
    positions = np.arange(math.prod(shape)).reshape(shape)[node.params["index"]]
    where = f"torch.tensor({literal(np.ravel(positions))}, dtype=torch.int64)"
    values = f"{inputs[1]}.expand({literal(np.shape(positions))}).flatten()"
    return f"{inputs[0]}.flatten().index_put(({where},), {values}).reshape({literal(shape)})"


def _position(function: str) -> Callable[[Node, Sequence[str]], str]:
    """A call that takes ``keepdim`` only beside an axis."""

    def code(node: Node, inputs: Sequence[str]) -> str:
        axis, keep = node.params["axis"], node.params["keepdims"]
        if axis is None:
            shape = f".reshape({literal(node.output.shape)})" if keep else ""
            return f"{function}({inputs[0]}){shape}"
        return f"{function}({inputs[0]}, dim={literal(axis)}, keepdim={keep})"

    return code


def _comparison(sign: str) -> str:
    return f"({{0}} {sign} {{1}})"


TORCH: dict[str, str | Callable[[Node, Sequence[str]], str]] = {
    "getitem": _getitem,
    "scatter": _scatter,
    "index_put": _index_put,
    "clone": "{0}.clone()",
    "masked_index": "{0}[{1} != 0]",
    "masked_select": "torch.masked_select({0}, {1} != 0)",
    "gather": "torch.gather({0}, {axis}, {1}.long())",
    "where": "torch.where({0} != 0, {1}, {2})",
    "gt": _comparison(">"),
    "ge": _comparison(">="),
    "lt": _comparison("<"),
    "le": _comparison("<="),
    "eq": _comparison("=="),
    "ne": _comparison("!="),
    "bitwise_and": _comparison("&"),
    "bitwise_or": _comparison("|"),
    "bitwise_xor": _comparison("^"),
    "floor_divide": "torch.div({0}, {1}, rounding_mode='floor')",
    "argmax": _position("torch.argmax"),
    "argmin": _position("torch.argmin"),
    "any": _position("torch.any"),
    "all": _position("torch.all"),
    "logsigmoid": "F.logsigmoid({0})",
    "leaky_relu": "F.leaky_relu({0}, {negative_slope})",
    "elu": "F.elu({0}, {alpha})",
    "gelu": "F.gelu({0}, approximate={approximate})",
    "silu": "F.silu({0})",
    "mish": "F.mish({0})",
    "softplus": "F.softplus({0}, {beta}, {threshold})",
    "softmax": "torch.softmax({0}, {axis})",
    "log_softmax": "torch.log_softmax({0}, {axis})",
    "sum": _reduction("torch.sum"),
    "mean": _reduction("torch.mean"),
    "prod": _product,
    "max": _reduction("torch.amax"),
    "min": _reduction("torch.amin"),
    "var": _reduction("torch.var"),
    "std": _reduction("torch.std"),
    "norm": _reduction("torch.linalg.vector_norm"),
    "logsumexp": _reduction("torch.logsumexp", needs_axis=True),
    "cumsum": _cumsum,
    "mse": _loss("mse_loss"),
    "huber": _loss("huber_loss"),
    "bce": _loss("binary_cross_entropy"),
    "bce_with_logits": _loss("binary_cross_entropy_with_logits"),
    "cross_entropy": _cross_entropy,
    "einsum": lambda node, inputs: (
        f"torch.einsum({literal(node.params['equation'])}, {', '.join(inputs)})"
    ),
    "diag": "torch.diag({0}, {diagonal})",
    "tril": "torch.tril({0}, {diagonal})",
    "triu": "torch.triu({0}, {diagonal})",
    "inv": "torch.linalg.inv({0})",
    "det": "torch.linalg.det({0})",
    "solve": "torch.linalg.solve({0}, {1})",
    "reshape": "{0}.reshape({shape})",
    "flatten": "torch.flatten({0}, {start}, {end})",
    "transpose": "{0}.transpose({axis0}, {axis1})",
    "permute": _permute,
    "squeeze": lambda node, inputs: (
        f"{inputs[0]}.squeeze()"
        if node.params["axis"] is None
        else f"{inputs[0]}.squeeze({literal(node.params['axis'])})"
    ),
    "unsqueeze": lambda node, inputs: f"{inputs[0]}.reshape({literal(node.output.shape)})",
    "expand": "{0}.expand({shape})",
    "flip": lambda node, inputs: (
        f"torch.flip({inputs[0]}, {_axes(node.params['axis'], node.arrays[0].ndim)})"
    ),
    "cat": lambda node, inputs: f"torch.cat([{', '.join(inputs)}], {node.params['axis']})",
    "stack": lambda node, inputs: f"torch.stack([{', '.join(inputs)}], {node.params['axis']})",
    "to": lambda node, inputs: f"{inputs[0]}.to(torch.{np.dtype(node.params['dtype']).name})",
    "detach": "{0}.detach()",
    "clamp": "torch.clamp({0}, {min}, {max})",
    "clamp_tensor": "torch.clamp({0}, {1}, {2})",
    "round": "torch.round({0}, decimals={decimals})",
}
"""PyTorch's way of writing an operation: a template over inputs and parameters, or a function."""
