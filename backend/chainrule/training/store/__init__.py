"""Where sessions are kept: a few calls that every store answers alike.

A store knows nothing of training: it keeps a document (plain data), an append-only list of
losses whose length is the head, and checkpoints (bytes by step). ``commit`` is a compare-and-append
of absolute steps: it takes effect as a whole if the head is still where the caller started, else
not at all. So retries, several clients, several servers and crashes cannot harm a session.
"""

from __future__ import annotations

from chainrule.training.store.memory import MemoryStore
from chainrule.training.store.protocol import MOST_BYTES, Checkpoints, Record, Share, Store
from chainrule.training.store.sqlite import SQLiteStore

__all__ = [
    "Checkpoints",
    "MemoryStore",
    "Record",
    "SQLiteStore",
    "Share",
    "Store",
    "open_store",
]


def open_store(
    address: str,
    *,
    lifetime_seconds: int = 24 * 3600,
    capacity: int = 10_000,
    most_bytes: int = MOST_BYTES,
) -> Store:
    """The store at ``memory:``, ``redis://...`` (or ``rediss://``, ``unix://``), or a file's path.

    Args:
        address: where it is.
        lifetime_seconds: a session that nobody used for so long is forgotten.
        capacity: how many sessions there may be.
        most_bytes: how large it may become; a Redis server has its own ``maxmemory``.

    Raises:
        StoreError: it cannot be opened.
    """
    if address == "memory:":
        return MemoryStore(
            lifetime_seconds=lifetime_seconds, capacity=capacity, most_bytes=most_bytes
        )
    if address.startswith(("redis://", "rediss://", "unix://")):
        from chainrule.training.store.redis import RedisStore

        return RedisStore(address, lifetime_seconds=lifetime_seconds, capacity=capacity)
    return SQLiteStore(
        address, lifetime_seconds=lifetime_seconds, capacity=capacity, most_bytes=most_bytes
    )
