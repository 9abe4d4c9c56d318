"""Which representation a client gets: ``?format=`` decides, otherwise the header ``Accept``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request

from chainrule.api.problems import Problem


@dataclass(frozen=True, slots=True)
class Representation:
    """A form that an answer can have."""

    name: str
    media_type: str

    @property
    def essence(self) -> str:
        """The media type without parameters."""
        return self.media_type.partition(";")[0]


JSON = Representation("json", "application/json")
DOT = Representation("dot", "text/vnd.graphviz; charset=utf-8")
SVG = Representation("svg", "image/svg+xml")
PNG = Representation("png", "image/png")
PYTHON = Representation("python", "text/x-python; charset=utf-8")
PYTORCH = Representation("pytorch", "text/x-python; charset=utf-8")
LATEX = Representation("latex", "application/x-latex")
NPY = Representation("npy", "application/x-npy")
CSV = Representation("csv", "text/csv; charset=utf-8")
GRAPH_FORMS = (JSON, DOT, SVG, PNG, PYTHON, PYTORCH, LATEX)
"""What a graph can be answered as."""
ARRAY_FORMS = (JSON, NPY, CSV)
"""What an array can be answered as."""


def choose(request: Request, offered: Sequence[Representation]) -> Representation:
    """The representation to answer with; the first one offered if the client has no wish.

    Raises:
        Problem: none of those offered will do (406).
    """
    wanted = request.query_params.get("format")
    if wanted is not None:
        for representation in offered:
            if representation.name == wanted:
                return representation
        raise _not_acceptable(offered)
    header = request.headers.get("accept")
    if header is None or header == "*/*":
        return offered[0]
    ranges = accepted(header)
    best = max(offered, key=lambda r: quality(r.essence, ranges))  # the first of the best ones
    if quality(best.essence, ranges) <= 0:
        raise _not_acceptable(offered)
    return best


def accepts_gzip(request: Request) -> bool:
    """Whether the client understands compressed answers, and wants them."""
    codings = accepted(request.headers.get("accept-encoding", ""))
    return codings.get("gzip", codings.get("*", 0.0)) > 0


def accepted(header: str) -> dict[str, float]:
    """The items of an ``Accept`` header with their weights; nonsense counts for nothing."""
    ranges: dict[str, float] = {}
    for item in header.lower().split(",")[:50]:
        name, *parameters = (part.strip() for part in item.split(";"))
        weight = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                try:
                    weight = min(max(float(parameter[2:]), 0.0), 1.0)
                except ValueError:
                    weight = 0.0
        ranges[name] = weight
    return ranges


def quality(media_type: str, ranges: dict[str, float]) -> float:
    """How welcome ``media_type`` is; the most specific range that fits decides."""
    family = media_type.partition("/")[0] + "/*"
    for name in (media_type, family, "*/*"):
        if name in ranges:
            return ranges[name]
    return 0.0


def _not_acceptable(offered: Sequence[Representation]) -> Problem:
    names = ", ".join(f"{r.name} ({r.essence})" for r in offered)
    return Problem("not_acceptable", f"this endpoint answers {names}")
