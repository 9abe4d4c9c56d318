"""Code: values as Python source, and operations as templates of it, for either library.

An operation declares how it is written: a template over its inputs (``"{0} + {1}"``) and parameters
(``"F.elu({0}, {alpha})"``), or a function from the recorded node and its inputs' expressions.
"""

from __future__ import annotations

import base64
import math
import zlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Writer = Callable[[Any, Sequence[str]], str]
"""From a recorded node and the expressions of its inputs to its own."""

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


def filled(how: str | Writer, node: Any, inputs: Sequence[str]) -> str:
    """A recorded node as it is declared to be written."""
    if not isinstance(how, str):
        return how(node, inputs)
    params = {name: literal(value) for name, value in node.params.items()}
    return how.format(*inputs, **params)
