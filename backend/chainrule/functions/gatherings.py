"""Functions of PyTorch that put several tensors or statistics together from other functions."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations as choose
from itertools import combinations_with_replacement as choose_again
from typing import Any

import numpy as np

from chainrule.engine import Tensor
from chainrule.engine import tensor as new_tensor
from chainrule.engine.state import allocate
from chainrule.functions import arrangements, makers, products
from chainrule.functions.arguments import (
    Numbers,
    as_tensor,
    as_tensors,
    axis_of,
    flat,
    op,
    require,
    require_shape,
    values_of,
)
from chainrule.functions.arrangements import part
from chainrule.functions.composition import composed, declared

ENDLESS = 10**12
"""More rows than anybody can have."""


@declared("cat(...)", "y = torch.block_diag(torch.eye(2), torch.ones(1, 3))")
def block_diag(*tensors: Any) -> Tensor:
    """A matrix with these ones along its diagonal, zeros elsewhere."""
    blocks = []
    for t in as_tensors("block_diag", list(flat(tensors))):
        require_shape(t.ndim < 3, f"block_diag() takes matrices, not the shape {t.shape}")
        blocks.append(t if t.ndim == 2 else op.reshape(t, shape=(1, t.size)))
    width, left, rows = sum(b.shape[1] for b in blocks), 0, []
    allocate((sum(b.shape[0] for b in blocks), width))
    for block in blocks:
        rows.append(op.pad(block, padding=(left, width - left - block.shape[1])))
        left += block.shape[1]
    return op.cat(*rows, axis=0)


@declared("", "y = torch.cartesian_prod(torch.ones(2), torch.ones(3))")
def cartesian_prod(*tensors: Any) -> Tensor:
    """Every combination of one element of each vector, a row for each."""
    found = as_tensors("cartesian_prod", list(flat(tensors)))
    if len(found) == 1:
        return found[0]
    grids = makers.meshgrid(*found, indexing="ij")
    return op.stack(*[op.reshape(g, shape=(-1,)) for g in grids], axis=1)


@declared("", "y = torch.combinations(torch.ones(3))", method=True)
def combinations(input: Numbers, r: int = 2, with_replacement: bool = False) -> Tensor:
    """Every choice of r elements of a vector, a row for each."""
    a = as_tensor(input)
    require_shape(a.ndim == 1, "Expect a 1D vector")
    require(isinstance(r, int) and r >= 0, f"Expect a non-negative number, but got {r}")
    allocate((_choices(a.size + r - 1 if with_replacement and r else a.size, r), r))
    rows = list((choose_again if with_replacement else choose)(range(a.size), r))
    return op.getitem(a, index=np.array(rows, dtype=np.intp).reshape(len(rows), r))


def _choices(n: int, r: int) -> int:
    """How many ways there are to choose r of n, counted no further than is surely too many."""
    count = 1 if r <= n else 0
    for k in range(min(r, n - r)):
        count = count * (n - k) // (k + 1)
        if count > ENDLESS:
            break
    return count


@composed("centred @ centred.T / (n - 1)", "C = torch.cov(x)", method=True)
def cov(
    input: Numbers,
    *,
    correction: int = 1,
    fweights: Numbers | None = None,
    aweights: Numbers | None = None,
) -> Tensor:
    """The covariances of the rows; columns count as often, or as much, as their weights say."""
    a = as_tensor(input)
    require_shape(a.ndim < 3, "cov(): expected input to have two or fewer dimensions")
    rows = a if a.ndim == 2 else op.reshape(a, shape=(1, a.size))
    if fweights is None and aweights is None:
        centred = op.sub(rows, op.mean(rows, axis=1, keepdims=True))
        found = op.matmul(centred, op.transpose(centred))
        found = op.div(found, float(rows.shape[1] - correction))
    else:
        weights, total, less = _weights(rows.shape[1], fweights, aweights)
        mean = op.div(op.sum(op.mul(rows, weights), axis=1, keepdims=True), total)
        centred = op.sub(rows, mean)
        found = op.matmul(op.mul(centred, weights), op.transpose(centred))
        found = op.div(found, op.sub(total, op.mul(less, float(correction))))
    return op.reshape(found, shape=()) if found.size == 1 else found


def _weights(count: int, often: Any, much: Any) -> tuple[Any, Tensor, Any]:
    """The weights of columns, their sum, and what one degree of freedom takes of it."""
    given = [as_tensor(part) for part in (often, much) if part is not None]
    require_shape(
        all(part.shape == (count,) for part in given),
        f"cov(): there is a weight for each of {count} columns, not the shape {given[0].shape}",
    )
    if often is not None:
        whole = values_of(often)
        require(
            whole.dtype.kind in "iu" and not (whole < 0).any(),
            "cov(): fweights are whole numbers, none below 0",
        )
    require(much is None or not (values_of(much) < 0).any(), "cov(): aweights are not below 0")
    weights = given[0] if len(given) == 1 else op.mul(*given)
    total = op.sum(op.mul(weights, 1.0))
    require(float(values_of(total)) > 0, "cov(): the sum of the weights is not 0")
    if much is None:
        return weights, total, 1.0
    return weights, total, op.div(op.sum(op.mul(weights, much)), total)


@composed("cov(input) / outer(std(input), std(input))", "R = torch.corrcoef(x)", method=True)
def corrcoef(input: Numbers) -> Tensor:
    """The correlations of the rows."""
    return correlations(cov(input))


def correlations(c: Tensor) -> Tensor:
    """Covariances over the deviations of both rows."""
    if not c.ndim:
        return op.div(c, c)
    deviation = op.sqrt(op.diag(c))
    return op.clamp(
        op.div(op.div(c, op.unsqueeze(deviation, axis=1)), deviation), min=-1.0, max=1.0
    )


def _splitter(axis: int, least: int) -> Callable[..., tuple[Tensor, ...]]:
    def split(input: Numbers, indices_or_sections: Any) -> tuple[Tensor, ...]:
        a = as_tensor(input)
        require_shape(
            a.ndim >= least, f"a tensor with {least} or more axes is needed, not {a.shape}"
        )
        along = 0 if axis == 1 and a.ndim == 1 else axis
        if isinstance(indices_or_sections, int):
            require(
                indices_or_sections > 0 and a.shape[along] % indices_or_sections == 0,
                f"the size {a.shape[along]} is not divisible by {indices_or_sections}",
            )
        return arrangements.tensor_split(a, indices_or_sections, along)

    return split


@declared("input[:, start:end], ...", "a, b = torch.hsplit(torch.ones(2, 4), 2)", method=True)
def hsplit(input: Numbers, indices_or_sections: Any) -> tuple[Tensor, ...]:
    """The tensor cut into parts beside each other."""
    return _splitter(1, 1)(input, indices_or_sections)


@declared("input[start:end], ...", "a, b = torch.vsplit(torch.ones(4, 2), 2)", method=True)
def vsplit(input: Numbers, indices_or_sections: Any) -> tuple[Tensor, ...]:
    """The tensor cut into parts below each other."""
    return _splitter(0, 2)(input, indices_or_sections)


@declared("input[:, :, start:end], ...", "a, b = torch.dsplit(torch.ones(1, 1, 4), 2)", method=True)
def dsplit(input: Numbers, indices_or_sections: Any) -> tuple[Tensor, ...]:
    """The tensor cut into parts behind each other."""
    return _splitter(2, 3)(input, indices_or_sections)


@composed("sum((y[1:] + y[:-1]) / 2 * dx)", "area = torch.trapezoid(x)", aliases=("trapz",))
def trapezoid(y: Numbers, x: Numbers | None = None, *, dx: float = 1.0, dim: int = -1) -> Tensor:
    """The area under a curve, by straight lines between its points."""
    a = as_tensor(y)
    axis = axis_of("trapezoid", a, dim)
    heights = op.div(op.add(part(a, axis, slice(1, None)), part(a, axis, slice(0, -1))), 2.0)
    if x is None:
        return op.mul(op.sum(heights, axis=axis), dx)
    places = as_tensor(x)
    if places.ndim == 1:
        widths = op.sub(part(places, 0, slice(1, None)), part(places, 0, slice(0, -1)))
        widths = op.reshape(widths, shape=[-1 if k == axis else 1 for k in range(a.ndim)])
    else:
        after, before = (part(places, axis, s) for s in (slice(1, None), slice(0, -1)))
        widths = op.sub(after, before)
    return op.sum(op.mul(heights, widths), axis=axis)


@declared("x[:, None] ** arange(N)", "V = torch.vander(torch.ones(3))")
def vander(x: Numbers, N: int | None = None, increasing: bool = False) -> Tensor:
    """The powers of each element in a row."""
    a = as_tensor(x)
    require_shape(a.ndim == 1, "x must be a one-dimensional tensor")
    count = a.size if N is None else N
    powers = range(count) if increasing else range(count - 1, -1, -1)
    require(count > 0, "vander(): N is 1 or more")
    return op.stack(*[op.pow(a, exponent=k) for k in powers], axis=1)


@declared("sum(input * other)", "y = torch.vdot(v, v)", method=True)
def vdot(input: Numbers, other: Numbers) -> Tensor:
    """The sum of the products of two vectors."""
    return products.dot(input, other)


@declared("", "found = torch.isin(x, torch.tensor([1.0, 2.0]))")
def isin(elements: Numbers, test_elements: Numbers, *, invert: bool = False) -> Tensor:
    """Which elements are among others."""
    found = np.isin(values_of(elements), values_of(test_elements), invert=invert)
    return new_tensor(np.asarray(found))


@declared("", "counts = torch.histc(x, 4, 0, 1)", method=True)
def histc(input: Numbers, bins: int = 100, min: float = 0, max: float = 0) -> Tensor:
    """How many elements lie in each of so many equal parts of a range."""
    allocate((bins,))
    values = values_of(input).ravel()
    low, high = (values.min(), values.max()) if min == max == 0 and values.size else (min, max)
    low, high = (low - 1, high + 1) if low == high else (low, high)
    counts = np.histogram(values.astype(float), bins, (low, high))[0]
    return new_tensor(counts.astype(values.dtype))
