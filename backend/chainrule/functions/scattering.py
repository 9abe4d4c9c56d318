"""Elements sent to positions along an axis: replaced, added up, or reduced otherwise."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import Tensor
from chainrule.functions.arguments import (
    Numbers,
    as_tensor,
    axis_of,
    op,
    require,
    require_shape,
    values_of,
)
from chainrule.functions.composition import composed, declared


def along(name: str, input: Numbers, dim: int, index: Numbers) -> tuple[Tensor, int, Tensor]:
    """The tensor, the axis counted from the front, and the positions along it."""
    a = as_tensor(input)
    return a, axis_of(name, a, dim), as_tensor(index)


def as_vector(*tensors: Any) -> list[Tensor]:
    """Single numbers as vectors of one: along their axis 0 PyTorch picks and adds, too."""
    return [op.reshape(as_tensor(t), shape=(-1,)) for t in tensors]


def flat(source: Any) -> Any:
    """A source as a vector; a number stays one."""
    return op.reshape(source, shape=(-1,)) if isinstance(source, Tensor) else source


def source_of(a: Tensor, index: Tensor, src: Numbers) -> Any:
    """As much of the source as there are positions; a number stands for all."""
    if not isinstance(src, Tensor | np.ndarray | list | tuple):
        return np.full(index.shape, src, dtype=a.dtype)
    given = as_tensor(src)
    if given.shape == index.shape:
        return given
    require_shape(
        given.ndim == index.ndim
        and all(m <= n for m, n in zip(index.shape, given.shape, strict=True)),
        f"Expected index {list(index.shape)} to be no larger than src {list(given.shape)}",
    )
    return op.getitem(given, index=tuple(slice(n) for n in index.shape))


@declared("put(input, dim, index, src)", "y = x.scatter(0, index, 1.0)", method=True)
def scatter(
    input: Numbers,
    dim: int,
    index: Numbers,
    src: Any = None,
    *,
    value: Any = None,
    reduce: str | None = None,
) -> Tensor:
    """The tensor with elements replaced at positions along an axis; or added, with ``reduce``."""
    given = value if src is None else src
    require(given is not None, "scatter() needs a source: scatter(x, 0, index, 1.0)")
    ways = {"add": "sum", "multiply": "prod"}
    require(
        reduce is None or reduce in ways,
        f"scatter(): reduce is 'add' or 'multiply', not {reduce!r}",
    )
    if reduce is not None:
        return scatter_reduce(input, dim, index, given, ways[reduce])
    a, axis, where = along("scatter", input, dim, index)
    if not a.ndim:
        vector = as_vector(a, where)
        return op.reshape(scatter(vector[0], 0, vector[1], flat(given)), shape=())
    return op.put_along_dim(a, where, source_of(a, where, given), axis=axis)


@declared("input + scatter(src, dim, index)", "y = x.scatter_add(0, index, src)", method=True)
def scatter_add(input: Numbers, dim: int, index: Numbers, src: Any) -> Tensor:
    """The tensor with elements added at positions along an axis; repeated ones add up."""
    a, axis, where = along("scatter_add", input, dim, index)
    if not a.ndim:
        vector = as_vector(a, where)
        return op.reshape(scatter_add(vector[0], 0, vector[1], flat(src)), shape=())
    return op.scatter_add(a, where, source_of(a, where, src), axis=axis)


REDUCTIONS = ("sum", "prod", "mean", "amax", "amin")
"""How elements that meet at a position become one."""


def _occurrences(index: Any, axis: int, shape: tuple[int, ...]) -> Any:
    """For each position how often it has come before, along the axis."""
    met = np.zeros(shape, dtype=int)
    found = np.zeros(index.shape, dtype=int)
    places = np.moveaxis(index, axis, 0)
    others = np.indices(places.shape[1:], sparse=True)
    counts, result = np.moveaxis(met, axis, 0), np.moveaxis(found, axis, 0)
    for k, row in enumerate(places):
        result[k] = counts[(row, *others)]
        counts[(row, *others)] += 1
    return found


@composed("scatter(src, dim, index)", "y = x.scatter_reduce(0, index, src, 'amax')", method=True)
def scatter_reduce(
    input: Numbers,
    dim: int,
    index: Numbers,
    src: Any,
    reduce: str,
    *,
    include_self: bool = True,
) -> Tensor:
    """The tensor with all elements that are sent to a position reduced to one.

    What stood there counts as one of them unless ``include_self`` is false. Of equal extremes
    each has its share of the gradient; as in PyTorch.
    """
    require(
        reduce in REDUCTIONS,
        f"scatter_reduce(): reduce is one of {', '.join(REDUCTIONS)}, not {reduce!r}",
    )
    a, axis, where = along("scatter_reduce", input, dim, index)
    if not a.ndim:
        vector = as_vector(a, where)
        again = (vector[0], 0, vector[1], flat(src), reduce)
        return op.reshape(scatter_reduce(*again, include_self=include_self), shape=())
    given = as_tensor(source_of(a, where, src))
    ones = np.ones(where.shape, dtype=a.dtype)
    hits = values_of(op.scatter_add(np.zeros(a.shape, dtype=a.dtype), where, ones, axis=axis))

    def total(numbers: Any, parts: Any) -> Tensor:
        return op.scatter_add(numbers, where, parts, axis=axis)

    def kept(neutral: float) -> Tensor:
        return a if include_self else op.where(hits > 0, neutral, a)

    if reduce == "sum":
        return total(kept(0), given)
    if reduce == "mean":
        divide = op.div if a.dtype.kind == "f" else op.floor_divide
        count = np.maximum(hits + (1 if include_self else 0), 1).astype(a.dtype)
        return divide(total(kept(0), given), count)
    if reduce == "prod":
        result, rank = kept(1), _occurrences(values_of(where).astype(int), axis, a.shape)
        for k in range(int(rank.max(initial=-1)) + 1):
            factors = total(np.zeros(a.shape, dtype=a.dtype), op.where(rank == k, given, 0))
            result = op.mul(result, op.where(hits > k, factors, 1))
        return result
    return _extreme(a, given, kept, total, where, axis, reduce)


def _extreme(
    a: Tensor, given: Tensor, kept: Any, total: Any, where: Tensor, axis: int, reduce: str
) -> Tensor:
    """The mean of those elements that are as large (or small) as the extreme at their position."""
    worst = -np.inf if reduce == "amax" else np.inf
    best = values_of(kept(worst)).copy()
    places = list(np.indices(where.shape, sparse=True))
    places[axis] = values_of(where).astype(int)
    choose = np.maximum if reduce == "amax" else np.minimum
    choose.at(best, tuple(places), values_of(given))
    stands = values_of(kept(worst)) == best
    sent = values_of(given) == best[tuple(places)]
    count = values_of(total(stands.astype(a.dtype), sent.astype(a.dtype)))
    return op.div(total(op.where(stands, a, 0), op.where(sent, given, 0)), count)
