"""The JSON Schema of a graph, derived from the model's classes; version 1.

Within a version keys are only ever added, so readers must not mind keys that they do not know.
"""

from __future__ import annotations

import re
import types
from dataclasses import fields
from functools import cache
from inspect import getdoc
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from chainrule.engine import Span
from chainrule.graph.drawing import Card, Drawing, Line
from chainrule.graph.graph import VERSION, Graph
from chainrule.graph.model import Formula, FormulaNumbers, GraphEdge, GraphNode, Group, LocalFactor
from chainrule.graph.observations import Cure, Event, Finding, Stats
from chainrule.graph.summary import Summary

INTERNAL: dict[type[Any], frozenset[str]] = {
    Graph: frozenset({"operations", "values", "grads", "seed"}),
    Drawing: frozenset({"structure", "frames"}),
    Card: frozenset({"cluster"}),
}
"""Fields that exist in memory only."""
OPTIONAL: dict[type[Any], frozenset[str]] = {
    Event: frozenset({"edges", "accumulated", "before", "after", "line"}),
    GraphNode: frozenset({"cut_by", "cut_at", "turn"}),
}
"""Keys that some objects of a class do not have."""

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
PLAIN = {str: "string", int: "integer", bool: "boolean"}


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) that every graph answer satisfies."""
    names = {
        "Graph": Graph,
        "Node": GraphNode,
        "Edge": GraphEdge,
        "Group": Group,
        "Event": Event,
        "Finding": Finding,
        "Cure": Cure,
        "Stats": Stats,
        "Drawing": Drawing,
        "Card": Card,
        "Line": Line,
        "Summary": Summary,
        "Formula": Formula,
        "FormulaNumbers": FormulaNumbers,
        "LocalFactor": LocalFactor,
        "Span": Span,
    }
    references = {cls: {"$ref": f"#/$defs/{name}"} for name, cls in names.items()}
    graph, *parts = ((name, _object(cls, references)) for name, cls in names.items())
    properties = {"version": {"const": VERSION}, **graph[1]["properties"]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Chainrule graph, version {VERSION}",
        **graph[1],
        "properties": properties,
        "required": list(properties),
        "$defs": {"Number": NUMBER, "Nested": NESTED, **dict(parts)},
    }


def _object(cls: type[Any], references: dict[type[Any], dict[str, Any]]) -> dict[str, Any]:
    hints = get_type_hints(cls)
    hidden = INTERNAL.get(cls, frozenset())
    keys = [field.name for field in fields(cls) if field.name not in hidden]
    summary, notes = _documentation(cls)
    return {
        "type": "object",
        "description": summary,
        "properties": {
            key: {**_type(key, hints[key], references), "description": notes[key]} for key in keys
        },
        "required": [key for key in keys if key not in OPTIONAL.get(cls, ())],
    }


def _documentation(cls: type[Any]) -> tuple[str, dict[str, str]]:
    """A class's summary line, and what its docstring says of each attribute."""
    summary, _, rest = (getdoc(cls) or "").partition("\n")
    notes: dict[str, str] = {}
    names: list[str] = []
    for line in rest.partition("Attributes:\n")[2].splitlines():
        if start := re.match(r"    (\w[\w, ]*): (.+)", line):
            names = start[1].split(", ")
            notes |= dict.fromkeys(names, start[2])
        else:
            notes |= {name: f"{notes[name]} {line.strip()}" for name in names}
    for name, note in notes.items():
        plain = note.replace("``", "").replace("None", "null").strip()
        notes[name] = plain[0].upper() + plain[1:]
    return summary, notes


def _type(key: str, hint: Any, references: dict[type[Any], dict[str, Any]]) -> dict[str, Any]:
    """The schema of one annotation; an unknown kind of annotation is a mistake in the model."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in references:
        return references[hint]
    if hint in PLAIN:
        return {"type": PLAIN[hint]}
    if hint is float:
        return {"$ref": "#/$defs/Number"}
    if hint is Any:
        return {"anyOf": [{"$ref": "#/$defs/Nested"}, {"type": "null"}]} if key == "data" else {}
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is list:
        return {"type": "array", "items": _type(key, arguments[0], references)}
    if origin is dict:
        return {
            "type": "object",
            "additionalProperties": _type(key, arguments[1], references),
        }
    if origin in (Union, types.UnionType):
        members = [member for member in arguments if member is not types.NoneType]
        options = [_type(key, member, references) for member in members]
        return (
            {"anyOf": [*options, {"type": "null"}]}
            if len(members) < len(arguments)
            else {"anyOf": options}
        )
    raise TypeError(f"no JSON Schema for {hint!r}")
