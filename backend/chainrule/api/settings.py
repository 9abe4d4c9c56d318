"""Settings: everything about the server that somebody may want to change, each declared once.

In comes the environment (``CHAINRULE_WORKERS=4``); out goes one frozen ``Settings``. The limits of
the language have a declaration of their own, in ``chainrule.program``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_type_hints

from chainrule.program import Limits
from chainrule.training import TrainingLimits
from chainrule.training.limits import PREFIX as TRAINING_PREFIX

PREFIX = "CHAINRULE_"
LARGEST = 10**15
SHORTEST = 0.001
"""Seconds: a time limit of nothing would refuse everything."""
NOT_SETTINGS = frozenset({"CHAINRULE_SERVER", "CHAINRULE_BROWSER", "CHAINRULE_TEST_KILLS"})
"""Names that the tools of development read."""
BUILT_PAGE = str(Path(__file__).parent.parent / "page")


class SettingsError(ValueError):
    """A setting in the environment cannot be understood."""


LEVELS = (
    {"info": "info", "warning": "warning", "error": "error", "off": "off"}
    | dict.fromkeys(("1", "true", "yes"), "info")
    | dict.fromkeys(("0", "false", "no"), "error")
)
"""What the log may begin with, and what else is understood as such."""


def setting(
    default: Any,
    doc: str,
    low: float = 0,
    high: float = LARGEST,
    choices: Mapping[str, str] | None = None,
) -> Any:
    """A field of ``Settings``.

    Args:
        default: what holds where nothing is set.
        doc: the sentence that documents it.
        low: the least that a number may be.
        high: the most.
        choices: the texts that are understood, with what they mean.
    """
    return field(
        default=default, metadata={"doc": doc, "low": low, "high": high, "choices": choices}
    )


@dataclass(frozen=True)
class Settings:
    """How one server runs."""

    host: str = setting("127.0.0.1", "address to listen on; the default answers this machine only")
    port: int = setting(8000, "port to listen on", 1, 65_535)
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
    path: str = setting(
        "", "path below which a proxy shows this server, such as /chainrule; passed on or cut off"
    )
    trusted_proxies: str = setting(
        "",
        "addresses or networks, separated by commas, whose X-Forwarded-For says who the client is; "
        "* means any",
    )
    connections: int = setting(1000, "connections at the same time; idle ones make room for new", 1)
    connections_per_client: int = setting(
        200, "connections of one client at the same time; a trusted proxy's are not counted", 1
    )
    head_seconds: float = setting(
        10.0, "time within which the address and headers of a request have to arrive", SHORTEST
    )
    workers: int = setting(
        0, "processes that compute at the same time; 0 means one per processor core", 0, 1_000
    )
    worker_mebibytes: int = setting(
        1024, "address space of a worker process in MiB; 0 means no limit"
    )
    worker_tasks: int = setting(2000, "computations after which a worker process is replaced", 1)
    work_seconds: float = setting(
        20.0, "one computation may take this long, then it is stopped", SHORTEST
    )
    queue: int = setting(64, "computations that may wait; more are answered 503 with Retry-After")
    wait_seconds: float = setting(3.0, "a computation that waits longer is answered 503", SHORTEST)
    body_bytes: int = setting(1_000_000, "largest request body, except for an uploaded CSV file", 1)
    body_seconds: float = setting(10.0, "time within which a request body has to arrive", SHORTEST)
    answer_bytes: int = setting(2_000_000, "largest answer with a graph; arrays may be larger", 1)
    cache_bytes: int = setting(32_000_000, "memory for answers that are kept for the next request")
    work_rate: int = setting(
        -1,
        "work units (milliseconds of computing) a client may use per second; 0 means no limit, "
        "-1 means no limit on a loopback address and 1000, one core, elsewhere",
        -1,
    )
    work_burst: int = setting(60_000, "work units that a client may use at once after a rest", 1)
    sessions_per_client: int = setting(50, "training sessions that one client may keep")
    streams_per_client: int = setting(8, "event streams that one client may hold open")
    advance_seconds: float = setting(
        2.0, "one request trains at most this long, then answers", SHORTEST
    )
    cors_origins: str = setting("", "other origins whose pages may call, separated by commas")
    render_seconds: float = setting(8.0, "Graphviz may take this long for one drawing", SHORTEST)
    page: str = setting(BUILT_PAGE, "directory of the built page")
    log: str = setting(
        "info",
        "lines of JSON on standard error: info writes one per request, warning those that were "
        "put off (429, 503), error those that failed (5xx); off writes none",
        choices=LEVELS,
    )

    @property
    def root(self) -> str:
        """What the paths of all addresses begin with: nothing, or ``/chainrule``.

        Raises:
            SettingsError: it is no path of plain names.
        """
        path = "/" + self.path.strip("/") if self.path.strip("/") else ""
        if not re.fullmatch(r"(/[A-Za-z0-9._~-]+)*", path) or "/." in path:
            raise SettingsError(f"CHAINRULE_PATH must be like /chainrule, not {self.path!r}")
        return path

    @property
    def effective_work_rate(self) -> int:
        """Work units per second and client, with ``-1`` resolved; 0 means no limit."""
        if self.work_rate >= 0:
            return self.work_rate
        return 0 if self.host in LOOPBACK else 1000

    @property
    def effective_workers(self) -> int:
        """Computations at the same time, with ``0`` resolved."""
        if hasattr(os, "sched_getaffinity"):  # the cores that this process may use
            return self.workers or len(os.sched_getaffinity(0))
        return self.workers or os.cpu_count() or 1

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Reads ``CHAINRULE_*``; what is not set keeps its default.

        Raises:
            SettingsError: a value cannot be read or is out of its range, or a name is unknown; the
                message names the variable.
        """
        given = os.environ if environment is None else environment
        own = {PREFIX + f.name.upper(): f for f in fields(cls)}
        limits = {PREFIX + f.name.upper() for f in fields(Limits)}
        training = {TRAINING_PREFIX + f.name.upper() for f in fields(TrainingLimits)}
        known = own.keys() | limits | training | NOT_SETTINGS
        for name in sorted(given.keys() - known):
            if name.startswith(PREFIX):
                close = get_close_matches(name, known, 1)
                hint = f": did you mean {close[0]}?" if close else "; /docs#settings lists all"
                raise SettingsError(f"there is no setting {name}{hint}")
        types = get_type_hints(cls)
        settings = cls(
            **{
                f.name: _read(f, given[name], types[f.name])
                for name, f in own.items()
                if name in given
            }
        )
        _ = settings.root  # which is no path, perhaps
        return settings


LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def _read(field: Field[Any], text: str, kind: type) -> Any:
    name = PREFIX + field.name.upper()
    choices: Mapping[str, str] | None = field.metadata["choices"]
    if choices is not None:
        if text.lower() not in choices:
            words = ", ".join(dict.fromkeys(choices.values()))
            raise SettingsError(f"{name} must be one of {words}, not {text!r}")
        return choices[text.lower()]
    if kind is str:
        return text
    low, high = field.metadata["low"], field.metadata["high"]
    try:
        number = kind(text)
    except ValueError:
        number = None
    if number is None or not low <= number <= high:  # which NaN is not, either
        article = {int: "a whole number", float: "a number"}[kind]
        bounds = f"at least {low:g}" if high == LARGEST else f"from {low:g} to {high:g}"
        raise SettingsError(f"{name} must be {article}, {bounds}, not {text!r}")
    return number
