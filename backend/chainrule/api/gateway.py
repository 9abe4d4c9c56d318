"""The outermost layer around every request: identity, headers, log line, counts, last resort.

It is plain ASGI: Starlette's ``BaseHTTPMiddleware`` would cost more than a cached answer. The log
line names the route, not the address, because programs and session identifiers are in addresses.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chainrule.api.budget import shortened
from chainrule.api.doors import Doors
from chainrule.api.headers import COMMON
from chainrule.api.metrics import Metrics
from chainrule.api.problems import Problem
from chainrule.api.task import Fault

log = logging.getLogger("chainrule.requests")
ACCEPTABLE_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
COMMON_HEADERS = {name.encode(): value.encode() for name, value in COMMON.items()}
ONLY_HEAD = "chainrule.only_head"
"""In the scope of a HEAD request, which is answered as a GET without the body."""
PUT_OFF = frozenset({429, 503})
"""What a client may ask for again."""
OFF = logging.CRITICAL + 1
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})


class Gateway:
    """ASGI middleware; see the module."""

    def __init__(self, app: ASGIApp, metrics: Metrics, doors: Doors, root: str = "") -> None:
        self.app = app
        self.root = root
        self.metrics = metrics
        self.doors = doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on and completes its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start = time.perf_counter()
        if self.root:
            scope = self._below_root(scope)
        only_head = scope["method"] == "HEAD"
        inner = {**scope, "method": "GET", ONLY_HEAD: True} if only_head else scope
        request_id = _request_id(scope)
        status = 0
        size = 0

        async def complete(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = _complete(message["headers"], request_id)
            elif message["type"] == "http.response.body":
                if only_head:
                    message = {**message, "body": b""}
                size += len(message.get("body", b""))
            await send(message)

        failure = None
        try:
            self.doors.check_host(scope)
            await self.app(inner, receive, complete)
        except Problem as refused:  # others are answered further inside
            await refused.response(self.root)(scope, receive, complete)
        except Exception as error:
            failure = error
            if not status:
                problem = Problem("internal_error", f"the request's id is {request_id.decode()}")
                await problem.response(self.root)(scope, receive, complete)
        finally:
            scope["route"] = inner.get("route")
            self._record(scope, status, size, time.perf_counter() - start, request_id, failure)

    def _below_root(self, scope: Scope) -> Scope:
        """The request as the routes expect it, whether the proxy has cut the root off or not."""
        whole = scope["path"] == self.root or scope["path"].startswith(f"{self.root}/")
        return {
            **scope,
            "root_path": self.root,
            "path": scope["path"] if whole else self.root + scope["path"],
        }

    def _record(
        self,
        scope: Scope,
        status: int,
        size: int,
        seconds: float,
        request_id: bytes,
        failure: Exception | None,
    ) -> None:
        method = scope["method"] if scope["method"] in METHODS else "other"
        route = getattr(scope.get("route"), "path", "unknown")
        self.metrics.observe(method, route, status, seconds)
        level = _level(status, failure)
        if not log.isEnabledFor(level):
            return
        line = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "level": logging.getLevelName(level).lower(),
            "id": request_id.decode(),
            "client": shortened(scope["client"][0] if scope["client"] else "unknown"),
            "method": method,
            "route": route,
            "status": status,
            "ms": round(seconds * 1000, 1),
            "bytes": size,
        }
        if failure:  # where, but not the message: it may quote the program
            fault = Fault.of(failure)
            line["error"] = fault.name
            line["at"] = fault.places
        log.log(level, json.dumps(line))


def configure_log(level: str) -> None:
    """Sends the log lines from this level on to standard error, one JSON object each."""
    if not log.handlers:
        log.addHandler(logging.StreamHandler(sys.stderr))
        log.propagate = False
    log.setLevel(OFF if level == "off" else level.upper())


def _level(status: int, failure: Exception | None) -> int:
    if status in PUT_OFF:
        return logging.WARNING
    return logging.ERROR if failure or status >= 500 else logging.INFO


def _request_id(scope: Scope) -> bytes:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and ACCEPTABLE_ID.fullmatch(value):
            return bytes(value)
    return secrets.token_hex(8).encode()


def _complete(headers: list[tuple[bytes, bytes]], request_id: bytes) -> list[tuple[bytes, bytes]]:
    given = {name for name, _ in headers}
    complete = [(name, value) for name, value in headers if value]
    complete += [(n, v) for n, v in COMMON_HEADERS.items() if n not in given]
    complete.append((b"x-request-id", request_id))
    return complete
