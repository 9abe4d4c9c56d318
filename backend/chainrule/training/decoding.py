"""Bytes of an uploaded file as text: which encoding they are in, and what was guessed."""

from __future__ import annotations

import codecs

from chainrule.training.errors import DatasetError

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks, the longer before those that they begin with, and the encoding of each."""
LOOK = 1_000
"""Bytes in which text of two bytes a character is looked for."""


def decoded(data: bytes) -> tuple[str, list[str]]:
    """The text, and a note where the encoding had to be guessed.

    Raises:
        DatasetError: it is text in none of the encodings, with the line.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _read(data.removeprefix(codecs.BOM_UTF8), encoding), []
    if (wide := _wide(data)) is not None:
        return _read(data, wide), [
            f"The file is read as {wide.upper()}, though it does not say so."
        ]
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        if b"\0" in data:
            raise DatasetError(f"line {line} is no text", "data") from None
    note = f"Line {line} is not UTF-8: the file is read as Windows-1252, an extended Latin-1."
    return data.decode("cp1252", "replace").replace("\N{REPLACEMENT CHARACTER}", "?"), [note]


def _wide(data: bytes) -> str | None:
    """UTF-16 without its mark: among ASCII's characters every second byte is 0."""
    even, odd = data[:LOOK:2], data[1:LOOK:2]
    if len(odd) < 2 or len(data) % 2:
        return None
    if odd.count(0) > 0.6 * len(odd) and not even.count(0):
        return "utf-16-le"
    if even.count(0) > 0.6 * len(even) and not odd.count(0):
        return "utf-16-be"
    return None


def _read(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(encoding, "ignore").count("\n") + 1
        raise DatasetError(f"line {line} is not {encoding.upper()} text", "data") from None
