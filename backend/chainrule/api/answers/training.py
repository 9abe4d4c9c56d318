"""Answers about data sets and training sessions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from chainrule.api.answers.base import Answer, Number, Reduced, Summary
from chainrule.api.settings_schema import require_settings
from chainrule.training import SETTINGS
from chainrule.training.choices import LOSSES
from chainrule.training.config import Kind

Task = Literal["regression", "binary", "multiclass"]


class Dataset(Answer):
    """What a data set is."""

    name: str
    title: str
    description: str
    task: Task
    features: list[str]
    target: str
    rows: int
    classes: list[str]
    licence: str
    source: str


class Datasets(Answer):
    """The data sets that come with Chainrule."""

    datasets: list[Dataset]


class Rows(Answer):
    """Rows of a data set: the features, then the target or its class."""

    columns: list[str]
    after: int
    rows: list[list[float | str]]
    total: int


class Config(Answer):
    """Every setting of a training run."""

    model_config = ConfigDict(extra="allow", json_schema_extra=require_settings)


class Preset(Answer):
    """A training set-up worth starting from."""

    name: str
    title: str
    config: Config


class Setting(Answer):
    """What a setting is for, and what it may be."""

    name: Annotated[str, Field(json_schema_extra={"enum": list(SETTINGS)})]
    kind: Kind
    doc: str
    low: Number
    high: Number
    choices: list[str]
    optional: bool
    structural: Annotated[bool, Field(description="A fork in mid-training cannot change it.")]


class OptimiserNumber(Answer):
    """A number of an optimiser besides the learning rate."""

    name: str
    default: Number
    low: Number
    high: Number


class Optimiser(Answer):
    """An optimiser, and the numbers that may stand beside its settings."""

    name: str
    numbers: list[OptimiserNumber]


class Loss(Answer):
    """A loss, and the tasks that it fits."""

    name: Annotated[str, Field(json_schema_extra={"enum": list(LOSSES)})]
    tasks: list[Task]


class Presets(Answer):
    """Presets, every setting that can be changed, and what some of their choices bring along."""

    presets: list[Preset]
    settings: list[Setting]
    optimisers: list[Optimiser]
    losses: list[Loss]


class Divergence(Answer):
    """Why a session cannot go on."""

    step: int
    epoch: int
    sample: int
    loss: Number
    value: Annotated[str | None, Field(description="The first value that is not finite.")]
    message: str


class Parent(Answer):
    """Where a session was forked from."""

    session: str
    step: int


class Session(Answer):
    """Where a training session stands."""

    id: Annotated[str, Field(description="A capability: whoever knows it may use the session.")]
    config: Config
    dataset: Dataset
    parameters: Annotated[dict[str, list[int]], Field(description="Shapes by name.")]
    origin: Annotated[int, Field(description="The step that it began with.")]
    head: Annotated[int, Field(description="How many steps are done.")]
    loss: Annotated[Number | None, Field(description="Of the last step.")]
    epoch: Annotated[float, Field(description="Epochs done.")]
    steps_per_epoch: int
    last_step: int
    parent: Parent | None
    halted: Divergence | None
    created: Annotated[float, Field(description="Seconds since 1970.")]


class Change(Answer):
    """A parameter's update in one step."""

    name: str
    before: Summary
    gradient: Summary
    change: Annotated[Summary, Field(description="What the step added: after less before.")]
    after: Summary


class TrainingStep(Answer):
    """What a step's answer has beside the graph."""

    step: int
    epoch: int
    sample: Annotated[int, Field(description="Position of its first row in the epoch, from 1.")]
    places: Annotated[list[int], Field(description="Its rows' places in the data set.")]
    rows: Annotated[list[list[float | str]], Field(description="Those rows, in own units.")]
    loss: Number
    done: Annotated[bool, Field(description="False for the step that comes next.")]
    update: list[Change]
    reduced: Reduced = None


class Losses(Answer):
    """The losses of the steps behind ``after``."""

    after: int
    values: list[Number]
    head: int


class Epoch(Answer):
    """A completed epoch."""

    epoch: int
    step: Annotated[int, Field(description="Its last step.")]
    loss: Annotated[Number, Field(description="Mean loss of its steps, before a fork, too.")]
    train_loss: Annotated[Number, Field(description="Of the model as the epoch left it.")]
    test_loss: Number | None
    train_accuracy: float | None
    test_accuracy: float | None


class Epochs(Answer):
    """Completed epochs, in order."""

    epochs: list[Epoch]


class SplitEvaluation(Answer):
    """How good a model is on one split."""

    rows: int
    loss: Number
    accuracy: float | None
    correct: int | None
    confusion: Annotated[list[list[int]] | None, Field(description="True × predicted class.")]
    predictions: list[Number]
    targets: list[Number]
    places: Annotated[list[int], Field(description="The rows' places in the data set.")]


class Norms(Answer):
    """Lengths of a parameter, of its gradient and of its next update."""

    name: str
    parameter: Number
    gradient: Number
    update: Number


class Evaluation(Answer):
    """How good a model is after a step."""

    step: int
    epoch: float
    train: SplitEvaluation
    test: SplitEvaluation | None
    norms: list[Norms]


class Surface(Answer):
    """A model's output over one or two features: values[j][i] is at xs[i], ys[j]."""

    step: int
    x: str
    y: str | None
    xs: list[float]
    ys: list[float]
    values: Annotated[
        list[list[Number]], Field(description="For several classes, the most likely one.")
    ]
    confidence: Annotated[
        list[list[Number]] | None, Field(description="For several classes, its probability.")
    ]
    held: Annotated[dict[str, float], Field(description="The other features, at their mean.")]


class Waypoint(Answer):
    """Where the two numbers of a landscape stood after a step."""

    step: int
    x: Number
    y: Number


class Landscape(Answer):
    """The training loss over two numbers of a model: values[j][i] is at xs[i], ys[j]."""

    step: int
    x: str
    y: str
    xs: list[float]
    ys: list[float]
    values: list[list[Number]]
    rows: Annotated[int, Field(description="How many training rows it is the mean of.")]
    path: Annotated[list[Waypoint], Field(description="The way that training took.")]
