"""Tensor: an array of real numbers that remembers how it was made.

In come numbers, nested lists or arrays; out come float64 (or float32) arrays with a gradient.
The operators and most methods are attached by the operations themselves
(``operations/__init__.py``), so that an operation is declared in one place.

**A tensor is a handle.** A recorded operation keeps the arrays it read, without copying them; so
none of them is ever overwritten. A change in place (``changes.py``) lets the handle stand for
another array, and a view (``views.py``) is taken anew from its base when that has changed.

``.data`` is NumPy's array of the values, as in the notebook that this grew from; PyTorch's tensor
with the history cut off is ``detach()``. The first look at ``.data`` swaps in a copy that belongs
to the caller, and operations copy such an array before they keep it. Whatever a caller writes into
``.data`` the tensor and its views follow, and gradients are those of the values at the forward
pass. Such a tensor, and a view whose base has changed, is ``_loose``: its array may not be kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike

from chainrule.engine.arguments import near
from chainrule.engine.dtypes import DTYPES, FLOATS, Array, as_array, dtype_of, fitting, float_array
from chainrule.engine.errors import (
    GradientError,
    MemberError,
    ShapeError,
)
from chainrule.engine.readable import Readable, Size

if TYPE_CHECKING:
    from chainrule.engine.members import Members
    from chainrule.engine.node import Node
else:  # what is attached to the class stands in a stub only, see backend/write_stubs.py
    Members = object

_new = object.__new__


__all__ = ["FLOATS", "Array", "Tensor", "as_float_array", "tensor"]


class Tensor(Readable, Members):
    """An array ``data`` with a ``shape``, and the gradient ``grad`` of a result with respect to it.

    Args:
        data: numbers, nested lists or an array of any shape; copied.
        requires_grad: whether ``backward()`` shall compute a gradient for this tensor.
        grad_fn: the operation that made it; ``None`` for a leaf.
    """

    # What nearly every tensor leaves as it is costs nothing until it is set.
    __slots__ = ("__dict__", "__weakref__", "_array", "_grad_fn", "_loose", "_requires_grad")
    precedence: ClassVar[int] = 2
    """Of several subclasses that meet in an operation, the result has the one with the highest."""
    yields: ClassVar[bool] = False
    """Whether one without axes leaves the class of the result to others that have some."""
    is_numpys: ClassVar[bool] = False
    """Whether dtypes meet by NumPy's rule, where one without axes has as much say as others."""
    _kind: ClassVar[type[Tensor]]
    _base: Tensor | None = None
    _path: tuple[Any, ...] = ()
    _cut: str = ""
    _silent: bool = False
    _views: dict[int, Any] | None = None
    _loose_views: dict[int, Any] = {}  # noqa: RUF012 a tensor with views gets its own
    _grad: Tensor | None = None
    name: str | None = None
    is_parameter: bool = False
    written_at: Any = None
    """The place of a program's text that made this leaf."""
    named_at: int | None = None
    """When a program gave this leaf its name, on the count that numbers operations."""

    def __init__(
        self,
        data: ArrayLike | Tensor,
        requires_grad: bool = False,
        grad_fn: Node | None = None,
    ) -> None:
        self._array = as_float_array(data)
        self._loose = False
        if grad_fn is not None:
            from chainrule.engine.adoption import adopt

            grad_fn = adopt(grad_fn, self._array)
            requires_grad = requires_grad or grad_fn.requires_grad
        self._requires_grad = requires_grad
        self._grad_fn = grad_fn

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "precedence" in cls.__dict__:  # else results are what those of its parent are
            cls._kind = cls

    @classmethod
    def wrap(cls, array: Array, requires_grad: bool, grad_fn: Node | None) -> Self:
        """A tensor around an array that nobody else writes to; no copy, no checks."""
        self = _new(cls)
        self._array = array
        self._loose = False
        self._requires_grad = requires_grad
        self._grad_fn = grad_fn
        return self

    @property
    def data(self) -> Array:
        """The values. Writing into this array changes the tensor, never a recorded graph."""
        from chainrule.engine.views import exposed

        self._notice_read()
        return exposed(self)

    @data.setter
    def data(self, value: ArrayLike | Tensor) -> None:
        from chainrule.engine.views import release, release_view

        if value is self._array and self._loose:  # of ``p.data -= step``
            return
        release(self)
        release_view(self)
        if isinstance(value, np.ndarray) and value.dtype in DTYPES:
            self._array = value
            self._loose = True
        else:
            self._array = as_array(_values_of(value))
            self._loose = False

    @property
    def grad(self) -> Tensor | None:
        """The gradient that ``backward()`` left here: a tensor like this one, or ``None``."""
        return self._grad

    @grad.setter
    def grad(self, value: ArrayLike | Tensor | None) -> None:
        if value is None:
            self._grad = None
            return
        gradient = value if isinstance(value, Tensor) else Tensor(value)
        if gradient.shape != self.shape:
            raise ShapeError(
                f"the gradient of a tensor of shape {self.shape} cannot have shape {gradient.shape}"
            )
        if gradient.dtype != self.dtype:
            gradient = Tensor.wrap(gradient._copied().astype(self.dtype), False, None)
        self._grad = gradient

    @property
    def requires_grad(self) -> bool:
        """Whether ``backward()`` computes a gradient for this tensor."""
        if self._loose:
            self._look()
        return self._requires_grad

    @requires_grad.setter
    def requires_grad(self, value: bool) -> None:
        if self.is_leaf:
            self._grad_fn = None
        elif not value:
            raise GradientError("only a leaf can stop requiring a gradient; use detach()")
        if value and self._array.dtype not in FLOATS:
            raise _no_gradient(self._array.dtype)
        self._requires_grad = bool(value)

    @property
    def grad_fn(self) -> Node | None:
        """The operation that made it; ``None`` for a leaf."""
        if self._loose:
            self._look()
        return self._grad_fn

    @property
    def source(self) -> Node | Tensor:
        """What identifies this value in a graph: the node that made it, or the leaf itself."""
        return self.grad_fn or self

    @property
    def shape(self) -> tuple[int, ...]:
        """The length of every axis; ``()`` for a single number."""
        return self._array.shape

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return self._array.ndim

    @property
    def size(self) -> Size:
        """The number of elements, as in NumPy; ``size()`` is the shape, as in PyTorch."""
        return Size.of(self._array.shape)

    @property
    def dtype(self) -> np.dtype[Any]:
        """``float64``, ``float32``, ``int64``, ``bool`` or a kind of integers with fewer bits."""
        return self._array.dtype

    @property
    def is_mask(self) -> bool:
        """Whether it holds conditions, which an index takes as a mask: in PyTorch bytes, too."""
        dtype = self._array.dtype
        return dtype.kind == "b" or (dtype == np.uint8 and not self.is_numpys)

    @property
    def is_leaf(self) -> bool:
        """Whether no gradient flows on from it: it requires none, or no operation made it."""
        return not self.requires_grad or self._grad_fn is None

    def zero_grad(self) -> None:
        """Forgets the gradient: ``grad`` is ``None`` again."""
        self._grad = None

    __hash__ = object.__hash__

    _look: Callable[..., None]
    """Takes a loose view anew; attached by ``engine.views``, as the next."""
    _settled: Callable[..., Array]

    if not TYPE_CHECKING:  # type checkers read the names of a stub and know which is misspelt

        def __getattr__(self, name: str) -> Any:
            """Says what was meant by a name that is misspelt."""
            if name.startswith("__"):  # NumPy asks for some of these
                raise AttributeError(name)
            raise MemberError(f"a tensor has no {name!r}{near(name, dir(type(self)))}")


Tensor._kind = Tensor


def as_float_array(data: ArrayLike | Tensor) -> Array:
    """A new array of float64, or of float32 where the data already is.

    Raises:
        DtypeError: the data is text, complex or an object.
        ShapeError: the rows of a nested list differ in length.
        GradientError: a list has tensors in it whose gradients would be lost.
    """
    return float_array(_values_of(data))


def _values_of(data: ArrayLike | Tensor) -> Any:
    """What a tensor is made from, without tensors whose gradients would be lost in it.

    Raises:
        GradientError: a list has such tensors in it.
    """
    if isinstance(data, Tensor):
        return data._read()
    if isinstance(data, list | tuple):
        if any(isinstance(item, Tensor) and item.requires_grad for item in data):
            raise GradientError("a new leaf would cut these tensors' gradients off; use stack()")
        return [_values_of(item) for item in data]
    return data


def _no_gradient(dtype: np.dtype[Any]) -> GradientError:
    return GradientError(
        f"a tensor of {dtype} cannot require a gradient: write 1.0 instead of 1, or dtype=float; "
        "PyTorch: Only Tensors of floating point and complex dtype can require gradients"
    )


def tensor(data: ArrayLike | Tensor, requires_grad: bool = False, dtype: Any = None) -> Tensor:
    """Makes a leaf from numbers, nested lists or an array, which is copied.

    Integers become int64 and booleans stay what they are, unless ``dtype`` says otherwise.

    Raises:
        DtypeError: the data is not made of real numbers.
        ShapeError: the rows of a nested list differ in length.
        GradientError: integers or booleans shall require a gradient.
    """
    array = as_array(_values_of(data))
    if dtype is not None:
        array = fitting(array, dtype_of(dtype), isinstance(data, Tensor | np.ndarray))
    if requires_grad and array.dtype not in FLOATS:
        raise _no_gradient(array.dtype)
    return Tensor.wrap(array, requires_grad, None)
