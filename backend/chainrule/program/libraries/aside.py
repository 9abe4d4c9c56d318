"""Aside: what is made once in a process is not the program's that happens to ask for it first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from chainrule.engine.state import recording, state
from chainrule.program.recorder import Recorder


@contextmanager
def aside() -> Iterator[None]:
    """Inside the ``with`` block, nothing is recorded and no program's clock goes on.

    A library's text is read where a name of it is first asked for: within a run, perhaps within
    ``no_grad`` or the last milliseconds that it has. What is made of it serves all runs to come.
    """
    watch = state.recording.watch
    started = monotonic()
    try:
        with recording(watch=None, grad_enabled=True, group=""):
            yield
    finally:
        if isinstance(watch, Recorder):
            watch.runtime.budget.deadline += monotonic() - started
