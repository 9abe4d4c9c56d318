"""The server: the app in uvicorn, in one process, with worker processes that compute for it."""

from __future__ import annotations

import asyncio
import gc
import socket
import sys
from dataclasses import replace
from pathlib import Path

import uvicorn

from chainrule.api.app import create_app
from chainrule.api.connections import connection_class
from chainrule.api.gateway import configure_log
from chainrule.api.settings import BUILT_PAGE, Settings, SettingsError
from chainrule.api.workers import Nursery

LONGEST_HEAD = 256 * 1024
"""Bytes of a request before its body: addresses may hold a whole program, percent-encoded."""


class Server(uvicorn.Server):
    """A server that says where it is as soon as it answers, and that it stops to who computes."""

    def __init__(self, config: uvicorn.Config, stopping: asyncio.Event | None = None) -> None:
        super().__init__(config)
        self.stopping = stopping or asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts to listen."""
        # What is there by now stays; searched for garbage, it kept every 12th answer for 60 ms.
        gc.collect()
        gc.freeze()
        await super().startup(sockets)
        if self.started:
            host = f"[{self.config.host}]" if ":" in self.config.host else self.config.host
            sys.stdout.write(f"Chainrule runs at http://{host}:{self.config.port}\n")
            sys.stdout.flush()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Ends streams, and soon what is computed: those who wait can turn to another server."""
        self.stopping.set()
        await super().shutdown(sockets)


def check_page(settings: Settings) -> None:
    """Lets only a page be named that is there; the one of this package may not be built yet.

    Raises:
        SystemExit: there is none.
    """
    if settings.page != BUILT_PAGE and not (Path(settings.page) / "index.html").is_file():
        raise SystemExit(f"error: CHAINRULE_PAGE names {settings.page!r}, where no index.html is")


def check_port(host: str, port: int) -> None:
    """Tries whether the server can listen there.

    Raises:
        SystemExit: it cannot.
    """
    try:
        for family, _, _, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            socket.create_server(address[:2], family=family).close()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SystemExit(
            f"error: the server cannot listen on {host}, port {port}: {reason}; "
            "--port and --host choose others"
        ) from None


def serve(
    host: str | None = None, port: int | None = None, settings: Settings | None = None
) -> None:
    """Runs the server until it is interrupted; what is not given comes from the settings."""
    settings = settings or Settings.from_environment()
    settings = replace(settings, host=host or settings.host, port=port or settings.port)
    configure_log(settings.log)
    check_page(settings)
    check_port(settings.host, settings.port)
    nursery = Nursery()  # first of all: it must not know anything that this process opens
    try:
        app = create_app(settings, nursery)
    except SettingsError as error:
        raise SystemExit(f"error: {error}") from None
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http=connection_class(settings),
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or None,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
        h11_max_incomplete_event_size=LONGEST_HEAD,
    )
    Server(config, app.state.service.stopping).run()
