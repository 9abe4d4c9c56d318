"""Naming: what people call the tensors of a program, and how other values reach its leaves.

A tensor keeps the first name that it gets. A leaf that stands in a container or in an object is
called by the way to it: ``ws[0]``, ``params["w"]``, ``net.0.weight``. Two leaves of one name are
told apart: ``w`` and ``w#2``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from chainrule.engine import Span, Tensor
from chainrule.engine.apply import next_serial
from chainrule.program.errors import failure
from chainrule.program.numbers import Number
from chainrule.program.values import PLAIN, DefaultDict, OrderedDict, Record, Value


class Reach(NamedTuple):
    """How deep, how far and into how wide containers somebody looks."""

    depth: int
    containers: int
    width: int


MOST = 5_000
EVERYWHERE = Reach(8, MOST, MOST)
LONGEST = 60
"""Characters of a key that a name shows."""


def reached(name: str, value: Value, reach: Reach = EVERYWHERE) -> Iterator[tuple[str, Tensor]]:
    """Every tensor in a value, with the way to it."""
    deepest, most, width = reach
    waiting: list[tuple[str, Value, int]] = [(name, value, 0)]
    seen: set[int] = set()
    while waiting and len(seen) < most:
        path, value, depth = waiting.pop()
        if isinstance(value, Tensor):
            yield path, value
        elif depth < deepest and id(value) not in seen and not _is_empty(value, width):
            seen.add(id(value))
            waiting += [
                (inner, part, depth + 1)
                for inner, part in reversed(list(islice(parts_of(path, value), width)))
                if type(part) not in PLAIN
            ]


def _is_empty(value: Value, width: int) -> bool:
    """Whether a value holds nothing but numbers and texts, or too much; ways cost their time."""
    kind = type(value)
    if kind is Record:
        return value.cls.holds is None and PLAIN.issuperset(map(type, value.attributes.values()))
    if kind is list or kind is tuple:
        return len(value) > width or PLAIN.issuperset(map(type, value))
    if isinstance(value, dict):
        return len(value) > width or PLAIN.issuperset(map(type, value.values()))
    return not isinstance(value, list | tuple)


def parts_of(path: str, value: Value) -> Iterator[tuple[str, Value]]:
    """What stands in a container or an object, each with the way to it."""
    if isinstance(value, Record):
        for name, part in value.attributes.items():
            if not name.startswith("_"):
                yield f"{path}.{name}", part
        fields = value.cls.find("_fields")
        if type(fields) is tuple and value.cls.holds is tuple:
            for name, part in zip(fields, value.holds, strict=True):
                yield f"{path}.{name}", part
        elif value.cls.holds in (list, dict, OrderedDict, DefaultDict):
            yield from parts_of(path, value.holds)
    elif isinstance(value, list | tuple):
        for index, part in enumerate(value):
            yield f"{path}[{index}]", part
    elif isinstance(value, dict):
        for key, part in value.items():
            if isinstance(key, str):
                yield f'{path}["{key[:LONGEST]}"]', part
            elif isinstance(key, int):
                yield f"{path}[{key}]", part


class Naming:
    """Gives tensors their names as a program binds them, and leaves the values asked for.

    Attributes:
        overrides: other values for leaves by name; those that were given are taken out.
        moved: the leaves that were given them.
        names: every name that a leaf was given.
    """

    def __init__(self, overrides: Mapping[str, Any]) -> None:
        self.overrides = dict(overrides)
        self.moved: dict[str, Tensor] = {}
        self.names: dict[str, Tensor] = {}
        self._turns: dict[str, int] = {}

    def given(self, leaf: Tensor, name: str) -> None:
        """An input was given from outside, before the program begins."""
        leaf.name, leaf.named_at = name, next_serial()
        self.names[name] = leaf

    def named(self, value: Value, name: str, span: Span | None) -> None:
        """A name was given a value."""
        if isinstance(value, Tensor):
            if value.name is None:
                # What was computed without a gradient is no leaf here, unlike in PyTorch.
                is_leaf = value.grad_fn is None
                value.name = self._leaf_name(name, value) if is_leaf else name
                if is_leaf:
                    value.named_at = next_serial()
                    value.written_at = value.written_at or span
                if value.name in self.overrides and is_leaf:
                    self._override(value, value.name, span)
        elif self.overrides and isinstance(value, Record | list | tuple | dict):
            for path, tensor in reached(name, value):
                if path in self.overrides and tensor.grad_fn is None:
                    self._override(tensor, path, span)

    def _leaf_name(self, name: str, leaf: Tensor) -> str:
        count = self._turns[name] = self._turns.get(name, 0) + 1
        told_apart = name if count == 1 else f"{name}#{count}"
        if len(self.names) < MOST:
            self.names[told_apart] = leaf
        return told_apart

    def _override(self, leaf: Tensor, name: str, span: Span | None) -> None:
        given = np.asarray(self.overrides.pop(name))
        if given.shape != leaf.shape:
            raise failure(
                "leaf_shape",
                f"{name} has shape {tuple(leaf.shape)}, so it cannot be given a value of shape "
                f"{given.shape}",
                span,
            )
        leaf._array = given.astype(leaf.dtype)
        self.moved[name] = leaf
        if isinstance(leaf, Number):
            leaf.written = None


def ways(names: Mapping[str, Value]) -> dict[Tensor, str]:
    """By tensor, the first way to it from the program's global names."""
    found: dict[Tensor, str] = {}
    for name, value in names.items():
        if not name.startswith("_"):
            for path, tensor in reached(name, value):
                found.setdefault(tensor, path)
    return found
