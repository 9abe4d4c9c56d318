"""Checks: what tells whether stored bytes are those that were written.

A CRC-32 finds every flip of up to three bits and every damaged stretch of up to 32, and of other
damage all but one case in four thousand million. Each is bound to the step it belongs to. Sessions
that are older than the checks have none and are taken as they are.
"""

from __future__ import annotations

import json
import zlib
from contextlib import suppress
from typing import Any

import numpy as np

from chainrule.training.errors import DamagedError

LOSS_BYTES = 8
"""Of a loss: float64, little-endian."""
CHECK_BYTES = 4


def chunk_check(data: bytes, first: int) -> bytes:
    """The one check of losses that are always read together, from step ``first`` on."""
    return zlib.crc32(data, first).to_bytes(CHECK_BYTES, "little")


def each_check(data: bytes, first: int) -> bytes:
    """The checks of losses any stretch of which can be read, from step ``first`` on."""
    checks = [
        zlib.crc32(data[place : place + LOSS_BYTES], first + place // LOSS_BYTES)
        for place in range(0, len(data), LOSS_BYTES)
    ]
    return np.asarray(checks, dtype="<u4").tobytes()


def document_check(text: bytes, origin: int) -> int:
    """The check of a session's document, and of the step that it begins with."""
    return zlib.crc32(text, origin)


def head_check(head: int) -> int:
    """The check of the step that a session has reached."""
    return zlib.crc32(b"head", head)


def read_numbers(origin: Any, head: Any, check: Any, steps: Any) -> tuple[int, int]:
    """Where a session begins and how far it has come: by its losses if ``head`` is damaged.

    Args:
        origin: the step as it is stored.
        head: the step as it is stored.
        check: that of ``head`` as it is stored; ``None`` where there are no checks.
        steps: for how many there are losses; ``None`` if there are none.

    Raises:
        DamagedError: the origin is no number.
    """
    try:
        first = int(origin)
        by_losses = first + int(steps or 0)
    except (ValueError, TypeError, OverflowError) as error:
        raise DamagedError(
            "how far this session has come was damaged in the store: begin a new one"
        ) from error
    with suppress(ValueError, TypeError, OverflowError):
        if check is None or int(check) == head_check(int(head)):
            return first, int(head)
    return first, max(first, by_losses)


def read_document(text: bytes, origin: int, check: int | None) -> dict[str, Any]:
    """The document in ``text``.

    Raises:
        DamagedError: it is not what was written; nothing says what was.
    """
    document = None
    if check is None or check == document_check(text, origin):
        with suppress(ValueError):
            document = json.loads(text)
    if not isinstance(document, dict):
        raise DamagedError("the set-up of this session was damaged in the store: begin a new one")
    return document
