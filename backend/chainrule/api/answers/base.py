"""What all answers are made of."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

Number = float | Literal["NaN", "Infinity", "-Infinity"]
Numbers = Annotated[Any, WithJsonSchema({"$dynamicRef": "Nested"})]
Reduced = Annotated[
    list[str] | None,
    Field(description="What a very large graph's answer leaves out to stay within its size."),
]

# Parts of the graph's own schema; pydantic would look for a plain reference in its own.
Summary = Annotated[Any, WithJsonSchema({"$dynamicRef": "Summary"})]
Span = Annotated[Any, WithJsonSchema({"$dynamicRef": "Span"})]


def _open(schema: dict[str, Any]) -> None:
    """Members may be added within version 1: readers must not mind unknown ones."""
    schema.pop("additionalProperties", None)


class Answer(BaseModel):
    """An answer; within version 1 members are only ever added."""

    model_config = ConfigDict(strict=True, extra="forbid", json_schema_extra=_open)
