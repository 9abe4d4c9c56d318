"""Preparation: a text as a program that can be run, kept for the next time."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from chainrule.program.compile import Program, compile_program
from chainrule.program.dialect import Dialect, decide
from chainrule.program.libraries import BUILTINS, LIBRARIES
from chainrule.program.libraries.own import own
from chainrule.program.limits import Limits
from chainrule.program.lists import doubtful
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

    A slider sends the same source with other leaves many times a second, so the last are kept.

    Raises:
        ProgramError: everything that can be seen to be wrong without running.
    """
    key = source, limits, inputs
    with KEEPING:
        known = KEPT.get(key)
    if known is None:
        known = _prepare(source, limits, inputs)
    with KEEPING:
        KEPT[key] = known
        KEPT.move_to_end(key)
        while len(KEPT) > MOST_KEPT or sum(len(text) for text, *_ in KEPT) > MOST_CHARACTERS:
            KEPT.popitem(last=False)
    return known


NAMES = own(BUILTINS, LIBRARIES)

KEPT: OrderedDict[tuple[str, Limits, tuple[str, ...]], Prepared] = OrderedDict()
KEEPING = Lock()
MOST_KEPT, MOST_CHARACTERS = 16, 64_000
"""Programs that are kept, and characters that they have together."""


def _prepare(source: str, limits: Limits, inputs: tuple[str, ...]) -> Prepared:
    text = Text(source, limits)
    dialect = decide(text.tree, text.nodes)
    if dialect.kind == "bare":
        text.notes += doubtful(text.nodes, dialect.serving)
    program = compile_program(text, limits, NAMES, LIBRARIES, inputs, dialect)
    return Prepared(program, dialect, places(text.tree, text.span))


def forget() -> None:
    """Prepares every program anew: a name may have another meaning now."""
    with KEEPING:
        KEPT.clear()
