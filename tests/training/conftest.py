"""Stores for the tests of this room: in memory, in a file, and in a Redis server of their own."""

import shutil
import socket
import subprocess
import time
from contextlib import contextmanager

import pytest
from chainrule.training import Sessions, open_store


class Clock:
    """A clock that tests move by hand."""

    def __init__(self):
        self.now = 1_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@contextmanager
def redis_server(folder):
    """The address of a Redis server that runs in a folder."""
    if shutil.which("redis-server") is None:
        pytest.skip("redis-server is not installed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""],
        cwd=folder,
        stdout=subprocess.DEVNULL,
    )
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=0.1).close()
            break
        except OSError:
            time.sleep(0.05)
    yield f"redis://127.0.0.1:{port}/0"
    server.kill()  # asked politely, it would not go while it cannot save
    server.wait(timeout=10)


@pytest.fixture(scope="session")
def redis_address(tmp_path_factory):
    with redis_server(tmp_path_factory.mktemp("redis")) as address:
        yield address


@pytest.fixture
def own_redis(tmp_path):
    """A Redis server of this test's own, and the folder it runs in."""
    folder = tmp_path / "redis"
    folder.mkdir()
    with redis_server(folder) as address:
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
