"""Answers as JSON, and their schemas: both follow from the dataclass that an answer is.

Pydantic reads the class: names, types, and what each ``Doc`` says. A field whose metadata say
``EMPTY_OMITTED`` is left out where it has nothing to say; ``HIDDEN`` ones exist in memory only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Optional

from pydantic import ConfigDict, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

STRICT = ConfigDict(ser_json_inf_nan="strings", arbitrary_types_allowed=True)
"""Numbers that JSON lacks are strings."""
NAMES = {
    "GraphNode": "Node",
    "GraphEdge": "Edge",
    "Declaration": "Dataset",
    "Printed": "PrintedLine",
    "Moments": "ProgramMoments",
}
"""What the schema calls a class, where that is not its name."""

NUMBER: dict[str, Any] = {
    "description": "A number; those that JSON lacks are strings.",
    "anyOf": [{"type": "number"}, {"enum": ["NaN", "Infinity", "-Infinity"]}],
}
NESTED: dict[str, Any] = {
    "description": "A number, or nested lists of numbers in the shape of the array.",
    "anyOf": [
        {"$ref": "#/$defs/Number"},
        {"type": "array", "items": {"$ref": "#/$defs/Nested"}},
    ],
}


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    """What pydantic knows of an answer's class."""
    # A bare class would be read by a configuration of its own, of which it has none.
    either: Any = Optional[kind]  # noqa: UP045 a class that is a variable
    return TypeAdapter(either, config=STRICT)


def to_json(answer: Any) -> bytes:
    """An answer as strict JSON."""
    kind: Any = type(answer)
    return adapter(kind).dump_json(answer)


def to_plain(answer: Any) -> Any:
    """An answer as dictionaries and lists, with NaN and infinities still as floats."""
    kind: Any = type(answer)
    return adapter(kind).dump_python(answer)


class Generator(GenerateJsonSchema):
    """Schemas in this interface's words; they refer to ``Number`` for what may not be finite."""

    def float_schema(self, schema: core_schema.FloatSchema) -> JsonSchemaValue:  # noqa: ARG002
        """Any float."""
        return {"$dynamicRef": "Number"}

    def dataclass_field_schema(self, schema: core_schema.DataclassField) -> JsonSchemaValue:
        """A field; where one that may be ``None`` is left out then, it is never null."""
        found = super().dataclass_field_schema(schema)
        omitted: Any = schema.get("serialization_exclude_if")
        if omitted and omitted(None) and "anyOf" in found:
            parts = [part for part in found.pop("anyOf") if part != {"type": "null"}]
            found |= parts[0] if len(parts) == 1 else {"anyOf": parts}
        return found

    def field_is_required(self, field: Any, total: bool) -> bool:  # noqa: ARG002
        """Whether a key is there in every answer."""
        return not field.get("serialization_exclude_if")

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        """Names say enough."""
        return False

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """What Python lets out of a call is in every answer all the same."""
        return self.generate_inner(schema["schema"])


def definitions(kinds: Sequence[Any], prefix: str = "#/$defs/") -> dict[str, Any]:
    """The schemas of classes, and of all that is in them, by name."""
    _, found = TypeAdapter.json_schemas(
        [(kind.__name__, "serialization", adapter(kind)) for kind in kinds],
        schema_generator=Generator,
        ref_template="{model}",
    )
    parts = {"Number": NUMBER, "Nested": NESTED, **found["$defs"]}
    return {NAMES.get(name, name): _linked(part, prefix) for name, part in parts.items()}


def _linked(part: Any, prefix: str) -> Any:
    """The same schema without titles, with its references as they are wanted."""
    if isinstance(part, list):
        return [_linked(item, prefix) for item in part]
    if not isinstance(part, Mapping):
        return part
    linked = {}
    for key, value in part.items():
        if key in ("$ref", "$dynamicRef"):
            name = value.removeprefix("#/$defs/")
            linked["$ref"] = prefix + NAMES.get(name, name)
        elif key == "description" and isinstance(value, str):
            linked[key] = value.partition("\n")[0]  # a class says more to readers of the code
        elif key != "title" or not isinstance(value, str):
            linked[key] = _linked(value, prefix)
    return linked
