"""Views: tensors that show part of another one, and follow it as it follows them.

A view keeps its base, a tensor that is no view itself, and the path of operations that leads from
there to it. When the base changes, its views become loose: the next look at one takes it anew, by
the same path. So a view needs no array of its own to be right, and its graph is that of the base
as it is now. Where ``changes.py`` writes to a view, it puts the new values into the base.

A base keeps its loose views apart from the others: a change tells only those that were looked at
since the one before, so that many views and many changes do not cost their product.

The history of a view is cut where it was detached, or taken under ``no_grad()`` from a tensor that
requires a gradient: values go both ways, gradients do not.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from chainrule.engine.apply import apply
from chainrule.engine.node import UnaryNode
from chainrule.engine.state import recording
from chainrule.engine.tensor import Array, Tensor

if TYPE_CHECKING:
    from chainrule.engine.node import Node

Step = tuple["type[Node]", dict[str, Any]]
"""One operation of a path, with its parameters."""

DETACHED, UNRECORDED = "detached", "unrecorded"
"""Why a view's history is cut."""


class ViewNode(UnaryNode):
    """An operation whose result shows elements of its input, where they are."""

    cuts_history = False
    """Whether its result is cut off from what made its input."""
    repeats = False
    """Whether it may show one element several times."""

    @classmethod
    def apply(cls, *operands: Any, **params: Any) -> Tensor:
        """As every operation; the result follows its input, and the other way round."""
        result = super().apply(*operands, **params)
        if isinstance(operands[0], Tensor) and cls.is_view(operands[0], result, params):
            _link(result, operands[0], cls, {**cls.defaults, **params})
        return result

    @classmethod
    def is_view(cls, a: Tensor, result: Tensor, params: dict[str, Any]) -> bool:
        """Whether this call makes a view; some make a copy."""
        return True


def shares_memory(operation: type[Node], a: Tensor, result: Tensor, params: dict[str, Any]) -> bool:
    """Whether the result of an operation that only copies where it must is a view."""
    if a._loose:  # operations read a copy of it
        made = operation.forward(a._array, **params)
        return bool(np.may_share_memory(made, a._array))
    return bool(np.may_share_memory(result._array, a._array))


def _link(view: Tensor, a: Tensor, operation: type[UnaryNode], params: dict[str, Any]) -> None:
    base = base_of(a)
    view._base = base
    view._path = (*a._path, (operation, params))
    if issubclass(operation, ViewNode) and operation.cuts_history:
        view._cut = a._cut or DETACHED
    elif a._requires_grad and not view._requires_grad:
        view._cut = a._cut or UNRECORDED
    else:
        view._cut = a._cut
    view._silent = a._silent
    view._loose = base._loose
    _keep(base, view, weakref.ref(view))


def _keep(base: Tensor, view: Tensor, reference: weakref.ref[Tensor]) -> None:
    """Has a base know of a view, among the loose ones or the others."""
    if base._views is None:
        base._views, base._loose_views = {}, {}
    views = base._loose_views if view._loose else base._views
    views[id(view)] = reference
    count = len(views)
    if count >= 16 and count & (count - 1) == 0:  # now and then, so that it costs next to nothing
        for key, known in list(views.items()):
            if known() is None:
                views.pop(key, None)


def base_of(tensor: Tensor) -> Tensor:
    """The tensor that a view shows; one that is no view shows itself."""
    return tensor if tensor._base is None else tensor._base


def views_of(base: Tensor) -> Iterator[Tensor]:
    """The views of a base that somebody still holds and that show it as it is."""
    for reference in list(base._views.values()) if base._views else ():
        if (view := reference()) is not None and view._base is base and not view._loose:
            yield view


def loosen(base: Tensor) -> None:
    """Has every view of a base taken anew at the next look."""
    views = base._views
    if not views:
        return
    base._views = {}
    for reference in list(views.values()):
        if (view := reference()) is not None and view._base is base:
            view._loose = True
            _keep(base, view, reference)


def settle(view: Tensor) -> None:
    """Notes that a tensor's array is as it should be: if it is a view, that of its base."""
    view._loose, base = False, view._base
    if base is not None:
        base._loose_views.pop(id(view), None)
        _keep(base, view, weakref.ref(view))


def settled(tensor: Tensor) -> Array:
    """A loose tensor's array as an operation may keep it: nobody writes into it any more."""
    if tensor._base is None:
        return tensor._array.copy("K")  # the caller holds it
    look(tensor)
    return tensor._array


def look(tensor: Tensor) -> None:
    """Takes a view anew from its base."""
    base = tensor._base
    if base is None:
        return
    now: Tensor = base
    is_leaf = tensor._requires_grad and tensor._grad_fn is None  # it was marked after the cut
    with recording(grad_enabled=not tensor._cut):
        for operation, params in tensor._path:
            now = apply(operation, (now,), dict(params))
    tensor._array = now._array
    tensor._grad_fn = None if is_leaf else now._grad_fn
    tensor._requires_grad = is_leaf or now._requires_grad
    if not base._loose:
        settle(tensor)


def exposed(tensor: Tensor) -> Array:
    """The values in an array that the caller may write into: the tensor and its views follow."""
    if tensor._base is not None:
        array = exposed(tensor._base)
        for operation, params in tensor._path:
            array = operation.forward(array, **params)
        tensor._loose = True
        return array
    if not tensor._loose:
        tensor._array = tensor._array.copy("K")
        tensor._loose = True
        loosen(tensor)
    return tensor._array


def release(base: Tensor) -> None:
    """Lets the views of a tensor go on without it, with the values that they have now."""
    for reference in [*(base._views or {}).values(), *base._loose_views.values()]:
        if (view := reference()) is not None and view._base is base:
            if view._loose:
                look(view)
            view._base, view._path, view._loose = None, (), False
    base._views, base._loose_views = None, {}


def release_view(view: Tensor) -> None:
    """Makes a view a tensor of its own."""
    view._base, view._path, view._cut = None, (), ""


def places(view: Tensor) -> Any:
    """The index in the base of each element of a view."""
    base = base_of(view)
    shape = base.shape
    steps = [step for step in view._path if _chooses(step)]
    if len(steps) == 1 and "index" in steps[0][1]:
        return steps[0][1]["index"]
    numbers: Any = np.arange(base._array.size).reshape(shape)
    for operation, params in steps:
        numbers = operation.forward(numbers, **params)
    return tuple(np.unravel_index(numbers, shape)) if shape else ()


def is_whole(view: Tensor) -> bool:
    """Whether a view shows its base as it is."""
    return not any(map(_chooses, view._path))


def _chooses(step: Step) -> bool:
    """Whether a step of a path says which elements a view shows, and where."""
    return issubclass(step[0], ViewNode) and not step[0].cuts_history


def as_data(tensor: Tensor) -> Tensor:
    """PyTorch's ``.data``: a view with its history cut, whose changes PyTorch does not notice."""
    from chainrule.engine.operations.shapes import DetachNode

    view = DetachNode.apply(tensor)
    view._silent = True
    return view


def counted_as(tensor: Tensor, dtype: str) -> Tensor:
    """The values in another dtype, without a gradient; both change together."""
    from chainrule.engine.operations.shapes import CastNode, DetachNode

    view = DetachNode.apply(tensor)
    result = CastNode.apply(view, dtype=dtype)
    _link(result, view, CastNode, {"dtype": dtype})
    return result


Tensor._look = look
Tensor._settled = settled
