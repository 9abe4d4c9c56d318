"""Bodies of requests: programs with their numbers, as JSON has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod
from typing import Any, TypedDict

import numpy as np
from numpy.typing import ArrayLike

MOST_EMPTY_ROWS = 100_000
"""In an array without elements: each is written, and a server takes no more in a request."""


class Numbers(TypedDict, total=False):
    """What a program is given beside its text.

    Attributes:
        inputs: arrays for the names that the program reads.
        leaves: other values for its leaves, by name.
        dataset: rows of a data set.
        moment: which of several, from 1; the last one where it is left out.
    """

    inputs: Mapping[str, ArrayLike] | None
    leaves: Mapping[str, ArrayLike] | None
    dataset: Mapping[str, Any] | None
    moment: int | None


class Picture(Numbers, total=False):
    """The same, for one that is drawn.

    Attributes:
        collapsed: groups that are one card each.
    """

    collapsed: Sequence[str]


class Question(Picture, total=False):
    """The same, for one whose graph is answered.

    Attributes:
        partial: whether a program that fails is answered all the same.
        backward: whether gradients are computed.
    """

    partial: bool
    backward: bool


def body_of(source: str, kind: type[Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The body of a request about a program.

    Raises:
        TypeError: something is given that this ``kind`` of request does not take.
    """
    if unknown := given.keys() - kind.__optional_keys__:
        known = ", ".join(sorted(kind.__optional_keys__))
        raise TypeError(f"got an unexpected keyword argument {min(unknown)!r}; known: {known}")
    body: dict[str, Any] = {"source": source}
    for key, value in given.items():
        if key in ("inputs", "leaves"):
            if value:
                body[key] = {name: nested(name, numbers) for name, numbers in value.items()}
        elif key == "collapsed":
            body[key] = [*value]
        elif value is not None:
            body[key] = dict(value) if key == "dataset" else value
    return body


def nested(name: str, value: ArrayLike) -> Any:
    """The numbers as nested lists, as JSON has them.

    Raises:
        ValueError: there is no number, but there are too many rows to be sent.
    """
    array = np.asarray(value)
    if 0 in array.shape and prod(array.shape[: array.shape.index(0)]) > MOST_EMPTY_ROWS:
        raise ValueError(
            f"{name} has shape {array.shape}: rows without numbers are too many to send"
        )
    return array.tolist()
