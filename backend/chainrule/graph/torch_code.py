"""PyTorch's code: one recorded operation as an expression that PyTorch understands.

Signs are those of Python; ``TORCH`` holds what PyTorch calls otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from chainrule.engine import Node
from chainrule.graph.code import SIGNS, index_code, literal, sign
from chainrule.graph.torch_calls import Writer, call, comparison, position, product, reduction
from chainrule.graph.torch_windows import WINDOWS


def torch_code(node: Node, inputs: Sequence[str]) -> str:
    """The operation as PyTorch has it."""
    if node.name in SIGNS:
        return sign(node, inputs)
    special = TORCH.get(node.name, call(f"torch.{node.name}"))
    if isinstance(special, str):
        params = {name: literal(value) for name, value in node.params.items()}
        return special.format(*inputs, **params)
    return special(node, inputs)


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
    flat = f"{inputs[0]}.new_zeros({math.prod(shape)}).index_add("
    where = f"torch.tensor({literal(np.ravel(positions))}, dtype=torch.int64)"
    return f"{flat}0, {where}, {inputs[0]}.flatten()).reshape({literal(shape)})"


def _index_put(node: Node, inputs: Sequence[str]) -> str:
    """A copy with some elements replaced, by flat position."""
    shape = node.output.shape
    positions = np.arange(math.prod(shape)).reshape(shape)[node.params["index"]]
    where = f"torch.tensor({literal(np.ravel(positions))}, dtype=torch.int64)"
    values = f"{inputs[1]}.expand({literal(np.shape(positions))}).flatten()"
    return f"{inputs[0]}.flatten().index_put(({where},), {values}).reshape({literal(shape)})"


def _index_select(node: Node, inputs: Sequence[str]) -> str:
    """An index: it takes positions of any shape, and those that count from the end."""
    before = ":, " * (node.params["axis"] % node.arrays[0].ndim)
    long = "" if node.arrays[1].dtype == np.int64 else ".long()"
    return f"{inputs[0]}[{before}{inputs[1]}{long}]"


def _index_add(node: Node, inputs: Sequence[str]) -> str:
    """PyTorch adds at positions in a row, none of which counts from the end."""
    a, index, _ = node.arrays
    axis = node.params["axis"] % a.ndim
    where, parts = inputs[1], inputs[2]
    if index.dtype != np.int64:
        where = f"{where}.long()"
    if (index < 0).any():
        where = f"torch.remainder({where}, {a.shape[axis]})"
    if index.ndim != 1:
        where = f"{where}.flatten()"
        shape = (*a.shape[:axis], index.size, *a.shape[axis + 1 :])
        parts = f"{parts}.reshape({literal(shape)})"
    return f"torch.index_add({inputs[0]}, {axis}, {where}, {parts})"


TORCH: dict[str, str | Writer] = {
    "getitem": _getitem,
    "scatter": _scatter,
    "index_put": _index_put,
    "clone": "{0}.clone()",
    "masked_index": "{0}[{1} != 0]",
    "masked_select": "torch.masked_select({0}, {1} != 0)",
    "index_select": _index_select,
    "index_add": _index_add,
    "put_along_dim": call("torch.scatter"),
    "where": "torch.where({0} != 0, {1}, {2})",
    "gt": comparison(">"),
    "ge": comparison(">="),
    "lt": comparison("<"),
    "le": comparison("<="),
    "eq": comparison("=="),
    "ne": comparison("!="),
    "bitwise_and": comparison("&"),
    "bitwise_or": comparison("|"),
    "bitwise_xor": comparison("^"),
    "floor_divide": "torch.div({0}, {1}, rounding_mode='floor')",
    "argmax": position("torch.argmax"),
    "argmin": position("torch.argmin"),
    "any": position("torch.any"),
    "all": position("torch.all"),
    "logsigmoid": "F.logsigmoid({0})",
    "leaky_relu": "F.leaky_relu({0}, {negative_slope})",
    "elu": "F.elu({0}, {alpha})",
    "gelu": "F.gelu({0}, approximate={approximate})",
    "silu": "F.silu({0})",
    "mish": "F.mish({0})",
    "softplus": "F.softplus({0}, {beta}, {threshold})",
    "softmax": "torch.softmax({0}, {axis})",
    "log_softmax": "torch.log_softmax({0}, {axis})",
    "sum": reduction("torch.sum"),
    "mean": reduction("torch.mean"),
    "prod": product,
    "max": reduction("torch.amax"),
    "min": reduction("torch.amin"),
    "var": reduction("torch.var"),
    "std": reduction("torch.std"),
    "norm": reduction("torch.linalg.vector_norm"),
    "logsumexp": reduction("torch.logsumexp", needs_axis=True),
    "cumsum": _cumsum,
    "cumprod": call("torch.cumprod", "axis"),
    "logcumsumexp": call("torch.logcumsumexp", "axis"),
    "argsort": "torch.argsort({0}, dim={axis}, descending={descending}, stable=True)",
    "argtopk": "torch.topk({0}, {k}, dim={axis}, largest={largest_first}).indices",
    "argkth": "torch.kthvalue({0}, {k}, dim={axis}, keepdim=True).indices",
    "mse": call("F.mse_loss"),
    "huber": call("F.huber_loss"),
    "bce": call("F.binary_cross_entropy"),
    "bce_with_logits": call("F.binary_cross_entropy_with_logits"),
    "cross_entropy": _cross_entropy,
    "einsum": lambda node, inputs: (
        f"torch.einsum({literal(node.params['equation'])}, {', '.join(inputs)})"
    ),
    "diag": "torch.diag({0}, {diagonal})",
    "tril": "torch.tril({0}, {diagonal})",
    "triu": "torch.triu({0}, {diagonal})",
    "inv": "torch.linalg.inv({0})",
    "det": "torch.linalg.det({0})",
    "logabsdet": "torch.linalg.slogdet({0}).logabsdet",
    "cholesky": "torch.linalg.cholesky({0})",
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
    **WINDOWS,
}
"""PyTorch's way of writing an operation: a template over inputs and parameters, or a function."""
