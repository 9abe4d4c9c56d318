"""Bodies of requests: programs with their numbers, as JSON has them."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

MOST_EMPTY_ROWS = 100_000
"""In an array without elements: each is written, and a server takes no more in a request."""


def program(
    source: str,
    inputs: Mapping[str, ArrayLike] | None,
    leaves: Mapping[str, ArrayLike] | None,
    dataset: Mapping[str, Any] | None,
    moment: int | None,
    **more: Any,
) -> dict[str, Any]:
    """The body of a request about a program."""
    body: dict[str, Any] = {"source": source, **more}
    for key, values in (("inputs", inputs), ("leaves", leaves)):
        if values:
            body[key] = {name: nested(name, value) for name, value in values.items()}
    if dataset:
        body["dataset"] = dict(dataset)
    if moment is not None:
        body["moment"] = moment
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
