"""Numbers in requests: one, or nested lists of them, as arrays."""

from __future__ import annotations

from itertools import chain
from typing import Annotated, Any

import numpy as np
from pydantic import AfterValidator, WithJsonSchema


def numbers(value: Any) -> Any:
    """Checks nested lists of finite numbers; returns a float64 array, or int64 of whole numbers.

    Raises:
        ValueError: something else is in them, or rows differ in length.
    """
    level = [value]
    while level and set(map(type, level)) == {list}:
        level = list(chain.from_iterable(level))
    kinds = set(map(type, level))
    if not kinds <= {int, float}:
        raise ValueError("must be a number or nested lists of numbers, all equally deep")
    is_whole = kinds == {int} and -(2**63) <= min(level) <= max(level) < 2**63
    try:
        array = np.array(value, dtype=np.int64 if is_whole else np.float64)
    except OverflowError:
        raise ValueError("has a number that is too large") from None
    except ValueError:
        raise ValueError("has rows of different lengths, or is nested too deeply") from None
    if not np.isfinite(array).all():
        raise ValueError("must be finite")
    return array


Numbers = Annotated[
    Any,
    AfterValidator(numbers),
    WithJsonSchema(
        {
            "title": "Numbers",
            "description": "A number, or nested lists of numbers, all equally deep.",
            "anyOf": [
                {"type": "number"},
                {"type": "array", "items": {"type": "number"}},
                {"type": "array", "items": {"type": "array", "items": {"type": "number"}}},
                {"type": "array", "items": {"type": "array", "items": {"type": "array"}}},
            ],
        }
    ),
]
