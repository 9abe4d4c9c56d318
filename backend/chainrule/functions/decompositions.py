"""Decompositions of matrices and what follows from them, by the names of ``torch.linalg``."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from chainrule.engine import DomainError, GradientError, Tensor, allocate, charge
from chainrule.engine import tensor as new_tensor
from chainrule.engine.effort import decomposition_work
from chainrule.functions.arguments import (
    Numbers,
    as_tensor,
    op,
    require,
    require_shape,
    values_of,
)
from chainrule.functions.composition import composed, declared


class SingularVectors(NamedTuple):
    """Left singular vectors as columns, singular values, and right singular vectors as rows."""

    U: Tensor
    S: Tensor
    Vh: Tensor


class Eigenvectors(NamedTuple):
    """Eigenvalues in ascending order, and eigenvectors as columns."""

    eigenvalues: Tensor
    eigenvectors: Tensor


class Orthogonal(NamedTuple):
    """Orthogonal columns, and an upper triangle."""

    Q: Tensor
    R: Tensor


QR_MODES = ("reduced", "complete", "r")
"""How many columns the orthogonal factor has, or that it is not wanted."""


def _matrix(name: str, A: Numbers) -> Tensor:
    a = as_tensor(A)
    require_shape(a.ndim > 1, f"{name}() takes a matrix, not the shape {a.shape}")
    return a


def matrices(A: Numbers) -> Any:
    """The values of matrices that are about to be decomposed, which is charged for."""
    values = values_of(A)
    require_shape(values.ndim > 1, f"a matrix is needed, not the shape {values.shape}")
    charge(decomposition_work(values.shape))
    return values


def values_only(name: str, A: Numbers, compute: Any) -> Any:
    """What NumPy computes, where no gradient would be lost by that."""
    a = as_tensor(A)
    if a.requires_grad:
        raise GradientError(
            f"{name}() has no gradient here; give it x.detach() where none is needed"
        )
    require_shape(a.ndim > 1, f"{name}() takes a matrix, not the shape {a.shape}")
    try:
        found = compute(matrices(a))
    except np.linalg.LinAlgError as error:
        raise DomainError(f"{name}(): {error}") from None
    if isinstance(found, tuple):
        return tuple(new_tensor(np.asarray(part)) for part in found)
    return new_tensor(np.asarray(found))


def _filled(a: Any) -> Any:
    """Matrices that are about to be decomposed into square ones, which are charged for."""
    *batch, rows, columns = a.shape
    allocate((*batch, max(rows, columns), max(rows, columns)))
    return a


@composed("", "U, S, Vh = torch.linalg.svd(torch.eye(2))")
def svd(A: Numbers, full_matrices: bool = True) -> SingularVectors:
    """The singular value decomposition, A = U @ diag(S) @ Vh."""
    a = _matrix("svd", A)
    m, n = a.shape[-2:]
    if full_matrices and m != n:
        if a.requires_grad:
            raise GradientError(
                "svd(): the vectors that full_matrices=True adds have no gradient; "
                "write full_matrices=False"
            )
        return SingularVectors(*values_only("svd", a, lambda x: np.linalg.svd(_filled(x))))
    found = op.singular_vectors(a)
    u, s, v = (op.getitem(found, index=(..., k, slice(None))) for k in _stacked(m, n))
    return SingularVectors(u, s, op.transpose(v))


def _stacked(m: int, n: int) -> tuple[Any, ...]:
    """Which rows are the left vectors, the values and the right vectors."""
    return slice(m), m, slice(m + 1, m + 1 + n)


@declared("", "S = torch.linalg.svdvals(torch.eye(2))")
def svdvals(A: Numbers) -> Tensor:
    """The singular values, from the largest to the smallest."""
    return op.svdvals(A)


@composed("", "L, Q = torch.linalg.eigh(torch.eye(2))")
def eigh(A: Numbers, UPLO: str = "L") -> Eigenvectors:
    """The eigenvalues and eigenvectors of a symmetric matrix, of which one triangle is read."""
    found = op.eigenvectors(A, UPLO=UPLO)
    values = op.getitem(found, index=(..., 0, slice(None)))
    return Eigenvectors(values, op.getitem(found, index=(..., slice(1, None), slice(None))))


@declared("", "L = torch.linalg.eigvalsh(torch.eye(2))")
def eigvalsh(A: Numbers, UPLO: str = "L") -> Tensor:
    """The eigenvalues of a symmetric matrix, in ascending order."""
    return op.eigvalsh(A, UPLO=UPLO)


@composed("", "Q, R = torch.linalg.qr(torch.eye(2))", method=True)
def qr(A: Numbers, mode: str = "reduced") -> Orthogonal:
    """The decomposition into orthogonal columns and an upper triangle, A = Q @ R."""
    require(mode in QR_MODES, f"qr(): mode is one of {', '.join(QR_MODES)}, not {mode!r}")
    a = _matrix("qr", A)
    m, n = a.shape[-2:]
    if mode == "r" or (mode == "complete" and m > n):
        if a.requires_grad:
            raise GradientError(
                f"qr(): there is no gradient with mode={mode!r}; write mode='reduced'"
            )
        if mode == "r":
            r = values_only("qr", a, lambda x: np.linalg.qr(x, "r"))
            return Orthogonal(new_tensor(np.zeros(0)), r)
        return Orthogonal(*values_only("qr", a, lambda x: np.linalg.qr(_filled(x), "complete")))
    tall = op.getitem(a, index=(..., slice(m))) if n > m else a
    factors = op.orthogonal(tall)
    q, r = (
        op.getitem(factors, index=(..., rows, slice(None))) for rows in (slice(m), slice(m, None))
    )
    if n > m:  # what is beyond the square is only turned
        rest = op.matmul(op.transpose(q), op.getitem(a, index=(..., slice(m, None))))
        r = op.cat(r, rest, axis=-1)
    return Orthogonal(q, r)


@declared("", "r = torch.linalg.matrix_rank(torch.eye(2))")
def matrix_rank(
    A: Numbers, tol: Any = None, hermitian: bool = False, *, atol: Any = None, rtol: Any = None
) -> Tensor:
    """The rank of a matrix: how many singular values are above a bound."""
    values = matrices(A)
    singular = np.linalg.svd(values, compute_uv=False)
    given = tol if atol is None else atol
    absolute = 0.0 if given is None else values_of(given)[..., None]
    usual = max(values.shape[-2:]) * np.finfo(values.dtype).eps if given is None else 0.0
    relative = usual if rtol is None else values_of(rtol)[..., None]
    largest = singular.max(axis=-1, keepdims=True, initial=0.0)
    bound = np.maximum(absolute, relative * largest)
    return new_tensor(np.asarray(np.sum(singular > bound, axis=-1)))


@declared("", "c = torch.linalg.cond(torch.eye(2))")
def cond(A: Numbers, p: Any = None) -> Tensor:
    """The condition number; without a gradient."""
    return values_only("cond", A, lambda a: np.linalg.cond(a, p))  # type: ignore[no-any-return]
