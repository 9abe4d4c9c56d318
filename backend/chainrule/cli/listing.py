"""``chainrule datasets`` and ``chainrule functions``: what there is to work with."""

from __future__ import annotations

import argparse
import json
from itertools import groupby
from typing import Any

from chainrule.cli.output import fail, table, write
from chainrule.cli.run import values_table
from chainrule.graph import graph_of
from chainrule.graph.serialisation import to_plain
from chainrule.program import Function, run


def add_to(commands: Any) -> None:
    """Declares both commands."""
    for name, command, text in (
        ("datasets", datasets, "list the data sets that come with Chainrule"),
        ("functions", functions, "list the functions that a program can use"),
    ):
        parser = commands.add_parser(name, help=text, description=text.capitalize() + ".")
        parser.add_argument("--json", action="store_true", help="as JSON, with all details")
        parser.set_defaults(command=command)
    parser.add_argument("name", nargs="?", metavar="NAME", help="say all about this one")


def datasets(chosen: argparse.Namespace) -> int:
    """Name, task, size and title of every data set."""
    from chainrule.training import DATASETS

    if chosen.json:
        write(json.dumps(list(map(to_plain, DATASETS.values())), ensure_ascii=False, indent=2))
        return 0
    write(
        table(
            ("name", "task", "rows", "features", "title", "licence"),
            [
                (d.name, d.task, str(d.rows), str(len(d.features)), d.title, d.licence)
                for d in DATASETS.values()
            ],
            right=(2, 3),
        )
    )
    return 0


def functions(chosen: argparse.Namespace) -> int:
    """Signature and first sentence of every function, by family."""
    from chainrule.program import functions as every_function

    found = list(every_function())
    if chosen.name:
        found = [f for f in found if chosen.name in (f.name, *f.aliases)]
        if not found:
            return fail(f"there is no function {chosen.name!r}; 'chainrule functions' lists all")
    if chosen.json:
        kept = ("name", "kind", "category", "signature", "summary", "formula", "example", "aliases")
        entries = [{key: getattr(function, key) for key in kept} for function in found]
        write(json.dumps(entries, ensure_ascii=False, indent=2))
        return 0
    if chosen.name:
        write(_everything_about(found[0]))
        return 0
    for family, members in groupby(found, key=lambda function: function.category):
        rows = [(function.signature, function.summary) for function in members]
        write(table((family.replace("_", " "), ""), rows))
        write("")
    return 0


def _everything_about(function: Function) -> str:
    """What help has about one function, with an example and what comes out of it."""
    execution = run(function.example)
    backward = execution.output.requires_grad
    graph = graph_of(execution, backward=backward)
    also = f"also called {', '.join(function.aliases)}\n" if function.aliases else ""
    formula = f"{function.name}: {function.formula}\n" if function.formula else ""
    example = "\n".join(f"    {line}" for line in function.example.splitlines())
    head = f"{function.signature}\n{function.summary}\n{also}{formula}"
    return f"{head}\n{example}\n\n{values_table(graph)}"
