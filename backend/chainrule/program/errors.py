"""What the language says when a program cannot run: what is wrong, where, and what to do.

A ``ProgramError`` carries one or several problems; the first is the main one. Every code is
listed, explained and triggered in ``catalogue.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from chainrule.engine import ChainruleError, Span
from chainrule.program.printed import Printed


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a program."""

    code: str
    """Stable, for programs that read errors: ``"unknown_name"``."""
    message: str
    """A sentence for people."""
    span: Span | None = None
    """Where in the source; ``None`` for what is not in the source, such as a bound input."""
    hint: str | None = None
    """What to do about it, where that can be said."""


class ProgramError(ChainruleError):
    """A program that was refused or could not be completed.

    Attributes:
        problems: everything that was found to be wrong, the main problem first.
        printed: what the program printed before.
    """

    def __init__(self, problems: Sequence[Problem], printed: Sequence[Printed] = ()) -> None:
        self.problems = tuple(problems)
        self.printed = tuple(printed)
        super().__init__(str(self))

    @property
    def code(self) -> str:
        """The main problem's code."""
        return self.problems[0].code

    @property
    def message(self) -> str:
        """The main problem's sentence."""
        return self.problems[0].message

    @property
    def span(self) -> Span | None:
        """The main problem's place."""
        return self.problems[0].span

    @property
    def hint(self) -> str | None:
        """The main problem's hint."""
        return self.problems[0].hint

    def __str__(self) -> str:
        """Every problem on a line: place, sentence, hint."""
        return "\n".join(map(_line, self.problems))


def _line(problem: Problem) -> str:
    place = f"line {problem.span.line}, column {problem.span.column}: " if problem.span else ""
    return f"{place}{problem.message}" + (f" ({problem.hint})" if problem.hint else "")


class Raised(Exception):
    """An exception of the program on its way to whoever catches it.

    Attributes:
        record: the exception, an instance of one of the program's classes.
    """

    def __init__(self, record: Any) -> None:
        self.record = record
        super().__init__(record)


def failure(
    code: str, message: str, span: Span | None = None, hint: str | None = None
) -> ProgramError:
    """An error with one problem, ready to be raised."""
    return ProgramError([Problem(code, message, span, hint)])


def near(name: str, known: Iterable[str]) -> str | None:
    """A hint with the known names that are nearest, if any is near."""
    # Of a single letter, every name of two letters that has it would be near.
    names = sorted(set(known))
    found = get_close_matches(name, names, 3, 0.65) if len(name) > 1 else []
    lowered = [other for other in names if other.lower() == name.lower()]
    found = [other for other in dict.fromkeys([*lowered, *found]) if other != name][:3]
    return f"did you mean {' or '.join(found)}?" if found else None
