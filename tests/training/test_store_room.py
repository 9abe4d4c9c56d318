"""Where nothing more can be written, a store says what is full, and what is there can be read."""

import shutil
import subprocess
import sys
import time

import pytest
from chainrule.training import (
    CapacityError,
    DiskError,
    NotFoundError,
    UnreachableError,
    open_store,
)
from chainrule.training.store import SQLiteStore
from chainrule.training.store.database import Database

STATE = bytes(200_000)


class Disk:
    """A disk without room, as SQLite sees it: no file may have more pages than it has."""

    full = False

    def fill(self, store):
        self.full = True
        store.close()  # the next connections know it

    def empty(self, store):
        self.full = False
        store.close()


@pytest.fixture
def disk(monkeypatch):
    disk, connect = Disk(), Database._connect

    def connect_to_disk(database):
        connection = connect(database)
        if disk.full:
            connection.execute("PRAGMA max_page_count = 1")
        return connection

    monkeypatch.setattr(Database, "_connect", connect_to_disk)
    return disk


@pytest.fixture
def store(tmp_path, clock):
    store = SQLiteStore(tmp_path / "sessions.sqlite3", clock=clock)
    store.create("kept", {"text": "kept"}, 0, STATE)
    store.commit("kept", 1, {}, [0.5])
    yield store
    store.close()


def test_a_full_disk_is_named_without_the_place_of_the_file(store, disk, tmp_path):
    disk.fill(store)

    for write in (
        lambda: store.create("new", {}, 0, STATE),
        lambda: store.commit("kept", 2, {2: STATE}, [0.4]),
    ):
        with pytest.raises(DiskError, match=r"the disk .* is full") as said:
            write()
        assert str(tmp_path) not in said.value.message


def test_a_full_disk_can_be_read_also_when_the_last_use_cannot_be_noted(store, disk, clock):
    disk.fill(store)
    clock.now += 3600

    with store._database.connection() as connection:
        connection.execute("PRAGMA query_only = ON")  # refuses the note as a full disk would
    record = store.load("kept", 0, 10)

    assert (record.document, record.losses) == ({"text": "kept"}, (0.5,))
    assert store.nearest("kept", 1) == (0, STATE)


def test_what_is_deleted_on_a_full_disk_makes_room(store, disk):
    disk.fill(store)

    store.delete("kept")

    with pytest.raises(NotFoundError):
        store.load("kept")
    store.create("new", {}, 0, STATE[:100_000])


def test_a_check_says_so_until_there_is_room_again(store, disk):
    store.check()
    disk.fill(store)
    with pytest.raises(DiskError):
        store.create("new", {}, 0, STATE)

    for _ in range(2):
        with pytest.raises(DiskError):
            store.check()
    disk.empty(store)

    store.check()
    store.create("new", {}, 0, STATE)


def test_the_limit_of_a_store_is_no_full_disk(tmp_path):
    store = open_store(str(tmp_path / "small.sqlite3"), most_bytes=300_000)
    store.create("a", {}, 0, STATE)

    with pytest.raises(CapacityError, match="300,000 bytes and is full") as said:
        store.create("b", {}, 0, STATE)

    assert not isinstance(said.value, DiskError)
    store.check()
    store.close()


@pytest.fixture
def small_disk(tmp_path):
    """A real file system of 1 MB, where this machine lets us have one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "chainrule-test", folder]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", folder], check=True)


def fill(folder):
    with (folder / "ballast").open("wb", buffering=0) as ballast:
        for size in (4096, 1):
            while True:
                try:
                    ballast.write(bytes(size))
                except OSError:
                    break


def test_a_real_disk_that_is_full(small_disk, clock):
    store = SQLiteStore(small_disk / "sessions.sqlite3", clock=clock)
    for name in "abc":
        store.create(name, {}, 0, STATE[:50_000])
        store.commit(name, 1, {}, [0.5])
    fill(small_disk)
    clock.now += 3600

    with pytest.raises(DiskError):
        store.check()
    for name in "abc":
        assert store.load(name, 0, 10).losses == (0.5,)
        assert store.nearest(name, 1) == (0, STATE[:50_000])
    with pytest.raises(DiskError):
        store.create("d", {}, 0, STATE)
    store.delete("a")
    with pytest.raises(NotFoundError):
        store.load("a")
    store.create("d", {}, 0, STATE[:20_000])

    (small_disk / "ballast").unlink()
    store.check()
    store.close()


def test_a_server_starts_on_a_disk_that_is_full(small_disk):
    path = str(small_disk / "sessions.sqlite3")
    first = open_store(path)
    first.create("kept", {}, 0, b"")
    fill(small_disk)

    second = open_store(path)

    assert second.load("kept").head == 0
    second.close()
    first.close()


@pytest.fixture
def redis_client(own_redis):
    import redis

    client = redis.Redis.from_url(own_redis[0])
    yield client
    client.close()


def test_redis_without_memory_can_be_read_and_emptied(own_redis, redis_client):
    store = open_store(own_redis[0])
    store.create("kept", {}, 0, b"zero")
    store.commit("kept", 1, {}, [0.5])
    redis_client.config_set("maxmemory", 1)

    for write in (
        lambda: store.create("new", {}, 0, b""),
        lambda: store.commit("kept", 2, {2: b"two"}, [0.4]),
        store.check,
    ):
        with pytest.raises(CapacityError, match="memory of the Redis server is full"):
            write()
    assert store.load("kept", 0, 10).losses == (0.5,)
    assert store.nearest("kept", 9) == (0, b"zero")
    store.delete("kept")
    with pytest.raises(NotFoundError):
        store.load("kept")
    store.close()


def test_redis_that_does_not_answer_is_waited_for_once(own_redis, redis_client, monkeypatch):
    patient = open_store(own_redis[0])
    patient.create("a", {}, 0, b"state")
    monkeypatch.setattr("chainrule.training.store.redis.ANSWER_SECONDS", 0.3)
    impatient = open_store(own_redis[0])
    redis_client.client_pause(3_000)

    with pytest.raises(UnreachableError):
        impatient.load("a")

    redis_client.ping()  # answers when the pause is over
    assert patient.load("a").head == 0


def test_redis_that_cannot_save_can_be_read(own_redis, redis_client):
    address, folder = own_redis
    store = open_store(address)
    store.create("kept", {}, 0, b"zero")
    store.commit("kept", 1, {}, [0.5])
    shutil.rmtree(folder)
    redis_client.config_set("save", "3600 1")
    redis_client.bgsave()
    while redis_client.info()["rdb_last_bgsave_status"] == "ok":
        time.sleep(0.02)

    for write in (lambda: store.create("new", {}, 0, b""), store.check):
        with pytest.raises(DiskError):
            write()
    assert store.load("kept", 0, 10).losses == (0.5,)
    assert store.nearest("kept", 9) == (0, b"zero")
    store.close()
