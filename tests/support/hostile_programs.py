"""Programs of people who mean no good, or no longer know what they do; each with its outcome.

The outcome is ``"runs"`` or the code of the main problem. What runs must do so within the limits.
"""

from __future__ import annotations

from typing import NamedTuple

from hostile_numbers import NUMBERS, SIZES
from hostile_objects import OBJECTS
from hostile_texts import DEPTH, TEXT
from hostile_types import ESCAPES, TYPES

X = "x = [[1.0, 2.0], [3.0, 4.0]]\n"


class Hostile(NamedTuple):
    """One program and what must become of it."""

    source: str
    outcome: str


PROGRAMS = tuple(
    Hostile(source, outcome)
    for programs in (ESCAPES, NUMBERS, SIZES, OBJECTS, DEPTH, TEXT, TYPES)
    for outcome, sources in programs.items()
    for source in sources
)
