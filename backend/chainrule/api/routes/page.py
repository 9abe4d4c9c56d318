"""The page: one document for every view of it, and its files."""

from __future__ import annotations

from pathlib import Path

from anyio import to_thread
from fastapi import APIRouter, Request, Response

from chainrule.api.headers import DOCUMENT_POLICY, EMBED_POLICY, PAGE_POLICY
from chainrule.api.negotiation import accepts_gzip
from chainrule.api.pagefiles import PageFile
from chainrule.api.problems import Problem
from chainrule.api.service import service_of

router = APIRouter(include_in_schema=False)

REVALIDATE = "no-cache"
IMMUTABLE = "public, max-age=31536000, immutable"
NOT_BUILT = Path(__file__).parent.with_name("not_built.html").read_bytes()


@router.api_route("/", methods=["GET", "HEAD"])
@router.api_route("/train", methods=["GET", "HEAD"])
async def document(request: Request) -> Response:
    """The page itself."""
    return await _document(request, {"content-security-policy": PAGE_POLICY})


@router.api_route("/embed", methods=["GET", "HEAD"])
async def embedded(request: Request) -> Response:
    """The page for other sites' frames."""
    return await _document(
        request, {"content-security-policy": EMBED_POLICY, "x-frame-options": ""}
    )


@router.api_route("/assets/{name:path}", methods=["GET", "HEAD"])
async def asset(request: Request, name: str) -> Response:
    """A file whose name has a hash of its content: it never changes."""
    return await _file(request, f"assets/{name}", {"cache-control": IMMUTABLE})


@router.api_route("/{name}", methods=["GET", "HEAD"])
async def file(request: Request, name: str) -> Response:
    """A file beside the document, such as the icon."""
    return await _file(request, name, {"cache-control": REVALIDATE})


async def _document(request: Request, headers: dict[str, str]) -> Response:
    found = await _find(request, "index.html")
    if found is None:
        headers = headers | {
            "content-security-policy": DOCUMENT_POLICY,
            "cache-control": "no-store",
        }
        return Response(NOT_BUILT, media_type="text/html; charset=utf-8", headers=headers)
    return _answer(request, found, {"cache-control": REVALIDATE} | headers)


async def _file(request: Request, name: str, headers: dict[str, str]) -> Response:
    found = await _find(request, name)
    if found is None or name == "index.html":
        raise Problem("not_found", "there is no such page")
    # A worker obeys the policy that its own script came with, so files carry the page's.
    return _answer(request, found, {"content-security-policy": PAGE_POLICY} | headers)


async def _find(request: Request, name: str) -> PageFile | None:
    return await to_thread.run_sync(service_of(request).page.get, name)


def _answer(request: Request, found: PageFile, headers: dict[str, str]) -> Response:
    headers = {"etag": found.tag, "vary": "accept-encoding"} | headers
    if found.tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    content = found.content
    if found.compressed and accepts_gzip(request):
        content, headers = found.compressed, headers | {"content-encoding": "gzip"}
    return Response(content, media_type=found.media_type, headers=headers)
