"""Literals: numbers and lists of a program that become leaves because they have a name."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import Span, Tensor
from chainrule.engine.tensor import Array as Numbers
from chainrule.program.dialect import MARKING, NUMPY, Dialect
from chainrule.program.errors import failure
from chainrule.program.numbers import Array, Number
from chainrule.program.values import Value


def tensor_of(dialect: Dialect, array: Numbers, requires_grad: bool = False) -> Tensor:
    """A new leaf of the kind that a program's own numbers are of."""
    kind: type[Tensor] = {"bare": Number, "numpy": Array, "marked": Tensor}[dialect.kind]
    if kind is Tensor and dialect.libraries & NUMPY and not dialect.libraries & MARKING:
        kind = Array  # a program with an engine of its own
    if kind is Number and (array.ndim or _backpropagates(dialect)):
        kind = Tensor  # which changes in place, and keeps its gradient then
    return kind.wrap(np.array(array), requires_grad, None)


def literal(runtime: Any, value: Value, span: Span | None) -> Value:
    """A number or a list of numbers that was given a name, as a leaf with a gradient."""
    if isinstance(value, bool | Tensor) or not isinstance(value, int | float | list | tuple):
        return value
    try:
        array = np.array(value, dtype=np.float64)
    except OverflowError:
        raise failure("number_too_large", "the number is too large", span) from None
    except (ValueError, TypeError):
        raise failure(
            "ragged_list",
            "the nested lists do not form a rectangle",
            span,
            "give every row the same length",
        ) from None
    runtime.budget.array(array.shape)
    if not isinstance(value, int | float) or _backpropagates(runtime.dialect):
        leaf: Any = Tensor(array)
        leaf.written_list = None if isinstance(value, int | float) else value
    else:
        leaf = number = Number(array)
        number.written = value
    leaf.requires_grad = True
    leaf.written_at = span
    return leaf


def _backpropagates(dialect: Dialect) -> bool:
    """Whether a program's numbers are tensors that backward passes are asked of."""
    return dialect.kind == "bare" and dialect.backpropagates
