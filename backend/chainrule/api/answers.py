"""What answers look like: models for the OpenAPI description, and for tests of real answers.

The server never runs them: it writes JSON straight from plain data, which is several times faster.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Number = float | Literal["NaN", "Infinity", "-Infinity"]


class AnswerModel(BaseModel):
    """An answer; within version 1 members are only ever added."""

    model_config = ConfigDict(strict=True, extra="forbid")


class SpanAnswer(AnswerModel):
    """A stretch of source text; lines and columns count from 1, the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class SingleProblem(AnswerModel):
    """One of several things that are wrong."""

    detail: str
    where: Annotated[str | None, Field(description="JSON pointer into the request.")] = None
    code: str | None = None
    span: SpanAnswer | None = None
    hint: str | None = None


class ProblemAnswer(AnswerModel):
    """An error (RFC 9457)."""

    type: Annotated[str, Field(description="Identifies the kind; leads to its documentation.")]
    title: str
    status: int
    detail: Annotated[str, Field(description="What is wrong this time.")]
    code: Annotated[str, Field(description="Stable, for programs.")]
    span: Annotated[SpanAnswer | None, Field(description="Where in the program.")] = None
    hint: Annotated[str | None, Field(description="What to do.")] = None
    problems: Annotated[list[SingleProblem] | None, Field(description="All that is wrong.")] = None
    field: Annotated[str | None, Field(description="The setting concerned.")] = None
