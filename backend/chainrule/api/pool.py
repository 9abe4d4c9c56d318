"""The compute pool: the only place where requests compute.

A fixed number of threads with a bounded queue keeps cheap requests quick while others compute,
and turns overload into an honest 503. Threads get 8 MiB of stack: Python's parser recurses in C.
They hand the interpreter over every half millisecond, ten times more often than by default: with
32 clients computing, that shortens what a cheap request waits (95th percentile) to a third.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, NoReturn, TypeVar

from anyio import CapacityLimiter, to_thread

from chainrule.api.problems import Problem

Result = TypeVar("Result")
STACK_BYTES = 8 * 1024 * 1024
SWITCH_SECONDS = 0.0005


@dataclass(frozen=True, slots=True)
class Done(Generic[Result]):
    """What a computation gave, and what it cost."""

    milliseconds: float
    """Processor time: the work units that a client is charged, also for a failure."""
    outcome: Callable[[], Result]
    """Gives the result, or raises what the computation raised."""


class ComputePool:
    """Runs functions in at most ``workers`` threads while at most ``queue`` others wait."""

    def __init__(self, workers: int, queue: int) -> None:
        threading.stack_size(STACK_BYTES)
        sys.setswitchinterval(SWITCH_SECONDS)
        self.workers = workers
        self.queue = queue
        self._admitted = 0
        self._limiter = CapacityLimiter(workers)

    @property
    def running(self) -> int:
        """Computations under way."""
        return min(self._admitted, self.workers)

    @property
    def waiting(self) -> int:
        """Computations that wait for a thread."""
        return self._admitted - self.running

    async def run(self, work: Callable[[], Result]) -> Done[Result]:
        """Computes ``work()`` in a thread; what it raises is raised by ``outcome()``.

        Raises:
            Problem: the queue is full (503).
        """
        if self._admitted >= self.workers + self.queue:
            raise Problem(
                "busy",
                f"{self.waiting} computations are waiting already",
                headers={"retry-after": "1"},
            )
        # Counted here: the limiter counts only after it let others run, too late for a burst.
        self._admitted += 1
        try:
            return await to_thread.run_sync(_timed, work, limiter=self._limiter)
        finally:
            self._admitted -= 1


_thread = threading.local()


@contextmanager
def other_process() -> Iterator[None]:
    """Counts the time that this thread waits for a process of its own as work."""
    start = time.monotonic()
    try:
        yield
    finally:
        _thread.waited = getattr(_thread, "waited", 0.0) + (time.monotonic() - start) * 1000


def _timed(work: Callable[[], Result]) -> Done[Result]:
    _thread.waited = 0.0
    start = time.thread_time_ns()
    outcome: Callable[[], Result]
    try:
        result = work()
    except Exception as error:
        outcome = _raiser(error)
    else:

        def outcome() -> Result:
            return result

    return Done((time.thread_time_ns() - start) / 1e6 + _thread.waited, outcome)


def _raiser(error: Exception) -> Callable[[], Any]:
    def outcome() -> NoReturn:
        raise error

    return outcome
