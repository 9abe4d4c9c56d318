"""Schemathesis sends whatever the OpenAPI description allows, and much that it does not.

Every check is on: no 5xx, nothing undocumented, answers as described, what is wrong is refused.
"""

import os
import subprocess
import sys
from pathlib import Path

EXAMPLES = {"nightly": 300}.get(os.environ.get("HYPOTHESIS_PROFILE", ""), 4)


def test_the_server_does_as_it_describes(own_server, tmp_path):
    command = [
        Path(sys.executable).with_name("schemathesis"),
        *("--config-file", Path(__file__).with_name("schemathesis.toml")),
        *("run", f"{own_server.url}/openapi.json"),
        *("--checks", "all", "--max-examples", str(EXAMPLES), "--seed", "1"),
        *("--suppress-health-check", "all", "--request-timeout", "20", "--no-color"),
    ]

    done = subprocess.run(
        command, cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, "\n".join(line[:500] for line in done.stdout.splitlines()[-200:])
    log = own_server.log.read_text(encoding="utf-8")
    assert '"status": 5' not in log.replace('"status": 503', "").replace('"status": 501', "")
