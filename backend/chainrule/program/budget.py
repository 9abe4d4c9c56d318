"""Budget: what a run has used up of its limits, charged before the work is done."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic
from typing import Any

from chainrule.engine import Span
from chainrule.program.errors import ProgramError, failure
from chainrule.program.limits import Limits
from chainrule.program.work import Estimate, extent


class Budget:
    """Counts one run's nodes, elements, iterations and work, and watches the clock."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.nodes = 0
        self.edges = 0
        self.elements = 0
        self.iterations = 0
        self.work = 0
        self.deadline = monotonic() + limits.seconds

    def tick(self, span: Span | None) -> None:
        """Is called before every statement and every operation."""
        if monotonic() > self.deadline:
            raise failure(
                "limit_time",
                f"the program ran longer than {self.limits.seconds:g} seconds",
                span,
                "use fewer operations or smaller tensors",
            )

    def iterate(self, times: int, span: Span) -> None:
        """A loop is about to run, or a function to be called."""
        self.iterations += times
        if self.iterations > self.limits.loop_iterations:
            raise _exceeded("iterations", "loop iterations", self.limits.loop_iterations, span)

    def sequence(self, items: Sequence[Any], span: Span) -> None:
        """A list or a tuple was made; counts what it holds at every depth, without recursing."""
        level: list[Any] = list(items)
        count, depth = 0, 1
        while level:
            count += len(level)
            if count > self.limits.list_items:
                raise _exceeded("list_items", "items in a list", self.limits.list_items, span)
            if depth > self.limits.bracket_depth:
                raise failure("too_deep", f"lists are nested more than {depth - 1} deep", span)
            level = [inner for item in level if isinstance(item, list | tuple) for inner in item]
            depth += 1

    def node(self, shape: tuple[int, ...], span: Span | None) -> None:
        """A value of this shape is about to be made."""
        self.nodes += 1
        if self.nodes > self.limits.nodes:
            raise _exceeded("nodes", "values", self.limits.nodes, span)
        self.check_shape(shape, span)
        self.elements += extent(shape)
        if self.elements > self.limits.total_elements:
            raise _exceeded("total_elements", "elements in all", self.limits.total_elements, span)

    def operation(self, estimate: Estimate, span: Span) -> None:
        """An operation is about to run that makes and costs at most this much."""
        self.tick(span)
        self.edges += estimate.inputs
        if self.edges > self.limits.edges:
            raise _exceeded("edges", "arguments of operations", self.limits.edges, span)
        self.check_size(estimate.elements, span)
        self.work += estimate.work
        if self.work > self.limits.work:
            raise failure(
                "limit_work",
                f"the estimated work up to here, {self.work:.3g} units, "
                f"is more than {self.limits.work:.3g}",
                span,
                "use smaller tensors or fewer operations",
            )

    def listing(self, shape: tuple[int, ...], span: Span | None) -> None:
        """A tensor is about to be written as nested lists, whose rows count also when empty."""
        if extent(shape) > self.limits.list_items:
            raise _exceeded("list_items", "items in a list", self.limits.list_items, span)

    def check_shape(self, shape: tuple[int, ...], span: Span | None) -> None:
        """A tensor of this shape is about to be made: bounds its axes, also around no element."""
        if len(shape) > self.limits.rank:
            raise failure(
                "limit_rank",
                f"a tensor has at most {self.limits.rank} axes, not {len(shape)}",
                span,
            )
        if 0 not in shape:
            self.check_size(extent(shape), span)
        elif extent(shape) > self.limits.tensor_elements:
            raise failure(
                "limit_tensor_elements",
                f"a tensor without elements is too large, too: the other axes of its shape make "
                f"{extent(shape):,} rows; at most {self.limits.tensor_elements:,} are allowed",
                span,
                "use a smaller tensor",
            )

    def check_size(self, size: int, span: Span | None) -> None:
        """A tensor of this many elements is about to be made."""
        if size > self.limits.tensor_elements:
            raise failure(
                "limit_tensor_elements",
                f"a tensor of {size:,} elements is too large; "
                f"at most {self.limits.tensor_elements:,} are allowed",
                span,
                "use a smaller tensor",
            )


SMALLER = {
    "nodes": "put many numbers into one tensor, which is one value, or loop less often",
    "edges": "put many numbers into one tensor, which is one argument, or add with sum()",
    "total_elements": "use smaller tensors or fewer operations",
    "list_items": "make large tensors with zeros, ones or randn",
    "iterations": "go through loops less often, or let one tensor operation do it all",
}
"""How a program that exceeds a limit becomes smaller."""


def _exceeded(limit: str, what: str, maximum: Any, span: Span | None) -> ProgramError:
    message = f"the program has more than {maximum:,} {what}"
    return failure(f"limit_{limit}", message, span, SMALLER[limit])
