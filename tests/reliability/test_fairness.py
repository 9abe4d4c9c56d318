"""One client cannot take the server from the others: not by work, connections, or a false name."""

import contextlib
import json
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from running_server import Server, until

HEAVY = "w = 0.{seed:03}\nh = 0.3\nfor i in range(100):\n    h = tanh(h * w)"
HEAD = b"GET / HTTP/1.1\r\nhost: localhost\r\na: "
HEALTH = b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n"
GREEDY, OTHER = "127.0.0.2", "127.0.0.3"


@pytest.fixture(scope="module")
def fair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with little time for heads and few connections, behind a proxy that it trusts."""
    server = Server(
        tmp_path_factory.mktemp("fair"),
        workers=1,
        queue=64,
        wait_seconds=60,
        work_seconds=60,
        seconds=60,
        cache_bytes=0,
        head_seconds=1,
        connections=150,
        connections_per_client=100,
        trusted_proxies="127.0.0.9",
    )
    server.start()
    yield server
    server.stop()


def connect(server: Server, source: str) -> socket.socket:
    return socket.create_connection(
        ("127.0.0.1", server.port), timeout=60, source_address=(source, 0)
    )


def closed(connection: socket.socket) -> bool:
    """Whether the server closes a connection; waits for that, past what it still says."""
    with contextlib.suppress(ConnectionResetError):
        while connection.recv(1000):
            pass
    return True


def test_however_much_one_client_asks_for_another_is_served(fair):
    served = threading.Event()

    def ask(seed: int) -> int:
        return 0 if served.is_set() else fair.run(HEAVY.format(seed=seed), GREEDY)[0]

    with ThreadPoolExecutor(72) as many:
        asked = [many.submit(ask, seed) for seed in range(1, 73)]
        statuses = [fair.run(f"w = {k}.0", OTHER)[0] for k in range(10)]
        still_waiting = fair.measure("pool_waiting")
        served.set()
        greedy = Counter(job.result() for job in asked)

    assert statuses == [200] * 10
    assert still_waiting > 0, "the other client was not served last"
    assert greedy.keys() <= {0, 200, 503}


def test_a_head_that_never_ends_is_closed(fair):
    with connect(fair, GREEDY) as slow:
        slow.sendall(HEAD)
        assert closed(slow)


def test_neither_is_a_second_one_waited_for(fair):
    with connect(fair, GREEDY) as slow:
        slow.sendall(HEALTH)
        assert slow.recv(1000).startswith(b"HTTP/1.1 200 ")
        slow.sendall(HEAD)
        assert closed(slow)


def test_a_slow_head_that_ends_in_time_is_answered(fair):
    with connect(fair, GREEDY) as slow:
        for byte in (HEALTH[k : k + 8] for k in range(0, len(HEALTH), 8)):
            slow.sendall(byte)
        assert slow.recv(1000).startswith(b"HTTP/1.1 200 ")


def test_connections_that_ask_for_nothing_make_room(fair):
    with contextlib.ExitStack() as held:
        for _ in range(120):
            held.enter_context(connect(fair, GREEDY)).sendall(HEAD)
        assert fair.ask("GET", "/healthz", source=GREEDY)[0] == 200
        assert fair.ask("GET", "/healthz", source=OTHER)[0] == 200
        for k in range(1, 161):
            held.enter_context(connect(fair, f"127.0.1.{k}")).sendall(HEAD)
        assert fair.ask("GET", "/healthz", source=OTHER)[0] == 200


def test_a_client_is_only_named_by_a_trusted_proxy(fair):
    path = "/api/v1/nothing/at/all"
    for source, claimed in (("127.0.0.9", "203.0.113.77"), (GREEDY, "198.51.100.7")):
        fair.ask("GET", path, source=source, **{"x-forwarded-for": claimed})

    def clients() -> list[str]:
        lines = [line for line in fair.log.read_text().splitlines() if line.startswith("{")]
        return [entry["client"] for entry in map(json.loads, lines) if entry["status"] == 404]

    until(lambda: len(clients()) == 2)  # a line is written after its answer
    assert clients() == ["203.0.113.0/24", "127.0.0.0/24"]


def test_the_log_names_no_whole_address(fair):
    fair.ask("GET", "/healthz", source="127.0.5.66")
    until(lambda: "127.0.5.0/24" in fair.log.read_text())  # written after the answer

    assert "127.0.5.66" not in fair.log.read_text()
