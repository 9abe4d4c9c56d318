"""Expiry: when a session that nobody used for its lifetime may be deleted for good.

A clock that jumps ahead makes every session look expired, until it is put right. So a store deletes
only what was expired at two looks that are an hour apart; between them it is not found, which a
clock put right mends.
"""

from __future__ import annotations

from dataclasses import dataclass

GRACE_SECONDS = 3600.0


@dataclass(frozen=True)
class Look:
    """A look at a store's sessions: when it was, and the last use of those expired then."""

    time: float
    cutoff: float

    @classmethod
    def at(cls, now: float, lifetime: float) -> Look:
        """The look at this moment."""
        return cls(now, now - lifetime)

    def due(self, now: float, lifetime: float) -> float | None:
        """The last use of what was expired then and is now, if that look is an hour ago."""
        return min(self.cutoff, now - lifetime) if now - self.time >= GRACE_SECONDS else None

    def outdated(self, now: float) -> bool:
        """Whether the clock has been put back since."""
        return now < self.time
