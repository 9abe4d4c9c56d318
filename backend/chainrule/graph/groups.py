"""Groups: the paths that values were made in, as a tree."""

from __future__ import annotations

from collections.abc import Sequence

from chainrule.graph.model import GraphNode, Group

DRAWABLE = 1_500
"""More values than this, drawn one by one, take longer than anybody waits."""
RUN = 50
"""Values in one of the runs that such a graph is divided into."""


def divide(nodes: Sequence[GraphNode]) -> None:
    """Puts the values of a graph that is too large to draw into groups, if too few are in any.

    Turns of loops are parts, too, so that what is computed in one needs no other group.

    Values that were made one after the other come into one group, so that a drawing of the groups
    alone, folded, shows the course of the whole. The output stays outside.
    """
    flat = [node for node in nodes[:-1] if not node.group and not node.turn]
    if len(flat) > DRAWABLE:
        for first in range(0, len(flat), RUN):
            run = flat[first : first + RUN]
            for node in run:
                node.group = f"{first + 1}–{first + len(run)}"


def groups_of(nodes: Sequence[GraphNode]) -> list[Group]:
    """Every group that a node is in, and those around it; a parent before its children."""
    groups: dict[str, Group] = {}
    for node in nodes:
        if node.group and node.group not in groups:
            parts = node.group.split("/")
            for depth in range(1, len(parts) + 1):
                path, parent = "/".join(parts[:depth]), "/".join(parts[: depth - 1]) or None
                if path not in groups:
                    groups[path] = Group(f"g{len(groups)}", path, parts[depth - 1], parent, [])
        if node.group:
            groups[node.group].nodes.append(node.id)
    return list(groups.values())
