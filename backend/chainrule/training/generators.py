"""Generated data sets: small, seeded, and the same on every machine.

Each generator takes a ``RandomState`` (NumPy's legacy generator, whose streams are frozen) and
returns a (rows, columns) array whose last column is the target.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float64]
Generator = Callable[[np.random.RandomState], Table]


def _table(x: Any, y: Any, target: Any) -> Table:
    return np.column_stack([x, y, target]).astype(np.float64)


def xor(random: np.random.RandomState) -> Table:
    """Four quadrants; the class is 1 where the signs of x and y differ."""
    points = random.uniform(0.1, 1.0, (200, 2)) * random.choice([-1.0, 1.0], (200, 2))
    return _table(points[:, 0], points[:, 1], points[:, 0] * points[:, 1] < 0)


def circles(random: np.random.RandomState) -> Table:
    """A disc of class 1 inside a ring of class 0."""
    inner = np.arange(200) % 2
    radius = np.where(inner, 0.35, 1.0) + 0.1 * random.standard_normal(200)
    angle = random.uniform(0.0, 2.0 * np.pi, 200)
    return _table(radius * np.cos(angle), radius * np.sin(angle), inner)


def moons(random: np.random.RandomState) -> Table:
    """Two half circles that reach into each other."""
    lower = np.arange(200) % 2
    angle = random.uniform(0.0, np.pi, 200)
    x = np.where(lower, 1.0 - np.cos(angle), np.cos(angle))
    y = np.where(lower, 0.5 - np.sin(angle), np.sin(angle))
    noise = 0.1 * random.standard_normal((200, 2))
    return _table(x + noise[:, 0], y + noise[:, 1], lower)


def spiral(random: np.random.RandomState) -> Table:
    """Two arms of a spiral, one and a half turns long."""
    arm = np.arange(300) % 2
    share = random.uniform(0.08, 1.0, 300)
    angle = 3.0 * np.pi * share + np.pi * arm
    noise = 0.02 * random.standard_normal((300, 2))
    return _table(share * np.cos(angle) + noise[:, 0], share * np.sin(angle) + noise[:, 1], arm)


def blobs(random: np.random.RandomState) -> Table:
    """Three round clouds, one class each."""
    label = np.arange(210) % 3
    centres = np.array([[-1.0, -0.6], [1.0, -0.6], [0.0, 1.0]])
    points = centres[label] + 0.35 * random.standard_normal((210, 2))
    return _table(points[:, 0], points[:, 1], label)


def sine(random: np.random.RandomState) -> Table:
    """One noisy period of a sine, as a regression."""
    x = random.uniform(-np.pi, np.pi, 120)
    return np.column_stack([x, np.sin(x) + 0.1 * random.standard_normal(120)])
