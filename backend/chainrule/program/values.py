"""What an expression of the language can be: a tensor, or something static.

Static are numbers, booleans, ``None``, strings, lists and tuples of these and of tensors, and
slices: what arguments such as axes, shapes and indices are made of. A number becomes a tensor
(a constant of the drawing) where an operation reads it.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from types import EllipsisType
from typing import Any, TypeAlias

from chainrule.engine import Span, Tensor

LARGEST_WHOLE = 2**53
"""Up to here every integer is a float64."""


@dataclass(frozen=True, slots=True)
class UserFunction:
    """A function that the program defines."""

    name: str
    parameters: tuple[str, ...]
    defaults: dict[str, Value]
    body: list[ast.stmt]
    result: ast.expr


Value: TypeAlias = (
    Tensor
    | UserFunction
    | int
    | float
    | str
    | slice
    | list["Value"]
    | tuple["Value", ...]
    | EllipsisType
    | None
)


@dataclass(frozen=True, slots=True)
class Argument:
    """A value that is given to a function, and where it is written."""

    value: Value
    span: Span


def is_number(value: object) -> bool:
    """Whether it is a static number; a boolean is none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_numeric(value: object) -> bool:
    """Whether nested lists or tuples hold nothing but numbers and truth values."""
    if isinstance(value, list | tuple):
        return all(map(is_numeric, value))
    return isinstance(value, int | float)


def is_literal(node: ast.expr) -> bool:
    """Whether only numbers are written there: then its arithmetic is drawn."""
    match node:
        case ast.Constant():
            return True
        case ast.UnaryOp():
            return is_literal(node.operand)
        case ast.BinOp():
            return is_literal(node.left) and is_literal(node.right)
        case _:
            return False


def describe(value: Value) -> str:
    """What kind of value it is, as a message says it."""
    match value:
        case Tensor():
            return f"a tensor of shape {value.shape}"
        case bool():
            return f"the truth value {value}"
        case int() | float():
            return f"the number {value!r}"
        case str():
            return "a string"
        case None:
            return "None"
        case UserFunction():
            return f"the function {value.name}"
        case list():
            return "a list"
        case tuple():
            return "a tuple"
        case slice():
            return "a slice"
        case _:
            return "..."


def whole(value: Any) -> Any:
    """Numbers without a fraction as integers, as axes and shapes are."""
    if isinstance(value, list):
        return [whole(item) for item in value]
    return int(value) if float(value).is_integer() and abs(value) <= LARGEST_WHOLE else value
