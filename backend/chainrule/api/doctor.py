"""What could keep a server from working here, tried one after the other.

Nothing is changed: a database that is not there yet is not made, and what is started ends again.
"""

from __future__ import annotations

import asyncio
import json
import os
import platform
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from chainrule import __version__
from chainrule.api.desk import Desk
from chainrule.api.negotiation import JSON
from chainrule.api.problems import Problem
from chainrule.api.server import check_port
from chainrule.api.settings import Settings, SettingsError
from chainrule.api.task import Fault, Task
from chainrule.api.tasks import graphs
from chainrule.api.workers import Nursery, ProcessSeat
from chainrule.api.workers.worker import Bounds
from chainrule.engine import ChainruleError
from chainrule.graph.render import INSTALL_HINT

PACKAGES = ("numpy", "pandas", "fastapi", "uvicorn", "pydantic")
LITTLE_ROOM = 200 * 2**20
"""Bytes on the disk of the database below which there is a warning."""
PATIENCE_SECONDS = 2.0
TRIAL = b'{"source": "w = 3.0\\nloss = w ** 2"}'


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look has shown.

    Attributes:
        of: what was looked at.
        state: ``good``; ``note``, where something works only in part; ``bad``.
        words: what there is, or what is wrong and what to do.
    """

    of: str
    state: Literal["good", "note", "bad"]
    words: str


def examine(nursery: Nursery, settings: Settings) -> Iterator[Finding]:
    """Looks at everything that a server with these settings needs."""
    yield _versions()
    try:
        desk = Desk.of(settings)
    except SettingsError as error:
        yield Finding("limits", "bad", str(error))
        return
    looks: tuple[Callable[[], Finding], ...] = (
        lambda: _page(settings),
        _graphviz,
        lambda: _database(desk),
        lambda: _port(settings),
        lambda: _worker(nursery, desk),
    )
    for look in looks:
        yield look()


def _versions() -> Finding:
    found = [f"Chainrule {__version__}", f"Python {platform.python_version()}"]
    for package in PACKAGES:
        with suppress(PackageNotFoundError):
            found.append(f"{package} {version(package)}")
    return Finding("versions", "good", ", ".join(found))


def _page(settings: Settings) -> Finding:
    if (Path(settings.page) / "index.html").is_file():
        return Finding("page", "good", settings.page)
    words = f"{settings.page} has no index.html; 'make page' builds it. REST works without"
    return Finding("page", "note", words)


def _graphviz() -> Finding:
    program = shutil.which("dot")
    if program:
        return Finding("Graphviz", "good", program)
    words = f"no program 'dot', so REST draws no SVG and PNG: {INSTALL_HINT}, nor does the page"
    return Finding("Graphviz", "note", words)


def _database(desk: Desk) -> Finding:
    """The store answers and takes more, or could be made."""
    where = desk.settings.database
    shared = "://" in where
    if not shared and where != "memory:":
        path = Path(where).absolute()
        if not path.exists():
            usable = path.parent.is_dir() and os.access(path.parent, os.W_OK)
            words = f"{path} can be made" if usable else f"{path.parent} cannot be written to"
            return Finding("database", "good" if usable else "bad", words)
    try:
        with closing(replace(desk)) as trial:
            trial.sessions.store.check()
    except ChainruleError as error:
        return Finding("database", "bad", str(error))
    if shared or where == "memory:":
        return Finding("database", "good", "it answers and can be written to")
    free = shutil.disk_usage(path.parent).free
    words = f"{path} can be written to, {free // 2**20:,} MiB are free"
    return Finding("database", "good" if free > LITTLE_ROOM else "note", words)


def _port(settings: Settings) -> Finding:
    where = f"{settings.host}, port {settings.port}"
    try:
        check_port(settings.host, settings.port)
    except SystemExit as error:
        running = _who_answers(settings.host, settings.port)
        if running:
            return Finding("port", "note", f"Chainrule {running} runs on {where} already")
        return Finding("port", "bad", str(error).removeprefix("error: "))
    return Finding("port", "good", f"{where} is free")


def _who_answers(host: str, port: int) -> str | None:
    """The version of the Chainrule that answers there."""
    name = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104
    address = f"http://{f'[{name}]' if ':' in name else name}:{port}/healthz"
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE_SECONDS) as answer:
            told = json.load(answer)
    except (TimeoutError, OSError, ValueError, urllib.error.URLError):
        return None
    return str(told["version"]) if isinstance(told, dict) and "version" in told else None


def _worker(nursery: Nursery, desk: Desk) -> Finding:
    """A worker process computes a small graph within its limits."""
    settings = desk.settings
    bounds = Bounds(settings.worker_mebibytes, settings.work_seconds)
    seat = ProcessSeat(nursery, desk, bounds, settings.work_seconds, settings.worker_tasks)
    try:
        reply = asyncio.run(seat.run(Task(graphs.graph, (TRIAL, JSON))))
        answer, _ = reply.outcome()
        value = json.loads(answer.content)["nodes"][-1]["value"]["data"]
    except (Problem, Fault, OSError) as error:
        words = (
            f"a worker process could not compute w ** 2: {error}. CHAINRULE_WORKER_MEBIBYTES is "
            f"{settings.worker_mebibytes:,}"
        )
        return Finding("workers", "bad", words)
    finally:
        seat.close()
    return Finding(
        "workers",
        "good" if value == 9.0 else "bad",
        f"one computed 3 ** 2 = {value:g} in {reply.milliseconds:.0f} ms; "
        f"{settings.effective_workers} will",
    )
