"""What it costs that a program is interpreted: each beside CPython, on the same package.

Every program is run by ``program.run``, which records every moment of it, and by CPython's
``exec``. Rounds are interleaved on one BLAS thread, and the median of the ratios of processor time
is told. What NumPy makes of the processor is told, too, since it decides how much of the time is
arithmetic. The programs of NumPy's are run by CPython with NumPy itself, which knows nothing of
graphs: what they are held to is the time limit. Words behind the command choose among the programs.
"""

# ruff: noqa: E402 the number of threads is read when NumPy is loaded

import contextlib
import gc
import io
import os
import platform
import statistics
import sys
import time
import types

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import chainrule
import chainrule.nn
import chainrule.optim
import numpy as np
from chainrule.program import run
from chainrule.program.limits import Limits
from interpreted_programs import PROGRAMS

ROUNDS = int(os.environ.get("ROUNDS", "7"))
LIMITS = Limits(seconds=60.0)

# What a ratio should be at most: of tensors, and of plain numbers, texts and objects.
TARGETS = {
    **dict.fromkeys(("micrograd", "by hand", "SGD", "Adam", "attention"), 1.5),
    **dict.fromkeys(
        (
            "Collatz numbers",
            "primes, products, Fibonacci",
            "texts, lists, dictionaries",
            "numbers of its own class",
            "micrograd, pasted",
        ),
        10.0,
    ),
}


class Value(chainrule.Tensor):
    """A number of micrograd's on Chainrule's package."""

    def __init__(self, data):
        super().__init__(data, requires_grad=True)


def micrograd():
    """What CPython imports by that name."""
    module = types.ModuleType("micrograd.engine")
    module.Value = Value
    return module


def interpreted(source):
    """What the program prints here."""
    return "\n".join(line.text for line in run(source, limits=LIMITS, partial=True).printed)


def executed(source):
    """What it prints in CPython."""
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(source, "program", "exec"), {"__name__": "__main__"})  # noqa: S102
    return printed.getvalue().strip()


def measured(source):
    """The median processor times of both, in seconds, and the median of their ratios.

    Raises:
        AssertionError: they print something else.
    """
    assert interpreted(source) == executed(source)
    times = {interpreted: [], executed: []}
    for _ in range(ROUNDS):
        for way, found in times.items():
            gc.collect()
            started = time.process_time()
            way(source)
            found.append(time.process_time() - started)
    ours, theirs = times.values()
    ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
    return [statistics.median(found) for found in (ours, theirs, ratios)]


def main():
    wanted = sys.argv[1:]
    sys.modules["micrograd"] = sys.modules["micrograd.engine"] = micrograd()
    features = np.show_config(mode="dicts")["SIMD Extensions"]
    print(f"Python {platform.python_version()}, NumPy {np.__version__}, {platform.machine()}")
    print("Processor:", *features["baseline"], *features.get("found", ()))
    print(f"\n{'':28}{'run, ms':>10}{'exec, ms':>10}{'ratio':>8}")
    for name, source in PROGRAMS.items():
        if wanted and not any(part in name for part in wanted):
            continue
        ours, theirs, ratio = measured(source)
        verdict = ""
        if name in TARGETS:
            reached = "met" if ratio <= TARGETS[name] else "MISSED"
            verdict = f"  target {TARGETS[name]:.1f}: {reached}"
        print(f"{name:28}{ours * 1e3:10.1f}{theirs * 1e3:10.1f}{ratio:8.2f}{verdict}", flush=True)


if __name__ == "__main__":
    main()
