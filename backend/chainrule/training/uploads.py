"""Own data: a CSV file becomes a data set, or an error that names the line and the column.

The first line has the columns' names; every other cell but the target's must be a number. The
target may be numbers or words: up to 10 distinct words, or the numbers 0 and 1, are classes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from chainrule.training.datasets import Dataset, Declaration, Task, make
from chainrule.training.errors import DatasetError
from chainrule.training.limits import TrainingLimits

CLASSES = 10
"""More distinct words than this are no classes but a mistake."""
NAME_LENGTH = 60
LARGEST = 1e100
"""Larger numbers could not even be squared when they are standardised."""


def parse_csv(
    name: str,
    data: bytes | str,
    *,
    title: str | None = None,
    target: str | None = None,
    task: Task | None = None,
    limits: TrainingLimits | None = None,
) -> Dataset:
    """The data set in a CSV file; ``target`` is the last column unless named.

    Raises:
        DatasetError: with line and column of the first mistake.
    """
    limits = limits or TrainingLimits()
    if title is not None and not title.isprintable():
        raise DatasetError("the title must be printable", "title")
    size = len(data) if isinstance(data, bytes) else len(data.encode("utf-8", "replace"))
    if size > limits.csv_bytes:
        raise DatasetError(f"the file has {size} bytes; {limits.csv_bytes} are allowed", "data")
    lines = _lines(_text(data))
    header = next(lines, (0, []))[1]
    columns = _columns(header, limits)
    if target is None:
        target = columns[-1]
    if target not in columns:
        raise DatasetError(
            f"there is no column {target!r}; there are {', '.join(columns)}", "target"
        )
    place = columns.index(target)
    table: list[list[float]] = []
    answers: list[tuple[int, str]] = []
    for line, cells in lines:
        if len(cells) != len(columns):
            raise DatasetError(
                f"the header has {len(columns)} cells, but line {line} has {len(cells)}", "data"
            )
        if len(table) >= limits.rows:
            raise DatasetError(f"there are more than {limits.rows} rows", "data")
        answers.append((line, cells[place].strip()))
        table.append(
            [
                _number(cell, line, columns[index])
                for index, cell in enumerate(cells)
                if index != place
            ]
        )
    if len(table) < 2:
        raise DatasetError("there must be at least 2 rows below the header", "data")
    classes, numbers, found = _target(answers, target, task)
    declaration = Declaration(
        name=name,
        title=(title or "An uploaded table")[:NAME_LENGTH],
        description=f"{len(table)} rows, uploaded.",
        task=found,
        features=tuple(column for column in columns if column != target),
        target=target,
        rows=len(table),
        classes=classes,
        licence="the owner's",
        source="uploaded",
    )
    return make(declaration, table, numbers)


def _text(data: bytes | str) -> str:
    if isinstance(data, str):
        return data
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DatasetError(f"line {line} is not UTF-8 text", "data") from None


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """The number of each line that is not empty, and its cells."""
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise DatasetError(f"line {reader.line_num} is no CSV: {error}", "data") from None


def _columns(header: list[str], limits: TrainingLimits) -> list[str]:
    columns = [cell.strip() for cell in header]
    if len(columns) < 2:
        raise DatasetError("the first line must name at least one feature and the target", "data")
    if len(columns) > limits.columns:
        raise DatasetError(
            f"there are {len(columns)} columns; {limits.columns} are allowed", "data"
        )
    for number, column in enumerate(columns, start=1):
        if not column or len(column) > NAME_LENGTH or not column.isprintable():
            raise DatasetError(
                f"line 1: column {number} needs a printable name of at most {NAME_LENGTH} "
                "characters",
                "data",
            )
        if columns.index(column) != number - 1:
            raise DatasetError(f"line 1: there are two columns {column!r}", "data")
    if all(_is_number(column) for column in columns):
        raise DatasetError("line 1 has only numbers; it must name the columns", "data")
    return columns


def _target(
    answers: list[tuple[int, str]], target: str, task: Task | None
) -> tuple[tuple[str, ...], list[float], Task]:
    """The classes, the target as numbers, and the task, from the answers with their lines."""
    numeric = all(_is_number(answer) for _, answer in answers)
    lines = {answer: line for line, answer in reversed(answers)}
    distinct = sorted(lines, key=lambda a: (float(a), a) if numeric else (0.0, a))
    if task is None:
        few = len(distinct) == 2 and (not numeric or {float(d) for d in distinct} == {0.0, 1.0})
        task = "binary" if few else "regression" if numeric else "multiclass"
    if task == "regression":
        return (), [_number(answer, line, target) for line, answer in answers], task
    for answer in distinct:
        if not answer.isprintable() or len(answer) > NAME_LENGTH:
            raise DatasetError(
                f"line {lines[answer]}, column {target!r}: a class is a printable word of at most "
                f"{NAME_LENGTH} characters",
                "data",
            )
    if len(distinct) > CLASSES or len(distinct) < 2 or (task == "binary" and len(distinct) != 2):
        wanted = "2" if task == "binary" else f"2 to {CLASSES}"
        raise DatasetError(
            f"column {target!r} has {len(distinct)} different values; a {task} target has {wanted}",
            "target",
        )
    return tuple(distinct), [float(distinct.index(answer)) for _, answer in answers], task


def _is_number(text: str) -> bool:
    try:
        return abs(float(text)) <= LARGEST  # which NaN is not
    except ValueError:
        return False


def _number(cell: str, line: int, column: str) -> float:
    if not _is_number(cell):
        shown = cell.strip()[:20]
        problem = f"{shown!r} is not a number up to 1e100" if shown else "the cell is empty"
        raise DatasetError(f"line {line}, column {column!r}: {problem}", "data")
    return float(cell)
