"""NumPy's functions that take many elements together, with NumPy's defaults."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import Tensor
from chainrule.engine import tensor as new_tensor
from chainrule.functions import ordering, reductions
from chainrule.functions.arguments import Numbers, op, require, require_shape, values_of
from chainrule.functions.composition import composed, declared
from chainrule.functions.numpy_makers import joined


def as_array(a: Numbers) -> Tensor:
    """The value as an array; one that is given is itself, and lists may hold arrays."""
    return a if isinstance(a, Tensor) else joined(a)


def _chosen(a: Numbers, where: Any, neutral: float) -> Tensor:
    """The array, with a number that changes nothing in the place of what is left out."""
    found = as_array(a)
    return found if where is None or where is True else op.where(where, found, neutral)


@declared("sum(a)", "y = np.sum(x, axis=0)")
def sum(
    a: Numbers,
    axis: Any = None,
    dtype: Any = None,
    out: Any = None,
    keepdims: bool = False,
    initial: float | None = None,
    where: Any = True,
) -> Tensor:
    """The sum over some or all axes."""
    require(out is None, "sum() writes into no array: write y = np.sum(...)")
    total = op.sum(_chosen(a, where, 0.0), axis=axis, keepdims=keepdims)
    return total if initial is None else op.add(total, initial)


@declared("prod(a)", "y = np.prod(x)")
def prod(
    a: Numbers,
    axis: Any = None,
    dtype: Any = None,
    out: Any = None,
    keepdims: bool = False,
    initial: float | None = None,
    where: Any = True,
) -> Tensor:
    """The product over some or all axes."""
    require(out is None, "prod() writes into no array: write y = np.prod(...)")
    total = op.prod(_chosen(a, where, 1.0), axis=axis, keepdims=keepdims)
    return total if initial is None else op.mul(total, initial)


def _fractions(a: Numbers) -> Tensor:
    found = as_array(a)
    return op.mul(found, 1.0) if found.dtype.kind in "iub" else found


@declared("mean(a)", "y = np.mean(x, axis=0)")
def mean(
    a: Numbers, axis: Any = None, dtype: Any = None, out: Any = None, keepdims: bool = False
) -> Tensor:
    """The mean over some or all axes; of integers and truth values, too."""
    return op.mean(_fractions(a), axis=axis, keepdims=keepdims)


@declared("sum((a - mean(a)) ** 2) / (n - ddof)", "y = np.var(x)")
def var(
    a: Numbers,
    axis: Any = None,
    dtype: Any = None,
    out: Any = None,
    ddof: float = 0,
    keepdims: bool = False,
    correction: float | None = None,
) -> Tensor:
    """The variance: the mean squared distance from the mean, of the whole unless ``ddof`` is 1."""
    less = ddof if correction is None else correction
    return op.var(_fractions(a), axis=axis, correction=less, keepdims=keepdims)


@declared("sqrt(var(a))", "y = np.std(x)")
def std(
    a: Numbers,
    axis: Any = None,
    dtype: Any = None,
    out: Any = None,
    ddof: float = 0,
    keepdims: bool = False,
    correction: float | None = None,
) -> Tensor:
    """The standard deviation, of the whole unless ``ddof`` is 1."""
    less = ddof if correction is None else correction
    return op.std(_fractions(a), axis=axis, correction=less, keepdims=keepdims)


@declared("max(a)", "y = np.max(x, axis=0)", aliases=("amax",))
def max(a: Numbers, axis: Any = None, out: Any = None, keepdims: bool = False) -> Tensor:
    """The largest element over some or all axes."""
    return op.max(as_array(a), axis=axis, keepdims=keepdims)


@declared("min(a)", "y = np.min(x, axis=0)", aliases=("amin",))
def min(a: Numbers, axis: Any = None, out: Any = None, keepdims: bool = False) -> Tensor:
    """The smallest element over some or all axes."""
    return op.min(as_array(a), axis=axis, keepdims=keepdims)


@composed("max(a) - min(a)", "y = np.ptp(x)")
def ptp(a: Numbers, axis: Any = None, keepdims: bool = False) -> Tensor:
    """The distance of the largest and the smallest element."""
    return op.sub(max(a, axis, keepdims=keepdims), min(a, axis, keepdims=keepdims))


@declared("cumsum(a)", "y = np.cumsum(x)")
def cumsum(a: Numbers, axis: int | None = None, dtype: Any = None) -> Tensor:
    """The running sum along an axis, or of all elements in a row."""
    return op.cumsum(in_a_row_unless(a, axis), axis=0 if axis is None else axis)


@declared("cumprod(a)", "y = np.cumprod(x)")
def cumprod(a: Numbers, axis: int | None = None, dtype: Any = None) -> Tensor:
    """The running product along an axis, or of all elements in a row."""
    return op.cumprod(in_a_row_unless(a, axis), axis=0 if axis is None else axis)


def in_a_row_unless(a: Numbers, axis: Any) -> Tensor:
    """The array, or all its elements in a row where no axis is named."""
    found = as_array(a)
    return op.reshape(found, shape=(-1,)) if axis is None else found


@composed("sum(a * weights) / sum(weights)", "y = np.average(x)")
def average(
    a: Numbers, axis: Any = None, weights: Numbers | None = None, keepdims: bool = False
) -> Tensor:
    """The mean, in which elements may have different weights."""
    found = as_array(a)
    if weights is None:
        return mean(found, axis, keepdims=keepdims)
    w = as_array(weights)
    if w.shape != found.shape:
        require_shape(
            isinstance(axis, int) and w.shape == (found.shape[axis],),
            f"Length of weights not compatible with specified axis: {w.shape} and {found.shape}",
        )
        w = op.reshape(w, shape=[-1 if k == axis % found.ndim else 1 for k in range(found.ndim)])
        w = op.expand(w, shape=found.shape)
    total = op.sum(op.mul(found, w), axis=axis, keepdims=keepdims)
    return op.div(total, op.sum(w, axis=axis, keepdims=keepdims))


def _truth(test: Any, a: Numbers, axis: Any, keepdims: bool) -> Any:
    return new_tensor(np.asarray(test(values_of(as_array(a)), axis=axis, keepdims=keepdims)))


@declared("max(a != 0)", "y = np.any(x > 0)")
def any(a: Numbers, axis: Any = None, out: Any = None, keepdims: bool = False) -> Tensor:
    """Whether some element is not 0."""
    return _truth(np.any, a, axis, keepdims)  # type: ignore[no-any-return]


@declared("min(a != 0)", "y = np.all(x > 0)")
def all(a: Numbers, axis: Any = None, out: Any = None, keepdims: bool = False) -> Tensor:
    """Whether no element is 0."""
    return _truth(np.all, a, axis, keepdims)  # type: ignore[no-any-return]


@declared("count(a != 0)", "n = np.count_nonzero(x)")
def count_nonzero(a: Numbers, axis: Any = None, keepdims: bool = False) -> Any:
    """How many elements are not 0: an integer, or an array of them along an axis."""
    found = np.count_nonzero(values_of(as_array(a)), axis=axis, keepdims=keepdims)
    return int(found) if axis is None and not keepdims else new_tensor(np.asarray(found))


def _position(choose: Any, a: Numbers, axis: Any, keepdims: bool) -> Tensor:
    values = values_of(as_array(a))
    require(values.size > 0, "attempt to get argmax of an empty sequence")
    return new_tensor(np.asarray(choose(values, axis=axis, keepdims=keepdims)))


@declared("argmax(a)", "i = np.argmax(x)")
def argmax(a: Numbers, axis: int | None = None, out: Any = None, keepdims: bool = False) -> Tensor:
    """The position of the largest element; without an axis among all in a row."""
    return _position(np.argmax, a, axis, keepdims)


@declared("argmin(a)", "i = np.argmin(x)")
def argmin(a: Numbers, axis: int | None = None, out: Any = None, keepdims: bool = False) -> Tensor:
    """The position of the smallest element; without an axis among all in a row."""
    return _position(np.argmin, a, axis, keepdims)


@composed("interpolated sort(a)", "y = np.quantile(x, 0.25)")
def quantile(
    a: Numbers, q: Numbers, axis: int | None = None, method: str = "linear", keepdims: bool = False
) -> Tensor:
    """Values below which a share q of the elements lies."""
    return reductions.quantile(as_array(a), q, axis, keepdims, interpolation=method)


@composed("interpolated sort(a)", "y = np.percentile(x, 25)")
def percentile(
    a: Numbers, q: Numbers, axis: int | None = None, method: str = "linear", keepdims: bool = False
) -> Tensor:
    """Values below which q percent of the elements lie."""
    return reductions.quantile(as_array(a), values_of(q) / 100.0, axis, keepdims, method)


@composed("quantile(a, 1 / 2)", "y = np.median(x)")
def median(a: Numbers, axis: int | None = None, out: Any = None, keepdims: bool = False) -> Tensor:
    """The middle element, or the mean of the two that are in the middle."""
    found = as_array(a)
    if np.isnan(values_of(found)).any():
        return new_tensor(np.asarray(np.median(values_of(found), axis=axis, keepdims=keepdims)))
    return reductions.quantile(found, 0.5, axis, keepdims, "midpoint")


@composed("sum(where(isnan(a), 0, a))", "y = np.nansum(x)")
def nansum(a: Numbers, axis: Any = None, keepdims: bool = False) -> Tensor:
    """The sum of the elements that are numbers."""
    return reductions.nansum(as_array(a), axis, keepdims)


@composed("mean(a[~isnan(a)])", "y = np.nanmean(x)")
def nanmean(a: Numbers, axis: Any = None, keepdims: bool = False) -> Tensor:
    """The mean of the elements that are numbers."""
    return reductions.nanmean(as_array(a), axis, keepdims)


@declared("gather(a, argsort(a))", "y = np.sort(x)")
def sort(a: Numbers, axis: int | None = -1, kind: Any = None) -> Tensor:
    """The elements in order along an axis, or all in a row."""
    found = in_a_row_unless(a, axis)
    return ordering.sort(found, 0 if axis is None else axis).values


@declared("argsort(a)", "order = np.argsort(x)")
def argsort(a: Numbers, axis: int | None = -1, kind: Any = None) -> Tensor:
    """The positions that put the elements in order; equal ones keep theirs."""
    return op.argsort(in_a_row_unless(a, axis), axis=0 if axis is None else axis)
