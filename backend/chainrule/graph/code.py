"""Code: one recorded operation as a Python expression, for Chainrule.

In come the operation and the expressions of its inputs, out comes source text, which follows from
the declarations. Signs and literals are PyTorch's, too (``torch_code.py``).
"""

from __future__ import annotations

import base64
import math
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chainrule.engine import Node

SIGNS = {
    "add": "{0} + {1}",
    "sub": "{0} - {1}",
    "mul": "{0} * {1}",
    "div": "{0} / {1}",
    "remainder": "{0} % {1}",
    "matmul": "{0} @ {1}",
    "neg": "-{0}",
    "pow": "{0} ** {exponent}",
    "pow_tensor": "{0} ** {1}",
}
"""Operations that both libraries write with a sign, by name."""

LITERAL_ELEMENTS = 1000
"""Larger arrays are written compressed (exact, and much shorter), empty ones as their shape: the
script gets the function ``stored`` for them."""


def literal(value: Any) -> str:
    """A parameter as Python source."""
    if isinstance(value, float) and not math.isfinite(value):
        return "nan" if value != value else "inf" if value > 0 else "-inf"
    if isinstance(value, np.generic):
        return literal(value.item())
    if isinstance(value, np.ndarray):
        return array_literal(value)
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, tuple):
        return f"({', '.join(map(literal, value))}{',' if len(value) == 1 else ''})"
    return repr(value)


def array_literal(array: NDArray[Any]) -> str:
    """An array as Python source, with every digit that is needed to have it again."""
    if array.size <= LITERAL_ELEMENTS and all(array.shape):
        return literal(array.tolist())
    packed = base64.b64encode(zlib.compress(np.ascontiguousarray(array).tobytes())).decode()
    return f'stored("{packed}", "{array.dtype.str}", {array.shape})'


def index_code(index: Any, array: str = "{}") -> str:
    """What stands between the square brackets; ``array`` is how an array of positions is made."""
    if isinstance(index, slice):
        bounds = [index.start, index.stop] + ([] if index.step is None else [index.step])
        return ":".join("" if bound is None else str(bound) for bound in bounds)
    if isinstance(index, tuple):
        return ", ".join(index_code(item, array) for item in index) or "()"
    if isinstance(index, np.ndarray | list):
        return array.format(literal(index))
    return "..." if index is Ellipsis else literal(index)


def sign(node: Node, inputs: Sequence[str]) -> str:
    """The operation with its sign between the inputs."""
    params = {name: literal(value) for name, value in node.params.items()}
    return SIGNS[node.name].format(*inputs, **params)


LISTS = ("cat", "stack", "einsum")
"""Operations that take their inputs as one list, even a single one."""


def chainrule_code(node: Node, inputs: Sequence[str]) -> str:
    """The operation as a call of the package's function: parameters by name unless default."""
    if node.name in SIGNS:
        return sign(node, inputs)
    if node.name == "getitem":
        return f"{inputs[0]}[{index_code(node.params['index'])}]"
    if node.name == "masked_index":
        return f"{inputs[0]}[{inputs[1]} != 0]"
    if node.name == "scatter":
        shape = literal(node.params["shape"])
        return (
            f"chainrule.scatter({inputs[0]}, index={literal(node.params['index'])}, shape={shape})"
        )
    if node.name == "index_put":
        index = literal(node.params["index"])
        return f"chainrule.index_put({inputs[0]}, {inputs[1]}, index={index})"
    operands = dict(zip(node.input_names, inputs, strict=False))
    if len(node.input_names) != len(inputs) or node.name in LISTS:
        operands = {node.input_names[0]: f"[{', '.join(inputs)}]"}
    last_input = max(node.order.index(name) for name in operands)
    arguments: list[str] = []
    for place, name in enumerate(node.order):
        if name in operands:
            arguments.append(operands[name])
        elif place < last_input:
            arguments.append(literal(node.params[name]))
        elif node.params[name] != node.defaults[name]:
            arguments.append(f"{name}={literal(node.params[name])}")
    return f"chainrule.{node.name}({', '.join(arguments)})"
