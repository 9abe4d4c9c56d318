"""Work: how much an operation will make and cost, estimated from shapes before it runs.

A unit is about a nanosecond. What an operation costs is declared with it (``engine/effort.py``);
here the backward pass and what any operation costs come on top.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from chainrule.engine import Node
from chainrule.engine.effort import Shapes

BACKWARD = 3
"""Forward and backward work over forward work: each input's part costs about as much again."""
START = 10_000
"""What any operation costs, however small: ten microseconds."""
PER_PAIR = 100
"""What two arguments of one operation cost: the part of each is found by looking at all others."""


class Estimate(NamedTuple):
    """Upper bounds for one operation."""

    elements: int
    """Of its result, or of the largest array it makes on the way there."""
    work: int
    """Forward and backward, in units."""
    inputs: int
    """How many tensors it reads."""


def estimate(operation: type[Node], shapes: Shapes, params: dict[str, Any]) -> Estimate:
    """The bounds for an operation on inputs of these shapes; empty ones cost as their extent."""
    elements, steps = operation.cost([tuple(n or 1 for n in shape) for shape in shapes], params)
    work = START + BACKWARD * steps + PER_PAIR * len(shapes) ** 2
    return Estimate(elements, work, len(shapes))
