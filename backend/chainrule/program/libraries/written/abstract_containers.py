"""``collections.abc``'s sequences and sets, with the methods that they give."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any


class Sequence(ABC):
    """What has a length and elements by their places."""

    def __class_getitem__(cls, kind: Any) -> Any:
        return cls

    @abstractmethod
    def __getitem__(self, index: Any) -> Any:
        raise IndexError

    @abstractmethod
    def __len__(self) -> int:
        return 0

    def __iter__(self) -> Iterator[Any]:
        place = 0
        while True:
            try:
                value = self[place]
            except IndexError:
                return
            yield value
            place += 1

    def __contains__(self, value: Any) -> bool:
        return any(found is value or found == value for found in self)

    def __reversed__(self) -> Iterator[Any]:
        for place in reversed(range(len(self))):
            yield self[place]

    def index(self, value: Any, start: int = 0, stop: int | None = None) -> int:
        """The first place of a value."""
        if start < 0:
            start = max(len(self) + start, 0)
        if stop is not None and stop < 0:
            stop += len(self)
        place = start
        while stop is None or place < stop:
            try:
                found = self[place]
            except IndexError:
                break
            if found is value or found == value:
                return place
            place += 1
        raise ValueError

    def count(self, value: Any) -> int:
        """How often a value stands in it."""
        return sum(1 for found in self if found is value or found == value)


class MutableSequence(Sequence):
    """A sequence that changes."""

    @abstractmethod
    def __setitem__(self, index: Any, value: Any) -> None:
        raise IndexError

    @abstractmethod
    def __delitem__(self, index: Any) -> None:
        raise IndexError

    @abstractmethod
    def insert(self, index: int, value: Any) -> None:
        """Puts a value before a place."""
        raise IndexError

    def append(self, value: Any) -> None:
        """Puts a value at the end."""
        self.insert(len(self), value)

    def clear(self) -> None:
        """Takes everything away."""
        try:
            while True:
                self.pop()
        except IndexError:
            pass

    def reverse(self) -> None:
        """Turns the order round."""
        n = len(self)
        for place in range(n // 2):
            self[place], self[n - place - 1] = self[n - place - 1], self[place]

    def extend(self, values: Any) -> None:
        """Puts several at the end."""
        for value in list(values):
            self.append(value)

    def pop(self, index: int = -1) -> Any:
        """Takes one away and answers it."""
        value = self[index]
        del self[index]
        return value

    def remove(self, value: Any) -> None:
        """Takes the first of that value away."""
        del self[self.index(value)]

    def __iadd__(self, values: Any) -> Any:
        self.extend(values)
        return self


class Set(ABC):
    """Values of which each is there once."""

    def __class_getitem__(cls, kind: Any) -> Any:
        return cls

    @abstractmethod
    def __contains__(self, value: Any) -> bool:
        return False

    @abstractmethod
    def __iter__(self) -> Iterator[Any]:
        while False:
            yield None

    @abstractmethod
    def __len__(self) -> int:
        return 0

    @classmethod
    def _from_iterable(cls, values: Any) -> Any:
        return cls(values)  # type: ignore[call-arg]

    def __le__(self, other: Any) -> bool:
        return len(self) <= len(other) and all(value in other for value in self)

    def __lt__(self, other: Any) -> bool:
        return len(self) < len(other) and self <= other

    def __ge__(self, other: Any) -> bool:
        return len(self) >= len(other) and all(value in self for value in other)

    def __gt__(self, other: Any) -> bool:
        return len(self) > len(other) and self >= other

    def __eq__(self, other: Any) -> bool:
        return len(self) == len(other) and self <= other

    def __and__(self, other: Any) -> Any:
        return self._from_iterable(value for value in other if value in self)

    def __or__(self, other: Any) -> Any:
        return self._from_iterable([*self, *other])

    def __sub__(self, other: Any) -> Any:
        return self._from_iterable(value for value in self if value not in other)

    def __xor__(self, other: Any) -> Any:
        return (self - other) | (self._from_iterable(other) - self)

    def isdisjoint(self, other: Any) -> bool:
        """Whether no value is in both."""
        return not any(value in self for value in other)


class MutableSet(Set):
    """A set that changes."""

    @abstractmethod
    def add(self, value: Any) -> None:
        """Puts a value in."""
        raise NotImplementedError

    @abstractmethod
    def discard(self, value: Any) -> None:
        """Takes a value away, if it is there."""
        raise NotImplementedError

    def remove(self, value: Any) -> None:
        """Takes a value away that is there."""
        if value not in self:
            raise KeyError(value)
        self.discard(value)

    def pop(self) -> Any:
        """Takes one away and answers it."""
        for value in self:
            self.discard(value)
            return value
        raise KeyError

    def clear(self) -> None:
        """Takes everything away."""
        for value in list(self):
            self.discard(value)

    def __ior__(self, other: Any) -> Any:
        for value in other:
            self.add(value)
        return self

    def __isub__(self, other: Any) -> Any:
        for value in list(other):
            self.discard(value)
        return self

    def __iand__(self, other: Any) -> Any:
        for value in list(self - other):
            self.discard(value)
        return self
