"""From the exceptions of the other rooms to problems: one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from chainrule import program
from chainrule.api.problems import BY_STATUS, Problem, from_error_details, shorten
from chainrule.engine import ChainruleError
from chainrule.graph import DotFailed, DotMissing
from chainrule.program import ProgramError
from chainrule.training import (
    CapacityError,
    ConfigError,
    DamagedError,
    DatasetError,
    MovedOnError,
    NotFoundError,
    ShareError,
    StepError,
    StoreError,
    TrainingError,
    UnreachableError,
)


def from_program(error: ProgramError) -> Problem:
    """Every problem of a program, the main one first."""
    found = [single_problem(problem) for problem in error.problems]
    main = found[0]
    return Problem(
        "program_error",
        error.message,
        code=error.code,
        span=main["span"],
        hint=main["hint"],
        problems=found,
        printed=last_lines([asdict(printed) for printed in error.printed]) or None,
    )


def last_lines(printed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The last lines that were printed, as many and as long as a problem says."""
    return [line | {"text": shorten(line["text"])} for line in printed[-MOST_LINES:]]


MOST_LINES = 10
"""What was printed last, before an error."""


def single_problem(problem: program.Problem) -> dict[str, Any]:
    """One thing that is wrong with a program."""
    return {
        "code": problem.code,
        "detail": shorten(problem.message),
        "span": problem.span,
        "hint": shorten(problem.hint) if problem.hint else None,
    }


def from_training(kind: str) -> Callable[[TrainingError], Problem]:
    """Problems of one kind, with the setting concerned."""
    return lambda error: Problem(kind, error.message, field=error.field)


TRANSLATIONS: dict[type[Exception], Callable[[Any], Problem]] = {
    ProgramError: from_program,
    DotMissing: lambda error: Problem("not_installed", str(error)),
    DotFailed: lambda error: Problem("drawing_failed", str(error)),
    ConfigError: from_training("invalid_configuration"),
    DatasetError: from_training("invalid_dataset"),
    NotFoundError: from_training("not_found"),
    StepError: from_training("not_found"),
    MovedOnError: from_training("moved_on"),
    ShareError: lambda error: Problem(
        "too_many_sessions", error.message, headers={"retry-after": "3600"}
    ),
    CapacityError: from_training("store_full"),
    DamagedError: from_training("damaged_session"),
    StoreError: from_training("store_unavailable"),
    UnreachableError: lambda error: Problem(
        "store_unavailable", error.message, code=error.code, headers={"retry-after": "2"}
    ),
    ChainruleError: lambda error: Problem("invalid_request", str(error)),
}
"""The most special type that an exception belongs to decides."""


async def answer_problem(request: Request, error: Exception) -> Response:
    """The handler for everything that is not a bug."""
    problem = to_problem(error)
    if problem.status == 405:
        problem.headers["allow"] = ", ".join(allowed_methods(request))
    return problem.response(request.scope.get("root_path", ""))


def allowed_methods(request: Request) -> list[str]:
    """The methods that some endpoint knows at this address; Starlette names one endpoint's."""
    routes = [route for router in request.app.state.routers for route in router.routes]
    here = [route for route in routes if route.path_regex.match(request.scope["path"])]
    return sorted({method for route in here for method in route.methods})


def to_problem(error: Exception) -> Problem:
    """The problem that a client is told."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, RequestValidationError):
        return from_error_details(list(error.errors()), len(error.errors()))
    if isinstance(error, HTTPException):
        kind = BY_STATUS.get(error.status_code, "malformed_request")
        return Problem(kind, MESSAGES.get(kind, str(error.detail)), headers=error.headers)
    kinds = [kind for kind in type(error).__mro__ if kind in TRANSLATIONS]
    return TRANSLATIONS[kinds[0]](error)


MESSAGES = {
    "not_found": "no endpoint has this address",
    "method_not_allowed": "this address does not know the method",
}
HANDLED = (Problem, HTTPException, RequestValidationError, ChainruleError)
