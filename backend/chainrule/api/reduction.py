"""What a very large graph's JSON leaves out, so that the answer stays within its size.

Each step takes away more than the one before; ``reduced`` in the answer names those that were
taken. Single arrays are always available in full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

DIGITS = 6


def without_totals(graph: dict[str, Any]) -> None:
    """Drops the running totals at the edges: the events have them, under ``accumulated``."""
    for edge in graph["edges"]:
        edge["before"] = edge["after"] = None
    for node in graph["nodes"]:
        if node["formula"]:
            node["formula"]["numbers"] = None


def with_fewer_digits(graph: dict[str, Any]) -> None:
    """Rounds every summary to six significant digits."""
    for node in graph["nodes"]:
        node["value"] = rounded(node["value"])
        node["grad"] = rounded(node["grad"])
    for edge in graph["edges"]:
        edge["grad"] = rounded(edge["grad"])
    for event in graph["events"]:
        if "accumulated" in event:
            event["accumulated"] = rounded(event["accumulated"])


def without_formulas(graph: dict[str, Any]) -> None:
    """Drops the rules in notation."""
    for node in graph["nodes"]:
        node["formula"] = None
    for edge in graph["edges"]:
        edge["local"] = {"text": "", "latex": "", "value": None}


def without_contributions(graph: dict[str, Any]) -> None:
    """Drops what each edge contributed; the events still say what it added up to."""
    for edge in graph["edges"]:
        edge["grad"] = None


def without_drawing(graph: dict[str, Any]) -> None:
    """Drops cards and DOT: nobody lays so many out, and ``format=dot`` still gives the latter."""
    collapsed = graph["drawing"]["collapsed"]
    graph["drawing"] = {"dot": "", "cards": [], "lines": [], "collapsed": collapsed}


STEPS: dict[str, Callable[[dict[str, Any]], None]] = {
    "totals": without_totals,
    "digits": with_fewer_digits,
    "formulas": without_formulas,
    "contributions": without_contributions,
    "drawing": without_drawing,
}


def reductions(graph: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The same graph, smaller with every turn."""
    for count, step in enumerate(STEPS.values(), start=1):
        step(graph)
        graph["reduced"] = list(STEPS)[:count]
        yield graph


def rounded(value: Any) -> Any:
    """The same data with its floats rounded to six significant digits."""
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}")
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [rounded(item) for item in value]
    return value
