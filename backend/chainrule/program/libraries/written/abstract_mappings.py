"""``collections.abc.Mapping`` and its kin, with the methods that they give."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any


class _View:
    def __init__(self, mapping: Any) -> None:
        self._mapping = mapping

    def __len__(self) -> int:
        return len(self._mapping)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._mapping!r})"


class KeysView(_View):
    """The keys of a mapping."""

    def __contains__(self, key: Any) -> bool:
        return key in self._mapping

    def __iter__(self) -> Iterator[Any]:
        yield from self._mapping


class ValuesView(_View):
    """The values of a mapping."""

    def __contains__(self, value: Any) -> bool:
        return any(found is value or found == value for found in self)

    def __iter__(self) -> Iterator[Any]:
        for key in self._mapping:
            yield self._mapping[key]


class ItemsView(_View):
    """The keys and values of a mapping."""

    def __contains__(self, item: Any) -> bool:
        key, value = item
        return key in self._mapping and self._mapping[key] == value

    def __iter__(self) -> Iterator[Any]:
        for key in self._mapping:
            yield (key, self._mapping[key])


class Mapping(ABC):
    """Values by keys."""

    def __class_getitem__(cls, kind: Any) -> Any:
        return cls

    @abstractmethod
    def __getitem__(self, key: Any) -> Any:
        raise KeyError

    @abstractmethod
    def __iter__(self) -> Iterator[Any]:
        while False:
            yield None

    @abstractmethod
    def __len__(self) -> int:
        return 0

    def get(self, key: Any, default: Any = None) -> Any:
        """The value of a key, or a default."""
        try:
            return self[key]
        except KeyError:
            return default

    def __contains__(self, key: Any) -> bool:
        try:
            self[key]
        except KeyError:
            return False
        return True

    def keys(self) -> Any:
        """A view of the keys."""
        return KeysView(self)

    def items(self) -> Any:
        """A view of keys and values."""
        return ItemsView(self)

    def values(self) -> Any:
        """A view of the values."""
        return ValuesView(self)

    def __eq__(self, other: Any) -> bool:
        if not isinstance(other, (dict, Mapping)):
            return NotImplemented
        return dict(self.items()) == dict(other.items())


_NOTHING = object()


class MutableMapping(Mapping):
    """A mapping that changes."""

    @abstractmethod
    def __setitem__(self, key: Any, value: Any) -> None:
        raise KeyError

    @abstractmethod
    def __delitem__(self, key: Any) -> None:
        raise KeyError

    def pop(self, key: Any, default: Any = _NOTHING) -> Any:
        """Takes a key away and answers its value."""
        try:
            value = self[key]
        except KeyError:
            if default is _NOTHING:
                raise
            return default
        del self[key]
        return value

    def popitem(self) -> Any:
        """Takes a key away and answers it with its value."""
        for key in self:
            value = self[key]
            del self[key]
            return key, value
        raise KeyError

    def clear(self) -> None:
        """Takes everything away."""
        for key in list(self):
            del self[key]

    def update(self, other: Any = (), **others: Any) -> None:
        """Puts several in."""
        if hasattr(other, "keys"):
            for key in other.keys():  # noqa: SIM118 - what has keys need not be a dictionary
                self[key] = other[key]
        else:
            for key, value in other:
                self[key] = value
        for key, value in others.items():
            self[key] = value

    def setdefault(self, key: Any, default: Any = None) -> Any:
        """The value of a key, which is put in if it is not there."""
        try:
            return self[key]
        except KeyError:
            self[key] = default
        return default
