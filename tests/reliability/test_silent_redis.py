"""A Redis server that hangs: what needs it is told so, the rest goes on, and nothing is lost."""

import json
import os
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from running_redis import running_redis
from running_server import Server

pytest.importorskip("redis")


def test_a_hanging_redis_holds_up_nobody_else(tmp_path):
    with running_redis(tmp_path) as (process, address):
        server = Server(tmp_path, database=address, workers=2)
        server.start()
        try:
            hold_up(server, process)
        finally:
            os.kill(process.pid, signal.SIGCONT)
            server.stop()


def hold_up(server: Server, process: subprocess.Popen) -> None:
    """Stops Redis in the middle of some training, and lets it go on."""
    _, content = server.ask("POST", "/api/v1/sessions", {"preset": "synthetic-linear"})
    path = f"/api/v1/sessions/{json.loads(content)['id']}"
    _, content = server.ask("POST", f"{path}/advance", {"to": 50})
    acknowledged = json.loads(content)["head"]

    os.kill(process.pid, signal.SIGSTOP)
    with ThreadPoolExecutor(3) as clients:
        advances = [
            clients.submit(server.ask, "POST", f"{path}/advance", {"to": goal})
            for goal in (60, 70, 80)
        ]
        assert server.run("w = 1.5\nloss = w * w", "127.0.0.2")[0] == 200
        statuses = {job.result()[0] for job in advances}
    assert statuses == {503}
    for asked in (("GET", path), ("POST", f"{path}/advance", {"to": 60}), ("GET", "/readyz")):
        status, content = server.ask(*asked)
        assert (status, json.loads(content)["code"]) == (503, "store_unreachable")
    assert server.run("w = 2.5\nloss = w * w")[0] == 200
    assert server.measure("pool_running") == 0, "nothing waits for the store"

    os.kill(process.pid, signal.SIGCONT)
    deadline = time.monotonic() + 60
    while server.ask("GET", path)[0] != 200:
        assert time.monotonic() < deadline, "the server never asked the store again"
        time.sleep(0.2)
    status, content = server.ask("POST", f"{path}/advance", {"to": 60})
    assert status == 200
    assert json.loads(content)["head"] >= max(acknowledged, 60)
