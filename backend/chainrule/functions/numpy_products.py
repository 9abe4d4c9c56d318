"""NumPy's products and ``numpy.linalg``, with NumPy's meanings."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import DomainError, Tensor
from chainrule.engine import tensor as new_tensor
from chainrule.functions import axes, decompositions, linalg, products
from chainrule.functions.arguments import Numbers, op, require, require_shape, values_of
from chainrule.functions.composition import composed, declared
from chainrule.functions.numpy_reductions import as_array


@declared("a @ b", "y = np.dot(x, y)")
def dot(a: Numbers, b: Numbers, out: Any = None) -> Tensor:
    """The product of vectors or matrices; of more axes the last of a with the last but one of b."""
    x, y = as_array(a), as_array(b)
    if not (x.ndim and y.ndim):
        return op.mul(x, y)
    if y.ndim <= 2:  # there @ means the same
        return op.matmul(x, y)
    if x.shape[-1] != y.shape[-2]:
        require_shape(False, f"shapes {x.shape} and {y.shape} not aligned")
    return products.tensordot(x, y, ([-1], [-2]))


@declared("a @ b", "y = np.matmul(x, y)")
def matmul(x1: Numbers, x2: Numbers) -> Tensor:
    """The product of matrices; leading axes are broadcast."""
    return op.matmul(as_array(x1), as_array(x2))


@declared("sum(a * b)", "y = np.vdot(x, y)")
def vdot(a: Numbers, b: Numbers) -> Tensor:
    """The sum of the products of all elements."""
    return op.matmul(op.reshape(as_array(a), shape=(-1,)), op.reshape(as_array(b), shape=(-1,)))


@declared("sum(a * b)", "y = np.inner(x, y)")
def inner(a: Numbers, b: Numbers) -> Tensor:
    """The sums of products along the last axes."""
    return products.inner(as_array(a), as_array(b))


@declared("outer(a, b)", "y = np.outer(x, y)")
def outer(a: Numbers, b: Numbers) -> Tensor:
    """Every product of an element of one array with an element of another."""
    return op.outer(op.reshape(as_array(a), shape=(-1,)), op.reshape(as_array(b), shape=(-1,)))


@composed("sum(a * b)", "y = np.tensordot(x, y, 1)")
def tensordot(a: Numbers, b: Numbers, axes: Any = 2) -> Tensor:
    """The sums of products over the last axes of one array and the first of another, or others."""
    return products.tensordot(as_array(a), as_array(b), axes)


@composed("a[i, j] * b", "y = np.kron(x, y)")
def kron(a: Numbers, b: Numbers) -> Tensor:
    """Every element of one array times all of another."""
    return products.kron(as_array(a), as_array(b))


@composed("cross(a, b)", "y = np.cross(u, v)")
def cross(
    a: Numbers,
    b: Numbers,
    axisa: int = -1,
    axisb: int = -1,
    axisc: int = -1,
    axis: int | None = None,
) -> Tensor:
    """The vector at right angles to two in space; what it is of in a plane, its third part."""
    if axis is not None:
        axisa = axisb = axisc = axis
    x = axes.movedim(as_array(a), axisa, -1)
    y = axes.movedim(as_array(b), axisb, -1)
    require_shape(
        x.shape[-1] in (2, 3) and y.shape[-1] in (2, 3),
        "incompatible dimensions for cross product (dimension must be 2 or 3)",
    )
    if x.shape[-1] == y.shape[-1] == 2:
        return op.sub(op.mul(x[..., 0], y[..., 1]), op.mul(x[..., 1], y[..., 0]))
    x, y = (v if v.shape[-1] == 3 else op.pad(v, padding=(0, 1)) for v in (x, y))
    x, y = axes.broadcast_tensors(x, y)
    return axes.movedim(products.cross(x, y), -1, axisc)


@declared("einsum(subscripts, operands)", "y = np.einsum('ij,jk->ik', x, y)")
def einsum(subscripts: Any, *operands: Any, optimize: Any = False) -> Tensor:
    """The sum of products over named axes: ``"ij,jk"``, or numbered: ``a, [0, 1], b, [1, 2]``."""
    if not isinstance(subscripts, str):
        subscripts, operands = products.equation_of((subscripts, *operands))
    return op.einsum(*[as_array(x) for x in operands], equation=subscripts)


@declared("sum(diagonal(a))", "y = np.trace(x)")
def trace(a: Numbers, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Tensor:
    """The sum of a diagonal."""
    found = as_array(a)
    if offset == 0 and found.ndim == 2:
        return op.trace(found)
    return op.sum(axes.diagonal(found, offset, axis1, axis2), axis=-1)


@declared("diag(v)", "y = np.diag(x)")
def diag(v: Numbers, k: int = 0) -> Tensor:
    """A matrix with the vector on a diagonal, or the diagonal of a matrix."""
    return op.diag(as_array(v), diagonal=k)


# numpy.linalg


@declared("norm(x)", "y = np.linalg.norm(x)")
def norm(x: Numbers, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Tensor:
    """The length of a vector or matrix: of all elements, or along axes."""
    a = as_array(x)
    along = tuple(axis) if isinstance(axis, list) else axis
    if ord is None:
        return op.norm(a, p=2, axis=along, keepdims=keepdims)
    if along is None:
        require_shape(a.ndim in (1, 2), "Improper number of dimensions to norm.")
        along = 0 if a.ndim == 1 else (0, 1)
    if not isinstance(along, tuple) or len(along) == 1:
        require(not isinstance(ord, str), f"Invalid norm order {ord!r} for vectors")
        return op.norm(a, p=ord, axis=along, keepdims=keepdims)
    return linalg.matrix_norm(a, ord, along, keepdims)


@declared("inv(a)", "y = np.linalg.inv(x)")
def inv(a: Numbers) -> Tensor:
    """The inverse of a square matrix."""
    return op.inv(as_array(a))


@declared("det(a)", "y = np.linalg.det(x)")
def det(a: Numbers) -> Tensor:
    """The determinant of a square matrix."""
    return op.det(as_array(a))


@declared("inv(a) @ b", "y = np.linalg.solve(A, b)")
def solve(a: Numbers, b: Numbers) -> Tensor:
    """The solution x of a @ x = b."""
    return op.solve(as_array(a), as_array(b))


@declared("cholesky(a)", "L = np.linalg.cholesky(A)")
def cholesky(a: Numbers) -> Tensor:
    """The lower triangle L with L @ L.T = a."""
    return op.cholesky(as_array(a))


@composed("sign(det(a)), log(abs(det(a)))", "sign, size = np.linalg.slogdet(A)")
def slogdet(a: Numbers) -> linalg.LogDeterminant:
    """The sign of the determinant, and the logarithm of its size."""
    return linalg.slogdet(as_array(a))


@declared("a @ ... @ a", "y = np.linalg.matrix_power(A, 3)")
def matrix_power(a: Numbers, n: int) -> Tensor:
    """A square matrix multiplied by itself n times."""
    return products.matrix_power(as_array(a), n)


@composed("inv(a.T @ a) @ a.T", "P = np.linalg.pinv(A)")
def pinv(a: Numbers, rcond: float | None = None, hermitian: bool = False) -> Tensor:
    """The pseudo-inverse of a matrix of full rank."""
    return linalg.pinv(as_array(a), rcond=rcond, hermitian=hermitian)


@declared("", "r = np.linalg.matrix_rank(A)")
def matrix_rank(A: Numbers) -> int:
    """The rank of a matrix."""
    return int(np.linalg.matrix_rank(decompositions.matrices(as_array(A))))


@composed("pinv(a) @ b", "x, residuals, rank, s = np.linalg.lstsq(A, b)")
def lstsq(a: Numbers, b: Numbers, rcond: Any = None) -> tuple[Tensor, Tensor, int, Tensor]:
    """The solution with the least squared error, the error, the rank and the singular values."""
    x, y = as_array(a), as_array(b)
    found = op.matmul(linalg.pinv(x, rcond=rcond), y)
    _, residuals, rank, singular = np.linalg.lstsq(
        decompositions.matrices(x), values_of(y), rcond=rcond
    )
    return found, new_tensor(residuals), int(rank), new_tensor(singular)


@declared("", "U, s, Vh = np.linalg.svd(A)")
def svd(a: Numbers, full_matrices: bool = True, compute_uv: bool = True) -> Any:
    """The singular value decomposition, or only the singular values."""
    return (
        decompositions.svd(as_array(a), full_matrices)
        if compute_uv
        else decompositions.svdvals(as_array(a))
    )


@declared("", "w, v = np.linalg.eigh(A)")
def eigh(a: Numbers, UPLO: str = "L") -> Any:
    """The eigenvalues and eigenvectors of a symmetric matrix, of which one triangle is read."""
    return decompositions.eigh(as_array(a), UPLO)


@declared("", "w, v = np.linalg.eig(A)")
def eig(a: Numbers) -> Any:
    """The eigenvalues and eigenvectors of a matrix, where they are real; without a gradient."""
    values = decompositions.matrices(as_array(a))
    if np.iscomplexobj(np.linalg.eigvals(values)):
        raise DomainError("eig(): the eigenvalues are complex, which is not available")
    return decompositions.values_only("eig", as_array(a), lambda m: tuple(np.linalg.eig(m)))


@declared("", "w = np.linalg.eigvalsh(A)")
def eigvalsh(a: Numbers, UPLO: str = "L") -> Tensor:
    """The eigenvalues of a symmetric matrix, of which only one triangle is read."""
    return decompositions.eigvalsh(as_array(a), UPLO)


@declared("", "Q, R = np.linalg.qr(A)")
def qr(a: Numbers) -> Any:
    """The decomposition into an orthogonal matrix and a triangle."""
    return decompositions.qr(as_array(a))


@declared("", "c = np.linalg.cond(A)")
def cond(x: Numbers, p: Any = None) -> float:
    """The condition number of a matrix."""
    return float(np.linalg.cond(decompositions.matrices(as_array(x)), p))
