"""Aside: what is made once in a process is not the program's that happens to ask for it first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import monotonic
from types import MappingProxyType

from chainrule.engine.state import recording, state
from chainrule.program.recorder import Recorder
from chainrule.program.runtime import Runtime
from chainrule.program.values import Class, Function, Value

NOTHING: MappingProxyType[str, Value] = MappingProxyType({})


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


def share(names: Mapping[str, Value], runtime: Runtime) -> None:
    """Lets all runs have what a library's text defined: none of them can change it any more."""
    for value in names.values():
        if type(value) is Class and value.runtime is runtime:
            value.runtime = None
            for method in value.table.values():
                _fix(method)
        _fix(value)


def _fix(value: Value) -> None:
    if type(value) is Function:
        value.attributes = NOTHING  # type: ignore[assignment]
