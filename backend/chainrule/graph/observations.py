"""What was observed of a graph: events, findings and statistics, as plain data.

These classes mirror the JSON of the REST interface, as those of ``model.py`` do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from chainrule.graph.summary import Summary


@dataclass(slots=True)
class Event:
    """One step of the computation: an operation forward, the seed, an operation backward.

    Attributes:
        phase: which part of the computation the step belongs to.
        node: the operation, or at the seed the output.
        edges: backward only: the edges that a contribution was sent through.
        accumulated: backward only: each source's gradient after this step, by node id.
    """

    phase: Literal["forward", "seed", "backward"]
    node: str
    edges: list[str] = field(default_factory=list)
    accumulated: dict[str, Summary] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object."""
        if self.phase != "backward":
            return {"phase": self.phase, "node": self.node}
        return {
            "phase": self.phase,
            "node": self.node,
            "edges": self.edges,
            "accumulated": {id_: summary.to_dict() for id_, summary in self.accumulated.items()},
        }


@dataclass(slots=True)
class Finding:
    """Something about the numbers that deserves a look; see ``findings.py``.

    Attributes:
        code: what it is, for programs.
        node: where it is.
        observed: the number that stands out.
        threshold: the limit that it crossed.
        message: what was seen, in a sentence.
        advice: what to try.
    """

    code: str
    node: str
    observed: float | None
    threshold: float | None
    message: str
    advice: str

    def to_dict(self) -> dict[str, Any]:
        """The JSON object."""
        return {
            "code": self.code,
            "node": self.node,
            "observed": self.observed,
            "threshold": self.threshold,
            "message": self.message,
            "advice": self.advice,
        }


@dataclass(slots=True)
class Stats:
    """How large the computation was and how long it took.

    Attributes:
        nodes: how many values there are.
        elements: how many numbers they hold.
        forward_us: microseconds of the forward pass, if they were measured.
        backward_us: microseconds of the reverse pass with its events, if it was run.
    """

    nodes: int
    elements: int
    forward_us: int | None
    backward_us: int | None

    def to_dict(self) -> dict[str, Any]:
        """The JSON object."""
        return {
            "nodes": self.nodes,
            "elements": self.elements,
            "forward_us": self.forward_us,
            "backward_us": self.backward_us,
        }
