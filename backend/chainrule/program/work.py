"""Work: how much an operation will make and cost, estimated from shapes before it runs.

A unit is about a nanosecond. Costs are those of the slowest arguments: subnormal and huge ones
make exp, tanh and pow up to 150 times slower than ordinary ones, so an operation that is not
known to be cheap is charged for that. The backward pass is included.
"""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any, NamedTuple

import numpy as np

from chainrule.engine import OPERATIONS, Tensor

Shape = tuple[int, ...]
Shapes = list[Shape]

BACKWARD = 3
"""Forward and backward work over forward work: each input's part costs about as much again."""
SLOW = 150
"""An element's cost in the worst case: subnormal numbers in exp, tanh, pow and their like."""
CHEAP = frozenset(
    """add sub mul neg square abs sqrt maximum minimum clamp where sign floor ceil round relu
    sum mean max min reshape transpose permute squeeze unsqueeze expand flatten flip cat stack
    getitem masked_select masked_index gather trace diag tril triu mse detach to gt ge lt le eq ne
    logical_and logical_or logical_not clamp_tensor var cumsum prod huber leaky_relu
    div reciprocal""".split()  # noqa: SIM905
)
SLOWEST = {"remainder": 600}
"""Costs beyond that: huge numbers modulo tiny ones are divided bit by bit."""
CHEAP_COST = 10
"""An element's cost in arithmetic, with what one more array costs in memory traffic."""
START = 10_000
"""What any operation costs, however small: ten microseconds."""
BLAS_COST, BLAS_SIZE = 0.25, 16
"""What a multiplication and its addition cost in a product of matrices that are at least so wide
and high: four times what is usual, for slow machines. Narrow ones wait for their memory."""
PER_PAIR = 100
"""What two arguments of one operation cost: the part of each is found by looking at all others."""
PER_MATRIX = 1_000
"""What one small matrix among many costs, whatever its size."""


class Estimate(NamedTuple):
    """Upper bounds for one operation."""

    elements: int
    """Of its result, or of the largest array it makes on the way there."""
    work: int
    """Forward and backward, in units."""
    inputs: int
    """How many tensors it reads."""


def extent(shape: Shape) -> int:
    """The elements of a shape, an axis of length 0 counted as one of length 1.

    An empty tensor has no elements, but rows: what goes through them takes as long as for others.
    """
    return prod(n or 1 for n in shape)


def estimate(name: str, shapes: Shapes, params: dict[str, Any]) -> Estimate:
    """The bounds for an operation on inputs of these shapes; empty ones cost as their extent."""
    shapes = [tuple(n or 1 for n in shape) for shape in shapes]
    declared = getattr(OPERATIONS.get(name), "cost", None)
    if declared is not None:
        elements, steps = declared(shapes, params)
    elif name in PRODUCTS:
        elements, steps = PRODUCTS[name](shapes, params)
    else:
        elements = SIZES[name](shapes, params) if name in SIZES else broadcast_size(shapes)
        steps = elements + sum(map(prod, shapes))
        steps *= CHEAP_COST if name in CHEAP else SLOWEST.get(name, SLOW)
    work = START + BACKWARD * steps + PER_PAIR * len(shapes) ** 2
    return Estimate(elements, work, len(shapes))


def broadcast_size(shapes: Shapes) -> int:
    """Elements when the shapes are broadcast together; an upper bound where they do not fit."""
    rank = max(map(len, shapes), default=0)
    padded = [(1,) * (rank - len(shape)) + shape for shape in shapes]
    return prod(map(max, zip(*padded, strict=True)))


def _total(shapes: Shapes, _params: dict[str, Any]) -> int:
    return sum(map(prod, shapes))


def _shape_parameter(shapes: Shapes, params: dict[str, Any]) -> int:
    """An explicit shape, in which −1 stands for what is there already."""
    size = _total(shapes, params)
    sizes = params.get("shape") or ()
    sizes = sizes if isinstance(sizes, tuple | list) else (sizes,)
    explicit = extent(tuple(abs(n) for n in sizes if isinstance(n, int)))
    return max(size, explicit if -1 not in sizes else explicit * max(size, 1))


def _reshaped(shapes: Shapes, params: dict[str, Any]) -> int:
    """As many as before; of an empty tensor the other axes may be of any length."""
    sizes = params.get("shape") or ()
    sizes = sizes if isinstance(sizes, tuple | list) else (sizes,)
    explicit = [abs(n) for n in sizes if isinstance(n, int)]
    return max(prod(shapes[0]), extent(tuple(explicit)) if 0 in explicit else 0)


def _diagonal(shapes: Shapes, params: dict[str, Any]) -> int:
    if len(shapes[0]) != 1:
        return prod(shapes[0])
    offset = params.get("diagonal", 0)
    return int((shapes[0][0] + (abs(offset) if isinstance(offset, int) else 0)) ** 2)


def _outer_size(shapes: Shapes, _params: dict[str, Any]) -> int:
    return prod(map(prod, shapes))


def _indexed(shapes: Shapes, params: dict[str, Any]) -> int:
    """Index arrays are broadcast together and may name elements repeatedly."""
    shape, index = shapes[0], params.get("index")
    parts = [_part(part) for part in (index if isinstance(index, tuple) else (index,))]
    consumed = sum(map(_axes, parts))
    picked: list[Shape] = []
    remaining, axis = 1, 0
    for part in parts:
        if part is Ellipsis:
            skipped = max(len(shape) - consumed, 0)
            remaining *= prod(shape[axis : axis + skipped])
            axis += skipped
            continue
        if isinstance(part, np.ndarray):
            picked.append((int(part.sum()),) if part.dtype == bool else part.shape)
        elif isinstance(part, slice):
            remaining *= prod(shape[axis : axis + 1])
        axis += _axes(part)
    return broadcast_size(picked) * remaining * prod(shape[axis:])


def _part(part: Any) -> Any:
    """A part of an index, with lists and tensors as the arrays that they stand for."""
    if isinstance(part, Tensor):
        return part._array
    if not isinstance(part, list):
        return part
    try:
        return np.asarray(part)
    except ValueError:  # rows of different lengths, which the operation refuses
        return part


def _axes(part: Any) -> int:
    """How many axes of the tensor a part of the index uses up."""
    if part is None or part is Ellipsis:
        return 0
    return part.ndim if isinstance(part, np.ndarray) and part.dtype == bool else 1


SIZES: dict[str, Callable[[Shapes, dict[str, Any]], int]] = {
    "cat": _total,
    "stack": _total,
    "expand": _shape_parameter,
    "scatter": _shape_parameter,
    "reshape": _reshaped,
    "diag": _diagonal,
    "getitem": _indexed,
    "masked_index": lambda shapes, params: prod(shapes[0]),
    "gather": lambda shapes, params: max(map(prod, shapes)),
}
"""Sizes of results that are not those of broadcasting the inputs."""


def _outer(shapes: Shapes, params: dict[str, Any]) -> tuple[int, int]:
    size = _outer_size(shapes, params)
    return size, size * CHEAP_COST


def _matmul(shapes: Shapes, _params: dict[str, Any]) -> tuple[int, int]:
    a, b = shapes
    rows, inner = (a[-2] if len(a) > 1 else 1), (a[-1] if a else 1)
    columns = b[-1] if len(b) > 1 else 1
    batch = broadcast_size([a[:-2], b[:-2]])
    elements = batch * rows * columns
    cost = BLAS_COST if min(rows, inner, columns) >= BLAS_SIZE else 1
    steps = round(elements * max(cost * inner, CHEAP_COST)) + CHEAP_COST * (prod(a) + prod(b))
    return elements, steps + PER_MATRIX * (batch if max(len(a), len(b)) > 2 else 0)


def _cubic(shapes: Shapes, _params: dict[str, Any]) -> tuple[int, int]:
    """Factorising square matrices, and solving for right-hand sides."""
    size, rows = broadcast_size(shapes), max((s[-1] for s in shapes if s), default=1)
    size = max(size, sum(map(prod, shapes)))
    batch = prod(shapes[0][:-2])
    return size, size * max(rows, CHEAP_COST) * 3 + PER_MATRIX * batch


def _einsum(shapes: Shapes, params: dict[str, Any]) -> tuple[int, int]:
    """Every combination of indices is visited once."""
    text = str(params.get("equation", params.get("subscripts", ""))).replace(" ", "")
    terms, arrow, result = text.partition("->")
    sizes: dict[str, int] = {}
    for term, shape in zip(terms.split(","), shapes, strict=False):
        for letter, n in zip(reversed(term), reversed(shape), strict=False):
            sizes[letter] = max(n, sizes.get(letter, 0))
    if "." in text or not arrow:  # not spelled out: the worst case
        product = prod(map(prod, shapes))
        return product, product * CHEAP_COST
    elements = prod(sizes.get(letter, 1) for letter in result)
    return max(elements, max(map(prod, shapes))), prod(sizes.values()) * CHEAP_COST


PRODUCTS: dict[str, Callable[[Shapes, dict[str, Any]], tuple[int, int]]] = {
    "matmul": _matmul,
    "outer": _outer,
    "einsum": _einsum,
    "inv": _cubic,
    "det": _cubic,
    "solve": _cubic,
}
"""Size and steps of operations that do more than visit their elements."""
