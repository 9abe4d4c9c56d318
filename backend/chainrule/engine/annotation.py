"""What people call a value: its name, its part in the program, where it was written.

The engine computes without any of this; the language and the training sessions write
annotations, the graph model reads them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["data", "constant", "parameter", "operation"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of source text; lines and columns count from 1, the end is exclusive.

    Attributes:
        line: the first line.
        column: where it starts there.
        end_line: the last line.
        end_column: the first column behind it there.
    """

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Annotation:
    """What a person knows about one value of a computation."""

    kind: Kind
    name: str | None = None
    span: Span | None = None
    group: str = ""
    """Path of the innermost group, outermost first: ``"encoder/dense"``; empty at the top."""
