"""Leftovers: gradients that a reverse pass was added to because nobody had cleared them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from chainrule.graph.graph import Graph
from chainrule.graph.naming import listed
from chainrule.graph.numbers import plain
from chainrule.graph.observations import NOTHING, Change, Finding, Leftover

MOST_NAMED = 4
"""Leaves that a sentence names one by one."""

CLEAR = "optimizer.zero_grad(), or x.grad = None"
BEFORE = "what was there before the last update"
SAME = "That is meant where the gradients of several losses are added up for one step; else clear"


def accumulated(
    graph: Graph, leftovers: Mapping[str, Leftover], changes: Mapping[str, Change] = NOTHING
) -> Iterator[Finding]:
    """Leaves to whose gradient something was added; one finding for every pass that it is of.

    What the step that follows leaves alone may keep any gradient, as a discriminator's weights
    may while the generator learns.

    Args:
        graph: the graph.
        leftovers: what stood there, by node id.
        changes: what the program did to leaves afterwards, by node id.
    """
    alike: dict[tuple[int | None, bool], list[str]] = {}
    for id_, leftover in leftovers.items():
        if graph.node(id_).accumulated_grad is None or not leftover.gradient.any():
            continue
        if not changes or id_ in changes or not leftover.outdated:
            alike.setdefault((leftover.line, leftover.outdated), []).append(id_)
    for (line, outdated), ids in alike.items():
        names = [graph.node(id_).label for id_ in ids]
        size = _rms(leftovers[ids[0]])
        if len(ids) == 1:
            had = f"{names[0]}.grad still had {_shown(leftovers[ids[0]], size)}"
        else:
            had = f"{listed(names, MOST_NAMED)} still had gradients"
        them, belong = ("it", "It belongs") if len(ids) == 1 else ("them", "They belong")
        yield Finding(
            "accumulated_gradient",
            ids[0],
            size,
            0.0,
            f"{had}{f' from line {line}' if line else ''}: "
            f"what this pass sends was added to {them}",
            f"{belong} to {BEFORE}: clear {them} before each backward(): {CLEAR}."
            if outdated
            else f"{SAME} {them} before each backward(): {CLEAR}.",
            nodes=ids,
        )


def _rms(leftover: Leftover) -> float:
    return float(np.sqrt(np.mean(np.square(leftover.gradient))))


def _shown(leftover: Leftover, rms: float) -> str:
    """The gradient that was there: a number, or how large it was."""
    if leftover.gradient.size == 1:
        return plain(float(leftover.gradient.reshape(())))
    return f"a gradient of rms {plain(rms)}"
