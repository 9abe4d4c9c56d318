"""Decompositions of matrices: eigenvectors, singular vectors, orthogonal bases.

An operation has one result: that of a decomposition is its factors on top of each other, which
``functions.linalg`` takes apart. Where only eigenvalues or singular values are asked for, there is
an operation for these: their derivatives exist also where some are equal.

The rules are those of Giles, "An extended collection of matrix derivative results" (2008), and of
Roberts and Roberts, "QR and LQ decomposition matrix backpropagation algorithms" (2020).
"""

from __future__ import annotations

from math import prod
from typing import Any, ClassVar

import numpy as np

from chainrule.engine.declaration import Gradient
from chainrule.engine.effort import decomposition_work
from chainrule.engine.errors import ArgumentError, ChainruleError, ShapeError
from chainrule.engine.node import UnaryNode, run
from chainrule.engine.operations.linear_algebra import SquareMatrixNode
from chainrule.engine.tensor import Array


def _across(a: Any) -> Any:
    return a.swapaxes(-1, -2)


def _row(a: Any) -> Any:
    """Vectors as matrices of one row, which scale the columns of others."""
    return a.reshape((*a.shape[:-1], 1, a.shape[-1]))


def _skew(a: Any) -> Any:
    return a - _across(a)


def _quotient(part: Any, by: Any) -> Any:
    """A quotient in which 0 / 0 is 0: of equal values that nobody tells apart."""
    return np.where((part == 0) & (by == 0), 0.0, part / by)


def _gaps(values: Any) -> Any:
    """How far column j's value is above row i's; 1 on the diagonal, where nothing is divided."""
    row = _row(values)
    return row - _across(row) + np.eye(values.shape[-1], dtype=values.dtype)


def _diagonal(values: Any) -> Any:
    return _row(values) * np.eye(values.shape[-1], dtype=values.dtype)


def _eigen_rule(g: Any, y: Any, a: Any, **_: Any) -> Any:
    vectors = y[..., 1:, :]
    turned = _quotient(_skew(_across(vectors) @ g[..., 1:, :]), _gaps(y[..., 0, :]))
    return vectors @ (0.5 * turned + _diagonal(g[..., 0, :])) @ _across(vectors)


def _eigenvalue_rule(g: Any, y: Any, a: Any, UPLO: str) -> Any:
    vectors = run(EigenvectorsNode, a, UPLO=UPLO)[..., 1:, :]
    return (vectors * _row(g)) @ _across(vectors)


def _singular_rule(g: Any, y: Any, a: Any) -> Any:
    m, n = a.shape[-2:]
    (u, s, v), (gu, gs, gv) = ((x[..., :m, :], x[..., m, :], x[..., m + 1 :, :]) for x in (y, g))
    row = _row(s)
    gaps = _gaps(s) * (row + _across(row))
    left = _quotient(_skew(_across(u) @ gu), gaps) * row
    right = _across(row) * _quotient(_skew(_across(v) @ gv), gaps)
    result = u @ (left + right + _diagonal(gs)) @ _across(v)
    if m > n:  # what leads out of the space that the columns span
        result = result + _quotient(gu - u @ (_across(u) @ gu), row) @ _across(v)
    if n > m:
        result = result + u @ _across(_quotient(gv - v @ (_across(v) @ gv), row))
    return result


def _singular_value_rule(g: Any, y: Any, a: Any) -> Any:
    m, factors = a.shape[-2], run(SingularVectorsNode, a)
    return (factors[..., :m, :] * _row(g)) @ _across(factors[..., m + 1 :, :])


def _triangle_rule(g: Any, y: Any, a: Any) -> Any:
    m = a.shape[-2]
    (q, r), (gq, gr) = ((x[..., :m, :], x[..., m:, :]) for x in (y, g))
    both = r @ _across(gr) - _across(gq) @ q
    whole = np.tril(both) + _across(np.tril(both, -1))
    return _across(np.linalg.solve(r, _across(gq + q @ whole)))


class DecompositionNode(UnaryNode):
    """A decomposition of a matrix, or of many at once in the leading axes."""

    method = False
    listed = False
    numpy: ClassVar[tuple[Any, ...]] = ()

    @classmethod
    def explain(
        cls, error: Exception, arrays: tuple[Array, ...], params: dict[str, Any]
    ) -> ChainruleError:
        """Whether the shape or the values are the reason."""
        a = arrays[0]
        if a.ndim < 2:
            return ShapeError(f"{cls.name}() takes a matrix, not shape {a.shape}")
        return super().explain(error, arrays, params)

    @classmethod
    def cost(cls, shapes: list[tuple[int, ...]], params: dict[str, Any]) -> tuple[int, int]:
        """Elements of the factors, and steps."""
        *batch, rows, columns = (1, 1, *shapes[0])
        elements = prod(batch) * (rows + columns + 1) * min(rows, columns)
        return elements, decomposition_work((*batch, rows, columns))


def _triangle(word: str) -> Any:
    if word not in ("L", "U"):
        raise ArgumentError(f"UPLO is 'L' or 'U', not {word!r}")
    return word


class EigenvectorsNode(DecompositionNode, SquareMatrixNode):
    """The eigenvalues of a symmetric matrix in a row, and its eigenvectors in the columns below."""

    name = "eigenvectors"
    symbol = "λ, V"
    formula = "eigenvectors(a)"
    torch = (
        "torch.cat([torch.linalg.eigh({0}, {UPLO})[0].unsqueeze(-2), "
        "torch.linalg.eigh({0}, {UPLO})[1]], -2)"
    )
    grad_fn_name = "LinalgEighBackward0"
    gradients = (
        Gradient(
            "vectors(y) @ (diag(values(g)) + turned(vectors(y), vectors(g)) / 2) @ vectors(y).T",
            _eigen_rule,
        ),
    )
    domain = "no derivative of the vectors where two eigenvalues are equal"

    @staticmethod
    def forward(a: Array, UPLO: str = "L") -> Array:
        """Reads one triangle only."""
        values, vectors = np.linalg.eigh(a, _triangle(UPLO))
        return np.concatenate([_row(values), vectors], axis=-2)


class EigenvaluesNode(DecompositionNode, SquareMatrixNode):
    """The eigenvalues of a symmetric matrix, in ascending order."""

    name = "eigvalsh"
    symbol = "λ"
    formula = "values(eigenvectors(a))"
    torch = "torch.linalg.eigvalsh({0}, {UPLO})"
    grad_fn_name = "LinalgEighBackward0"
    gradients = (
        Gradient(
            "vectors(eigenvectors(a)) @ diag(g) @ vectors(eigenvectors(a)).T", _eigenvalue_rule
        ),
    )

    @staticmethod
    def forward(a: Array, UPLO: str = "L") -> Array:
        """Reads one triangle only."""
        return np.linalg.eigvalsh(a, _triangle(UPLO))


class SingularVectorsNode(DecompositionNode):
    """Left singular vectors as columns, a row of singular values, and right singular vectors."""

    name = "singular_vectors"
    symbol = "U, σ, V"
    formula = "singular_vectors(a)"
    torch = (
        "torch.cat([torch.linalg.svd({0}, False)[0], torch.linalg.svd({0}, False)[1]"
        ".unsqueeze(-2), torch.linalg.svd({0}, False)[2].mT], -2)"
    )
    grad_fn_name = "LinalgSvdBackward0"
    gradients = (
        Gradient(
            "left(y) @ (turned(left(y), left(g)) * values(y) + values(y).T * "
            "turned(right(y), right(g)) + diag(values(g))) @ right(y).T + outside(g)",
            _singular_rule,
        ),
    )
    domain = "no derivative of the vectors where two singular values are equal, or one is 0"

    @staticmethod
    def forward(a: Array) -> Array:
        """As many vectors as the shorter side has."""
        u, s, vh = np.linalg.svd(a, full_matrices=False)
        return np.concatenate([u, _row(s), _across(vh)], axis=-2)


class SingularValuesNode(DecompositionNode):
    """The singular values of a matrix, in descending order."""

    name = "svdvals"
    symbol = "σ"
    formula = "values(singular_vectors(a))"
    torch = "torch.linalg.svdvals({0})"
    grad_fn_name = "LinalgSvdBackward0"
    gradients = (
        Gradient(
            "left(singular_vectors(a)) @ diag(g) @ right(singular_vectors(a)).T",
            _singular_value_rule,
        ),
    )

    @staticmethod
    def forward(a: Array) -> Array:
        """As many as the shorter side has."""
        return np.linalg.svd(a, compute_uv=False)


class OrthogonalNode(DecompositionNode):
    """The orthogonal columns Q of a matrix that is not wide, and below them R, with Q @ R = a."""

    name = "orthogonal"
    symbol = "Q, R"
    formula = "orthogonal(a)"
    torch = "torch.cat(torch.linalg.qr({0}), -2)"
    grad_fn_name = "LinalgQrBackward0"
    gradients = (
        Gradient(
            "(q(g) + q(y) @ mirrored(r(y) @ r(g).T - q(g).T @ q(y))) @ inv(r(y)).T",
            _triangle_rule,
        ),
    )
    domain = "no derivative where the columns depend on each other"

    @staticmethod
    def forward(a: Array) -> Array:
        """Makes the columns orthogonal, from the left."""
        return np.concatenate(np.linalg.qr(a), axis=-2)
