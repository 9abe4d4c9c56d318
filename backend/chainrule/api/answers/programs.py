"""Answers about programs, the language and the server, and problems."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from chainrule.api.answers.training import Reduced
from chainrule.engine import Span
from chainrule.engine.annotation import NONE_OMITTED, SOMETIMES, Doc, Finite
from chainrule.program import Example, Function
from chainrule.program.moments import Moments
from chainrule.program.printed import Printed

Verdict = Annotated[str, Doc("`agrees`, `differs`, or why there is no comparing.")]


@dataclass(frozen=True, kw_only=True)
class SingleProblem:
    """One of several things that are wrong."""

    where: Annotated[
        str | None,
        Doc("JSON pointer into the request."),
    ] = field(default=None, metadata=NONE_OMITTED)
    code: str | None = field(default=None, metadata=SOMETIMES)
    detail: str
    span: Span | None = field(default=None, metadata=SOMETIMES)
    hint: str | None = field(default=None, metadata=SOMETIMES)


@dataclass(frozen=True)
class Problem:
    """An error (RFC 9457)."""

    type: Annotated[str, Doc("Identifies the kind; leads to its documentation.")]
    title: str
    status: int
    detail: Annotated[str, Doc("What is wrong this time.")]
    code: Annotated[str, Doc("Stable, for programs.")]
    span: Annotated[
        Span | None,
        Doc("Where in the program."),
    ] = field(default=None, metadata=SOMETIMES)
    hint: Annotated[
        str | None,
        Doc("What to do."),
    ] = field(default=None, metadata=SOMETIMES)
    problems: Annotated[
        list[SingleProblem] | None,
        Doc("All that is wrong."),
    ] = field(default=None, metadata=SOMETIMES)
    printed: Annotated[
        list[Printed] | None,
        Doc("The last lines that the program printed before its error."),
    ] = field(default=None, metadata=SOMETIMES)
    field: Annotated[
        str | None,
        Doc("The setting concerned."),
    ] = field(default=None, metadata=SOMETIMES)


@dataclass(frozen=True)
class ProgramNotes:
    """What a graph's answer says about the program beside the graph."""

    notes: Annotated[list[str], Doc("How the program was understood.")]
    moment: Annotated[int, Doc("Which moment the graph is of, from 1.")]
    moments: Moments
    printed: list[Printed]
    error: Annotated[
        SingleProblem | None,
        Doc("With `partial`: why the program did not run to its end."),
    ]
    reduced: Reduced = field(default=None, metadata=NONE_OMITTED)


@dataclass(frozen=True)
class ArrayNumbers:
    """A whole array."""

    node: str
    name: str | None
    which: Literal["value", "grad"]
    shape: list[int]
    dtype: str
    data: Annotated[Any, Doc("", {"$dynamicRef": "Nested"})]


@dataclass(frozen=True)
class Sweep:
    """A program's output over many values of its leaves."""

    values: Annotated[
        list[float],
        Doc("NaN where the program fails; fewer than asked for if it takes long."),
    ]
    gradients: Annotated[
        dict[str, list[float | None]],
        Doc("By leaf: the output's derivative there; null where it has none."),
    ]


@dataclass(frozen=True)
class LeafCheck:
    """How one leaf's gradient compares with finite differences."""

    node: str
    name: str | None
    shape: list[int]
    elements: int
    checked: Annotated[
        int,
        Doc("How many elements were compared: a sample, without what rounding hides."),
    ]
    index: Annotated[
        list[int] | None,
        Doc("The element that decides the verdict: of the worst error, or a kink."),
    ]
    error: Annotated[float | None, Doc("The relative error there, if it can be compared.")]
    gradient: Annotated[float | None, Doc("The engine's gradient there.")]
    measured: Annotated[float | None, Doc("The finite difference there.")]
    step: Annotated[float | None, Doc("The step with which it was measured there.")]
    verdict: Verdict


@dataclass(frozen=True)
class Check:
    """All gradients of a program compared with finite differences."""

    h: Finite
    tolerance: Finite
    verdict: Verdict
    error: Annotated[float | None, Doc("The worst relative error.")]
    leaves: list[LeafCheck]


@dataclass(frozen=True)
class Functions:
    """The language."""

    functions: list[Function]


@dataclass(frozen=True)
class Examples:
    """The gallery."""

    examples: list[Example]


@dataclass(frozen=True)
class Limit:
    """How large something may become."""

    area: Literal["program", "request", "training"]
    name: str
    value: Finite
    default: Finite
    unit: str | None
    reason: str
    variable: Annotated[str, Doc("The environment variable that sets it.")]


@dataclass(frozen=True)
class Limits:
    """Every limit of programs, requests and training."""

    limits: list[Limit]


@dataclass(frozen=True)
class Status:
    """Whether the server is well."""

    status: str
    version: Annotated[str | None, Doc("Of Chainrule; in /healthz only.")] = field(
        default=None, metadata=NONE_OMITTED
    )
