"""NumPy's functions of samples: covariances, convolutions, slopes, lines between points, fits."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import Tensor
from chainrule.engine import tensor as new_tensor
from chainrule.functions import filters, gatherings
from chainrule.functions.arguments import Numbers, op, require, require_shape, values_of
from chainrule.functions.composition import composed
from chainrule.functions.numpy_products import lstsq
from chainrule.functions.numpy_queries import vander
from chainrule.functions.numpy_reductions import as_array
from chainrule.functions.numpy_selection import take_along_axis


@composed("centred @ centred.T / (n - 1)", "C = np.cov(x)")
def cov(
    m: Numbers, y: Numbers | None = None, rowvar: bool = True, bias: bool = False,
    ddof: int | None = None, fweights: Numbers | None = None, aweights: Numbers | None = None,
) -> Tensor:  # fmt: skip
    """The covariances of rows (or of columns, with ``rowvar=False``), which may have weights."""
    rows = [_rows(part, rowvar) for part in (m, y) if part is not None]
    a = rows[0] if len(rows) == 1 else op.cat(*rows, axis=0)
    less = ddof if ddof is not None else 0 if bias else 1
    return gatherings.cov(a, correction=less, fweights=fweights, aweights=aweights)


def _rows(part: Numbers, rowvar: bool) -> Tensor:
    a = as_array(part)
    if a.ndim < 2:
        return op.reshape(a, shape=(1, a.size))
    return a if rowvar else op.transpose(a)


@composed("cov(x) / outer(std(x), std(x))", "R = np.corrcoef(x)")
def corrcoef(x: Numbers, y: Numbers | None = None, rowvar: bool = True) -> Tensor:
    """The correlations of rows (or of columns, with ``rowvar=False``)."""
    return gatherings.correlations(cov(x, y, rowvar))


@composed("y[k] = sum(a[i] * v[k - i])", "y = np.convolve(u, v)")
def convolve(a: Numbers, v: Numbers, mode: str = "full") -> Tensor:
    """Every sum of products of a sequence with another one, turned round and moved along it."""
    one, other = as_array(a), as_array(v)
    require_shape(one.ndim <= 1 and other.ndim <= 1, "object too deep for desired array")
    require_shape(one.size > 0 and other.size > 0, "a and v cannot be empty")
    require(mode in ("full", "same", "valid"), f"mode must be full, same or valid, not {mode!r}")
    whole = one.dtype.kind in "iub" and other.dtype.kind in "iub"
    if one.size < other.size:
        one, other = other, one
    n, m = one.size, other.size
    signal = op.reshape(op.mul(one, 1.0) if whole else one, shape=(1, 1, n))
    kernel = op.reshape(op.flip(op.reshape(other, shape=(m,)), axis=0), shape=(1, 1, m))
    kernel = op.mul(kernel, 1.0) if whole else kernel
    full = op.reshape(filters.conv1d(signal, kernel, padding=m - 1), shape=(-1,))
    if whole:
        full = new_tensor(np.rint(values_of(full)).astype(np.int64))
    if mode == "same":
        return full[(m - 1) // 2 : (m - 1) // 2 + n]
    return full[m - 1 : n] if mode == "valid" else full


@composed("y[k] = sum(a[i + k] * v[i])", "y = np.correlate(u, v)")
def correlate(a: Numbers, v: Numbers, mode: str = "valid") -> Tensor:
    """Every sum of products of a sequence with another one that is moved along it."""
    one, other = as_array(a), as_array(v)
    turned = one.size < other.size
    if turned:
        one, other = other, one
    found = convolve(one, op.flip(op.reshape(other, shape=(-1,)), axis=0), mode)
    return op.flip(found, axis=0) if turned else found


@composed("fp[i] + slope[i] * (x - xp[i])", "y = np.interp(0.5, u, v)")
def interp(
    x: Numbers, xp: Numbers, fp: Numbers, left: Any = None, right: Any = None, period: Any = None
) -> Tensor:
    """The values at some places of the line through given points."""
    require(period is None, "interp() has no period here: take x % period yourself")
    at, places, heights = as_array(x), as_array(xp), as_array(fp)
    require_shape(
        places.ndim == 1 and places.shape == heights.shape and places.size > 0,
        f"fp and xp are not of the same length: {heights.shape} and {places.shape}",
    )
    given, knots = values_of(at), values_of(places)
    last = max(places.size - 2, 0)
    i = new_tensor(np.clip(np.searchsorted(knots, given, side="right") - 1, 0, last))
    after = new_tensor(np.minimum(values_of(i) + 1, places.size - 1))
    start, low = places[i], heights[i]
    if places.size > 1:
        slope = op.div(op.sub(heights[after], low), op.sub(places[after], start))
        inside = op.add(low, op.mul(slope, op.sub(at, start)))
    else:
        inside = low
    first = heights[0] if left is None else as_array(left)
    end = heights[-1] if right is None else as_array(right)
    before = op.where(new_tensor(given < knots[0]), first, inside)
    return op.where(new_tensor(given > knots[-1]), end, before)


@composed("x[k + 1] - x[k]", "y = np.ediff1d(u)")
def ediff1d(ary: Numbers, to_end: Any = None, to_begin: Any = None) -> Tensor:
    """The differences of neighbours in a flattened array, with what is put before and behind."""
    flat = op.reshape(as_array(ary), shape=(-1,))
    parts = [op.sub(flat[1:], flat[:-1])]
    if to_begin is not None:
        parts.insert(0, op.reshape(as_array(to_begin), shape=(-1,)))
    if to_end is not None:
        parts.append(op.reshape(as_array(to_end), shape=(-1,)))
    return op.cat(*parts, axis=0) if len(parts) > 1 else parts[0]


@composed("(f[k + 1] - f[k - 1]) / (x[k + 1] - x[k - 1])", "y = np.gradient(u)")
def gradient(f: Numbers, *spacing: Any, axis: Any = None, edge_order: int = 1) -> Any:
    """The slopes of samples along an axis, or along every axis."""
    require(edge_order == 1, "gradient() has edge_order=1 here")
    found = as_array(f)
    axes = range(found.ndim) if axis is None else [axis] if isinstance(axis, int) else list(axis)
    steps = list(spacing) or [1.0]
    steps = steps * len(axes) if len(steps) == 1 else steps
    require(len(steps) == len(axes), "invalid number of arguments")
    slopes = [_slope(found, step, k % found.ndim) for step, k in zip(steps, axes, strict=True)]
    return slopes[0] if len(slopes) == 1 else tuple(slopes)


def _slope(f: Tensor, step: Any, axis: int) -> Tensor:
    require_shape(f.shape[axis] >= 2, "Shape of array too small to calculate a numerical gradient")

    index = (slice(None),) * axis
    difference = op.sub(f[(*index, slice(1, None))], f[(*index, slice(None, -1))])
    distance = as_array(step)
    if distance.ndim:
        require_shape(distance.shape == (f.shape[axis],), "distances must match the axis")
        distance = op.sub(distance[1:], distance[:-1])
        distance = op.reshape(distance, shape=(-1,) + (1,) * (f.ndim - axis - 1))
        before, after = distance[:-1], distance[1:]
    else:
        before = after = distance
    slope = op.div(difference, distance)
    left, right = slope[(*index, slice(None, -1))], slope[(*index, slice(1, None))]
    middle = op.div(op.add(op.mul(left, after), op.mul(right, before)), op.add(before, after))
    ends = slope[(*index, slice(None, 1))], slope[(*index, slice(-1, None))]
    return op.cat(ends[0], middle, ends[1], axis=axis)


@composed("sqrt(nanmean((a - nanmean(a)) ** 2))", "y = np.nanstd(u)")
def nanstd(a: Numbers, axis: Any = None, ddof: int = 0, keepdims: bool = False) -> Tensor:
    """The standard deviation of the elements that are numbers."""
    found = as_array(a)
    knots = new_tensor(~np.isnan(values_of(found)))
    count = op.sum(op.where(knots, 1.0, 0.0), axis=axis, keepdims=True)
    kept = op.where(knots, found, 0.0)
    mean = op.div(op.sum(kept, axis=axis, keepdims=True), count)
    distance = op.where(knots, op.sub(kept, mean), 0.0)
    total = op.sum(op.mul(distance, distance), axis=axis, keepdims=keepdims)
    count = count if keepdims else op.reshape(count, shape=total.shape)
    return op.sqrt(op.div(total, op.sub(count, float(ddof))))


@composed("gather(a, argpartition(a, kth))", "y = np.partition(u, 1)")
def partition(a: Numbers, kth: Any, axis: int = -1) -> Tensor:
    """The elements, the k-th smallest in its place, smaller ones before it and larger behind."""
    found = as_array(a)
    order = np.argpartition(values_of(found), kth, axis)
    return take_along_axis(found, new_tensor(order), axis)


@composed("argmin_c sum((vander(x) @ c - y) ** 2)", "c = np.polyfit(u, v, 1)")
def polyfit(x: Numbers, y: Numbers, deg: int) -> Tensor:
    """The coefficients of the polynomial with the smallest squared errors, highest power first."""
    powers = vander(as_array(x), int(deg) + 1)
    require_shape(powers.shape[0] > int(deg), "polyfit() needs more points than the degree")
    size = op.sqrt(op.sum(op.mul(powers, powers), axis=0))
    found = lstsq(op.div(powers, size), y)[0]
    return op.div(found, size if found.ndim == 1 else op.reshape(size, shape=(-1, 1)))
