"""What an example of the gallery consists of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Example:
    """One program of the gallery."""

    name: str
    """Its identifier, as in the address ``?example=neuron``."""
    title: str
    sentence: str
    """What it is, in one sentence."""
    notice: str
    """What to look at in the drawing."""
    question: str
    answer: str
    """Hidden until asked for."""
    source: str
    group: str = "basics"
    """``basics``, ``networks`` or ``pitfalls``."""
    role: str | None = None
    """Of a pitfall: ``wrong`` or ``right``."""
    beside: str | None = None
    """Of a pitfall: the name of the example that it is shown beside."""
    compare: tuple[str, ...] = ()
    """Of a pitfall: what tells the two apart, ``w2`` for a value or ``∂b`` for the gradient; a name
    means what it stands for at the end of the program."""
    gradients: Mapping[str, Any] = field(default_factory=dict)
    """Gradients that the texts speak of, by name; checked by a test to three digits."""
