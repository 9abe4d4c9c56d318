"""The app: settings in, an ASGI application out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from chainrule import __version__
from chainrule.api import errors
from chainrule.api.gateway import Gateway
from chainrule.api.routes import (
    datasets,
    documentation,
    graphs,
    health,
    page,
    reference,
    sessions,
    steps,
    streams,
)
from chainrule.api.service import Service
from chainrule.api.settings import Settings
from chainrule.api.workers import Nursery

FAMILIES = (
    graphs,
    reference,
    datasets,
    sessions,
    steps,
    streams,
    health,
    documentation,
    page,  # last: it answers every other short address
)


def create_app(settings: Settings | None = None, nursery: Nursery | None = None) -> FastAPI:
    """The application as ``settings`` want it; by default as the environment says.

    With a ``nursery``, which ``serve`` gives it, it computes in worker processes; without, as tests
    want it, in threads of its own process, which nothing bounds but the limits of the language.
    """
    settings = settings or Settings.from_environment()
    root = settings.root
    service = Service.start(settings, nursery)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        service.close()

    app = FastAPI(
        title="Chainrule",
        version=__version__,
        openapi_url=None,  # routes/documentation.py answers with the published description
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
        lifespan=lifespan,
    )
    app.state.service = service
    app.state.routers = [family.router for family in FAMILIES]
    for family in FAMILIES:
        app.include_router(family.router)
    for kind in errors.HANDLED:
        app.add_exception_handler(kind, errors.answer_problem)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=[origin.strip() for origin in settings.cors_origins.split(",")],
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["content-type", "last-event-id"],
        )
    app.add_middleware(Gateway, metrics=service.metrics, doors=service.doors, root=root)
    return app
