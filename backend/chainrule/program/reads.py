"""Reads: values that a program takes out of the computation, and how it is written there.

``item()``, ``float()``, ``numpy()`` take numbers out, a condition reads one, ``.data`` takes the
value without its history.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from chainrule.engine import Annotation, Source, Span
from chainrule.engine.views import ViewNode

METHOD = re.compile(r"\.(item|tolist|numpy)\(\)$")
FUNCTION = re.compile(r"(float|int|bool|len|range|torch\.tensor|np\.\w+)\(")
PRINTING = ("print(", "f'", 'f"')


def readings(
    text: str, taken: Mapping[Source, Span | None], values: Mapping[Source, Annotation]
) -> dict[Source, tuple[str, int | None]]:
    """By value how it was read, and in which line; what was only printed is left out.

    Args:
        text: the program.
        taken: values that left the computation, with the place where they did.
        values: those that are drawn.
    """
    found: dict[Source, tuple[str, int | None]] = {
        source.sources[0]: (".data", about.span.line)
        for source, about in values.items()
        if isinstance(source, ViewNode)
        and source.cuts_history
        and about.span
        and _at(text, about.span) == "data"
    }
    for source, span in taken.items():
        if source in values and span is not None:
            written = _at(text, span)
            if not written.startswith(PRINTING):
                how = METHOD.search(written) or FUNCTION.match(written)
                found[source] = (f"{how.group(1)}()" if how else "bool()", span.line)
    return found


def _at(text: str, span: Span) -> str:
    """What stands at a place of one line; empty for one that goes over several."""
    line = text.split("\n", span.line)[span.line - 1]
    return line[span.column - 1 : span.end_column - 1] if span.end_line == span.line else ""
