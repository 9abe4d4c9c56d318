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
    """Of a pitfall: what tells the two apart at their last moments, ``h`` for a value, ``∂b`` for
    the gradient that was sent, ``w.grad`` for what stands there afterwards."""
    gradients: Mapping[str, Any] = field(default_factory=dict)
    """Gradients that the texts speak of, by name, and by ``w.grad`` what stands there; ``None``
    where there is none. Checked by a test to three digits."""
