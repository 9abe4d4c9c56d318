"""Preparation: a text as a program that can be run, kept for the next time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from chainrule.program.compile import Program, compile_program
from chainrule.program.dialect import Dialect, decide
from chainrule.program.libraries import BUILTINS, LIBRARIES
from chainrule.program.libraries.own import own
from chainrule.program.limits import Limits
from chainrule.program.places import Places, places
from chainrule.program.source import Source as Text


@dataclass(frozen=True, slots=True)
class Prepared:
    """A program that has been read and compiled; running it changes nothing of it."""

    program: Program
    dialect: Dialect
    places: Places


def prepare(source: str, limits: Limits, inputs: tuple[str, ...]) -> Prepared:
    """Reads and compiles a program that may use these ``inputs``.

    A slider sends the same source with other leaves many times a second, so short ones are kept.

    Raises:
        ProgramError: everything that can be seen to be wrong without running.
    """
    return (_kept if len(source) <= SHORT else _prepare)(source, limits, inputs)


NAMES = own(BUILTINS, LIBRARIES)

SHORT, MOST_KEPT = 4_000, 16
"""Characters of a program that is kept, and how many are."""


def _prepare(source: str, limits: Limits, inputs: tuple[str, ...]) -> Prepared:
    text = Text(source, limits)
    dialect = decide(text.tree)
    program = compile_program(text, limits, NAMES, LIBRARIES, inputs, dialect)
    return Prepared(program, dialect, places(text.tree, text.span))


_kept = lru_cache(maxsize=MOST_KEPT)(_prepare)


def forget() -> None:
    """Prepares every program anew: a name may have another meaning now."""
    _kept.cache_clear()
