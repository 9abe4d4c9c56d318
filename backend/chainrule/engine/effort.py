"""Effort: what operations cost, in units of about a nanosecond, and how large their results are.

A cost is that of the slowest arguments: subnormal and huge ones make exp, tanh and pow up to 150
times slower than ordinary ones. Operations declare theirs with the words of this module.
"""

from __future__ import annotations

from math import prod
from typing import Any

Shape = tuple[int, ...]
Shapes = list[Shape]
Params = dict[str, Any]

CHEAP = 10
"""An element's cost in arithmetic, with what one more array costs in memory traffic."""
ORDINARY = 40
"""An element's cost where none is declared: a few steps of arithmetic."""
SLOW = 150
"""An element's cost in the worst case: subnormal numbers in exp, tanh, pow and their like."""
BLAS_COST, BLAS_SIZE = 0.25, 16
"""What a multiplication and its addition cost in a product of matrices that are at least so wide
and high: four times what is usual, for slow machines. Narrow ones wait for their memory."""
PER_MATRIX = 1_000
"""What one small matrix among many costs, whatever its size."""
PER_LIST = 1_000
"""What one list among nested ones costs whoever goes through them, also where it is empty."""


def extent(shape: Shape) -> int:
    """The elements of a shape, an axis of length 0 counted as one of length 1.

    An empty tensor has no elements, but rows: what goes through them takes as long as for others.
    """
    return prod(n or 1 for n in shape)


def broadcast_size(shapes: Shapes) -> int:
    """Elements when the shapes are broadcast together; an upper bound where they do not fit."""
    rank = max(map(len, shapes), default=0)
    padded = [(1,) * (rank - len(shape)) + shape for shape in shapes]
    return prod(map(max, zip(*padded, strict=True)))


def total_size(shapes: Shapes) -> int:
    """The elements of all inputs together."""
    return sum(map(prod, shapes))


def first_size(shapes: Shapes, params: Params) -> int:
    """As many as the first input has."""
    return prod(shapes[0])


def largest_size(shapes: Shapes, params: Params) -> int:
    """As many as the largest input has."""
    return max(map(prod, shapes))


def joined_size(shapes: Shapes, params: Params) -> int:
    """As many as all inputs have together."""
    return total_size(shapes)


def sizes_of(params: Params) -> list[int]:
    """The integers of the parameter ``shape``."""
    given = params.get("shape") or ()
    sizes = given if isinstance(given, tuple | list) else (given,)
    return [n for n in sizes if isinstance(n, int)]


def stretched_size(shapes: Shapes, params: Params) -> int:
    """An explicit shape, in which −1 stands for what is there already."""
    size, sizes = total_size(shapes), sizes_of(params)
    explicit = extent(tuple(map(abs, sizes)))
    return max(size, explicit if -1 not in sizes else explicit * max(size, 1))


def reshaped_size(shapes: Shapes, params: Params) -> int:
    """As many as before; of an empty tensor the other axes may be of any length."""
    explicit = [abs(n) for n in sizes_of(params)]
    return max(prod(shapes[0]), extent(tuple(explicit)) if 0 in explicit else 0)


def outer_cost(shapes: Shapes, params: Params) -> tuple[int, int]:
    """Every element of one input with every one of the others."""
    size = prod(map(prod, shapes))
    return size, size * CHEAP


def product_cost(shapes: Shapes, params: Params) -> tuple[int, int]:
    """A product of matrices, or of many at once."""
    a, b = shapes
    rows, inner = (a[-2] if len(a) > 1 else 1), (a[-1] if a else 1)
    columns = b[-1] if len(b) > 1 else 1
    batch = broadcast_size([a[:-2], b[:-2]])
    elements = batch * rows * columns
    cost = BLAS_COST if min(rows, inner, columns) >= BLAS_SIZE else 1
    steps = round(elements * max(cost * inner, CHEAP)) + CHEAP * (prod(a) + prod(b))
    return elements, steps + PER_MATRIX * (batch if max(len(a), len(b)) > 2 else 0)


def cubic_cost(shapes: Shapes, params: Params) -> tuple[int, int]:
    """Factorising square matrices, and solving for right-hand sides."""
    size, rows = broadcast_size(shapes), max((s[-1] for s in shapes if s), default=1)
    size = max(size, total_size(shapes))
    return size, size * max(rows, CHEAP) * 3 + PER_MATRIX * prod(shapes[0][:-2])


def decomposition_work(shape: Shape) -> int:
    """Singular values or eigenvectors of matrices, also the slowest to be found."""
    *batch, rows, columns = shape
    return prod(batch) * (rows * columns * max(rows, columns) * 4 + PER_MATRIX)


def einsum_cost(shapes: Shapes, params: Params) -> tuple[int, int]:
    """Every combination of indices is visited once."""
    text = str(params.get("equation", "")).replace(" ", "")
    terms, arrow, result = text.partition("->")
    sizes: dict[str, int] = {}
    for term, shape in zip(terms.split(","), shapes, strict=False):
        for letter, n in zip(reversed(term), reversed(shape), strict=False):
            sizes[letter] = max(n, sizes.get(letter, 0))
    if "." in text or not arrow:  # not spelled out: the worst case
        return outer_cost(shapes, params)
    elements = prod(sizes.get(letter, 1) for letter in result)
    return max(elements, max(map(prod, shapes))), prod(sizes.values()) * CHEAP
