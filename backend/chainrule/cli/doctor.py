"""``chainrule doctor``: what could keep a server from working here."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import Any

from chainrule.cli.output import table, write
from chainrule.cli.serve import add_settings, settings_of

MARKS = {"good": "ok", "note": "note", "bad": "FAULT"}


def add_to(commands: Any) -> None:
    """Declares the command."""
    parser = commands.add_parser(
        "doctor",
        help="find out what could keep a server from working here",
        description="Looks at versions, page, Graphviz, database, port and workers, as a server "
        "with these options and CHAINRULE_ variables would find them. Changes nothing. The exit "
        "code is 1 where something is wrong.",
    )
    add_settings(parser)
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(command=doctor)


def doctor(chosen: argparse.Namespace) -> int:
    """Prints what every look has shown."""
    from chainrule.api.doctor import Finding, examine
    from chainrule.api.settings import SettingsError
    from chainrule.api.workers import Nursery

    nursery = Nursery()
    try:
        found = list(examine(nursery, settings_of(chosen)))
    except SettingsError as error:
        found = [Finding("settings", "bad", str(error))]
    finally:
        nursery.close()
    if chosen.json:
        write(json.dumps(list(map(asdict, found)), ensure_ascii=False, indent=2))
    else:
        rows = [(MARKS[finding.state], finding.of, finding.words) for finding in found]
        write(table(("", "of", "what was found"), rows))
    return int(any(finding.state == "bad" for finding in found))
