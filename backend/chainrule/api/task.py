"""A task: what shall be computed, what it gave, and what it cost.

Tasks go to processes of their own and come back as finished bytes: a task is a function by its name
and plain arguments, a reply has an answer, a problem, or the place of a bug. No exception crosses.
"""

from __future__ import annotations

import threading
import time
import traceback
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from chainrule.api.cache import Answer
from chainrule.api.desk import Desk
from chainrule.api.errors import HANDLED, to_problem
from chainrule.api.negotiation import JSON, Representation
from chainrule.api.problems import Problem

WORTH_COMPRESSING = 1_400
"""Bytes: what fits into one network packet gains nothing."""
FRAMES = 5
"""Of a bug: how many places the log names."""


@dataclass(frozen=True, slots=True)
class Told:
    """The content of an answer, with what the server itself wants to know of it."""

    content: bytes
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Task:
    """A function of ``chainrule.api.tasks`` and its arguments, which follow the desk.

    Attributes:
        function: what computes the body of the answer.
        arguments: plain data.
        form: the media type of the answer.
        gzip: whether the client understands compressed answers.
        key: what it is about; a worker that had the same key keeps what it learnt.
        alone: whether tasks of this key must not run at the same time.
        stored: whether it needs the store of training sessions.
    """

    function: Callable[..., bytes | Told]
    arguments: tuple[Any, ...] = ()
    form: Representation = JSON
    gzip: bool = False
    key: str | None = None
    alone: bool = False
    stored: bool = False


class Fault(Exception):
    """A bug met while computing: which exception, and where. Its message may quote programs."""

    def __init__(self, name: str, places: list[str]) -> None:
        super().__init__(name)
        self.name = name
        self.places = places

    @classmethod
    def of(cls, error: Exception) -> Fault:
        """What the log says of an exception that nobody expected."""
        if isinstance(error, Fault):
            return error
        frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
        return cls(type(error).__name__, [f"{f.filename}:{f.lineno}" for f in frames])


@dataclass(frozen=True, slots=True)
class Reply:
    """What a task gave: an answer with facts, a problem, or a fault."""

    milliseconds: float
    """Processor time: the work units that a client is charged, also for a failure."""
    answer: Answer | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    failure: Problem | Fault | None = None
    worn: bool = False
    """Whether memory ran out: a worker that met this is replaced."""

    def outcome(self) -> tuple[Answer, dict[str, Any]]:
        """The answer and the facts.

        Raises:
            Problem: what the client is told instead.
            Fault: a bug.
        """
        if self.failure is not None:
            raise self.failure
        assert self.answer is not None  # noqa: S101 - there is one where there is no failure
        return self.answer, self.facts


def perform(task: Task, desk: Desk) -> Reply:
    """Computes a task; whatever it raises is in the reply."""
    _thread.waited = 0.0
    start = time.thread_time_ns()
    answer: Answer | None = None
    facts: dict[str, Any] = {}
    failure: Problem | Fault | None = None
    worn = False
    try:
        told = task.function(desk, *task.arguments)
        content, facts = (told.content, told.facts) if isinstance(told, Told) else (told, {})
        answer = finish(content, task.form, task.gzip)
    except MemoryError:
        worn = True
        failure = out_of_memory()
    except HANDLED as error:
        failure = to_problem(error)
    except Exception as error:
        failure = Fault.of(error)
    milliseconds = (time.thread_time_ns() - start) / 1e6 + _thread.waited
    return Reply(milliseconds, answer, facts, failure, worn)


def out_of_memory() -> Problem:
    """The problem of a computation that asked for more memory than there is for it."""
    return Problem(
        "computation_stopped",
        "this would need more memory than the server gives to one computation",
        code="limit_memory",
        hint="use smaller tensors or fewer of them",
    )


def finish(content: bytes, form: Representation, gzip: bool) -> Answer:
    """The body with its type, compressed if the client understands it and it is worth it."""
    compressible = form.media_type.startswith(("text/", "application/json", "image/svg"))
    if gzip and compressible and len(content) >= WORTH_COMPRESSING:
        return Answer(b"", form.media_type, zlib.compress(content, 1, wbits=31))
    return Answer(content, form.media_type)


_thread = threading.local()


@contextmanager
def other_process() -> Iterator[None]:
    """Counts the time that this thread waits for a process of its own as work."""
    start = time.monotonic()
    try:
        yield
    finally:
        _thread.waited = getattr(_thread, "waited", 0.0) + (time.monotonic() - start) * 1000
