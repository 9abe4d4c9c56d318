"""Linear algebra by the names of ``torch.linalg``."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from chainrule.engine import DomainError, GradientError, Tensor
from chainrule.engine import tensor as new_tensor
from chainrule.functions.arguments import (
    Numbers,
    as_tensor,
    op,
    require,
    require_shape,
    values_of,
)
from chainrule.functions.axes import diagonal
from chainrule.functions.composition import composed, declared


class LogDeterminant(NamedTuple):
    """The sign of a determinant, and the logarithm of its size."""

    sign: Tensor
    logabsdet: Tensor


@declared("norm(input)", "y = torch.linalg.norm(x)", aliases=("frobenius_norm",))
def norm(A: Numbers, ord: Any = None, dim: Any = None, keepdim: bool = False) -> Tensor:
    """The length of a vector or matrix: of all elements unless ``ord`` or ``dim`` say otherwise."""
    a = as_tensor(A)
    axes = tuple(dim) if isinstance(dim, list | tuple) else dim
    if ord is None or (isinstance(axes, int)):
        return op.norm(a, p=2 if ord is None else ord, axis=axes, keepdims=keepdim)
    if axes is None:
        require_shape(
            a.ndim in (1, 2),
            "linalg.norm: If dim is not specified but ord is, the input is 1D or 2D",
        )
        return (
            vector_norm(a, ord, None, keepdim)
            if a.ndim == 1
            else matrix_norm(a, ord, (-2, -1), keepdim)
        )
    return (
        matrix_norm(a, ord, axes, keepdim) if len(axes) == 2 else vector_norm(a, ord, axes, keepdim)
    )


@declared("norm(input)", "y = torch.linalg.vector_norm(x)")
def vector_norm(x: Numbers, ord: Any = 2, dim: Any = None, keepdim: bool = False) -> Tensor:
    """The p-norm of the elements."""
    return op.norm(x, p=ord, axis=dim, keepdims=keepdim)


@composed("max(sum(abs(input)))", "y = torch.linalg.matrix_norm(torch.eye(2), 1)")
def matrix_norm(
    A: Numbers,
    ord: Any = "fro",
    dim: Any = (-2, -1),
    keepdim: bool = False,
) -> Tensor:
    """The norm of a matrix: Frobenius's, of its columns (1, −1) or of its rows (inf, −inf)."""
    a = as_tensor(A)
    require_shape(a.ndim > 1, f"matrix_norm() takes a matrix, not the shape {a.shape}")
    rows, columns = (k % a.ndim for k in dim)
    if ord in ("fro", "f"):
        return op.norm(a, axis=(rows, columns), keepdims=keepdim)
    require(
        ord in (1, -1, math.inf, -math.inf),
        f"matrix_norm(): ord is 'fro', 1, -1, inf or -inf, not {ord!r}; "
        "others need singular values, which have no gradient here",
    )
    inner, outer = (rows, columns) if abs(ord) == 1 else (columns, rows)
    sums = op.sum(op.abs(a), axis=inner, keepdims=True)
    best = (op.max if ord > 0 else op.min)(sums, axis=outer, keepdims=True)
    return best if keepdim else op.squeeze(best, axis=(rows, columns))


@composed(
    "sign(det(input)), log(abs(det(input)))",
    "s, y = torch.linalg.slogdet(torch.eye(2))",
    method=True,
)
def slogdet(A: Numbers) -> LogDeterminant:
    """The sign of the determinant, and the logarithm of its size."""
    a = as_tensor(A)
    return LogDeterminant(new_tensor(np.linalg.slogdet(values_of(a))[0]), op.logabsdet(a))


@declared("log(det(input))", "y = torch.logdet(torch.eye(2))", method=True)
def logdet(input: Numbers) -> Tensor:
    """The logarithm of the determinant; NaN where that is negative."""
    return op.log(op.det(input))


@composed("inv(A.T @ A) @ A.T", "P = torch.linalg.pinv(torch.eye(2))", method=True)
def pinv(A: Numbers) -> Tensor:
    """The pseudo-inverse of a matrix of full rank."""
    a = as_tensor(A)
    require_shape(a.ndim > 1, f"pinv() takes a matrix, not the shape {a.shape}")
    rows, columns = a.shape[-2:]
    singular = np.linalg.svd(values_of(a), compute_uv=False)
    if singular.size and singular.min() <= 1e-10 * singular.max():
        raise DomainError(
            "pinv(): the matrix has not its full rank; there is no gradient for such a one here"
        )
    across = op.transpose(a)
    if rows == columns:
        return op.inv(a)
    if rows > columns:
        return op.solve(op.matmul(across, a), across)
    return op.transpose(op.solve(op.matmul(a, across), a))


@composed("inv(A) @ B", "x = torch.linalg.lstsq(A, B)[0]")
def lstsq(A: Numbers, B: Numbers) -> tuple[Tensor]:
    """The solution with the least squared error; A has at least as many rows as columns."""
    return (op.matmul(pinv(A), B),)


@declared("input[0, 0] + input[1, 1] + ...", "y = torch.linalg.trace(torch.eye(2))")
def matrix_trace(A: Numbers) -> Tensor:
    """The sum of the diagonal, of each matrix."""
    return op.sum(diagonal(A, 0, -2, -1), axis=-1)


@composed("inv(L.T) @ inv(L) @ B", "x = torch.cholesky_solve(B, L)")
def cholesky_solve(B: Numbers, L: Numbers, upper: bool = False) -> Tensor:
    """The solution x of (L @ L.T) @ x = B."""
    lower = op.transpose(L) if upper else as_tensor(L)
    return op.solve(op.transpose(lower), op.solve(lower, B))


@declared("inv(A) @ B", "x = torch.linalg.solve_triangular(A, B, upper=True)")
def solve_triangular(A: Numbers, B: Numbers, *, upper: bool, left: bool = True) -> Tensor:
    """The solution x of A @ x = B for a triangle A; of x @ A = B with ``left=False``."""
    a = (op.triu if upper else op.tril)(A)
    if left:
        return op.solve(a, B)
    return op.transpose(op.solve(op.transpose(a), op.transpose(B)))


def _values_only(name: str, A: Numbers, compute: Any) -> Any:
    a = as_tensor(A)
    if a.requires_grad:
        raise GradientError(
            f"{name}() has no gradient here; give it x.detach() where none is needed"
        )
    require_shape(a.ndim > 1, f"{name}() takes a matrix, not the shape {a.shape}")
    try:
        found = compute(values_of(a))
    except np.linalg.LinAlgError as error:
        raise DomainError(f"{name}(): {error}") from None
    if isinstance(found, tuple):
        return tuple(new_tensor(np.asarray(part)) for part in found)
    return new_tensor(np.asarray(found))


@declared("", "U, S, Vh = torch.linalg.svd(torch.eye(2))")
def svd(A: Numbers, full_matrices: bool = True) -> tuple[Tensor, Tensor, Tensor]:
    """The singular value decomposition; without a gradient."""
    return _values_only("svd", A, lambda a: tuple(np.linalg.svd(a, full_matrices)))  # type: ignore[no-any-return]


@declared("", "S = torch.linalg.svdvals(torch.eye(2))")
def svdvals(A: Numbers) -> Tensor:
    """The singular values; without a gradient."""
    return _values_only("svdvals", A, lambda a: np.linalg.svd(a, compute_uv=False))  # type: ignore[no-any-return]


@declared("", "L, Q = torch.linalg.eigh(torch.eye(2))")
def eigh(A: Numbers) -> tuple[Tensor, Tensor]:
    """The eigenvalues and eigenvectors of a symmetric matrix; without a gradient."""
    return _values_only("eigh", A, lambda a: tuple(np.linalg.eigh(a)))  # type: ignore[no-any-return]


@declared("", "L = torch.linalg.eigvalsh(torch.eye(2))")
def eigvalsh(A: Numbers) -> Tensor:
    """The eigenvalues of a symmetric matrix; without a gradient."""
    return _values_only("eigvalsh", A, np.linalg.eigvalsh)  # type: ignore[no-any-return]


@declared("", "Q, R = torch.linalg.qr(torch.eye(2))")
def qr(A: Numbers) -> tuple[Tensor, Tensor]:
    """The decomposition into an orthogonal matrix and a triangle; without a gradient."""
    return _values_only("qr", A, lambda a: tuple(np.linalg.qr(a)))  # type: ignore[no-any-return]


@declared("", "r = torch.linalg.matrix_rank(torch.eye(2))")
def matrix_rank(A: Numbers) -> Tensor:
    """The rank of a matrix."""
    return new_tensor(np.asarray(np.linalg.matrix_rank(values_of(A))))


@declared("", "c = torch.linalg.cond(torch.eye(2))")
def cond(A: Numbers, p: Any = None) -> Tensor:
    """The condition number; without a gradient."""
    return _values_only("cond", A, lambda a: np.linalg.cond(a, p))  # type: ignore[no-any-return]
