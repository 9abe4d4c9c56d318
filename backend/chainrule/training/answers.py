"""What the service answers: frozen, and their own JSON (``graph/serialisation.py``)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any

from numpy.typing import NDArray

from chainrule.engine import Annotation, Source, Tensor
from chainrule.engine.annotation import Doc, Finite
from chainrule.training.config import Config
from chainrule.training.datasets import Declaration
from chainrule.training.trainer import Change


@dataclass(frozen=True)
class Divergence:
    """Why a session cannot go on."""

    step: int
    epoch: int
    sample: int
    loss: float
    value: Annotated[str | None, Doc("The first value that is not finite.")]
    message: Annotated[str, Doc("One sentence for people.")] = field(init=False, default="")

    def __post_init__(self) -> None:
        kind = "NaN" if self.loss != self.loss else "infinite"
        where = f"Loss became {kind} in epoch {self.epoch}, sample {self.sample}"
        found = f"; first non-finite value at {self.value}" if self.value else ""
        object.__setattr__(self, "message", where + found)


@dataclass(frozen=True)
class Parent:
    """Where a session was forked from."""

    session: str
    step: int


@dataclass(frozen=True)
class Session:
    """Where a training session stands."""

    id: Annotated[str, Doc("A capability: whoever knows it may use the session.")]
    config: Config
    dataset: Declaration
    parameters: Annotated[dict[str, tuple[int, ...]], Doc("Shapes by name.")]
    origin: Annotated[int, Doc("The step that it began with.")]
    head: Annotated[int, Doc("How many steps are done.")]
    loss: Annotated[float | None, Doc("Of the last step.")]
    epoch: Annotated[Finite, Doc("Epochs done.")]
    steps_per_epoch: int
    last_step: int
    parent: Parent | None
    halted: Divergence | None
    created: Annotated[Finite, Doc("Seconds since 1970.")]


@dataclass(frozen=True)
class Losses:
    """The losses of the steps behind ``after``."""

    after: int
    values: tuple[float, ...]
    head: int


@dataclass(frozen=True)
class Epoch:
    """A completed epoch."""

    epoch: int
    step: Annotated[int, Doc("Its last step.")]
    loss: Annotated[float, Doc("Mean loss of its steps, before a fork, too.")]
    train_loss: Annotated[float, Doc("Of the model as the epoch left it.")]
    test_loss: float | None
    train_accuracy: Finite | None
    test_accuracy: Finite | None


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
        rate: the learning rate of the step, as its schedule has it.
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
    rate: float
    done: bool

    @property
    def loss(self) -> float:
        """The loss of this step's batch."""
        return self.output.item()


@dataclass(frozen=True)
class TriedCure:
    """Other settings that helped when they were tried."""

    step: Annotated[int, Doc("Where the trial left the run: fork there.")]
    changes: Annotated[dict[str, Any], Doc("The settings to fork with.")]
    until: Annotated[int, Doc("The step at which both were compared.")]
    loss: Annotated[float, Doc("Over all training rows, with these settings.")]
    instead: Annotated[float, Doc("The same of the run as it was.")]


@dataclass(frozen=True)
class RunFinding:
    """Something that went wrong for a while."""

    code: str
    first: Annotated[int, Doc("The first step at which it holds.")]
    last: Annotated[int, Doc("The last one so far.")]
    layer: Annotated[str | None, Doc("Where.")]
    message: Annotated[str, Doc("One sentence for people.")]
    cause: Annotated[str, Doc("Why, in the run's own numbers.")]
    cure: Annotated[TriedCure | None, Doc("Null if nothing helped that was tried.")]


@dataclass(frozen=True)
class Diagnosis:
    """The findings of a run, in the order in which they began."""

    head: Annotated[int, Doc("How many steps were looked at.")]
    findings: list[RunFinding]
