"""Helpers: functions that are neither operations nor makers, such as ``pow`` and ``item``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chainrule.engine import OPERATIONS
from chainrule.program.errors import failure
from chainrule.program.expressions import raise_to
from chainrule.program.library.makers import given
from chainrule.program.values import Argument, Value

if TYPE_CHECKING:
    from chainrule.program.calls import Arguments
    from chainrule.program.interpreter import Interpreter


def power(run: Interpreter, arguments: Arguments) -> Value:
    """``pow(x, n)``, as ``x ** n``."""
    found = given(arguments, "input", "exponent", required=2)
    base, exponent = found["input"], found["exponent"]
    x = run.tensor(base.value, base.span)
    return raise_to(run, x, exponent.value, exponent.span, arguments.span)


def item(run: Interpreter, arguments: Arguments) -> Value:
    """``x.item()``: the one number, without its gradient."""
    found = given(arguments, "input", required=1)["input"]
    tensor = run.tensor(found.value, found.span)
    if tensor.size != 1:
        raise failure(
            "shape_mismatch", f"item() needs one element, not shape {tensor.shape}", found.span
        )
    if tensor.ndim:
        tensor = run.apply(OPERATIONS["reshape"], (tensor,), {"shape": ()}, arguments.span)
    return run.apply(OPERATIONS["detach"], (tensor,), {}, arguments.span)


def receiver(arguments: Arguments) -> Argument:
    """What a method is called on.

    Raises:
        ProgramError: it was called as a function of nothing.
    """
    if not arguments.positional:
        raise failure("bad_argument", f"{arguments.function}() needs a tensor", arguments.span)
    return arguments.positional[0]


def require_gradient(run: Interpreter, arguments: Arguments) -> Value:
    """``x.requires_grad_()``: the leaf becomes a parameter."""
    first = receiver(arguments)
    return run.require_gradient(run.tensor(first.value, first.span), arguments.span)


def elsewhere(_run: Interpreter, arguments: Arguments) -> Value:
    """What is written as a statement, not called."""
    raise failure(
        "not_supported",
        f"{arguments.function} cannot stand here",
        arguments.span,
        {"range": "write for i in range(n):", "group": 'write with group("name"):'}.get(
            arguments.function, "leave it out"
        ),
    )
