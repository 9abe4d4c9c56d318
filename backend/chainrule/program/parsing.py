"""Parsing: what Python's parser says about a text, as a problem with a place and an advice."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from chainrule.engine import Span
from chainrule.program.errors import ProgramError, failure


def explain_syntax(
    error: SyntaxError, lines: Sequence[str], shift: Mapping[int, int]
) -> ProgramError:
    """The parser's error as a problem of the program."""
    line = lines[error.lineno - 1] if error.lineno and error.lineno <= len(lines) else ""
    return failure("syntax", _sentence(error), _span(error, lines, shift), _hint(error, line))


PARSERS_OWN = re.compile(r"\. (Perhaps|Maybe|Did) you .*| \((<|detected at ).*")
"""What Python's parser adds: questions that nobody can answer, and places that the span says."""


def _sentence(error: SyntaxError) -> str:
    message = PARSERS_OWN.sub("", error.msg or "invalid syntax")
    return message[0].lower() + message[1:]


ADVICE = (
    ("Perhaps you forgot a comma", "perhaps a comma or an operator is missing"),
    ("Maybe you meant '=='", "on the left of = stands a name"),
    ("cannot assign", "on the left of = stands a name"),
    ("unexpected indent", "begin the line where the line above begins, the first at the margin"),
    ("unindent does not match", "begin the line where one of the lines above begins"),
    ("inconsistent use of tabs", "indent with spaces only, four for each level"),
    ("expected an indented block", "indent the lines that belong to it by four spaces"),
    ("was never closed", "close the bracket"),
    ("call to 'print'", "write print(...)"),
)
"""What to do about what Python's parser says, by a part of its message."""

LINES = (
    (">>>", "leave out the prompts >>> and the answers between them"),
    ("...", "leave out the prompts, also the one of three dots"),
    ("In [", "leave out the prompts and the answers between them"),
    ("%", "leave this line out: it is one for notebooks"),
    ("!", "leave this line out: it is one for notebooks"),
    ("$", "leave this line out: it is one for a terminal"),
)
"""What to do about lines that were copied with more than the program, by how they begin."""


def _hint(error: SyntaxError, line: str) -> str | None:
    message = error.msg or ""
    for start, advice in LINES:
        if line.strip().startswith(start):
            return advice
    for part, advice in ADVICE:
        if part in message:
            return advice
    return "a power is written **" if "^" in line else None


def _span(error: SyntaxError, lines: Sequence[str], shift: Mapping[int, int]) -> Span:
    """The error's place, kept inside the text: Python may point past its end, or before it."""
    line = min(max(error.lineno or 1, 1), len(lines))
    column = min(max((error.offset or 1) + shift.get(line, 0), 1), len(lines[line - 1]) + 1)
    end_line = min(max(error.end_lineno or line, line), len(lines))
    end_column = (error.end_offset or 0) + shift.get(end_line, 0)
    end_column = min(max(end_column, 1), len(lines[end_line - 1]) + 1)
    if (end_line, end_column) <= (line, column):
        end_line, end_column = line, column + 1
    return Span(line, column, end_line, end_column)
