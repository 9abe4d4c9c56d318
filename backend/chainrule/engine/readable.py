"""What leaves a tensor: its numbers as Python's, as NumPy's arrays, as text.

A watch is told of each; a tensor that requires a gradient is no array, lest the gradient be lost.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Self, cast

import numpy as np
from numpy.typing import NDArray

from chainrule.engine.dtypes import Array
from chainrule.engine.effort import PER_LIST, extent
from chainrule.engine.errors import ArgumentError, DtypeError, GradientError, ShapeError
from chainrule.engine.state import charge, state

if TYPE_CHECKING:
    from chainrule.engine.node import Node
    from chainrule.engine.tensor import Tensor


class Size(int):
    """The number of elements; called, the shape, or the length of one axis."""

    shape: tuple[int, ...]

    @classmethod
    def of(cls, shape: tuple[int, ...]) -> Self:
        """For a tensor of this shape."""
        self = cls(math.prod(shape))
        self.shape = shape
        return self

    def __call__(self, dim: int | None = None) -> Any:
        """The shape, or the length of the axis ``dim``."""
        if dim is None:
            return self.shape
        if not -len(self.shape) <= dim < len(self.shape):
            raise ArgumentError(f"size(): shape {self.shape} has no axis {dim}")
        return self.shape[dim]


class Readable:
    """The part of a tensor that others read."""

    __slots__ = ()

    if TYPE_CHECKING:
        _array: Array
        _loose: bool
        _requires_grad: bool
        _grad_fn: Node | None
        _look: Callable[..., None]
        shape: Any
        dtype: Any
        requires_grad: Any

        def __getitem__(self, index: Any, /) -> Tensor: ...

    def item(self) -> float:
        """The one number in a tensor of one element.

        Raises:
            ShapeError: there is not exactly one element.
        """
        if self._array.size != 1:
            raise ShapeError(f"item() needs one element, but the shape is {self.shape}")
        number: float = self._read().item()
        return number

    def numpy(self) -> Array:
        """The values as an array of the caller's own.

        Raises:
            GradientError: the tensor requires a gradient, which the array could not carry on.
        """
        self._refuse_losing("numpy()")
        return self._copied()

    def _copied(self) -> Array:
        return self._read().copy("K")

    def _refuse_losing(self, call: str) -> None:
        if self.requires_grad:
            raise GradientError(
                f"{call} would lose the gradient of a tensor of shape {self.shape}: write "
                "t.detach().numpy() for the values alone, or compute with the tensor; PyTorch: "
                "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() "
                "instead."
            )

    def tolist(self) -> Any:
        """The values as a number or nested lists."""
        charge(PER_LIST * extent(self.shape[:-1]))
        return self._read().tolist()

    def _read(self) -> Array:
        self._notice_read()
        if self._loose:
            self._look()
        return self._array

    def _notice_read(self) -> None:
        # Python may go on to branch on the value, or compute with it: a watch must know.
        if (watch := state.recording.watch) is not None:
            watch.read(cast("Tensor", self))

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        """The values as an array of the caller's own, for ``np.asarray(tensor)``.

        Raises:
            GradientError: the tensor requires a gradient.
        """
        self._refuse_losing("an array of NumPy")
        return np.array(self._read(), dtype=dtype)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        """Lets ``np.exp(t)``, ``array @ t`` and ``np.float64(2) * t`` build the graph."""
        from chainrule.engine.protocols import call_ufunc

        return call_ufunc(ufunc, method, inputs, kwargs)

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
        """Lets ``np.sum(t, axis=0)`` and ``np.where(mask, t, 0.0)`` build the graph."""
        from chainrule.engine.protocols import call_function

        return call_function(function, args, kwargs)

    def __float__(self) -> float:
        """The one number of the tensor."""
        return float(self.item())

    def __int__(self) -> int:
        """The one number of the tensor, cut to an integer."""
        return int(self.item())

    def __index__(self) -> int:
        """The one integer of the tensor, where Python wants an integer."""
        if self._array.dtype.kind == "f" or self._array.size != 1:
            raise DtypeError(
                f"a tensor of {self.dtype} and shape {self.shape} is no integer; PyTorch: only "
                "integer tensors of a single element can be converted to an index"
            )
        return int(self.item())

    def __bool__(self) -> bool:
        """Whether the one number of the tensor differs from zero."""
        if self._array.size != 1:
            raise ShapeError(
                f"a tensor of shape {self.shape} is neither true nor false: reduce it with sum() "
                "or mean(), or choose between values with where()"
            )
        return bool(self.item())

    def __format__(self, spec: str) -> str:
        """A tensor of one element as its number: ``f"{loss:.4f}"``."""
        return format(self.item(), spec) if spec else str(self)

    def __len__(self) -> int:
        """The length of the first axis."""
        if not self._array.ndim:
            raise ShapeError("a tensor of shape () has no length")
        return len(self._array)

    def __iter__(self) -> Iterator[Tensor]:
        """The slices along the first axis."""
        return (self[index] for index in range(len(self)))

    def __repr__(self) -> str:
        """The numbers, and where a gradient comes from."""
        if self._loose:
            self._look()
        numbers = np.array2string(self._array, separator=", ", prefix="tensor(")
        parts = [numbers]
        if self._array.dtype == np.float32:
            parts.append(f"dtype={self._array.dtype}")
        if self._grad_fn is not None and self._requires_grad:
            parts.append(f"grad_fn=<{type(self._grad_fn).__name__}>")
        elif self._requires_grad:
            parts.append("requires_grad=True")
        return f"tensor({', '.join(parts)})"

    _hooks: dict[int, Any] | None = None
    _after: dict[int, Any] | None = None
    register_hook: Callable[..., Any]
    register_post_accumulate_grad_hook: Callable[..., Any]
    retain_grad: Callable[..., None]
    """Attached by ``engine.hooks``."""
