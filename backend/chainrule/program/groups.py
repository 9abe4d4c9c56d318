"""Groups: what the calls are named within which values are computed.

In comes the place of an operation, the calls and turns of loops around it as the runtime noted
them; out comes the path of its group.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chainrule.program.values import Record

LOOPS = ("for ", "while")
"""How the labels of loops' turns begin."""

DEEPEST, LONGEST = 12, 60
"""How many groups are drawn within each other, and how long the name of one may be."""


class Groups:
    """Names for calls: ``f``, ``f#2``, and ``g/f`` inside of ``g``."""

    def __init__(self, records: Mapping[int, str]) -> None:
        self._records = records
        self._paths: dict[int, str] = {}
        self._counts: dict[str, int] = {}
        self._kept: list[Any] = []

    def path(self, place: Any, group: str) -> str:
        """The path of the group that a value is drawn in."""
        own = self._path(place)
        if len(group) > LONGEST:
            group = "/".join(part[:LONGEST] for part in group.split("/")[:DEEPEST])
        return f"{own}/{group}" if own and group else own or group

    def _path(self, place: Any) -> str:
        inner: list[Any] = []
        while place is not None and id(place) not in self._paths:
            inner.append(place)
            place = place[0]
        path = "" if place is None else self._paths[id(place)]
        for place in reversed(inner):
            path = self._inside(path, place)
            self._kept.append(place)
            self._paths[id(place)] = path
        return path

    def _inside(self, path: str, place: Any) -> str:
        if path.count("/") >= DEEPEST - 1:
            return path
        outer, label, first = place
        if isinstance(label, Record):  # a module that was called
            label = self._records.get(id(label), label.cls.name)
        elif label.endswith("forward") and (
            (outer and isinstance(outer[1], Record))
            or (isinstance(first, Record) and first.attributes.get("_group"))
        ):
            label = ""  # what a module's call is about, which is a group by the module's own name
        if label and not label.startswith(LOOPS):
            inner = f"{path}/{label}" if path else label
            count = self._counts[inner] = self._counts.get(inner, 0) + 1
            path = inner if count == 1 else f"{inner}#{count}"
        return path

    def turn(self, place: Any) -> str | None:
        """The innermost turn of a loop: its label, and which turn."""
        while place is not None:
            outer, label, detail = place
            if isinstance(label, str) and label.startswith(LOOPS):
                return f"{label}/{detail}"
            place = outer
        return None
