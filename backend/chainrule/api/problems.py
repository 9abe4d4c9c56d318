"""Problems: the one shape of every error answer (RFC 9457), and the list of all there are.

Whatever goes wrong, a client gets ``application/problem+json`` with ``type``, ``title``,
``status``, ``detail`` and ``code``; a program's errors add ``span``, ``hint`` and, if there are
several, ``problems``. Nothing long that the client sent is repeated.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails, to_json
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"
MOST_ERRORS = 10
LONGEST_TEXT = 300
ORDINARY_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")


@dataclass(frozen=True)
class ProblemType:
    """One way in which a request can fail."""

    code: str
    status: int
    title: str
    advice: str

    @property
    def uri(self) -> str:
        """Identifies the type, and leads to its paragraph in the documentation."""
        return f"/docs#problem-{self.code}"


PROBLEMS = {
    p.code: p
    for p in (
        ProblemType(
            "malformed_request", 400, "The request cannot be read",
            "Send one JSON object in UTF-8, without NaN, Infinity or numbers beyond 1.8e308.",
        ),
        ProblemType(
            "foreign_origin", 403, "Pages of other sites may not compute here",
            "Open the page of this server, or let the site in with CHAINRULE_CORS_ORIGINS.",
        ),
        ProblemType(
            "not_found", 404, "There is nothing at this address",
            "See the list of endpoints. Sessions expire some time after their last use.",
        ),
        ProblemType(
            "method_not_allowed", 405, "This address does not know the method",
            "The header Allow lists the methods that it knows.",
        ),
        ProblemType(
            "not_acceptable", 406, "There is no such representation",
            "Ask for one of the media types that the endpoint lists, by Accept or ?format=.",
        ),
        ProblemType(
            "slow_request", 408, "The request body did not arrive in time",
            "Send the body at once, and try again.",
        ),
        ProblemType(
            "moved_on", 409, "The session was trained meanwhile",
            "Look where it stands now; without ?head= it is deleted wherever it stands.",
        ),
        ProblemType(
            "body_too_large", 413, "The request body is too large",
            "Send less; GET /api/v1/limits says how much is possible.",
        ),
        ProblemType(
            "unsupported_media_type", 415, "The request body has the wrong type",
            "Say content-type: application/json (text/csv for an uploaded data set).",
        ),
        ProblemType(
            "unknown_host", 421, "The server does not go by this name",
            "Use the address that it listens on, or name the host in CHAINRULE_HOSTS.",
        ),
        ProblemType(
            "program_error", 422, "The program has an error",
            "The span says where, the detail what, the hint what to do.",
        ),
        ProblemType(
            "invalid_request", 422, "The request does not fit its schema",
            "problems lists what is wrong and where; openapi.json has the schema.",
        ),
        ProblemType(
            "invalid_dataset", 422, "The data set cannot be used",
            "The detail says which row or column, and why.",
        ),
        ProblemType(
            "invalid_configuration", 422, "The training set-up is not possible",
            "The detail names the entry and what it may be.",
        ),
        ProblemType(
            "computation_stopped", 422, "The computation was stopped",
            "It needed more time or memory than one may have; the code says which, if it is known.",
        ),
        ProblemType(
            "drawing_failed", 422, "The drawing could not be made",
            "Draw fewer nodes or collapse groups; JSON and DOT always work.",
        ),
        ProblemType(
            "answer_too_large", 422, "The answer would be too large",
            "Draw fewer nodes, or ask for single arrays with POST /api/v1/graphs/arrays.",
        ),
        ProblemType(
            "rate_limited", 429, "Too much computing in a short time",
            "Wait as long as the header Retry-After says.",
        ),
        ProblemType(
            "too_many_sessions", 429, "This client keeps too many sessions or streams",
            "Delete a session, close a stream, or wait until one expires.",
        ),
        ProblemType(
            "internal_error", 500, "Chainrule has a bug",
            "Report the request id, and what you did, to whoever runs this server.",
        ),
        ProblemType(
            "damaged_session", 500, "The stored session is damaged",
            "Begin it again: the same settings give the same run. Others are not concerned.",
        ),
        ProblemType(
            "not_installed", 501, "A program that this needs is not installed",
            "Install Graphviz (apt-get install graphviz); JSON and DOT work without it.",
        ),
        ProblemType(
            "store_unavailable", 503, "The store of training sessions does not answer",
            "Try again in a moment; programs can be drawn meanwhile.",
        ),
        ProblemType(
            "busy", 503, "All processors are busy",
            "Wait as long as the header Retry-After says, and try again.",
        ),
        ProblemType(
            "store_full", 507, "The store of training sessions is full",
            "Sessions can be read and deleted; the detail says what is full: the disk, the memory, "
            "or what this server may keep.",
        ),
    )
}  # fmt: skip
BY_STATUS = {400: "malformed_request", 404: "not_found", 405: "method_not_allowed"}


class Problem(Exception):
    """A request that is answered with an error."""

    def __init__(
        self,
        kind: str,
        detail: str,
        *,
        code: str | None = None,
        headers: Mapping[str, str] | None = None,
        **members: Any,
    ) -> None:
        """Describes what went wrong.

        Args:
            kind: a key of ``PROBLEMS``.
            detail: one sentence about this occurrence.
            code: a finer code than the type's own, such as a program error's.
            headers: further headers of the answer.
            members: further members of the answer; those that are ``None`` are left out.
        """
        super().__init__(detail)
        self.kind = PROBLEMS[kind]
        self.detail = shorten(detail)
        self.code = code or kind
        self.headers = {name.lower(): value for name, value in (headers or {}).items()}
        self.members = {name: value for name, value in members.items() if value is not None}

    @property
    def status(self) -> int:
        """The HTTP status code."""
        return self.kind.status

    @property
    def content(self) -> dict[str, Any]:
        """The members of the answer."""
        return {
            "type": self.kind.uri,
            "title": self.kind.title,
            "status": self.kind.status,
            "detail": self.detail,
            "code": self.code,
        } | self.members

    def response(self, root: str = "") -> Response:
        """The answer that tells the client, from a server whose paths begin with ``root``."""
        content = self.content
        content["type"] = f"{root}{content['type']}"
        return Response(
            to_json(content, inf_nan_mode="strings"),
            status_code=self.kind.status,
            media_type=MEDIA_TYPE,
            headers=self.headers | {"cache-control": "no-store"},
        )


def invalid_request(error: ValidationError) -> Problem:
    """The problem for a request that is not what its schema says, without repeating its values."""
    count = error.error_count()
    return from_error_details(error.errors(include_url=False, include_input=False), count)


def from_error_details(errors: list[ErrorDetails], count: int) -> Problem:
    """The problem for pydantic's list of errors, of which the first ten are told."""
    found = [
        {
            "where": shorten(pointer(e["loc"]), 100),
            "detail": shorten(e["msg"].removeprefix("Value error, ")),  # which is pydantic's word
        }
        for e in errors[:MOST_ERRORS]
    ]
    first = found[0]
    more = "" if count == 1 else f" ({count} problems in all)"
    where = f"{first['where']}: " if first["where"] else ""
    return Problem("invalid_request", f"{where}{first['detail']}{more}", problems=found)


def pointer(location: tuple[int | str, ...]) -> str:
    """A JSON pointer to the part of the request that is wrong; odd names become ``…``."""
    names = (str(part) for part in location)
    return "".join(f"/{name}" if ORDINARY_NAME.fullmatch(name) else "/…" for name in names)


def shorten(text: str, longest: int = LONGEST_TEXT) -> str:
    """Text that can be part of an answer: not too long, and valid Unicode."""
    safe = text.encode("utf-8", "replace").decode()
    return safe if len(safe) <= longest else safe[: longest - 1] + "…"
