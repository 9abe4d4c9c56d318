"""The service behind the routes: what they share, and how every computed answer is made.

A request goes: cache → conditional 304 → client's budget → compute pool → size limit → compression
→ cache. Routes only say what to compute and what the answer depends on.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from chainrule.api.body import read_bytes, require_media_type
from chainrule.api.budget import WorkBudget, client_of
from chainrule.api.cache import Answer, AnswerCache, key_of
from chainrule.api.headers import DATA_POLICY, PICTURE_POLICY
from chainrule.api.metrics import Metrics
from chainrule.api.negotiation import JSON, Representation
from chainrule.api.pagefiles import PageFiles
from chainrule.api.pool import ComputePool, Result
from chainrule.api.rendering import plain_json
from chainrule.api.settings import Settings, SettingsError
from chainrule.api.tenants import Tenants
from chainrule.program import Limits
from chainrule.training import Sessions, Share, TrainingLimits, open_store

FRESH = {"cache-control": "no-store"}
READERS = 4
"""Threads for what only looks something up."""
WORTH_COMPRESSING = 1_400
"""Bytes: what fits into one network packet gains nothing."""


@dataclass(frozen=True)
class Service:
    """Everything that lives as long as the server."""

    settings: Settings
    limits: Limits
    pool: ComputePool
    readers: ComputePool
    cache: AnswerCache
    budget: WorkBudget
    metrics: Metrics
    sessions: Sessions
    page: PageFiles
    tenants: Tenants

    @classmethod
    def start(cls, settings: Settings) -> Service:
        """The service as ``settings`` want it.

        Raises:
            SettingsError: the environment sets a limit to something impossible.
        """
        try:
            limits, training_limits = Limits.from_environment(), TrainingLimits.from_environment()
        except ValueError as error:
            raise SettingsError(str(error)) from None
        return cls(
            settings,
            limits,
            ComputePool(settings.effective_workers, settings.queue),
            ComputePool(READERS, settings.queue),
            AnswerCache(settings.cache_bytes),
            WorkBudget(settings.effective_work_rate, settings.work_burst),
            Metrics(),
            open_sessions(settings.database, training_limits),
            PageFiles(Path(settings.page)),
            Tenants(settings.streams_per_client),
        )

    def close(self) -> None:
        """Lets go of the store of sessions."""
        self.sessions.store.close()

    def share_of(self, request: Request) -> Share:
        """What the client may keep in the store."""
        return Share(client_of(request), self.settings.sessions_per_client)

    async def read_json(self, request: Request) -> bytes:
        """The bytes of a JSON body, checked for type, size and time only."""
        require_media_type(request, JSON.essence)
        return await read_bytes(request, self.settings.body_bytes, self.settings.body_seconds)

    async def compute(
        self, request: Request, work: Callable[[], Result], *, light: bool = False
    ) -> Result:
        """Runs ``work`` in the pool, at the client's expense.

        Args:
            request: says whose expense.
            work: what to compute.
            light: it only looks something up, so it need not wait behind those who compute.
        """
        client = client_of(request)
        self.budget.admit(client)
        done = await (self.readers if light else self.pool).run(work)
        self.budget.charge(client, done.milliseconds)
        return done.outcome()

    async def answer(
        self,
        request: Request,
        representation: Representation,
        work: Callable[[], bytes],
        *depends_on: bytes | str,
        cache_control: str = "no-cache",
        light: bool = False,
    ) -> Response:
        """The answer whose body ``work()`` makes, from the cache if it was made before.

        Args:
            request: decides on compression, and whether a 304 is enough.
            representation: the media type of the answer.
            work: computes the body; runs in the pool.
            depends_on: everything that determines the answer, with the route's name first.
            cache_control: how clients and proxies may keep it.
            light: as for ``compute``.
        """
        gzip = accepts_gzip(request)
        key = key_of(representation.name, "gzip" if gzip else "plain", *depends_on)
        tag = f'W/"{key}"'
        fixed = {
            "etag": tag,
            "cache-control": cache_control,
            "vary": "accept, accept-encoding",
            **policy_headers(representation),
        }
        if request.method == "GET" and tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=fixed)
        answer = self.cache.get(key)
        if answer is None:
            answer = await self.compute(
                request, lambda: finish(work(), representation, gzip), light=light
            )
            self.cache.put(key, answer)
        return respond(answer, fixed)


def open_sessions(database: str, limits: TrainingLimits) -> Sessions:
    """The training sessions in a database."""
    store = open_store(
        database,
        lifetime_seconds=limits.lifetime_seconds,
        capacity=limits.sessions,
        most_bytes=limits.store_bytes,
    )
    return Sessions(store, limits)


async def fresh(
    request: Request,
    work: Callable[[], Any],
    *,
    light: bool = False,
) -> Response:
    """The plain data that ``work()`` gives, as an answer that is true at this moment only."""
    gzip = accepts_gzip(request)
    answer = await service_of(request).compute(
        request, lambda: finish(plain_json(work()), JSON, gzip), light=light
    )
    return respond(answer, {**FRESH, "vary": "accept-encoding"})


def respond(answer: Answer, headers: dict[str, str]) -> Response:
    """The answer on its way to the client."""
    if answer.compressed is None:
        return Response(answer.content, media_type=answer.media_type, headers=headers)
    headers["content-encoding"] = "gzip"
    return Response(answer.compressed, media_type=answer.media_type, headers=headers)


def accepts_gzip(request: Request) -> bool:
    """Whether the client understands compressed answers."""
    return "gzip" in request.headers.get("accept-encoding", "")


def service_of(request: Request) -> Service:
    """The service that the app was created with."""
    service: Service = request.app.state.service
    return service


def finish(content: bytes, representation: Representation, gzip: bool) -> Answer:
    """The body with its type, compressed if the client understands it and it is worth it."""
    compressible = representation.media_type.startswith(("text/", "application/json", "image/svg"))
    if gzip and compressible and len(content) >= WORTH_COMPRESSING:
        return Answer(b"", representation.media_type, zlib.compress(content, 1, wbits=31))
    return Answer(content, representation.media_type)


def policy_headers(representation: Representation) -> dict[str, str]:
    """Pictures may be embedded by other sites, data may not."""
    if not representation.media_type.startswith("image/"):
        return {"content-security-policy": DATA_POLICY}
    return {
        "content-security-policy": PICTURE_POLICY,
        "cross-origin-resource-policy": "cross-origin",
    }
