"""Binding: from a call as it is written to an operation's inputs and parameters.

The engine's declarations say what an operation takes; here values become tensors or static values,
each error with the place of its argument.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from chainrule.engine import OPERATIONS, ChainruleError, Node, Tensor
from chainrule.engine.arguments import Options, bind, check
from chainrule.engine.operations.options import OPTIONS
from chainrule.program.errors import ProgramError
from chainrule.program.explaining import explain
from chainrule.program.library.composing import Steps
from chainrule.program.library.makers import IGNORED
from chainrule.program.values import Argument, Value, is_number

if TYPE_CHECKING:
    from chainrule.program.calls import Arguments
    from chainrule.program.interpreter import Interpreter


def operation_call(operation: type[Node]) -> Callable[[Interpreter, Arguments], Value]:
    """Binds a call's arguments by the operation's declaration and applies it."""
    options = OPTIONS.get(operation.name, Options({}, operation.apply))

    def call(run: Interpreter, arguments: Arguments) -> Value:
        positional: tuple[Any, ...] = tuple(arguments.positional)
        named: dict[str, Any] = {
            _input_name(operation, name): argument
            for name, argument in arguments.named.items()
            if name not in IGNORED
        }
        if "unbiased" in named and "correction" in operation.defaults:
            biased = named.pop("unbiased")
            named["correction"] = replace(
                biased, value=int(bool(run.static(biased.value, biased.span)))
            )
        if operation.variadic:  # the engine looks for a list there
            place = operation.order.index(operation.input_names[0])
            if place < len(positional) <= len(operation.order):
                opened = _opened(positional[place])
                positional = (*positional[:place], opened, *positional[place + 1 :])
            named = {
                name: _opened(argument) if name in operation.input_names else argument
                for name, argument in named.items()
            }
        try:
            operands = bind(operation, positional, named, tuple(options.defaults))
            tensors = tuple(_operand(run, operand, arguments) for operand in operands)
            given = _options(run, options.defaults, named)
            params = {name: _parameter(run, value) for name, value in named.items()}
            check(operation.name, given)
            if not given:
                return run.apply(operation, tensors, params, arguments.span)
            steps = Steps(run, operation.name, arguments.span)
            plain = getattr(steps, operation.name)
            with run.groups.inside(operation.name):
                return options.compose(steps, plain, tensors, params, **options.defaults | given)
        except ProgramError:
            raise
        except ChainruleError as error:
            raise explain(error, arguments.span) from None

    return call


def _options(run: Interpreter, known: dict[str, Any], named: dict[str, Any]) -> dict[str, Any]:
    """PyTorch's further options, taken out of the arguments, as far as they change anything.

    Weights become tensors, the rest is static.
    """
    given = {}
    for name in known.keys() & named.keys():
        argument = named.pop(name)
        if isinstance(argument.value, Tensor | list):
            given[name] = run.tensor(argument.value, argument.span)
        elif (value := run.static(argument.value, argument.span)) not in (None, known[name]):
            given[name] = value
    return given


def _opened(argument: Argument) -> Any:
    if isinstance(argument.value, list | tuple):
        return [Argument(item, argument.span) for item in argument.value]
    return argument


def _input_name(operation: type[Node], name: str) -> str:
    """PyTorch's names for the inputs that NumPy gives by position."""
    for position, aliases in enumerate((("input", "x"), ("other", "target", "exponent"))):
        if (
            name in aliases
            and name not in operation.order
            and position < len(operation.input_names)
        ):
            return operation.input_names[position]
    return name


def _operand(run: Interpreter, operand: Any, arguments: Arguments) -> Tensor:
    if isinstance(operand, Argument):
        return run.tensor(operand.value, operand.span)
    return run.tensor(operand, arguments.span)


def _parameter(run: Interpreter, value: Any) -> Any:
    if isinstance(value, Argument):
        return run.static(value.value, value.span)
    if isinstance(value, list | tuple):
        return tuple(_parameter(run, item) for item in value)
    return value


def by_tensors(name: str, with_tensors: str) -> Callable[[Interpreter, Arguments], Value]:
    """One operation on a tensor with numbers, another on several tensors."""
    plain, other = operation_call(OPERATIONS[name]), operation_call(OPERATIONS[with_tensors])
    inputs = set(OPERATIONS[with_tensors].order)

    def call(run: Interpreter, arguments: Arguments) -> Value:
        rest = arguments.positional[1:]
        rest += [argument for key, argument in arguments.named.items() if key in inputs]
        tensors = any(isinstance(argument.value, Tensor) for argument in rest)
        if rest and arguments.positional and name in ("max", "min"):  # of numbers, as Python has it
            tensors = tensors or is_number(arguments.positional[0].value)
        return (other if tensors else plain)(run, arguments)

    return call
