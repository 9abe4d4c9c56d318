"""Moments: what is kept of a run, one backward pass at a time; see ``recorder.py``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import numpy as np

from chainrule.engine import Node, Source, Span, Tensor
from chainrule.engine.annotation import Doc

if TYPE_CHECKING:
    from chainrule.engine.tensor import Array as Numbers


class Entry(NamedTuple):
    """One operation as it was applied."""

    node: Node
    result: Tensor
    span: Span | None
    place: Any
    """The calls and turns of loops around it, as the runtime has them."""


@dataclass(slots=True)
class Update:
    """A leaf that was changed after a backward pass."""

    leaf: Tensor
    before: Numbers
    after: Numbers
    line: int | None


@dataclass(slots=True)
class Moment:
    """One backward pass and what was computed for it.

    Attributes:
        number: counted from 1.
        output: what was backpropagated.
        gradient: the upstream gradient that it began with; ``None`` for ones.
        line: where the backward pass was asked for.
        entries: the operations since the moment before, in order.
        values: the leaves' arrays as they were.
        before: the gradients that leaves had before the backward pass.
        after: those that they had after it.
        changed: lines in which leaves were changed afterwards.
        updates: those changes, where they are known at once, as of a loop written by hand.
        finally_: the leaves' arrays when the next moment began.
        leftovers: for gradients that were there before, the line that they come from, and whether
            the leaf was changed since.
        by_hand: whether it is a turn of a loop that computes its gradients itself.
        steps: the operations that moved its parameters, where it is.
        wanted: the values whose gradients were asked for; ``None`` for all.
        unfinished: whether the program failed before the backward pass that it asks for.
        sent: where the program has a backward pass of its own, the gradients that it left at
            values, and those that stood there before.
    """

    number: int
    output: Tensor
    gradient: Numbers | None
    line: int | None
    entries: list[Entry]
    values: dict[Tensor, Numbers]
    before: dict[Tensor, Numbers]
    after: dict[Tensor, Numbers] = field(default_factory=dict)
    changed: dict[Tensor, int | None] = field(default_factory=dict)
    updates: list[Update] = field(default_factory=list)
    leftovers: dict[Tensor, tuple[int | None, bool]] = field(default_factory=dict)
    by_hand: bool = False
    steps: set[Node] = field(default_factory=set)
    wanted: frozenset[Source] | None = None
    unfinished: bool = False
    sent: dict[Source, tuple[float, float]] = field(default_factory=dict)
    finally_: dict[Tensor, Numbers] = field(default_factory=dict)

    def end(self) -> None:
        """Notes what the leaves stand for now: the next moment begins."""
        self.finally_ = {leaf: leaf._array for leaf in self.values}

    def changes(self) -> list[Update]:
        """The leaves that were changed afterwards, with what each became."""
        return self.updates or [
            Update(leaf, before, after, self.changed.get(leaf))
            for (leaf, before), after in zip(
                self.values.items(), self.finally_.values(), strict=False
            )
            if after is not before and not np.array_equal(after, before)
        ]


@dataclass(frozen=True, slots=True)
class Moments:
    """The moments of a program: its backward passes, or the turns of a loop written by hand."""

    count: int
    of: Annotated[
        str,
        Doc(
            "What ends a moment; `output` where there is just one, the last value.",
            {"type": "string", "enum": ["backward", "grad", "turns", "output"]},
        ),
    ]
    lines: Annotated[list[int | None], Doc("Where each was asked for.")]
    losses: Annotated[
        list[float | None],
        Doc("What each backpropagated, where that is a single number; see reduced."),
    ]
    stopped: Annotated[
        str | None,
        Doc(
            "Why the program was ended before its end, if it was.",
            {"enum": ["time", "limit", None]},
        ),
    ] = None
