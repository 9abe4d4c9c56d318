"""NumPy's iterators over the places of an array: ``nditer``, ``ndenumerate``, ``ndindex``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def _places(shape: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Every place in an array, row by row."""
    if not shape:
        yield ()
        return
    for first in range(shape[0]):
        for rest in _places(shape[1:]):
            yield (first, *rest)


def ndindex(*shape: Any) -> Iterator[tuple[int, ...]]:
    """Every place in an array of that shape, row by row."""
    sizes = shape[0] if len(shape) == 1 and isinstance(shape[0], tuple | list) else shape
    return _places(tuple(int(size) for size in sizes))


def ndenumerate(arr: Any) -> Iterator[tuple[tuple[int, ...], Any]]:
    """Every place in an array with what stands there."""
    for place in _places(arr.shape):
        yield place, arr[place]


class nditer:
    """Goes through the elements of one array, row by row.

    Attributes:
        finished: whether it has come to the end.
        multi_index: where it stands.
        iterindex: how far it has come.
    """

    def __init__(
        self, op: Any, flags: Any = (), op_flags: Any = None, order: str = "K", **options: Any
    ) -> None:
        if isinstance(op, tuple | list):
            raise NotImplementedError("np.nditer of several arrays: write a loop over zip(...)")
        self.operand = op
        self.places = list(_places(op.shape))
        self.iterindex = 0

    @property
    def itersize(self) -> int:
        """How many elements there are."""
        return len(self.places)

    @property
    def finished(self) -> bool:
        """Whether it has come to the end."""
        return self.iterindex >= len(self.places)

    @property
    def multi_index(self) -> tuple[int, ...]:
        """The place of the element."""
        return self.places[self.iterindex]

    @property
    def index(self) -> int:
        """The number of the element."""
        return self.iterindex

    @property
    def value(self) -> Any:
        """The element, which can be written to."""
        return self.operand[(*self.places[self.iterindex], ...)]

    def __getitem__(self, index: int) -> Any:
        """The element."""
        return self.value

    def iternext(self) -> bool:
        """Goes on; answers whether there is another element."""
        self.iterindex = self.iterindex + 1
        return not self.finished

    def __iter__(self) -> Iterator[Any]:
        """Every element from here on."""
        while not self.finished:
            yield self.value
            self.iterindex = self.iterindex + 1

    def __enter__(self) -> nditer:
        return self

    def __exit__(self, *error: Any) -> None:
        pass
