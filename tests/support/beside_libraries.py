"""Runs a program by the interpreter alone, and by CPython with the libraries themselves."""

from __future__ import annotations

import contextlib
import difflib
import io
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from chainrule.program.compile import compile_program
from chainrule.program.libraries import BUILTINS, LIBRARIES
from chainrule.program.libraries.session import session
from chainrule.program.limits import Limits
from chainrule.program.runtime import Runtime
from chainrule.program.source import Source
from engine_torch import import_torch

NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?")


@dataclass
class Result:
    """What a program left behind."""

    names: dict[str, Any]
    lines: list[str]
    notes: list[str]


def run(text: str, limits: Limits | None = None) -> Result:
    """Compiles and runs a text."""
    limits = limits or Limits(seconds=30.0)
    program = compile_program(Source(text, limits), limits, BUILTINS, LIBRARIES)
    runtime = Runtime(limits)
    with session(runtime):
        frame = program.run(runtime)
    lines = "\n".join(printed.text for printed in runtime.printed).split("\n")
    return Result(program.names(frame), lines, runtime.notes)


def by_cpython(text: str) -> list[str]:
    """The lines that the same text prints with PyTorch and NumPy themselves."""
    torch = import_torch()
    out = io.StringIO()
    state = torch.get_default_dtype()
    try:
        with contextlib.redirect_stdout(out):
            exec(compile(text, "<program>", "exec"), {"__name__": "__main__"})  # noqa: S102
    finally:
        torch.set_default_dtype(state)
        torch.set_printoptions(profile="default", sci_mode=None)
        torch.set_grad_enabled(True)
    return out.getvalue().removesuffix("\n").split("\n")


def _compare(ours: list[str], theirs: list[str]) -> None:
    if ours != theirs:
        differences = difflib.unified_diff(theirs, ours, "expected", "ours", lineterm="", n=0)
        raise AssertionError("\n".join(differences))


def assert_prints_the_same(text: str, *, digits: bool = True) -> None:
    """Both print the same lines; with ``digits``, to the last character."""
    ours, theirs = run(text).lines, by_cpython(text)
    if digits:
        _compare(ours, theirs)
        return
    _compare(*([NUMBER.sub("#", line) for line in lines] for lines in (ours, theirs)))
    for one, other in zip(ours, theirs, strict=True):
        numbers = [np.array(NUMBER.findall(line), dtype=float) for line in (one, other)]
        np.testing.assert_allclose(*numbers, rtol=2e-4, atol=2e-5, err_msg=other)
