"""The JSON Schema of a training set-up, from where training declares its settings."""

from __future__ import annotations

import math
from typing import Any

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
