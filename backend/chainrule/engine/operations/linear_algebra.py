"""Products of matrices."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine.errors import ShapeError
from chainrule.engine.node import BinaryNode, Gradient
from chainrule.engine.tensor import Array


def _left_rule(g: Any, y: Any, a: Any, b: Any) -> Any:
    if b.ndim == 1:
        return g * b if a.ndim == 1 else g.reshape((*g.shape, 1)) * b
    if a.ndim == 1:
        return (b @ g.reshape((*g.shape, 1))).reshape(b.shape[:-1])
    return g @ b.swapaxes(-1, -2)


def _right_rule(g: Any, y: Any, a: Any, b: Any) -> Any:
    if a.ndim == 1:
        return a * g if b.ndim == 1 else a.reshape((-1, 1)) * g.reshape((*g.shape[:-1], 1, -1))
    if b.ndim == 1:
        return (a.swapaxes(-1, -2) @ g.reshape((*g.shape, 1))).reshape((*a.shape[:-2], -1))
    return a.swapaxes(-1, -2) @ g


class MatMulNode(BinaryNode):
    """The matrix product; leading axes are broadcast, a vector is a row left and a column right."""

    name = "matmul"
    symbol = "@"
    operator = "matmul"
    formula = "a @ b"
    forward = np.matmul
    gradients = (Gradient("g @ b.T", _left_rule), Gradient("a.T @ g", _right_rule))

    @classmethod
    def explain(
        cls, error: Exception, arrays: tuple[Array, ...], params: dict[str, Any]
    ) -> ShapeError:
        """Both shapes, and whether the inner sizes are the reason."""
        a, b = arrays[0].shape, arrays[1].shape
        if not a or not b:
            return ShapeError(f"{a} @ {b}: a single number has no rows; use * to scale")
        inner = b[-2] if len(b) > 1 else b[0]
        if a[-1] != inner:
            return ShapeError(f"{a} @ {b}: the inner sizes {a[-1]} and {inner} differ")
        return ShapeError(f"{a} @ {b}: the leading axes cannot be broadcast")
