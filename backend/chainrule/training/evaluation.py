"""How good a model is after some step: losses, accuracy, predictions, and its decision surface."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from chainrule.engine import Tensor, no_grad
from chainrule.engine.annotation import NUMBER, Doc, Finite, Listed, lists
from chainrule.engine.tensor import Array
from chainrule.training.errors import ConfigError
from chainrule.training.preparation import Split
from chainrule.training.standstill import Standstill, standstill
from chainrule.training.state import State
from chainrule.training.trainer import Trainer

CHUNK = 1024
"""Rows evaluated at once: wide layers over many rows would need too much memory."""


NUMBERS = lists(NUMBER)
GRID = lists(NUMBERS)


@dataclass(frozen=True, eq=False)
class SplitEvaluation:
    """How good a model is on one split."""

    rows: int
    loss: float
    accuracy: Annotated[Finite | None, Doc("For classes.")]
    correct: int | None
    confusion: Annotated[list[list[int]] | None, Doc("True × predicted class.")]
    predictions: Annotated[
        Array,
        Listed(
            "In the order of the split: a number for a regression, for two classes the "
            "probability of the second, for several the class.",
            NUMBERS,
        ),
    ]
    targets: Annotated[Array, Listed("", NUMBERS)]
    places: Annotated[
        NDArray[np.intp], Listed("The rows' places in the data set.", lists({"type": "integer"}))
    ]


@dataclass(frozen=True)
class Norms:
    """Lengths of a parameter, of its gradient and of its next update."""

    name: str
    parameter: float
    gradient: float
    update: float


@dataclass(frozen=True, eq=False)
class Evaluation:
    """How good a model is after a step."""

    step: int
    epoch: Finite
    train: SplitEvaluation
    test: SplitEvaluation | None
    norms: Annotated[tuple[Norms, ...], Doc("Those of the step that comes next.")]
    rate: Annotated[
        Finite,
        Doc("The learning rate of that step; 0 where a schedule has ended and nothing moves."),
    ]
    standstill: Annotated[
        Standstill | None, Doc("Given where no gradient comes from the data any more.")
    ]


@dataclass(frozen=True, eq=False)
class Surface:
    """A model's output over one or two features: values[j][i] is at xs[i], ys[j].

    With one feature there is one row and ``y`` is ``None``.
    """

    step: int
    x: str
    y: str | None
    xs: Annotated[Array, Listed("", lists({"type": "number"}))]
    ys: Annotated[Array, Listed("", lists({"type": "number"}))]
    values: Annotated[Array, Listed("For several classes, the most likely one.", GRID)]
    confidence: Annotated[
        Annotated[Array, Listed("", GRID)] | None, Doc("For several classes, its probability.")
    ]
    held: Annotated[dict[str, Finite], Doc("The other features, at their mean.")]


def evaluate(trainer: Trainer, state: State) -> Evaluation:
    """Both splits, the norms, and whether all stands still, after ``state.step`` steps."""
    trace = trainer.trace(state)
    epoch, used = trainer.batches.position(state.step)
    data = trainer.data
    train = evaluate_split(trainer, state, data.train)
    return Evaluation(
        state.step,
        epoch + used / len(data.train),
        train,
        evaluate_split(trainer, state, data.test) if len(data.test) else None,
        tuple(
            Norms(
                change.name,
                _length(change.before),
                _length(change.gradient),
                _length(change.after - change.before),
            )
            for change in trace.update
        ),
        trace.rate,
        standstill(trainer, state, train.loss),
    )


def evaluate_split(trainer: Trainer, state: State, split: Split) -> SplitEvaluation:
    """Loss, and for classes accuracy and confusion, of all rows of a split."""
    outputs = predict(trainer, state, split.x)
    with no_grad(), np.errstate(all="ignore"):
        loss = trainer.network.cost(
            Tensor.wrap(outputs, False, None), Tensor.wrap(split.y, False, None)
        )
        answers = trainer.network.answers(outputs)
    several = answers.shape[1] > 1
    classes = trainer.data.dataset.declaration.classes
    accuracy = correct = confusion = None
    chosen = answers.argmax(axis=1) if several else (answers[:, 0] > 0.5).astype(np.intp)
    if classes:
        matrix = np.zeros((len(classes), len(classes)), dtype=np.intp)
        np.add.at(matrix, (split.targets.astype(np.intp), chosen), 1)
        correct = int(np.trace(matrix))
        accuracy, confusion = correct / len(split), matrix.tolist()
    return SplitEvaluation(
        len(split),
        loss.item(),
        accuracy,
        correct,
        confusion,
        chosen.astype(np.float64) if several else answers[:, 0],
        split.targets,
        split.places,
    )


def predict(trainer: Trainer, state: State, x: Array) -> Array:
    """The model's outputs (rows, outputs) for many rows, a chunk at a time."""
    parameters = [Tensor.wrap(array, False, None) for array in state.parameters]
    with no_grad(), np.errstate(all="ignore"):
        return np.concatenate(
            [
                trainer.network.predict(
                    parameters, Tensor.wrap(x[start : start + CHUNK], False, None)
                ).numpy()
                for start in range(0, len(x), CHUNK)
            ]
        )


def hidden_outputs(trainer: Trainer, state: State) -> list[Array]:
    """What the hidden layers answer for all training rows, each (rows, units)."""
    named: dict[str, Array] = {}

    def observe(tensor: Tensor, _kind: str, name: str, _group: str) -> None:
        named[name] = tensor.numpy()

    parameters = [Tensor.wrap(array, False, None) for array in state.parameters]
    with no_grad(), np.errstate(all="ignore"):
        rows = Tensor.wrap(trainer.data.train.x, False, None)
        trainer.network.predict(parameters, rows, observe)
    return [named[layer.result] for layer in trainer.network.layers[:-1]]


def grid(trainer: Trainer, state: State, x: str | None, y: str | None, resolution: int) -> Surface:
    """The output over a grid of ``resolution`` points per axis, 10 % beyond the data.

    Raises:
        ConfigError: a feature is unknown or named twice, or the resolution is not 2 to 200.
    """
    data = trainer.data
    names = data.features
    if not 2 <= resolution <= 200:
        raise ConfigError("the resolution must be from 2 to 200", "resolution")
    x = x or names[0]
    if y is None and len(names) > 1:
        y = next(name for name in names if name != x)
    for field, name in (("x", x), ("y", y)):
        if name is not None and name not in names:
            raise ConfigError(f"there is no feature {name!r}; there are {', '.join(names)}", field)
    if x == y:
        raise ConfigError("the two features must differ", "y")
    columns = [data.dataset.declaration.features.index(name) for name in names]
    raw = data.dataset.X[:, columns]
    means = raw.mean(axis=0)
    xs = _axis(raw[:, names.index(x)], resolution)
    ys = np.zeros(1) if y is None else _axis(raw[:, names.index(y)], resolution)
    points = np.tile(means, (len(ys) * len(xs), 1))
    points[:, names.index(x)] = np.tile(xs, len(ys))
    if y is not None:
        points[:, names.index(y)] = np.repeat(ys, len(xs))
    answers = trainer.network.answers(predict(trainer, state, data.scaled(points)))
    shape = (len(ys), len(xs))
    if answers.shape[1] > 1:
        values, confidence = answers.argmax(axis=1).astype(np.float64), answers.max(axis=1)
    else:
        values, confidence = answers[:, 0], None
    held = {
        name: float(mean) for name, mean in zip(names, means, strict=True) if name not in (x, y)
    }
    return Surface(
        state.step,
        x,
        y,
        xs,
        ys,
        values.reshape(shape),
        None if confidence is None else confidence.reshape(shape),
        held,
    )


def _axis(column: Array, resolution: int) -> Array:
    low, high = float(column.min()), float(column.max())
    margin = 0.1 * (high - low) or 1.0
    return np.linspace(low - margin, high + margin, resolution)


def _length(array: Array) -> float:
    with np.errstate(all="ignore"):
        return float(np.linalg.norm(array))
