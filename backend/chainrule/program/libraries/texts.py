"""Texts: the modules of ``chainrule.nn`` as the interpreter reads them.

A program's class can inherit from ``nn.Module`` with Python's own meaning, because that is a class
of the interpreter's, too. Each file is compiled and run when a name of it is first asked for, once
in a process: its classes and functions can be shared between runs because no program can change
them (a class without a runtime is immutable, and the files keep no state).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import chainrule.nn
from chainrule.program.compile import compile_program
from chainrule.program.libraries.aside import aside, share
from chainrule.program.limits import Limits
from chainrule.program.runtime import Runtime
from chainrule.program.source import Source
from chainrule.program.values import Library, Value

FOLDER = Path(chainrule.nn.__file__).parent
LIMITS = replace(Limits(), source_characters=1_000_000, seconds=60.0)
_lock = threading.RLock()
_loaded: dict[str, dict[str, Value]] = {}


class _Modules(Mapping[str, Value]):
    """What the imports of those files find."""

    def __init__(self, known: Callable[[], Mapping[str, Value]]) -> None:
        self._known = known

    def __getitem__(self, name: str) -> Value:
        if name.startswith("chainrule.nn."):
            file = name.removeprefix("chainrule.nn.")
            if file != "native":
                return Library(name, load(file))
        return self._known()[name]

    def __iter__(self) -> Any:
        return iter(())

    def __len__(self) -> int:
        return 0


def load(file: str) -> dict[str, Value]:
    """The names of one file: ``load("layers")["Linear"]``."""
    if file in _loaded:
        return _loaded[file]
    with aside(), _lock:
        if file not in _loaded:
            from chainrule.program.libraries.interpreted import BUILTINS, imports

            text = (FOLDER / f"{file}.py").read_text(encoding="utf-8")
            source = Source(text, LIMITS)
            program = compile_program(source, LIMITS, BUILTINS, _Modules(imports), quiet=True)
            runtime = Runtime(LIMITS)
            frame = program.run(runtime)
            names = program.names(frame)
            share(names, runtime)
            _loaded[file] = names
    return _loaded[file]
