"""A desk: what tasks compute with, wherever they run.

In comes how the server was set up; the store of training sessions is opened with the first task
that needs it, so that every process has connections of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from chainrule.api.settings import Settings, SettingsError
from chainrule.api.shelf import Shelf
from chainrule.program import Limits
from chainrule.training import Sessions, TrainingLimits, open_store

MOST_KEPT, MOST_ELEMENTS = 4, 500_000
"""Programs that a worker keeps to run them again, and how many numbers they hold together."""


@dataclass(frozen=True)
class Desk:
    """Settings, limits and, when they are asked for, the training sessions."""

    settings: Settings
    limits: Limits
    training: TrainingLimits

    @classmethod
    def of(cls, settings: Settings) -> Desk:
        """The desk of a server with these settings.

        Raises:
            SettingsError: the environment sets a limit to something impossible.
        """
        try:
            return cls(settings, Limits.from_environment(), TrainingLimits.from_environment())
        except ValueError as error:
            raise SettingsError(str(error)) from None

    @cached_property
    def kept(self) -> Shelf[Any]:
        """The programs that were run last (``repetitions.py``)."""
        return Shelf(MOST_KEPT, MOST_ELEMENTS)

    @cached_property
    def sessions(self) -> Sessions:
        """The training sessions in the database.

        Raises:
            StoreError: it cannot be opened.
        """
        store = open_store(
            self.settings.database,
            lifetime_seconds=self.training.lifetime_seconds,
            capacity=self.training.sessions,
            most_bytes=self.training.store_bytes,
        )
        return Sessions(store, self.training)

    def close(self) -> None:
        """Lets go of the store of sessions."""
        if "sessions" in self.__dict__:
            self.sessions.store.close()
