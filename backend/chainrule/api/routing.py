"""Routes that call their function at once when a request leaves nothing to work out.

FastAPI solves the parameters of every request anew: headers, cookies, query, dependencies. Where a
function takes nothing but the request and perhaps a query, a request without a query always gives
the same arguments, so they are made only once: a tenth less for an answer from the cache.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Coroutine
from typing import Annotated, Any, get_args, get_origin

from fastapi import Request, Response
from fastapi.params import Query
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class DirectRoute(APIRoute):
    """A route that skips FastAPI's solving of parameters for requests without a query."""

    def get_route_handler(self) -> Handler:
        """What answers a request: FastAPI's handler, or the function itself."""
        solve = super().get_route_handler()
        given = unasked(self.endpoint)
        if given is None:
            return solve
        endpoint = self.endpoint

        async def handle(request: Request) -> Response:
            if request.scope["query_string"]:
                return await solve(request)
            response: Response = await endpoint(request, **given)
            return response

        return handle


def unasked(endpoint: Callable[..., Any]) -> dict[str, BaseModel] | None:
    """The arguments besides ``request`` for a request without a query.

    ``None`` where they are not always the same, or where such a request is an error.
    """
    given: dict[str, BaseModel] = {}
    for parameter in inspect.signature(endpoint, eval_str=True).parameters.values():
        if parameter.annotation is Request and parameter.name == "request":
            continue
        if get_origin(parameter.annotation) is not Annotated:
            return None
        model, about, *_ = get_args(parameter.annotation)
        if not (isinstance(about, Query) and isinstance(model, type(BaseModel))):
            return None
        try:
            given[parameter.name] = model()
        except ValidationError:
            return None
    return given
