"""Settings: everything about the server that somebody may want to change, each declared once.

In comes the environment (``CHAINRULE_WORKERS=4``); out goes one frozen ``Settings``. The limits of
the language have a declaration of their own, in ``chainrule.program``.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, get_type_hints

PREFIX = "CHAINRULE_"
BUILT_PAGE = str(Path(__file__).parent.parent / "page")


class SettingsError(ValueError):
    """A setting in the environment cannot be understood."""


def setting(default: Any, doc: str) -> Any:
    """A field of ``Settings`` with the sentence that documents it."""
    return field(default=default, metadata={"doc": doc})


@dataclass(frozen=True)
class Settings:
    """How one server runs."""

    host: str = setting("127.0.0.1", "address to listen on; the default answers this machine only")
    port: int = setting(8000, "port to listen on")
    database: str = setting(
        "chainrule.sqlite3",
        "where training sessions live: a file for SQLite, or redis://host:port/0 to share them "
        "between servers",
    )
    hosts: str = setting(
        "",
        "names that the server goes by, separated by commas, beside localhost and the address that "
        "it listens on; * means any",
    )
    trusted_proxies: str = setting(
        "",
        "addresses or networks, separated by commas, whose X-Forwarded-For says who the client is; "
        "* means any",
    )
    connections: int = setting(1000, "connections at the same time; idle ones make room for new")
    connections_per_client: int = setting(
        200, "connections of one client at the same time; a trusted proxy's are not counted"
    )
    head_seconds: float = setting(
        10.0, "time within which the address and headers of a request have to arrive"
    )
    workers: int = setting(
        0, "processes that compute at the same time; 0 means one per processor core"
    )
    worker_mebibytes: int = setting(
        1024, "address space of a worker process, after which a computation is out of memory"
    )
    worker_tasks: int = setting(2000, "computations after which a worker process is replaced")
    work_seconds: float = setting(20.0, "one computation may take this long, then it is stopped")
    queue: int = setting(64, "computations that may wait; more are answered 503 with Retry-After")
    wait_seconds: float = setting(3.0, "a computation that waits longer is answered 503")
    body_bytes: int = setting(1_000_000, "largest request body, except for an uploaded CSV file")
    body_seconds: float = setting(10.0, "time within which a request body has to arrive")
    answer_bytes: int = setting(2_000_000, "largest answer with a graph; arrays may be larger")
    cache_bytes: int = setting(32_000_000, "memory for answers that are kept for the next request")
    work_rate: int = setting(
        -1,
        "work units (milliseconds of computing) a client may use per second; 0 means no limit, "
        "-1 means no limit on a loopback address and 1000, one core, elsewhere",
    )
    work_burst: int = setting(60_000, "work units that a client may use at once after a rest")
    sessions_per_client: int = setting(50, "training sessions that one client may keep")
    streams_per_client: int = setting(8, "event streams that one client may hold open")
    advance_seconds: float = setting(2.0, "one request trains at most this long, then answers")
    cors_origins: str = setting("", "other origins whose pages may call, separated by commas")
    render_seconds: float = setting(8.0, "Graphviz may take this long for one drawing")
    page: str = setting(BUILT_PAGE, "directory of the built page")
    log: bool = setting(True, "write one line of JSON per request to standard error")

    @property
    def effective_work_rate(self) -> int:
        """Work units per second and client, with ``-1`` resolved; 0 means no limit."""
        if self.work_rate >= 0:
            return self.work_rate
        return 0 if self.host in LOOPBACK else 1000

    @property
    def effective_workers(self) -> int:
        """Computations at the same time, with ``0`` resolved."""
        return self.workers or len(os.sched_getaffinity(0))

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Reads ``CHAINRULE_*``; what is not set keeps its default.

        Raises:
            SettingsError: a value cannot be read; the message names the variable.
        """
        given = os.environ if environment is None else environment
        types = get_type_hints(cls)
        values = {
            f.name: _read(PREFIX + f.name.upper(), given[PREFIX + f.name.upper()], types[f.name])
            for f in fields(cls)
            if PREFIX + f.name.upper() in given
        }
        return cls(**values)


LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def _read(name: str, text: str, kind: type) -> Any:
    if kind is bool:
        if text.lower() not in {"0", "1", "false", "true", "no", "yes"}:
            raise SettingsError(f"{name} must be 0 or 1, not {text!r}")
        return text.lower() in {"1", "true", "yes"}
    try:
        return kind(text)
    except ValueError:
        article = {int: "a whole number", float: "a number"}[kind]
        raise SettingsError(f"{name} must be {article}, not {text!r}") from None
