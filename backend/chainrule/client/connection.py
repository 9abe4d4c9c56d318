"""Connection: how the client reaches a server, waits for it, and reads its errors and events."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from typing import Any

try:
    import httpx
except ModuleNotFoundError as error:
    if error.name != "httpx":
        raise
    raise ImportError(
        "chainrule.client needs the package httpx: pip install 'chainrule[client]'", name="httpx"
    ) from None

Transport = httpx.BaseTransport
RETRIED = (429, 503)
"""Statuses that ask to come again after a while; every request may be repeated."""


class ApiError(Exception):
    """The server refused a request.

    Attributes:
        status: of HTTP.
        code: what went wrong, for programs.
        problem: the whole answer, with ``span`` and ``hint`` for programs' errors.
    """

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status = status
        self.problem = dict(problem)
        self.code = str(problem.get("code", "unknown"))
        place = ""
        if span := problem.get("span"):
            place = f"line {span['line']}, column {span['column']}: "
        hint = f" ({problem['hint']})" if problem.get("hint") else ""
        super().__init__(f"{place}{problem.get('detail', f'status {status}')}{hint}")


class Connection:
    """Requests to one server; safe for use by several threads."""

    def __init__(
        self, url: str, timeout: float, patience: float, transport: Transport | None
    ) -> None:
        self._url = url
        self._patience = patience
        self._http = httpx.Client(
            base_url=f"{url.rstrip('/')}/api/v1", timeout=timeout, transport=transport
        )

    def close(self) -> None:
        """Closes the connections."""
        self._http.close()

    def request(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        """The answer to a request, repeated while the server says that it is busy.

        Raises:
            ApiError: the server refused it.
            ConnectionError: no server answers.
        """
        deadline = time.monotonic() + self._patience
        while True:
            try:
                answer = self._http.request(method, path, **arguments)
            except httpx.ConnectError:
                raise self._unreachable() from None
            if answer.is_success:
                return answer
            wait = float(answer.headers.get("retry-after", "1"))
            if answer.status_code not in RETRIED or time.monotonic() + wait > deadline:
                raise _error(answer)
            time.sleep(wait)

    def follow(self, path: str, to: int, after: int | None) -> Iterator[tuple[int, float]]:
        """Steps and losses from a stream of events, up to the step ``to``.

        Raises:
            ApiError: the server refused it, or could not go on.
            ConnectionError: no server answers any more.
        """
        last = after
        deadline = time.monotonic() + self._patience
        while True:
            params = {"to": to} | ({} if last is None else {"after": last})
            try:
                with self._http.stream("GET", path, params=params) as answer:
                    if answer.status_code != 200:
                        answer.read()
                        raise _error(answer)
                    for name, data in _events(answer.iter_lines()):
                        deadline = time.monotonic() + self._patience
                        if name == "step":
                            last = data["step"]
                            yield last, float(data["loss"])
                        elif name == "done":
                            return
                        elif name == "pause":  # this server stops: another one goes on
                            break
                        else:
                            raise ApiError(data["status"], data)
            except httpx.TransportError:
                if time.monotonic() > deadline:
                    raise self._unreachable() from None
                time.sleep(0.5)

    def _unreachable(self) -> ConnectionError:
        return ConnectionError(f"no server answers at {self._url}; start one with chainrule serve")


def _error(answer: httpx.Response) -> ApiError:
    try:
        problem = answer.json()
    except ValueError:
        problem = {"detail": answer.text[:200]}
    return ApiError(answer.status_code, problem)


def _events(lines: Iterator[str]) -> Iterator[tuple[str, Any]]:
    """Names and data of server-sent events."""
    name, data = "message", ""
    for line in lines:
        if not line:
            if data:
                yield name, json.loads(data)
            name, data = "message", ""
        elif line.startswith("event: "):
            name = line[7:]
        elif line.startswith("data: "):
            data += line[6:]
