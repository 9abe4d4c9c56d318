"""Every call to SQLite fails in turn: what was acknowledged is there, right, and can go on."""

import sqlite3
from collections.abc import Callable

import pytest
from chainrule.training import CapacityError, Sessions, StoreError, open_store
from chainrule.training.store import database

PRESET = "synthetic-linear"
GOALS = (20, 40)
EXPECTED = (StoreError, CapacityError, MemoryError)


def sqlite_error(text: str, code: int) -> Callable[[], Exception]:
    def make() -> Exception:
        error = sqlite3.OperationalError(text)
        error.sqlite_errorcode = code
        return error

    return make


FAULTS = {
    "out of memory": MemoryError,
    "full disk": sqlite_error("database or disk is full", sqlite3.SQLITE_FULL),
    "I/O error": sqlite_error("disk I/O error", sqlite3.SQLITE_IOERR),
    "locked": sqlite_error("database is locked", sqlite3.SQLITE_BUSY),
}


class Calls:
    """Counts statements, and lets one of them fail before or after it took effect."""

    def __init__(self) -> None:
        self.count = 0
        self.failing: int | None = None
        self.fault: Callable[[], Exception] = MemoryError
        self.late = False

    def __call__(self, call: Callable[..., sqlite3.Cursor], *arguments: object) -> sqlite3.Cursor:
        self.count += 1
        fails = self.count == self.failing
        if fails and not self.late:
            raise self.fault()
        cursor = call(*arguments)
        if fails:
            raise self.fault()
        return cursor


@pytest.fixture
def calls(monkeypatch):
    """All calls to SQLite."""
    counted = Calls()
    connect = sqlite3.connect

    class Connection(sqlite3.Connection):
        def execute(self, *arguments):
            return counted(super().execute, *arguments)

        def executemany(self, *arguments):
            return counted(super().executemany, *arguments)

    monkeypatch.setattr(
        database.sqlite3, "connect", lambda *a, **k: connect(*a, **k, factory=Connection)
    )
    monkeypatch.setattr(database, "LOCK_SECONDS", 0.0)
    return counted


def train(path: str) -> tuple[str | None, int, bool]:
    """A session that was acknowledged, how far it is known to have come, and whether it is gone."""
    id, head, gone = None, 0, False
    try:
        sessions = Sessions(open_store(path))
    except EXPECTED:
        return id, head, gone
    try:
        id = sessions.create(PRESET).id
        for goal in GOALS:
            try:
                head = sessions.advance(id, to=goal, time_limit=60).head
                sessions.losses(id, 0, goal)
            except EXPECTED:
                pass  # the next one asks again
        other = sessions.create(PRESET).id
        sessions.delete(other)
        gone = True
    except EXPECTED:
        pass
    return id, head, gone


@pytest.mark.parametrize(
    ("fault", "late"),
    [*((fault, False) for fault in FAULTS), ("out of memory", True), ("I/O error", True)],
)
def test_no_failing_call_loses_or_changes_what_was_acknowledged(calls, tmp_path, fault, late):
    reference = Sessions(open_store("memory:"))
    known = reference.create(PRESET).id
    reference.advance(known, to=GOALS[-1] + 10, time_limit=60)
    expected = reference.losses(known, 0, GOALS[-1] + 10).values
    train(str(tmp_path / "whole"))
    every, calls.fault, calls.late = calls.count, FAULTS[fault], late

    for failing in range(1, every + 1):
        path = str(tmp_path / f"{failing}")
        calls.count, calls.failing = 0, failing
        id, head, _ = train(path)
        calls.failing = None

        after = Sessions(open_store(path))
        if id is not None:
            session = after.advance(id, to=GOALS[-1] + 10, time_limit=60)
            assert session.head == GOALS[-1] + 10 > head
            assert after.losses(id, 0, session.head).values == expected, failing
        assert after.create(PRESET).head == 0, "the store can be written"
        after.store.close()
