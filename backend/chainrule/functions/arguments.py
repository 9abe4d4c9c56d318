"""Arguments of functions: what callers give, as tensors, axes, sizes and positions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chainrule.engine import OPERATIONS, ArgumentError, ShapeError, Tensor, allocate, tensor
from chainrule.engine.arguments import Operations
from chainrule.engine.kinds import is_integer
from chainrule.engine.operations.indexing import as_positions

op = Operations(OPERATIONS)
"""Every operation of the engine as a method that applies it."""

Numbers = Any
"""A tensor, or what becomes one: a number, nested lists, an array."""


def as_tensor(value: Numbers) -> Tensor:
    """The value as a tensor; one that is given is itself."""
    return value if isinstance(value, Tensor) else tensor(value)


def as_tensors(name: str, values: Any) -> list[Tensor]:
    """Several tensors from a list, a tuple, or the rows of one tensor."""
    if not isinstance(values, list | tuple | Tensor | np.ndarray) or len(values) == 0:
        raise ArgumentError(f"{name}() needs a list of tensors, not {values!r:.40}")
    return [as_tensor(value) for value in values]


def require(condition: Any, message: str) -> None:
    """Refuses arguments that cannot be meant."""
    if not condition:
        raise ArgumentError(message)


def require_shape(condition: Any, message: str) -> None:
    """Refuses shapes that do not fit."""
    if not condition:
        raise ShapeError(message)


def axis_of(name: str, a: Any, dim: Any) -> int:
    """An axis counted from the front; a single number has the axes 0 and −1, as in PyTorch."""
    count = max(a.ndim, 1)
    if not is_integer(dim) or not -count <= dim < count:
        raise ArgumentError(
            f"{name}(): the shape {a.shape} has no axis {dim!r} "
            f"(Dimension out of range, expected to be in [{-count}, {count - 1}])"
        )
    return int(dim % count)


def shape_of(name: str, *given: Any) -> tuple[int, ...]:
    """Sizes as in ``zeros(2, 3)``, ``zeros((2, 3))`` or, with its name, ``zeros(size=(2, 3))``."""
    if len(given) == 2 and isinstance(given[0], tuple):  # (*sizes) and size
        given = given[0] if given[1] is None else (given[1],)
    values = given[0] if len(given) == 1 and isinstance(given[0], list | tuple) else given
    found = tuple(int(n) if is_scalar_integer(n) else n for n in values)
    if not all(is_integer(n) for n in found):
        other: Any = next(n for n in found if not is_integer(n))
        kind = "Tensor" if hasattr(other, "ndim") else type(other).__name__
        shown = found if kind != "Tensor" else f"a tensor of {other.dtype}"
        raise ArgumentError(
            f"{name}(): sizes are integers, not {shown}: write int(...) around it; PyTorch: "
            f"argument 'size' must be tuple of ints, not {kind}; NumPy: expected a sequence of "
            f"integers or a single integer, got '{other if kind != 'Tensor' else other.item()}'"
        )
    if any(n < 0 for n in found):
        raise ArgumentError(f"{name}(): sizes are not negative, as {found} are")
    allocate(found)
    return found


def count_of(name: str, given: Any) -> int:
    """A single size, as in ``linspace(0, 1, 5)``."""
    found = shape_of(name, given)
    if len(found) != 1:
        raise ArgumentError(f"{name}(): one integer says how many numbers, not {found}")
    return found[0]


def is_scalar_integer(value: Any) -> bool:
    """Whether it is an integer, perhaps as a tensor or an array of one."""
    if is_integer(value):
        return True
    return isinstance(value, Tensor | np.ndarray) and value.ndim == 0 and value.dtype.kind in "iu"


def inspected(tensor: Tensor) -> Any:
    """The values, looked at only to refuse some: a tape may repeat what follows."""
    if tensor._loose:
        tensor._look()
    return tensor._array


def values_of(value: Numbers) -> NDArray[Any]:
    """The numbers, looked at outside of the graph."""
    return value._read() if isinstance(value, Tensor) else np.asarray(value)


def values_together(*values: Numbers) -> list[NDArray[Any]]:
    """The numbers of several, about to be broadcast together outside of the graph.

    Raises:
        ShapeError: their shapes do not fit.
    """
    arrays = [values_of(value) for value in values]
    try:
        allocate(np.broadcast_shapes(*[array.shape for array in arrays]))
    except ValueError as error:
        raise ShapeError(str(error)) from None
    return arrays


def positions_of(value: Numbers) -> NDArray[np.intp]:
    """Whole numbers, looked at outside of the graph, as positions."""
    return as_positions(values_of(value))


def mask_of(value: Numbers) -> NDArray[np.bool]:
    """Where the values are not 0, looked at outside of the graph."""
    return np.asarray(values_of(value) != 0)


def is_mask(value: Numbers) -> bool:
    """Whether it holds truth values: a comparison, or an array of booleans."""
    if isinstance(value, Tensor):
        return bool(getattr(value, "is_mask", False)) or value.dtype.kind == "b"
    return np.asarray(value).dtype.kind == "b"


def reduced(losses: Tensor, reduction: str) -> Tensor:
    """The mean, the sum or the losses themselves."""
    require(
        reduction in ("mean", "sum", "none"),
        f"reduction is 'mean', 'sum' or 'none', not {reduction!r}",
    )
    if reduction == "none":
        return losses
    return op.mean(losses) if reduction == "mean" else op.sum(losses)


def together(*tensors: Tensor) -> list[Tensor]:
    """The tensors expanded to one shape, where their shapes differ."""
    shapes = {t.shape for t in tensors}
    if len(shapes) == 1:
        return list(tensors)
    try:
        shape = np.broadcast_shapes(*shapes)
    except ValueError:
        listed = " and ".join(str(t.shape) for t in tensors)
        raise ShapeError(f"the shapes {listed} cannot be broadcast together") from None
    return [t if t.shape == shape else op.expand(t, shape=shape) for t in tensors]


def flat(values: Any) -> Iterable[Any]:
    """One argument that is a list, or several: ``x.permute(1, 0)`` and ``x.permute((1, 0))``."""
    return values[0] if len(values) == 1 and isinstance(values[0], list | tuple) else values
