"""Freezes what CPython and the real libraries make of every program of the corpus.

    python tests/support/freeze_corpus.py [NAME ...]   freezes all programs anew, or some
    python tests/support/freeze_corpus.py --report     says what Chainrule makes of each

A program whose libraries are not installed is left as it is: jax, micrograd and tensorflow are
frozen by a Python that has them.
"""

import ast
import importlib.metadata
import importlib.util
import json
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).parents[1] / "program" / "corpus"
LIBRARIES = ("numpy", "torch", "autograd", "jax", "micrograd", "tensorflow")
NEAR = 2e-3
"""How near float32 and float64 must be: a program that float32 changes shows nothing else."""


def say(text: str) -> None:
    """Prints a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def programs() -> list[Path]:
    """Every program of the corpus, by name."""
    return sorted(CORPUS.glob("*.py"))


def frozen(program: Path) -> dict[str, Any]:
    """What was frozen of a program."""
    return json.loads(program.with_suffix(".json").read_text(encoding="utf-8"))


def libraries_of(program: Path) -> list[str]:
    """The libraries that a program imports."""
    from corpus_oracle import as_python

    tree = ast.parse(as_python(program.read_text(encoding="utf-8")))
    imported = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            imported.add(node.module.split(".")[0])
    return [name for name in LIBRARIES if name in imported]


def can_run(program: Path) -> bool:
    """Whether this Python has the program's libraries."""
    return all(importlib.util.find_spec(name) for name in libraries_of(program))


def outcome(program: Path, precision: str) -> dict[str, Any]:
    """What CPython makes of a program, in a process of its own."""
    oracle = Path(__file__).with_name("corpus_oracle.py")
    environment = {
        "PATH": "/usr/bin:/bin",
        "JAX_ENABLE_X64": "1" if precision == "double" else "0",
        "JAX_PLATFORMS": "cpu",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
        "PYTHONHASHSEED": "0",
    }
    with tempfile.TemporaryDirectory() as directory:  # some write files
        done = subprocess.run(
            [sys.executable, "-W", "ignore", str(oracle), str(program), precision],
            capture_output=True,
            text=True,
            timeout=120,
            env=environment,
            cwd=directory,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(f"{program.name}: {done.stderr.splitlines()[-1]}")
    return json.loads(done.stdout)


def freeze(program: Path) -> dict[str, Any]:
    """What is to be frozen of a program.

    Raises:
        ValueError: it does not show the same in float32 and in float64.
    """
    used = libraries_of(program)
    single = outcome(program, "single")
    kept: dict[str, Any] = {
        "frozen_with": {
            "python": platform.python_version(),
            **{name: importlib.metadata.version(distribution(name)) for name in used},
        }
    }
    if "tensorflow" in used:  # its literals are float32, whatever one says
        return {**kept, "single": single}
    double = outcome(program, "double")
    check_near(program, single, double)
    return {**kept, "single": {"printed": single["printed"]}, "double": double}


def distribution(name: str) -> str:
    """What a library is called where one installs it."""
    return importlib.metadata.packages_distributions()[name][0]


def check_near(program: Path, single: dict[str, Any], double: dict[str, Any]) -> None:
    """Refuses a program that is another one in float32."""
    import numpy as np

    if (single["error"] is None) != (double["error"] is None):
        raise ValueError(f"{program.name}: only one raises: {single['error'] or double['error']}")
    ways = [[e["way"] for e in each["names"]] for each in (single, double)]
    if ways[0] != ways[1] or len(single["printed"]) != len(double["printed"]):
        raise ValueError(f"{program.name}: float32 and float64 do not have the same names")
    for ours, theirs in zip(single["names"], double["names"], strict=True):
        for part in (("values",), ("grad", "values")):
            a, b = ours, theirs
            for step in part:
                a, b = (a or {}).get(step), (b or {}).get(step)
            if a and not np.allclose(
                a, b, rtol=NEAR, atol=NEAR * np.abs(b).max() + 1e-6, equal_nan=True
            ):
                raise ValueError(f"{program.name}: {ours['way']} is {a[:3]} and {b[:3]}")


def text_of(result: dict[str, Any]) -> str:
    """JSON with a line for every name and every printed line."""

    def lines(part: dict[str, Any]) -> Iterator[str]:
        for key, value in part.items():
            if key in ("names", "printed") and value:
                inner = ",\n   ".join(json.dumps(each) for each in value)
                yield f"  {json.dumps(key)}: [\n   {inner}\n  ]"
            else:
                yield f"  {json.dumps(key)}: {json.dumps(value)}"

    parts = [
        f" {json.dumps(key)}: {{\n" + ",\n".join(lines(v)) + "\n }" for key, v in result.items()
    ]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def verdict(program: Path) -> list[str]:
    """What is wrong with what Chainrule makes of a program; empty where all is right."""
    from chainrule.program.errors import ProgramError
    from chainrule.program.execution import run
    from chainrule.program.limits import Limits
    from corpus_comparison import differences, unlike_error

    expected = frozen(program)
    error = expected.get("double", expected["single"])["error"]
    try:
        # What is asked is whether it is right; a busy machine may take its time.
        execution = run(program.read_text(encoding="utf-8"), limits=Limits(seconds=60.0))
    except ProgramError as refusal:
        return unlike_error(error, refusal)
    return differences(expected, execution)


def report() -> None:
    """Prints what Chainrule makes of every program, and how many are right."""
    counts = {"right": 0, "refused": 0, "different": 0, "crashed": 0}
    for program in programs():
        try:
            found = verdict(program)
        except Exception as crash:
            state, found = "crashed", [f"{type(crash).__name__}: {crash}"]
        else:
            refused = bool(found) and found[0].startswith(("refused", "is refused", "the refusal"))
            state = "refused" if refused else "different" if found else "right"
        counts[state] += 1
        say(f"{state:9} {program.stem}")
        for each in found[:3]:
            say(f"          {each.splitlines()[0][:300]}")
    say(", ".join(f"{count} {state}" for state, count in counts.items()))


def main(wanted: list[str]) -> None:
    """Freezes programs, all or those that are named."""
    for program in programs():
        if wanted and program.stem not in wanted:
            continue
        if not can_run(program):
            say(f"left as it is: {program.stem} needs {', '.join(libraries_of(program))}")
            continue
        try:
            program.with_suffix(".json").write_text(text_of(freeze(program)), encoding="utf-8")
        except (ValueError, RuntimeError) as problem:
            say(f"NOT FROZEN {problem}")


if __name__ == "__main__":
    report() if "--report" in sys.argv else main(sys.argv[1:])
