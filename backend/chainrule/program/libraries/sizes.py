"""Sizes: tensors and bare numbers that stand for the length of an axis, for an axis or a count."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from chainrule.engine import ArgumentError, ShapeError, Tensor
from chainrule.program.numbers import Number, is_integral, is_whole, plain
from chainrule.program.values import Value

MOST_AXES = 8
"""Longer lists are no shapes."""

Call = Callable[..., Any]


def with_sizes(function: Call, args: tuple[Value, ...], kwargs: dict[str, Value]) -> Any:
    """Calls a function with bare numbers and arrays of one, which may stand for sizes and axes.

    A number that a program also computes with is a parameter of the drawing. Where a function
    takes no tensor, the last of them are given as the integers that they are, also in a shape.
    """
    try:
        return function(*args, **kwargs)
    except (ArgumentError, ShapeError):
        given_, named = list(args), dict(kwargs)
        places: list[tuple[Any, Any]] = [(named, key) for key in named]
        places += [(given_, place) for place in range(len(args) - 1, -1, -1)]
        for where, key in places:
            size = as_size(where[key])
            if size is where[key]:
                continue
            where[key] = size
            with suppress(ArgumentError, ShapeError):
                return function(*given_, **named)
        raise


def as_size(value: Value) -> Value:
    """A size or a shape of tensors as one of Python's integers; anything else as it is."""
    if type(value) is Number:
        return plain(value) if is_whole(value) else value
    if isinstance(value, Tensor):
        whole = not value.ndim and (value.dtype.kind in "iu" or is_integral(value))
        return int(value.item()) if whole else value
    if type(value) in (tuple, list) and len(value) <= MOST_AXES:
        sizes = [as_size(part) for part in value]
        if any(size is not part for size, part in zip(sizes, value, strict=True)):
            return type(value)(sizes)
    return value
