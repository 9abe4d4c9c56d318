"""Landscape: the training loss over two numbers of the model, and the way that training took."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Annotated

import numpy as np

from chainrule.engine import Tensor, no_grad
from chainrule.engine.annotation import NUMBER, Doc, Listed, lists
from chainrule.engine.tensor import Array
from chainrule.training.errors import ConfigError
from chainrule.training.network import Network
from chainrule.training.state import State
from chainrule.training.trainer import Trainer

WORK = 200_000_000
"""Grid points times rows times parameters: large models are measured on fewer rows."""
ELEMENT = re.compile(r"(\w+)\[(\d{1,6}), ?(\d{1,6})\]", re.ASCII)


@dataclass(frozen=True)
class Waypoint:
    """Where the two numbers of a landscape stood after a step."""

    step: int
    x: float
    y: float


@dataclass(frozen=True, eq=False)
class Landscape:
    """The training loss over two numbers of a model: values[j][i] is at xs[i], ys[j].

    Everything else stays as it is after ``step`` steps.
    """

    step: int
    x: str
    y: str
    xs: Annotated[Array, Listed("", lists({"type": "number"}))]
    ys: Annotated[Array, Listed("", lists({"type": "number"}))]
    values: Annotated[Array, Listed("", lists(lists(NUMBER)))]
    rows: Annotated[int, Doc("How many training rows it is the mean of.")]
    path: Annotated[list[Waypoint], Doc("The way that training took.")]


@dataclass(frozen=True)
class Element:
    """One number of a parameter, written ``W1[0, 3]``."""

    parameter: int
    row: int
    column: int

    def of(self, state: State) -> float:
        """Its value in a state."""
        return float(state.parameters[self.parameter][self.row, self.column])

    def name(self, network: Network) -> str:
        """What requests call it."""
        return f"{network.names[self.parameter]}[{self.row}, {self.column}]"


def find(network: Network, name: str, field: str) -> Element:
    """The element of that name.

    Raises:
        ConfigError: there is none.
    """
    match = ELEMENT.fullmatch(name)
    if match is not None and match[1] in network.names:
        parameter = network.names.index(match[1])
        element = Element(parameter, int(match[2]), int(match[3]))
        rows, columns = network.shapes[parameter]
        if element.row < rows and element.column < columns:
            return element
    shapes = ", ".join(map("{} {}".format, network.names, network.shapes))
    raise ConfigError(f"write an element as W1[0, 3]; there are {shapes}", field)


def choose(network: Network, x: str | None, y: str | None) -> tuple[Element, Element]:
    """The elements of these names; the model's first ones for those that are not named.

    Raises:
        ConfigError: there is no such element, or both are the same.
    """
    first, second = islice(_every(network), 2)
    across = first if x is None else find(network, x, "x")
    up = (second if across == first else first) if y is None else find(network, y, "y")
    if across == up:
        raise ConfigError("the two elements must differ", "y")
    return across, up


def _every(network: Network) -> Iterator[Element]:
    for parameter, (rows, columns) in enumerate(network.shapes):
        for row in range(rows):
            for column in range(columns):
                yield Element(parameter, row, column)


def survey(
    trainer: Trainer,
    states: Sequence[State],
    elements: Sequence[Element],
    resolution: int,
) -> Landscape:
    """The loss around the way through ``states``, with the other numbers of the last one."""
    network, state = trainer.network, states[-1]
    first, second = elements
    path = [Waypoint(s.step, first.of(s), second.of(s)) for s in states]
    xs = _axis(np.array([point.x for point in path]), resolution)
    ys = _axis(np.array([point.y for point in path]), resolution)
    most = max(WORK // (resolution**2 * network.size), 1)
    train = trainer.data.train
    chosen = np.linspace(0, len(train) - 1, min(len(train), most)).astype(np.intp)
    x, y = (Tensor.wrap(rows[chosen], False, None) for rows in (train.x, train.y))
    arrays = [array.copy() for array in state.parameters]
    values = np.empty((resolution, resolution))
    with no_grad(), np.errstate(all="ignore"):
        for j, second_value in enumerate(ys):
            arrays[second.parameter][second.row, second.column] = second_value
            for i, first_value in enumerate(xs):
                arrays[first.parameter][first.row, first.column] = first_value
                parameters = [Tensor.wrap(array, False, None) for array in arrays]
                values[j, i] = network.cost(network.predict(parameters, x), y).item()
    return Landscape(
        state.step,
        first.name(network),
        second.name(network),
        xs,
        ys,
        values,
        len(chosen),
        path,
    )


def _axis(values: Array, resolution: int) -> Array:
    """The range of the finite values with half of it on either side, at least 1 wide."""
    finite = values[np.isfinite(values)]
    low, high = (finite.min(), finite.max()) if len(finite) else (0.0, 0.0)
    margin = max(0.5 * (high - low), 0.5)
    return np.linspace(low - margin, high + margin, resolution)
