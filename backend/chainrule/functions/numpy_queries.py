"""NumPy's questions about arrays: which values, how many, how alike; without gradients."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import Tensor
from chainrule.engine import tensor as new_tensor
from chainrule.engine.state import allocate
from chainrule.functions import elementwise, ordering
from chainrule.functions.arguments import Numbers, op, positions_of, values_of
from chainrule.functions.composition import declared
from chainrule.functions.numpy_reductions import as_array
from chainrule.functions.table import TABLE


@declared("", "y = np.nan_to_num(x)")
def nan_to_num(
    x: Numbers,
    copy: bool = True,
    nan: float = 0.0,
    posinf: float | None = None,
    neginf: float | None = None,
) -> Tensor:
    """The array with numbers in the place of NaN and of infinities."""
    return elementwise.nan_to_num(as_array(x), nan, posinf, neginf)


@declared("abs(a - b) <= atol + rtol * abs(b)", "y = np.isclose(x, y)")
def isclose(
    a: Numbers, b: Numbers, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False
) -> Tensor:
    """Where two arrays nearly agree."""
    return elementwise.isclose(as_array(a), as_array(b), rtol, atol, equal_nan)


@declared("", "same = np.allclose(x, y)")
def allclose(
    a: Numbers, b: Numbers, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False
) -> bool:
    """Whether two arrays nearly agree everywhere."""
    return elementwise.allclose(as_array(a), as_array(b), rtol, atol, equal_nan)


@declared("", "same = np.array_equal(x, y)")
def array_equal(a1: Numbers, a2: Numbers) -> bool:
    """Whether two arrays have the same shape and the same elements."""
    return elementwise.equal(as_array(a1), as_array(a2))


@declared("", "y = np.unique(x)")
def unique(
    ar: Numbers,
    return_index: bool = False,
    return_inverse: bool = False,
    return_counts: bool = False,
    axis: int | None = None,
) -> Any:
    """The different values in order."""
    find: Any = np.unique
    found = find(values_of(as_array(ar)), return_index, return_inverse, return_counts, axis)
    several = found if isinstance(found, tuple) else (found,)
    answers = [new_tensor(part) for part in several]
    return answers[0] if len(answers) == 1 else tuple(answers)


@declared("", "counts = np.bincount([0, 2, 2])")
def bincount(x: Numbers, weights: Numbers | None = None, minlength: int = 0) -> Tensor:
    """How often each whole number from 0 on occurs, or the sum of its weights."""
    return TABLE["bincount"].call(as_array(x), weights, minlength)  # type: ignore[no-any-return]


@declared("", "counts, edges = np.histogram(x)")
def histogram(
    a: Numbers, bins: Any = 10, range: Any = None, density: bool | None = None
) -> tuple[Tensor, Tensor]:
    """How many elements lie between every two edges, and the edges."""
    edges = bins if isinstance(bins, int) else values_of(bins)
    if isinstance(edges, int):
        allocate((edges,))
    found = np.histogram(values_of(as_array(a)).astype(float), edges, range, density)
    return new_tensor(found[0]), new_tensor(found[1])


@declared("", "places = np.searchsorted([1.0, 3.0], x)")
def searchsorted(
    a: Numbers, v: Numbers, side: str = "left", sorter: Numbers | None = None
) -> Tensor:
    """Where each element would have to stand in a sequence in order."""
    return ordering.searchsorted(as_array(a), as_array(v), side=side, sorter=sorter)


@declared("", "s = np.shape(x)")
def shape(a: Numbers) -> tuple[int, ...]:
    """The length of every axis."""
    return as_array(a).shape


@declared("", "n = np.size(x)")
def size(a: Numbers, axis: int | None = None) -> int:
    """How many elements there are, or how long an axis is."""
    found = as_array(a).shape
    return int(np.prod(found)) if axis is None else found[axis]


@declared("", "n = np.ndim(x)")
def ndim(a: Numbers) -> int:
    """How many axes there are."""
    return as_array(a).ndim


@declared("", "found = np.isscalar(3)")
def isscalar(element: Any) -> bool:
    """Whether it is a plain number."""
    return isinstance(element, int | float | str | bool)


@declared("max(a[~isnan(a)])", "y = np.nanmax(x)")
def nanmax(a: Numbers, axis: Any = None, keepdims: bool = False) -> Tensor:
    """The largest of the elements that are numbers."""
    found = as_array(a)
    values = op.where(np.isnan(values_of(found)), -np.inf, found)
    return op.max(values, axis=axis, keepdims=keepdims)


@declared("min(a[~isnan(a)])", "y = np.nanmin(x)")
def nanmin(a: Numbers, axis: Any = None, keepdims: bool = False) -> Tensor:
    """The smallest of the elements that are numbers."""
    found = as_array(a)
    values = op.where(np.isnan(values_of(found)), np.inf, found)
    return op.min(values, axis=axis, keepdims=keepdims)


@declared("", "bins = np.digitize(x, [0.0, 1.0])")
def digitize(x: Numbers, bins: Numbers, right: bool = False) -> Tensor:
    """Between which edges each element lies."""
    return new_tensor(np.asarray(np.digitize(values_of(as_array(x)), values_of(bins), right)))


@declared("", "row, column = np.unravel_index(5, (2, 3))")
def unravel_index(indices: Numbers, shape: Any) -> tuple[Any, ...]:
    """Positions among all elements in a row as positions along each axis."""
    places = positions_of(as_array(indices) if not isinstance(indices, int) else indices)
    found = np.unravel_index(places, tuple(shape))
    return tuple(int(k) if np.ndim(k) == 0 else new_tensor(k) for k in found)


@declared("p[0] * x ** n + ...", "y = np.polyval([1.0, 2.0], x)")
def polyval(p: Numbers, x: Numbers) -> Tensor:
    """The value of a polynomial, whose first coefficient is that of the highest power."""
    coefficients, at = as_array(p), as_array(x)
    total = op.mul(at, 0.0)
    for k in range(coefficients.shape[0]):
        total = op.add(op.mul(total, at), op.getitem(coefficients, index=k))
    return total


@declared("x[:, None] ** arange(N)", "V = np.vander(x)")
def vander(x: Numbers, N: int | None = None, increasing: bool = False) -> Tensor:
    """The powers of each element in a row."""
    return TABLE["vander"].call(as_array(x), N, increasing)  # type: ignore[no-any-return]
