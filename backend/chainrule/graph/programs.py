"""Programs: the graph of one moment of a program that has run.

What a run has to offer for that stands here as a protocol; the language itself is not imported.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from chainrule.engine import Annotation, Source, Tensor
from chainrule.graph.build import build
from chainrule.graph.graph import Graph
from chainrule.graph.observations import Change, Failure, History, Leftover, Read
from chainrule.graph.summary import Array


class Run(Protocol):
    """One moment of a program that has run; see ``program.execution.Execution``."""

    @property
    def output(self) -> Tensor:
        """What was backpropagated."""

    @property
    def gradient(self) -> Array | None:
        """The upstream gradient that this began with; ``None`` for ones."""

    @property
    def wanted(self) -> Collection[Source] | None:
        """The values whose gradients were asked for; ``None`` for all."""

    @property
    def values(self) -> Mapping[Source, Annotation]:
        """Every value of the moment, in execution order."""

    @property
    def accumulated(self) -> Mapping[Source, Array]:
        """What stood in leaves' ``.grad`` afterwards."""

    @property
    def leftovers(self) -> Mapping[Source, tuple[Array, int | None, bool]]:
        """What stood there before, the line that it came from, whether the leaf changed since."""

    @property
    def changes(self) -> Collection[tuple[Source, Array, Array, int | None]]:
        """Leaves that were changed afterwards: before, after, and in which line."""

    @property
    def reads(self) -> Mapping[Source, tuple[str, int | None]]:
        """Values that were taken out of the computation: how, and in which line."""

    @property
    def is_float32(self) -> bool:
        """Whether whoever wrote the program computes in float32."""

    @property
    def meant(self) -> Source | None:
        """The loss of a program that ends with something else, and asks for no gradients."""

    @property
    def unfinished(self) -> bool:
        """Whether the program failed before the backward pass that it asks for."""

    @property
    def failure(self) -> tuple[str, int | None, str, str | None, list[Source]] | None:
        """What failed, in which line, why, what to do, and the values that were read."""

    @property
    def by_hand(self) -> bool:
        """Whether the program writes its gradients itself."""

    @property
    def sent(self) -> Mapping[Source, tuple[float, float]]:
        """What a backward pass of the program's own left at values, and what was there before."""

    @property
    def turns(self) -> Mapping[Source, str]:
        """The turn of a loop that a value was computed in."""


def graph_of(
    run: Run,
    *,
    backward: bool = True,
    collapsed: Collection[str] = (),
    forward_us: int | None = None,
) -> Graph:
    """The graph of a moment; see ``build`` for the options."""
    history = History(
        run.accumulated,
        {source: Leftover(*leftover) for source, leftover in run.leftovers.items()},
        tuple(Change(*change) for change in run.changes),
        run.turns,
        {source: Read(*read) for source, read in run.reads.items()},
        run.meant,
        run.by_hand,
        Failure(*run.failure) if run.failure else None,
        run.sent,
    )
    return build(
        run.output,
        values=run.values,
        seed=run.gradient,
        backward=backward and not run.unfinished,
        collapsed=collapsed,
        forward_us=forward_us,
        history=history,
        float32=run.is_float32,
        wanted=run.wanted,
    )
