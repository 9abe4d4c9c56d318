"""What hatchling does before it packs Chainrule: no package goes without its page.

A fresh clone has no built page. Where Node.js is there, it is built now; where it is not, the build
stops and says what to do. An editable installation reads the page from the tree, whenever it comes.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PAGE = Path("backend", "chainrule", "page", "index.html")
ADVICE = "run `make page` first, which brings its own Node.js, then try again"


class PageBuildHook(BuildHookInterface):
    """Sees to it that the page is there."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Builds the page if it is missing.

        Raises:
            SystemExit: it cannot be built; the message says why and what to do.
        """
        frontend = Path(self.root, "frontend")
        if version == "editable" or Path(self.root, PAGE).exists():
            return
        npm, node = shutil.which("npm"), shutil.which("node")
        if not (npm and node):
            stop("there is no Node.js to build it")
        wanted = json.loads((frontend / "package.json").read_text(encoding="utf-8"))
        oldest = numbers(wanted["engines"]["node"])
        found = subprocess.run([node, "--version"], capture_output=True, text=True).stdout.strip()
        if numbers(found) < oldest:
            stop(f"Node.js {found} is too old: it takes {'.'.join(map(str, oldest))}")
        if not (frontend / "node_modules").exists():
            run(frontend, npm, "ci")
        run(frontend, npm, "run", "build")
        if not Path(self.root, PAGE).exists():
            stop("building it gave no index.html")


def numbers(version: str) -> tuple[int, ...]:
    """The numbers in a version such as ``v24.1.0`` or ``>=22.12``."""
    return tuple(map(int, re.findall(r"\d+", version)))


def run(folder: Path, *command: str) -> None:
    """Runs a command; its words are shown where pip shows the build's."""
    quiet = {**os.environ, "npm_config_loglevel": "error"}
    if subprocess.run(command, cwd=folder, env=quiet).returncode:
        stop(f"`npm {' '.join(command[1:])}` failed")


def stop(reason: str) -> None:
    """Ends the build."""
    raise SystemExit(f"Chainrule's page is not built, and {reason}: {ADVICE}.")
