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
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from chainrule.training.errors import CapacityError, NotFoundError, StoreError
from chainrule.training.recent import Recent
from chainrule.training.store.protocol import MOST_BYTES, Checkpoints, Record, full

SCHEMA = """
CREATE TABLE IF NOT EXISTS sessions (
    id TEXT PRIMARY KEY, document TEXT NOT NULL, origin INTEGER NOT NULL, head INTEGER NOT NULL,
    created REAL NOT NULL, used REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sessions_by_use ON sessions (used);
CREATE TABLE IF NOT EXISTS checkpoints (
    session TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE, step INTEGER NOT NULL,
    state BLOB NOT NULL, PRIMARY KEY (session, step)
);
CREATE TABLE IF NOT EXISTS losses (
    session TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE, head INTEGER NOT NULL,
    data BLOB NOT NULL, PRIMARY KEY (session, head)
);
"""
TOUCH_SECONDS = 60.0
"""How exact the time of the last use is kept: reading shall hardly ever write."""
SWEEP = 20
"""How many expired sessions a new one clears away: nobody shall wait for thousands."""
DOCUMENTS = 16
"""Documents kept in memory: with an uploaded table in it, one takes milliseconds to read."""
LOCK_SECONDS = 10.0
"""How long to wait for another process's transaction."""


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
        self.path = str(path)
        self.lifetime_seconds = lifetime_seconds
        self.capacity = capacity
        self.most_bytes = most_bytes
        self.clock = clock
        self._documents: Recent[str, dict[str, Any]] = Recent(DOCUMENTS)
        self._idle: deque[sqlite3.Connection] = deque()
        self._prepare()

    def create(self, id: str, document: dict[str, Any], origin: int, checkpoint: bytes) -> Record:
        """See ``Store.create``."""
        now = self.clock()
        text = json.dumps(document)
        with self._transaction() as connection:
            connection.execute(
                "DELETE FROM sessions WHERE id IN "
                "(SELECT id FROM sessions WHERE used <= ? LIMIT ?)",
                (now - self.lifetime_seconds, SWEEP),
            )
            (count,) = connection.execute(
                "SELECT count(*) FROM sessions WHERE used > ?", (now - self.lifetime_seconds,)
            ).fetchone()
            if count >= self.capacity:
                raise CapacityError(f"{self.capacity} sessions are open, which is the limit")
            connection.execute(
                "INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?)",
                (id, text, origin, origin, now, now),
            )
            connection.execute("INSERT INTO checkpoints VALUES (?, ?, ?)", (id, origin, checkpoint))
        return Record(id, document, origin, origin, now)

    def load(self, id: str, after: int = 0, limit: int = 0) -> Record:
        """See ``Store.load``."""
        with self._connection() as connection:
            origin, head, created = self._find(connection, id)
            document = self._documents.get(id)
            if document is None:
                row = connection.execute(
                    "SELECT document FROM sessions WHERE id = ?", (id,)
                ).fetchone()
                if row is None:  # it was deleted just now
                    raise NotFoundError("there is no such session, or it has expired")
                document = json.loads(row[0])
                self._documents.put(id, document)
            last = connection.execute(
                "SELECT substr(data, -8) FROM losses WHERE session = ? AND head = ?", (id, head)
            ).fetchone()
            loss = float(np.frombuffer(last[0], dtype="<f8")[0]) if last else None
            start = max(after, origin)
            stop = min(start + limit, head)
            values: list[float] = []
            if start < stop:
                chunks = connection.execute(
                    "SELECT head, data FROM losses WHERE session = ? AND head > ? "
                    "AND head - length(data) / 8 < ? ORDER BY head",
                    (id, start, stop),
                ).fetchall()
                first = chunks[0][0] - len(chunks[0][1]) // 8
                joined = np.frombuffer(b"".join(data for _, data in chunks), dtype="<f8")
                values = joined[start - first : stop - first].tolist()
        return Record(id, document, origin, head, created, loss, tuple(values))

    def nearest(self, id: str, step: int) -> tuple[int, bytes]:
        """See ``Store.nearest``."""
        with self._connection() as connection:
            origin, _, _ = self._find(connection, id)
            row = connection.execute(
                "SELECT step, state FROM checkpoints WHERE session = ? AND step <= ? "
                "ORDER BY step DESC LIMIT 1",
                (id, step),
            ).fetchone()
        if row is None:
            raise NotFoundError(f"the session begins at step {origin}")
        return int(row[0]), bytes(row[1])

    def commit(self, id: str, head: int, checkpoints: Checkpoints, losses: Sequence[float]) -> bool:
        """See ``Store.commit``."""
        with self._transaction() as connection:
            _, current, _ = self._find(connection, id)
            if current != head - len(losses):
                return False
            connection.execute(
                "UPDATE sessions SET head = ?, used = ? WHERE id = ?", (head, self.clock(), id)
            )
            connection.execute(
                "INSERT INTO losses VALUES (?, ?, ?)",
                (id, head, np.asarray(losses, dtype="<f8").tobytes()),
            )
            connection.executemany(
                "INSERT OR IGNORE INTO checkpoints VALUES (?, ?, ?)",
                [(id, step, state) for step, state in checkpoints.items()],
            )
        return True

    def delete(self, id: str) -> None:
        """See ``Store.delete``."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM sessions WHERE id = ?", (id,))

    def close(self) -> None:
        """Closes the connections that nobody uses at the moment."""
        while self._idle:
            self._idle.pop().close()

    def _prepare(self) -> None:
        """Makes the tables; waits while another process is just doing so."""
        until = time.monotonic() + LOCK_SECONDS
        while True:
            try:
                with self._connection() as connection:
                    connection.execute("PRAGMA journal_mode = WAL")
                    connection.executescript(SCHEMA)
            except StoreError as error:  # the change to WAL does not wait for locks by itself
                if "locked" not in error.message or time.monotonic() > until:
                    raise
                time.sleep(0.05)
            else:
                return

    def _find(self, connection: sqlite3.Connection, id: str) -> tuple[int, int, float]:
        """The session's origin, head and time of creation."""
        now = self.clock()
        row = connection.execute(
            "SELECT origin, head, created, used FROM sessions WHERE id = ? AND used > ?",
            (id, now - self.lifetime_seconds),
        ).fetchone()
        if row is None:
            raise NotFoundError("there is no such session, or it has expired")
        if now - row[3] > TOUCH_SECONDS:
            connection.execute("UPDATE sessions SET used = ? WHERE id = ?", (now, id))
        return int(row[0]), int(row[1]), float(row[2])

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                if connection.in_transaction:  # SQLite ends it by itself when the file is full
                    connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """A connection of this thread's own for the time being."""
        try:
            try:
                connection = self._idle.pop()
            except IndexError:
                connection = self._connect()
            try:
                yield connection
            except sqlite3.Error:
                connection.close()
                raise
            except BaseException:
                self._idle.append(connection)
                raise
            self._idle.append(connection)
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
                raise full(self.most_bytes) from error
            raise StoreError(f"the session store {self.path} does not work: {error}") from error

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=LOCK_SECONDS, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA synchronous = NORMAL")
        (page_bytes,) = connection.execute("PRAGMA page_size").fetchone()
        connection.execute(f"PRAGMA max_page_count = {max(self.most_bytes // page_bytes, 1)}")
        connection.execute("PRAGMA foreign_keys = ON")
        return connection
