"""Factorisations of matrices, and what is read off them."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from chainrule.engine.declaration import Gradient
from chainrule.engine.errors import ChainruleError, SingularError
from chainrule.engine.operations.linear_algebra import SquareMatrixNode
from chainrule.engine.tensor import Array


def _rule(g: Any, y: Any, a: Any) -> Any:
    product = y.swapaxes(-1, -2) @ g
    lower = np.tril(product) - product * (0.5 * np.eye(a.shape[-1], dtype=a.dtype))
    inverse = np.linalg.inv(y)
    part = inverse.swapaxes(-1, -2) @ lower @ inverse
    return 0.5 * (part + part.swapaxes(-1, -2))


class CholeskyNode(SquareMatrixNode):
    """The lower triangle L with L @ L.T = a, of a symmetric positive-definite matrix."""

    name = "cholesky"
    symbol = "chol"
    numpy = (np.linalg.cholesky,)
    formula = "cholesky(a)"
    torch = "torch.linalg.cholesky({0})"
    grad_fn_name = "LinalgCholeskyExBackward0"
    gradients = (
        Gradient(
            "inv(y).T @ (tril(y.T @ g) + tril(y.T @ g).T - y.T @ g * eye(y)) @ inv(y) / 2", _rule
        ),
    )
    domain = "only a positive-definite matrix has one"

    @staticmethod
    def forward(a: Array) -> Array:
        """Factorises; what stands above the diagonal is not read."""
        return np.linalg.cholesky(a)

    @classmethod
    def cost(cls, shapes: list[tuple[int, ...]], params: dict[str, Any]) -> tuple[int, int]:
        """Elements of the result, and steps: cubic, and something for each matrix."""
        size, rows = prod(shapes[0]), max(shapes[0][-1:], default=1)
        return size, size * max(rows, 10) * 3 + 1_000 * prod(shapes[0][:-2])

    @classmethod
    def explain(
        cls, error: Exception, arrays: tuple[Array, ...], params: dict[str, Any]
    ) -> ChainruleError:
        """Whether the shape or the values are the reason."""
        if "ositive" in str(error):
            return SingularError("cholesky(): the matrix is not positive-definite")
        return super().explain(error, arrays, params)


class LogDeterminantNode(SquareMatrixNode):
    """The logarithm of the determinant's size, of any size."""

    name = "logabsdet"
    symbol = "ln |det|"
    method = False
    formula = "log(abs(det(a)))"
    torch = "torch.linalg.slogdet({0}).logabsdet"
    listed = False
    gradients = (
        Gradient(
            "g * inv(a).T",
            lambda g, y, a: g.reshape((*y.shape, 1, 1)) * np.linalg.inv(a).swapaxes(-1, -2),
        ),
    )
    domain = "−∞ where the matrix is singular, and without a gradient"

    @staticmethod
    def forward(a: Array) -> Array:
        """The logarithm of each matrix."""
        return np.asarray(np.linalg.slogdet(a)[1])

    @classmethod
    def cost(cls, shapes: list[tuple[int, ...]], params: dict[str, Any]) -> tuple[int, int]:
        """Elements of the gradient, and steps."""
        return CholeskyNode.cost(shapes, params)
