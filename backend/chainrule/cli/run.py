"""``chainrule run``: a program, and every value and gradient in it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from chainrule.cli.output import excerpt, fail, save, table
from chainrule.graph import Graph, graph_of
from chainrule.graph.naming import called
from chainrule.graph.numbers import describe
from chainrule.program import Limits, ProgramError
from chainrule.program import run as run_program
from chainrule.training import load

FORMATS: dict[str, Callable[[Graph], str | bytes]] = {
    "table": lambda graph: values_table(graph),
    "json": Graph.to_json,
    "dot": Graph.to_dot,
    "svg": Graph.to_svg,
    "png": Graph.to_png,
    "pdf": Graph.to_pdf,
    "latex": Graph.to_latex,
    "python": Graph.to_python,
    "torch": lambda graph: graph.to_python("torch"),
}
"""What a computation can be shown as."""

BINARY = {"png", "pdf"}
"""Formats that no terminal can show."""

STATES = {"not_required": "no grad", "no_path": "no path", "not_run": "—"}
"""Why a gradient is missing, in words."""


def add_to(commands: Any) -> None:
    """Declares the command."""
    parser = commands.add_parser(
        "run",
        help="run a program and show every value and gradient",
        description="Runs a program and shows every value with its gradient. "
        "Example: chainrule run -e 'w = 3.0; loss = (2 * w - 1) ** 2'",
    )
    parser.add_argument(
        "file", nargs="?", metavar="FILE", help="the program; - reads it from stdin"
    )
    parser.add_argument("-e", "--expression", metavar="TEXT", help="the program itself")
    parser.add_argument("-f", "--format", choices=FORMATS, default="table", help="default: table")
    parser.add_argument("-o", "--output", metavar="FILE", help="write here, not to stdout")
    parser.add_argument(
        "-i",
        "--input",
        metavar="NAME=VALUE",
        type=_binding,
        action="append",
        default=[],
        help="bind a name that the program reads: -i 'x=[[1, 2]]'",
    )
    parser.add_argument(
        "-l",
        "--leaf",
        metavar="NAME=VALUE",
        type=_binding,
        action="append",
        default=[],
        help="give a leaf of the program another value of the same shape",
    )
    parser.add_argument("--dataset", metavar="NAME", help="bind X and y to this data set")
    parser.add_argument(
        "--rows", metavar="FROM:TO", type=_rows, default=(0, 16), help="of the data set (0:16)"
    )
    parser.add_argument(
        "--moment",
        metavar="K",
        type=int,
        help="which backward pass of the program, counted from 1; the last by default",
    )
    parser.set_defaults(command=run, parser=parser)


def run(chosen: argparse.Namespace) -> int:
    """Runs the program and writes what was asked for."""
    if (chosen.file is None) == (chosen.expression is None):
        chosen.parser.error("give either a FILE (or -) or -e TEXT")
    if chosen.format in BINARY and chosen.output in (None, "-") and sys.stdout.isatty():
        chosen.parser.error(f"{chosen.format} is not for terminals: give --output FILE")
    source, name = _read(chosen)
    inputs = dict(chosen.input)
    if chosen.dataset is not None:
        dataset = load(chosen.dataset)
        start, stop = chosen.rows
        inputs = {"X": dataset.X[start:stop], "y": dataset.y[start:stop], **inputs}
    try:
        execution = run_program(
            source,
            inputs=inputs,
            leaves=dict(chosen.leaf),
            limits=Limits.from_environment(),
            moment=chosen.moment,
        )
    except ProgramError as error:
        return _explain(error, source, name)
    gradients = execution.output.requires_grad
    graph = graph_of(execution, backward=gradients)
    save(FORMATS[chosen.format](graph), chosen.output)
    if chosen.format == "table":
        for printed in execution.printed:
            sys.stderr.write(f"{printed.text}\n")
        for note in (*execution.notes, *(finding.message for finding in graph.findings)):
            sys.stderr.write(f"note: {note}\n")
    return 0


def values_table(graph: Graph) -> str:
    """One line for each value: its name, how it came about, shape, value, gradient."""
    rows = []
    for node in graph.nodes:
        shape = "(" + ", ".join(map(str, node.shape)) + ("," if len(node.shape) == 1 else "") + ")"
        gradient = STATES.get(node.grad_state) or (describe(node.grad) if node.grad else "")
        made = node.expression or node.kind
        rows.append((node.label, called(node.op), made, shape, describe(node.value), gradient))
    return table(("name", "op", "from", "shape", "value", "gradient"), rows)


def _read(chosen: argparse.Namespace) -> tuple[str, str]:
    """The program's text, and what to call its place."""
    if chosen.expression is not None:
        return chosen.expression, "-e"
    if chosen.file == "-":
        return sys.stdin.read(), "stdin"
    data = Path(chosen.file).read_bytes()
    try:
        return data.decode("utf-8-sig"), chosen.file
    except UnicodeDecodeError:
        raise OSError(f"{chosen.file} is not UTF-8 text") from None


def _explain(error: ProgramError, source: str, name: str) -> int:
    """Every problem with its place in the text, a caret below it, and its hint."""
    for problem in error.problems:
        fail(problem.message)
        if problem.span is not None:
            sys.stderr.write(excerpt(source, problem.span, name) + "\n")
        if problem.hint:
            sys.stderr.write(f"hint: {problem.hint}\n")
    return 1


def _binding(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError("NAME=VALUE is wanted, such as x=[[1, 2]]")
    try:
        return name.strip(), json.loads(value)
    except (ValueError, RecursionError):
        raise argparse.ArgumentTypeError(
            f"the value of {name.strip()!r} must be a number or nested lists of numbers"
        ) from None


def _rows(text: str) -> tuple[int, int]:
    start, colon, stop = text.partition(":")
    if not colon or not start.isdecimal() or not stop.isdecimal() or int(start) >= int(stop):
        raise argparse.ArgumentTypeError("FROM:TO is wanted, such as 0:16")
    return int(start), int(stop)
