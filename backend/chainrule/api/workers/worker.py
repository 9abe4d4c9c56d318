"""A worker: a process that computes tasks until the server closes its end of the socket pair."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import socket
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from chainrule.api.desk import Desk
from chainrule.api.task import perform
from chainrule.api.workers.wire import BEGUN, read_pickled, reply_frame

MEBIBYTE = 2**20


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the system allows a worker."""

    mebibytes: int
    """Of address space; 0 means no limit."""
    seconds: float
    """Of processor time for one task: it ends a worker even if the server is no more."""


def work(connection: socket.socket) -> None:
    """Computes what comes, one task after the other; returns when the server has gone."""
    os.setsid()  # a terminal's Ctrl-C is for the server, and what a worker starts dies with it
    for name, handler in {"SIGINT": signal.SIG_IGN, "SIGTERM": signal.SIG_DFL,
                          "SIGCHLD": signal.SIG_DFL}.items():  # fmt: skip
        signal.signal(getattr(signal, name), handler)
    one_thread()
    try:
        desk, bounds = read_pickled(connection)
        if bounds.mebibytes:
            _bound(resource.RLIMIT_AS, bounds.mebibytes * MEBIBYTE)
        connection.sendall(str(os.getpid()).encode() + b"\n")
        serve(connection, desk, bounds)
    except (EOFError, OSError):  # the server has gone
        return


def serve(connection: socket.socket, desk: Desk, bounds: Bounds) -> None:
    """Tasks in, replies out."""
    while True:
        task = read_pickled(connection)
        _bound(resource.RLIMIT_CPU, int(time.process_time() + bounds.seconds) + 2)
        connection.sendall(BEGUN)
        connection.sendall(reply_frame(perform(task, desk)))


def one_thread() -> None:
    """Lets NumPy's linear algebra use one processor only: there is a worker for each."""
    for library in (Path(np.__file__).parents[1] / "numpy.libs").glob("*openblas*"):
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(str(library)).scipy_openblas_set_num_threads64_(1)


def _bound(kind: int, most: int) -> None:
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    with contextlib.suppress(ValueError, OSError):  # not every system knows every limit
        resource.setrlimit(kind, (most, hard))
