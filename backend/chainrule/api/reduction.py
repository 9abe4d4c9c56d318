"""What a very large graph's JSON leaves out, so that the answer stays within its size.

Each step takes away more than the one before; ``reduced`` in the answer names those that were
taken. With all of them every graph fits that the language's limits allow. Single arrays are
always available in full. What a long run printed and how its losses went is shortened first, where
it is long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import prod
from typing import Any

DIGITS = 6
MOST_FINDINGS = 20
MOST_LINES, LONGEST_LINE = 1_000, 200
MOST_LOSSES = 1_000


def with_last_lines(graph: dict[str, Any]) -> None:
    """Keeps the beginnings of the lines that were printed last."""
    printed = graph.get("printed", [])
    graph["printed"] = [
        line | {"text": line["text"][:LONGEST_LINE]} for line in printed[-MOST_LINES:]
    ]


def with_fewer_losses(graph: dict[str, Any]) -> None:
    """Keeps every so-manyth moment's loss and line, and the last one's: ``null`` for the others."""
    moments = graph["moments"]
    count = len(moments["losses"])
    every = -(-count // MOST_LOSSES)
    for key in ("losses", "lines"):
        moments[key] = [
            value if k % every == 0 or k == count - 1 else None
            for k, value in enumerate(moments[key])
        ]


def without_totals(graph: dict[str, Any]) -> None:
    """Drops the running totals at the edges: the events have them, under ``accumulated``."""
    for edge in graph["edges"]:
        edge["before"] = edge["after"] = None
    for node in graph["nodes"]:
        if node["formula"]:
            node["formula"]["numbers"] = None


def with_fewer_digits(graph: dict[str, Any]) -> None:
    """Rounds every summary to six significant digits."""
    for summary in summaries(graph):
        for key, value in summary.items():
            if key != "shape" and isinstance(value, float | list):
                summary[key] = rounded(value)


def without_formulas(graph: dict[str, Any]) -> None:
    """Drops the rules in notation."""
    for node in graph["nodes"]:
        node["formula"] = None
    for edge in graph["edges"]:
        edge["local"] = {"text": "", "latex": "", "rule": False, "value": None}


def without_contributions(graph: dict[str, Any]) -> None:
    """Drops what each edge contributed; the events still say what it added up to."""
    for edge in graph["edges"]:
        edge["grad"] = None


def without_drawing(graph: dict[str, Any]) -> None:
    """Drops cards and DOT: nobody lays so many out, and ``format=dot`` still gives the latter."""
    collapsed = graph["drawing"]["collapsed"]
    graph["drawing"] = {"dot": "", "cards": [], "lines": [], "collapsed": collapsed}


def without_accumulated(graph: dict[str, Any]) -> None:
    """Drops what gradients had added up to at each step; the nodes have the final ones."""
    for event in graph["events"]:
        if "accumulated" in event:
            event["accumulated"] = {}


def without_statistics(graph: dict[str, Any]) -> None:
    """Drops the statistics of single numbers, which say nothing new, and the numbers of others."""
    for summary in summaries(graph):
        if prod(summary["shape"]) == 1:
            summary |= dict.fromkeys(("min", "max", "mean", "rms"))
        else:
            summary |= {"data": None, "preview": None}


def without_notation(graph: dict[str, Any]) -> None:
    """Drops how values are written and came about; names, operations and inputs remain."""
    for node in graph["nodes"]:
        node["latex"] = node["expression"] = ""
        node.pop("cut_by", None)
        node.pop("cut_at", None)


def with_few_findings(graph: dict[str, Any]) -> None:
    """Keeps what breaks first."""
    del graph["findings"][MOST_FINDINGS:]


def without_groups(graph: dict[str, Any]) -> None:
    """Drops which groups the values are in: paths are long in deeply nested calls."""
    graph["groups"] = []
    for node in graph["nodes"]:
        node["group"] = ""


def without_events(graph: dict[str, Any]) -> None:
    """Drops the steps: their order is that of the nodes, forwards and backwards."""
    graph["events"] = []


def without_labels(graph: dict[str, Any]) -> None:
    """Drops what drawings call the values, and where they stand in the text; names remain."""
    for node in graph["nodes"]:
        node["label"], node["span"] = "", None


def has_long_run(graph: dict[str, Any]) -> dict[str, bool]:
    """Which parts of what is said about the run are long, by the step that shortens them."""
    printed = graph.get("printed", [])
    return {
        "printed": len(printed) > MOST_LINES
        or any(len(line["text"]) > LONGEST_LINE for line in printed),
        "losses": len(graph.get("moments", {}).get("losses", [])) > MOST_LOSSES,
    }


STEPS: dict[str, Callable[[dict[str, Any]], None]] = {
    "printed": with_last_lines,
    "losses": with_fewer_losses,
    "totals": without_totals,
    "digits": with_fewer_digits,
    "formulas": without_formulas,
    "contributions": without_contributions,
    "drawing": without_drawing,
    "accumulated": without_accumulated,
    "statistics": without_statistics,
    "notation": without_notation,
    "findings": with_few_findings,
    "groups": without_groups,
    "events": without_events,
    "labels": without_labels,
}


def reductions(graph: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The same graph, smaller with every turn."""
    taken: list[str] = []
    needed = has_long_run(graph)
    for name, step in STEPS.items():
        if needed.get(name, True):
            step(graph)
            taken.append(name)
            graph["reduced"] = list(taken)
            yield graph


def summaries(graph: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every summary in the graph."""
    for node in graph["nodes"]:
        yield node["value"]
        if node["grad"]:
            yield node["grad"]
    for edge in graph["edges"]:
        yield from (edge[key] for key in ("grad", "before", "after") if edge[key])
    for event in graph["events"]:
        yield from event.get("accumulated", {}).values()


def rounded(value: Any) -> Any:
    """A float, or a list of such, rounded to six significant digits."""
    if isinstance(value, list):
        return [rounded(item) for item in value]
    return float(f"{value:.{DIGITS}g}")
