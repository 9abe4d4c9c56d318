"""nginx before several servers, with the project's own configuration."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

CONFIGURATION = Path(__file__).parents[2] / "backend/deploy/nginx.conf"


def configured(folder: Path, port: int, ports: Sequence[int]) -> str:
    """The configuration with addresses and a folder of this machine instead of the containers'."""
    text = CONFIGURATION.read_text(encoding="utf-8")
    for pattern, instead in (
        (r"^ *resolver .*\n", ""),
        (
            r"^( *server) replica:8000 resolve(.*)$",
            "\n".join(rf"\1 127.0.0.1:{replica}\2" for replica in ports),
        ),
        (r"listen 8080;", f"listen 127.0.0.1:{port};"),
        (r"/tmp/", f"{folder}/"),  # noqa: S108 - as the configuration says
    ):
        text, count = re.subn(pattern, instead, text, flags=re.MULTILINE)
        assert count, f"nginx.conf has no {pattern} any more"
    return text


@contextmanager
def running_nginx(folder: Path, ports: Sequence[int]) -> Iterator[str]:
    """nginx on a free port before the servers on these ports: its address."""
    if shutil.which("nginx") is None:
        pytest.skip("nginx is not installed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    file = folder / "nginx.conf"
    file.write_text(configured(folder, port, ports), encoding="utf-8")
    # Started by root, its workers would be nobody, who may not write into a test's folder.
    more = "daemon off;" + " user root;" * (os.geteuid() == 0)
    with (folder / "nginx.log").open("ab") as log:
        nginx = subprocess.Popen(
            ["nginx", "-p", str(folder), "-c", str(file), "-g", more], stdout=log, stderr=log
        )
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=0.1).close()
            break
        except OSError:
            time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    nginx.terminate()
    nginx.wait(timeout=10)
