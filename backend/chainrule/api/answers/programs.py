"""Answers about programs, the language and the server, and problems."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chainrule.api.answers.base import Answer, Number, Numbers, Reduced, Span

Verdict = Annotated[str, Field(description="`agrees`, `differs`, or why there is no comparing.")]


class SingleProblem(Answer):
    """One of several things that are wrong."""

    detail: str
    where: Annotated[str | None, Field(description="JSON pointer into the request.")] = None
    code: str | None = None
    span: Span | None = None
    hint: str | None = None


class PrintedLine(Answer):
    """A line that the program printed."""

    moment: Annotated[int, Field(description="The moment during or after which it was printed.")]
    line: Annotated[int | None, Field(description="The line of the program that printed it.")]
    text: str


class Problem(Answer):
    """An error (RFC 9457)."""

    type: Annotated[str, Field(description="Identifies the kind; leads to its documentation.")]
    title: str
    status: int
    detail: Annotated[str, Field(description="What is wrong this time.")]
    code: Annotated[str, Field(description="Stable, for programs.")]
    span: Annotated[Span | None, Field(description="Where in the program.")] = None
    hint: Annotated[str | None, Field(description="What to do.")] = None
    problems: Annotated[list[SingleProblem] | None, Field(description="All that is wrong.")] = None
    printed: Annotated[
        list[PrintedLine] | None,
        Field(description="The last lines that the program printed before its error."),
    ] = None
    field: Annotated[str | None, Field(description="The setting concerned.")] = None


class ProgramMoments(Answer):
    """The moments of a program: its backward passes, or the turns of a loop written by hand."""

    count: int
    of: Annotated[
        Literal["backward", "grad", "turns", "output"],
        Field(description="What ends a moment; `output` where there is just one, the last value."),
    ]
    lines: Annotated[list[int | None], Field(description="Where each was asked for.")]
    losses: Annotated[
        list[Number | None],
        Field(description="What each backpropagated, where that is a single number; see reduced."),
    ]
    stopped: Annotated[
        Literal["time", "limit"] | None,
        Field(description="Why the program was ended before its end, if it was."),
    ]


class ProgramNotes(Answer):
    """What a graph's answer says about the program beside the graph."""

    notes: Annotated[list[str], Field(description="How the program was understood.")]
    moment: Annotated[int, Field(description="Which moment the graph is of, from 1.")]
    moments: ProgramMoments
    printed: list[PrintedLine]
    error: Annotated[
        SingleProblem | None,
        Field(description="With `partial`: why the program did not run to its end."),
    ] = None
    reduced: Reduced = None


class ArrayNumbers(Answer):
    """A whole array."""

    node: str
    name: str | None
    which: Literal["value", "grad"]
    shape: list[int]
    dtype: str
    data: Numbers


class Sweep(Answer):
    """A program's output over many values of its leaves."""

    values: Annotated[
        list[Number],
        Field(description="NaN where the program fails; fewer than asked for if it takes long."),
    ]
    gradients: Annotated[
        dict[str, list[Number | None]],
        Field(description="By leaf: the output's derivative there; null where it has none."),
    ]


class LeafCheck(Answer):
    """How one leaf's gradient compares with finite differences."""

    node: str
    name: str | None
    shape: list[int]
    elements: int
    checked: Annotated[
        int,
        Field(
            description="How many elements were compared: a sample, without what rounding hides."
        ),
    ]
    index: Annotated[
        list[int] | None,
        Field(description="The element that decides the verdict: of the worst error, or a kink."),
    ]
    error: Annotated[
        Number | None, Field(description="The relative error there, if it can be compared.")
    ]
    gradient: Annotated[Number | None, Field(description="The engine's gradient there.")]
    measured: Annotated[Number | None, Field(description="The finite difference there.")]
    step: Annotated[Number | None, Field(description="The step with which it was measured there.")]
    verdict: Verdict


class Check(Answer):
    """All gradients of a program compared with finite differences."""

    h: float
    tolerance: float
    verdict: Verdict
    error: Annotated[Number | None, Field(description="The worst relative error.")]
    leaves: list[LeafCheck]


class Function(Answer):
    """A function of the language."""

    name: str
    kind: Literal["operation", "maker", "statement"]
    category: str
    signature: str
    summary: str
    formula: str | None
    example: str
    aliases: list[str]
    method: Annotated[bool, Field(description="Can be called as x.name(...).")]


class Functions(Answer):
    """The language."""

    functions: list[Function]


class Example(Answer):
    """A program of the gallery."""

    name: Annotated[str, Field(description="As in the address ?example=...")]
    title: str
    sentence: str
    notice: Annotated[str, Field(description="What to look at.")]
    question: str
    answer: str
    source: str
    group: Literal["basics", "networks", "pitfalls"]
    role: Annotated[Literal["wrong", "right"] | None, Field(description="Of a pitfall.")]
    beside: Annotated[str | None, Field(description="The example to show it beside.")]
    compare: Annotated[
        list[str],
        Field(
            description="Of a pitfall: what tells the two apart, h (a value), ∂b (the gradient "
            "that was sent) or w.grad (what stands there)."
        ),
    ]


class Examples(Answer):
    """The gallery."""

    examples: list[Example]


class Limit(Answer):
    """How large something may become."""

    area: Literal["program", "request", "training"]
    name: str
    value: float
    default: float
    unit: str | None
    reason: str
    variable: Annotated[str, Field(description="The environment variable that sets it.")]


class Limits(Answer):
    """Every limit of programs, requests and training."""

    limits: list[Limit]


class Status(Answer):
    """Whether the server is well."""

    status: str
    version: Annotated[str | None, Field(description="Of Chainrule; in /healthz only.")] = None
