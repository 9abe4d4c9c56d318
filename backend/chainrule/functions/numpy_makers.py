"""NumPy's makers: new arrays by NumPy's names and with NumPy's defaults."""

from __future__ import annotations

import math
from math import ceil
from typing import Any

import numpy as np

from chainrule.engine import GradientError, Tensor, allocate
from chainrule.engine import tensor as new_tensor
from chainrule.engine.kinds import is_integer
from chainrule.functions import makers
from chainrule.functions.arguments import (
    Numbers,
    as_tensor,
    count_of,
    op,
    require,
    shape_of,
    values_of,
)
from chainrule.functions.composition import declared


def _shape(name: str, shape: Any) -> tuple[int, ...]:
    return shape_of(name, *(shape if isinstance(shape, list | tuple) else (shape,)))


def joined(object: Any, dtype: Any = None) -> Tensor:
    """An array of nested lists, of which some items may be arrays themselves."""
    if isinstance(object, list | tuple) and _has_tensors(object):
        rows = [item if isinstance(item, Tensor) else joined(item) for item in object]
        found = op.stack(*rows, axis=0)
        return found if dtype is None else op.to(found, dtype=np.dtype(dtype).name)
    found = object.detach() if isinstance(object, Tensor) else object
    return new_tensor(found, dtype=dtype)


def _has_tensors(items: Any) -> bool:
    if isinstance(items, Tensor):
        return True
    return isinstance(items, list | tuple) and any(map(_has_tensors, items))


@declared("", "x = np.array([1.0, 2.0])")
def array(object: Numbers, dtype: Any = None, copy: Any = True, ndmin: int = 0) -> Tensor:
    """A new array of numbers, nested lists or arrays."""
    if isinstance(object, Tensor):
        found = op.clone(object) if dtype is None else op.to(object, dtype=np.dtype(dtype).name)
    else:
        found = joined(object, dtype)
    missing = ndmin - found.ndim
    return op.reshape(found, shape=(1,) * missing + found.shape) if missing > 0 else found


@declared("", "x = np.asarray([1.0, 2.0])", aliases=("ascontiguousarray", "asanyarray"))
def asarray(a: Numbers, dtype: Any = None) -> Tensor:
    """An array of what is given, which is itself where it is one already."""
    if isinstance(a, Tensor) and dtype is None:
        return a
    return array(a, dtype)


@declared("", "y = np.copy(x)")
def copy(a: Numbers) -> Tensor:
    """The same numbers in an array of its own."""
    return array(a)


@declared("0", "x = np.zeros((2, 3))")
def zeros(shape: Any, dtype: Any = None, order: str = "C") -> Tensor:
    """An array of zeros."""
    return makers.make(_shape("zeros", shape), 0.0, dtype, False)


@declared("1", "x = np.ones((2, 3))")
def ones(shape: Any, dtype: Any = None, order: str = "C") -> Tensor:
    """An array of ones."""
    return makers.make(_shape("ones", shape), 1.0, dtype, False)


@declared("0", "x = np.empty((2, 3))")
def empty(shape: Any, dtype: Any = None, order: str = "C") -> Tensor:
    """An array to be filled; until then it holds zeros, where NumPy's holds anything."""
    return makers.make(_shape("empty", shape), 0.0, dtype, False)


@declared("fill_value", "x = np.full((2, 3), 0.5)")
def full(shape: Any, fill_value: Numbers, dtype: Any = None, order: str = "C") -> Tensor:
    """An array of one value."""
    wanted = _shape("full", shape)
    return op.expand(as_tensor(fill_value), shape=wanted) if wanted else as_tensor(fill_value)


@declared("where(row + k == column, 1, 0)", "x = np.eye(3)")
def eye(N: int, M: int | None = None, k: int = 0, dtype: Any = None) -> Tensor:
    """Ones on a diagonal, zeros elsewhere."""
    rows, columns = shape_of("eye", N, N if M is None else M)
    return new_tensor(np.eye(rows, columns, k), dtype=dtype)


@declared("where(row == column, 1, 0)", "x = np.identity(3)")
def identity(n: int, dtype: Any = None) -> Tensor:
    """A square matrix with ones on the diagonal."""
    return eye(n, dtype=dtype)


@declared("where(column <= row + k, 1, 0)", "x = np.tri(3)")
def tri(N: int, M: int | None = None, k: int = 0, dtype: Any = None) -> Tensor:
    """Ones on and below a diagonal, zeros elsewhere."""
    rows, columns = shape_of("tri", N, N if M is None else M)
    return new_tensor(np.tri(rows, columns, k), dtype=dtype)


def _like(a: Numbers, value: float, dtype: Any) -> Tensor:
    found = as_tensor(a)
    return makers.make(found.shape, value, found.dtype if dtype is None else dtype, False)


@declared("0", "y = np.zeros_like(x)")
def zeros_like(a: Numbers, dtype: Any = None) -> Tensor:
    """Zeros in the shape of another array."""
    return _like(a, 0.0, dtype)


@declared("1", "y = np.ones_like(x)")
def ones_like(a: Numbers, dtype: Any = None) -> Tensor:
    """Ones in the shape of another array."""
    return _like(a, 1.0, dtype)


@declared("0", "y = np.empty_like(x)")
def empty_like(a: Numbers, dtype: Any = None) -> Tensor:
    """An array of another's shape, to be filled; until then it holds zeros."""
    return _like(a, 0.0, dtype)


@declared("fill_value", "y = np.full_like(x, 0.5)")
def full_like(a: Numbers, fill_value: float, dtype: Any = None) -> Tensor:
    """One number in the shape of another array."""
    return _like(a, float(values_of(fill_value)), dtype)


def _numbers(name: str, *given: Any) -> list[Any]:
    found = [values_of(number) for number in given]
    for number in found:
        require(
            number.ndim == 0 and number.dtype.kind in "iufb" and bool(np.isfinite(number)),
            f"{name}(): the bounds and the step are finite numbers, not {number}",
        )
    return [number.item() for number in found]


def _differentiated(*bounds: Any) -> bool:
    """Whether the gradient of a bound is asked for; a bare number of a program only sets it."""
    return any(isinstance(x, Tensor) and x.requires_grad and x.precedence > 0 for x in bounds)


def _between(start: Any, stop: Any, count: int, endpoint: bool) -> Tensor:
    """Numbers at equal distances, as what they are computed from."""
    share = np.arange(count) / max(count - 1 if endpoint else count, 1)
    return op.add(op.mul(start, 1.0 - share), op.mul(stop, share))


@declared("start, start + step, ...", "x = np.arange(0, 1, 0.25)")
def arange(start: float, stop: float | None = None, step: float = 1, dtype: Any = None) -> Tensor:
    """Numbers in equal steps, the end left out; none where the step leads away from the end."""
    start, stop = (0, start) if stop is None else (start, stop)
    if _differentiated(start, step):  # the end only says how many numbers there are
        raise GradientError(
            "arange(): its numbers keep no gradient of where they start or of their step; write "
            "start + step * np.arange(n), or np.linspace(start, stop, n)"
        )
    first, last, by = _numbers("arange", start, stop, step)
    if any(isinstance(number, float) for number in (first, last, by)):
        first = float(first)  # then the numbers are no integers
    require(by != 0, "Maximum allowed size exceeded: the step of arange is not 0")
    count = max(ceil((last - first) / by), 0)
    allocate((count,))
    # NumPy's own, whose step is what is left of it between the first number and the second.
    return new_tensor(np.arange(first, last, by, dtype=dtype), dtype=dtype)


@declared("start, ..., stop", "x = np.linspace(0, 1, 5)")
def linspace(
    start: float,
    stop: float,
    num: int = 50,
    endpoint: bool = True,
    retstep: bool = False,
    dtype: Any = None,
) -> Any:
    """So many numbers at equal distances, the end among them unless ``endpoint`` is false."""
    require(is_integer(num) or values_of(num).dtype.kind in "iu", "linspace(): num is an integer")
    count = count_of("linspace", num)
    first, last = _numbers("linspace", start, stop)
    found, step = np.linspace(first, last, count, endpoint, retstep=True)
    result = new_tensor(found, dtype=dtype)
    if _differentiated(start, stop):
        result = _between(start, stop, count, endpoint)
        parts = max(count - 1 if endpoint else count, 1)
        return (result, op.div(op.sub(stop, start), float(parts))) if retstep else result
    return (result, float(step)) if retstep else result


@declared("base ** start, ..., base ** stop", "x = np.logspace(0, 2, 3)")
def logspace(
    start: float, stop: float, num: int = 50, endpoint: bool = True, base: float = 10.0
) -> Tensor:
    """Powers of a base whose exponents are at equal distances."""
    count = count_of("logspace", num)
    first, last = _numbers("logspace", start, stop)
    if _differentiated(start, stop):
        return op.exp(op.mul(_between(start, stop, count, endpoint), math.log(base)))
    return new_tensor(np.logspace(first, last, count, endpoint, base))


@declared("start, ..., stop", "x = np.geomspace(1, 100, 3)")
def geomspace(start: float, stop: float, num: int = 50, endpoint: bool = True) -> Tensor:
    """So many numbers, each the same multiple of the one before."""
    count = count_of("geomspace", num)
    first, last = _numbers("geomspace", start, stop)
    require(first * last > 0, "Geometric sequence cannot include zero")
    if _differentiated(start, stop):
        low, high = (op.log(op.abs(as_tensor(x))) for x in (start, stop))
        return op.mul(op.exp(_between(low, high, count, endpoint)), math.copysign(1.0, first))
    return new_tensor(np.geomspace(first, last, count, endpoint))


@declared("expand(...)", "X, Y = np.meshgrid(a, b)")
def meshgrid(*xi: Any, indexing: str = "xy", sparse: bool = False) -> tuple[Tensor, ...]:
    """For every pair (triple, …) of elements, each of its parts in an array of its own."""
    require(not sparse, "meshgrid(): sparse grids are not available")
    rows = [op.reshape(as_tensor(x), shape=(-1,)) for x in xi]
    return makers.meshgrid(*rows, indexing=indexing) if rows else ()


@declared("", "i = np.indices((2, 3))")
def indices(dimensions: Any) -> Tensor:
    """For every element its position along each axis."""
    shape = shape_of("indices", *dimensions)
    allocate((len(shape), *shape))
    return new_tensor(np.indices(shape))
