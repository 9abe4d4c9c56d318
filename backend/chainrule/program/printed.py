"""Printed: what a program wrote for people, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from chainrule.engine.annotation import Doc


@dataclass(frozen=True, slots=True)
class Printed:
    """A line that the program printed."""

    moment: Annotated[int, Doc("The moment during or after which it was printed.")]
    line: Annotated[int | None, Doc("The line of the program that printed it.")]
    text: str
