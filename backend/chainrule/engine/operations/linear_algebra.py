"""Linear algebra: products, triangles, inverses, determinants."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine.declaration import Gradient
from chainrule.engine.effort import cubic_cost, outer_cost, product_cost
from chainrule.engine.errors import ChainruleError, ShapeError, SingularError
from chainrule.engine.node import BinaryNode, UnaryNode
from chainrule.engine.operations.torch_calls import name_of_product
from chainrule.engine.tensor import Array, Tensor


def _left_rule(g: Any, y: Any, a: Any, b: Any) -> Any:
    if b.ndim == 1:
        return g * b if a.ndim == 1 else g.reshape((*g.shape, 1)) * b
    if a.ndim == 1:
        return (b @ g.reshape((*g.shape, 1))).reshape(b.shape[:-1])
    # Where the sum has one term (an outer product), multiplying is twice as fast as BLAS.
    return g * b.mT if b.shape[-1] == 1 else g @ b.mT


def _right_rule(g: Any, y: Any, a: Any, b: Any) -> Any:
    if a.ndim == 1:
        if b.ndim == 1:
            return a * g
        return a.reshape((*a.shape, 1)) * g.reshape((*g.shape[:-1], 1, *g.shape[-1:]))
    if b.ndim == 1:
        columns = a.mT @ g.reshape((*g.shape, 1))
        return columns.reshape(columns.shape[:-1])
    return a.mT @ g


class MatMulNode(BinaryNode):
    """The matrix product; leading axes are broadcast, a vector is a row left and a column right."""

    name = "matmul"
    integers = "kept"
    symbol = "@"
    operator = "matmul"
    aliases = ("mm", "bmm", "mv")
    formula = "a @ b"
    sign = "{0} @ {1}"
    grad_fn_name = name_of_product
    cost = staticmethod(product_cost)
    example = "torch.matmul(x, v)"
    forward = np.matmul
    gradients = (Gradient("g @ b.T", _left_rule), Gradient("a.T @ g", _right_rule))

    @classmethod
    def explain(
        cls, error: Exception, arrays: tuple[Array, ...], params: dict[str, Any]
    ) -> ChainruleError:
        """Both shapes, and whether the inner sizes are the reason."""
        a, b = arrays[0].shape, arrays[1].shape
        if not a or not b:
            return ShapeError(f"{a} @ {b}: a single number has no rows; use * to scale")
        inner = b[-2] if len(b) > 1 else b[0]
        if a[-1] != inner:
            pytorch = ""
            if len(a) == len(b) == 2:
                pytorch = (
                    "; PyTorch: mat1 and mat2 shapes cannot be multiplied "
                    f"({a[0]}x{a[1]} and {b[0]}x{b[1]})"
                )
            return ShapeError(f"{a} @ {b}: the inner sizes {a[-1]} and {inner} differ{pytorch}")
        return ShapeError(f"{a} @ {b}: the leading axes cannot be broadcast")


class OuterNode(BinaryNode):
    """Every product of an element of one vector with an element of another."""

    name = "outer"
    integers = "kept"
    symbol = "⊗"
    numpy = (np.outer,)
    formula = "outer(a, b)"
    torch = "torch.outer({0}, {1})"
    cost = staticmethod(outer_cost)
    example = "torch.outer(v, x[0])"
    gradients = (
        Gradient("g @ b", lambda g, y, a, b: g @ b),
        Gradient("g.T @ a", lambda g, y, a, b: a @ g),
    )

    @staticmethod
    def forward(a: Array, b: Array) -> Array:
        """The outer product of two vectors."""
        if a.ndim != 1 or b.ndim != 1:
            raise ShapeError(f"outer() takes two vectors, not shapes {a.shape} and {b.shape}")
        return np.multiply.outer(a, b)


class SquareMatrixNode(UnaryNode):
    """An operation on a square matrix, or on many at once in the leading axes."""

    @classmethod
    def explain(
        cls, error: Exception, arrays: tuple[Array, ...], params: dict[str, Any]
    ) -> ChainruleError:
        """Whether the shape or the values are the reason."""
        return _explain_square(cls.name, arrays[0], error)


def _explain_square(name: str, a: Array, error: Exception) -> ChainruleError:
    if a.ndim < 2 or a.shape[-1] != a.shape[-2]:
        return ShapeError(f"{name}() takes a square matrix, not shape {a.shape}")
    if "ingular" in str(error):
        return SingularError(f"{name}(): the matrix is singular")
    return ShapeError(f"{name}(): {error}")


class InverseNode(SquareMatrixNode):
    """The inverse of a square matrix."""

    name = "inv"
    symbol = "⁻¹"
    aliases = ("inverse",)
    numpy = (np.linalg.inv,)
    formula = "inv(a)"
    torch = "torch.linalg.inv({0})"
    cost = staticmethod(cubic_cost)
    grad_fn_name = "LinalgInvExBackward0"
    example = "torch.inv(A)"
    gradients = (
        Gradient(
            "-(y.T @ g @ y.T)",
            lambda g, y, a: -(y.swapaxes(-1, -2) @ g @ y.swapaxes(-1, -2)),
        ),
    )
    domain = "a singular matrix has none"

    @staticmethod
    def forward(a: Array) -> Array:
        """Inverts each matrix."""
        return np.linalg.inv(a)


def _cofactors(y: Any, a: Any) -> Any:
    """det(a) · a⁻ᵀ, also where the matrix is singular, at least on arrays."""
    if isinstance(a, Tensor):
        return y.reshape((*y.shape, 1, 1)) * np.linalg.inv(a).swapaxes(-1, -2)
    finite = np.isfinite(a).all(axis=(-2, -1), keepdims=True)
    u, s, v = np.linalg.svd(np.where(finite, a, 0.0))
    n = s.shape[-1]
    # With a = u·s·v the cofactors are det(u)·det(v)·u·(the products of the other s)·v.
    square = np.where(np.eye(n), 1.0, s[..., None, :])
    signs = np.linalg.det(u) * np.linalg.det(v)
    others = signs[..., None] * np.prod(square, axis=-1, dtype=a.dtype)
    return np.where(finite, (u * others[..., None, :]) @ v, np.nan)


class DeterminantNode(SquareMatrixNode):
    """The determinant of a square matrix."""

    name = "det"
    symbol = "det"
    numpy = (np.linalg.det,)
    formula = "det(a)"
    torch = "torch.linalg.det({0})"
    cost = staticmethod(cubic_cost)
    grad_fn_name = "LinalgDetBackward0"
    example = "torch.det(A)"
    gradients = (
        Gradient(
            "g * y * inv(a).T",
            lambda g, y, a: g.reshape((*y.shape, 1, 1)) * _cofactors(y, a),
        ),
    )

    @staticmethod
    def forward(a: Array) -> Array:
        """The determinant of each matrix."""
        return np.asarray(np.linalg.det(a))


def _as_columns(a: Any, b: Any) -> Any:
    """The right sides as matrices: a vector, or a stack of vectors, gets a last axis."""
    is_vector = b.ndim == 1 or (b.ndim == a.ndim - 1 and b.shape == a.shape[:-1])
    return b.reshape((*b.shape, 1)) if is_vector else b


def _right_side_rule(g: Any, y: Any, a: Any, b: Any) -> Any:
    columns = _as_columns(a, b)
    grown = g if columns is b else g.reshape((*g.shape, 1))
    part = np.linalg.solve(a.swapaxes(-1, -2), grown)
    return part if columns is b else part.reshape(part.shape[:-1])


def _matrix_rule(g: Any, y: Any, a: Any, b: Any) -> Any:
    columns = _as_columns(a, b)
    part, result = _right_side_rule(g, y, a, b), y
    if columns is not b:
        part, result = part.reshape((*part.shape, 1)), y.reshape((*y.shape, 1))
    return -(part @ result.swapaxes(-1, -2))


class SolveNode(BinaryNode):
    """The solution x of a @ x = b."""

    name = "solve"
    symbol = "solve"
    numpy = (np.linalg.solve,)
    formula = "inv(a) @ b"
    torch = "torch.linalg.solve({0}, {1})"
    cost = staticmethod(cubic_cost)
    grad_fn_name = "LinalgSolveExBackward0"
    example = "torch.linalg.solve(A, B)"
    gradients = (
        Gradient("-(inv(a).T @ g @ y.T)", _matrix_rule),
        Gradient("inv(a).T @ g", _right_side_rule),
    )
    domain = "a singular matrix has no solution"

    @staticmethod
    def forward(a: Array, b: Array) -> Array:
        """Solves for each right side."""
        columns = _as_columns(a, b)
        x = np.linalg.solve(a, columns)
        return x if columns is b else x.reshape(x.shape[:-1])

    @classmethod
    def explain(
        cls, error: Exception, arrays: tuple[Array, ...], params: dict[str, Any]
    ) -> ChainruleError:
        """Whether the shapes or the values are the reason."""
        a, b = arrays
        if a.ndim > 1 and a.shape[-1] == a.shape[-2] and "ingular" not in str(error):
            return ShapeError(f"solve(): {a.shape} and {b.shape} do not fit: {error}")
        return _explain_square("solve", a, error)
