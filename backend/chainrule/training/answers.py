"""What the service answers: frozen, and ``to_dict()`` gives plain data (floats may be NaN)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from numpy.typing import NDArray

from chainrule.engine import Annotation, Source, Tensor
from chainrule.training.config import Config
from chainrule.training.datasets import Declaration
from chainrule.training.trainer import Change


@dataclass(frozen=True)
class Divergence:
    """Why a session cannot go on: the loss of its last step is not a finite number."""

    step: int
    epoch: int
    sample: int
    loss: float
    value: str | None
    """The first value in that step, in order of execution, that is not finite."""

    @property
    def message(self) -> str:
        """One sentence for people."""
        kind = "NaN" if self.loss != self.loss else "infinite"
        where = f"Loss became {kind} in epoch {self.epoch}, sample {self.sample}"
        return f"{where}; first non-finite value at {self.value}" if self.value else where

    def to_dict(self) -> dict[str, Any]:
        """Plain data; floats may be NaN."""
        return {**asdict(self), "message": self.message}


@dataclass(frozen=True)
class Session:
    """Where a session stands.

    Attributes:
        id: its name, a capability.
        config: what it trains; ``dataset`` and ``parameters`` (name → shape) follow from it.
        origin: the step it began with: 0, or where it was forked.
        head: how many steps are done.
        loss: of the last step, ``None`` before the first.
        epoch: epochs done, with the fraction of the current one.
        steps_per_epoch: of a whole epoch.
        last_step: how far it may go.
        parent: the session and the step that it was forked from.
        halted: why it cannot go on.
        created: seconds since 1970.
    """

    id: str
    config: Config
    dataset: Declaration
    parameters: dict[str, tuple[int, ...]]
    origin: int
    head: int
    loss: float | None
    epoch: float
    steps_per_epoch: int
    last_step: int
    parent: tuple[str, int] | None
    halted: Divergence | None
    created: float

    def to_dict(self) -> dict[str, Any]:
        """Plain data; floats may be NaN."""
        return {
            "id": self.id,
            "config": self.config.to_dict(),
            "dataset": self.dataset.to_dict(),
            "parameters": {name: list(shape) for name, shape in self.parameters.items()},
            "origin": self.origin,
            "head": self.head,
            "loss": self.loss,
            "epoch": self.epoch,
            "steps_per_epoch": self.steps_per_epoch,
            "last_step": self.last_step,
            "parent": self.parent and {"session": self.parent[0], "step": self.parent[1]},
            "halted": self.halted and self.halted.to_dict(),
            "created": self.created,
        }


@dataclass(frozen=True)
class Losses:
    """The losses of the steps ``after + 1``, ``after + 2``, ..., and the session's head."""

    after: int
    values: tuple[float, ...]
    head: int

    def to_dict(self) -> dict[str, Any]:
        """Plain data; floats may be NaN."""
        return {"after": self.after, "values": list(self.values), "head": self.head}


@dataclass(frozen=True)
class Epoch:
    """A completed epoch (from 1), which ended with ``step``.

    ``loss`` is the mean of its steps' losses, in a fork's first epoch also of those before the
    fork; the others are of the model as the epoch left it.
    """

    epoch: int
    step: int
    loss: float
    train_loss: float
    test_loss: float | None
    train_accuracy: float | None
    test_accuracy: float | None

    def to_dict(self) -> dict[str, Any]:
        """Plain data; floats may be NaN."""
        return asdict(self)


@dataclass(frozen=True, eq=False)
class Step:
    """One step to look at.

    Attributes:
        step: its number; the graph is that of the state after ``step - 1`` steps.
        epoch: from 1.
        sample: the position (from 1) of its first row in that epoch.
        places: its rows' places in the data set.
        rows: the first 64 of them in the data set's own units: features, then the target or its
            class.
        output: the loss as a tensor with its graph; no ``.grad`` is filled yet.
        values: what each value is called, in order of execution.
        update: every parameter before, its gradient, after; empty at step 0, which only shows
            the initial model on the first batch.
        done: whether the session has made this step already, or it is the next one.
    """

    step: int
    epoch: int
    sample: int
    places: NDArray[Any]
    rows: list[list[float | str]]
    output: Tensor
    values: dict[Source, Annotation]
    update: tuple[Change, ...]
    done: bool

    @property
    def loss(self) -> float:
        """The loss of this step's batch."""
        return self.output.item()

    def to_dict(self) -> dict[str, Any]:
        """Plain data without the graph and the update; floats may be NaN."""
        return {
            "step": self.step,
            "epoch": self.epoch,
            "sample": self.sample,
            "places": self.places.tolist(),
            "rows": self.rows,
            "loss": self.loss,
            "done": self.done,
        }
