"""PyTorch's names of nodes, as in ``grad_fn=<MmBackward0>``, where they depend on the call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chainrule.engine.node import Node


def name_of_product(node: Node) -> str:
    """PyTorch has a product for each pair of ranks."""
    left, right = (array.ndim for array in node.arrays)
    if left == right == 1:
        return "DotBackward0"
    if left == 2 and right < 3:
        return "MmBackward0" if right == 2 else "MvBackward0"
    return "SqueezeBackward4" if left == 1 and right == 2 else "UnsafeViewBackward0"


def name_along(name: str) -> Callable[[Node], str]:
    """PyTorch counts the form with an axis separately."""
    return lambda node: f"{name}Backward{int(node.params['axis'] is not None)}"


def name_of_extreme(name: str) -> Callable[[Node], str]:
    """Along an axis it is ``amax`` or ``amin``."""
    return lambda node: (
        f"{name}Backward1" if node.params["axis"] is None else f"A{name.lower()}Backward0"
    )


def name_of_index(node: Node) -> str:
    """PyTorch takes an index apart; the last part names the node."""
    index: Any = node.params["index"]
    parts = index if isinstance(index, tuple) else (index,)
    if any(not isinstance(part, int | slice | type(...) | None) for part in parts):
        return "IndexBackward0"
    last = [part for part in parts if part is not ...]
    if not last:
        return "AliasBackward0"
    if last[-1] is None:
        return "UnsqueezeBackward0"
    if isinstance(last[-1], int):
        return "SelectBackward0"
    whole = [part for part in last if not (isinstance(part, slice) and part == slice(None))]
    if whole and isinstance(whole[-1], int):
        return "SelectBackward0"
    return "SliceBackward0"
