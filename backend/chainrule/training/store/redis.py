"""A store in Redis or Valkey, for several servers that share sessions (extra ``redis``).

A session is five keys with one lifetime: a hash (document, origin, head, created, owner), the
losses as a string of little-endian float64 that only grows, their checks, the checkpoints as a hash
by step, and their steps as a sorted set. An owner is a set of sessions; what counts is which of
them exist. What must not be interrupted is a Lua script, which Redis runs as a whole. A script
begins with what needs memory: refused there, it has changed nothing.
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

CREATE = """
local most, lifetime, capacity, name, owner = unpack(ARGV, 1, 5)
local session, _, checkpoints, steps, _, owned = unpack(KEYS)
if owner ~= '' then
    local living = 0
    for _, other in ipairs(redis.call('SMEMBERS', owned)) do
        if redis.call('EXISTS', other) == 1 then
            living = living + 1
        else
            redis.call('SREM', owned, other)
        end
    end
    if living >= tonumber(most) then return {'share', living} end
end
if redis.call('DBSIZE') >= 5 * tonumber(capacity) then return {'capacity', 0} end
local document, origin, created, check, headcheck, state = unpack(ARGV, 6, 11)
redis.call('HSET', session, 'document', document, 'origin', origin, 'head', origin,
    'created', created, 'check', check, 'head_check', headcheck)
redis.call('HSET', checkpoints, origin, state)
redis.call('ZADD', steps, origin, origin)
if owner ~= '' then
    redis.call('HSET', session, 'owner', owner)
    redis.call('SADD', owned, name)
end
for _, key in ipairs(KEYS) do redis.call('EXPIRE', key, lifetime) end
return {'', 0}
"""
LOAD = """
local found = redis.call('HMGET', KEYS[1], 'origin', 'head', 'created', 'check', 'owner',
    'head_check')
if not found[1] then return {} end
for _, key in ipairs(KEYS) do redis.pcall('EXPIRE', key, ARGV[1]) end
if found[5] then redis.pcall('EXPIRE', ARGV[2] .. found[5], ARGV[1]) end
return {found[1], found[2], found[3], found[4] or '',
    redis.call('GETRANGE', KEYS[2], -8, -1), redis.call('GETRANGE', KEYS[5], -4, -1),
    found[6] or '', redis.call('STRLEN', KEYS[2])}
"""
COMMIT = """
local found = redis.call('HMGET', KEYS[1], 'head', 'origin', 'check', 'owner')
if not found[1] then return -1 end
local fits = tonumber(found[1]) == tonumber(ARGV[1])
if fits then
    local done = tonumber(ARGV[1]) - tonumber(found[2])
    redis.call('SETRANGE', KEYS[2], 8 * done, ARGV[5])
    if found[3] then redis.call('SETRANGE', KEYS[5], 4 * done, ARGV[6]) end
    for i = 8, #ARGV, 2 do
        redis.call('HSETNX', KEYS[3], ARGV[i], ARGV[i + 1])
        redis.call('ZADD', KEYS[4], ARGV[i], ARGV[i])
    end
    redis.call('HSET', KEYS[1], 'head', ARGV[2], 'head_check', ARGV[7])
end
for _, key in ipairs(KEYS) do redis.call('EXPIRE', key, ARGV[3]) end
if found[4] then redis.call('EXPIRE', ARGV[4] .. found[4], ARGV[3]) end
return fits and 1 or 0
"""
DELETE = """
local head = redis.call('HGET', KEYS[1], 'head')
if head and ARGV[1] ~= '' and head ~= ARGV[1] then return 0 end
redis.call('DEL', unpack(KEYS))
return 1
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
        session, _, checkpoints, steps, _ = self._keys(id)
        with _answering():
            origin = self._client.hget(session, "origin")
            if origin is None:
                raise NotFoundError("there is no such session, or it has expired")
            if step < int(origin):
                raise NotFoundError(f"the session begins at step {int(origin)}")
            found = self._client.zrevrangebyscore(steps, step, "-inf", start=0, num=1)
            nearest = found[0] if found else origin
            return int(nearest), self._client.hget(checkpoints, nearest) or b""

    def commit(self, id: str, head: int, checkpoints: Checkpoints, losses: Sequence[float]) -> bool:
        """See ``Store.commit``."""
        start = head - len(losses)
        data = np.asarray(losses, dtype="<f8").tobytes()
        pairs = [value for step, state in checkpoints.items() for value in (step, state)]
        with _answering():
            answer = self._commit(
                keys=self._keys(id),
                args=[
                    *(start, head, self.lifetime_seconds, OWNER),
                    *(data, each_check(data, start + 1), head_check(head), *pairs),
                ],
            )
        if int(answer) == MISSING:
            raise NotFoundError("there is no such session, or it has expired")
        return bool(answer)

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
    def _keys(id: str) -> tuple[str, str, str, str, str]:
        name = f"{PREFIX}{{{id}}}"
        return name, f"{name}:losses", f"{name}:checkpoints", f"{name}:steps", f"{name}:checks"


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
