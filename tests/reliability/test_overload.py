"""More than a server can do, and clients that stop halfway: refused clearly, then forgotten."""

import contextlib
import http.client
import json
import socket
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from running_server import Server

HEAVY = "w = 0.{seed}\nh = 0.3\nfor i in range(600):\n    h = tanh(h * w)"


@pytest.fixture
def small_server(tmp_path: Path):
    """A server with one worker, a queue of two, and little patience."""
    server = Server(tmp_path, workers=1, queue=2, body_seconds=0.3, streams_per_client=1)
    server.start()
    yield server
    server.stop()


def request(server: Server, method: str, path: str, body: object = None):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    headers = {"content-type": "application/json"} if body is not None else {}
    connection.request(method, path, json.dumps(body) if body is not None else None, headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer, content


def failures(server: Server) -> list[str]:
    return [line for line in server.log.read_text().splitlines() if "rror" in line]


def test_what_does_not_fit_into_the_queue_is_503_and_may_come_again(small_server):
    answers = []

    def ask(seed: int) -> None:
        source = HEAVY.format(seed=seed)
        answers.append(request(small_server, "POST", "/api/v1/graphs", {"source": source})[0])

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(12)]
    for thread in threads:
        thread.start()
    assert request(small_server, "GET", "/healthz")[0].status == 200
    for thread in threads:
        thread.join()

    statuses = Counter(answer.status for answer in answers)
    assert statuses.keys() == {200, 503}
    for answer in answers:
        if answer.status == 503:
            assert answer.headers["content-type"] == "application/problem+json"
            assert int(answer.headers["retry-after"]) >= 1
    assert request(small_server, "POST", "/api/v1/graphs", {"source": "1 + 1"})[0].status == 200


def test_a_body_that_does_not_come_is_not_waited_for(small_server):
    with socket.create_connection(("127.0.0.1", small_server.port), timeout=30) as slow:
        slow.sendall(
            b"POST /api/v1/graphs HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
            b"content-length: 1000\r\n\r\n{"
        )
        answer = slow.recv(10_000)

    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"application/problem+json" in answer


@pytest.mark.parametrize(
    "data",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\r\n" * 1000,
        b"GET /" + b"a" * 300_000 + b" HTTP/1.1\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        b"GET / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n",
    ],
)
def test_what_is_not_http_hurts_nobody(server, data):
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as odd:
        answer = b""
        with contextlib.suppress(OSError):  # it may be cut off at any moment
            odd.sendall(data)
            odd.shutdown(socket.SHUT_WR)
            while part := odd.recv(100_000):
                answer += part

    assert not answer.startswith(b"HTTP/1.1 5")
    assert request(server, "GET", "/healthz")[0].status == 200


def test_clients_that_go_away_leave_no_trace(small_server):
    body = json.dumps({"source": HEAVY.format(seed=77)}).encode()
    head = (
        b"POST /api/v1/graphs HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
        b"content-length: %d\r\n\r\n" % len(body)
    )
    for sent in (head, head + body[:10], head + body):
        with socket.create_connection(("127.0.0.1", small_server.port)) as gone:
            gone.sendall(sent)

    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        _, text = request(small_server, "GET", "/metrics")
        if b"chainrule_pool_running 0" in text and b"chainrule_pool_waiting 0" in text:
            break
        time.sleep(0.05)
    else:
        pytest.fail("something still computes for clients that are gone")
    assert not failures(small_server)


def test_a_stream_that_is_left_makes_room_for_the_next(small_server):
    _, content = request(small_server, "POST", "/api/v1/sessions", "raisins-mlp")
    path = f"/api/v1/sessions/{json.loads(content)['id']}/events?to=200000"
    stream = socket.create_connection(("127.0.0.1", small_server.port), timeout=30)
    stream.sendall(f"GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n".encode())
    assert stream.recv(100).startswith(b"HTTP/1.1 200 ")

    second, content = request(small_server, "GET", path)
    assert second.status == 429
    assert json.loads(content)["code"] == "too_many_sessions"

    stream.close()
    status = 429
    deadline = time.monotonic() + 30
    while status == 429 and time.monotonic() < deadline:
        time.sleep(0.05)
        status = request(small_server, "GET", path.replace("200000", "1"))[0].status
    assert status == 200
    assert not failures(small_server)


def test_of_streams_that_are_opened_at_once_no_more_are_let_in(small_server):
    _, content = request(small_server, "POST", "/api/v1/sessions", "raisins-mlp")
    path = f"/api/v1/sessions/{json.loads(content)['id']}/events?to=200000"
    with contextlib.ExitStack() as open_ones:
        streams = [
            open_ones.enter_context(
                socket.create_connection(("127.0.0.1", small_server.port), timeout=60)
            )
            for _ in range(12)
        ]
        for stream in streams:
            stream.sendall(f"GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n".encode())
        counted = Counter(stream.recv(12)[-3:] for stream in streams)

    assert counted[b"200"] <= 1
    assert counted[b"500"] == 0
