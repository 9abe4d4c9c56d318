"""One whole array of a graph, as JSON, in NumPy's file format, or as CSV."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from typing import Any, Literal

import numpy as np

from chainrule.api.answers import ArrayNumbers
from chainrule.api.negotiation import CSV, JSON, NPY, Representation
from chainrule.api.problems import Problem
from chainrule.api.rendering import limited, plain_json
from chainrule.api.settings import Settings
from chainrule.engine import ArgumentError
from chainrule.graph import Graph
from chainrule.graph.model import GraphNode
from chainrule.graph.summary import Array


@dataclass(frozen=True, slots=True)
class Wish:
    """Which array of a graph: a node's value or gradient, whole or a range of its rows."""

    node: str
    which: Literal["value", "grad"]
    rows: tuple[int, int] | None = None


def write(graph: Graph, wish: Wish, form: Representation, settings: Settings) -> bytes:
    """The array that is wished for.

    Raises:
        Problem: there is no such node or gradient, or the array is too large for one answer.
    """
    node = find(graph, wish.node)
    array = graph.array(node.id, wish.which)
    if array is None:
        raise Problem("not_found", f"{node.id} has no gradient: {_why(graph, node)}")
    if wish.rows is not None:
        if not array.ndim:
            raise Problem("invalid_request", "a single number has no rows")
        array = array[slice(*wish.rows)]
    if array.size * array.itemsize > settings.answer_bytes:
        raise too_large(array, settings)
    return limited(WRITERS[form](array, node, wish.which), form, settings)


def find(graph: Graph, name: str) -> GraphNode:
    """The node of this identifier or name.

    Raises:
        Problem: there is none.
    """
    try:
        return graph.node(name)
    except ArgumentError:
        raise Problem("not_found", "the graph has no node of this identifier or name") from None


def _why(graph: Graph, node: GraphNode) -> str:
    """Why a node has no gradient, in words."""
    if node.grad_state == "no_path" and node.cut_by:
        return f"{node.cut_at[0]} ({graph.node(node.cut_by[0]).label}) cuts the path to the output"
    if node.grad_state == "no_path" and node.cut_at:
        return f"the path to the output ends at {node.cut_at[0]}"
    if node.grad_state == "not_required" and node.cut_at:
        return f"{node.cut_at[0]} cuts it off from what needs a gradient"
    return NO_GRADIENT[node.grad_state]


def too_large(array: Array, settings: Settings) -> Problem:
    """The problem for an array that does not fit into one answer."""
    return Problem(
        "answer_too_large",
        f"an array of {array.size:,} numbers does not fit into {settings.answer_bytes:,} bytes; "
        "rows asks for a part of it",
    )


def to_json(array: Array, node: GraphNode, which: Literal["value", "grad"]) -> bytes:
    """An object with the numbers as nested lists; without any, the shape says all."""
    return plain_json(
        ArrayNumbers(
            node=node.id,
            name=node.name,
            which=which,
            shape=list(array.shape),
            dtype=array.dtype.name,
            data=array.tolist() if array.size else [],
        )
    )


def to_npy(array: Array, *_: object) -> bytes:
    """NumPy's own format: nothing is lost, and nothing in it can be executed."""
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return buffer.getvalue()


def to_csv(array: Array, *_: object) -> bytes:
    """A line per row of the last axis, every number with all its digits; empty ones of no number.

    A vector is a single row, but without elements it has no line.
    """
    if not array.size:
        return b"\n" * (prod(array.shape[:-1]) if array.ndim > 1 else 0)
    rows = array.reshape(-1, array.shape[-1] if array.ndim else 1)
    return "".join(",".join(map(repr, row)) + "\n" for row in rows.tolist()).encode()


WRITERS: dict[Representation, Callable[[Array, GraphNode, Any], bytes]] = {
    JSON: to_json,
    NPY: to_npy,
    CSV: to_csv,
}
NO_GRADIENT = {
    "not_required": "none is required",
    "no_path": "the output does not depend on it",
    "not_run": "the reverse pass did not run",
}
