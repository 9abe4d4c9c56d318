"""What was observed of a graph: events, findings and statistics, as plain data.

Those that are part of an answer are its JSON, as those of ``model.py`` are.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Annotated, Any, Literal

import numpy as np

from chainrule.engine import Source
from chainrule.engine.annotation import NONE_OMITTED, Doc
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
        sent: what a backward pass of the program's own left at values, and what was there before.
    """

    accumulated: Mapping[Source, Array] = field(default_factory=dict)
    leftovers: Mapping[Source, Leftover] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    turns: Mapping[Source, str] = field(default_factory=dict)
    reads: Mapping[Source, Read] = field(default_factory=dict)
    meant: Source | None = None
    by_hand: bool = False
    failure: Failure | None = None
    sent: Mapping[Source, tuple[float, float]] = field(default_factory=dict)


@dataclass(slots=True)
class Event:
    """One step: an operation forward, the seed, an operation backward, the update of a leaf."""

    phase: Annotated[
        Literal["forward", "seed", "backward", "update"],
        Doc("Which part of the computation the step belongs to."),
    ]
    node: Annotated[str, Doc("The operation, at the seed the output, at an update the leaf.")]
    edges: Annotated[
        list[str] | None,
        Doc("Backward only: the edges that a contribution was sent through."),
    ] = field(default=None, metadata=NONE_OMITTED)
    accumulated: Annotated[
        dict[str, Summary] | None,
        Doc("Backward only: each source's gradient after this step, by node id."),
    ] = field(default=None, metadata=NONE_OMITTED)
    before: Annotated[
        Summary | None,
        Doc("Update only: the leaf's value before."),
    ] = field(default=None, metadata=NONE_OMITTED)
    after: Annotated[
        Summary | None,
        Doc("Update only: the leaf's value after."),
    ] = field(default=None, metadata=NONE_OMITTED)
    line: Annotated[
        int | None,
        Doc("Update only: the line of the program that did it, where it is known."),
    ] = field(default=None, metadata=NONE_OMITTED)


@dataclass(slots=True)
class Cure:
    """What a program lacks, ready to be written into it."""

    label: Annotated[str, Doc("What it does, as words on a button.")]
    append: Annotated[str, Doc("The line that the program ends with then.")]


@dataclass(slots=True)
class Finding:
    """Something about the numbers that deserves a look; see ``findings.py``."""

    code: Annotated[str, Doc("What it is, for programs.")]
    node: Annotated[str, Doc("Where it is.")]
    observed: Annotated[float | None, Doc("The number that stands out.")]
    threshold: Annotated[float | None, Doc("The limit that it crossed.")]
    message: Annotated[str, Doc("What was seen, in a sentence.")]
    advice: Annotated[str, Doc("What to try.")]
    nodes: Annotated[
        list[str],
        Doc("Every value that it is about, the one above first."),
    ] = field(default_factory=list)
    cure: Annotated[
        Cure | None,
        Doc("The change of the program that mends it, where that is one line."),
    ] = None

    def __post_init__(self) -> None:
        self.nodes = self.nodes or [self.node]


@dataclass(slots=True)
class Stats:
    """How large the computation was and how long it took."""

    nodes: Annotated[int, Doc("How many values there are.")]
    elements: Annotated[int, Doc("How many numbers they hold.")]
    forward_us: Annotated[
        int | None,
        Doc("Microseconds of the forward pass, if they were measured."),
    ]
    backward_us: Annotated[
        int | None,
        Doc("Microseconds of the reverse pass with its events, if it was run."),
    ]
