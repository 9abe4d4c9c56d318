"""Groups: the paths that values were made in, as a tree."""

from __future__ import annotations

from collections.abc import Sequence

from chainrule.graph.model import GraphNode, Group


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
