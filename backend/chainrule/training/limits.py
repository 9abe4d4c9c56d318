"""How large training may become. One place, each number with its reason."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields

from chainrule.training.store.protocol import MOST_BYTES

PREFIX = "CHAINRULE_TRAINING_"


@dataclass(frozen=True)
class TrainingLimits:
    """Bounds of data sets, models and sessions; ``from_environment`` reads other values.

    Each is set by ``CHAINRULE_TRAINING_`` and its name in capitals.
    """

    csv_bytes: int = 2_000_000
    """An uploaded file: read whole into memory, and stored with every session that uses it."""
    rows: int = 10_000
    """Of a data set: an evaluation computes all of them in one request."""
    columns: int = 64
    """Of a data set: the page shows them as one table."""
    hidden_layers: int = 16
    """Enough for the classic demonstration that the gradients of ten layers vanish."""
    width: int = 1_000
    """Units of a hidden layer."""
    parameters: int = 50_000
    """Numbers that a checkpoint has to hold (up to three times that, with an optimiser's state)."""
    step_work: int = 5_000_000
    """Batch rows times parameters: a step must stay well under a request's time."""
    steps: int = 1_000_000
    """Of a session."""
    session_bytes: int = 64_000_000
    """Checkpoints of a session; bounds the steps of large models further."""
    sessions: int = 10_000
    """In a store."""
    store_bytes: int = MOST_BYTES
    """All sessions and uploaded data sets together, so that no disk fills up; Redis has its own."""
    lifetime_seconds: int = 24 * 3600
    """A session is forgotten when nobody asked for it for so long."""

    @classmethod
    def from_environment(cls) -> TrainingLimits:
        """The defaults, with what the environment says otherwise.

        Raises:
            ValueError: a variable is no whole number of at least 1.
        """
        values = {}
        for limit in fields(cls):
            variable = PREFIX + limit.name.upper()
            text = os.environ.get(variable)
            if text is not None:
                if not text.isdecimal() or int(text) < 1:
                    raise ValueError(f"{variable} must be a whole number of at least 1")
                values[limit.name] = int(text)
        return cls(**values)
