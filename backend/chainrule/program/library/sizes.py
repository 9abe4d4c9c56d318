"""Sizes: static numbers about a tensor's shape, such as ``len(x)`` and ``x.numel()``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chainrule.program.errors import failure
from chainrule.program.library.makers import given
from chainrule.program.values import Value

if TYPE_CHECKING:
    from chainrule.program.calls import Arguments
    from chainrule.program.interpreter import Interpreter


def length(run: Interpreter, arguments: Arguments) -> Value:
    """``len(x)``: the length of the first axis, a static number."""
    found = given(arguments, "value", required=1)["value"]
    value = found.value
    if isinstance(value, list | tuple):
        return len(value)
    tensor = run.tensor(value, found.span)
    if not tensor.ndim:
        raise failure("bad_argument", "a single number has no length", found.span)
    return tensor.shape[0]


def size(run: Interpreter, arguments: Arguments) -> Value:
    """``x.size()`` and ``x.size(0)``: the shape, or one number of it; static."""
    found = given(arguments, "input", "axis", required=1)
    shape = run.tensor(found["input"].value, found["input"].span).shape
    if "axis" not in found:
        return shape
    axis = run.static(found["axis"].value, found["axis"].span)
    if type(axis) is not int or not -len(shape) <= axis < len(shape):
        raise failure("bad_argument", f"shape {shape} has no axis {axis!r}", found["axis"].span)
    return shape[axis]


def count(run: Interpreter, arguments: Arguments) -> Value:
    """``np.size(x)``: the number of all elements, or of those along an axis; static."""
    found = given(arguments, "input", "axis", required=1)
    if "axis" in found:
        return size(run, arguments)
    return run.tensor(found["input"].value, found["input"].span).size


def elements(run: Interpreter, arguments: Arguments) -> Value:
    """``x.numel()``: the number of all elements; static."""
    found = given(arguments, "input", required=1)["input"]
    return run.tensor(found.value, found.span).size


def rank(run: Interpreter, arguments: Arguments) -> Value:
    """``x.dim()``: the number of axes; static."""
    found = given(arguments, "input", required=1)["input"]
    return run.tensor(found.value, found.span).ndim


def shape(run: Interpreter, arguments: Arguments) -> Value:
    """``np.shape(x)``, static."""
    found = given(arguments, "input", required=1)["input"]
    return run.tensor(found.value, found.span).shape
