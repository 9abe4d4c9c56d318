"""What was observed of a graph: events, findings and statistics, as plain data.

These classes mirror the JSON of the REST interface, as those of ``model.py`` do.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

import numpy as np

from chainrule.engine import Source
from chainrule.graph.summary import Array, Summary

NOTHING: Mapping[Any, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Change:
    """A leaf that was changed after the reverse pass, and the line of the program that did it."""

    leaf: Source
    before: Array
    after: Array
    line: int | None

    @property
    def share(self) -> float:
        """How large the update is beside what it changes."""
        size = float(np.linalg.norm(self.before))
        moved = float(np.linalg.norm(self.after - self.before))
        return moved / size if size else math.inf


@dataclass(frozen=True, slots=True)
class Leftover:
    """A gradient that nobody had cleared.

    Attributes:
        gradient: what stood in ``.grad``.
        line: of the pass that it came from.
        outdated: whether the leaf was changed since: it belongs to another value.
    """

    gradient: Array
    line: int | None
    outdated: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """A number that Python took out of a value: how, and in which line of the program.

    ``how`` is what people wrote: ``"item()"``, ``"float()"``, ``"bool()"`` (a condition),
    ``"numpy()"``, ``"tolist()"``, ``".data"``.
    """

    how: str
    line: int | None


@dataclass(frozen=True, slots=True)
class Failure:
    """The call in which a program ended with an error.

    Attributes:
        written: the call as it is written, perhaps shortened.
        line: where.
        message: what was wrong.
        advice: what to do, if something is known.
        read: the values that it was given.
    """

    written: str
    line: int | None
    message: str
    advice: str | None
    read: list[Source]


@dataclass(frozen=True, slots=True)
class History:
    """What surrounds one reverse pass in a program that makes several, or goes on after it.

    Attributes:
        accumulated: ``.grad`` as it stood after the pass, of leaves that had one before.
        leftovers: what they had before.
        changes: updates of leaves that followed.
        turns: the turn of a loop in which a value was computed: ``"for i#2/7"``.
        reads: values out of which Python took a number, not only to print it.
        meant: the loss of a program that ends with something else, and asks for no gradients.
        by_hand: whether the program writes its gradients itself.
        failure: the call in which it failed, if it did.
    """

    accumulated: Mapping[Source, Array] = field(default_factory=dict)
    leftovers: Mapping[Source, Leftover] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    turns: Mapping[Source, str] = field(default_factory=dict)
    reads: Mapping[Source, Read] = field(default_factory=dict)
    meant: Source | None = None
    by_hand: bool = False
    failure: Failure | None = None


@dataclass(slots=True)
class Event:
    """One step: an operation forward, the seed, an operation backward, the update of a leaf.

    Attributes:
        phase: which part of the computation the step belongs to.
        node: the operation, at the seed the output, at an update the leaf.
        edges: backward only: the edges that a contribution was sent through.
        accumulated: backward only: each source's gradient after this step, by node id.
        before, after: update only: the leaf's value before and after.
        line: update only: the line of the program that did it, where it is known.
    """

    phase: Literal["forward", "seed", "backward", "update"]
    node: str
    edges: list[str] = field(default_factory=list)
    accumulated: dict[str, Summary] = field(default_factory=dict)
    before: Summary | None = None
    after: Summary | None = None
    line: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON object."""
        if self.phase == "update":
            return {
                "phase": self.phase,
                "node": self.node,
                "before": self.before.to_dict() if self.before else None,
                "after": self.after.to_dict() if self.after else None,
                "line": self.line,
            }
        if self.phase != "backward":
            return {"phase": self.phase, "node": self.node}
        return {
            "phase": self.phase,
            "node": self.node,
            "edges": self.edges,
            "accumulated": {id_: summary.to_dict() for id_, summary in self.accumulated.items()},
        }


@dataclass(slots=True)
class Cure:
    """What a program lacks, ready to be written into it.

    Attributes:
        label: what it does, as words on a button.
        append: the line that the program ends with then.
    """

    label: str
    append: str

    def to_dict(self) -> dict[str, Any]:
        """The JSON object."""
        return {"label": self.label, "append": self.append}


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
        nodes: every value that it is about, the one above first.
        cure: the change of the program that mends it, where that is one line.
    """

    code: str
    node: str
    observed: float | None
    threshold: float | None
    message: str
    advice: str
    nodes: list[str] = field(default_factory=list)
    cure: Cure | None = None

    def __post_init__(self) -> None:
        self.nodes = self.nodes or [self.node]

    def to_dict(self) -> dict[str, Any]:
        """The JSON object."""
        return {
            "code": self.code,
            "node": self.node,
            "observed": self.observed,
            "threshold": self.threshold,
            "message": self.message,
            "advice": self.advice,
            "nodes": self.nodes,
            "cure": self.cure.to_dict() if self.cure else None,
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
