"""The command line: ``chainrule serve | run | train | datasets | functions | doctor``.

Results go to standard output, everything else (progress, errors) to standard error. The exit code
is 0 when all went well, 1 when a program, a file or a training run failed, 2 for wrong usage, and
130 after Ctrl-C. Nobody ever sees a traceback for something that they did.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from chainrule import __version__
from chainrule.cli import doctor, listing, run, serve, train
from chainrule.cli.output import fail
from chainrule.engine import ChainruleError

COMMANDS = (serve, run, train, listing, doctor)
INTERRUPTED = 130


def build_parser() -> argparse.ArgumentParser:
    """The parser with all commands, each declared in its own module."""
    parser = argparse.ArgumentParser(
        prog="chainrule",
        description="See how gradients are computed: every value, every gradient, every step.",
        epilog="'chainrule COMMAND --help' says more about a command.",
    )
    parser.add_argument("--version", action="version", version=f"chainrule {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add_to(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit code."""
    chosen = build_parser().parse_args(arguments)
    try:
        code: int = chosen.command(chosen)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader, such as `head`, has seen enough; nothing may be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return INTERRUPTED
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return fail(f"{error.filename}: {reason}" if error.filename else str(error))
    except ChainruleError as error:
        return fail(str(error))
    return code
