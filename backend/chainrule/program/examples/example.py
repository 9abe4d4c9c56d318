"""What an example of the gallery consists of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from chainrule.engine.annotation import HIDDEN, Doc


@dataclass(frozen=True, slots=True)
class Example:
    """A program of the gallery."""

    name: Annotated[str, Doc("As in the address ?example=...")]
    title: str
    sentence: Annotated[str, Doc("What it is, in one sentence.")]
    notice: Annotated[str, Doc("What to look at.")]
    question: str
    answer: Annotated[str, Doc("Hidden until asked for.")]
    source: str
    group: Literal["basics", "networks", "pitfalls"] = "basics"
    role: Annotated[Literal["wrong", "right"] | None, Doc("Of a pitfall.")] = None
    beside: Annotated[str | None, Doc("The example to show it beside.")] = None
    compare: Annotated[
        tuple[str, ...],
        Doc(
            "Of a pitfall: what tells the two apart, h (a value), ∂b (the gradient that was sent) "
            "or w.grad (what stands there)."
        ),
    ] = ()
    gradients: Mapping[str, Any] = field(default_factory=dict, metadata=HIDDEN)
    """Gradients that the texts speak of, by name, and by ``w.grad`` what stands there; ``None``
    where there is none. Checked by a test to three digits."""
