"""The file of the SQLite store: its tables, its connections, and what its errors mean.

Tables are made and brought up to date in steps; ``user_version`` says how many have been taken. A
second file beside it holds nothing but room: deleting has to write, too, and on a full disk it is
how people get room again.
"""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from chainrule.training.errors import DamagedError, DiskError, StoreError, TrainingError

STEPS = (
    (  # the first has no number of its own: files made before there were steps hold these tables
        """CREATE TABLE IF NOT EXISTS sessions (
            id TEXT PRIMARY KEY, document TEXT NOT NULL, origin INTEGER NOT NULL,
            head INTEGER NOT NULL, created REAL NOT NULL, used REAL NOT NULL
        ) WITHOUT ROWID""",
        "CREATE INDEX IF NOT EXISTS sessions_by_use ON sessions (used)",
        """CREATE TABLE IF NOT EXISTS checkpoints (
            session TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE, step INTEGER NOT NULL,
            state BLOB NOT NULL, PRIMARY KEY (session, step)
        )""",
        """CREATE TABLE IF NOT EXISTS losses (
            session TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE, head INTEGER NOT NULL,
            data BLOB NOT NULL, PRIMARY KEY (session, head)
        )""",
    ),
    (
        "ALTER TABLE sessions ADD COLUMN owner TEXT",
        "ALTER TABLE sessions ADD COLUMN document_check INTEGER",
        "ALTER TABLE losses ADD COLUMN checks BLOB",
        "CREATE INDEX sessions_by_owner ON sessions (owner, used)",
        "CREATE TABLE looks (time REAL NOT NULL, cutoff REAL NOT NULL)",
        "CREATE TABLE probes (data BLOB NOT NULL)",
    ),
    ("ALTER TABLE sessions ADD COLUMN head_check INTEGER",),
    ("ALTER TABLE losses ADD COLUMN measures BLOB",),
)
LOCK_SECONDS = 10.0
"""How long to wait for another process's transaction."""
LEAST_FREE = 1_000_000
"""Bytes on the disk: with less, a check tries whether something can be written."""
PROBE_BYTES = 65_536
"""More than what a usual commit adds."""
RESERVE_BYTES = 262_144
"""Of the disk: enough to delete some sessions, and to take the write-ahead log into the file."""
FULL = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE})


class Database:
    """Connections to one file, shared by all threads.

    Raises:
        StoreError: the file cannot be opened as a database.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = str(path)
        self._reserve = Path(f"{path}-reserve")
        self._short_of_room = False
        self._idle: deque[sqlite3.Connection] = deque()
        try:
            self._prepare()
        except StoreError as error:
            raise StoreError(f"the session store {self.path}: {error.message}") from error
        self._keep_reserve()

    def close(self) -> None:
        """Closes the connections that nobody uses at the moment."""
        while self._idle:
            self._idle.pop().close()

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """A connection of this thread's own for the time being.

        Raises:
            DiskError: there is no room for what shall be written.
            StoreError: the file does not work.
        """
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
                if connection.in_transaction:  # nobody could write until it ends
                    connection.close()
                else:
                    self._idle.append(connection)
                raise
            self._idle.append(connection)
        except sqlite3.Error as error:
            raise self._translated(error) from error

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A connection whose statements take effect together, alone among all processes."""
        with self.connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                if connection.in_transaction:  # SQLite ends it by itself when the disk is full
                    connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
        self._short_of_room = False

    def touch(
        self, connection: sqlite3.Connection, statement: str, values: tuple[object, ...]
    ) -> None:
        """Writes what is good to know but nothing depends on: it may fail."""
        try:
            connection.execute(statement, values)
        except sqlite3.OperationalError as error:
            self._translated(error)

    def bytes(self, connection: sqlite3.Connection) -> int:
        """How much of the file is used."""
        pages, free, size = (
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "freelist_count", "page_size")
        )
        return int((pages - free) * size)

    def give_up_reserve(self) -> None:
        """Makes what room there is: the reserve's, and the write-ahead log's if it can be ended."""
        with suppress(OSError):
            self._reserve.unlink(missing_ok=True)
        with suppress(DiskError), self.connection() as connection:
            connection.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()

    def check(self) -> None:
        """Tries to write if the disk is nearly full, or if writing has failed.

        Raises:
            DiskError: nothing can be written.
            StoreError: the file does not work.
        """
        with self.connection() as connection:
            connection.execute("SELECT count(*) FROM looks").fetchone()
        free = shutil.disk_usage(Path(self.path).absolute().parent).free
        if free < LEAST_FREE or self._short_of_room:
            with self.transaction() as connection:
                connection.execute("INSERT INTO probes VALUES (zeroblob(?))", (PROBE_BYTES,))
            with self.transaction() as connection:
                connection.execute("DELETE FROM probes")
        self._keep_reserve()

    def _prepare(self) -> None:
        """Brings the tables up to date; waits while another process is just doing so."""
        until = time.monotonic() + LOCK_SECONDS
        while True:
            try:
                with self.connection() as connection:
                    if _version(connection) == len(STEPS):
                        return  # nothing to write, which a full disk would not take
                    connection.execute("PRAGMA journal_mode = WAL")
                with self.transaction() as connection:
                    for step in STEPS[_version(connection) :]:
                        for statement in step:
                            connection.execute(statement)
                    connection.execute(f"PRAGMA user_version = {len(STEPS)}")
            except StoreError as error:  # the change to WAL does not wait for locks by itself
                if "locked" not in error.message or time.monotonic() > until:
                    raise
                time.sleep(0.05)
            else:
                return

    def _keep_reserve(self) -> None:
        """Takes the reserve, if it is not there and the disk has room."""
        with suppress(OSError):
            try:
                if not self._reserve.exists():
                    self._reserve.write_bytes(bytes(RESERVE_BYTES))
            except OSError:
                self._reserve.unlink(missing_ok=True)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=LOCK_SECONDS, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        return connection

    def _translated(self, error: sqlite3.Error) -> TrainingError:
        """What an error of SQLite's means to callers, who need not know the file's name."""
        if getattr(error, "sqlite_errorcode", None) in FULL:
            self._short_of_room = True
            return DiskError()
        if unreadable(error):
            return DamagedError(
                f"the file of training sessions is damaged ({error}): stop the server, keep a copy "
                "of the file elsewhere, remove it and start again with an empty one"
            )
        return StoreError(f"the store of training sessions does not work: {error}")


def unreadable(error: sqlite3.Error) -> bool:
    """Whether the file holds something at that place that SQLite cannot have written."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _version(connection: sqlite3.Connection) -> int:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(STEPS):
        raise StoreError("it was made by a newer Chainrule")
    return version
