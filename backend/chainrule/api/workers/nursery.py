"""The nursery: a clean copy of the server that forks workers, each in a millisecond or so.

It is forked before the server has threads, connections or an event loop, with everything loaded.
It knows no state but its socket: a byte with the end of a socket pair makes a worker that holds
this end. When the server goes, so does the nursery.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
import traceback
import warnings
from collections.abc import Callable
from typing import NoReturn

from chainrule.api.workers.worker import work

STANDARD_STREAMS = 3
BUFFER_BYTES = 2**20
"""Between the server and a worker: most answers go in one piece, without waiting for each other."""


class Nursery:
    """The server's hold on the nursery; one that died is replaced when it is needed."""

    def __init__(self) -> None:
        self._control = _fork()

    def bear(self) -> socket.socket:
        """One end of a socket pair whose other end a new worker will hold."""
        for _ in range(2):
            ours, theirs = socket.socketpair()
            for end in (ours, theirs):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER_BYTES)
            with theirs:
                try:
                    socket.send_fds(self._control, [b"+"], [theirs.fileno()])
                except OSError:
                    ours.close()
                    self.close()
                    self._control = _fork()
                else:
                    return ours
        raise OSError("no worker can be made")

    def close(self) -> None:
        """Lets the nursery end."""
        self._control.close()


def _fork() -> socket.socket:
    """The server's end of the socket to a new nursery."""
    ours, theirs = socket.socketpair()
    sys.stdout.flush()
    sys.stderr.flush()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the child uses no thread's state
        child = os.fork()
    if not child:
        _in_child(tend, theirs)
    theirs.close()
    return ours


def tend(control: socket.socket) -> None:
    """Forks a worker for every socket that arrives, until the server has gone."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for workers: the system may
    gc.collect()
    gc.freeze()  # what is here already is never looked at again, so that workers share its memory
    while True:
        _, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not descriptors:
            return
        with socket.socket(fileno=descriptors[0]) as connection:
            try:
                child = os.fork()
            except OSError:  # too many processes: the server sees its end closed
                continue
            if not child:
                _in_child(work, connection)


def _in_child(live: Callable[[socket.socket], None], connection: socket.socket) -> NoReturn:
    """Lives another life with nothing of the parent's but this connection."""
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        own = connection.fileno()
        os.closerange(STANDARD_STREAMS, own)
        os.closerange(own + 1, os.sysconf("SC_OPEN_MAX"))
        live(connection)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)
