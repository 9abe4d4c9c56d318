"""Routes that need nothing but the request call their function at once; all others as usual."""

from typing import Annotated

from chainrule.api.routes import graphs
from chainrule.api.routing import DirectRoute, unasked
from chainrule.api.schemas import FormatQuery
from fastapi import APIRouter, FastAPI, Header, Query, Request, Response
from fastapi.testclient import TestClient
from pydantic import BaseModel


class Needed(BaseModel):
    """A query that cannot be left out."""

    word: str


async def plain(request: Request) -> Response: ...
async def optional(request: Request, query: Annotated[FormatQuery, Query()]) -> Response: ...
async def needed(request: Request, query: Annotated[Needed, Query()]) -> Response: ...
async def header(request: Request, since: Annotated[str | None, Header()] = None) -> Response: ...
async def word(request: Request, query: Annotated[str, Query()]) -> Response: ...
async def path(request: Request, id: str) -> Response: ...


def test_what_is_the_same_for_every_request_without_a_query_is_made_once():
    assert unasked(plain) == {}
    assert unasked(optional) == {"query": FormatQuery()}


def test_what_can_differ_or_be_missing_is_left_to_fastapi():
    assert [unasked(endpoint) for endpoint in (needed, header, word, path)] == [None] * 4


def test_posting_a_program_is_direct_and_asking_for_one_in_the_address_is_not():
    assert unasked(graphs.create_graph) == {"_": FormatQuery()}
    assert unasked(graphs.get_graph) is None


def test_a_query_is_still_checked():
    router = APIRouter(route_class=DirectRoute)

    @router.get("/form")
    async def form(request: Request, query: Annotated[FormatQuery, Query()]) -> Response:
        return Response(query.format or "none")

    app = FastAPI()
    app.include_router(router)
    with TestClient(app) as client:
        assert client.get("/form").text == "none"
        assert client.get("/form?format=svg").text == "svg"
        assert client.get("/form?other=1").status_code == 422
