"""Every store answers its calls alike."""

import math
import sqlite3
import threading
from contextlib import closing

import pytest
from chainrule.training import CapacityError, NotFoundError, StoreError, open_store
from chainrule.training.store import MemoryStore, SQLiteStore
from chainrule.training.store.expiry import GRACE_SECONDS

DOCUMENT = {"config": {"lr": 0.5}, "text": "ä ∂"}


@pytest.fixture
def id(store, request):
    name = f"session-{request.node.name}".replace("[", "-").replace("]", "")
    store.create(name, DOCUMENT, 10, b"ten")
    yield name
    store.delete(name)


def test_a_session_begins_at_its_origin(store, id):
    record = store.load(id)

    assert (record.id, record.document, record.origin, record.head) == (id, DOCUMENT, 10, 10)
    assert record.loss is None
    assert store.nearest(id, 10) == (10, b"ten")


def test_commits_append(store, id):
    assert store.commit(id, 12, {12: b"twelve"}, [0.5, math.nan])
    assert store.commit(id, 15, {14: b"fourteen"}, [1.0, 2.0, -math.inf])

    record = store.load(id, after=10, limit=100)
    assert record.head == 15
    assert record.losses[0] == 0.5
    assert math.isnan(record.losses[1])
    assert record.loss == -math.inf
    assert record.losses[2:] == (1.0, 2.0, -math.inf)


def test_recorded_chunks_are_found_by_the_steps_in_them(store, id):
    chunks = [(11, b"\0one:"), (14, b"three"), (16, b"two")]
    for (head, data), start in zip(chunks, (10, 11, 14), strict=True):
        assert store.commit(id, head, {}, [0.0] * (head - start), data)

    assert store.measures(id, 10, 16) == chunks
    assert store.measures(id, 11, 14) == chunks[1:2]
    assert store.measures(id, 12, 13) == chunks[1:2]
    assert store.measures(id, 13, 15) == chunks[1:]
    assert store.measures(id, 16, 20) == []
    with pytest.raises(NotFoundError):
        store.measures("nobody", 0, 20)


def test_a_commit_that_does_not_begin_at_the_head_changes_nothing(store, id):
    store.commit(id, 12, {}, [1.0, 2.0])

    assert not store.commit(id, 12, {11: b"again"}, [9.0, 9.0])
    assert not store.commit(id, 20, {20: b"gap"}, [9.0])

    assert store.load(id, 10, 100).losses == (1.0, 2.0)
    assert store.nearest(id, 100) == (10, b"ten")


@pytest.mark.parametrize("after", range(8, 18))
@pytest.mark.parametrize("limit", [0, 1, 2, 3, 100])
def test_any_stretch_of_losses_can_be_read(store, id, after, limit):
    values = [11.0, 12.0, 13.0, 14.0, 15.0, 16.0]
    for start, stop in ((0, 1), (1, 4), (4, 6)):
        store.commit(id, 10 + stop, {}, values[start:stop])

    first = max(after, 10) - 10
    assert store.load(id, after, limit).losses == tuple(values[first : first + limit])


def test_the_nearest_checkpoint_is_the_newest_that_is_not_later(store, id):
    store.commit(id, 30, {15: b"15", 20: b"20", 30: b"30"}, [0.0] * 20)

    assert store.nearest(id, 14)[0] == 10
    assert store.nearest(id, 15) == (15, b"15")
    assert store.nearest(id, 29)[0] == 20
    assert store.nearest(id, 1000)[0] == 30
    with pytest.raises(NotFoundError):
        store.nearest(id, 9)


def test_what_is_deleted_is_gone(store, id):
    assert store.delete(id)
    assert store.delete(id)
    assert store.delete(id, 10)

    for call in (
        lambda: store.load(id),
        lambda: store.nearest(id, 10),
        lambda: store.commit(id, 11, {}, [1.0]),
    ):
        with pytest.raises(NotFoundError):
            call()


def test_deleting_on_condition_keeps_what_was_trained_meanwhile(store, id):
    store.commit(id, 11, {}, [1.0])

    assert not store.delete(id, 10)
    assert store.load(id).head == 11

    assert store.delete(id, 11)
    with pytest.raises(NotFoundError):
        store.load(id)


def test_binary_checkpoints_survive(store, id):
    data = bytes(range(256)) * 40

    store.commit(id, 11, {11: data}, [0.0])

    assert store.nearest(id, 11) == (11, data)


def test_of_many_clients_that_commit_the_same_steps_one_wins(store, id):
    barrier, answers = threading.Barrier(8), []

    def commit(number):
        barrier.wait(timeout=30)
        answers.append(store.commit(id, 11, {}, [float(number)]))

    threads = [threading.Thread(target=commit, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [False] * 7 + [True]
    assert len(store.load(id, 10, 100).losses) == 1


@pytest.fixture(params=["memory", "sqlite"])
def timed(request, tmp_path, clock):
    options = {"lifetime_seconds": 3600, "capacity": 3, "clock": clock}
    if request.param == "memory":
        yield MemoryStore(**options)
    else:
        store = SQLiteStore(tmp_path / "timed.sqlite3", **options)
        yield store
        store.close()


def test_a_session_is_forgotten_when_nobody_asked_for_it_for_its_lifetime(timed, clock):
    timed.create("a", {}, 0, b"")
    timed.create("b", {}, 0, b"")
    clock.now += 3000
    timed.load("a")
    clock.now += 3000

    timed.load("a")
    with pytest.raises(NotFoundError):
        timed.load("b")


def test_a_full_store_takes_no_more_until_one_expires(timed, clock):
    for name in "abc":
        timed.create(name, {}, 0, b"")
    with pytest.raises(CapacityError):
        timed.create("d", {}, 0, b"")

    clock.now += 3600

    timed.create("d", {}, 0, b"")


@pytest.mark.parametrize("kind", ["memory", "sqlite"])
def test_a_store_grows_to_its_size_and_goes_on_when_something_is_deleted(kind, tmp_path):
    address = {"memory": "memory:", "sqlite": str(tmp_path / "small.sqlite3")}[kind]
    store = open_store(address, most_bytes=400_000)
    state = bytes(100_000)
    store.create("a", {}, 0, state)
    store.commit("a", 1, {1: state}, [0.5])
    store.create("b", {}, 0, state)

    with pytest.raises(CapacityError, match="400,000 bytes and is full"):
        store.create("c", {}, 0, bytes(150_000))
    with pytest.raises(CapacityError, match="full"):
        store.commit("a", 2, {2: bytes(150_000)}, [0.4])
    assert store.load("a").head == 1
    with pytest.raises(NotFoundError):
        store.load("c")

    store.delete("b")
    assert store.commit("a", 2, {2: state}, [0.4])
    assert store.load("a", 0, 10).losses == (0.5, 0.4)
    store.close()


def test_expired_sessions_are_cleared_away_a_few_at_a_time(tmp_path, clock):
    path = tmp_path / "many.sqlite3"
    store = SQLiteStore(path, lifetime_seconds=10, clock=clock)
    for number in range(30):
        store.create(f"old-{number}", {}, 0, b"")
    clock.now += GRACE_SECONDS
    store.create("looks", {}, 0, b"")
    clock.now += GRACE_SECONDS

    for kept in (12, 3):
        store.create(f"one of {kept}", {}, 0, b"")

        with closing(sqlite3.connect(path)) as file:
            assert file.execute("SELECT count(*) FROM sessions").fetchone() == (kept,)
            assert file.execute("SELECT count(*) FROM checkpoints").fetchone() == (kept,)
    store.close()


def test_a_clock_that_jumps_ahead_and_back_deletes_nothing(timed, clock):
    timed.create("a", DOCUMENT, 0, b"zero")
    clock.now += 2 * 24 * 3600
    for name in ("b", "c"):
        timed.create(name, {}, 0, b"")
    with pytest.raises(NotFoundError):
        timed.load("a")

    clock.now -= 2 * 24 * 3600

    assert timed.load("a").document == DOCUMENT
    assert timed.nearest("a", 0) == (0, b"zero")


def test_redis_gives_every_key_the_lifetime(redis_address):
    import redis

    store = open_store(redis_address, lifetime_seconds=1234)
    store.create("expiring", {}, 0, b"")
    store.commit("expiring", 1, {1: b""}, [1.0])
    client = redis.Redis.from_url(redis_address)

    keys = list(client.scan_iter("*expiring*"))

    assert len(keys) == 5
    assert {client.ttl(key) for key in keys} <= {1233, 1234}
    client.close()
    store.close()


def test_a_file_keeps_sessions_from_one_process_to_the_next(tmp_path):
    path = str(tmp_path / "kept.sqlite3")
    first = open_store(path)
    first.create("kept", DOCUMENT, 0, b"zero")
    first.commit("kept", 2, {2: b"two"}, [1.0, 2.0])
    first.close()

    second = open_store(path)

    assert second.load("kept", 0, 9).losses == (1.0, 2.0)
    assert second.nearest("kept", 5) == (2, b"two")
    second.close()


def test_a_file_that_is_no_database_is_refused(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("This is not a database. " * 100)

    with pytest.raises(StoreError, match="notes"):
        open_store(str(path))


def test_a_directory_that_does_not_exist_is_refused(tmp_path):
    with pytest.raises(StoreError):
        open_store(str(tmp_path / "nowhere" / "sessions.sqlite3"))


def test_a_redis_server_that_does_not_answer_is_named_as_the_reason():
    store = open_store("redis://127.0.0.1:1/0")

    with pytest.raises(StoreError, match="does not answer"):
        store.load("any")
    store.close()
