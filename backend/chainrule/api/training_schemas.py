"""What requests about data sets and training sessions may say."""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, RootModel, model_validator

from chainrule.api.body import StrictModel
from chainrule.api.schemas import ArrayFormat, GraphFormat, NodeName, Paths, QueryModel, WhichArray
from chainrule.training import SETTINGS, Setting

KINDS: dict[str, dict[str, Any]] = {
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "switch": {"type": "boolean"},
    "choice": {"type": "string"},
    "name": {"type": "string"},
    "names": {"type": "array", "items": {"type": "string"}},
    "integers": {"type": "array", "items": {"type": "integer", "minimum": 1}},
    "numbers": {"type": "object", "additionalProperties": {"type": ["number", "boolean"]}},
}


def schema_of(setting: Setting) -> dict[str, Any]:
    """The JSON Schema of one setting; training itself does the checking."""
    schema: dict[str, Any] = dict(KINDS[setting.kind])
    if setting.choices:
        schema["enum"] = list(setting.choices)
    if math.isfinite(setting.low):
        schema["minimum"] = setting.low
    if math.isfinite(setting.high):
        schema["maximum"] = setting.high
    if setting.optional:
        schema = {"anyOf": [schema, {"type": "null"}]}
    return schema | {"description": setting.doc}


def add_settings(schema: dict[str, Any]) -> None:
    """Adds every setting to an object's schema."""
    properties = schema.setdefault("properties", {})
    properties |= {name: schema_of(setting) for name, setting in SETTINGS.items()}


def every_setting() -> dict[str, Any]:
    """The schema of a complete configuration."""
    schema: dict[str, Any] = {
        "type": "object",
        "description": "Every setting of a training run.",
        "required": list(SETTINGS),
    }
    add_settings(schema)
    return schema


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


class MeasuresQuery(Page):
    """Some of the recorded measures."""

    stride: Annotated[
        int, Field(ge=1, le=10_000, description="So many steps make one point, their largest.")
    ] = 1


class StepGraphQuery(QueryModel):
    """How a step's graph is drawn."""

    format: GraphFormat = None
    collapsed: Paths = ""


class StepArrayQuery(QueryModel):
    """One whole array of a step's graph."""

    format: ArrayFormat = None
    node: NodeName
    which: WhichArray = "value"


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
    target: Annotated[
        str | None,
        Field(max_length=60, description="By default a column that is called so, or the last."),
    ] = None
    task: Annotated[
        Literal["regression", "binary", "multiclass"] | None,
        Field(description="By default, what the target looks like."),
    ] = None
    header: Annotated[
        bool | None,
        Field(
            description="Whether the first line names the columns; by default, what it looks like."
        ),
    ] = None
