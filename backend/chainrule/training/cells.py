"""Cells of a table as numbers, in the ways that people and spreadsheets write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import NamedTuple

LARGEST = 1e100
"""Larger numbers could not even be squared when they are standardised."""
GAPS = frozenset({"", "?", "-", "na", "n/a", "nan", "null", "none", "nil", "#n/a", "."})
"""What stands where a value is missing, in lower case."""
CURRENCY = "$€£¥"
SPACES = re.compile("(?<=\\d)[ \u00a0\u2009\u202f'’](?=\\d{3}(?!\\d))")
"""Between groups of three digits."""
POINTS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
"""Digits in groups divided by commas."""
COMMAS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d*)?")
GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+")
EPOCH = date(1970, 1, 1)


class Reading(NamedTuple):
    """Cells as numbers, what was guessed for that, and which could not be read.

    Attributes:
        remark: what was taken for what, as in "days since 1970-01-01"; empty for plain numbers.
    """

    numbers: list[float | None]
    remark: str = ""


def is_gap(cell: str) -> bool:
    """Whether a value is missing there."""
    return cell.strip().lower() in GAPS


def number(cell: str) -> float | None:
    """A number with a decimal point; ``None`` if it is none up to 1e100."""
    try:
        found = float(SPACES.sub("", cell.strip().replace("\N{MINUS SIGN}", "-")))
    except ValueError:
        return None
    return found if abs(found) <= LARGEST and "_" not in cell else None


def read(cells: Sequence[str], separator: str = ",") -> Reading:
    """The cells as numbers, in the first way of those that read most of them.

    Where semicolons divide the cells, a comma in a number is rather its decimal sign than between
    thousands, and a point may be what is between them.
    """
    plain = Reading([number(cell) for cell in cells])
    if None not in plain.numbers:
        grouped = separator == ";" and all(GROUPED.fullmatch(cell.strip()) for cell in cells)
        return Reading(plain.numbers, POINT) if grouped else plain
    ways = sorted(WAYS, key=lambda way: separator == ";" and way[1] is _grouped)
    readings = [Reading([way(cell.strip()) for cell in cells], remark) for remark, way in ways]
    return min((plain, *readings), key=lambda reading: reading.numbers.count(None))


def _with_commas(cell: str) -> float | None:
    """A decimal comma: "1,5", also "1.234,5"."""
    if COMMAS.fullmatch(cell):
        cell = cell.replace(".", "")
    return number(cell.replace(",", ".")) if cell.count(",") <= 1 else None


def _grouped(cell: str) -> float | None:
    """Commas between thousands: "1,234.5"."""
    return number(cell.replace(",", "") if POINTS.fullmatch(cell) else cell)


def _money(cell: str) -> float | None:
    sign, bare = ("-", cell[1:]) if cell.startswith("-") else ("", cell)
    return _grouped(sign + bare.strip().strip(CURRENCY).strip())


def _percent(cell: str) -> float | None:
    return number(cell.removesuffix("%"))


def _day(cell: str) -> float | None:
    try:
        moment = datetime.fromisoformat(cell)
    except ValueError:
        return None
    if "-" not in cell or len(cell) < len("2024-01-31"):
        return None
    seconds = (moment.hour * 60 + moment.minute) * 60 + moment.second
    return (moment.date() - EPOCH).days + seconds / 86_400


POINT = "a point before three digits is taken as the decimal sign"
WAYS: tuple[tuple[str, Callable[[str], float | None]], ...] = (
    ("commas between groups of three digits are left out", _grouped),
    ("a comma before digits is taken as the decimal sign", _with_commas),
    ("the signs of a currency are left out", _money),
    ("percentages are taken as the numbers before the sign", _percent),
    ("dates are taken as days since 1970-01-01", _day),
)
"""Ways to write numbers, each with what is said about it; the first that reads a column wins."""
