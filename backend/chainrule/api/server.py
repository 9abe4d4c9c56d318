"""The server: the app in uvicorn, in one process."""

from __future__ import annotations

from dataclasses import replace

import uvicorn

from chainrule.api.app import create_app
from chainrule.api.gateway import configure_log
from chainrule.api.settings import Settings


def serve(
    host: str | None = None, port: int | None = None, settings: Settings | None = None
) -> None:
    """Runs the server until it is interrupted; what is not given comes from the settings."""
    settings = settings or Settings.from_environment()
    settings = replace(settings, host=host or settings.host, port=port or settings.port)
    configure_log(settings.log)
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
