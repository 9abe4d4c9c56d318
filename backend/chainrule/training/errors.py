"""What training says when it cannot go on: one exception type per cause.

TrainingError
├── ConfigError       a setting is unknown or impossible; ``field`` names it
├── DatasetError      a data set is unknown, or a CSV file cannot be read
├── NotFoundError     there is no such session (or it has expired)
├── StepError         a step that this session does not have
├── MovedOnError      the session was trained meanwhile
├── ShareError        one owner has as many sessions and uploads as one may have
├── CapacityError     the store holds as much as it may
│   └── DiskError     the disk under the store is full
└── StoreError        the store does not work
    ├── UnreachableError  it does not answer at all
    └── DamagedError      what the store holds of a session is not what was written
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


class MovedOnError(TrainingError):
    """The session does not stand any more where whoever wants to delete it saw it last."""

    code = "moved_on"


class ShareError(TrainingError):
    """One owner has as many sessions and uploads as one may have."""

    code = "share"


class CapacityError(TrainingError):
    """The store holds as much as it may."""

    code = "capacity"


class DiskError(CapacityError):
    """The disk under the store is full; what is there can still be read."""

    code = "disk_full"

    def __init__(self) -> None:
        super().__init__(
            "the disk that holds the training sessions is full: nothing new can be kept until "
            "there is room on it again"
        )


class StoreError(TrainingError):
    """The store does not answer, or what it answers makes no sense."""

    code = "store_unavailable"


class UnreachableError(StoreError):
    """The store does not answer: whoever asks next will wait as long."""

    code = "store_unreachable"


class DamagedError(StoreError):
    """What the store holds of a session is not what was written, and cannot be computed anew."""

    code = "damaged_session"
