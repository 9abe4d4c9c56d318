"""What the engine is doing right now, for each thread: recording gradients or not, onto which tape.

Servers compute in several threads at once, so nothing of this may be shared between them.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chainrule.engine.tape import Tape


class State(threading.local):
    """The switches of one thread; the class attributes are what a new thread starts with."""

    grad_enabled: bool = True
    tape: Tape | None = None
    group: str = ""


state = State()


@contextmanager
def group(name: str) -> Iterator[None]:
    """Draws what is computed inside as one collapsible group; groups nest."""
    before = state.group
    state.group = f"{before}/{name}" if before else name
    try:
        yield
    finally:
        state.group = before


@contextmanager
def _grad_mode(enabled: bool) -> Iterator[None]:
    before = state.grad_enabled
    state.grad_enabled = enabled
    try:
        yield
    finally:
        state.grad_enabled = before


def no_grad() -> _GradModeContext:
    """Inside ``with no_grad():`` results need no gradient and no graph is recorded."""
    return _grad_mode(False)


def enable_grad() -> _GradModeContext:
    """Inside ``with enable_grad():`` graphs are recorded again, also within ``no_grad()``."""
    return _grad_mode(True)


def is_grad_enabled() -> bool:
    """Whether operations on tensors that need a gradient are being recorded in this thread."""
    return state.grad_enabled


if TYPE_CHECKING:
    from contextlib import _GeneratorContextManager

    _GradModeContext = _GeneratorContextManager[None]
