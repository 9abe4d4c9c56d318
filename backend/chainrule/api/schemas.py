"""What requests about programs may say: one strict model per body and per query."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import from_json

from chainrule.api.body import StrictModel
from chainrule.api.negotiation import ARRAY_FORMS, GRAPH_FORMS, Representation
from chainrule.api.nested import Numbers

NAME = r"^[^\W\d]\w{0,63}$"
LEAF = r'^[^\W\d]\w*(\.\w+|\[-?[0-9]{1,9}\]|\["[^\x00-\x1f]{0,60}"\])*(#[1-9][0-9]{0,5})?$'
MOST_GROUPS = 500
MOST_PLACES = 400


def equally_long(lists: dict[str, list[float]]) -> dict[str, list[float]]:
    """The same lists.

    Raises:
        ValueError: they differ in length.
    """
    if len({len(numbers) for numbers in lists.values()}) > 1:
        raise ValueError("must have equally many values for every leaf")
    return lists


Name = Annotated[str, Field(pattern=NAME)]
LeafName = Annotated[
    str,
    Field(
        max_length=500,
        pattern=LEAF,
        description='How the program reaches it: `w`, `ws[0]`, `params["w"]`, `net.0.weight`; '
        "the second leaf that gets the name w is `w#2`.",
    ),
]
GroupPath = Annotated[str, Field(max_length=500)]


WhichMoment = Annotated[
    int | None,
    Field(
        ge=1,
        le=1_000_000,
        description="Which backward pass of the program, counted from 1; the last if absent.",
    ),
]
Partial = Annotated[
    bool,
    Field(description="Answer a program that fails with what it computed before, and `error`."),
]


class DatasetRows(StrictModel):
    """Rows of a data set, bound to the names ``X`` (rows × features) and ``y`` (rows × 1)."""

    name: Annotated[str, Field(max_length=40, description="As GET /datasets lists it.")]
    rows: Annotated[
        tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=1)]] | None,
        Field(description="First row, counted from 0, and the row after the last; all if absent."),
    ] = None


class ProgramRequest(StrictModel):
    """A program and what it is run on."""

    source: Annotated[str, Field(description="The program; the last value is the output.")]
    inputs: Annotated[
        dict[Name, Numbers],
        Field(
            default_factory=dict,
            description="Values for names that the program only reads. To a program that uses a "
            "library whole numbers are integers, as in its text: write 1.0 for floats.",
        ),
    ]
    leaves: Annotated[
        dict[LeafName, Numbers],
        Field(
            default_factory=dict,
            description="Other values, in the same shape, for literals that have a name.",
        ),
    ]
    dataset: Annotated[DatasetRows | None, Field(description="Binds X and y.")] = None
    moment: WhichMoment = None


class GraphRequest(ProgramRequest):
    """A program to be drawn."""

    partial: Partial = False
    backward: Annotated[bool, Field(description="Compute gradients, too.")] = True
    collapsed: Annotated[
        list[GroupPath],
        Field(
            default_factory=list,
            max_length=MOST_GROUPS,
            description="Paths of the groups drawn as one card.",
        ),
    ]
    structure: Annotated[
        str | None,
        Field(
            pattern=r"^[0-9a-f]{16}$",
            description="That of the graph that the client has, of the same program with other "
            "values for its leaves.",
        ),
    ] = None
    numbers: Annotated[
        bool,
        Field(
            description="Answer the numbers alone where the structure is still this one and "
            "nothing else that the answer says can have changed; as JSON only.",
        ),
    ] = False

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.numbers and self.structure is None:
            raise ValueError("numbers are told alone to who knows the structure: name it")
        return self


NodeName = Annotated[str, Field(max_length=100, description="A node's id, or its name.")]
WhichArray = Annotated[Literal["value", "grad"], Field(description="Which of its arrays.")]


class ArrayRequest(ProgramRequest):
    """One whole array of a program's graph."""

    node: NodeName
    which: WhichArray = "value"
    rows: Annotated[
        tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)]] | None,
        Field(description="Only these of its rows: the first, and the one after the last."),
    ] = None


class SweepRequest(ProgramRequest):
    """A program whose output is wanted over many values of one leaf or two."""

    places: Annotated[
        dict[LeafName, Annotated[list[float], Field(min_length=1, max_length=MOST_PLACES)]],
        AfterValidator(equally_long),
        Field(
            min_length=1,
            max_length=2,
            description="The values that each swept leaf takes, one after the other.",
        ),
    ]


class CheckRequest(ProgramRequest):
    """A program whose gradients are compared with finite differences."""

    h: Annotated[
        float | None,
        Field(gt=0, le=1, description="Step of the differences; chosen by default."),
    ] = None


def _names(offered: Sequence[Representation]) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": [form.name for form in offered]})


# Which formats there are is checked by ``negotiation.choose``: others are 406, not 422.
GraphFormat = Annotated[
    str | None, Field(description="Instead of the header Accept."), _names(GRAPH_FORMS)
]
ArrayFormat = Annotated[
    str | None, Field(description="Instead of the header Accept."), _names(ARRAY_FORMS)
]


class QueryModel(BaseModel):
    """A query: text that is converted, and no unknown members."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


Paths = Annotated[
    str,
    Field(
        max_length=20_000,
        description="Paths of the groups drawn as one card, separated by commas.",
    ),
]


def paths_in(text: str) -> list[str]:
    """The paths of a comma-separated list."""
    return [path for path in text.split(",") if path]


class GraphQuery(QueryModel):
    """A GraphRequest as a query; it can be embedded in pages and kept by caches."""

    source: Annotated[str, Field(description="The program; the last value is the output.")]
    format: GraphFormat = None
    backward: Annotated[bool, Field(description="Compute gradients, too.")] = True
    inputs: Annotated[str, Field(description="A JSON object, as in the body.")] = "{}"
    leaves: Annotated[str, Field(description="A JSON object, as in the body.")] = "{}"
    dataset: Annotated[str | None, Field(max_length=40, description="Binds X and y.")] = None
    rows: Annotated[
        str | None,
        Field(pattern=r"^[0-9]{1,9}:[0-9]{1,9}$", description="Of the data set: `0:16`."),
    ] = None
    collapsed: Paths = ""
    moment: WhichMoment = None
    partial: Partial = False

    def request(self) -> GraphRequest:
        """The same as a body.

        Raises:
            ValidationError: a part does not fit.
            ValueError: inputs or leaves are not JSON.
        """
        return GraphRequest.model_validate(
            {
                "source": self.source,
                "inputs": from_json(self.inputs, allow_inf_nan=False),
                "leaves": from_json(self.leaves, allow_inf_nan=False),
                "dataset": {"name": self.dataset, "rows": self._rows()} if self.dataset else None,
                "backward": self.backward,
                "collapsed": paths_in(self.collapsed),
                "moment": self.moment,
                "partial": self.partial,
            }
        )

    def _rows(self) -> tuple[int, int] | None:
        if self.rows is None:
            return None
        first, _, end = self.rows.partition(":")
        return int(first), int(end)


class FormatQuery(QueryModel):
    """Only the representation."""

    format: GraphFormat = None


class ArrayFormatQuery(QueryModel):
    """Only the representation."""

    format: ArrayFormat = None
