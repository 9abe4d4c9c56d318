"""Replacements: arrays that in-place changes replaced, while somebody still holds it.

PyTorch overwrites, and refuses a reverse pass whose rules need what was overwritten. So do we: an
array that a change supersedes is noted, with the place of the change, for as long as somebody holds
it; the reverse pass looks up what its rules read, if anything is noted at all. The operation that
makes the change may read what it replaces (PyTorch keeps a copy for it).
"""

from __future__ import annotations

import sys
import weakref
from collections.abc import Iterable
from typing import Any, NamedTuple

from chainrule.engine.apply import next_serial
from chainrule.engine.errors import ChangedError
from chainrule.engine.node import Node
from chainrule.engine.state import state
from chainrule.engine.tensor import Array, Tensor
from chainrule.engine.views import views_of

PACKAGE = __name__.partition(".")[0]


class Replacement(NamedTuple):
    """An array that a change replaced, while somebody holds it."""

    array: weakref.ref[Array]
    first: int
    last: int
    """The serial numbers of the change's own operations, which may read it."""
    place: Any
    """Where the change stands: what the watch says, else file and line."""
    unnoticed: bool
    """Whether PyTorch would not see it, and read what is there now."""


REPLACEMENTS: dict[int, Replacement] = {}
"""By the array's ``id``; an entry goes with its array."""


class _Reference(weakref.ref[Array]):
    """A weak reference that knows its array's ``id`` also when that is gone."""

    __slots__ = ("key",)
    key: int


def _forget(reference: Any) -> None:
    REPLACEMENTS.pop(reference.key, None)


def supersede(base: Tensor, first: int, unnoticed: bool = False) -> None:
    """Notes that a base and its views stand for other arrays from now on.

    Args:
        base: the tensor, as it still is.
        first: the serial number of the first operation of the change.
        unnoticed: whether it goes through ``.data``.
    """
    last, place = next_serial(), _place()
    arrays = [base._array]
    if base._views:
        arrays += [view._array for view in views_of(base)]
    for array in arrays:
        reference = _Reference(array, _forget)
        reference.key = id(array)
        REPLACEMENTS[reference.key] = Replacement(reference, first, last, place, unnoticed)


def _place() -> Any:
    """Where the program stands that changes a tensor: its file and line."""
    if (watch := state.recording.watch) is not None and (place := watch.place()) is not None:
        return place
    frame: Any = sys._getframe()
    while frame is not None and frame.f_globals.get("__name__", "").partition(".")[0] == PACKAGE:
        frame = frame.f_back
    return None if frame is None else f"{frame.f_code.co_filename}:{frame.f_lineno}"


def refuse_replaced(nodes: Iterable[Node]) -> None:
    """Refuses a reverse pass whose rules read what was changed in place since.

    Raises:
        ChangedError: says where, and which operation needs it.
    """
    if not REPLACEMENTS:
        return
    for node in nodes:
        for slot, source in enumerate(node.sources):
            if not (source._requires_grad and source._grad_fn is None):
                continue
            for read in node.reads(slot):
                array = node.output if read < 0 else node.arrays[read]
                entry = REPLACEMENTS.get(id(array))
                if entry is None or entry.array() is not array:
                    continue
                if not entry.first <= node.serial <= entry.last:
                    raise ChangedError(node, read, entry.place, entry.unnoticed)
