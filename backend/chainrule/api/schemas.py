"""What requests may say: one strict model per body and per query."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    RootModel,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import from_json

from chainrule.api.body import StrictModel
from chainrule.api.negotiation import ARRAY_FORMS, GRAPH_FORMS, Representation
from chainrule.api.settings_schema import add_settings

NAME = r"^[^\W\d]\w{0,63}$"
MOST_GROUPS = 500


def numbers(value: Any) -> Any:
    """Checks nested lists of finite numbers; returns a float64 array.

    Raises:
        ValueError: something else is in them, or rows differ in length.
    """
    level = [value]
    while level and set(map(type, level)) == {list}:
        level = list(chain.from_iterable(level))
    if not set(map(type, level)) <= {int, float}:
        raise ValueError("must be a number or nested lists of numbers, all equally deep")
    try:
        array = np.array(value, dtype=np.float64)
    except OverflowError:
        raise ValueError("has a number that is too large") from None
    except ValueError:
        raise ValueError("has rows of different lengths, or is nested too deeply") from None
    if not np.isfinite(array).all():
        raise ValueError("must be finite")
    return array


Numbers = Annotated[
    Any,
    AfterValidator(numbers),
    WithJsonSchema(
        {
            "title": "Numbers",
            "description": "A number, or nested lists of numbers, all equally deep.",
            "anyOf": [
                {"type": "number"},
                {"type": "array", "items": {"type": "number"}},
                {"type": "array", "items": {"type": "array", "items": {"type": "number"}}},
                {"type": "array", "items": {"type": "array", "items": {"type": "array"}}},
            ],
        }
    ),
]
Name = Annotated[str, Field(pattern=NAME)]
GroupPath = Annotated[str, Field(max_length=500)]


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
        Field(default_factory=dict, description="Values for names that the program only reads."),
    ]
    leaves: Annotated[
        dict[Name, Numbers],
        Field(
            default_factory=dict,
            description="Other values, in the same shape, for literals that have a name.",
        ),
    ]
    dataset: Annotated[DatasetRows | None, Field(description="Binds X and y.")] = None


class GraphRequest(ProgramRequest):
    """A program to be drawn."""

    backward: Annotated[bool, Field(description="Compute gradients, too.")] = True
    collapsed: Annotated[
        list[GroupPath],
        Field(
            default_factory=list,
            max_length=MOST_GROUPS,
            description="Paths of the groups drawn as one card.",
        ),
    ]


class ArrayRequest(ProgramRequest):
    """One whole array of a program's graph."""

    node: Annotated[str, Field(max_length=100, description="A node's id, or its name.")]
    which: Annotated[Literal["value", "grad"], Field(description="Which of its arrays.")] = "value"
    rows: Annotated[
        tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)]] | None,
        Field(description="Only these of its rows: the first, and the one after the last."),
    ] = None


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


class AdvanceRequest(StrictModel):
    """How far to train: an absolute step or epoch, so that asking twice does no harm."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["to"]}, {"required": ["to_epoch"]}]}
    )

    to: Annotated[int, Field(ge=0, description="The step to reach.")] = 0
    to_epoch: Annotated[int, Field(ge=0, description="The end of this epoch.")] = 0

    @model_validator(mode="after")
    def _exactly_one(self) -> AdvanceRequest:
        if len(self.model_fields_set) != 1:
            raise ValueError("give either to or to_epoch")
        return self

    def goal(self) -> dict[str, int]:
        """As training understands it."""
        return self.model_dump(exclude_unset=True)


class Fork(StrictModel):
    """Where a new session leaves another one."""

    session: Annotated[str, Field(max_length=100)]
    step: Annotated[int, Field(ge=0)]


class SessionSettings(StrictModel):
    """Settings of a training run; an optimiser's own numbers may stand beside them."""

    model_config = ConfigDict(extra="allow", json_schema_extra=add_settings)

    preset: Annotated[str | None, Field(max_length=100, description="As GET /presets lists.")] = (
        None
    )
    fork: Annotated[Fork | None, Field(description="Go on from a step of another session.")] = None

    @model_validator(mode="after")
    def _at_most_one(self) -> SessionSettings:
        if self.preset is not None and self.fork is not None:
            raise ValueError("give either preset or fork")
        return self


class SessionRequest(RootModel[Annotated[str, Field(max_length=100)] | SessionSettings]):
    """A training set-up: settings, a preset or a fork with changes, or just a preset's name."""

    model_config = ConfigDict(strict=True, hide_input_in_errors=True)

    def settings(self) -> str | dict[str, Any]:
        """As training understands it: only what the request gives."""
        if isinstance(self.root, str):
            return self.root
        given = self.root.model_dump(exclude_unset=True)
        absent = [name for name in ("preset", "fork") if given.get(name, self) is None]
        return {name: value for name, value in given.items() if name not in absent}


class Page(QueryModel):
    """Part of a list."""

    after: Annotated[int, Field(ge=0, description="Skip so many.")] = 0
    limit: Annotated[int, Field(ge=1, le=10_000, description="Answer at most so many.")] = 1000


class StepGraphQuery(QueryModel):
    """How a step's graph is drawn."""

    format: GraphFormat = None
    collapsed: Paths = ""


class StepQuery(QueryModel):
    """After which step; all that are done by default."""

    step: Annotated[int | None, Field(ge=0, description="After so many steps; by default all.")] = (
        None
    )


class SurfaceQuery(StepQuery):
    """The decision surface over two features."""

    x: Annotated[str | None, Field(max_length=100, description="First feature.")] = None
    y: Annotated[str | None, Field(max_length=100, description="Second feature.")] = None
    resolution: Annotated[int, Field(ge=2, le=100, description="Points per axis.")] = 40


class LandscapeQuery(StepQuery):
    """The loss over two numbers of the model."""

    x: Annotated[
        str | None, Field(max_length=100, description="First number, such as `w[0, 0]`.")
    ] = None
    y: Annotated[str | None, Field(max_length=100, description="Second number.")] = None
    resolution: Annotated[int, Field(ge=2, le=60, description="Points per axis.")] = 24


class EventsQuery(QueryModel):
    """How far a stream of events goes."""

    to: Annotated[int, Field(ge=0, description="Train to this step, then end.")]
    after: Annotated[
        int | None, Field(ge=0, description="Begin behind this step; by default, at the head.")
    ] = None


class UploadQuery(QueryModel):
    """What an uploaded table is."""

    title: Annotated[str | None, Field(max_length=60, description="What to call it.")] = None
    target: Annotated[str | None, Field(max_length=60, description="By default the last.")] = None
    task: Annotated[
        Literal["regression", "binary", "multiclass"] | None,
        Field(description="By default, what the target looks like."),
    ] = None
