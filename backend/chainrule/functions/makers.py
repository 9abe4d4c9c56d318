"""Makers: new tensors from numbers and sizes, by PyTorch's names."""

from __future__ import annotations

from math import ceil
from typing import Any

import numpy as np

from chainrule.engine import Tensor, allocate
from chainrule.engine import tensor as new_tensor
from chainrule.functions.arguments import (
    Numbers,
    as_tensor,
    as_tensors,
    count_of,
    op,
    positions_of,
    require,
    shape_of,
    values_of,
)
from chainrule.functions.composition import declared


def make(shape: tuple[int, ...], value: float, dtype: Any, requires_grad: bool) -> Tensor:
    """A leaf of one number."""
    allocate(shape)
    return new_tensor(np.full(shape, value), requires_grad=requires_grad, dtype=dtype)


@declared("", "x = torch.tensor([1.0, 2.0], requires_grad=True)")
def tensor(data: Numbers, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """A new leaf with the numbers of what is given."""
    data = data.detach() if isinstance(data, Tensor) else data
    return new_tensor(data, requires_grad=requires_grad, dtype=dtype)


@declared("", "x = torch.as_tensor([1.0, 2.0])", aliases=("asarray", "from_numpy"))
def as_tensor_(data: Numbers, dtype: Any = None) -> Tensor:
    """A tensor of what is given, which is itself where it is one already."""
    found = as_tensor(data)
    return found if dtype is None else op.to(found, dtype=np.dtype(dtype).name)


@declared("0", "x = torch.zeros(2, 3)")
def zeros(
    *sizes: Any,
    size: Any = None,
    dtype: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """A tensor of zeros."""
    return make(shape_of("zeros", sizes, size), 0.0, dtype, requires_grad)


@declared("1", "x = torch.ones(2, 3)")
def ones(
    *sizes: Any,
    size: Any = None,
    dtype: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """A tensor of ones."""
    return make(shape_of("ones", sizes, size), 1.0, dtype, requires_grad)


@declared("0", "x = torch.empty(2, 3)")
def empty(
    *sizes: Any,
    size: Any = None,
    dtype: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """A tensor to be filled; until then it holds zeros, where PyTorch's holds anything."""
    return make(shape_of("empty", sizes, size), 0.0, dtype, requires_grad)


@declared("fill_value", "x = torch.full((2, 3), 0.5)")
def full(size: Any, fill_value: float, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """A tensor of one number."""
    shape = shape_of("full", size)
    value = values_of(fill_value)
    require(value.ndim == 0, f"full(): the value is a number, not of shape {value.shape}")
    return new_tensor(np.full(shape, value), requires_grad=requires_grad, dtype=dtype)


def _like(input: Numbers, value: float, dtype: Any, requires_grad: bool) -> Tensor:
    a = as_tensor(input)
    allocate(a.shape)
    kind = a.dtype if dtype is None else dtype
    return new_tensor(np.full(a.shape, value, a.dtype), requires_grad=requires_grad, dtype=kind)


@declared("0", "y = torch.zeros_like(x)")
def zeros_like(input: Numbers, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """Zeros in the shape of another tensor."""
    return _like(input, 0.0, dtype, requires_grad)


@declared("1", "y = torch.ones_like(x)")
def ones_like(input: Numbers, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """Ones in the shape of another tensor."""
    return _like(input, 1.0, dtype, requires_grad)


@declared("0", "y = torch.empty_like(x)")
def empty_like(input: Numbers, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """A tensor of another's shape, to be filled; until then it holds zeros."""
    return _like(input, 0.0, dtype, requires_grad)


@declared("fill_value", "y = torch.full_like(x, 0.5)")
def full_like(
    input: Numbers, fill_value: float, dtype: Any = None, requires_grad: bool = False
) -> Tensor:
    """One number in the shape of another tensor."""
    return _like(input, fill_value, dtype, requires_grad)


@declared("where(row == column, 1, 0)", "x = torch.eye(3)")
def eye(n: int, m: int | None = None, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """Ones on the diagonal, zeros elsewhere."""
    shape = shape_of("eye", n, n if m is None else m)
    return new_tensor(np.eye(shape[0], shape[1]), requires_grad=requires_grad, dtype=dtype)


def _finite(name: str, *numbers: Any) -> list[Any]:
    found = [values_of(number) for number in numbers]
    for number in found:
        require(
            number.ndim == 0 and number.dtype.kind in "iufb" and np.isfinite(number),
            f"{name}(): the bounds and the step are finite numbers, not {number}",
        )
    return [number.item() for number in found]


@declared("start, start + step, ...", "x = torch.arange(0, 1, 0.25)")
def arange(
    start: float,
    end: float | None = None,
    step: float = 1,
    dtype: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Numbers in equal steps, the end left out."""
    start, end = (0, start) if end is None else (start, end)
    first, last, by = _finite("arange", start, end, step)
    if any(isinstance(value, float) for value in (start, end, step)):
        first = float(first)  # then the numbers are no integers
    require(by != 0, "arange(): the step is not 0 (step must be nonzero)")
    require(
        (last - first) * by >= 0,
        "upper bound and lower bound inconsistent with step sign: "
        f"arange({first}, {last}) with the step {by}",
    )
    count = ceil((last - first) / by)
    allocate((count,))
    return new_tensor(first + by * np.arange(count), requires_grad=requires_grad, dtype=dtype)


def _spaced(name: str, start: Any, end: Any, steps: Any) -> Any:
    count = count_of(name, steps)
    first, last = _finite(name, start, end)
    allocate((count,))
    return np.linspace(float(first), float(last), count)


@declared("start, ..., end", "x = torch.linspace(0, 1, 5)")
def linspace(
    start: float, end: float, steps: int, dtype: Any = None, requires_grad: bool = False
) -> Tensor:
    """So many numbers at equal distances, both ends among them."""
    found = _spaced("linspace", start, end, steps)
    return new_tensor(found, requires_grad=requires_grad, dtype=dtype)


@declared("base ** start, ..., base ** end", "x = torch.logspace(0, 2, 3)")
def logspace(
    start: float,
    end: float,
    steps: int,
    base: float = 10.0,
    dtype: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Powers of a base whose exponents are at equal distances."""
    found = np.power(float(base), _spaced("logspace", start, end, steps))
    return new_tensor(found, requires_grad=requires_grad, dtype=dtype)


@declared("expand(...)", "x, y = torch.meshgrid(v, v, indexing='ij')")
def meshgrid(*tensors: Any, indexing: str = "ij") -> tuple[Tensor, ...]:
    """For every pair (triple, …) of elements, each of its parts in a tensor of its own."""
    given = tensors[0] if len(tensors) == 1 and isinstance(tensors[0], list | tuple) else tensors
    found = as_tensors("meshgrid", given)
    require(indexing in ("ij", "xy"), f"meshgrid(): indexing is 'ij' or 'xy', not {indexing!r}")
    require(all(t.ndim < 2 for t in found), "meshgrid() takes vectors")
    shape = tuple(t.size for t in found)
    order = list(range(len(found)))
    if indexing == "xy" and len(found) > 1:
        order[:2] = [1, 0]
    grid = tuple(shape[k] for k in order)
    views = []
    for k, t in enumerate(found):
        view = [1] * len(found)
        view[order.index(k)] = t.size
        views.append(op.expand(op.reshape(t, shape=tuple(view)), shape=grid))
    return tuple(views)


def _triangle(name: str, pick: Any, row: int, col: int, offset: int) -> Tensor:
    shape = shape_of(name, row, col)
    return new_tensor(np.stack(pick(np.ones(shape), offset).nonzero()))


@declared("", "i = torch.tril_indices(3, 3)")
def tril_indices(row: int, col: int, offset: int = 0) -> Tensor:
    """The positions on and below a diagonal: a row of rows and a row of columns."""
    return _triangle("tril_indices", np.tril, row, col, offset)


@declared("", "i = torch.triu_indices(3, 3)")
def triu_indices(row: int, col: int, offset: int = 0) -> Tensor:
    """The positions on and above a diagonal: a row of rows and a row of columns."""
    return _triangle("triu_indices", np.triu, row, col, offset)


@declared("input == arange(num_classes)", "y = F.one_hot(torch.tensor([0, 2]), 3)")
def one_hot(input: Numbers, num_classes: int = -1) -> Tensor:
    """A 1 at the place of each class, zeros elsewhere; without a gradient."""
    classes = positions_of(input)
    largest = int(classes.max(initial=-1))
    require(classes.min(initial=0) >= 0, "one_hot(): Class values must be non-negative.")
    count = num_classes if num_classes > 0 else largest + 1
    require(
        largest < count,
        f"one_hot(): Class values must be smaller than num_classes: {largest} is not below {count}",
    )
    require(count > 0, "one_hot(): there is no class; give num_classes")
    allocate((*classes.shape, count))
    return new_tensor((classes[..., None] == np.arange(count)).astype(np.int64))
