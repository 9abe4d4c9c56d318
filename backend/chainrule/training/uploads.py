"""Own data: a CSV file becomes a data set and notes on guesses, or an error that names the place.

Columns of numbers are features; columns of words become a feature for each word. Rows with gaps
are left out. The target may be numbers or words: up to 10 distinct words, or the whole numbers
from 0 on, are classes. Whatever another reading could contradict is said in a note.
"""

from __future__ import annotations

from typing import NamedTuple

from chainrule.training.cells import LARGEST, is_gap, read
from chainrule.training.datasets import Dataset, Declaration, Task, make
from chainrule.training.decoding import decoded
from chainrule.training.errors import DatasetError
from chainrule.training.limits import TrainingLimits
from chainrule.training.sheet import NAME_LENGTH, Sheet, read_sheet

CLASSES = 10
"""More distinct words than this are no classes but a mistake."""
CATEGORIES = 20
"""More distinct words than this in a feature are names or texts, of which nothing is learned."""
TARGETS = frozenset({"target", "label", "class", "y", "species", "outcome", "output"})
"""What people call the column that is to be predicted, in lower case."""
SHOWN = 5
"""Lines or words that a note lists."""


class Feature(NamedTuple):
    """A column of a data set, made of one of the file."""

    name: str
    numbers: list[float]


def parse_csv(
    name: str,
    data: bytes | str,
    *,
    title: str | None = None,
    target: str | None = None,
    task: Task | None = None,
    header: bool | None = None,
    limits: TrainingLimits | None = None,
) -> Dataset:
    """The data set in a CSV file, whose declaration has ``notes`` on what was guessed.

    Args:
        target: the column to be predicted; by default one that is called so, or the last.
        task: by default, what the target looks like.
        header: whether the first line names the columns; by default, what it looks like.

    Raises:
        DatasetError: with line and column of the first mistake.
    """
    limits = limits or TrainingLimits()
    if title is not None and not title.isprintable():
        raise DatasetError("the title must be printable", "title")
    size = len(data) if isinstance(data, bytes) else len(data.encode("utf-8", "replace"))
    if size > limits.csv_bytes:
        raise DatasetError(f"the file has {size} bytes; {limits.csv_bytes} are allowed", "data")
    text, notes = decoded(data) if isinstance(data, bytes) else (data, [])
    sheet = read_sheet(text.removeprefix("\ufeff"), header, limits)
    sheet.notes[:0] = notes
    called = _target_name(sheet, target)
    _leave_out_gaps(sheet, called, limits)
    place = sheet.names.index(called)
    classes, answers, found = _answers(sheet, place, task)
    features = _features(sheet, place)
    if not features:
        raise DatasetError("no column is left that a model could learn from", "data")
    if len(features) + 1 > limits.columns:
        raise DatasetError(
            f"with a column for each word there are {len(features) + 1} columns; "
            f"{limits.columns} are allowed",
            "data",
        )
    declaration = Declaration(
        name=name,
        title=(title or "An uploaded table")[:NAME_LENGTH],
        description=f"{len(sheet.rows)} rows, uploaded.",
        task=found,
        features=tuple(feature.name for feature in features),
        target=called,
        rows=len(sheet.rows),
        classes=classes,
        licence="the owner's",
        source="uploaded",
        notes=tuple(sheet.notes),
    )
    table = list(zip(*(feature.numbers for feature in features), strict=True))
    return make(declaration, table, answers)


# The target


def _target_name(sheet: Sheet, target: str | None) -> str:
    if target is not None:
        if target not in sheet.names:
            raise DatasetError(
                f"there is no column {target!r}; there are {', '.join(sheet.names)}", "target"
            )
        return target
    called, last = [name for name in sheet.names if name.lower() in TARGETS], sheet.names[-1]
    if len(called) == 1 and called[0] != last:
        sheet.notes.append(f"The target is the column {called[0]!r}, since it is called so.")
        return called[0]
    if last not in called:
        sheet.notes.append(f"The target is the column {last!r}, since it is the last.")
    return last


def _answers(
    sheet: Sheet, place: int, task: Task | None
) -> tuple[tuple[str, ...], list[float], Task]:
    """The classes, the target as numbers, and the task."""
    cells, target = sheet.column(place), sheet.names[place]
    numbers, remark = read(cells, sheet.separator)
    bad = _mistake(numbers)
    if bad is not None and (task == "regression" or len(set(cells)) > CLASSES):
        raise _no_number(sheet, bad, target)
    values = [found for found in numbers if found is not None]
    numeric = len(values) == len(cells)
    lines = dict(zip(reversed(cells), reversed(sheet.lines), strict=True))
    order = dict(zip(cells, values, strict=True)) if numeric else {}
    distinct = sorted(lines, key=lambda cell: (order.get(cell, 0.0), cell))
    if task is None:
        task = _guessed_task(sheet, target, sorted(set(values)) if numeric else None, len(distinct))
    if task == "regression":
        if not numeric:
            raise _no_number(sheet, next(k for k, n in enumerate(numbers) if n is None), target)
        if remark:
            sheet.notes.append(f"In the column {target!r}, {remark}.")
        return (), values, task
    for cell in distinct:
        if not cell.isprintable() or len(cell) > NAME_LENGTH:
            raise DatasetError(
                f"line {lines[cell]}, column {target!r}: a class is a printable word of at most "
                f"{NAME_LENGTH} characters",
                "data",
            )
    if len(distinct) > CLASSES or len(distinct) < 2 or (task == "binary" and len(distinct) != 2):
        wanted = "2" if task == "binary" else f"2 to {CLASSES}"
        raise DatasetError(
            f"column {target!r} has {len(distinct)} different values; a {task} target has {wanted}",
            "target",
        )
    return tuple(distinct), [float(distinct.index(cell)) for cell in cells], task


def _guessed_task(sheet: Sheet, target: str, values: list[float] | None, distinct: int) -> Task:
    """What the target looks like: ``values`` are its different numbers, if it has numbers."""
    if values is None:
        return "binary" if distinct == 2 else "multiclass"
    if values == [0.0, 1.0] and distinct == 2:
        return "binary"
    several = len(values) <= CLASSES and len(sheet.rows) >= 3 * len(values)
    if not (several and all(value.is_integer() for value in values)):
        return "regression"
    said = f"The {len(values)} different numbers in the column {target!r} are taken as"
    counted = values == [float(k) for k in range(distinct)]
    if len(values) > 2 and counted:
        sheet.notes.append(f"{said} classes; if they are amounts, ask for the task regression.")
        return "multiclass"
    other = "multiclass" if len(values) > 2 else "binary"
    sheet.notes.append(f"{said} amounts; if they are classes, ask for the task {other}.")
    return "regression"


# Gaps


def _leave_out_gaps(sheet: Sheet, target: str, limits: TrainingLimits) -> None:
    """Leaves out columns that are mostly empty, then rows with a gap."""
    rows = len(sheet.rows)
    if rows > limits.rows:
        raise DatasetError(f"there are more than {limits.rows} rows", "data")
    for place in reversed(range(len(sheet.names))):
        empty = sum(map(is_gap, sheet.column(place)))
        if rows >= 2 and empty > rows / 2:
            name = sheet.names[place]
            if name == target:
                raise DatasetError(
                    f"column {name!r}, the target, is empty in {empty} of {rows} rows", "target"
                )
            sheet.notes.append(
                f"The column {name!r} is left out: it is empty in {empty} of {rows} rows."
            )
            sheet.without(place)
    whole = [not any(map(is_gap, row)) for row in sheet.rows]
    gaps = [line for line, kept in zip(sheet.lines, whole, strict=True) if not kept]
    if sum(whole) < 2:
        first = f": line {gaps[0]} has an empty cell" if gaps else ""
        raise DatasetError(f"there must be at least 2 rows below the header{first}", "data")
    if gaps:
        sheet.rows = [row for row, kept in zip(sheet.rows, whole, strict=True) if kept]
        sheet.lines = [line for line, kept in zip(sheet.lines, whole, strict=True) if kept]
        listed = ", ".join(map(str, gaps[:SHOWN])) + (", ..." if len(gaps) > SHOWN else "")
        sheet.notes.append(
            f"{len(gaps)} rows have gaps and are left out: lines {listed}."
            if len(gaps) > 1
            else f"1 row has a gap and is left out: line {listed}."
        )


# Features


def _features(sheet: Sheet, target: int) -> list[Feature]:
    found: list[Feature] = []
    for place, name in enumerate(sheet.names):
        if place != target:
            found += _feature(sheet, place, name)
    return found


def _feature(sheet: Sheet, place: int, name: str) -> list[Feature]:
    """A column of numbers as it is, one of words as a feature for each word."""
    cells = sheet.column(place)
    numbers, remark = read(cells, sheet.separator)
    values = [value for value in numbers if value is not None]
    if len(values) == len(cells):
        if remark:
            sheet.notes.append(f"In the column {name!r}, {remark}.")
        return [Feature(name, values)]
    if (bad := _mistake(numbers)) is not None:
        raise _no_number(sheet, bad, name)
    words = sorted(set(cells))
    if len(words) > min(CATEGORIES, max(2, len(cells) // 2)) or not all(
        map(str.isprintable, words)
    ):
        sheet.notes.append(
            f"The column {name!r} is left out: it has {len(words)} different words, no categories."
        )
        return []
    chosen = words[1:] if len(words) == 2 else words
    sheet.notes.append(
        f"The column {name!r} has the words {', '.join(words[:SHOWN])}"
        f"{', ...' if len(words) > SHOWN else ''}: each is a feature that is 1 where it stands."
        if len(words) != 2
        else f"The column {name!r} is 1 where {words[1]!r} stands and 0 where {words[0]!r} does."
    )
    return [
        Feature(f"{name}={word}"[:NAME_LENGTH], [float(cell == word) for cell in cells])
        for word in chosen
    ]


def _mistake(numbers: list[float | None]) -> int | None:
    """Where the first cell is no number, in a column in which at least half of them are."""
    bad = [place for place, found in enumerate(numbers) if found is None]
    return bad[0] if bad and 2 * len(bad) <= len(numbers) else None


def _no_number(sheet: Sheet, row: int, column: str) -> DatasetError:
    shown = sheet.column(sheet.names.index(column))[row][:20]
    return DatasetError(
        f"line {sheet.lines[row]}, column {column!r}: {shown!r} is not a number up to "
        f"{LARGEST:g}".replace("e+", "e"),
        "data",
    )
