"""What the REST interface costs beyond the computing itself, and what waits while it computes.

Everything is measured in one run, as processor time of the server (its own clock) or as the time
that a client waits. The naive servers do the same work in the ways that FastAPI suggests first.
"""

import json
import multiprocessing
import socket
import statistics
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing, contextmanager

import uvicorn
from chainrule import graph, program
from chainrule.api import Settings, create_app
from chainrule.api.desk import Desk
from chainrule.api.negotiation import JSON
from chainrule.api.rendering import to_json
from chainrule.api.tasks import graphs
from fastapi import FastAPI
from pydantic import BaseModel

ROUNDS = 7
REQUESTS = 60
CONNECTIONS = 32
MOVED_VALUES = (13, 60, 300, 1_000, 1_990)
SATURATION_SECONDS = 4.0
BARE = b'{"status":"ok"}'


def source(seed: int) -> str:
    """A program of 30 values; another number in it makes it another request."""
    lines = [f"w = {0.5 + seed * 1e-7!r}", "b = 0.1", "h = 0.3"]
    lines += ["h = tanh(w * h + b)"] * 9
    return "\n".join(lines)


def work(text: str) -> bytes:
    """What a request makes the server do, without a server."""
    execution = program.run(text)
    return to_json(graph.build(execution.output, values=execution.values), Settings())


class Body(BaseModel):
    source: str


async def bare(scope, receive, send) -> None:
    """The least that an ASGI app can answer."""
    if scope["type"] == "lifespan":
        return
    await send({"type": "http.response.start", "status": 200,
                "headers": [(b"content-length", str(len(BARE)).encode())]})  # fmt: skip
    await send({"type": "http.response.body", "body": BARE})


def naive(blocking: bool) -> FastAPI:
    """FastAPI as one writes it first: on the event loop, or as a plain function in its threads."""
    app = FastAPI()

    @app.get("/healthz")
    async def healthz() -> dict:
        return {"status": "ok"}

    def answer(body: Body) -> dict:
        execution = program.run(body.source)
        return graph.build(execution.output, values=execution.values).to_dict()

    if blocking:

        @app.post("/api/v1/graphs")
        async def on_the_event_loop(body: Body) -> dict:
            return answer(body)

    else:
        app.post("/api/v1/graphs")(answer)
    return app


APPS: dict[str, Callable] = {
    "bare": lambda: bare,
    "chainrule": lambda: create_app(Settings(database="memory:", log=False)),
    "naive, async": lambda: naive(blocking=True),
    "naive, threads": lambda: naive(blocking=False),
}


def serve(name: str, port: int, pipe) -> None:
    """The server's process: answers requests, and tells its processor time when asked."""

    def tell() -> None:
        while pipe.recv():
            pipe.send(time.process_time())

    threading.Thread(target=tell, daemon=True).start()
    uvicorn.run(
        APPS[name](), port=port, log_level="critical", access_log=False, timeout_keep_alive=600
    )


@contextmanager
def server(name: str):
    """A running server: its port, and a function that gives its processor time."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(name, port, theirs), daemon=True)
    process.start()

    def clock() -> float:
        ours.send(True)
        return ours.recv()

    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            time.sleep(0.05)
    try:
        yield port, clock
    finally:
        process.terminate()
        process.join()


class Connection:
    """A client's connection that costs little itself."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.buffer = b""

    def get(self, path: str) -> bytes:
        return self.exchange(f"GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n".encode())

    def post(self, body: bytes) -> bytes:
        head = (
            "POST /api/v1/graphs HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
            f"content-length: {len(body)}\r\n\r\n"
        )
        return self.exchange(head.encode() + body)

    def exchange(self, request: bytes) -> bytes:
        self.socket.sendall(request)
        while b"\r\n\r\n" not in self.buffer:
            self.buffer += self._receive()
        head, _, rest = self.buffer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head[:60]
        size = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        while len(rest) < size:
            rest += self._receive()
        self.buffer = rest[size:]
        return rest[:size]

    def _receive(self) -> bytes:
        data = self.socket.recv(1 << 18)
        assert data, "the server closed the connection"
        return data


def body(seed: int) -> bytes:
    return json.dumps({"source": source(seed)}).encode()


def per_request(clock: Callable[[], float], request: Callable[[int], object], seed: int) -> float:
    """Milliseconds of the server's processor time for one of many requests."""
    before = clock()
    for k in range(REQUESTS):
        request(seed + k)
    return (clock() - before) * 1000 / REQUESTS


def in_process(seed: int) -> float:
    """Milliseconds of processor time for the same work without a server."""
    before = time.process_time()
    for k in range(REQUESTS):
        work(source(seed + k))
    return (time.process_time() - before) * 1000 / REQUESTS


def costs() -> dict[str, float]:
    """Medians over interleaved rounds, in milliseconds."""
    found: dict[str, list[float]] = {}
    with (
        server("chainrule") as (port, clock),
        server("bare") as (bare_port, bare_clock),
        server("naive, threads") as (naive_port, naive_clock),
    ):
        own, least, other = Connection(port), Connection(bare_port), Connection(naive_port)
        for round_ in range(ROUNDS):
            seed = (round_ + 1) * 10_000
            for name, value in (
                ("in process", in_process(seed)),
                ("computed", per_request(clock, lambda k: own.post(body(k)), seed)),
                ("cached", per_request(clock, lambda _: own.post(body(0)), seed)),
                ("naive", per_request(naive_clock, lambda k: other.post(body(k)), seed)),
                ("bare", per_request(bare_clock, lambda _: least.get("/"), seed)),
            ):
                found.setdefault(name, []).append(value)
    return {name: statistics.median(values[1:]) for name, values in found.items()}


def chain(values: int) -> str:
    """A program of about so many values, all of which change with its one leaf."""
    lines = ["w = 0.5", "h = w"]
    lines += [f"h = h + {0.1 + k % 5 / 100:.2f} * tanh(h)" for k in range((values - 2) // 4)]
    return "\n".join([*lines, "loss = h ** 2"])


def moves() -> None:
    """What a move of a slider costs in a worker: the whole graph, and its numbers alone."""
    print("\na move of a slider: processor time of the worker\n")
    print(f"{'values':>8}{'whole':>12}{'KiB':>8}{'numbers':>12}{'KiB':>8}{'ratio':>9}")
    desk = Desk.of(Settings(database="memory:"))
    for values in MOVED_VALUES:
        text = chain(values)
        known = json.loads(graphs.graph(desk, json.dumps({"source": text}).encode(), JSON))
        found = []
        for more in ({}, {"structure": known["structure"], "numbers": True}):
            times = []
            for k in range(ROUNDS + 2):
                move = {"source": text, "leaves": {"w": 0.6 + k / 1000}, **more}
                request = json.dumps(move).encode()
                before = time.process_time()
                answer = graphs.graph(desk, request, JSON)
                times.append((time.process_time() - before) * 1000)
            found.append((statistics.median(times[2:]), len(answer) / 1024))
        (whole, size), (alone, short) = found
        print(
            f"{len(known['nodes']):8}{whole:9.1f} ms{size:8.0f}{alone:9.2f} ms{short:8.1f}"
            f"{whole / alone:7.0f} ×"
        )


def hammer(port: int, number: int, until: float, counts: list[int]) -> None:
    """One of many clients that compute without a pause."""
    connection = Connection(port)
    while time.monotonic() < until:
        connection.post(body(number * 1_000_000 + counts[number]))
        counts[number] += 1


def saturate(port: int, seconds: float, pipe) -> None:
    """The load, in a process of its own: tells how many requests were computed per second."""
    pipe.send("ready")
    counts = [0] * CONNECTIONS
    until = time.monotonic() + seconds
    clients = [
        threading.Thread(target=hammer, args=(port, number, until, counts))
        for number in range(CONNECTIONS)
    ]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    pipe.send(sum(counts) / seconds)


def waiting(name: str) -> tuple[float, float, float]:
    """Median and 95th percentile of a cheap request's wait in ms, and requests per second."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    with server(name) as (port, _):
        arguments = (port, SATURATION_SECONDS + 1.5, theirs)
        load = context.Process(target=saturate, args=arguments)
        load.start()
        ours.recv()
        time.sleep(1.0)
        cheap = Connection(port)
        waits = []
        until = time.monotonic() + SATURATION_SECONDS
        while time.monotonic() < until:
            begin = time.perf_counter()
            cheap.get("/healthz")
            waits.append((time.perf_counter() - begin) * 1000)
            time.sleep(0.01)
        rate = ours.recv()
        load.join()
    return statistics.median(waits), statistics.quantiles(waits, n=20)[-1], rate


def main() -> None:
    ms = costs()
    target = 1.5 * ms["in process"] + 0.4
    print("POST /graphs, 30 values: processor time of the server\n")
    print(f"{'':28}{'ms':>8}{'per second':>12}{'ratio':>9}  target")
    rows = [
        ("the work in process", ms["in process"], "", ""),
        (
            "POST /graphs",
            ms["computed"],
            f"{ms['computed'] / ms['in process']:.2f} ×",
            f"at most 1.5 × + 0.4 ms = {target:.2f} ms",
        ),
        ("FastAPI, plain function", ms["naive"], f"{ms['naive'] / ms['in process']:.2f} ×", ""),
        ("bare ASGI answer", ms["bare"], "", ""),
        (
            "POST /graphs, computed",
            ms["computed"],
            f"{ms['computed'] / ms['bare']:.1f} ×",
            "of a bare answer",
        ),
        (
            "POST /graphs, cached",
            ms["cached"],
            f"{ms['cached'] / ms['bare']:.1f} ×",
            "at most 6 × a bare answer",
        ),
    ]
    for name, value, ratio, goal in rows:
        print(f"{name:28}{value:8.3f}{1000 / value:12.0f}{ratio:>9}  {goal}")
    print(f"\nGET /healthz while {CONNECTIONS} connections compute: how long it waits\n")
    print(f"{'':28}{'median':>9}{'p95':>9}{'computed/s':>12}  target")
    for name in ("chainrule", "naive, async", "naive, threads"):
        median, p95, rate = waiting(name)
        goal = "p95 at most 15 ms" if name == "chainrule" else ""
        print(f"{name:28}{median:6.1f} ms{p95:6.1f} ms{rate:12.0f}  {goal}")
    moves()


if __name__ == "__main__":
    sys.exit(main())
