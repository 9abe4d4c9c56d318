"""Report: an error that ended a run, as a problem of the program with its place.

Places come free: the closures that an error went through are in its traceback, and those that
compute something know where it is written.
"""

from __future__ import annotations

from dataclasses import replace
from types import TracebackType

from chainrule.engine import Span
from chainrule.program.classes import ERROR_CODES, by_type
from chainrule.program.errors import Problem, ProgramError, Raised
from chainrule.program.runtime import Runtime
from chainrule.program.text import show

CLOSURES = "chainrule.program.compile."
"""The modules whose functions know places."""


def explain(error: Exception, runtime: Runtime) -> ProgramError:
    """An error that nothing in the program caught, as a problem of the program.

    Raises:
        Exception: the error itself, where it is none that a program can cause.
    """
    span = locate(error.__traceback__) or runtime.span
    if isinstance(error, ProgramError):
        first, *others = error.problems
        if first.span is not None:
            return error
        return ProgramError([replace(first, span=span), *others])
    if isinstance(error, Raised):
        name = error.record.cls.name
        try:
            text = show(runtime, error.record)
        except Exception:
            text = ""
        message = f"{name}: {text}" if text else name
        return ProgramError([Problem("raised", message, span)])
    if isinstance(error, RecursionError):
        return explain(runtime.budget.exceeded("recursion"), runtime)
    if isinstance(error, MemoryError):
        return explain(runtime.budget.exceeded("memory"), runtime)
    code = by_type(ERROR_CODES, error)
    if code is None:
        raise error
    return ProgramError([Problem(code, _sentence(error, code), span)])


def _sentence(error: Exception, code: str) -> str:
    if code == "unknown_key" and len(error.args) == 1:
        return f"the dictionary has no key {error.args[0]!r}"
    return str(error) or type(error).__name__


def locate(trace: TracebackType | None) -> Span | None:
    """The innermost place that an error went through."""
    found = None
    while trace is not None:
        frame = trace.tb_frame
        if frame.f_globals.get("__name__", "").startswith(CLOSURES):
            for name in ("span", "place"):
                if name in frame.f_code.co_freevars:
                    span = frame.f_locals.get(name)
                    if isinstance(span, Span):
                        found = span
                        break
        trace = trace.tb_next
    return found
