"""Groups: the path that values are being made in, and how repeated names are told apart."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from chainrule.engine.state import group


class Groups:
    """The groups of one run.

    Attributes:
        path: the innermost group that is open, outermost first: ``"encoder/dense"``.
    """

    def __init__(self) -> None:
        self.path = ""
        self._counts: dict[tuple[str, str], int] = {}

    @contextmanager
    def inside(self, label: str) -> Iterator[None]:
        """What is computed inside forms a group; the second of a name is called ``name#2``."""
        outer = self.path
        key = (outer, label)
        self._counts[key] = count = self._counts.get(key, 0) + 1
        label = label if count == 1 else f"{label}#{count}"
        self.path = f"{outer}/{label}" if outer else label
        try:
            with group(label):
                yield
        finally:
            self.path = outer
