"""What people call a value: its name, its part in the program, where it was written.

The engine computes without any of this; the language and the training sessions write
annotations, the graph model reads them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

Kind = Literal["data", "constant", "parameter", "operation"]


HIDDEN = {"exclude": True}
"""Metadata of a field that no answer has: it exists in memory only."""
EMPTY_OMITTED = {"exclude_if": lambda value: not value}
"""Metadata of a field that an answer only has where there is something to say."""
SOMETIMES = {"exclude_if": lambda value: False}
"""Metadata of a field that some answers lack, which then are not written from the class."""
NONE_OMITTED = {"exclude_if": lambda value: value is None}
"""Metadata of a field that an answer only has where it is not ``None``."""


class Doc:
    """What a field of an answer means, as its schema says it: ``Annotated[int, Doc("How many.")]``.

    ``schema`` says what type hints cannot.
    """

    def __init__(self, text: str, schema: dict[str, Any] | None = None) -> None:
        self.text, self.schema = text, schema

    def __get_pydantic_json_schema__(self, core: Any, handler: Any) -> dict[str, Any]:
        """For the generator of schemas; nothing else knows of it."""
        told = {"description": self.text} if self.text else {}
        return {**(self.schema or handler(core)), **told}


class Listed(Doc):
    """An array that answers have as lists: ``Annotated[Array, Listed("What.", schema)]``."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> dict[str, Any]:
        """For pydantic: how it is written."""
        written = {"type": "function-plain", "function": lambda array: array.tolist()}
        return {"type": "any", "serialization": written}


Finite = Annotated[float, Doc("", {"type": "number"})]
"""A float that is never infinite, nor NaN."""
NUMBER = {"$dynamicRef": "Number"}
"""The schema of a number that may be."""


def lists(items: dict[str, Any]) -> dict[str, Any]:
    """The schema of a list of such items."""
    return {"type": "array", "items": items}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of source text; lines and columns count from 1, the end is exclusive."""

    line: Annotated[int, Doc("The first line.")]
    column: Annotated[int, Doc("Where it starts there.")]
    end_line: Annotated[int, Doc("The last line.")]
    end_column: Annotated[int, Doc("The first column behind it there.")]


@dataclass(frozen=True, slots=True)
class Annotation:
    """What a person knows about one value of a computation."""

    kind: Kind
    name: str | None = None
    span: Span | None = None
    group: str = ""
    """Path of the innermost group, outermost first: ``"encoder/dense"``; empty at the top."""
