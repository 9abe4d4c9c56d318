"""What the engine is doing right now, for each thread: recording gradients or not, watched by whom.

Servers compute in several threads at once, so nothing of this may be shared between them. A tape, a
program's recorder and a budget are watches: they are told of everything that a thread computes, and
without one nothing costs more.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import Context
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import _GeneratorContextManager

    from chainrule.engine.node import Node
    from chainrule.engine.tensor import Array, Tensor


class Watch:
    """What it is told of, and when; each method may be left as it is.

    Attributes:
        records: whether every operation gets a node while this watch looks on, also where no
            gradient flows.
    """

    records: bool = True

    def before(
        self, operation: type[Node], arrays: tuple[Array, ...], params: dict[str, Any]
    ) -> None:
        """An operation is about to compute; raise an error to refuse it."""

    def allocate(self, shape: tuple[int, ...], dtype: Any) -> None:
        """An array that is no operation's result is about to be made; raise to refuse it."""

    def work(self, units: int) -> None:
        """Work that is no operation's, in units of about a nanosecond, is about to be done."""

    def record(self, node: Node, result: Tensor) -> None:
        """An operation was applied (only where ``records`` is set)."""

    def read(self, tensor: Tensor) -> None:
        """A value left the computation: by ``item()``, ``bool()``, ``numpy()`` and the like."""

    def changed(self, tensor: Tensor, node: Node | None) -> None:
        """A tensor was changed in place, by this operation if one was recorded."""

    def place(self) -> Any:
        """Where the program stands, as errors shall say it; ``None``: file and line of Python."""
        return None

    def backward_starts(
        self, output: Tensor, gradient: Any, wanted: Sequence[Tensor] | None = None
    ) -> None:
        """``output.backward(gradient)`` begins, for all leaves or for those that are wanted."""

    def backward_done(self, output: Tensor) -> None:
        """It has come to its end, and every ``.grad`` is there."""


class Recording(NamedTuple):
    """What becomes of an operation that is applied now."""

    grad_enabled: bool = True
    watch: Watch | None = None
    group: str = ""


class State(threading.local):
    """The state of one thread; ``recording`` is read by every operation, hence one attribute."""

    recording: Recording = Recording()


state = State()

QUIET = Context()
"""Where NumPy's floating-point warnings are off: call ``QUIET.copy().run(function, ...)``.

NumPy keeps that switch in the running context. Entering a copy of a prepared one costs a fifth of
``np.errstate``, which would be a tenth of a small operation's time; nothing else is kept in it.
"""
QUIET.run(np.seterr, all="ignore")


@contextmanager
def recording(**changes: Any) -> Iterator[None]:
    """Changes the thread's ``recording`` inside the ``with`` block."""
    before = state.recording
    state.recording = before._replace(**changes)
    try:
        yield
    finally:
        state.recording = before


def group(name: str) -> _GeneratorContextManager[None]:
    """Draws what is computed inside ``with group("encoder"):`` as one group; groups nest."""
    outer = state.recording.group
    return recording(group=f"{outer}/{name}" if outer else name)


def no_grad() -> _GeneratorContextManager[None]:
    """Inside ``with no_grad():`` results need no gradient and no graph is recorded."""
    return recording(grad_enabled=False)


def enable_grad() -> _GeneratorContextManager[None]:
    """Inside ``with enable_grad():`` graphs are recorded again, also within ``no_grad()``."""
    return recording(grad_enabled=True)


def allocate(shape: tuple[int, ...], dtype: Any = np.float64) -> None:
    """To be called before an array is made that is no operation's result: a watch may refuse."""
    if (watch := state.recording.watch) is not None:
        watch.allocate(shape, dtype)


def charge(units: int) -> None:
    """To be called before work that is no operation's, in units of ``effort``: may be refused."""
    if (watch := state.recording.watch) is not None:
        watch.work(units)


def is_grad_enabled() -> bool:
    """Whether operations on tensors that need a gradient are being recorded in this thread."""
    return state.recording.grad_enabled
