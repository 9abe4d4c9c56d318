"""What training says when it cannot go on: one exception type per cause.

TrainingError
├── ConfigError       a setting is unknown or impossible; ``field`` names it
├── DatasetError      a data set is unknown, or a CSV file cannot be read
├── NotFoundError     there is no such session (or it has expired)
├── StepError         a step that this session does not have
├── CapacityError     the store holds as many sessions as it may
└── StoreError        the store does not answer
"""

from __future__ import annotations

from typing import ClassVar

from chainrule.engine import ChainruleError


class TrainingError(ChainruleError):
    """The base: a ``code`` for programs, a ``message`` for people, the ``field`` concerned."""

    code: ClassVar[str] = "training_error"

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class ConfigError(TrainingError, ValueError):
    """A setting is unknown or impossible."""

    code = "invalid_config"


class DatasetError(TrainingError, ValueError):
    """A data set is unknown, or a CSV file cannot be read."""

    code = "invalid_dataset"


class NotFoundError(TrainingError, LookupError):
    """There is no such session or data set, or it has expired."""

    code = "not_found"


class StepError(TrainingError, LookupError):
    """A step that this session does not have."""

    code = "step_out_of_range"


class CapacityError(TrainingError):
    """The store holds as much as it may."""

    code = "capacity"


class StoreError(TrainingError):
    """The store does not answer, or what it answers makes no sense."""

    code = "store_unavailable"
