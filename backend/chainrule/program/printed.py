"""Printed: what a program wrote for people, line by line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Printed:
    """A line that a program printed.

    Attributes:
        moment: the moment during or after which it was printed.
        line: the line of the program that printed it.
        text: what it says.
    """

    moment: int
    line: int | None
    text: str
