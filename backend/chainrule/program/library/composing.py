"""Composing: how a function that is written with several operations is declared and called.

Its Python signature says what it takes: tensors, or static values of a kind. What it computes is
charged operation by operation, as if the program had written them.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from chainrule.engine import OPERATIONS, Span, Tensor
from chainrule.engine.arguments import ALIASES
from chainrule.program.errors import failure
from chainrule.program.library.makers import given
from chainrule.program.values import Argument, Value, describe, is_number

if TYPE_CHECKING:
    from chainrule.program.calls import Arguments
    from chainrule.program.interpreter import Interpreter

Result = Tensor | tuple[Tensor, ...]
Call = Callable[["Interpreter", "Arguments"], Value]
F = TypeVar("F", bound=Callable[..., Result])


@dataclass(frozen=True, slots=True)
class Composition:
    """A declared composition; its name, arguments and meaning are those of the function."""

    function: Callable[..., Result]
    formula: str
    example: str
    aliases: tuple[str, ...]
    method: bool
    call: Call


COMPOSITIONS: dict[str, Composition] = {}
"""Every composition by its name."""


def composition(
    formula: str,
    example: str,
    aliases: tuple[str, ...] = (),
    method: bool = False,
    grouped: bool = True,
) -> Callable[[F], F]:
    """Declares a function whose first parameter is ``Steps`` as one of the language.

    Args:
        formula: what it computes, in a line.
        example: a program that uses it.
        aliases: its other names.
        method: whether it can be written as ``x.name(...)``.
        grouped: whether a call is drawn as a group.
    """

    def declare(function: F) -> F:
        name = function.__name__
        call = composed_call(function, grouped)
        COMPOSITIONS[name] = Composition(function, formula, example, aliases, method, call)
        return function

    return declare


def signature(function: Callable[..., Result]) -> str:
    """How it is called, for the listing."""
    shown = [
        f"{p.name}={p.default!r}" if p.default is not p.empty else p.name
        for p in _parameters(function)
    ]
    return f"{function.__name__}({', '.join(shown)})"


def _parameters(function: Callable[..., Result]) -> list[inspect.Parameter]:
    return list(inspect.signature(function).parameters.values())[1:]


KINDS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "int": ("an integer", lambda value: type(value) is int),
    "int | None": ("an integer", lambda value: value is None or type(value) is int),
    "float": ("a number", is_number),
    "bool": ("True or False", lambda value: isinstance(value, bool)),
    "str": ("a string", lambda value: isinstance(value, str)),
    "tuple[int, ...]": ("integers", lambda value: _are_integers(value)),
    "int | tuple[int, ...]": ("integers", lambda value: type(value) is int or _are_integers(value)),
}
"""What a static parameter of an annotated kind can be, in words and as a test."""


def _are_integers(value: object) -> bool:
    return isinstance(value, tuple) and all(type(item) is int for item in value)


def composed_call(function: Callable[..., Result], grouped: bool = False) -> Call:
    """Binds a call's arguments by the signature."""
    parameters = _parameters(function)
    names = [p.name for p in parameters]
    required = sum(p.default is p.empty for p in parameters)

    def call(run: Interpreter, arguments: Arguments) -> Value:
        if parameters[0].kind is inspect.Parameter.VAR_POSITIONAL:
            tensors = _several(run, arguments)
            return function(Steps(run, arguments.function, arguments.span), *tensors)
        last = parameters[-1].annotation
        if last == "tuple[int, ...]" and len(arguments.positional) > len(names):
            arguments = _gathered(arguments, len(names))  # x.repeat(2, 3)
        other = {alias: name for alias, name in ALIASES.items() if alias not in names}
        named = {other.get(name, name): a for name, a in arguments.named.items()}
        found = given(replace(arguments, named=named), *names, required=required)
        bound = {p.name: _value(run, p, found[p.name]) for p in parameters if p.name in found}
        steps = Steps(run, arguments.function, arguments.span)
        with run.groups.inside(function.__name__) if grouped else nullcontext():
            return function(steps, **bound)

    return call


def _several(run: Interpreter, arguments: Arguments) -> list[Tensor]:
    if arguments.named or not arguments.positional:
        raise failure(
            "bad_argument", f"{arguments.function}() takes a list of tensors", arguments.span
        )
    first = arguments.positional[0]
    given = arguments.positional
    if len(given) == 1 and isinstance(first.value, list | tuple) and first.value:
        given = [Argument(item, first.span) for item in first.value]
    return [run.tensor(argument.value, argument.span) for argument in given]


def _gathered(arguments: Arguments, count: int) -> Arguments:
    kept, rest = arguments.positional[: count - 1], arguments.positional[count - 1 :]
    together = Argument(tuple(argument.value for argument in rest), rest[0].span)
    return replace(arguments, positional=[*kept, together])


def _value(run: Interpreter, parameter: inspect.Parameter, argument: Argument) -> Any:
    kind = parameter.annotation
    if kind.startswith("Tensor"):
        if argument.value is None and parameter.default is None:
            return None
        return run.tensor(argument.value, argument.span)
    value = run.static(argument.value, argument.span)
    value = tuple(value) if isinstance(value, list) else value
    value = (value,) if kind == "tuple[int, ...]" and type(value) is int else value
    wanted, is_fine = KINDS[kind]
    if not is_fine(value):
        raise failure(
            "bad_argument", f"{parameter.name} is {wanted}, not {describe(value)}", argument.span
        )
    return value


class Steps:
    """The operations, as methods that apply them on behalf of one call."""

    def __init__(self, run: Interpreter, function: str, span: Span) -> None:
        self.run = run
        self.function = function
        self.span = span

    def __getattr__(self, name: str) -> Callable[..., Tensor]:
        """An operation by its name; numbers among its inputs become constants."""
        operation = OPERATIONS[name]

        def apply(*inputs: Value, **params: Any) -> Tensor:
            tensors = tuple(map(self.tensor, inputs))
            return self.run.apply(operation, tensors, params, self.span)

        return apply

    def tensor(self, value: Any) -> Tensor:
        """An input; numbers and arrays become constants."""
        if isinstance(value, np.ndarray):
            return self.run.leaf(value, "constant", self.span)
        return self.run.tensor(value, self.span)

    def detach(self, tensor: Tensor) -> Tensor:
        """The numbers, to be looked at: nothing that is drawn."""
        return Tensor.wrap(tensor._copied(), False, None)

    def make_room(self, *shape: int) -> None:
        """Refuses a shape that is too large, before anything of its size is made."""
        self.run.budget.check_shape(shape, self.span)

    def require(self, condition: bool, message: str) -> None:
        """Refuses arguments that cannot be meant."""
        if not condition:
            raise failure("bad_argument", f"{self.function}(): {message}", self.span)

    def reduce(self, losses: Tensor, reduction: str) -> Tensor:
        """The mean, the sum or the losses themselves."""
        self.require(reduction in ("mean", "sum", "none"), "reduction is 'mean', 'sum' or 'none'")
        if reduction == "none":
            return losses
        return self.mean(losses) if reduction == "mean" else self.sum(losses)

    def axis(self, tensor: Tensor, axis: int) -> int:
        """An axis counted from the front."""
        self.require(-tensor.ndim <= axis < tensor.ndim, f"shape {tensor.shape} has no axis {axis}")
        return axis % tensor.ndim
