"""The language's two pages, written from its declarations: the language, and its reference.

``python -m chainrule.program.reference backend/docs`` writes both; a test compares them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from chainrule.functions.missing import MISSING, NUMPY_MISSING
from chainrule.program.catalogue import catalogue
from chainrule.program.compile.classes import REFUSED as REFUSED_METHODS
from chainrule.program.compile.compiler import REFUSED
from chainrule.program.functions import functions
from chainrule.program.libraries import ABSENT, LIBRARIES
from chainrule.program.limits import Limits
from chainrule.program.values import Missing

GUIDE = Path(__file__).with_name("guide.md").read_text(encoding="utf-8")
"""What is written by hand: the ideas, before the tables."""


HEAD = """\
# Reference of the language

What a program can call without an import, what PyTorch and NumPy have that is left out, every
limit and every error. What the language is stands in [the language](language.md); all of this is
written from the declarations in `backend/chainrule`.
"""


def language() -> str:
    """The page for people: what it is, what is special, what is left out."""
    return "\n".join([GUIDE, *_libraries(), *_refused()])


def reference() -> str:
    """The page to look things up in: functions, what is missing, limits, errors."""
    return "\n".join([HEAD, *_functions(), *_missing(), *_limits(), *_errors()])


PAGES = {"language.md": language, "language_reference.md": reference}


def _libraries() -> Iterator[str]:
    yield "## Modules\n"
    known = [name for name, library in LIBRARIES.items() if not isinstance(library, Missing)]
    yield ", ".join(f"`{name}`" for name in sorted(known)) + "\n"


def _refused() -> Iterator[str]:
    yield "## What is left out of Python, and what to write instead\n"
    yield "| Python | instead |"
    yield "|---|---|"
    for kind, (sentence, hint) in REFUSED.items():
        # Not every version of Python has except*, and the page is the same for all.
        if kind.__name__ != "TryStar" and not kind.__name__.startswith("Async"):
            yield f"| {sentence} | {_cell(hint or '')} |"
    yield "| async is not part of the language | write it without async |"
    for name, hint in REFUSED_METHODS.items():
        yield f"| a method `{name}` | {_cell(hint or '')} |"
    for name, hint in ABSENT.items():
        yield f"| `{name}()` | {_cell(hint or '')} |"
    yield ""


def _functions() -> Iterator[str]:
    yield "## Functions"
    for category, members in groupby(functions(), key=lambda function: function.category):
        yield f"\n### {category.replace('_', ' ').capitalize()}\n"
        yield "| function | also | meaning |"
        yield "|---|---|---|"
        for f in members:
            aliases = ", ".join(f"`{name}`" for name in f.aliases)
            yield f"| `{f.signature}` | {aliases} | {_cell(f.summary)} |"
    yield ""


def _missing() -> Iterator[str]:
    yield "## What is left out of PyTorch and NumPy, and what to write instead\n"
    yield "| function | instead |"
    yield "|---|---|"
    for name, hint in {**MISSING, **NUMPY_MISSING}.items():
        yield f"| `{name}` | {_cell(hint)} |"
    yield ""


def _limits() -> Iterator[str]:
    yield "## Limits\n"
    yield "| limit | default | reason | setting |"
    yield "|---|---|---|---|"
    for limit in Limits.describe():
        name, default = limit["name"].replace("_", " "), f"{limit['default']:,} {limit['unit']}"
        yield f"| {name} | {default} | {_cell(limit['reason'])} | `{limit['variable']}` |"
    yield ""


def _errors() -> Iterator[str]:
    yield "## Errors\n"
    yield "Every error has a code, a sentence, its place in the text, and where possible a hint."
    for entry in catalogue():
        example = entry["example"].replace("\u200b", "\\u200b")
        yield f"\n### `{entry['code']}`\n\n{entry['meaning']}\n\n```python\n{example}\n```"
        for what in ("limits", "inputs", "leaves"):
            for name, value in entry[what].items():
                yield f"\nWith {what}: `{name}` = `{value!r}`."
        if entry["moment"]:
            yield f"\nAsked for moment {entry['moment']}."
        yield f"\n> {entry['message']}"
        if entry["hint"]:
            yield f">\n> Hint: {entry['hint']}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    for name, page in PAGES.items():
        (Path(sys.argv[1]) / name).write_text(page().rstrip() + "\n", encoding="utf-8")
