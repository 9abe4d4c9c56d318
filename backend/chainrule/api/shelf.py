"""A shelf: what a worker keeps from one task to the next, while there is room.

Who takes something has it alone until it is put back, for where nothing has a process of its own
several threads share a shelf.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, Protocol, TypeVar


class Sized(Protocol):
    """Something that takes room."""

    elements: int
    """How many numbers it holds."""


Thing = TypeVar("Thing", bound=Sized)


class Shelf(Generic[Thing]):
    """The things that were put back last: at most ``most``, with ``elements`` numbers in all."""

    def __init__(self, most: int, elements: int) -> None:
        self.most = most
        self.elements = elements
        self._things: OrderedDict[Hashable, Thing] = OrderedDict()

    def take(self, key: Hashable) -> Thing | None:
        """What was put there under this key, if it is still there."""
        return self._things.pop(key, None)

    def put(self, key: Hashable, thing: Thing) -> None:
        """Keeps something, unless it is too large; what was put back longest ago makes room."""
        things = self._things
        if thing.elements > self.elements:
            return
        things[key] = thing
        things.move_to_end(key)
        while len(things) > self.most or self._held() > self.elements:
            things.popitem(last=False)

    def _held(self) -> int:
        return sum(thing.elements for thing in list(self._things.values()))
