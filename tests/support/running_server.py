"""A Chainrule server in a process of its own, for tests that talk to it as people do."""

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    """Waits until something is true."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never became true"
        time.sleep(0.02)


class Server:
    """A server on a free port whose database and log are in a folder; it can be started again."""

    def __init__(self, folder: Path, **environment: object) -> None:
        """Gives the server settings of its own: ``workers=1`` is ``CHAINRULE_WORKERS=1``."""
        self.environment = {f"CHAINRULE_{n.upper()}": str(v) for n, v in environment.items()}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        self.log = folder / "server.log"

    def start(self) -> None:
        environment = {
            **os.environ,
            "CHAINRULE_DATABASE": str(self.folder / "sessions.sqlite"),
            # All tests together are one client, on a machine that may have much else to do.
            "CHAINRULE_SESSIONS_PER_CLIENT": "10000",
            "CHAINRULE_CONNECTIONS_PER_CLIENT": "1000",
            "CHAINRULE_WAIT_SECONDS": "60",
            **self.environment,
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "chainrule", "serve", "--port", str(self.port)],
                cwd=self.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + 180
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=5):  # noqa: S310
                    return
            except OSError:  # refused, reset, or no answer in time
                time.sleep(0.1)
        self.stop()
        raise RuntimeError(f"the server did not start:\n{self.log.read_text(encoding='utf-8')}")

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(timeout=20)

    @property
    def nursery(self) -> int:
        """The process that forks the workers."""
        (nursery,) = children(self.process.pid)
        return nursery

    @property
    def workers(self) -> list[int]:
        """The processes that compute."""
        return children(self.nursery)

    def ask(
        self, method: str, path: str, body: object = None, source: str = "127.0.0.1", **headers: str
    ) -> tuple[int, bytes]:
        """The status and the content of an answer, asked for from an address of this machine."""
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=120, source_address=(source, 0)
        )
        if body is not None:
            headers = {"content-type": "application/json", **headers}
        with contextlib.closing(connection):
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            return answer.status, answer.read()

    def run(self, source: str, address: str = "127.0.0.1") -> tuple[int, dict]:
        """The status and the document that a program is answered with."""
        status, content = self.ask("POST", "/api/v1/graphs", {"source": source}, address)
        return status, json.loads(content)

    def measure(self, name: str) -> float:
        """What ``/metrics`` says."""
        _, content = self.ask("GET", "/metrics")
        (line,) = (s for s in content.decode().splitlines() if s.startswith(f"chainrule_{name} "))
        return float(line.rpartition(" ")[2])


def children(parent: int) -> list[int]:
    """The processes that a process has started, and that are still there."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, its_parent, *_ = stat.read_text().rpartition(")")[2].split()
            if int(its_parent) == parent and state != "Z":
                found.append(int(stat.parent.name))
    return sorted(found)
