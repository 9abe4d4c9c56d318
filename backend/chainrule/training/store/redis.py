"""A store in Redis or Valkey, for several servers that share sessions (extra ``redis``).

A session is four keys with one lifetime: a hash (document, origin, head, created), the losses as
a string of little-endian float64 that is only appended to, the checkpoints as a hash by step, and
their steps as a sorted set. ``commit`` is one Lua script, which Redis runs as a whole.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from chainrule.training.errors import CapacityError, NotFoundError, StoreError
from chainrule.training.recent import Recent
from chainrule.training.store.protocol import Checkpoints, Record

try:
    import redis
except ImportError:  # pragma: no cover - the extra is part of the test environment
    redis = None  # type: ignore[assignment]

PREFIX = "chainrule:session:"
MISSING = -1
DOCUMENTS = 16
"""Documents kept in memory, which spares fetching an uploaded table with every request."""

COMMIT = """
local head = redis.call('HGET', KEYS[1], 'head')
if not head then return -1 end
local fits = tonumber(head) == tonumber(ARGV[1])
if fits then
    redis.call('APPEND', KEYS[2], ARGV[4])
    for i = 5, #ARGV, 2 do
        redis.call('HSETNX', KEYS[3], ARGV[i], ARGV[i + 1])
        redis.call('ZADD', KEYS[4], ARGV[i], ARGV[i])
    end
    redis.call('HSET', KEYS[1], 'head', ARGV[2])
end
for i = 1, 4 do redis.call('EXPIRE', KEYS[i], ARGV[3]) end
return fits and 1 or 0
"""


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
        if redis is None:  # pragma: no cover
            raise StoreError("the Redis client is missing: pip install 'chainrule[redis]'")
        self.lifetime_seconds = lifetime_seconds
        self.capacity = capacity
        self.clock = clock
        self._documents: Recent[str, dict[str, Any]] = Recent(DOCUMENTS)
        try:
            self._client: Any = redis.Redis.from_url(
                address, socket_timeout=5.0, socket_connect_timeout=5.0
            )
        except ValueError as error:
            raise StoreError(f"{address!r} is no Redis address: {error}") from None
        self._commit = self._client.register_script(COMMIT)

    def create(self, id: str, document: dict[str, Any], origin: int, checkpoint: bytes) -> Record:
        """See ``Store.create``."""
        now = self.clock()
        session, _, checkpoints, steps = self._keys(id)
        with _answering():
            if int(self._client.dbsize()) >= 4 * self.capacity:
                raise CapacityError(f"{self.capacity} sessions are open, which is the limit")
            with self._client.pipeline(transaction=True) as pipe:
                pipe.hset(
                    session,
                    mapping={
                        "document": json.dumps(document),
                        "origin": origin,
                        "head": origin,
                        "created": repr(now),
                    },
                )
                pipe.hset(checkpoints, str(origin), checkpoint)
                pipe.zadd(steps, {str(origin): origin})
                self._expire(pipe, id)
                pipe.execute()
        return Record(id, document, origin, origin, now)

    def load(self, id: str, after: int = 0, limit: int = 0) -> Record:
        """See ``Store.load``."""
        session, losses, _, _ = self._keys(id)
        with _answering():
            with self._client.pipeline(transaction=True) as pipe:
                pipe.hmget(session, "origin", "head", "created")
                pipe.getrange(losses, -8, -1)
                self._expire(pipe, id)
                (origin, head, created), last, *_ = pipe.execute()
            document = self._document(id) if origin is not None else None
            if document is None:
                raise NotFoundError("there is no such session, or it has expired")
            start = max(after - int(origin), 0)
            stop = min(start + limit, int(head) - int(origin))
            data = self._client.getrange(losses, 8 * start, 8 * stop - 1) if start < stop else b""
        loss = float(np.frombuffer(last, dtype="<f8")[0]) if last else None
        values = tuple(np.frombuffer(data, dtype="<f8").tolist())
        return Record(id, document, int(origin), int(head), float(created), loss, values)

    def nearest(self, id: str, step: int) -> tuple[int, bytes]:
        """See ``Store.nearest``."""
        session, _, checkpoints, steps = self._keys(id)
        with _answering():
            found = self._client.zrevrangebyscore(steps, step, "-inf", start=0, num=1)
            if not found:
                if not self._client.exists(session):
                    raise NotFoundError("there is no such session, or it has expired")
                raise NotFoundError("the session begins after that step")
            state = self._client.hget(checkpoints, found[0])
        if state is None:
            raise NotFoundError("there is no such session, or it has expired")
        return int(found[0]), state

    def commit(self, id: str, head: int, checkpoints: Checkpoints, losses: Sequence[float]) -> bool:
        """See ``Store.commit``."""
        data = np.asarray(losses, dtype="<f8").tobytes()
        pairs = [value for step, state in checkpoints.items() for value in (step, state)]
        with _answering():
            answer = self._commit(
                keys=self._keys(id),
                args=[head - len(losses), head, self.lifetime_seconds, data, *pairs],
            )
        if int(answer) == MISSING:
            raise NotFoundError("there is no such session, or it has expired")
        return bool(answer)

    def delete(self, id: str) -> None:
        """See ``Store.delete``."""
        with _answering():
            self._client.delete(*self._keys(id))

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def _document(self, id: str) -> dict[str, Any] | None:
        """What never changes, from memory if it was read before."""
        document = self._documents.get(id)
        if document is None:
            text = self._client.hget(self._keys(id)[0], "document")
            if text is None:  # it expired just now
                return None
            document = json.loads(text)
            self._documents.put(id, document)
        return document

    def _expire(self, pipe: Any, id: str) -> None:
        for key in self._keys(id):
            pipe.expire(key, self.lifetime_seconds)

    @staticmethod
    def _keys(id: str) -> tuple[str, str, str, str]:
        """The session's keys; the braces keep them on one node of a cluster."""
        name = f"{PREFIX}{{{id}}}"
        return name, f"{name}:losses", f"{name}:checkpoints", f"{name}:steps"


@contextmanager
def _answering() -> Iterator[None]:
    """Turns the client's errors into the store's."""
    try:
        yield
    except redis.RedisError as error:
        raise StoreError(f"the session store does not answer: {error}") from error
