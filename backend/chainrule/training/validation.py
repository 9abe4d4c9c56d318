"""Validation: what callers of a session may ask for, checked before anything is computed."""

from __future__ import annotations

import re
from typing import Any

from chainrule.training.config import Config
from chainrule.training.errors import NotFoundError, StepError
from chainrule.training.presets import PRESETS
from chainrule.training.trainer import Trainer

IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,64}")


def preset(name: Any) -> Config:
    """The configuration of the preset of that name.

    Raises:
        NotFoundError: there is none.
    """
    if not isinstance(name, str) or name not in PRESETS:
        raise NotFoundError(f"there is no such preset; there are {', '.join(PRESETS)}", "preset")
    return PRESETS[name].config


def goal_of(trainer: Trainer, to: int | None, to_epoch: int | None) -> int:
    """The absolute step that is meant, given as such or as an epoch to complete.

    Raises:
        StepError: none or both are given, or the session cannot get there.
    """
    if to is not None and to_epoch is None:
        goal, field = to, "to"
    elif to_epoch is not None and to is None:
        goal, field = trainer.batches.end_of(min(to_epoch, 10**9)), "to_epoch"
    else:
        raise StepError("give either to or to_epoch", "to")
    if goal < 0 or goal > trainer.last_step:
        raise StepError(f"this session can make steps 0 to {trainer.last_step}", field)
    return goal


def check_step(step: Any, first: int, last: int, field: str) -> None:
    """Refuses a step that is none of ``first`` to ``last``.

    Raises:
        StepError: names the field that the step was given in.
    """
    if isinstance(step, bool) or not isinstance(step, int):
        raise StepError("a step is a whole number", field)
    if not first <= step <= last:
        raise StepError(f"this session has steps {first} to {last}, not {step}", field)


def check_identifier(id: Any) -> None:
    """Refuses what can be no session's identifier.

    Raises:
        NotFoundError: as for a session that does not exist.
    """
    if not isinstance(id, str) or not IDENTIFIER.fullmatch(id):
        raise NotFoundError("there is no such session, or it has expired")
