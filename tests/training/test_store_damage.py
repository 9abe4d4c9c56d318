"""Stored bytes that changed are noticed, and the run is computed anew: never other numbers."""

import json
import sqlite3
from contextlib import closing

import numpy as np
import pytest
from chainrule.graph.serialisation import to_plain
from chainrule.training import DamagedError, NotFoundError, Sessions, open_store
from chainrule.training.state import State

PRESET = "synthetic-linear"
HEAD = 250


def flip(data):
    place = len(data) // 2
    return data[:place] + bytes([data[place] ^ 4]) + data[place + 1 :]


def flip_first(data):
    return bytes([data[0] ^ 1]) + data[1:]


def cut(data):
    return data[: len(data) // 2]


def lose(data):
    return b""


DAMAGES = pytest.mark.parametrize("damage", [flip, flip_first, cut, lose])


class File:
    """Changes what a SQLite store holds, behind its back."""

    def __init__(self, path):
        self.path = path

    def checkpoint(self, id, step, damage):
        with closing(sqlite3.connect(self.path)) as file:
            where = "WHERE session = ? AND step = ?"
            (state,) = file.execute(
                f"SELECT state FROM checkpoints {where}",  # noqa: S608
                (id, step),
            ).fetchone()
            file.execute(
                f"UPDATE checkpoints SET state = ? {where}",  # noqa: S608
                (damage(state), id, step),
            )
            file.commit()

    def losses(self, id, damage):
        with closing(sqlite3.connect(self.path)) as file:
            for head, data in file.execute(
                "SELECT head, data FROM losses WHERE session = ?", (id,)
            ).fetchall():
                file.execute(
                    "UPDATE losses SET data = ? WHERE session = ? AND head = ?",
                    (damage(data), id, head),
                )
            file.commit()

    def measures(self, id, damage):
        with closing(sqlite3.connect(self.path)) as file:
            chunks = file.execute(
                "SELECT head, measures FROM losses WHERE session = ?", (id,)
            ).fetchall()
            for head, data in chunks[1:]:
                file.execute(
                    "UPDATE losses SET measures = ? WHERE session = ? AND head = ?",
                    (damage(data), id, head),
                )
            file.commit()

    def document(self, id, damage):
        with closing(sqlite3.connect(self.path)) as file:
            (text,) = file.execute("SELECT document FROM sessions WHERE id = ?", (id,)).fetchone()
            file.execute(
                "UPDATE sessions SET document = CAST(? AS TEXT) WHERE id = ?",
                (damage(text.encode()), id),
            )
            file.commit()

    def head(self, id, head):
        with closing(sqlite3.connect(self.path)) as file:
            file.execute("UPDATE sessions SET head = ? WHERE id = ?", (head, id))
            file.commit()


class Server:
    """Changes what a Redis store holds, behind its back."""

    def __init__(self, address):
        import redis

        self.client = redis.Redis.from_url(address)

    def checkpoint(self, id, step, damage):
        key = f"chainrule:session:{{{id}}}:checkpoints"
        self.client.hset(key, step, damage(self.client.hget(key, step)))

    def losses(self, id, damage):
        key = f"chainrule:session:{{{id}}}:losses"
        self.client.set(key, damage(self.client.get(key)))

    def measures(self, id, damage):
        key = f"chainrule:session:{{{id}}}:measures"
        for chunk, head in self.client.zrange(key, 1, -1, withscores=True):
            before, _, data = chunk.partition(b":")
            self.client.zrem(key, chunk)
            self.client.zadd(key, {before + b":" + damage(data): head})

    def document(self, id, damage):
        key = f"chainrule:session:{{{id}}}"
        self.client.hset(key, "document", damage(self.client.hget(key, "document")))

    def head(self, id, head):
        self.client.hset(f"chainrule:session:{{{id}}}", "head", head)


@pytest.fixture(params=["sqlite", "redis"])
def address(request, tmp_path):
    if request.param == "redis":
        return request.getfixturevalue("redis_address")
    return str(tmp_path / "sessions.sqlite3")


@pytest.fixture
def stored(address):
    server = Server(address) if address.startswith("redis:") else File(address)
    yield server
    if isinstance(server, Server):
        server.client.close()


@pytest.fixture
def open_sessions(address):
    """Opens the store as a server does that has just been started, with nothing in its memory."""
    opened = []

    def open_anew():
        opened.append(Sessions(open_store(address)))
        return opened[-1]

    yield open_anew
    for sessions in opened:
        sessions.store.close()


@pytest.fixture
def id(open_sessions):
    sessions = open_sessions()
    id = sessions.create(PRESET).id
    for step in (1, 90, HEAD):
        sessions.advance(id, to=step, time_limit=60)
    return id


@pytest.fixture(scope="module")
def undisturbed():
    """The same run, and a fork of it, in a store that nothing happens to."""
    sessions = Sessions(open_store("memory:"))
    id = sessions.create(PRESET).id
    sessions.advance(id, to=2 * HEAD, time_limit=60)
    fork = sessions.fork(id, 120, {"lr": 0.01}).id
    sessions.advance(fork, to=2 * HEAD, time_limit=60)
    return sessions, id, fork


def assert_same_run(sessions, id, expected, other, steps):
    for step in steps:
        mine, theirs = sessions.evaluation(id, step), expected.evaluation(other, step)
        np.testing.assert_equal(to_plain(mine), to_plain(theirs))
    sessions.advance(id, to=2 * HEAD, time_limit=60)
    mine, theirs = sessions.losses(id, 0, 1000), expected.losses(other, 0, 1000)
    assert (mine.after, mine.values) == (theirs.after, theirs.values)


@DAMAGES
@pytest.mark.parametrize("damaged", [[100], [200], [100, 200], [0, 100, 200]])
def test_a_damaged_checkpoint_is_computed_from_the_one_before(
    open_sessions, stored, id, undisturbed, damaged, damage
):
    for step in damaged:
        stored.checkpoint(id, step, damage)

    assert_same_run(open_sessions(), id, *undisturbed[:2], (0, 100, 120, 200, HEAD))


@DAMAGES
def test_damaged_losses_are_computed_anew(open_sessions, stored, id, undisturbed, damage):
    stored.losses(id, damage)

    sessions, (expected, other, _) = open_sessions(), undisturbed
    theirs = expected.losses(other, 0, 1000).values
    assert sessions.get(id).loss == theirs[HEAD - 1]
    assert sessions.losses(id, 85, 10).values == theirs[85:95]
    assert_same_run(sessions, id, expected, other, (120,))


@DAMAGES
def test_damaged_measures_are_measured_anew(open_sessions, stored, id, undisturbed, damage):
    stored.measures(id, damage)

    sessions, (expected, other, _) = open_sessions(), undisturbed
    sessions.advance(id, to=2 * HEAD, time_limit=60)
    for after, limit in ((0, 1000), (85, 10), (HEAD - 5, 20)):
        mine, theirs = (
            one.measures(name, after, limit) for one, name in ((sessions, id), (expected, other))
        )
        np.testing.assert_equal(to_plain(mine), to_plain(theirs))


@pytest.mark.parametrize("head", [HEAD ^ 2, HEAD ^ 1 << 20, -HEAD, "2:0", 2.5, b"\xff"])
def test_where_a_run_stands_is_taken_from_its_losses_if_it_was_damaged(
    open_sessions, stored, id, undisturbed, head
):
    stored.head(id, head)

    sessions = open_sessions()
    assert sessions.get(id).head == HEAD
    assert_same_run(sessions, id, *undisturbed[:2], (120, HEAD))


@DAMAGES
def test_a_damaged_set_up_is_told(open_sessions, stored, id, damage):
    stored.document(id, damage)

    with pytest.raises(DamagedError, match="begin a new one"):
        open_sessions().get(id)
    open_sessions().delete(id)


def test_a_set_up_with_another_number_in_it_is_damaged(open_sessions, stored, id):
    def change(text):
        document = json.loads(text)
        document["config"]["lr"] *= 2
        return json.dumps(document).encode()

    stored.document(id, change)

    with pytest.raises(DamagedError):
        open_sessions().get(id)


@DAMAGES
def test_a_fork_whose_first_checkpoint_is_damaged_begins_at_its_parent(
    open_sessions, stored, id, undisturbed, damage
):
    expected, _, other = undisturbed
    fork = open_sessions().fork(id, 120, {"lr": 0.01}).id
    stored.checkpoint(fork, 120, damage)

    assert_same_run(open_sessions(), fork, expected, other, (120,))


def test_a_damaged_fork_without_a_parent_is_told(open_sessions, stored, id):
    sessions = open_sessions()
    fork = sessions.fork(id, 120, {"lr": 0.01}).id
    sessions.delete(id)
    stored.checkpoint(fork, 120, flip)

    with pytest.raises(DamagedError, match=r"step 120.*is gone"):
        open_sessions().advance(fork, to=130)


def test_every_flipped_bit_of_a_state_is_noticed():
    state = State(3, (np.arange(3.0),), ({"step": 3, "m": np.ones(3)},))
    data = state.to_bytes()

    for place in range(len(data)):
        for bit in range(8):
            with pytest.raises(DamagedError):
                State.from_bytes(data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1 :])


def test_a_file_with_damaged_pages_gives_the_same_numbers_or_says_so(tmp_path, undisturbed):
    """Page after page of the file is overwritten, also those that are SQLite's own."""
    expected, other, _ = undisturbed
    path = tmp_path / "whole.sqlite3"
    sessions = Sessions(open_store(str(path)))
    id = sessions.create(PRESET).id
    sessions.advance(id, to=HEAD, time_limit=60)
    sessions.store.close()
    whole, outcomes = path.read_bytes(), set()
    for page in range(1, len(whole) // 4096):
        damaged = tmp_path / f"{page}.sqlite3"
        damaged.write_bytes(whole[: 4096 * page] + bytes(4096) + whole[4096 * (page + 1) :])
        sessions = Sessions(open_store(str(damaged)))
        try:
            assert_same_run(sessions, id, expected, other, (100, HEAD))
            outcomes.add("same")
        except DamagedError:
            outcomes.add("said")
        except NotFoundError:
            outcomes.add("gone")
        sessions.store.close()

    assert {"same", "said"} <= outcomes
