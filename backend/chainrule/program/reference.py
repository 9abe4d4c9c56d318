"""The language's reference page, written from its declarations.

``python -m chainrule.program.reference > backend/docs/language.md`` writes it; a test compares
the two.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from chainrule.program.catalogue import catalogue
from chainrule.program.constructs import FORBIDDEN
from chainrule.program.instead import INSTEAD
from chainrule.program.library.functions import functions
from chainrule.program.limits import Limits

GUIDE = Path(__file__).with_name("guide.md").read_text(encoding="utf-8")
"""What is written by hand: the ideas, before the tables."""


def to_markdown() -> str:
    """The whole page."""
    return "\n".join([GUIDE, *_functions(), *_missing(), *_limits(), *_errors()])


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
    yield "## What is not there, and what to write instead\n"
    yield "| Python | instead |"
    yield "|---|---|"
    shown = dict.fromkeys((phrase.rsplit(" ", 1)[0], hint) for phrase, hint in FORBIDDEN.values())
    for phrase, hint in shown:
        yield f"| {phrase} | {_cell(hint)} |"
    for name, hint in INSTEAD.items():
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
        yield f"\n> {entry['message']}"
        if entry["hint"]:
            yield f">\n> Hint: {entry['hint']}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(to_markdown() + "\n")
