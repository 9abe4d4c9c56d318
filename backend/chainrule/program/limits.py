"""Limits: how much one program may ask for, each with its reason.

Every limit can be set by an environment variable, ``CHAINRULE_`` and its name in capitals, for
example ``CHAINRULE_NODES=5000``. Listing and documentation read this declaration.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any

PREFIX = "CHAINRULE_"


def _limit(default: float, unit: str, reason: str) -> Any:
    return field(default=default, metadata={"unit": unit, "reason": reason})


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one run; all are upper bounds, themselves still allowed."""

    source_characters: int = _limit(
        20_000, "characters", "bounds the time and the memory that parsing takes"
    )
    bracket_depth: int = _limit(
        40, "brackets", "Python's parser recurses: deep nesting could exhaust the stack"
    )
    syntax_depth: int = _limit(
        100, "levels", "compiling and running recurse over the syntax tree, a level at a time"
    )
    recursion: int = _limit(
        900, "calls", "calls within calls: Python's own limit, less what the server itself needs"
    )
    name_characters: int = _limit(60, "characters", "longer names fit into no drawing")
    nodes: int = _limit(
        2_000, "values", "a drawing of more cannot be read, and its layout takes too long"
    )
    edges: int = _limit(
        4_000, "arguments", "of all operations together; each one is an arrow in the drawing"
    )
    tensor_elements: int = _limit(
        1_000_000,
        "elements",
        "one tensor then takes at most 8 MB; the axes of an empty one are bounded as if those of "
        "length 0 had length 1",
    )
    total_elements: int = _limit(
        5_000_000, "elements", "all values are kept for the backward pass and the drawing"
    )
    list_items: int = _limit(
        1_000_000, "items", "in one list, tuple, set or dictionary, counted at every depth"
    )
    nesting: int = _limit(
        100, "levels", "containers within containers: showing and comparing recurse over them"
    )
    iterator_depth: int = _limit(
        50, "iterators", "iterators over iterators: each item goes through all of them"
    )
    text_characters: int = _limit(1_000_000, "characters", "in one string")
    printed_characters: int = _limit(200_000, "characters", "a page of more cannot be read")
    integer_bits: int = _limit(
        20_000, "bits", "in one integer; arithmetic on longer ones takes noticeable time"
    )
    attributes: int = _limit(1_000, "attributes", "of one object")
    classes: int = _limit(200, "classes", "each one keeps tables of its own")
    class_order: int = _limit(32, "classes", "in the order in which a class inherits")
    memory: int = _limit(
        500, "MB", "beyond what the process has at the start; looked at after every 16 MB"
    )
    rank: int = _limit(6, "axes", "more axes can neither be drawn nor read")
    loop_iterations: int = _limit(
        10_000_000, "turns", "of all loops, with calls and what iterators give"
    )
    work: int = _limit(
        1_000_000_000,
        "units",
        "of one moment, estimated before an operation runs, as nothing can stop NumPy once it has "
        "begun; a unit is about a nanosecond of forward and backward work",
    )
    seconds: float = _limit(
        2.0, "seconds", "checked in every loop and call, so that a server stays responsive"
    )
    problems: int = _limit(10, "problems", "more at a time help nobody")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Limits:
        """The limits with what the environment sets.

        Raises:
            ValueError: a variable is not a positive number; the message names it.
        """
        environment = os.environ if environment is None else environment
        given: dict[str, Any] = {
            limit.name: _parse(variable(limit.name), environment[variable(limit.name)], limit)
            for limit in fields(cls)
            if variable(limit.name) in environment
        }
        return cls(**given)

    @classmethod
    def describe(cls) -> list[dict[str, Any]]:
        """Every limit's name, default, unit, reason and environment variable."""
        return [
            {
                "name": limit.name,
                "default": limit.default,
                "unit": limit.metadata["unit"],
                "reason": limit.metadata["reason"],
                "variable": variable(limit.name),
            }
            for limit in fields(cls)
        ]


def variable(name: str) -> str:
    """The environment variable that sets a limit."""
    return PREFIX + name.upper()


def _parse(name: str, text: str, limit: Field[Any]) -> float:
    try:
        value: float = float(text) if isinstance(limit.default, float) else int(text)
    except ValueError:
        value = 0
    if not 0 < value < float("inf"):
        raise ValueError(f"{name} must be a positive number, not {text!r}")
    return value
