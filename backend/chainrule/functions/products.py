"""Products of matrices and vectors, by PyTorch's names."""

from __future__ import annotations

from math import prod
from string import ascii_letters
from typing import Any

import numpy as np

from chainrule.engine import FUNCTIONS, Tensor
from chainrule.engine.kinds import is_integer
from chainrule.functions.arguments import (
    Numbers,
    as_tensor,
    as_tensors,
    axis_of,
    op,
    require,
    require_shape,
    together,
)
from chainrule.functions.arrangements import roll
from chainrule.functions.composition import composed, declared


def _need(name: str, a: Tensor, axes: int) -> None:
    kind = {1: "a vector", 2: "a matrix", 3: "a batch of matrices"}[axes]
    require_shape(a.ndim == axes, f"{name}() takes {kind} here, not the shape {a.shape}")


@declared("input @ mat2", "y = torch.mm(x, x.T)", method=True)
def mm(input: Numbers, mat2: Numbers) -> Tensor:
    """The product of two matrices."""
    a, b = as_tensor(input), as_tensor(mat2)
    _need("mm", a, 2)
    _need("mm", b, 2)
    return op.matmul(a, b)


@declared("input @ vec", "y = torch.mv(x, v)", method=True)
def mv(input: Numbers, vec: Numbers) -> Tensor:
    """The product of a matrix and a vector."""
    a, b = as_tensor(input), as_tensor(vec)
    _need("mv", a, 2)
    _need("mv", b, 1)
    return op.matmul(a, b)


@declared("sum(input * tensor)", "y = torch.dot(v, v)", method=True, aliases=("inner_product",))
def dot(input: Numbers, tensor: Numbers) -> Tensor:
    """The sum of the products of two vectors."""
    a, b = as_tensor(input), as_tensor(tensor)
    require_shape(
        a.ndim == 1 and b.ndim == 1,
        f"1D tensors expected, but got {a.ndim}D and {b.ndim}D tensors; write x @ y",
    )
    return op.matmul(a, b)


@declared("sum(x * y)", "y = torch.linalg.vecdot(v, v)", aliases=("vecdot",))
def linalg_vecdot(x: Numbers, y: Numbers, dim: int = -1) -> Tensor:
    """The sum of products along an axis."""
    return op.sum(op.mul(x, y), axis=dim)


@declared("sum(input * other)", "y = torch.inner(x, x)", method=True)
def inner(input: Numbers, other: Numbers) -> Tensor:
    """The sums of products along the last axes."""
    a, b = as_tensor(input), as_tensor(other)
    if not (a.ndim and b.ndim):
        return op.mul(a, b)
    return tensordot(a, b, ([-1], [-1]))


@declared("input @ mat2", "y = torch.bmm(b, b)", method=True)
def bmm(input: Numbers, mat2: Numbers) -> Tensor:
    """The products of many matrices, pair by pair."""
    a, b = as_tensor(input), as_tensor(mat2)
    _need("bmm", a, 3)
    _need("bmm", b, 3)
    require_shape(
        a.shape[0] == b.shape[0], f"bmm(): the batches {a.shape} and {b.shape} differ in size"
    )
    return op.matmul(a, b)


def _added(input: Numbers, product: Tensor, beta: float, alpha: float) -> Tensor:
    scaled = product if alpha == 1 else op.mul(product, alpha)
    if beta == 0:  # as in PyTorch, what is multiplied by 0 is not looked at
        return scaled
    return op.add(input if beta == 1 else op.mul(input, beta), scaled)


@composed(
    "beta * input + alpha * (mat1 @ mat2)", "y = torch.addmm(torch.ones(2, 2), x, x.T)", method=True
)
def addmm(
    input: Numbers, mat1: Numbers, mat2: Numbers, beta: float = 1.0, alpha: float = 1.0
) -> Tensor:
    """A product of matrices added to a matrix."""
    return _added(input, mm(mat1, mat2), beta, alpha)


@composed("beta * input + alpha * (mat @ vec)", "y = torch.addmv(torch.ones(2), x, v)", method=True)
def addmv(
    input: Numbers, mat: Numbers, vec: Numbers, beta: float = 1.0, alpha: float = 1.0
) -> Tensor:
    """A product of matrix and vector added to a vector."""
    return _added(input, mv(mat, vec), beta, alpha)


@composed(
    "beta * input + alpha * outer(vec1, vec2)",
    "y = torch.addr(torch.ones(3, 3), v, v)",
    method=True,
)
def addr(
    input: Numbers, vec1: Numbers, vec2: Numbers, beta: float = 1.0, alpha: float = 1.0
) -> Tensor:
    """The products of all pairs added to a matrix."""
    return _added(input, op.outer(vec1, vec2), beta, alpha)


@composed("beta * input + alpha * (batch1 @ batch2)", "y = torch.baddbmm(b, b, b)", method=True)
def baddbmm(
    input: Numbers, batch1: Numbers, batch2: Numbers, beta: float = 1.0, alpha: float = 1.0
) -> Tensor:
    """Products of many matrices added to a batch of matrices."""
    return _added(input, bmm(batch1, batch2), beta, alpha)


@composed(
    "beta * input + alpha * sum(batch1 @ batch2)",
    "y = torch.addbmm(torch.ones(3, 3), b, b)",
    method=True,
)
def addbmm(
    input: Numbers, batch1: Numbers, batch2: Numbers, beta: float = 1.0, alpha: float = 1.0
) -> Tensor:
    """The sum of products of many matrices added to a matrix."""
    return _added(input, op.sum(bmm(batch1, batch2), axis=0), beta, alpha)


@composed("sum(a * b)", "y = torch.tensordot(x, v, 1)")
def tensordot(a: Numbers, b: Numbers, dims: Any = 2) -> Tensor:
    """The sums of products over the last axes of one tensor and the first of another, or others."""
    x, y = as_tensor(a), as_tensor(b)
    if is_integer(dims):
        require(
            0 <= dims <= min(x.ndim, y.ndim),
            f"tensordot expects dims >= 0 and both tensors to have so many axes, not {dims}",
        )
        left, right = list(range(x.ndim - dims, x.ndim)), list(range(dims))
    else:
        left, right = ([k] if is_integer(k) else list(k) for k in dims)
    left = [axis_of("tensordot", x, k) for k in left]
    right = [axis_of("tensordot", y, k) for k in right]
    pairs = [(x.shape[i], y.shape[j]) for i, j in zip(left, right, strict=False)]
    require_shape(
        len(left) == len(right) and all(m == n for m, n in pairs),
        f"contracted dimensions need to match: {x.shape} over {left} and {y.shape} over {right}",
    )
    rows = [k for k in range(x.ndim) if k not in left]
    columns = [k for k in range(y.ndim) if k not in right]
    n = prod(x.shape[k] for k in left)
    shape = (*(x.shape[k] for k in rows), *(y.shape[k] for k in columns))
    first = _matrix(x, (*rows, *left), (prod(x.shape[k] for k in rows), n))
    second = _matrix(y, (*right, *columns), (n, prod(y.shape[k] for k in columns)))
    product = op.matmul(first, second)
    return product if product.shape == shape else op.reshape(product, shape=shape)


def _matrix(a: Tensor, order: tuple[int, ...], shape: tuple[int, int]) -> Tensor:
    a = a if order == tuple(range(a.ndim)) else op.permute(a, axes=order)
    return a if a.shape == shape else op.reshape(a, shape=shape)


def equation_of(parts: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
    """An equation for ``einsum`` and its tensors, from tensors with the numbers of their axes.

    Raises:
        ArgumentError: the numbers are no list of integers from 0 to 51, or ``...``.
    """
    lists = [*parts[1::2], *(parts[-1:] if len(parts) % 2 else ())]
    for numbers in lists:
        require(
            isinstance(numbers, list | tuple)
            and all(n is ... or (is_integer(n) and 0 <= n < len(ascii_letters)) for n in numbers),
            "einsum() takes an equation, such as 'ij,jk->ik', or after each tensor a list with "
            f"the numbers of its axes, from 0 to {len(ascii_letters) - 1}",
        )
    terms = ["".join("..." if n is ... else ascii_letters[n] for n in part) for part in lists]
    count = len(parts) // 2
    arrow = "->" + terms[-1] if len(parts) % 2 else ""
    return ",".join(terms[:count]) + arrow, parts[: 2 * count : 2]


@declared("einsum(equation, tensors)", "y = torch.einsum('ij,kj->ik', x, y)")
def einsum(equation: Any, *operands: Any) -> Tensor:
    """The sum of products over named axes: ``"ij,jk"``, or numbered: ``a, [0, 1], b, [1, 2]``."""
    if not isinstance(equation, str):
        equation, operands = equation_of((equation, *operands))
    return FUNCTIONS["einsum"](equation, *operands)


@composed("input[i, j] * other", "y = torch.kron(x, x)", method=True)
def kron(input: Numbers, other: Numbers) -> Tensor:
    """Every element of one matrix times all of another: Kronecker's product."""
    a, b = as_tensor(input), as_tensor(other)
    axes = max(a.ndim, b.ndim)
    m, n = ((1,) * (axes - x.ndim) + x.shape for x in (a, b))
    wide = op.reshape(a, shape=tuple(k for size in m for k in (size, 1)))
    tall = op.reshape(b, shape=tuple(k for size in n for k in (1, size)))
    shape = tuple(i * j for i, j in zip(m, n, strict=True))
    return op.reshape(op.mul(wide, tall), shape=shape)


@composed("cross(input, other)", "y = torch.linalg.cross(v, v)", method=True)
def cross(input: Numbers, other: Numbers, dim: int = -1) -> Tensor:
    """The vector at right angles to two in space."""
    a, b = as_tensor(input), as_tensor(other)
    require_shape(a.ndim == b.ndim, "linalg.cross: inputs must have the same number of dimensions.")
    a, b = together(a, b)
    axis = axis_of("cross", a, dim)
    require_shape(
        a.shape[axis] == 3,
        f"inputs dimension {dim} must have length 3, not those of {a.shape} and {b.shape}",
    )
    first = op.mul(roll(a, -1, axis), roll(b, -2, axis))
    return op.sub(first, op.mul(roll(a, -2, axis), roll(b, -1, axis)))


@composed("tensors[0] @ tensors[1] @ ...", "y = torch.linalg.multi_dot([x, x.T, x])")
def multi_dot(tensors: Any) -> Tensor:
    """The product of several matrices."""
    found = as_tensors("multi_dot", tensors)
    product = found[0]
    for other in found[1:]:
        product = op.matmul(product, other)
    return product


@declared("input @ ... @ input", "y = torch.linalg.matrix_power(A, 3)", method=True)
def matrix_power(input: Numbers, n: int) -> Tensor:
    """A square matrix multiplied by itself n times; its inverse where n is negative."""
    a = as_tensor(input)
    require_shape(a.ndim > 1 and a.shape[-1] == a.shape[-2], "matrix_power() takes square matrices")
    require(is_integer(n), "matrix_power(): n is an integer")
    if n == 0:
        return op.add(op.mul(a, 0.0), np.eye(a.shape[-1], dtype=a.dtype))
    base = op.inv(a) if n < 0 else a
    return _power(base, abs(n))


def _power(base: Tensor, n: int) -> Tensor:
    """By squaring: as many products as n has digits in base 2."""
    if n == 1:
        return base
    half = _power(base, n // 2)
    square = op.matmul(half, half)
    return op.matmul(square, base) if n % 2 else square
