"""Groups: what the calls are named within which values are computed.

In comes the place of an operation, the calls and turns of loops around it as the runtime noted
them; out comes the path of its group.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from chainrule.program.values import Record

DEEPEST, LONGEST = 12, 60
"""How many groups are drawn within each other, and how long the name of one may be."""


class Groups:
    """Names for calls: ``f``, ``f#2``, and ``g/f`` inside of ``g``; and for turns of loops."""

    def __init__(self, records: Mapping[int, str]) -> None:
        self._records = records
        self._ways: dict[int, _Way] = {}
        self._counts: dict[str, int] = {}
        self._loops: dict[str, tuple[int, int]] = {}
        self._kept: list[Any] = []

    def path(self, place: Any, group: str) -> str:
        """The path of the group that a value is drawn in."""
        own = self._way(place).calls
        if len(group) > LONGEST:
            group = "/".join(part[:LONGEST] for part in group.split("/")[:DEEPEST])
        return f"{own}/{group}" if own and group else own or group

    def turn(self, place: Any) -> str | None:
        """The way to the innermost turn of a loop, through calls and turns: ``f/for i#2/7``."""
        while place is not None and not _is_turn(place):
            place = place[0]
        return None if place is None else self._way(place).all

    def _way(self, place: Any) -> _Way:
        inner: list[Any] = []
        while place is not None and id(place) not in self._ways:
            inner.append(place)
            place = place[0]
        way = START if place is None else self._ways[id(place)]
        for place in reversed(inner):
            way = self._into_turn(way, place) if _is_turn(place) else self._into_call(way, place)
            self._kept.append(place)
            self._ways[id(place)] = way
        return way

    def _into_call(self, way: _Way, place: Any) -> _Way:
        if way.calls.count("/") >= DEEPEST - 1:
            return way
        outer, label, first = place
        if isinstance(label, Record):  # a module that was called
            label = self._records.get(id(label), label.cls.name)
        elif label.endswith("forward") and (
            (outer and isinstance(outer[1], Record))
            or (isinstance(first, Record) and first.attributes.get("_group"))
        ):
            label = ""  # what a module's call is about, which is a group by the module's own name
        if not label:
            return way
        inner = _joined(way.calls, label)
        count = self._counts[inner] = self._counts.get(inner, 0) + 1
        suffix = "" if count == 1 else f"#{count}"
        return _Way(inner + suffix, _joined(way.all, label) + suffix)

    def _into_turn(self, way: _Way, place: Any) -> _Way:
        if way.all.count("/") >= 4 * DEEPEST:
            return way
        _, label, turn = place
        loop = _joined(way.all, label[:LONGEST])
        count, last = self._loops.get(loop, (1, 0))
        if turn <= last:  # it has begun again
            count += 1
        self._loops[loop] = count, turn
        return _Way(way.calls, f"{loop}{'' if count == 1 else f'#{count}'}/{turn}")


class _Way(NamedTuple):
    """The way to a place: through calls alone, and through turns of loops, too."""

    calls: str
    all: str


START = _Way("", "")


def _joined(path: str, name: str) -> str:
    return f"{path}/{name}" if path else name


def _is_turn(place: Any) -> bool:
    label = place[1]
    return isinstance(label, str) and (label.startswith("for ") or label == "while")
