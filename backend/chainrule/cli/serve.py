"""``chainrule serve``: the page and the REST interface."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chainrule.api.settings import Settings


def add_to(commands: Any) -> None:
    """Declares the command."""
    parser = commands.add_parser(
        "serve",
        help="start the server for the page and the REST interface",
        description="Starts the server and prints its address. Ctrl-C stops it. Every setting can "
        "also be given as an environment variable, such as CHAINRULE_PORT; options win.",
    )
    add_settings(parser)
    parser.set_defaults(command=serve)


def add_settings(parser: argparse.ArgumentParser) -> None:
    """Declares the options that stand for settings."""
    parser.add_argument("--host", help="address to listen on (127.0.0.1: this machine only)")
    parser.add_argument("--port", type=_port, help="port to listen on (8000)")
    parser.add_argument(
        "--database",
        metavar="WHERE",
        help="where sessions are kept: a file (chainrule.sqlite3), memory:, or redis://HOST:PORT/0",
    )
    parser.add_argument(
        "--workers",
        type=int,
        metavar="N",
        help="processes that compute at the same time (one per core)",
    )


def settings_of(chosen: argparse.Namespace) -> Settings:
    """The settings of the environment, with the options in front.

    Raises:
        SettingsError: one of them cannot be understood.
    """
    from chainrule.api.settings import Settings

    given = {name: getattr(chosen, name) for name in ("host", "port", "database", "workers")}
    options = {f"CHAINRULE_{n.upper()}": str(v) for n, v in given.items() if v is not None}
    return Settings.from_environment({**os.environ, **options})


def serve(chosen: argparse.Namespace) -> int:
    """Runs the server until it is interrupted."""
    from chainrule.api.server import serve as serve_forever
    from chainrule.api.settings import SettingsError
    from chainrule.cli.output import fail

    try:
        settings = settings_of(chosen)
    except SettingsError as error:
        return fail(str(error))
    serve_forever(settings=settings)
    return 0


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return int(text)
