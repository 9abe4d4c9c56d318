"""Initialisations: how a dense layer's weight and bias are drawn.

Each takes a generator of NumPy (``np.random`` itself is the legacy one) and the layer's sizes, and
returns the weight of shape (in, out), then the bias of shape (1, out).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.engine import ArgumentError
from chainrule.engine.arguments import near
from chainrule.engine.tensor import Array

Initialisation = Callable[[Any, int, int], tuple[Array, Array]]


def _standard_normal(random: Any, rows: int, columns: int) -> tuple[Array, Array]:
    weight = random.standard_normal((rows, columns))
    return weight, random.standard_normal((1, columns))


def _normal(deviation: Callable[[int, int], float]) -> Initialisation:
    def draw(random: Any, rows: int, columns: int) -> tuple[Array, Array]:
        weight = random.standard_normal((rows, columns)) * deviation(rows, columns)
        return weight, np.zeros((1, columns))

    return draw


def _uniform(bound: Callable[[int, int], float]) -> Initialisation:
    def draw(random: Any, rows: int, columns: int) -> tuple[Array, Array]:
        limit = bound(rows, columns)
        return random.uniform(-limit, limit, (rows, columns)), np.zeros((1, columns))

    return draw


INITIALISATIONS: dict[str, Initialisation] = {
    "normal": _standard_normal,
    "xavier": _normal(lambda rows, columns: math.sqrt(2.0 / (rows + columns))),
    "xavier_uniform": _uniform(lambda rows, columns: math.sqrt(6.0 / (rows + columns))),
    "he": _normal(lambda rows, columns: math.sqrt(2.0 / rows)),
    "he_uniform": _uniform(lambda rows, columns: math.sqrt(6.0 / rows)),
    "zeros": _normal(lambda rows, columns: 0.0),
}
"""``normal`` is the notebook's standard normal, bias included; in the others the bias begins at 0.

Xavier: Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural
networks" (2010). He: He et al., "Delving Deep into Rectifiers" (2015).
"""


def initialisation(name: str) -> Initialisation:
    """The initialisation of that name.

    Raises:
        ArgumentError: there is none.
    """
    if name not in INITIALISATIONS:
        known = ", ".join(INITIALISATIONS)
        raise ArgumentError(
            f"unknown initialisation {name!r}; choose one of {known}{near(name, INITIALISATIONS)}"
        )
    return INITIALISATIONS[name]
