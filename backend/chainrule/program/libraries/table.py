"""A library's names with their values, of which most are never asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from chainrule.program.values import Value


class Table(dict[str, Value]):
    """A library's names, of which some are made when they are first asked for.

    Args:
        known: names that have values.
        later: names whose values are made by calling ``make(name)``.
    """

    def __init__(
        self, known: Mapping[str, Value], later: Iterable[str] = (),
        make: Callable[[str], Value] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(known)
        self._make = make
        for name in later:
            super().setdefault(name, LATER)

    def __getitem__(self, name: str) -> Value:
        value = super().__getitem__(name)
        if value is LATER and self._make is not None:
            value = self._make(name)
            super().__setitem__(name, value)
        return value

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a name, made if it has not been yet."""
        try:
            return self[name]
        except KeyError:
            return default

    def values(self) -> Any:
        """Every value, made."""
        return [self[name] for name in self]

    def items(self) -> Any:
        """Every name with its value, made."""
        return [(name, self[name]) for name in self]


class _Later:
    __slots__ = ()


LATER = _Later()
