"""``chainrule train``: a preset or a configuration of one's own, epoch by epoch."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from chainrule.cli.output import Progress, fail, write
from chainrule.training import (
    PRESETS,
    SETTINGS,
    USUAL,
    DatasetError,
    Session,
    Sessions,
    Setting,
    open_store,
)
from chainrule.training.choices import LOSSES

CHUNK_SECONDS = 0.25
MEMORY = "memory:"


def add_to(commands: Any) -> None:
    """Declares the command, with one option for each setting of a run."""
    parser = commands.add_parser(
        "train",
        help="train a model and print the loss of each epoch",
        description="Trains a preset, perhaps with other settings, or a model of your own, and\n"
        "prints the mean loss of every epoch, then how good the model is on the test rows.",
        epilog="presets, and the data sets whose names stand for them, too:\n"
        + "\n".join(
            f"  {preset.name:18}{data if USUAL[data] == preset.name else '':11}{preset.title}"
            for preset in PRESETS.values()
            for data in (preset.config.dataset,)
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "preset", nargs="?", choices=[*PRESETS, *USUAL], metavar="PRESET", help="see below"
    )
    parser.add_argument(
        "--csv", metavar="FILE", help="train on this CSV file; its last column is the target"
    )
    parser.add_argument("--target", metavar="NAME", help="another column of the CSV file")
    parser.add_argument(
        "--database", metavar="WHERE", default=MEMORY, help="keep the session in this store"
    )
    settings = parser.add_argument_group("settings")
    for name, setting in SETTINGS.items():
        _add_option(settings, name, setting)
    parser.set_defaults(command=train, parser=parser)


def train(chosen: argparse.Namespace) -> int:
    """Trains and prints."""
    given = {name: getattr(chosen, name) for name in SETTINGS if hasattr(chosen, name)}
    store = open_store(chosen.database)
    try:
        sessions = Sessions(store)
        if chosen.csv is not None:
            with open(chosen.csv, "rb") as file:
                content = file.read()
            try:
                title = Path(chosen.csv).name
                dataset = sessions.upload(content, title=title, target=chosen.target)
            except DatasetError as error:
                return fail(f"{chosen.csv}: {error.message}")
            for note in dataset.declaration.notes:
                sys.stderr.write(f"note: {note}\n")
            given["dataset"] = dataset.name
        if chosen.preset is not None:
            given["preset"] = USUAL.get(chosen.preset, chosen.preset)
        elif "dataset" not in given:
            chosen.parser.error("give a PRESET, --dataset NAME or --csv FILE")
        session = sessions.create(given)
        if chosen.database != MEMORY:
            sys.stderr.write(f"session {session.id} in {chosen.database}\n")
        with _interrupts() as check_interrupt:
            return _train(sessions, session, check_interrupt)
    finally:
        store.close()


@contextmanager
def _interrupts() -> Iterator[Callable[[], None]]:
    """Notes Ctrl-C and raises it where the ``with`` block asks for it, between two steps.

    An exception in the middle of a step could be lost: some C code that calls back into Python
    clears whatever is raised there.
    """
    noticed: list[int] = []

    def check() -> None:
        if noticed:
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, lambda number, frame: noticed.append(number))
    try:
        yield check
    finally:
        signal.signal(signal.SIGINT, before)


def _train(sessions: Sessions, session: Session, check_interrupt: Callable[[], None]) -> int:
    config = session.config
    label = LOSSES[config.loss].label
    total = config.epochs * session.steps_per_epoch
    progress = Progress(total, "steps")
    for epoch in range(1, config.epochs + 1):
        goal = epoch * session.steps_per_epoch
        while session.head < goal and not session.halted:
            check_interrupt()
            session = sessions.advance(session.id, to=goal, time_limit=CHUNK_SECONDS)
            progress.show(session.head, f"{label} {session.loss:.4g}")
        progress.clear()
        if session.halted:
            return fail(f"{session.halted.message}; try a smaller learning rate than {config.lr:g}")
        (done,) = sessions.epochs(session.id, after=epoch - 1, limit=1)
        write(f"Epoch {epoch}: {label} = {done.loss}")
    test = sessions.evaluation(session.id).test
    if test is not None and test.accuracy is not None:
        write(f"Accuracy on test set: {test.accuracy:.2%}")
    elif test is not None:
        write(f"{label} on test set: {test.loss}")
    return 0


def _add_option(group: Any, name: str, setting: Setting) -> None:
    """The option of one setting; without a default, so that only what is given counts."""
    option = "--" + name.replace("_", "-")
    shared: dict[str, Any] = {"dest": name, "help": setting.doc, "default": argparse.SUPPRESS}
    match setting.kind:
        case "switch":
            group.add_argument(option, action=argparse.BooleanOptionalAction, **shared)
        case "choice":
            shared["help"] += f": {', '.join(setting.choices)}"
            group.add_argument(option, choices=setting.choices, metavar="NAME", **shared)
        case "integer":
            group.add_argument(option, type=int, metavar="N", **shared)
        case "number":
            group.add_argument(option, type=float, metavar="X", **shared)
        case "integers":
            group.add_argument(option, type=_integers, metavar="N,N", **shared)
        case "names":
            group.add_argument(option, type=_names, metavar="NAME,NAME", **shared)
        case "numbers":
            group.add_argument(option, type=_numbers, metavar="NAME=X,NAME=X", **shared)
        case _:
            group.add_argument(option, metavar="NAME", **shared)


def _names(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _integers(text: str) -> list[int]:
    try:
        return [int(part) for part in _names(text)]
    except ValueError:
        raise argparse.ArgumentTypeError("whole numbers separated by commas are wanted") from None


def _numbers(text: str) -> dict[str, float]:
    try:
        return {name: float(value) for name, value in (p.split("=") for p in _names(text))}
    except ValueError:
        raise argparse.ArgumentTypeError("name=number, separated by commas, is wanted") from None
