"""Text for terminals: aligned tables, errors with their place, and a progress bar."""

from __future__ import annotations

import sys
import time
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from chainrule.engine import Span

LINE_LENGTH = 100
"""Of a longer line, an error shows the part around its place."""
BAR_WIDTH = 30
BAR_SECONDS = 0.1
"""A progress bar is redrawn at most this often."""


def write(text: str) -> None:
    """One piece of text to standard output, ending with a line break."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def save(content: str | bytes, path: str | None) -> None:
    """Writes a result to a file, or to standard output for ``None`` and ``-``."""
    data = content if isinstance(content, bytes) else content.rstrip("\n").encode() + b"\n"
    if path is not None and path != "-":
        Path(path).write_bytes(data)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def fail(message: str) -> int:
    """Says what went wrong; returns the exit code."""
    sys.stderr.write(f"error: {message}\n")
    return 1


def excerpt(source: str, span: Span, name: str) -> str:
    """The line of the source that an error is about, with carets below the place."""
    lines = source.split("\n")
    line = lines[min(span.line, len(lines)) - 1]
    line = "".join(c if c.isprintable() else " " if c in "\t\r" else "�" for c in line)
    end = span.end_column if span.end_line == span.line else len(line) + 1
    number = str(span.line)
    before, marked = line[: span.column - 1], line[span.column - 1 : end - 1]
    if len(line) > LINE_LENGTH:
        before = before[-LINE_LENGTH // 2 :]
        marked = marked[: LINE_LENGTH - len(before)]
        start = span.column - 1 - len(before)
        line = line[start : start + LINE_LENGTH]
    blank = " " * width(before)
    return (
        f"{' ' * len(number)} --> {name}:{span.line}:{span.column}\n"
        f"{number} | {line}\n"
        f"{' ' * len(number)} | {blank}{'^' * max(width(marked), 1)}"
    )


def table(header: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Aligned columns with two blanks between them; columns in ``right`` are flush right."""
    lines = [list(header), *map(list, rows)]
    widths = [max(width(line[column]) for line in lines) for column in range(len(header))]
    lines.insert(1, ["─" * size for size in widths])
    return "\n".join(
        "  ".join(
            _pad(cell, widths[column], column in right) for column, cell in enumerate(line)
        ).rstrip()
        for line in lines
    )


def width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0
        if unicodedata.combining(c) or unicodedata.category(c) == "Cf"
        else 2
        if unicodedata.east_asian_width(c) in "WF"
        else 1
        for c in text
    )


def _pad(text: str, size: int, right: bool) -> str:
    blanks = " " * (size - width(text))
    return blanks + text if right else text + blanks


class Progress:
    """A bar on standard error; nothing at all where that is no terminal."""

    def __init__(self, total: int, unit: str) -> None:
        self.total = total
        self.unit = unit
        self.shown = sys.stderr.isatty() and total > 0
        self._drawn = 0.0

    def show(self, done: int, note: str = "") -> None:
        """Draws the bar, unless it was drawn just now."""
        now = time.monotonic()
        if not self.shown or (now - self._drawn < BAR_SECONDS and done < self.total):
            return
        self._drawn = now
        filled = BAR_WIDTH * done // self.total
        bar = "█" * filled + "░" * (BAR_WIDTH - filled)
        sys.stderr.write(f"\r\x1b[K{bar} {done}/{self.total} {self.unit} {note}")
        sys.stderr.flush()

    def clear(self) -> None:
        """Takes the bar away, so that a line can be written in its place."""
        if self.shown:
            self._drawn = 0.0
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
