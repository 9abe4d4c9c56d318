"""The service behind the routes: what they share, and how every computed answer is made.

A request goes: cache → conditional 304 → origin → client's budget → its share of the workers →
cache. Routes only say what to compute and what the answer depends on; tasks compute it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from chainrule.api.body import read_bytes, require_media_type
from chainrule.api.breaker import Breaker
from chainrule.api.budget import WorkBudget, client_of
from chainrule.api.cache import Answer, AnswerCache, key_of
from chainrule.api.clients import Tenants, while_present
from chainrule.api.desk import Desk
from chainrule.api.doors import Doors
from chainrule.api.headers import DATA_POLICY, PICTURE_POLICY
from chainrule.api.metrics import Measure, Metrics
from chainrule.api.negotiation import JSON, Representation, accepts_gzip
from chainrule.api.pagefiles import PageFiles
from chainrule.api.settings import Settings
from chainrule.api.task import Reply, Task, Told
from chainrule.api.workers import Crew, Nursery, ProcessSeat, Seat, ThreadSeat
from chainrule.api.workers.worker import Bounds
from chainrule.training import Share

FRESH = {"cache-control": "no-store"}
STORE_SECONDS = 5.0
"""For so long nobody asks a store that did not answer."""
READING_THREADS = 4
"""For what only looks something up, where nothing has a process of its own."""


@dataclass(frozen=True)
class Service:
    """Everything that lives as long as the server."""

    settings: Settings
    desk: Desk
    crew: Crew
    readers: Crew
    cache: AnswerCache
    budget: WorkBudget
    metrics: Metrics
    page: PageFiles
    tenants: Tenants
    doors: Doors
    breaker: Breaker
    forget: Callable[[], None]
    """Removes what only this server knows."""
    stopping: asyncio.Event
    """The server was told to stop: streams end, and nothing long begins."""

    @classmethod
    def start(cls, settings: Settings, nursery: Nursery | None = None) -> Service:
        """The service as ``settings`` want it, in processes of the ``nursery`` if there is one.

        Raises:
            SettingsError: the environment sets a limit to something impossible.
            StoreError: the database cannot be opened.
        """
        desk = Desk.of(settings)
        forget = desk.close
        if nursery is not None and settings.database == "memory:":  # which processes do not share
            folder = TemporaryDirectory(prefix="chainrule-", ignore_cleanup_errors=True)
            forget = folder.cleanup
            shared = replace(settings, database=str(Path(folder.name) / "sessions.sqlite3"))
            desk = replace(desk, settings=shared)
        with closing(replace(desk)) as trial:  # a wrong database is told at once
            _ = trial.sessions
        share = settings.effective_workers
        seats = partial(_seats, desk, nursery)
        crew = partial(Crew, queue=settings.queue, patience=settings.wait_seconds)
        count = READING_THREADS if nursery is None else 1
        workers = crew(seats(share + 1), share=share)  # one more, for another client
        readers = crew(seats(count), share=count)
        cache = AnswerCache(settings.cache_bytes)
        return cls(
            settings,
            desk,
            workers,
            readers,
            cache,
            WorkBudget(settings.effective_work_rate, settings.work_burst),
            Metrics(_measures(settings, workers, readers, cache)),
            PageFiles(Path(settings.page)),
            Tenants(settings.streams_per_client),
            Doors(settings),
            Breaker(STORE_SECONDS),
            forget,
            asyncio.Event(),
        )

    def close(self) -> None:
        """Ends what is computed, and lets go of the store of sessions."""
        self.crew.close()
        self.readers.close()
        self.forget()

    def share_of(self, request: Request) -> Share:
        """What the client may keep in the store."""
        return Share(client_of(request), self.settings.sessions_per_client)

    async def read_json(self, request: Request) -> bytes:
        """The bytes of a JSON body, checked for type, size and time only."""
        require_media_type(request, JSON.essence)
        return await read_bytes(request, self.settings.body_bytes, self.settings.body_seconds)

    async def compute(
        self, request: Request, task: Task, *, light: bool = False
    ) -> tuple[Answer, dict[str, Any]]:
        """The answer to a task, with its facts, at the client's expense.

        Args:
            request: says whose expense, and whether the client is still there.
            task: what to compute.
            light: it only looks something up, so it need not wait behind those who compute.
        """
        self.doors.check_origin(request, task.form)
        client = client_of(request)
        self.budget.admit(client)
        if task.stored:
            self.breaker.admit()
        job = asyncio.ensure_future((self.readers if light else self.crew).run(task, client))
        job.add_done_callback(partial(self._charge, client, task, time.monotonic()))
        return (await while_present(request, job, self.stopping)).outcome()

    async def answer(
        self,
        request: Request,
        form: Representation,
        function: Callable[..., bytes | Told],
        *arguments: Any,
        depends_on: tuple[bytes | str, ...],
        cache_control: str = "no-cache",
        key: str | None = None,
        near: str | None = None,
        light: bool = False,
    ) -> Response:
        """The answer that ``function(desk, *arguments)`` makes, or the one that it made before.

        Args:
            request: decides on compression, and whether a 304 is enough.
            form: the media type of the answer.
            function: makes the body, in a worker.
            arguments: of the function.
            depends_on: everything that determines the answer, with the route's name first.
            cache_control: how clients and proxies may keep it.
            key: the session that it is about: its tasks do not run at the same time.
            near: what it is about otherwise: the worker that had it last is asked, if it is free.
            light: as for ``compute``.
        """
        gzip = accepts_gzip(request)
        name = key_of(form.name, "gzip" if gzip else "plain", *depends_on)
        tag = f'W/"{name}"'
        fixed = {
            "etag": tag,
            "cache-control": cache_control,
            "vary": "accept, accept-encoding",
            **policy_headers(form),
        }
        if request.method == "GET" and tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=fixed)
        answer = self.cache.get(name)
        if answer is None:
            session = key is not None
            task = Task(function, arguments, form, gzip, key or near, alone=session, stored=session)
            answer, _ = await self.compute(request, task, light=light)
            self.cache.put(name, answer)
        return respond(answer, fixed)

    def _charge(self, client: str, task: Task, started: float, job: asyncio.Future[Reply]) -> None:
        """Takes what a task cost, also if nobody waited for its end."""
        if job.cancelled():
            self.budget.charge(client, (time.monotonic() - started) * 1000)
        elif job.exception() is None:
            self.budget.charge(client, job.result().milliseconds)
            if task.stored:
                self.breaker.note(job.result())


def _measures(
    settings: Settings, crew: Crew, readers: Crew, cache: AnswerCache
) -> tuple[Measure, ...]:
    """What ``/metrics`` tells beside the requests."""
    return (
        Measure("workers", "Computations of one client.", lambda: settings.effective_workers),
        Measure("pool_running", "Computations under way.", lambda: crew.running),
        Measure("pool_waiting", "Computations that wait for a worker.", lambda: crew.waiting),
        Measure("pool_queue", "Computations that may wait.", lambda: settings.queue),
        Measure(
            "worker_kills_total",
            "Workers that ended in mid-computation.",
            lambda: crew.kills + readers.kills,
        ),
        Measure("cache_bytes", "Memory of the kept answers.", lambda: cache.bytes),
        Measure("cache_hits_total", "Answers from the cache.", lambda: cache.hits),
        Measure("cache_misses_total", "Answers that were made.", lambda: cache.misses),
    )


def _seats(desk: Desk, nursery: Nursery | None, count: int) -> list[Seat]:
    """Seats in processes if there is a nursery, else in threads."""
    if nursery is None:
        return [ThreadSeat(desk) for _ in range(count)]
    settings = desk.settings
    bounds = Bounds(settings.worker_mebibytes, settings.work_seconds)
    seconds, tasks = settings.work_seconds, settings.worker_tasks
    return [ProcessSeat(nursery, desk, bounds, seconds, tasks) for _ in range(count)]


async def fresh(
    request: Request,
    function: Callable[..., bytes | Told],
    *arguments: Any,
    key: str | None = None,
    light: bool = False,
    stored: bool = True,
) -> Response:
    """What ``function(desk, *arguments)`` makes, as an answer that is true at this moment only."""
    gzip = accepts_gzip(request)
    task = Task(function, arguments, JSON, gzip, key, alone=key is not None, stored=stored)
    answer, _ = await service_of(request).compute(request, task, light=light)
    return respond(answer, {**FRESH, "vary": "accept-encoding"})


def respond(answer: Answer, headers: dict[str, str], status: int = 200) -> Response:
    """The answer on its way to the client."""
    content = answer.content
    if answer.compressed is not None:
        content = answer.compressed
        headers["content-encoding"] = "gzip"
    return Response(content, status, media_type=answer.media_type, headers=headers)


def service_of(request: Request) -> Service:
    """The service that the app was created with."""
    service: Service = request.app.state.service
    return service


def policy_headers(representation: Representation) -> dict[str, str]:
    """Pictures may be embedded by other sites, data may not."""
    if not representation.media_type.startswith("image/"):
        return {"content-security-policy": DATA_POLICY}
    return {
        "content-security-policy": PICTURE_POLICY,
        "cross-origin-resource-policy": "cross-origin",
    }
