"""Standstill: a run that goes on and learns nothing, because no row sends a gradient any more.

A rate that is far too large drives units and outputs to where their derivative rounds to 0: the
loss stays as it is, finite and large, for ever. One batch without a gradient proves nothing (its
rows may be right beyond doubt), so the batches that come next are asked one by one, at the same
parameters, until one has a gradient. A run that learns is told apart by its first batch.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from chainrule.engine.annotation import Doc
from chainrule.training.state import State
from chainrule.training.trainer import CHECKPOINT_WORK, Run, Trainer

MOST_BATCHES = 1000
"""Batches that are asked at most: under half a second, and only where the first has no gradient."""


@dataclass(frozen=True)
class Standstill:
    """That the data teach a model nothing any more, although it is not right."""

    batches: Annotated[int, Doc("So many batches from here have no gradient.")]
    epoch: Annotated[bool, Doc("Whether those are as many as an epoch has.")]
    loss: Annotated[float, Doc("Over all training rows.")]
    message: Annotated[str, Doc("One sentence for people.")] = field(init=False, default="")

    def __post_init__(self) -> None:
        many = f"{self.batches:,} batches" if self.batches > 1 else "batch"
        asked = f"the next {many}" + (", a whole epoch" if self.epoch else "")
        found = f"the loss is {self.loss:.4g}, and every gradient is exactly 0 on {asked}"
        object.__setattr__(
            self, "message", f"With these parameters {found}: the data do not move them"
        )


def standstill(trainer: Trainer, state: State, loss: float) -> Standstill | None:
    """Whether the run stands still after ``state``, with this loss over all training rows."""
    if not loss > 0:
        return None
    epoch = trainer.batches.per_epoch
    affordable = CHECKPOINT_WORK // (trainer.network.size * trainer.batches.size)
    batches = max(1, min(epoch, MOST_BATCHES, affordable))
    if Run(trainer, state).has_gradient(batches):
        return None
    return Standstill(batches, batches == epoch, loss)
