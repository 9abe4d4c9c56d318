"""From a data set to what a run computes with: chosen columns, standardised, arranged, split."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from chainrule.engine.tensor import Array
from chainrule.training.config import Config
from chainrule.training.datasets import Dataset
from chainrule.training.errors import ConfigError


@dataclass(frozen=True, eq=False)
class Split:
    """Rows of one purpose.

    Attributes:
        x: (rows, features), as the model wants them.
        y: (rows, outputs): numbers, or one column for each of several classes.
        targets: (rows,), as the data set has them: numbers, or a class by its position.
        places: the rows' places in the data set.
    """

    x: Array
    y: Array
    targets: Array
    places: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.x)


@dataclass(frozen=True, eq=False)
class Prepared:
    """Training and test rows, and the scale (mean, deviation) that was taken off each feature."""

    dataset: Dataset
    features: tuple[str, ...]
    mean: Array
    deviation: Array
    train: Split
    test: Split

    def scaled(self, raw: Array) -> Array:
        """Rows in the data set's own units, as the model wants them."""
        return (raw - self.mean) / self.deviation


def prepare(config: Config, dataset: Dataset) -> Prepared:
    """Follows the notebook: standardise over all rows, rearrange, then split.

    The split is scikit-learn's ``train_test_split(random_state=split_seed)``: a permutation of
    the rows, of which the first ``ceil(test_share * rows)`` are for the test. Without a test share
    the rows stay in their order.

    Raises:
        ConfigError: a feature is unknown, or no row is left for training.
    """
    names = dataset.declaration.features
    features = config.features or names
    for name in features:
        if name not in names:
            raise ConfigError(
                f"{dataset.name} has no feature {name!r}; it has {', '.join(names)}", "features"
            )
    x = dataset.X[:, [names.index(name) for name in features]]
    mean, deviation = np.zeros(len(features)), np.ones(len(features))
    if config.standardise:
        mean, spread = x.mean(axis=0), x.std(axis=0)
        deviation = np.where(spread > 0, spread, 1.0)
    x = (x - mean) / deviation
    places = np.arange(len(x))
    if config.rearrange_seed is not None:
        places = np.random.RandomState(config.rearrange_seed).permutation(len(x))
    tests = math.ceil(config.test_share * len(x))
    if tests:
        if tests >= len(x):
            raise ConfigError(f"no row of {len(x)} is left for training", "test_share")
        places = places[np.random.RandomState(config.split_seed).permutation(len(x))]
    y = dataset.y
    if dataset.declaration.task == "multiclass":
        y = np.equal(y, np.arange(dataset.declaration.outputs)).astype(np.float64)

    def split(rows: NDArray[np.intp]) -> Split:
        return Split(x[rows], y[rows], dataset.y[rows, 0], rows)

    train, test = split(places[tests:]), split(places[:tests])
    return Prepared(dataset, features, mean, deviation, train, test)


@dataclass(frozen=True)
class Origin:
    """Where a session begins: the step, and how many rows of which epoch were used before."""

    step: int = 0
    epoch: int = 0
    offset: int = 0


@dataclass(frozen=True)
class Batch:
    """The rows of one step: the epoch (from 0), the first row's position in it, the rows."""

    epoch: int
    start: int
    rows: slice | NDArray[np.intp]


class Batches:
    """Which training rows each step uses; the last batch of an epoch may be smaller."""

    def __init__(self, config: Config, rows: int, origin: Origin) -> None:
        self.rows = rows
        self.size = min(config.batch_size, rows)
        self.seed = config.shuffle_seed if config.shuffle else None
        self.origin = origin
        self.first = math.ceil((rows - origin.offset) / self.size)
        self.per_epoch = math.ceil(rows / self.size)

    def at(self, step: int) -> Batch:
        """The rows of step ``step`` (from 1, and after the origin)."""
        epoch, start = self.position(step - 1)
        stop = min(start + self.size, self.rows)
        if self.seed is None:
            return Batch(epoch, start, slice(start, stop))
        return Batch(epoch, start, shuffled(self.rows, self.seed, epoch)[start:stop])

    def position(self, done: int) -> tuple[int, int]:
        """After ``done`` steps: the epoch (from 0) and how many of its rows were used."""
        steps = done - self.origin.step
        if steps < self.first:
            return self.origin.epoch, self.origin.offset + steps * self.size
        epochs, steps = divmod(steps - self.first, self.per_epoch)
        return self.origin.epoch + 1 + epochs, steps * self.size

    def end_of(self, epoch: int) -> int:
        """The step (absolute) that completes the epoch (from 1)."""
        ahead = epoch - self.origin.epoch - 1
        return max(self.origin.step + self.first + ahead * self.per_epoch, self.origin.step)


@lru_cache(maxsize=64)
def shuffled(rows: int, seed: int, epoch: int) -> NDArray[np.intp]:
    """The order of the rows in one epoch, the same whoever asks."""
    order = np.random.RandomState([seed, epoch]).permutation(rows)
    order.flags.writeable = False
    return order
