"""Who may come in: under which names the server is asked for, and from whose pages.

A page of another site can make a browser send requests to a server on the same machine or network,
under a name of its own that it lets point there (DNS rebinding), or as an image that nobody sees.
So unknown names are refused, and what other sites' pages ask for is not computed.
"""

from __future__ import annotations

import ipaddress

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import Scope

from chainrule.api.negotiation import Representation
from chainrule.api.problems import Problem
from chainrule.api.settings import LOOPBACK, Settings

EVERYWHERE = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 - to be told apart, not to listen on


class Doors:
    """The names and origins that ``settings`` let in."""

    def __init__(self, settings: Settings) -> None:
        self._names = {*LOOPBACK, settings.host.lower(), *listed(settings.hosts)} - EVERYWHERE
        self._any_address = settings.host in EVERYWHERE
        self._origins = set(listed(settings.cors_origins))

    def check_host(self, scope: Scope) -> None:
        """Lets a request through whose header Host names this server.

        An address can stand in for a name where the server listens on every address: no name points
        to it then. Requests without the header come from no browser.

        Raises:
            Problem: the name is not this server's (421).
        """
        given = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        if "*" not in self._names and not all(self._known(value, scope) for value in given):
            raise Problem("unknown_host", "the header Host names another server")

    def check_origin(self, request: Request, form: Representation) -> None:
        """Lets a request through that may compute.

        Pictures may stand in other sites' pages, unless the server answers this machine only.

        Raises:
            Problem: another site's page sent it (403).
        """
        headers = request.headers
        origin = headers.get("origin")
        if origin is not None:
            foreign = not (self._origins & {"*", origin.lower()} or _same(origin, headers))
        else:
            embedded = form.media_type.startswith("image/") and not _local(headers)
            foreign = headers.get("sec-fetch-site") == "cross-site" and not embedded
        if foreign:
            raise Problem("foreign_origin", "the request comes from the page of another site")

    def _known(self, value: str, scope: Scope) -> bool:
        name = host_in(value)
        server = scope.get("server")
        if name in self._names or (server and name == server[0]):
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        return self._any_address or address.is_loopback


def listed(text: str) -> list[str]:
    """The items of a list with commas, in small letters."""
    return [item.strip().lower() for item in text.split(",") if item.strip()]


def host_in(value: str) -> str:
    """The name in a header Host, without the port, a final dot and an address's brackets."""
    name = value.strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    return name.partition(":")[0].removesuffix(".")


def _same(origin: str, headers: Headers) -> bool:
    return origin.lower().partition("://")[2] == headers.get("host", "").lower()


def _local(headers: Headers) -> bool:
    name = host_in(headers.get("host", ""))
    try:
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
