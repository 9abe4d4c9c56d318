"""Linear algebra by the names of ``torch.linalg``."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from chainrule.engine import DomainError, Tensor
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
from chainrule.functions.decompositions import matrices


class LogDeterminant(NamedTuple):
    """The sign of a determinant, and the logarithm of its size."""

    sign: Tensor
    logabsdet: Tensor


class LeastSquares(NamedTuple):
    """A solution, its squared errors, and the rank and singular values of the matrix."""

    solution: Tensor
    residuals: Tensor
    rank: Tensor
    singular_values: Tensor


@declared("cholesky(A)", "L = torch.linalg.cholesky(torch.eye(2))", method=True)
def cholesky(A: Numbers, *, upper: bool = False) -> Tensor:
    """The lower triangle L with L @ L.T = A, or its transpose."""
    found = op.cholesky(A)
    return op.transpose(found) if upper else found


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
    """The norm of a matrix: Frobenius's, of columns (±1), rows (±inf) or singular values."""
    a = as_tensor(A)
    require_shape(a.ndim > 1, f"matrix_norm() takes a matrix, not the shape {a.shape}")
    rows, columns = (k % a.ndim for k in dim)
    if ord in ("fro", "f"):
        return op.norm(a, axis=(rows, columns), keepdims=keepdim)
    if ord in ("nuc", 2, -2):
        return _singular_norm(a, ord, rows, columns, keepdim)
    require(
        ord in (1, -1, math.inf, -math.inf),
        f"matrix_norm(): ord is 'fro', 'nuc', 1, -1, 2, -2, inf or -inf, not {ord!r}",
    )
    inner, outer = (rows, columns) if abs(ord) == 1 else (columns, rows)
    sums = op.sum(op.abs(a), axis=inner, keepdims=True)
    best = (op.max if ord > 0 else op.min)(sums, axis=outer, keepdims=True)
    return best if keepdim else op.squeeze(best, axis=(rows, columns))


def _singular_norm(a: Tensor, ord: Any, rows: int, columns: int, keepdim: bool) -> Tensor:
    """The sum of the singular values, the largest or the smallest one."""
    others = [k for k in range(a.ndim) if k not in (rows, columns)]
    singular = op.svdvals(op.permute(a, axes=(*others, rows, columns)))
    reduce = {"nuc": op.sum, 2: op.max, -2: op.min}[ord]
    found = reduce(singular, axis=-1)
    if not keepdim:
        return found
    return op.reshape(
        found, shape=tuple(1 if k in (rows, columns) else n for k, n in enumerate(a.shape))
    )


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
def pinv(
    A: Numbers,
    atol: float | None = None,
    rtol: float | None = None,
    hermitian: bool = False,
    rcond: float | None = None,
) -> Tensor:
    """The pseudo-inverse of a matrix of full rank."""
    a = as_tensor(A)
    require_shape(a.ndim > 1, f"pinv() takes a matrix, not the shape {a.shape}")
    if hermitian:  # only the lower triangle is read; the gradient is as if all had been
        require_shape(a.shape[-1] == a.shape[-2], f"a matrix of the shape {a.shape} is not square")
        lower = np.tril(values_of(a))
        a = op.add(a, lower + np.tril(lower, -1).swapaxes(-1, -2) - values_of(a))
    rows, columns = a.shape[-2:]
    if not rows or not columns:
        return op.transpose(a)
    singular = np.linalg.svd(matrices(a), compute_uv=False)
    least = max(float(x) for x in (rtol or 0.0, rcond or 0.0, 1e-10))
    if singular.size and singular.min() <= max(least * singular.max(), atol or 0.0):
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
def lstsq(
    A: Numbers, B: Numbers, rcond: float | None = None, *, driver: str | None = None
) -> LeastSquares:
    """The solution with the least squared error, the error, the rank and the singular values."""
    a, b = as_tensor(A), as_tensor(B)
    drivers = ("gels", "gelsy", "gelsd", "gelss")
    require(driver is None or driver in drivers, f"lstsq(): driver is one of {', '.join(drivers)}")
    found = op.matmul(pinv(a), b)
    rank, singular = np.linalg.matrix_rank(matrices(a)), np.zeros(0)
    residuals = new_tensor(np.zeros(0))
    if a.shape[-2] > a.shape[-1] and driver in ("gels", "gelsd", "gelss"):
        residuals = op.sum(op.square(op.sub(op.matmul(a, found), b)), axis=-2)
    if driver in ("gelsd", "gelss"):
        singular = np.linalg.svd(matrices(a), compute_uv=False)
    # Only these drivers of LAPACK tell what they are asked for here, as in PyTorch.
    rank = np.zeros(0, dtype=np.int64) if driver == "gels" else np.asarray(rank)
    return LeastSquares(found, residuals, new_tensor(rank), new_tensor(singular))


@declared("input[0, 0] + input[1, 1] + ...", "y = torch.linalg.trace(torch.eye(2))")
def matrix_trace(A: Numbers) -> Tensor:
    """The sum of the diagonal, of each matrix."""
    return op.sum(diagonal(A, 0, -2, -1), axis=-1)


@composed("inv(L.T) @ inv(L) @ B", "x = torch.cholesky_solve(B, torch.linalg.cholesky(A))")
def cholesky_solve(B: Numbers, L: Numbers, upper: bool = False) -> Tensor:
    """The solution x of (L @ L.T) @ x = B."""
    lower = op.transpose(L) if upper else as_tensor(L)
    return op.solve(op.transpose(lower), op.solve(lower, B))


@declared("inv(A) @ B", "x = torch.linalg.solve_triangular(A, B, upper=True)")
def solve_triangular(
    A: Numbers, B: Numbers, *, upper: bool, left: bool = True, unitriangular: bool = False
) -> Tensor:
    """The solution x of A @ x = B for a triangle A; of x @ A = B with ``left=False``."""
    pick = op.triu if upper else op.tril
    if unitriangular:
        a = op.add(pick(A, diagonal=1 if upper else -1), np.eye(as_tensor(A).shape[-1]))
    else:
        a = pick(A)
    if left:
        return op.solve(a, B)
    return op.transpose(op.solve(op.transpose(a), op.transpose(B)))
