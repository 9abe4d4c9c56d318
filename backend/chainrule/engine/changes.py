"""In-place changes: ``p -= lr * p.grad``, ``x[i] = v``, ``a.mul_(2)``, ``g.zero_()``.

A tensor is a handle. A change computes an ordinary operation and lets the handle stand for its
result; the array that it stood for is never overwritten while a graph may hold it, so a node keeps
what it read, and the graph of before stays whole. A view's new values are put into its base, and
the other views of the base are taken anew (``views.py``).

A reverse pass that needs what was replaced is refused, as in PyTorch (``replacements.py``).

A leaf that requires a gradient changes in place only under ``no_grad()`` and stays the leaf.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.engine.apply import next_serial
from chainrule.engine.errors import DtypeError, GradientError, ShapeError
from chainrule.engine.operations.indexing import IndexPutNode
from chainrule.engine.operations.indices import steps_of
from chainrule.engine.replacements import supersede
from chainrule.engine.state import no_grad, state
from chainrule.engine.tensor import FLOATS, Array, Tensor
from chainrule.engine.views import UNRECORDED, base_of, is_whole, loosen, places

PACKAGE = __name__.partition(".")[0]


def changed(tensor: Tensor, function: Callable[..., Tensor], *args: Any, **kwargs: Any) -> Tensor:
    """Lets a tensor stand for ``function(tensor, ...)``, which has its shape.

    Raises:
        GradientError: it is a leaf that requires a gradient, or a view of one.
        ShapeError: the result has another shape.
        DtypeError: the result has numbers that the tensor cannot hold.
    """
    _refuse_leaves(tensor)
    first, was = next_serial(), _as_it_was(tensor)
    value = function(was, *[was if value is tensor else value for value in args], **kwargs)
    if value.shape != tensor.shape:
        raise ShapeError(
            f"a change in place keeps the shape {tensor.shape}; PyTorch: output with shape "
            f"{list(tensor.shape)} doesn't match the broadcast shape {list(value.shape)}"
        )
    _rebind(tensor, _as(value, tensor), first)
    return tensor


def put(tensor: Tensor, index: Any, value: Any) -> None:
    """``tensor[index] = value``: the gradient goes to the value, and to the elements kept.

    Raises:
        ShapeError: the index does not fit, or the value does not fit the index.
    """
    *numbers, index = steps_of(tensor, index)
    if numbers:
        tensor = tensor[numbers[0]]
    if isinstance(value, Tensor):
        if _is_part(value, tensor, index):  # of ``x[i] += v``, which is done already
            return
        value = _as(value, tensor)
    _refuse_leaves(tensor, of_view=True)
    if _written(tensor, index, value):
        return
    first, was = next_serial(), _as_it_was(tensor)
    _rebind(tensor, IndexPutNode.apply(was, value, index=index), first)


def fill(tensor: Tensor, value: Any) -> Tensor:
    """Every element becomes ``value``, or that of another tensor; broadcasts."""
    put(tensor, ..., value)
    return tensor


def overwrite(tensor: Tensor, array: Array, silent: bool = False) -> None:
    """Lets a tensor without history stand for another array of the same shape.

    A ``silent`` change is one through ``.data``.
    """
    if not tensor._views and tensor._base is None and _references(tensor) == ALONE:
        tensor._array, tensor._loose = array, False  # nobody else can see it
        return
    _replace(tensor, Tensor.wrap(array, False, None), next_serial(), silent=silent)


def _refuse_leaves(tensor: Tensor, *, of_view: bool = False) -> None:
    if not state.recording.grad_enabled:
        return
    base = base_of(tensor)
    if not base._requires_grad or tensor._cut == "detached":
        return
    if base._grad_fn is None:
        what = "a view of a leaf" if of_view or base is not tensor else "a leaf"
        raise GradientError(
            "a leaf that requires a gradient changes in place only under no_grad(): write "
            f"'with no_grad():' around it; PyTorch: {what} Variable that requires grad is being "
            "used in an in-place operation."
        )
    if tensor._cut == UNRECORDED:
        raise GradientError(
            "this view was taken under no_grad(), so its change would be lost for the gradient; "
            "PyTorch: A view was created in no_grad mode and is being modified inplace with grad "
            "mode enabled."
        )


def _as_it_was(tensor: Tensor) -> Tensor:
    """What the operation of a change reads: a computed value apart from its handle.

    The handle will have the operation for its own; nothing shall hold itself.
    """
    if tensor._loose:
        tensor._look()
    if tensor._grad_fn is None or (tensor._loose and tensor._base is None):
        return tensor
    was = type(tensor).wrap(tensor._array, tensor._requires_grad, tensor._grad_fn)
    was.name = tensor.name
    return was


def _as(value: Tensor, tensor: Tensor) -> Tensor:
    """The value in the tensor's dtype."""
    if value.dtype == tensor.dtype:
        return value
    if value.dtype in FLOATS and tensor.dtype not in FLOATS:
        raise DtypeError(
            f"a tensor of {tensor.dtype} cannot hold {value.dtype} in place; PyTorch: result type "
            f"{value.dtype} can't be cast to the desired output type {tensor.dtype}"
        )
    result: Tensor = value.to(tensor.dtype.name)
    return result


def _rebind(tensor: Tensor, value: Tensor, first: int) -> None:
    base = tensor._base
    if base is None:
        _replace(tensor, value, first)
        return
    if tensor._cut and value._requires_grad:
        raise GradientError(
            "the history of this tensor is cut off (detach, .data): what requires a gradient "
            "cannot be written through it; write into a clone()"
        )
    if is_whole(tensor):
        whole = _as(value, base)
    else:
        index = places(tensor)
        _refuse_overlap(tensor, index)
        if tensor._cut:
            with no_grad():
                whole = IndexPutNode.apply(base, value, index=index)
        else:
            whole = IndexPutNode.apply(_as_it_was(base), value, index=index)
    _replace(base, whole, first, keeps_history=bool(tensor._cut), silent=tensor._silent)
    if (watch := state.recording.watch) is not None:
        watch.changed(tensor, value._grad_fn)


def _refuse_overlap(view: Tensor, index: Any) -> None:
    if any(getattr(operation, "repeats", False) for operation, _ in view._path):
        numbers = (
            np.ravel_multi_index(index, base_of(view).shape) if index else np.zeros(view.shape)
        )
        if np.unique(numbers).size != numbers.size:
            raise ShapeError(
                "an expanded tensor shows one element several times: write into a clone(); "
                "PyTorch: unsupported operation: more than one element of the written-to tensor "
                "refers to a single memory location."
            )


def _replace(
    tensor: Tensor, value: Tensor, first: int, *, keeps_history: bool = False, silent: bool = False
) -> None:
    """A tensor that is no view stands for ``value`` from now on."""
    if tensor._loose:  # the caller holds the array, and no node does
        np.copyto(tensor._array, value._array)
    else:
        supersede(tensor, first, silent)
        tensor._array = value._array
    if not keeps_history and (value._requires_grad or not tensor._requires_grad):
        tensor._grad_fn = value._grad_fn
        tensor._requires_grad = value._requires_grad
    loosen(tensor)
    if (watch := state.recording.watch) is not None:
        watch.changed(tensor, value._grad_fn)


def _is_part(value: Tensor, tensor: Tensor, index: Any) -> bool:
    """Whether the value is ``tensor[index]`` itself."""
    if value._base is None or value._base is not base_of(tensor):
        return False
    if len(value._path) != len(tensor._path) + 1 or value._path[:-1] != tensor._path:
        return False
    _, params = value._path[-1]
    return "index" in params and bool(_same_index(params["index"], index))


def _same_index(one: Any, other: Any) -> bool:
    if isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        return all(map(_same_index, one, other))
    return type(one) is type(other) and not isinstance(one, tuple | np.ndarray) and one == other


def _references(tensor: Tensor) -> int:
    return sys.getrefcount(tensor._array)


ALONE = _references(Tensor.wrap(np.zeros(1), False, None))
"""How many references an array has that only its tensor holds; not the same in every Python."""


def _written(tensor: Tensor, index: Any, value: Any) -> bool:
    """Writes into the array itself where nobody else holds it and no history begins.

    Filling a tensor element by element would else copy it each time.
    """
    recording = state.recording
    if tensor._base is not None or tensor._loose or recording.watch is not None:
        return False
    is_tensor = isinstance(value, Tensor)
    if recording.grad_enabled and (tensor._requires_grad or (is_tensor and value.requires_grad)):
        return False
    if tensor._grad_fn is not None or _references(tensor) != ALONE:
        return False
    if is_tensor:
        value = value._settled() if value._loose else value._array
    elif not isinstance(value, int | float):
        return False
    try:
        tensor._array[index] = value
    except (ValueError, IndexError, OverflowError):
        return False  # the operation says what is wrong
    loosen(tensor)
    return True


def requires_grad_(tensor: Tensor, requires_grad: bool = True) -> Tensor:
    """Makes a tensor a leaf that requires a gradient, or a constant again."""
    tensor.requires_grad = requires_grad
    return tensor


def detach_(tensor: Tensor) -> Tensor:
    """Cuts the tensor's own history off: it becomes a leaf that requires no gradient.

    Raises:
        GradientError: it is a view, which has the history of its base.
    """
    if tensor._base is not None:
        raise GradientError(
            "a view has the history of its base: use detach(); PyTorch: Can't detach views "
            "in-place. Use detach() instead."
        )
    tensor._grad_fn, tensor._requires_grad = None, False
    loosen(tensor)
    return tensor


def in_place(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    """The in-place method for a function of a tensor: ``clamp_`` for ``clamp``."""

    def call(self: Tensor, *args: Any, **kwargs: Any) -> Tensor:
        return changed(self, function, *args, **kwargs)

    call.__name__ = call.__qualname__ = f"{function.__name__}_"
    call.__doc__ = f"Changes the tensor in place into ``{function.__name__}`` of it."
    call.__signature__ = inspect.signature(function)  # type: ignore[attr-defined]
    return call
