"""Outcome: what is known of a run after it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from chainrule.engine import Annotation, Source, Tensor
from chainrule.engine.tensor import Array
from chainrule.program.dialect import Dialect
from chainrule.program.errors import Problem
from chainrule.program.failing import Failed
from chainrule.program.moments import Moment, Moments
from chainrule.program.printed import Printed
from chainrule.program.unused import unused_loss
from chainrule.program.values import Value


@dataclass(frozen=True, slots=True)
class Execution:
    """A program that has run, at one of its moments.

    Attributes:
        source: the text that ran.
        output: what was backpropagated; without a backward pass the last value.
        gradient: the upstream gradient that this began with; ``None`` for ones.
        values: every leaf and every operation's result of the moment, in execution order.
        names: what the global names stand for at the end.
        notes: what people should know about how the program was read.
        moment: which moment it is, from 1.
        moments: what is known of all of them.
        kept: the moment itself.
        turns: by value the turn of a loop in which it was computed.
        reads: values that left the computation, with the line where they did.
        printed: what the program printed.
        dialect: how its literals were meant, and which libraries it uses.
        moved: by name the leaves that were given other values.
        reached: every tensor that the program's global names lead to.
        taken: every value that Python read, also where that is not worth saying.
        is_steady: whether no value was changed in place.
        error: why it did not run to its end; ``None`` where it did.
        failed: the call in which it ended, as it is written, and the values that it was given.
    """

    source: str
    output: Tensor
    gradient: Array | None
    values: dict[Source, Annotation]
    names: dict[str, Value]
    notes: list[str]
    moment: int
    moments: Moments
    kept: Moment
    turns: dict[Source, str]
    reads: dict[Source, tuple[str, int | None]]
    printed: list[Printed]
    dialect: Dialect
    moved: dict[str, Tensor]
    reached: Collection[Tensor]
    taken: Collection[Source]
    is_steady: bool
    error: Problem | None = field(default=None)
    failed: Failed | None = field(default=None)

    @property
    def is_float32(self) -> bool:
        """Whether who wrote the program computes in float32, as PyTorch does by default."""
        return self.dialect.is_float32

    @property
    def accumulated(self) -> dict[Source, Array]:
        """What stood in leaves' ``.grad`` after the backward pass, where something was before."""
        return {
            leaf: self.kept.after.get(leaf, before) for leaf, before in self.kept.before.items()
        }

    @property
    def leftovers(self) -> dict[Source, tuple[Array, int | None, bool]]:
        """What stood there before, the line of the backward pass that it came from.

        And whether the leaf was changed since, so that it is the gradient of another value.
        """
        known, kept = self.kept.leftovers, self.kept
        return {
            leaf: (before, *known.get(leaf, (None, False))) for leaf, before in kept.before.items()
        }

    @property
    def meant(self) -> Source | None:
        """The loss, where no backward pass is asked for and something else stands last."""
        return unused_loss(self.output.source, self.values) if self.moments.of == "output" else None

    @property
    def wanted(self) -> Collection[Source] | None:
        """The values whose gradients the moment asks for; ``None`` for all."""
        return self.kept.wanted

    @property
    def unfinished(self) -> bool:
        """Whether the program failed before the backward pass that it asks for."""
        return self.kept.unfinished

    @property
    def failure(self) -> tuple[str, int | None, str, str | None, list[Source]] | None:
        """What failed, in which line, why, what to do, and the values that were read."""
        if self.error is None or self.failed is None:
            return None
        line = self.error.span.line if self.error.span else None
        read = [tensor.source for tensor in self.failed.read]
        return self.failed.written, line, self.error.message, self.error.hint, read

    @property
    def by_hand(self) -> bool:
        """Whether it is a turn of a loop that writes its gradients itself."""
        return self.kept.by_hand

    @property
    def sent(self) -> dict[Source, tuple[float, float]]:
        """What a backward pass of the program's own left at values, and what was there before."""
        return self.kept.sent

    @property
    def changes(self) -> list[tuple[Source, Array, Array, int | None]]:
        """Leaves that were changed after the backward pass: before, after, and in which line."""
        return [(u.leaf, u.before, u.after, u.line) for u in self.kept.changes()]
