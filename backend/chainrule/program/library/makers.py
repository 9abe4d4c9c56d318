"""Makers: functions that make new leaves from literals and sizes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np

from chainrule.engine import Span, Tensor
from chainrule.engine.annotation import Kind
from chainrule.program.errors import failure
from chainrule.program.values import Argument, Value, is_number, is_numeric

if TYPE_CHECKING:
    from chainrule.program.calls import Arguments
    from chainrule.program.interpreter import Interpreter

IGNORED = frozenset({"dtype", "device"})
"""Keywords of PyTorch and NumPy that change nothing: everything is float64, on the processor."""

Maker = Callable[["Interpreter", "Arguments"], Value]


def given(arguments: Arguments, *names: str, required: int = 0) -> dict[str, Argument]:
    """The arguments by name.

    Raises:
        ProgramError: too many, too few, an unknown name, or one given twice.
    """
    named = {name: a for name, a in arguments.named.items() if name not in IGNORED}
    if len(arguments.positional) > len(names):
        raise failure(
            "bad_argument",
            f"{arguments.function}() takes at most {len(names)} arguments ({', '.join(names)})",
            arguments.positional[len(names)].span,
        )
    found = dict(zip(names, arguments.positional, strict=False))
    for name, argument in named.items():
        if name not in names or name in found:
            reason = "is given twice" if name in found else "is not one of its arguments"
            raise failure(
                "bad_argument",
                f"{arguments.function}(): {name} {reason}",
                argument.span,
                f"its arguments are {', '.join(names)}",
            )
        found[name] = argument
    for name in names[:required]:
        if name not in found:
            raise failure(
                "bad_argument", f"{arguments.function}() needs its argument {name}", arguments.span
            )
    return found


def kind_of(found: dict[str, Argument]) -> Kind:
    """What ``requires_grad=`` makes of a leaf."""
    wanted = found.get("requires_grad")
    if wanted and not isinstance(wanted.value, bool):
        raise failure("bad_argument", "requires_grad is True or False", wanted.span)
    return "parameter" if wanted and wanted.value else "data"


def leaf_maker(kind: Kind) -> Maker:
    """``data(...)`` and ``param(...)``: a leaf of this kind from a literal or a fresh tensor."""

    def make(run: Interpreter, arguments: Arguments) -> Value:
        found = given(arguments, "data", "requires_grad", required=1)
        value, span = found["data"].value, found["data"].span
        return make_leaf(
            run, value, kind_of(found) if "requires_grad" in found else kind, span, arguments
        )

    return make


def make_leaf(
    run: Interpreter, value: Value, kind: Kind, span: Span, arguments: Arguments
) -> Tensor:
    """A leaf with the value's numbers; the graph behind the value is not part of it."""
    if isinstance(value, Tensor):
        run.forget_unnamed(value)
        return run.fresh(value.shape, value._copied, kind, arguments.span)
    if not is_numeric(value):
        raise failure(
            "not_a_tensor",
            f"{arguments.function}() needs numbers",
            span,
            "stack([...]) makes one tensor of several",
        )
    return run.leaf(value, kind, arguments.span)


def shape_of(run: Interpreter, sizes: list[Argument], span: Span) -> tuple[int, ...]:
    """Sizes as in ``zeros(2, 3)`` or ``zeros((2, 3))``, checked before anything is made.

    Raises:
        ProgramError: they are no sizes, or the tensor would be too large.
    """
    values = [run.static(size.value, size.span) for size in sizes]
    if len(values) == 1 and isinstance(values[0], list | tuple):
        values = list(values[0])
    if not all(type(n) is int and n >= 0 for n in values):
        raise failure("bad_argument", "sizes are integers, 0 or more", span)
    shape = tuple(values)
    run.budget.check_shape(shape, span)
    return shape


def filled(fill: Callable[[Interpreter, tuple[int, ...], dict[str, Argument]], Any]) -> Maker:
    """A maker whose positional arguments are sizes."""

    def make(run: Interpreter, arguments: Arguments) -> Value:
        named = dict(arguments.named)
        sizes = named.pop("size", None) or named.pop("shape", None)
        found = given(
            replace(arguments, positional=[], named=named),
            "requires_grad",
            "seed",
        )
        positional = [sizes] if sizes else arguments.positional
        shape = shape_of(run, positional, arguments.span)
        return run.fresh(shape, lambda: fill(run, shape, found), kind_of(found), arguments.span)

    return make


def full(run: Interpreter, arguments: Arguments) -> Value:
    """``full(shape, value)``."""
    found = given(arguments, "shape", "fill_value", "requires_grad", required=2)
    shape = shape_of(run, [found["shape"]], found["shape"].span)
    value = run.static(found["fill_value"].value, found["fill_value"].span)
    if not isinstance(value, int | float):
        raise failure("bad_argument", "the value is a number", found["fill_value"].span)
    return run.fresh(
        shape, lambda: np.full(shape, value, np.float64), kind_of(found), arguments.span
    )


def eye(run: Interpreter, arguments: Arguments) -> Value:
    """``eye(rows, columns)``."""
    found = given(arguments, "rows", "columns", "requires_grad", required=1)
    sizes = [found["rows"], found.get("columns", found["rows"])]
    shape = shape_of(run, sizes, arguments.span)
    if len(shape) != 2:
        raise failure("bad_argument", "eye takes two sizes", arguments.span)
    return run.fresh(shape, lambda: np.eye(*shape), kind_of(found), arguments.span)


def finite_numbers(
    run: Interpreter, found: dict[str, Argument], names: tuple[str, ...]
) -> list[Any]:
    """Those of the arguments that are given, static and finite."""
    numbers = []
    for name in names:
        if name in found:
            number = run.static(found[name].value, found[name].span)
            if not is_number(number) or not np.isfinite(number):
                raise failure("bad_argument", f"{name} is a finite number", found[name].span)
            numbers.append(number)
    return numbers


def arange(run: Interpreter, arguments: Arguments) -> Value:
    """``arange(stop)``, ``arange(start, stop, step)``."""
    names = ("start", "stop", "step")
    found = given(arguments, *names, "requires_grad")
    numbers = finite_numbers(run, found, names)
    if not numbers:
        raise failure("bad_argument", "arange() needs its argument stop", arguments.span)
    start, stop = (0, numbers[0]) if len(numbers) == 1 else numbers[:2]
    step = numbers[2] if len(numbers) == 3 else 1
    if step == 0:
        raise failure("bad_argument", "the step of arange cannot be 0", arguments.span)
    span = (float(stop) - float(start)) / step
    count = max(ceil(span), 0) if abs(span) < 2**53 else 2**53
    return run.fresh(
        (count,), lambda: start + step * np.arange(count), kind_of(found), arguments.span
    )


def linspace(run: Interpreter, arguments: Arguments) -> Value:
    """``linspace(start, stop, count)``."""
    named = {("num" if name == "steps" else name): a for name, a in arguments.named.items()}
    arguments = replace(arguments, named=named)
    found = given(arguments, "start", "stop", "num", "requires_grad", required=3)
    shape = shape_of(run, [found["num"]], found["num"].span)
    if len(shape) != 1:
        raise failure("bad_argument", "num is one integer, 0 or more", found["num"].span)
    start, stop = finite_numbers(run, found, ("start", "stop"))
    return run.fresh(
        shape, lambda: np.linspace(start, stop, *shape), kind_of(found), arguments.span
    )


def like(value: float) -> Maker:
    """``zeros_like(x)`` and ``ones_like(x)``."""

    def make(run: Interpreter, arguments: Arguments) -> Value:
        found = given(arguments, "input", "requires_grad", required=1)
        shape = run.tensor(found["input"].value, found["input"].span).shape
        return run.fresh(shape, lambda: np.full(shape, value), kind_of(found), arguments.span)

    return make


def full_like(run: Interpreter, arguments: Arguments) -> Value:
    """``full_like(x, value)``."""
    found = given(arguments, "input", "fill_value", "requires_grad", required=2)
    x = run.tensor(found["input"].value, found["input"].span)
    shape = Argument(x.shape, found["input"].span)
    return full(run, replace(arguments, positional=[shape, found["fill_value"]]))


zeros = filled(lambda run, shape, found: np.zeros(shape))
ones = filled(lambda run, shape, found: np.ones(shape))
