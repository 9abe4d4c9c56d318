"""The default store: one SQLite file in WAL mode, shared by all threads and processes.

A commit is one ``BEGIN IMMEDIATE`` transaction: what was acknowledged survives the end of any
process. With ``synchronous = NORMAL`` a power failure may take back the last commits, whole ones
only, and asking again makes the same steps again; ``FULL`` costs 5 ms on every single step. Losses
are kept in chunks, one per commit, as little-endian float64.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from chainrule.training.errors import CapacityError, DiskError, NotFoundError
from chainrule.training.recent import Recent
from chainrule.training.store.checks import (
    LOSS_BYTES,
    chunk_check,
    document_check,
    head_check,
    read_document,
    read_numbers,
)
from chainrule.training.store.database import Database, unreadable
from chainrule.training.store.expiry import Look
from chainrule.training.store.protocol import MOST_BYTES, Checkpoints, Record, Share, full

TOUCH_SECONDS = 60.0
"""How exact the time of the last use is kept: reading shall hardly ever write."""
SWEEP = 20
"""How many expired sessions a new one clears away: nobody shall wait for thousands."""
DOCUMENTS = 16
"""Documents kept in memory: with an uploaded table in it, one takes milliseconds to read."""


class SQLiteStore:
    """Sessions in one file.

    Raises:
        StoreError: the file cannot be opened as a database.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        lifetime_seconds: int = 24 * 3600,
        capacity: int = 10_000,
        most_bytes: int = MOST_BYTES,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.lifetime_seconds = lifetime_seconds
        self.capacity = capacity
        self.most_bytes = most_bytes
        self.clock = clock
        self._documents: Recent[str, dict[str, Any]] = Recent(DOCUMENTS)
        self._database = Database(path)

    def create(
        self,
        id: str,
        document: dict[str, Any],
        origin: int,
        checkpoint: bytes,
        share: Share | None = None,
    ) -> Record:
        """See ``Store.create``."""
        now = self.clock()
        text = json.dumps(document)
        with self._database.transaction() as connection:
            self._sweep(connection, now)
            self._admit(connection, now - self.lifetime_seconds, share)
            self._make_room(connection, len(text) + len(checkpoint))
            connection.execute(
                "INSERT INTO sessions (id, document, origin, head, created, used, owner, "
                "document_check, head_check) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(id, text, origin, origin, now, now, share.owner if share else None),
                    *(document_check(text.encode(), origin), head_check(origin)),
                ),
            )
            connection.execute("INSERT INTO checkpoints VALUES (?, ?, ?)", (id, origin, checkpoint))
        return Record(id, document, origin, origin, now)

    def load(self, id: str, after: int = 0, limit: int = 0) -> Record:
        """See ``Store.load``."""
        with self._database.connection() as connection:
            origin, head, created, used = self._find(connection, id)
            self._touch(connection, id, used)
            document = self._document(connection, id, origin)
            start = max(after, origin)
            stop = min(start + limit, head)
            last = _losses(connection, id, head - 1, head) if head > origin else ()
            values = _losses(connection, id, start, stop) if start < stop else ()
        if last is None or values is None:
            return Record(id, document, origin, head, created, sound=False)
        return Record(id, document, origin, head, created, last[0] if last else None, values)

    def nearest(self, id: str, step: int) -> tuple[int, bytes]:
        """See ``Store.nearest``."""
        with self._database.connection() as connection:
            origin, _, _, used = self._find(connection, id)
            self._touch(connection, id, used)
            if step < origin:
                raise NotFoundError(f"the session begins at step {origin}")
            found, state = origin, None
            try:
                row = connection.execute(
                    "SELECT max(step) FROM checkpoints WHERE session = ? AND step <= ?", (id, step)
                ).fetchone()
                found = origin if row[0] is None else row[0]
                row = connection.execute(
                    "SELECT state FROM checkpoints WHERE session = ? AND step = ?", (id, found)
                ).fetchone()
                state = row and row[0]
            except sqlite3.DatabaseError as error:
                if not unreadable(error):
                    raise
        return found, state if isinstance(state, bytes) else b""

    def commit(
        self,
        id: str,
        head: int,
        checkpoints: Checkpoints,
        losses: Sequence[float],
        measures: bytes = b"",
    ) -> bool:
        """See ``Store.commit``."""
        start = head - len(losses)
        data = np.asarray(losses, dtype="<f8").tobytes()
        with self._database.transaction() as connection:
            _, current, _, _ = self._find(connection, id)
            if current != start:
                return False
            states = sum(map(len, checkpoints.values()))
            self._make_room(connection, len(data) + len(measures) + states)
            connection.execute(
                "UPDATE sessions SET head = ?, head_check = ?, used = ? WHERE id = ?",
                (head, head_check(head), self.clock(), id),
            )
            connection.execute(
                "INSERT INTO losses (session, head, data, checks, measures) VALUES (?, ?, ?, ?, ?)",
                (id, head, data, chunk_check(data, start + 1), measures),
            )
            connection.executemany(
                "INSERT OR IGNORE INTO checkpoints VALUES (?, ?, ?)",
                [(id, step, state) for step, state in checkpoints.items()],
            )
        return True

    def measures(self, id: str, after: int, until: int) -> list[tuple[int, bytes]]:
        """See ``Store.measures``."""
        with self._database.connection() as connection:
            self._find(connection, id)
            return _measures(connection, id, after, until)

    def delete(self, id: str, head: int | None = None) -> bool:
        """See ``Store.delete``."""
        try:
            return self._delete(id, head)
        except DiskError:
            self._database.give_up_reserve()
            return self._delete(id, head)

    def check(self) -> None:
        """See ``Store.check``."""
        self._database.check()

    def close(self) -> None:
        """Closes the connections that nobody uses at the moment."""
        self._database.close()

    def _delete(self, id: str, head: int | None) -> bool:
        with self._database.transaction() as connection:
            if head is not None:
                with suppress(NotFoundError):
                    if self._find(connection, id)[1] != head:
                        return False
            connection.execute("DELETE FROM sessions WHERE id = ?", (id,))
        return True

    def _sweep(self, connection: sqlite3.Connection, now: float) -> None:
        """Deletes some of what was expired at the last look, too; with all gone, looks anew."""
        row = connection.execute("SELECT time, cutoff FROM looks").fetchone()
        look = Look(*row) if row else None
        due = look.due(now, self.lifetime_seconds) if look else None
        if due is not None:
            gone = connection.execute(
                "DELETE FROM sessions WHERE id IN "
                "(SELECT id FROM sessions WHERE used <= ? LIMIT ?)",
                (due, SWEEP),
            ).rowcount
            if gone == SWEEP:
                return
        if due is not None or look is None or look.outdated(now):
            new = Look.at(now, self.lifetime_seconds)
            connection.execute("DELETE FROM looks")
            connection.execute("INSERT INTO looks VALUES (?, ?)", (new.time, new.cutoff))

    def _admit(self, connection: sqlite3.Connection, cutoff: float, share: Share | None) -> None:
        if share is not None:
            (count,) = connection.execute(
                "SELECT count(*) FROM sessions WHERE owner = ? AND used > ?", (share.owner, cutoff)
            ).fetchone()
            share.admit(count)
        (count,) = connection.execute(
            "SELECT count(*) FROM sessions WHERE used > ?", (cutoff,)
        ).fetchone()
        if count >= self.capacity:
            raise CapacityError(f"{self.capacity} sessions are open, which is the limit")

    def _make_room(self, connection: sqlite3.Connection, more: int) -> None:
        if self._database.bytes(connection) + more > self.most_bytes:
            raise full(self.most_bytes)

    def _find(self, connection: sqlite3.Connection, id: str) -> tuple[int, int, float, float]:
        """The session's origin and head, and the times of its creation and of its last use."""
        row = connection.execute(
            "SELECT origin, head, head_check, (SELECT max(losses.head) FROM losses WHERE "
            "session = id) - origin, created, used FROM sessions WHERE id = ? AND used > ?",
            (id, self.clock() - self.lifetime_seconds),
        ).fetchone()
        if row is None:
            raise NotFoundError("there is no such session, or it has expired")
        return *read_numbers(*row[:4]), float(row[4]), float(row[5])

    def _touch(self, connection: sqlite3.Connection, id: str, used: float) -> None:
        now = self.clock()
        if now - used > TOUCH_SECONDS:
            update = "UPDATE sessions SET used = ? WHERE id = ?"
            self._database.touch(connection, update, (now, id))

    def _document(self, connection: sqlite3.Connection, id: str, origin: int) -> dict[str, Any]:
        document = self._documents.get(id)
        if document is None:
            row = connection.execute(
                "SELECT CAST(document AS BLOB), document_check FROM sessions WHERE id = ?", (id,)
            ).fetchone()
            if row is None:  # it was deleted just now
                raise NotFoundError("there is no such session, or it has expired")
            document = read_document(row[0], origin, row[1])
            self._documents.put(id, document)
        return document


def _losses(
    connection: sqlite3.Connection, id: str, start: int, stop: int
) -> tuple[float, ...] | None:
    """The losses of the steps from ``start`` to ``stop``; ``None`` if one of them is damaged."""
    try:
        chunks = connection.execute(
            "SELECT head, CAST(data AS BLOB), checks FROM losses WHERE session = ? AND head > ? "
            "AND head - length(data) / 8 < ? ORDER BY head",
            (id, start, stop),
        ).fetchall()
    except sqlite3.DatabaseError as error:
        if not unreadable(error):
            raise
        return None
    if not chunks:
        return None
    first = reached = chunks[0][0] - len(chunks[0][1]) // LOSS_BYTES
    for head, data, check in chunks:
        whole = len(data) == (head - reached) * LOSS_BYTES
        if not whole or check not in (None, chunk_check(data, reached + 1)):
            return None
        reached = head
    if not first <= start < stop <= reached:
        return None
    joined = np.frombuffer(b"".join(data for _, data, _ in chunks), dtype="<f8")
    return tuple(joined[start - first : stop - first].tolist())


def _measures(
    connection: sqlite3.Connection, id: str, start: int, stop: int
) -> list[tuple[int, bytes]]:
    """What was recorded in the steps from ``start`` to ``stop``, as far as it can be read."""
    try:
        chunks = connection.execute(
            "SELECT head, CAST(measures AS BLOB) FROM losses WHERE session = ? AND head > ? "
            "AND head - length(data) / 8 < ? AND measures IS NOT NULL ORDER BY head",
            (id, start, stop),
        ).fetchall()
    except sqlite3.DatabaseError as error:
        if not unreadable(error):
            raise
        return []
    return chunks
