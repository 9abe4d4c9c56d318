"""Parsing: checked text to Python's syntax tree, with its errors as problems of ours."""

from __future__ import annotations

import ast
import re

from chainrule.engine import Span
from chainrule.program.errors import failure
from chainrule.program.limits import Limits
from chainrule.program.text import Text


def parse(text: Text, limits: Limits) -> ast.Module:
    """The syntax tree of a program.

    Raises:
        ProgramError: it is not Python's syntax, or it nests too deeply.
    """
    try:
        tree = ast.parse(text.source)
    except SyntaxError as error:
        raise failure("syntax", _sentence(error), _span(error, text), _hint(error, text)) from None
    except (RecursionError, MemoryError):
        raise failure("too_deep", "the program nests too deeply to be parsed", hint=SPLIT) from None
    except ValueError as error:  # such as an integer with more digits than Python converts
        raise failure("syntax", f"this cannot be read: {error}".split(";")[0]) from None
    _check_depth(tree, text, limits)
    return tree


SPLIT = "give parts of the expression names"


def _check_depth(tree: ast.Module, text: Text, limits: Limits) -> None:
    """Walks level by level, never recursing."""
    level: list[ast.AST] = list(tree.body)
    for _ in range(limits.syntax_depth):
        level = [
            child
            for node in level
            for child in ast.iter_child_nodes(node)
            if isinstance(child, ast.expr | ast.stmt)
        ]
        if not level:
            return
    raise failure(
        "too_deep",
        f"the program nests more than {limits.syntax_depth} levels of syntax",
        text.span(level[0]),
        SPLIT,
    )


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
    ("call to 'print'", "leave it out: every value is shown"),
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


def _hint(error: SyntaxError, text: Text) -> str | None:
    message = error.msg or ""
    line = text.lines[error.lineno - 1] if error.lineno and error.lineno <= len(text.lines) else ""
    for start, advice in LINES:
        if line.strip().startswith(start):
            return advice
    for part, advice in ADVICE:
        if part in message:
            return advice
    return "a power is written **" if "^" in line else None


def _span(error: SyntaxError, text: Text) -> Span:
    """The error's place, kept inside the text: Python may point past its end, or before it."""
    line = min(max(error.lineno or 1, 1), len(text.lines))
    length = len(text.lines[line - 1])
    column = min(max(error.offset or 1, 1), length + 1)
    end_line = min(max(error.end_lineno or line, line), len(text.lines))
    end_column = min(max(error.end_offset or 0, 1), len(text.lines[end_line - 1]) + 1)
    if (end_line, end_column) <= (line, column):
        end_line, end_column = line, column + 1
    return Span(line, column, end_line, end_column)
