"""Cuts: the operations at which a gradient stops, although the values go on to the output.

``detach``, comparisons, the condition of ``where`` and indices have no derivative for what they
read. A value all of whose ways to the output lead through one has no gradient, and still the
output depends on it; where only some do, its gradient is that of the other ways.
"""

from __future__ import annotations

from collections.abc import Iterable

from chainrule.engine import Node, Source
from chainrule.engine.reverse import needs_gradient

MOST_CUTS = 3
"""Of one value; the first ones in execution order are kept."""


def cuts(output: Source, sources: Iterable[Source]) -> dict[Source, tuple[Node, ...]]:
    """By value that needs a gradient, where its ways to the output are cut; often nowhere.

    Args:
        output: where the reverse pass starts.
        sources: every value, in execution order.
    """
    found: dict[Source, tuple[Node, ...]] = {output: ()}  # everything that the output depends on
    for node in reversed([source for source in sources if isinstance(source, Node)]):
        if node not in found:
            continue
        for slot, source in enumerate(node.sources):
            known = found.setdefault(source, ())
            if needs_gradient(source):
                here = found[node] if _carries(node, slot) else (node,)
                if here and here is not known:
                    both = sorted({*known, *here}, key=lambda cut: cut.serial)
                    found[source] = tuple(both[:MOST_CUTS])
    return found


def _carries(node: Node, slot: int) -> bool:
    """Whether an operation sends a gradient back to one of its inputs."""
    return node.requires_grad and node.rules[slot] is not None
