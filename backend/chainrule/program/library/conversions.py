"""Conversions: between kinds of numbers, which here are all float64 on the processor.

What would change values (rounding to integers, truth values) is done or refused, never ignored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chainrule.engine import OPERATIONS, Span, Tensor
from chainrule.program.errors import failure
from chainrule.program.library.helpers import receiver
from chainrule.program.values import Value, is_number

if TYPE_CHECKING:
    from chainrule.program.calls import Arguments
    from chainrule.program.interpreter import Interpreter

WHOLE = frozenset({"int64", "int32", "int16", "int8", "uint8"})
"""Kinds of numbers that have no fractions."""

WORDS = frozenset({"inf", "-inf", "+inf", "infinity", "-infinity", "nan"})
"""What ``float`` reads from a string."""


def same(run: Interpreter, arguments: Arguments) -> Value:
    """``x.clone()`` and its like: tensors never change, so the tensor itself."""
    first = receiver(arguments)
    return run.tensor(first.value, first.span)


def convert(run: Interpreter, arguments: Arguments) -> Value:
    """``x.to(dtype)``, ``x.astype(float)``: the tensor itself where its numbers stay the same."""
    first = receiver(arguments)
    tensor = run.tensor(first.value, first.span)
    for wanted in [*arguments.positional[1:], *arguments.named.values()]:
        if isinstance(wanted.value, str) and wanted.value in WHOLE:
            return _whole(tensor, arguments.span)
        if wanted.value == "bool":
            return truth(run, arguments)
    return tensor


def to_float(run: Interpreter, arguments: Arguments) -> Value:
    """``x.float()``; also ``float(3)`` and ``float("-inf")``, which are static."""
    first = receiver(arguments)
    if is_number(first.value):
        return float(first.value)  # type: ignore[arg-type]
    if isinstance(first.value, str) and first.value.lower() in WORDS:
        return float(first.value)
    return run.tensor(first.value, first.span)


def to_integer(run: Interpreter, arguments: Arguments) -> Value:
    """``int(n / 2)``, static; ``x.long()`` where the numbers are whole already."""
    first = receiver(arguments)
    value = first.value
    if not arguments.is_method and run.is_static(value):
        value = run.static(value, first.span)  # of arithmetic with written numbers
    if isinstance(value, int | float):
        if not np.isfinite(value) or abs(value) > 2**53:
            raise failure("number_too_large", "the result is too large for an integer", first.span)
        return int(value)
    return _whole(run.tensor(value, first.span), arguments.span)


def truth(run: Interpreter, arguments: Arguments) -> Value:
    """``x.bool()``: 1 where the element is not 0."""
    first = receiver(arguments)
    tensor = run.tensor(first.value, first.span)
    zero = run.tensor(0, arguments.span)
    return run.apply(OPERATIONS["ne"], (tensor, zero), {}, arguments.span)


def _whole(tensor: Tensor, span: Span) -> Tensor:
    numbers = tensor._copied()
    if not (np.isfinite(numbers) & (numbers == np.floor(numbers))).all():
        raise failure(
            "bad_argument", "numbers with fractions are not made integers here", span,
            "write floor(x)",
        )  # fmt: skip
    return tensor
