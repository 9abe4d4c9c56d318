"""A text of cells as a sheet: separator, names of the columns, rows with their lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from chainrule.training.cells import is_gap, number, read
from chainrule.training.errors import DatasetError
from chainrule.training.limits import TrainingLimits

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars", " ": "spaces"}
LOOK = 50
"""Lines from which the separator is guessed, and whether the first one has names."""
NAME_LENGTH = 60
INDEX_NAMES = frozenset({"", "index", "id", "row", "unnamed: 0"})
"""Names of columns that only count the rows, as pandas and databases write them."""


@dataclass
class Sheet:
    """Columns by name, each with a cell for every line.

    Attributes:
        lines: where each row stands in the file, from 1.
        notes: a sentence for everything that another reading could contradict.
    """

    names: list[str]
    rows: list[list[str]]
    lines: list[int]
    separator: str
    notes: list[str] = field(default_factory=list)

    def column(self, place: int) -> list[str]:
        """The cells below each other."""
        return [row[place].strip() for row in self.rows]

    def without(self, place: int) -> None:
        """Leaves a column out."""
        del self.names[place]
        for row in self.rows:
            del row[place]


def read_sheet(text: str, header: bool | None, limits: TrainingLimits) -> Sheet:
    """The cells of a text; ``header``: whether its first line has names, ``None`` to find out.

    Raises:
        DatasetError: with the line of the first mistake.
    """
    notes: list[str] = []
    separator = _separator(text, notes)
    lines, rows = _rows(text, separator)
    if not rows or len(rows[0]) < 2:
        raise DatasetError("the first line must name at least one feature and the target", "data")
    if rows[0][0].lstrip().startswith("#"):
        rows[0][0] = rows[0][0].lstrip("# ")
    _cut_empty_ends(rows)
    if len(rows[0]) > limits.columns:
        raise DatasetError(
            f"there are {len(rows[0])} columns; {limits.columns} are allowed", "data"
        )
    for line, row in zip(lines, rows, strict=True):
        if len(row) != len(rows[0]):
            raise DatasetError(
                f"the header has {len(rows[0])} cells, but line {line} has {len(row)}", "data"
            )
    named = _has_names(rows[0], rows[1 : 1 + LOOK], separator, notes) if header is None else header
    if not named:
        names = [*(f"x{k}" for k in range(1, len(rows[0]))), "y"]
        return Sheet(names, rows, lines, separator, notes)
    sheet = Sheet([cell.strip() for cell in rows[0]], rows[1:], lines[1:], separator, notes)
    _leave_out_index(sheet)
    _name_all(sheet)
    return sheet


def _separator(text: str, notes: list[str]) -> str:
    """What divides as many lines as possible into equally many cells."""
    first = text.split("\n", 1)[0].strip()
    if first.lower().startswith("sep=") and len(first) == 5 and first[-1] in SEPARATORS:
        return first[-1]
    head = [line for line in text.splitlines()[:LOOK] if line.strip()]

    def fit(separator: str) -> tuple[int, int]:
        try:
            split = (
                map(str.split, head) if separator == " " else csv.reader(head, delimiter=separator)
            )
            widths = [len(row) for row in split if row]
        except csv.Error:
            return 0, 0
        width = widths[0] if widths else 1
        return (sum(other == width for other in widths), width) if width > 1 else (0, 0)

    found = max((separator for separator in SEPARATORS if separator != " "), key=fit)
    if fit(found) == (0, 0) and fit(" ")[0] > len(head) / 2:
        found = " "
    if found != ",":
        notes.append(f"The cells are taken to be divided by {SEPARATORS[found]}.")
    return found


def _rows(text: str, separator: str) -> tuple[list[int], list[list[str]]]:
    """Every line that is not empty, with its number."""
    if separator == " ":
        split = [(k, line.split()) for k, line in enumerate(text.splitlines(), start=1)]
        found = [(line, cells) for line, cells in split if cells]
    else:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        found = []
        try:
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    found.append((reader.line_num, cells))
        except csv.Error as error:
            raise DatasetError(f"line {reader.line_num} is no CSV: {error}", "data") from None
    if found and "".join(found[0][1]).strip().lower() in ("sep=", "sep"):
        found = found[1:]
    return [line for line, _ in found], [cells for _, cells in found]


def _cut_empty_ends(rows: list[list[str]]) -> None:
    """Leaves out cells that a separator at the end of every line makes."""
    while len(rows[0]) > 2 and all(len(row) < len(rows[0]) or not row[-1].strip() for row in rows):
        width = len(rows[0]) - 1
        for row in rows:
            del row[width:]
    for row in rows:
        while len(row) > len(rows[0]) and not row[-1].strip():
            row.pop()


def _has_names(
    first: Sequence[str], rest: Sequence[Sequence[str]], separator: str, notes: list[str]
) -> bool:
    """Whether the first line names the columns, by what stands below it."""
    places = range(len(first))
    filled = {k: [row[k] for row in rest if not is_gap(row[k])] for k in places}

    def is_numeric(cells: Sequence[str]) -> bool:
        return bool(cells) and None not in read(cells, separator).numbers

    numeric = [k for k in places if is_numeric(filled[k])]
    words = [k for k in places if k not in numeric and filled[k]]
    begun = [k for k in numeric if is_numeric([first[k]])]
    repeated = any(first[k].strip() in map(str.strip, filled[k]) for k in words)
    if rest and begun and len(begun) == len(numeric) and (repeated or not words):
        notes.append(
            "The first line is taken as data, since it has numbers like those below; "
            "the columns are called x1, x2, ... and y."
        )
        return False
    if begun:
        notes.append("The first line is taken as names, though some of them are numbers.")
    elif not numeric and rest:
        notes.append("The first line is taken as names, though no column has numbers.")
    return True


def _leave_out_index(sheet: Sheet) -> None:
    """Leaves the first column out if it only counts the rows."""
    if len(sheet.names) < 3 or sheet.names[0].lower() not in INDEX_NAMES or not sheet.rows:
        return
    counts = [number(cell) for cell in sheet.column(0)]
    if counts[0] in (0.0, 1.0) and counts == [counts[0] + k for k in range(len(counts))]:
        called = f"column {sheet.names[0]!r}" if sheet.names[0] else "first column"
        sheet.notes.append(f"The {called} is left out, since it only counts the rows.")
        sheet.without(0)


def _name_all(sheet: Sheet) -> None:
    """Gives every column a name of its own that can be printed.

    Raises:
        DatasetError: a name is too long, or cannot be printed.
    """
    for place, name in enumerate(sheet.names):
        if len(name) > NAME_LENGTH or not name.isprintable():
            raise DatasetError(
                f"line 1: column {place + 1} needs a printable name of at most {NAME_LENGTH} "
                "characters",
                "data",
            )
        if not name:
            sheet.names[place] = f"column {place + 1}"
            sheet.notes.append(f"Column {place + 1} has no name and is called so.")
        elif name in sheet.names[:place]:
            spelled = (f"{name} ({k})" for k in range(2, len(sheet.names) + 2))
            again = next(other for other in spelled if other not in sheet.names)
            sheet.names[place] = again
            sheet.notes.append(f"There are two columns {name!r}: the second is called {again!r}.")
