"""Runs programs on the interpreter alone, without recording what they compute."""

from dataclasses import dataclass, replace

from chainrule.program.compile import compile_program
from chainrule.program.errors import ProgramError
from chainrule.program.libraries import BUILTINS, LIBRARIES
from chainrule.program.limits import Limits
from chainrule.program.report import explain
from chainrule.program.runtime import Runtime
from chainrule.program.source import Source

Runtime()  # lifts Python's limit of recursion before Hypothesis notes what it is


@dataclass
class Ran:
    """A program that has run, or failed."""

    names: dict
    text: str
    runtime: Runtime
    error: ProgramError | None = None


def attempt(text: str, prepare=None, **limits) -> Ran:
    """Runs a program as far as it comes."""
    bounds = replace(Limits(seconds=60.0), **limits)
    runtime = Runtime(bounds)
    program = compile_program(Source(text, bounds), bounds, BUILTINS, LIBRARIES)
    if prepare is not None:
        prepare(runtime)
    frame = program.frame(runtime)
    error = None
    try:
        program.body(frame)
    except Exception as caught:
        error = explain(caught, runtime)
    runtime.flush()
    lines = "".join(line.text + "\n" for line in runtime.printed)
    return Ran(program.names(frame), lines, runtime, error)


def interpret(text: str, **limits) -> Ran:
    """Runs a program that must not fail."""
    ran = attempt(text, **limits)
    if ran.error is not None:
        raise ran.error
    return ran


def printed(text: str, **limits) -> str:
    """What a program prints."""
    return interpret(text, **limits).text
