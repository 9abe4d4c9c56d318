"""Kinds: what a parameter can be, by the annotation that it has in its operation's signature.

``def forward(a, axis: Axis = None, keepdims: bool = False)`` says all that is needed to refuse what
cannot be meant. An annotation that is no kind, such as ``Any``, lets the operation judge.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Container
from typing import Any, Literal, NamedTuple

import numpy as np

from chainrule.engine.errors import ArgumentError

Axis = int | tuple[int, ...] | None
"""The axes to be taken together; ``None`` stands for all of them."""
Reduction = Literal["mean", "sum", "none"]
"""What becomes of the losses of all elements."""
Approximation = Literal["none", "tanh"]
Rounding = Literal["floor", "trunc"]
Order = float | Literal["fro", "inf", "-inf"]
"""Of a norm."""
Share = float
"""From 0 to 1."""


class Kind(NamedTuple):
    """What a parameter can be: in words, and as a test."""

    words: str
    holds: Callable[[Any], bool]


def is_integer(value: Any) -> bool:
    """Whether it is an integer, of Python or of NumPy; a boolean is none."""
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def is_number(value: Any) -> bool:
    """Whether it is a real number, of Python or of NumPy; a boolean is none."""
    return isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)


def _are_integers(value: Any) -> bool:
    return is_integer(value) or (
        isinstance(value, tuple | list) and all(is_integer(item) for item in value)
    )


def _or_none(holds: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: value is None or holds(value)


def _one_of(*words: str) -> Kind:
    return Kind(
        " or ".join(map(repr, words)), lambda value: isinstance(value, str) and value in words
    )


def is_single(a: Any, axis: Axis) -> bool:
    """Whether a tensor has no axes: 0 and −1 then are the only ones that may be named.

    Raises:
        AxisError: another one is.
    """
    if a.ndim:
        return False
    for k in () if axis is None else axis if isinstance(axis, tuple) else (axis,):
        if k not in (0, -1):
            raise np.exceptions.AxisError(k, a.ndim)
    return True


KINDS: dict[str, Kind] = {
    "bool": Kind("True or False", lambda value: isinstance(value, bool | np.bool)),
    "int": Kind("an integer", is_integer),
    "int | None": Kind("an integer or None", _or_none(is_integer)),
    "float": Kind("a number", is_number),
    "float | None": Kind("a number or None", _or_none(is_number)),
    "tuple[int, ...]": Kind("integers", _are_integers),
    "int | tuple[int, ...]": Kind("integers", _are_integers),
    "tuple[int, ...] | None": Kind("integers or None", _or_none(_are_integers)),
    "Axis": Kind("an integer, several or None", _or_none(_are_integers)),
    "Reduction": _one_of("mean", "sum", "none"),
    "Approximation": _one_of("none", "tanh"),
    "Rounding": _one_of("floor", "trunc"),
    "Order": Kind(
        "a number, 'inf' or 'fro'",
        lambda p: is_number(p) or (isinstance(p, str) and p in ("fro", "inf", "-inf")),
    ),
    "Share": Kind("a number from 0 to 1", lambda share: is_number(share) and 0 <= share <= 1),
}
"""By annotation, as it is written."""


def kinds_of(function: Callable[..., Any], names: Container[str]) -> dict[str, Kind]:
    """The kinds of a function's parameters of these names, as far as their annotations say them."""
    found = {}
    for name, parameter in inspect.signature(function).parameters.items():
        annotation = parameter.annotation
        written = (
            annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
        )
        if name in names and written in KINDS:
            found[name] = KINDS[written]
    return found


def check(operation: str, kinds: dict[str, Kind], params: dict[str, Any]) -> None:
    """Refuses parameters that cannot be meant, and makes lists of integers tuples.

    Raises:
        ArgumentError: says what the parameter can be.
    """
    for name, value in params.items():
        if name in kinds:
            wanted, holds = kinds[name]
            if not holds(value):
                raise ArgumentError(f"{operation}(): {name} is {wanted}, not {value!r}")
            if isinstance(value, list):
                params[name] = tuple(value)
