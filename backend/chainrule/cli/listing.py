"""``chainrule datasets`` and ``chainrule functions``: what there is to work with."""

from __future__ import annotations

import argparse
import json
from typing import Any

from chainrule.cli.output import table, write


def add_to(commands: Any) -> None:
    """Declares both commands."""
    for name, command, text in (
        ("datasets", datasets, "list the data sets that come with Chainrule"),
        ("functions", functions, "list the functions that a program can use"),
    ):
        parser = commands.add_parser(name, help=text, description=text.capitalize() + ".")
        parser.add_argument("--json", action="store_true", help="as JSON, with all details")
        parser.set_defaults(command=command)


def datasets(chosen: argparse.Namespace) -> int:
    """Name, task, size and title of every data set."""
    from chainrule.training import DATASETS

    if chosen.json:
        write(json.dumps([d.to_dict() for d in DATASETS.values()], ensure_ascii=False, indent=2))
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

    found = every_function()
    if chosen.json:
        kept = ("name", "kind", "category", "signature", "summary", "formula", "example", "aliases")
        entries = [{key: getattr(function, key) for key in kept} for function in found]
        write(json.dumps(entries, ensure_ascii=False, indent=2))
        return 0
    write(
        table(
            ("function", "family", "what it does"),
            [(function.signature, function.category, function.summary) for function in found],
        )
    )
    return 0
