"""A seat: where one task at a time is computed, in a process that can be replaced, or a thread."""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import socket
import sys
import threading
import time
from contextlib import suppress
from typing import Protocol

from anyio import CapacityLimiter, to_thread

from chainrule.api.desk import Desk
from chainrule.api.problems import Problem
from chainrule.api.task import Reply, Task, out_of_memory, perform
from chainrule.api.workers.nursery import Nursery
from chainrule.api.workers.wire import BEGUN, LENGTHS, frame, read_reply, task_frame
from chainrule.api.workers.worker import Bounds

STACK_BYTES = 8 * 1024 * 1024
"""Of a computing thread: Python's parser recurses in C."""
SWITCH_SECONDS = 0.0005
"""Computing threads hand the interpreter over ten times more often than by default: cheap requests
then wait a third as long."""
BIRTH_SECONDS = 30.0
"""Until a new worker must have said that it is there."""
ATTEMPTS = 3
"""Workers that may die before they have read a task, for whatever reason, before it is given up."""
CHUNK = 262_144


class Seat(Protocol):
    """Computes one task at a time.

    Attributes:
        kills: workers that ended in the middle of a task, by themselves or by force.
    """

    kills: int

    async def run(self, task: Task) -> Reply:
        """What the task gave; a cancelled task is stopped if that is possible."""
        ...

    def close(self) -> None:
        """Lets go of what computes."""
        ...


class ThreadSeat:
    """A thread of this process: for tests and notebooks. Nothing stops what has begun."""

    def __init__(self, desk: Desk) -> None:
        threading.stack_size(STACK_BYTES)
        sys.setswitchinterval(SWITCH_SECONDS)
        self.kills = 0
        self._desk = desk
        self._limiter = CapacityLimiter(1)

    async def run(self, task: Task) -> Reply:
        """See ``Seat.run``."""
        return await to_thread.run_sync(perform, task, self._desk, limiter=self._limiter)

    def close(self) -> None:
        """Does nothing: the thread belongs to others, too."""


class NeverBegun(Exception):
    """A worker died before it had read the task, which therefore is not to blame."""


class Lost(Exception):
    """A worker died in the middle of a task."""


class ProcessSeat:
    """A worker process, bounded in memory and time, and the next one when it is gone."""

    def __init__(
        self, nursery: Nursery, desk: Desk, bounds: Bounds, seconds: float, tasks: int
    ) -> None:
        """Asks for a worker.

        Args:
            nursery: where workers come from.
            desk: what they compute with.
            bounds: what the system allows them.
            seconds: after which a task is stopped.
            tasks: after so many a worker is replaced.
        """
        self.kills = 0
        self._nursery = nursery
        self._hello = frame(pickle.dumps((desk, bounds)))
        self._seconds = seconds
        self._tasks = tasks
        self._process: int | None = None
        self._settle()

    async def run(self, task: Task) -> Reply:
        """See ``Seat.run``; a worker that dies under a task is the task's problem only."""
        sent = task_frame(task)
        for _ in range(ATTEMPTS):
            try:
                return await self._bounded(sent)
            except NeverBegun:
                self._replace()
        raise Problem("busy", "workers cannot be started", headers={"retry-after": "1"})

    def close(self) -> None:
        """Ends the worker, whatever it does."""
        self._end()

    async def _bounded(self, sent: bytes) -> Reply:
        """One attempt, ended when it takes too long or nobody wants it any more."""
        await self._born()
        started = time.monotonic()
        try:
            async with asyncio.timeout(self._seconds):
                reply = await self._exchange(sent)
        except (TimeoutError, Lost) as error:
            self.kills += 1
            self._replace()
            late = isinstance(error, TimeoutError)
            problem = self._too_late() if late else out_of_memory_or_crash()
            return Reply((time.monotonic() - started) * 1000, failure=problem)
        except asyncio.CancelledError:
            self.kills += 1
            self._replace()
            raise
        self._served += 1
        if reply.worn or self._served >= self._tasks:
            self._replace()
        return reply

    async def _exchange(self, sent: bytes) -> Reply:
        loop = asyncio.get_running_loop()
        data = bytearray()
        try:
            await loop.sock_sendall(self._connection, sent)
            while len(data) < len(BEGUN) + LENGTHS.size:
                data += await self._receive(loop)
            header, content = LENGTHS.unpack_from(data, len(BEGUN))
            start = len(BEGUN) + LENGTHS.size
            whole = bytearray(start + header + content)
            whole[: len(data)] = data
            view = memoryview(whole)[len(data) :]
            while view:
                read = await loop.sock_recv_into(self._connection, view)
                if not read:
                    raise EOFError
                view = view[read:]
        except (OSError, EOFError):
            raise (Lost if data else NeverBegun) from None
        return read_reply(bytes(whole[start : start + header]), bytes(whole[start + header :]))

    async def _receive(self, loop: asyncio.AbstractEventLoop) -> bytes:
        received = await loop.sock_recv(self._connection, CHUNK)
        if not received:
            raise EOFError
        return received

    async def _born(self) -> None:
        """Waits until the worker has told its number.

        Raises:
            NeverBegun: it has not come to life.
        """
        if self._process is not None:
            return
        loop = asyncio.get_running_loop()
        told = b""
        try:
            async with asyncio.timeout(BIRTH_SECONDS):
                while not told.endswith(b"\n"):
                    told += await self._receive(loop)
        except (OSError, EOFError):  # a timeout is one, too
            raise NeverBegun from None
        self._process = int(told)

    def _settle(self) -> None:
        """Asks for a worker, without waiting for it."""
        self._process = None
        self._served = 0
        self._connection = self._nursery.bear()
        self._connection.setblocking(False)
        with suppress(OSError):  # dead already: the first attempt will see that
            self._connection.send(self._hello)

    def _replace(self) -> None:
        self._end()
        self._settle()

    def _end(self) -> None:
        """Kills the worker with all that it started, unless it is dead already."""
        alive = False
        try:
            alive = bool(self._connection.recv(1, socket.MSG_PEEK))
        except BlockingIOError:
            alive = True
        except OSError:
            pass
        if alive and self._process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process, signal.SIGKILL)
        self._connection.close()

    def _too_late(self) -> Problem:
        return Problem(
            "computation_stopped",
            f"this took longer than {self._seconds:g} s and was stopped",
            code="limit_time",
            hint="compute less at a time",
        )


def out_of_memory_or_crash() -> Problem:
    """The problem of a computation whose process ended by itself."""
    return Problem(
        "computation_stopped",
        "the system ended the process that computed this: most likely it asked for more memory "
        "than there is; nothing else was disturbed",
        hint=out_of_memory().members["hint"],
    )
