"""Reading requests strictly: bounded in size and time, checked against a pydantic model.

pydantic's own JSON parser refuses lone surrogates, deep nesting and broken UTF-8, and with
``allow_inf_nan=False`` also ``NaN``, ``Infinity`` and ``1e999``; FastAPI's default lets all of them
through and fails later. Large bodies are parsed in the compute pool, never on the event loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import ClientDisconnect, Request

from chainrule.api.problems import Problem, invalid_request


class StrictModel(BaseModel):
    """A request: no unknown members, no conversions, finite numbers only."""

    model_config = ConfigDict(
        strict=True, extra="forbid", frozen=True, allow_inf_nan=False, hide_input_in_errors=True
    )


Model = TypeVar("Model", bound=BaseModel)


def require_media_type(request: Request, *expected: str) -> None:
    """Raises a 415 problem unless the body is declared as one of the ``expected`` types."""
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given not in expected:
        raise Problem(
            "unsupported_media_type",
            f"this endpoint reads {' or '.join(expected)}",
            headers={"accept-post": ", ".join(expected)},
        )
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Problem("unsupported_media_type", "compressed request bodies are not read")


async def read_bytes(request: Request, largest: int, seconds: float) -> bytes:
    """The request's body.

    Raises:
        Problem: it is larger than ``largest`` bytes, or takes longer than ``seconds``.
    """
    too_large = Problem("body_too_large", f"the body may have at most {largest:,} bytes")
    declared = request.headers.get("content-length", "0")
    if not (declared.isascii() and declared.isdigit()):
        raise Problem("malformed_request", "the header Content-Length is not a number")
    if len(declared) > 18 or int(declared) > largest:
        raise too_large
    chunks: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                size += len(chunk)
                if size > largest:
                    raise too_large
                chunks.append(chunk)
    except TimeoutError:
        raise Problem(
            "slow_request",
            f"the body took longer than {seconds:g} s",
            headers={"connection": "close"},
        ) from None
    except ClientDisconnect:
        raise Problem("malformed_request", "the connection ended within the body") from None
    return b"".join(chunks)


def parse(model: type[Model], body: bytes) -> Model:
    """The body as ``model``.

    Raises:
        Problem: it is not JSON, or does not fit the model; at most ten errors are listed.
    """
    return checked(lambda: model.model_validate_json(body))


def checked(make: Callable[[], Model]) -> Model:
    """The model that ``make()`` gives.

    Raises:
        Problem: something is not JSON, or does not fit the model.
    """
    try:
        return make()
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        if first["type"] == "json_invalid":
            raise Problem("malformed_request", first["msg"]) from None
        raise invalid_request(error) from None
    except ValueError as error:
        raise Problem("invalid_request", str(error)) from None
