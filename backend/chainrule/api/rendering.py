"""A graph in each of its representations, never larger than an answer may be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import is_dataclass
from typing import Any, Literal

import pydantic_core

from chainrule.api.negotiation import (
    DOT,
    JSON,
    LATEX,
    PNG,
    PYTHON,
    PYTORCH,
    SVG,
    Representation,
)
from chainrule.api.problems import Problem
from chainrule.api.reduction import reductions
from chainrule.api.settings import Settings
from chainrule.api.task import other_process
from chainrule.graph import Graph, serialisation
from chainrule.graph import render as draw

RENDERERS: dict[Representation, Callable[[Graph, Settings, Any], bytes]] = {
    JSON: lambda graph, settings, more: to_json(graph, settings, more),
    DOT: lambda graph, *_: graph.to_dot().encode(),
    SVG: lambda graph, settings, _: picture(graph, "svg", settings),
    PNG: lambda graph, settings, _: picture(graph, "png", settings),
    PYTHON: lambda graph, *_: graph.to_python().encode(),
    PYTORCH: lambda graph, *_: graph.to_python("torch").encode(),
    LATEX: lambda graph, *_: graph.to_latex().encode(),
}


def render(graph: Graph, form: Representation, settings: Settings, more: Any = None) -> bytes:
    """The graph as ``form``; JSON gets the members of the answer ``more``, too.

    Raises:
        Problem: it would be larger than an answer may be.
    """
    return limited(RENDERERS[form](graph, settings, more), form, settings)


def limited(content: bytes, form: Representation, settings: Settings) -> bytes:
    """The same content.

    Raises:
        Problem: it is larger than an answer may be.
    """
    if len(content) > settings.answer_bytes:
        raise Problem(
            "answer_too_large",
            f"the answer would have {len(content):,} bytes of {form.name}; "
            f"at most {settings.answer_bytes:,} are sent",
        )
    return content


def picture(graph: Graph, form: Literal["svg", "png"], settings: Settings) -> bytes:
    """The drawing as Graphviz makes it."""
    with other_process():
        return draw(graph.to_dot(), form, settings.render_seconds)


def to_json(graph: Graph, settings: Settings, more: Any = None) -> bytes:
    """The graph as JSON, reduced as far as an answer's size demands."""
    content = serialisation.to_json(graph)
    if more is not None:
        content = content[:-1] + b"," + plain_json(more)[1:]
    if len(content) > settings.answer_bytes:
        beside = {} if more is None else serialisation.to_plain(more)
        for smaller in reductions({**serialisation.to_plain(graph), **beside}):
            content = plain_json(smaller)
            if len(content) <= settings.answer_bytes:
                break
    return content


def plain_json(value: object) -> bytes:
    """Strict JSON: NaN and infinities become the strings of those names."""
    if is_dataclass(value):
        return serialisation.to_json(value)
    return pydantic_core.to_json(value, inf_nan_mode="strings")
