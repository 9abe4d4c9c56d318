"""Calls and attributes: of the language's functions, of tensors' methods, of own functions.

Attributes come from tables, never from Python's objects.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chainrule.engine import OPERATIONS, Span, Tensor
from chainrule.program.errors import failure
from chainrule.program.names import MODULE_CONSTANTS, PREFIXES, advice, dotted
from chainrule.program.values import Argument, UserFunction, Value, describe

if TYPE_CHECKING:
    from chainrule.program.interpreter import Interpreter


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a call gives: by position, by name, and where the call stands."""

    function: str
    positional: list[Argument]
    named: dict[str, Argument]
    span: Span


def call(run: Interpreter, node: ast.Call) -> Value:
    """The value of a call."""
    from chainrule.program.functions import FUNCTIONS, METHODS

    function = node.func
    if isinstance(function, ast.Name) and not run.is_bound(function.id):
        name = function.id
        if name not in FUNCTIONS:
            raise failure(
                "unknown_function",
                f"there is no function {name}",
                run.span(function),
                advice(name, [*FUNCTIONS, *run.names, *run.outer]),
            )
        return FUNCTIONS[name].call(run, _arguments(run, node, name))
    if isinstance(function, ast.Attribute):
        name = function.attr
        if is_module(run, function.value):
            if name not in FUNCTIONS:
                raise failure(
                    "unknown_function",
                    f"there is no function {name}",
                    attribute_span(run, function),
                    advice(name, FUNCTIONS),
                )
            return FUNCTIONS[name].call(run, _arguments(run, node, name))
        receiver = Argument(run.evaluate(function.value), run.span(function.value))
        if name not in METHODS:
            raise failure(
                "unknown_method",
                f"{describe(receiver.value)} has no method {name}",
                attribute_span(run, function),
                advice(name, METHODS),
            )
        return METHODS[name].call(run, _arguments(run, node, name, receiver))
    target = run.evaluate(function)
    if not isinstance(target, UserFunction):
        raise failure(
            "not_callable",
            f"{describe(target)} cannot be called",
            run.span(function),
            "for a product write *",
        )
    return call_user_function(run, target, _arguments(run, node, target.name))


def _arguments(
    run: Interpreter, node: ast.Call, name: str, receiver: Argument | None = None
) -> Arguments:
    positional = [] if receiver is None else [receiver]
    for item in node.args:
        positional.append(Argument(run.evaluate(item), run.span(item)))
    named = {}
    for keyword in node.keywords:
        if keyword.arg is None:
            raise failure(
                "not_supported", "arguments cannot be unpacked with **", run.span(keyword.value)
            )
        named[keyword.arg] = Argument(run.evaluate(keyword.value), run.span(keyword.value))
    return Arguments(name, positional, named, run.span(node))


def call_user_function(run: Interpreter, function: UserFunction, given: Arguments) -> Value:
    """Runs a function of the program in a scope and a group of its own."""
    if function in run.calls:
        raise failure(
            "recursion",
            f"{function.name} calls itself",
            given.span,
            "write a loop: for i in range(n)",
        )
    if len(run.calls) >= run.budget.limits.call_depth:
        raise failure(
            "limit_call_depth",
            f"calls are nested more than {run.budget.limits.call_depth} deep",
            given.span,
        )
    run.budget.iterate(1, given.span)
    scope = _bind_parameters(function, given)
    names, run.names = run.names, scope
    run.calls.append(function)
    try:
        with run.inside(function.name):
            run.execute(function.body)
            return run.evaluate(function.result)
    finally:
        run.calls.pop()
        run.names = names


def _bind_parameters(function: UserFunction, given: Arguments) -> dict[str, Value]:
    parameters = function.parameters
    if len(given.positional) > len(parameters):
        raise failure(
            "bad_argument",
            f"{function.name}() takes {len(parameters)} arguments, not {len(given.positional)}",
            given.positional[len(parameters)].span,
        )
    scope = {
        name: argument.value for name, argument in zip(parameters, given.positional, strict=False)
    }
    for name, argument in given.named.items():
        if name not in parameters or name in scope:
            reason = "is given twice" if name in scope else "is not one of its arguments"
            raise failure(
                "bad_argument",
                f"{function.name}(): {name} {reason}",
                argument.span,
                f"its arguments are {', '.join(parameters)}" if parameters else None,
            )
        scope[name] = argument.value
    for name in parameters:
        if name not in scope and name not in function.defaults:
            raise failure(
                "bad_argument", f"{function.name}() needs its argument {name}", given.span
            )
        scope.setdefault(name, function.defaults.get(name))
    return scope


def is_module(run: Interpreter, node: ast.expr) -> bool:
    """Whether it is a prefix such as ``torch.nn.functional``, not a name of the program."""
    name = dotted(node)
    return name in PREFIXES and not run.is_bound(str(name).partition(".")[0])


def attribute_span(run: Interpreter, node: ast.Attribute) -> Span:
    """Where the attribute's own name stands."""
    whole = run.span(node)
    return Span(whole.end_line, whole.end_column - len(node.attr), whole.end_line, whole.end_column)


def attribute(run: Interpreter, node: ast.Attribute) -> Value:
    """The value of ``x.T``, ``x.shape``, ``np.pi`` and their like."""
    name = node.attr
    if is_module(run, node.value):
        if name in MODULE_CONSTANTS:
            return MODULE_CONSTANTS[name]
        from chainrule.program.functions import FUNCTIONS

        known = name in FUNCTIONS
        raise failure(
            "unknown_name",
            f"{name} is a function" if known else f"there is no constant {name}",
            attribute_span(run, node),
            f"call it: {name}(...)" if known else advice(name, MODULE_CONSTANTS),
        )
    value = run.evaluate(node.value)
    if name not in ATTRIBUTES:
        from chainrule.program.functions import METHODS

        known = name in METHODS
        raise failure(
            "unknown_attribute",
            f"{name} is a method" if known else f"{describe(value)} has no attribute {name}",
            attribute_span(run, node),
            f"call it: .{name}()" if known else advice(name, [*ATTRIBUTES, *METHODS]),
        )
    return ATTRIBUTES[name](run, run.tensor(value, run.span(node.value)), run.span(node))


def _transposed(run: Interpreter, tensor: Tensor, span: Span) -> Value:
    return run.apply(OPERATIONS["transpose"], (tensor,), {}, span) if tensor.ndim > 1 else tensor


ATTRIBUTES: dict[str, Callable[[Interpreter, Tensor, Span], Value]] = {
    "T": _transposed,
    "mT": _transposed,
    "shape": lambda run, tensor, span: tensor.shape,
    "ndim": lambda run, tensor, span: tensor.ndim,
    "size": lambda run, tensor, span: tensor.size,
    "requires_grad": lambda run, tensor, span: tensor.requires_grad,
}
"""What tensors have."""
