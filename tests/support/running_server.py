"""A Chainrule server in a process of its own, for tests that talk to it as people do."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path


class Server:
    """A server on a free port whose database and log are in a folder; it can be started again."""

    def __init__(self, folder: Path) -> None:
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
            "CHAINRULE_SESSIONS_PER_CLIENT": "10000",  # all tests together are one client
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
        for _ in range(300):
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
