"""Matrices and their diagonals and triangles."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from chainrule.engine.declaration import Gradient
from chainrule.engine.effort import CHEAP, Params, Shapes
from chainrule.engine.errors import ShapeError
from chainrule.engine.node import UnaryNode
from chainrule.engine.operations.indexing import scatter
from chainrule.engine.tensor import Array


class TraceNode(UnaryNode):
    """The sum of a matrix's main diagonal."""

    name = "trace"
    integers = "kept"
    symbol = "tr"
    numpy = (np.trace,)
    formula = "trace(a)"
    torch = "torch.trace({0})"
    effort = CHEAP
    gradients = (
        Gradient("g * eye(a)", lambda g, y, a: g * np.eye(*a.shape, dtype=a.dtype), reads=()),
    )

    @staticmethod
    def forward(a: Array) -> Array:
        """Sums the diagonal."""
        if a.ndim != 2:
            raise ShapeError(f"trace() takes a matrix, not shape {a.shape}")
        return np.asarray(np.trace(a))


def _diagonal(shape: tuple[int, ...], diagonal: int) -> tuple[Any, Any]:
    rows, columns = shape
    n = max(min(rows + min(diagonal, 0), columns - max(diagonal, 0)), 0)
    steps = np.arange(n)
    return steps - min(diagonal, 0), steps + max(diagonal, 0)


def _diagonal_size(shapes: Shapes, params: Params) -> int:
    if len(shapes[0]) != 1:
        return prod(shapes[0])
    offset = params.get("diagonal", 0)
    return int((shapes[0][0] + (abs(offset) if isinstance(offset, int) else 0)) ** 2)


class DiagNode(UnaryNode):
    """A matrix with the vector on a diagonal, or the diagonal of a matrix."""

    name = "diag"
    integers = "kept"
    symbol = "diag"
    numpy = (np.diag,)
    formula = "diag(a)"
    torch = "torch.diag({0}, {diagonal})"
    size = staticmethod(_diagonal_size)
    effort = CHEAP
    gradients = (
        Gradient(
            "diag(g)",
            lambda g, y, a, diagonal: (
                np.diag(g, diagonal) if a.ndim == 1 else scatter(g, a, _diagonal(a.shape, diagonal))
            ),
        ),
    )

    @staticmethod
    def forward(a: Array, diagonal: int = 0) -> Array:
        """Makes or takes the diagonal so far above the main one."""
        if a.ndim not in (1, 2):
            raise ShapeError(f"diag() takes a vector or a matrix, not shape {a.shape}")
        return np.diag(a, diagonal) if a.ndim == 1 else a[_diagonal(a.shape, diagonal)]


def _need_matrix(name: str, a: Array) -> None:
    if a.ndim < 2:
        raise ShapeError(f"{name}() takes a matrix, not shape {a.shape}")


class TrilNode(UnaryNode):
    """The lower triangle of a matrix; zeros above the diagonal."""

    name = "tril"
    integers = "kept"
    symbol = "◣"
    numpy = (np.tril,)
    formula = "tril(a)"
    torch = "torch.tril({0}, {diagonal})"
    effort = CHEAP
    gradients = (Gradient("tril(g)", lambda g, y, a, diagonal: np.tril(g, diagonal)),)

    @staticmethod
    def forward(a: Array, diagonal: int = 0) -> Array:
        """Keeps what is on and below the diagonal."""
        _need_matrix("tril", a)
        return np.tril(a, diagonal)


class TriuNode(UnaryNode):
    """The upper triangle of a matrix; zeros below the diagonal."""

    name = "triu"
    integers = "kept"
    symbol = "◥"
    numpy = (np.triu,)
    formula = "triu(a)"
    torch = "torch.triu({0}, {diagonal})"
    effort = CHEAP
    gradients = (Gradient("triu(g)", lambda g, y, a, diagonal: np.triu(g, diagonal)),)

    @staticmethod
    def forward(a: Array, diagonal: int = 0) -> Array:
        """Keeps what is on and above the diagonal."""
        _need_matrix("triu", a)
        return np.triu(a, diagonal)
