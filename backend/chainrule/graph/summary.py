"""Summary: what a picture or a table needs to know about one array.

In goes an array of any shape; out come a few statistics, and the numbers themselves (up to 64) or
a coarse preview of them. Statistics are over all elements, as NumPy computes them: one NaN makes
the mean NaN, so that nothing wrong is ever averaged away.

Programs of single numbers are the common case and a graph holds hundreds of summaries, so one
element and short arrays go through plain Python floats, which is ten times faster than NumPy.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from operator import mul
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from chainrule.engine.annotation import Doc

DATA_LIMIT = 64
"""Up to this many elements are written out."""
PREVIEW_ROWS, PREVIEW_COLUMNS = 16, 64
"""The largest preview; see ``preview``."""
SMALLEST_SAFE_SQUARE, LARGEST_SAFE_SQUARE = 1e-290, 1e300

Array = NDArray[np.floating[Any]]


@dataclass(slots=True)
class Summary:
    """Statistics of one array, and its numbers as far as they fit."""

    shape: Annotated[list[int], Doc("The length of every axis.")]
    min: Annotated[float | None, Doc("Over all elements; null where there is no element.")]
    max: Annotated[float | None, Doc("Over all elements; null where there is no element.")]
    mean: Annotated[float | None, Doc("Over all elements; null where there is no element.")]
    rms: Annotated[float | None, Doc("Over all elements; null where there is no element.")]
    zeros: Annotated[int, Doc("How many elements are exactly 0.")]
    nonfinite: Annotated[int, Doc("How many elements are NaN or infinite.")]
    data: Annotated[
        Any,
        Doc(
            "A number or nested lists, for up to 64 elements; else null. Without elements "
            "it is an empty list, whatever the shape.",
            {"anyOf": [{"$dynamicRef": "Nested"}, {"type": "null"}]},
        ),
    ]
    preview: Annotated[
        list[list[float]] | None,
        Doc(
            "For more elements a grid of at most 16 × 64 numbers; else null. In very large "
            "graphs neither is filled in once enough has been written."
        ),
    ] = None


def summarise(array: Array, detail: bool = True) -> Summary:
    """Summarises an array of any shape.

    Args:
        array: the numbers.
        detail: whether ``data`` or ``preview`` are filled in beyond a single element.
    """
    size = array.size
    if size == 1:
        x = float(array.item())
        finite = math.isfinite(x)
        data = array.tolist()
        return Summary(list(array.shape), x, x, x, abs(x), int(x == 0.0), int(not finite), data)
    shape = list(array.shape)
    if size == 0:  # of any number of rows, so they are not listed
        return Summary(shape, None, None, None, None, 0, 0, [])
    data = array.tolist() if detail and size <= DATA_LIMIT else None
    grid = preview(array) if detail and size > DATA_LIMIT else None
    if size <= DATA_LIMIT:
        numbers = array.ravel().tolist()
        total = sum(numbers)
        if math.isfinite(total):  # then every element is finite
            square = sum(map(mul, numbers, numbers)) / size
            if SMALLEST_SAFE_SQUARE < square < LARGEST_SAFE_SQUARE:
                zeros = numbers.count(0.0)
                low, high = min(numbers), max(numbers)
                mean, rms = total / size, math.sqrt(square)
                return Summary(shape, low, high, mean, rms, zeros, 0, data)
    statistics = _statistics(np.asarray(array, dtype=np.float64))
    return Summary(shape, *statistics, data, grid)


def written_numbers(array: Array) -> int:
    """How many numbers a summary of this array writes out beside the statistics."""
    if array.size <= DATA_LIMIT:
        return int(array.size)
    columns = int(array.shape[-1])
    return min(array.size // columns, PREVIEW_ROWS) * min(columns, PREVIEW_COLUMNS)


def _statistics(x: Array) -> tuple[float, float, float, float, int, int]:
    """Minimum, maximum, mean, root mean square, zeros and non-finite elements of any numbers."""
    with np.errstate(all="ignore"):
        low, high = float(x.min()), float(x.max())
        mean = float(x.mean())
        square = float(np.mean(x * x))
        rms = math.sqrt(square) if square >= 0 else math.nan
        if math.isfinite(low) and math.isfinite(high):
            largest = max(-low, high)
            # Huge or tiny numbers leave the range of floats when squared or added up.
            if not SMALLEST_SAFE_SQUARE < square < LARGEST_SAFE_SQUARE and largest > 0:
                rms = largest * math.sqrt(np.mean(np.square(x / largest)))
            if not math.isfinite(mean):
                mean = largest * float(np.mean(x / largest))
            nonfinite = 0
        else:
            nonfinite = int(x.size - np.count_nonzero(np.isfinite(x)))
    return low, high, mean, rms, int(x.size - np.count_nonzero(x)), nonfinite


def preview(array: Array, rows: int = PREVIEW_ROWS, columns: int = PREVIEW_COLUMNS) -> Any:
    """A grid of at most ``rows`` × ``columns`` numbers that looks like the array.

    Leading axes are stacked into rows. Of the elements that share a cell the one of largest
    magnitude stays, so that a single spike or NaN survives. Numbers have 4 significant digits.
    """
    grid = np.asarray(array, dtype=np.float64)
    grid = grid.reshape((-1, grid.shape[-1]) if grid.ndim > 1 else (1, -1))
    high, low = _pool(np.maximum, grid, rows, columns), _pool(np.minimum, grid, rows, columns)
    with np.errstate(invalid="ignore"):  # NaN reaches both poolings and stays NaN
        cells = np.where(np.abs(low) > np.abs(high), low, high)
    return rounded(cells).tolist()


def rounded(x: Array) -> Array:
    """Numbers of 4 significant digits, as short as they can be written."""
    with np.errstate(all="ignore"):
        exponent = np.floor(np.log10(np.abs(x))) - 3
        # Only powers of ten up to 22 are exact; dividing by them gives the shortest numbers.
        up, down = 10.0 ** np.clip(-exponent, 0, 22), 10.0 ** np.clip(exponent, 0, 22)
        short = np.rint(x * up / down) / up * down
        usable = np.isfinite(short) & (np.abs(exponent) <= 22)
    return np.where(usable, short, x)


def _pool(ufunc: np.ufunc, grid: Array, rows: int, columns: int) -> Array:
    for axis, limit in enumerate((rows, columns)):
        size = grid.shape[axis]
        if size > limit:
            starts = np.arange(limit) * size // limit
            grid = ufunc.reduceat(grid, starts, axis=axis)
    return grid
