"""Answers about data sets and training sessions, beside those that ``training`` gives itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from chainrule.engine.annotation import NONE_OMITTED, Doc, Finite
from chainrule.graph.summary import Summary
from chainrule.training import Declaration, Epoch, Preset, Setting
from chainrule.training.choices import Loss

Reduced = Annotated[
    list[str] | None,
    Doc("What a very large graph's answer leaves out to stay within its size."),
]


@dataclass(frozen=True)
class Datasets:
    """The data sets that come with Chainrule."""

    datasets: list[Declaration]


@dataclass(frozen=True)
class Rows:
    """Rows of a data set: the features, then the target or its class."""

    columns: list[str]
    after: int
    rows: list[list[Finite | str]]
    total: int


@dataclass(frozen=True)
class OptimiserNumber:
    """A number of an optimiser besides the learning rate."""

    name: str
    default: float
    low: float
    high: float


@dataclass(frozen=True)
class Optimiser:
    """An optimiser, and the numbers that may stand beside its settings."""

    name: str
    numbers: list[OptimiserNumber]


@dataclass(frozen=True)
class Presets:
    """Presets, every setting that can be changed, and what some of their choices bring along."""

    presets: list[Preset]
    settings: list[Setting]
    optimisers: list[Optimiser]
    losses: list[Loss]


@dataclass(frozen=True)
class Change:
    """A parameter's update in one step."""

    name: str
    before: Summary
    gradient: Summary
    change: Annotated[Summary, Doc("What the step added: after less before.")]
    after: Summary


@dataclass(frozen=True)
class TrainingStep:
    """What a step's answer has beside the graph."""

    step: int
    epoch: int
    sample: Annotated[int, Doc("Position of its first row in the epoch, from 1.")]
    places: Annotated[list[int], Doc("Its rows' places in the data set.")]
    rows: Annotated[list[list[Finite | str]], Doc("Those rows, in own units.")]
    loss: float
    rate: Annotated[Finite, Doc("The learning rate of this step, as its schedule has it.")]
    done: Annotated[bool, Doc("False for the step that comes next.")]
    update: list[Change]
    reduced: Reduced = field(default=None, metadata=NONE_OMITTED)


@dataclass(frozen=True)
class Epochs:
    """Completed epochs, in order."""

    epochs: list[Epoch]
