"""A wall around every computation: what ends a worker ends its own request and nothing else.

The limits of the language are off here, as if somebody had forgotten a line.
"""

import contextlib
import json
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from running_server import Server, until

KILLS = int(os.environ.get("CHAINRULE_TEST_KILLS", "4"))
ENDLESS = "x = {}\nwhile True:\n    x = x + 1"
BOMBS = {
    "one large array": "x = zeros(40_000, 40_000)",
    "many arrays": "xs = []\nwhile True:\n    xs.append(ones(1000, 1000))",
    "a power": "x = 7\nwhile True:\n    x = x * x",
    "a list": "x = [1.0]\nwhile True:\n    x = x + x",
    "a text": "x = 'bomb'\nwhile True:\n    x = x + x",
}
UNLIMITED = dict.fromkeys(
    ("tensor_elements", "total_elements", "list_items", "text_characters", "work", "integer_bits",
     "memory", "loop_iterations", "seconds"),
    10**12,
)  # fmt: skip


@pytest.fixture(scope="module")
def unlimited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with two workers and no limits but those of its workers."""
    server = Server(
        tmp_path_factory.mktemp("unlimited"), workers=2, work_seconds=4, cache_bytes=0, **UNLIMITED
    )
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose computations may take for ever."""
    server = Server(
        tmp_path_factory.mktemp("patient"), workers=2, work_seconds=600, cache_bytes=0, **UNLIMITED
    )
    server.start()
    yield server
    server.stop()


def works(server: Server) -> None:
    """The server answers."""
    assert server.ask("GET", "/healthz")[0] == 200
    status, graph = server.run("w = 2.0\nloss = w * w")
    assert (status, graph["nodes"][-1]["value"]["data"]) == (200, 4.0)


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_told_of_a_limit_and_leaves_the_server_as_it_was(unlimited, bomb):
    status, problem = unlimited.run(BOMBS[bomb])

    assert status == 422
    assert problem["code"] in {"limit_memory", "limit_time", "computation_stopped"}
    assert problem["hint"]
    works(unlimited)
    until(lambda: len(unlimited.workers) == 4)  # two, one for another client, and a reader


def test_what_never_ends_is_ended(unlimited):
    kills = unlimited.measure("worker_kills_total")

    status, problem = unlimited.run(ENDLESS.format(1))

    assert (status, problem["code"]) == (422, "limit_time")
    assert "4 s" in problem["detail"]
    assert unlimited.measure("worker_kills_total") == kills + 1
    works(unlimited)


def test_others_do_not_notice_a_bomb(unlimited):
    stop = threading.Event()

    def bomb() -> None:
        while not stop.is_set():
            unlimited.run(BOMBS["one large array"], "127.0.0.2")

    with ThreadPoolExecutor(1) as thrower:
        thrown = thrower.submit(bomb)
        answers = [unlimited.run(f"w = {k}.0\nloss = w * w") for k in range(50)]
        stop.set()
        thrown.result()

    assert [(s, a["nodes"][-1]["value"]["data"]) for s, a in answers] == [
        (200, float(k * k)) for k in range(50)
    ]


def test_workers_that_died_idle_are_not_blamed_on_the_next_program(unlimited):
    for _ in range(KILLS):
        works(unlimited)
        kills = unlimited.measure("worker_kills_total")
        for worker in unlimited.workers:
            os.kill(worker, signal.SIGKILL)
        assert unlimited.run("w = 3.0\nloss = w * w")[0] == 200
        assert unlimited.ask("GET", "/api/v1/sessions/abc")[0] == 404
        assert unlimited.measure("worker_kills_total") == kills


def test_the_nursery_may_die_with_all_workers(unlimited):
    workers = unlimited.workers
    os.kill(unlimited.nursery, signal.SIGKILL)
    for worker in workers:
        os.kill(worker, signal.SIGKILL)

    works_again = [unlimited.run(f"w = {k}.0\nloss = w * w")[0] for k in range(6)]

    assert works_again == [200] * 6
    assert unlimited.ask("GET", "/readyz")[0] == 200


def test_a_worker_that_is_killed_ends_its_own_request_only(patient):
    with ThreadPoolExecutor(2) as clients:
        first = clients.submit(patient.run, ENDLESS.format(1))
        until(lambda: patient.measure("pool_running") == 1)
        (busy,) = wait_for_busy(patient, 1)
        second = clients.submit(patient.run, ENDLESS.format(2), "127.0.0.2")
        pair = wait_for_busy(patient, 2)
        os.kill(busy, signal.SIGKILL)
        status, problem = first.result()
        assert (status, problem["code"]) == (422, "computation_stopped")
        assert not second.done()
        works(patient)
        os.kill((pair - {busy}).pop(), signal.SIGKILL)
        assert second.result()[0] == 422


def test_the_work_of_a_client_that_left_is_stopped(patient):
    body = json.dumps({"source": ENDLESS.format(1)}).encode()
    with socket.create_connection(("127.0.0.1", patient.port)) as gone:
        gone.sendall(
            b"POST /api/v1/graphs HTTP/1.1\r\nhost: localhost\r\n"
            b"content-type: application/json\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body)
        )
        wait_for_busy(patient, 1)

    until(lambda: patient.measure("pool_running") == 0)
    works(patient)


def test_workers_do_not_outlive_a_killed_server(tmp_path):
    server = Server(tmp_path, workers=2, work_seconds=2, **UNLIMITED)
    server.start()
    nursery, workers = server.nursery, server.workers
    with ThreadPoolExecutor(1) as client:
        asked = client.submit(server.run, ENDLESS.format(1))
        wait_for_busy(server, 1)
        server.kill()
        with contextlib.suppress(OSError, Exception):
            asked.result()

    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in (nursery, *workers)))


def test_nothing_that_was_acknowledged_is_lost_with_a_worker(patient):
    _, content = patient.ask("POST", "/api/v1/sessions", {"preset": "raisins-mlp"})
    path = f"/api/v1/sessions/{json.loads(content)['id']}"
    head = 0
    for _ in range(KILLS):
        killer = threading.Timer(0.3, lambda: [os.kill(w, signal.SIGKILL) for w in patient.workers])
        killer.start()
        status, content = patient.ask("POST", f"{path}/advance", {"to": head + 5_000})
        killer.join()
        assert status in {200, 422}
        _, session = patient.ask("GET", path)
        if status == 200:
            assert json.loads(session)["head"] >= json.loads(content)["head"]
        assert json.loads(session)["head"] >= head
        head = json.loads(session)["head"]
    _, losses = patient.ask("GET", f"{path}/losses?limit=10000")
    assert len(json.loads(losses)["values"]) == min(head, 10_000)


def wait_for_busy(server: Server, count: int) -> set[int]:
    """The workers that use the processor, once there are so many."""
    while True:
        before = {pid: ticks(pid) for pid in server.workers}
        time.sleep(0.5)
        busy = {pid for pid in before if ticks(pid) - before[pid] > 2}
        if len(busy) == count:
            return busy


def ticks(pid: int) -> int:
    """Processor time of a process, in hundredths of a second; 0 if there is none."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])
