"""Small standard modules: what people import beside the libraries that compute."""

from __future__ import annotations

import string
import sys

from chainrule.program.classes import NATIVE
from chainrule.program.containers import iterate
from chainrule.program.libraries.abstract_classes import KINDS, NUMBERS
from chainrule.program.libraries.abstract_methods import ABC
from chainrule.program.libraries.copying import copy, deepcopy
from chainrule.program.libraries.dataclasses import FUNCTIONS
from chainrule.program.libraries.json import JSON
from chainrule.program.libraries.named_tuples import NAMED_TUPLE
from chainrule.program.libraries.statistics import STATISTICS
from chainrule.program.libraries.writings import names_of, written
from chainrule.program.runtime import Runtime
from chainrule.program.values import Builtin, Class, Library, Quiet, Record, Value, builtins


def same(value: Value) -> Value:
    """Gives back what it gets: a decorator that says something to readers only."""
    return value


def cast(kind: Value, value: Value) -> Value:
    """Says to readers of what type a value is."""
    return value


TYPES = [
    "Any",
    "Union",
    "Optional",
    "List",
    "Dict",
    "Tuple",
    "Set",
    "FrozenSet",
    "Callable",
    "Iterable",
    "Iterator",
    "Sequence",
    "Mapping",
    "Generator",
    "Type",
    "TypeVar",
    "Generic",
    "Protocol",
    "Literal",
    "Final",
    "ClassVar",
    "NoReturn",
    "Self",
    "Annotated",
]
TYPING = Library(
    "typing",
    {
        **{name: Quiet(f"typing.{name}") for name in TYPES},
        "List": NATIVE["list"], "Dict": NATIVE["dict"], "Tuple": NATIVE["tuple"],
        "Set": NATIVE["set"], "TYPE_CHECKING": False, "cast": Builtin("cast", cast),
        "overload": Builtin("overload", same), "final": Builtin("final", same),
        "NamedTuple": NAMED_TUPLE,
    },
)  # fmt: skip


def write(runtime: Runtime, text: Value) -> int:
    """``sys.stdout.write``: prints a text, and no more."""
    if type(text) is not str:
        raise TypeError(f"write() argument must be str, not {runtime.type_name(text)}")
    if text:
        runtime.write(text)
    return len(text)


def write_all(runtime: Runtime, lines: Value) -> None:
    """``sys.stdout.writelines``."""
    for line in iterate(runtime, lines):
        write(runtime, line)


def flush(runtime: Runtime) -> bool:
    """``sys.stdout.flush`` and ``isatty``: nothing is kept back, and nobody types."""
    return False


SYS = Library(
    "sys",
    {
        "maxsize": sys.maxsize, "version": "3.11", "version_info": (3, 11, 0, "final", 0),
        "platform": "linux", "argv": [],
        "stdout": Library("sys.stdout", {
            **builtins({"write": write, "writelines": write_all, "flush": flush,
                        "isatty": flush}), "encoding": "utf-8"}),
        "stderr": Quiet("sys.stderr"), "path": [],
        "float_info": Record(Class("float_info", (NATIVE["object"],)), {
            "epsilon": sys.float_info.epsilon, "max": sys.float_info.max,
            "min": sys.float_info.min}),
        "setrecursionlimit": Builtin("setrecursionlimit", lambda limit: None),
        "getrecursionlimit": Builtin("getrecursionlimit", lambda: 1000),
    },
    {"exit": "a program ends with its last line", "stdin": "write the data into the program"},
)  # fmt: skip


def clock(runtime: Runtime) -> float:
    """A time that goes on by a millisecond whenever somebody looks, the same in every run."""
    runtime.state["clock"] = now = runtime.state.get("clock", 0) + 1
    return float(now) / 1000


TIME = Library(
    "time",
    {
        **builtins({"time": clock, "perf_counter": clock, "process_time": clock,
                    "monotonic": clock}),
        "sleep": Builtin("sleep", lambda seconds: None),
        "strftime": Builtin("strftime", lambda *args: ""),
    },
)  # fmt: skip
OS = Library("os", {"linesep": "\n", "sep": "/"})
OS.quiet = True
MAPPINGS = written("collections.abc", "abstract_mappings")
WRITTEN = (*names_of("abstract_containers"), *names_of("abstract_mappings"))
ABSTRACT = written(
    "collections.abc", "abstract_containers",
    known={name: Quiet(f"collections.abc.{name}")
           for name in (*KINDS, "Awaitable", "ByteString", "Buffer")
           if name not in WRITTEN and name not in NUMBERS.table},
    others=dict.fromkeys(names_of("abstract_mappings"), MAPPINGS),
)  # fmt: skip
MODULES: dict[str, Value] = {
    "time": TIME, "os": OS,
    "copy": Library("copy", dict(builtins({"copy": copy, "deepcopy": deepcopy}))),
    "dataclasses": Library("dataclasses", FUNCTIONS),
    "typing": TYPING, "typing_extensions": TYPING, "abc": ABC, "sys": SYS,
    "contextlib": written("contextlib", "context_managers"),
    "heapq": written("heapq", "heaps"), "json": JSON, "statistics": STATISTICS,
    "collections.abc": ABSTRACT, "numbers": NUMBERS,
    "__future__": Library("__future__", {"annotations": None, "division": None}),
    "string": Library("string", {
        name: getattr(string, name) for name in (
            "ascii_letters", "ascii_lowercase", "ascii_uppercase", "digits", "punctuation",
            "printable", "whitespace", "hexdigits")}),
}  # fmt: skip
