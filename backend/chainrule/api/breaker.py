"""A breaker: while the store of sessions does not answer, nobody else waits to find that out."""

from __future__ import annotations

import math
import time

from chainrule.api.problems import Problem
from chainrule.api.task import Reply

UNREACHABLE = "store_unreachable"
"""The code of a problem after which it makes no sense to ask again at once."""


class Breaker:
    """Open for ``seconds`` after each failure; then one request may try, and decides."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._open_until = 0.0
        self._failed = False

    def admit(self) -> None:
        """Lets a request to the store.

        Raises:
            Problem: it did not answer a moment ago (503).
        """
        left = self._open_until - time.monotonic()
        if left > 0:
            raise Problem(
                "store_unavailable",
                "the store of training sessions did not answer a moment ago",
                code=UNREACHABLE,
                headers={"retry-after": str(math.ceil(left))},
            )
        if self._failed:  # this one tries; the others wait for what it finds
            self._open_until = time.monotonic() + self.seconds

    def note(self, reply: Reply) -> None:
        """Opens or closes after a request to the store."""
        failure = reply.failure
        self._failed = isinstance(failure, Problem) and failure.code == UNREACHABLE
        self._open_until = time.monotonic() + self.seconds if self._failed else 0.0
