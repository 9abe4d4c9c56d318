"""The description of this interface, for programs and for people."""

from __future__ import annotations

import json
from functools import cache

from fastapi import APIRouter, Request, Response

from chainrule.api import documentation, openapi
from chainrule.api.headers import DOCUMENT_POLICY

router = APIRouter(include_in_schema=False)
REVALIDATE = {"cache-control": "no-cache"}


@router.get("/openapi.json")
async def description(request: Request) -> Response:
    """The published OpenAPI description, which says where the server is if that is below a path."""
    root = request.scope["root_path"]
    content = openapi.below(root) if root else openapi.published()
    return Response(content, media_type="application/json", headers=REVALIDATE)


@router.get("/docs")
async def page(_: Request) -> Response:
    """The same as a page to read; it needs no script and no other host."""
    headers = REVALIDATE | {"content-security-policy": DOCUMENT_POLICY}
    return Response(document(), media_type="text/html; charset=utf-8", headers=headers)


@cache
def document() -> bytes:
    """The page, made once."""
    return documentation.page(json.loads(openapi.published())).encode()
