"""A store in Redis or Valkey, for several servers that share sessions (extra ``redis``).

A session is six keys with one lifetime: a hash (document, origin, head, created, owner), the
losses as a string of little-endian float64 that only grows, their checks, the checkpoints as a hash
by step, their steps as a sorted set, and the recorded chunks as a set sorted by their last steps.
An owner is a set of sessions; what counts is which of them exist. What must
not be interrupted is a script (``scripts.py``).
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import numpy as np

from chainrule.training.errors import (
    CapacityError,
    DiskError,
    NotFoundError,
    StoreError,
    UnreachableError,
)
from chainrule.training.recent import Recent
from chainrule.training.store.checks import (
    LOSS_BYTES,
    document_check,
    each_check,
    head_check,
    read_document,
    read_numbers,
)
from chainrule.training.store.protocol import Checkpoints, Record, Share
from chainrule.training.store.scripts import COMMIT, CREATE, DELETE, LOAD

try:
    import redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry
except ModuleNotFoundError as error:
    if error.name != "redis":
        raise
    redis = None  # type: ignore[assignment]

PREFIX = "chainrule:session:"
OWNER = "chainrule:owner:"
PROBE = "chainrule:probe"
PROBE_SECONDS = 60
MISSING = -1
ANSWER_SECONDS = 2.0
"""Within which Redis has to answer, and to take a connection."""
DOCUMENTS = 16
"""Documents kept in memory, which spares fetching an uploaded table with every request."""


class RedisStore:
    """Sessions in a Redis or Valkey server.

    Raises:
        StoreError: the client is not installed, or the address is none.
    """

    def __init__(
        self,
        address: str,
        *,
        lifetime_seconds: int = 24 * 3600,
        capacity: int = 10_000,
        clock: Callable[[], float] = time.time,
    ) -> None:
        if redis is None:
            raise StoreError("a store in Redis needs its client: pip install 'chainrule[redis]'")
        self.lifetime_seconds = lifetime_seconds
        self.capacity = capacity
        self.clock = clock
        self._documents: Recent[str, dict[str, Any]] = Recent(DOCUMENTS)
        try:
            self._client: Any = redis.Redis.from_url(
                address,
                socket_timeout=ANSWER_SECONDS,
                socket_connect_timeout=ANSWER_SECONDS,
                # A connection that was cut may be made anew; silence is not waited for twice.
                retry=Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError,)),
            )
        except ValueError as error:
            raise StoreError(f"{address!r} is no Redis address: {error}") from None
        self._create, self._load, self._commit, self._delete = (
            self._client.register_script(script) for script in (CREATE, LOAD, COMMIT, DELETE)
        )

    def create(
        self,
        id: str,
        document: dict[str, Any],
        origin: int,
        checkpoint: bytes,
        share: Share | None = None,
    ) -> Record:
        """See ``Store.create``."""
        now = self.clock()
        text = json.dumps(document)
        owner = share.owner if share else ""
        keys = self._keys(id)
        with _answering():
            refused, living = self._create(
                keys=[*keys, f"{OWNER}{owner}"],
                args=[
                    *(share.most if share else 0, self.lifetime_seconds, self.capacity),
                    *(keys[0], owner, text, origin, repr(now)),
                    *(document_check(text.encode(), origin), head_check(origin), checkpoint),
                ],
            )
        if share and refused == b"share":
            share.admit(int(living))
        if refused == b"capacity":
            raise CapacityError(f"{self.capacity} sessions are open, which is the limit")
        return Record(id, document, origin, origin, now)

    def load(self, id: str, after: int = 0, limit: int = 0) -> Record:
        """See ``Store.load``."""
        keys = self._keys(id)
        with _answering():
            found = self._load(keys=keys, args=[self.lifetime_seconds, OWNER])
            document = self._document(id) if found else None
            if document is None:
                raise NotFoundError("there is no such session, or it has expired")
            checked, last, last_check, checked_head, size = found[3:]
            origin, head = read_numbers(
                found[0], found[1], checked_head or None, size // LOSS_BYTES
            )
            if checked_head and found[1] != b"%d" % head:  # so that commits find where it stands
                self._mend(keys[0], head)
            start = max(after - origin, 0)
            stop = min(start + limit, head - origin)
            data, checks = b"", b""
            if start < stop:
                data = self._client.getrange(keys[1], 8 * start, 8 * stop - 1)
                checks = self._client.getrange(keys[4], 4 * start, 4 * stop - 1)
        sound = len(last) == 8 * (head > origin) and len(data) == 8 * max(stop - start, 0)
        if checked and sound:
            found_checks = each_check(last, head), each_check(data, origin + start + 1)
            sound = found_checks == (last_check, checks)
        if not sound:
            return Record(id, document, origin, head, float(found[2]), sound=False)
        loss = float(np.frombuffer(last, dtype="<f8")[0]) if last else None
        values = tuple(np.frombuffer(data, dtype="<f8").tolist())
        return Record(id, document, origin, head, float(found[2]), loss, values)

    def nearest(self, id: str, step: int) -> tuple[int, bytes]:
        """See ``Store.nearest``."""
        session, _, checkpoints, steps, _, _ = self._keys(id)
        with _answering():
            origin = self._client.hget(session, "origin")
            if origin is None:
                raise NotFoundError("there is no such session, or it has expired")
            if step < int(origin):
                raise NotFoundError(f"the session begins at step {int(origin)}")
            found = self._client.zrevrangebyscore(steps, step, "-inf", start=0, num=1)
            nearest = found[0] if found else origin
            return int(nearest), self._client.hget(checkpoints, nearest) or b""

    def commit(
        self,
        id: str,
        head: int,
        checkpoints: Checkpoints,
        losses: Sequence[float],
        measures: bytes = b"",
    ) -> bool:
        """See ``Store.commit``."""
        start = head - len(losses)
        data = np.asarray(losses, dtype="<f8").tobytes()
        pairs = [value for step, state in checkpoints.items() for value in (step, state)]
        with _answering():
            answer = self._commit(
                keys=self._keys(id),
                args=[
                    *(start, head, self.lifetime_seconds, OWNER),
                    *(data, each_check(data, start + 1), head_check(head)),
                    *(measures, *pairs),
                ],
            )
        if int(answer) == MISSING:
            raise NotFoundError("there is no such session, or it has expired")
        return bool(answer)

    def measures(self, id: str, after: int, until: int) -> list[tuple[int, bytes]]:
        """See ``Store.measures``."""
        session, *_, key = self._keys(id)
        with _answering():
            if not self._client.exists(session):
                raise NotFoundError("there is no such session, or it has expired")
            chunks = [
                *self._client.zrangebyscore(key, f"({after}", f"({until}", withscores=True),
                *self._client.zrangebyscore(key, until, "inf", 0, 1, withscores=True),
            ]
        return [(int(head), chunk.partition(b":")[2]) for chunk, head in chunks]

    def delete(self, id: str, head: int | None = None) -> bool:
        """See ``Store.delete``."""
        with _answering():
            return bool(self._delete(keys=self._keys(id), args=["" if head is None else head]))

    def check(self) -> None:
        """See ``Store.check``."""
        with _answering():
            self._client.set(PROBE, "", ex=PROBE_SECONDS)

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def _mend(self, session: str, head: int) -> None:
        """Writes down how far a session has come, where that was damaged."""
        with suppress(redis.ResponseError):  # a full server: it can be read all the same
            self._client.hset(session, mapping={"head": head, "head_check": head_check(head)})

    def _document(self, id: str) -> dict[str, Any] | None:
        """What never changes, from memory if it was read before."""
        document = self._documents.get(id)
        if document is None:
            session = self._keys(id)[0]
            text, origin, check = self._client.hmget(session, "document", "origin", "check")
            if text is None:  # it expired just now
                return None
            document = read_document(text, int(origin), int(check) if check else None)
            self._documents.put(id, document)
        return document

    @staticmethod
    def _keys(id: str) -> tuple[str, ...]:
        name = f"{PREFIX}{{{id}}}"
        parts = ("losses", "checkpoints", "steps", "checks", "measures")
        return name, *(f"{name}:{part}" for part in parts)


@contextmanager
def _answering() -> Iterator[None]:
    """Turns the client's errors into the store's, which do not tell where the server is."""
    try:
        yield
    except redis.RedisError as error:
        text = str(error)
        if isinstance(error, redis.exceptions.OutOfMemoryError) or "OOM command" in text:
            raise CapacityError(
                "the memory of the Redis server is full: delete sessions, or come back when others "
                "have expired"
            ) from error
        if "MISCONF" in text:  # it cannot save: nearly always because its disk is full
            raise DiskError() from error
        reason = text if isinstance(error, redis.ResponseError) else type(error).__name__
        silent = isinstance(error, redis.TimeoutError | redis.ConnectionError)
        kind = UnreachableError if silent else StoreError
        raise kind(f"the store of training sessions does not answer: {reason}") from error
