"""NumPy's questions about arrays: which values, how many, how alike; without gradients."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import Tensor
from chainrule.engine import tensor as new_tensor
from chainrule.functions import (
    elementwise,
)
from chainrule.functions.arguments import Numbers, require, values_of
from chainrule.functions.composition import declared
from chainrule.functions.numpy_reductions import _array
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
    return elementwise.nan_to_num(_array(x), nan, posinf, neginf)


@declared("abs(a - b) <= atol + rtol * abs(b)", "y = np.isclose(x, y)")
def isclose(
    a: Numbers, b: Numbers, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False
) -> Tensor:
    """Where two arrays nearly agree."""
    return elementwise.isclose(_array(a), _array(b), rtol, atol, equal_nan)


@declared("", "same = np.allclose(x, y)")
def allclose(
    a: Numbers, b: Numbers, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False
) -> bool:
    """Whether two arrays nearly agree everywhere."""
    return elementwise.allclose(_array(a), _array(b), rtol, atol, equal_nan)


@declared("", "same = np.array_equal(x, y)")
def array_equal(a1: Numbers, a2: Numbers) -> bool:
    """Whether two arrays have the same shape and the same elements."""
    return elementwise.equal(_array(a1), _array(a2))


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
    found = find(values_of(_array(ar)), return_index, return_inverse, return_counts, axis)
    several = found if isinstance(found, tuple) else (found,)
    answers = [new_tensor(part) for part in several]
    return answers[0] if len(answers) == 1 else tuple(answers)


@declared("", "counts = np.bincount([0, 2, 2])")
def bincount(x: Numbers, weights: Numbers | None = None, minlength: int = 0) -> Tensor:
    """How often each whole number from 0 on occurs, or the sum of its weights."""
    return TABLE["bincount"].call(_array(x), weights, minlength)  # type: ignore[no-any-return]


@declared("", "counts, edges = np.histogram(x)")
def histogram(
    a: Numbers, bins: Any = 10, range: Any = None, density: bool | None = None
) -> tuple[Tensor, Tensor]:
    """How many elements lie between every two edges, and the edges."""
    edges = bins if isinstance(bins, int) else values_of(bins)
    found = np.histogram(values_of(_array(a)), edges, range, density)
    return new_tensor(found[0]), new_tensor(found[1])


@declared("", "places = np.searchsorted([1.0, 3.0], x)")
def searchsorted(a: Numbers, v: Numbers, side: str = "left") -> Tensor:
    """Where each element would have to stand in a sequence in order."""
    require(side in ("left", "right"), "searchsorted(): side is 'left' or 'right'")
    return TABLE["searchsorted"].call(_array(a), _array(v), right=side == "right")  # type: ignore[no-any-return]


@declared("", "s = np.shape(x)")
def shape(a: Numbers) -> tuple[int, ...]:
    """The length of every axis."""
    return _array(a).shape


@declared("", "n = np.size(x)")
def size(a: Numbers, axis: int | None = None) -> int:
    """How many elements there are, or how long an axis is."""
    found = _array(a).shape
    return int(np.prod(found)) if axis is None else found[axis]


@declared("", "n = np.ndim(x)")
def ndim(a: Numbers) -> int:
    """How many axes there are."""
    return _array(a).ndim


@declared("", "found = np.isscalar(3)")
def isscalar(element: Any) -> bool:
    """Whether it is a plain number."""
    return isinstance(element, int | float | str | bool)
