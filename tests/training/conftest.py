"""Stores for the tests of this room: in memory, in a file, and in a Redis server of their own."""

import pytest
from chainrule.training import Sessions, open_store
from running_redis import running_redis


class Clock:
    """A clock that tests move by hand."""

    def __init__(self):
        self.now = 1_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(scope="session")
def redis_address(tmp_path_factory):
    with running_redis(tmp_path_factory.mktemp("redis")) as (_, address):
        yield address


@pytest.fixture
def own_redis(tmp_path):
    """A Redis server of this test's own, and the folder it runs in."""
    folder = tmp_path / "redis"
    folder.mkdir()
    with running_redis(folder) as (_, address):
        yield address, folder


@pytest.fixture(params=["memory", "sqlite", "redis"])
def address(request, tmp_path):
    """Where a store lives; two stores opened there see the same sessions, except in memory."""
    if request.param == "redis":
        return request.getfixturevalue("redis_address")
    return "memory:" if request.param == "memory" else str(tmp_path / "sessions.sqlite3")


@pytest.fixture
def store(address):
    opened = open_store(address)
    yield opened
    opened.close()


@pytest.fixture
def sessions():
    return Sessions(open_store("memory:"))
