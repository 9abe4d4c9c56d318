"""A file of an older Chainrule keeps working: its sessions go on, and new ones are checked."""

import sqlite3
from contextlib import closing

import numpy as np
import pytest
from chainrule.graph.serialisation import to_plain
from chainrule.training import Sessions, Share, StoreError, open_store
from chainrule.training.state import SEAL_BYTES

OLD_SCHEMA = """
CREATE TABLE sessions (
    id TEXT PRIMARY KEY, document TEXT NOT NULL, origin INTEGER NOT NULL, head INTEGER NOT NULL,
    created REAL NOT NULL, used REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX sessions_by_use ON sessions (used);
CREATE TABLE checkpoints (
    session TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE, step INTEGER NOT NULL,
    state BLOB NOT NULL, PRIMARY KEY (session, step)
);
CREATE TABLE losses (
    session TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE, head INTEGER NOT NULL,
    data BLOB NOT NULL, PRIMARY KEY (session, head)
);
"""


@pytest.fixture
def old(tmp_path):
    """A file of the first schema with a session of 250 steps, and the session's identifier."""
    newer, path = tmp_path / "newer.sqlite3", tmp_path / "old.sqlite3"
    sessions = Sessions(open_store(str(newer)))
    id = sessions.create("synthetic-linear").id
    sessions.advance(id, to=250, time_limit=60)
    sessions.store.close()
    with closing(sqlite3.connect(path)) as file:
        file.executescript("PRAGMA journal_mode = WAL;" + OLD_SCHEMA)
        file.execute("ATTACH ? AS newer", (str(newer),))
        file.execute(
            "INSERT INTO sessions SELECT id, document, origin, head, created, used "
            "FROM newer.sessions"
        )
        file.execute("INSERT INTO losses SELECT session, head, data FROM newer.losses")
        file.execute(
            "INSERT INTO checkpoints SELECT session, step, substr(state, ?) FROM newer.checkpoints",
            (SEAL_BYTES + 1,),
        )
        file.commit()
    return str(path), id


def test_an_old_session_is_read_and_goes_on(old):
    path, id = old
    sessions = Sessions(open_store(path))
    reference = Sessions(open_store("memory:"))
    other = reference.create("synthetic-linear").id
    reference.advance(other, to=400, time_limit=60)

    sessions.advance(id, to=400, time_limit=60)
    mine, theirs = sessions.measures(id), reference.measures(other)  # of the old steps, too
    np.testing.assert_equal(to_plain(mine), to_plain(theirs))

    assert sessions.losses(id, 0, 1000).values == reference.losses(other, 0, 1000).values
    mine, theirs = sessions.evaluation(id, 230), reference.evaluation(other, 230)
    np.testing.assert_equal(to_plain(mine), to_plain(theirs))
    sessions.store.close()


def test_an_old_session_counts_for_nobody_and_a_new_one_does(old):
    path, _ = old
    store = open_store(path)

    store.create("new", {}, 0, b"", Share("somebody", 1))

    store.delete("new")
    store.create("newer", {}, 0, b"", Share("somebody", 1))
    store.close()


def test_a_file_is_brought_up_to_date_once(old):
    path, _ = old
    for _ in range(3):
        open_store(path).close()

    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA user_version").fetchone() == (4,)


def test_a_file_of_a_newer_chainrule_is_refused(old):
    path, _ = old
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA user_version = 99")

    with pytest.raises(StoreError, match="newer Chainrule"):
        open_store(path)
