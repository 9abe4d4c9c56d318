"""Calls and attributes: of the language's functions, of tensors' methods, of own functions.

Attributes come from tables, never from Python's objects.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chainrule.engine import OPERATIONS, Span, Tensor
from chainrule.program.errors import Problem, ProgramError, failure
from chainrule.program.library.libraries import library
from chainrule.program.names import (
    MODULE_CONSTANTS,
    dotted,
    is_prefix,
    no_such_attribute,
    no_such_constant,
    no_such_function,
    no_such_method,
)
from chainrule.program.values import (
    Argument,
    UserFunction,
    Value,
    describe,
    is_literal,
    is_number,
    is_numeric,
)

if TYPE_CHECKING:
    from chainrule.program.interpreter import Interpreter
    from chainrule.program.library.function import Function


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a call gives: by position, by name, and where the call stands."""

    function: str
    positional: list[Argument]
    named: dict[str, Argument]
    span: Span
    is_method: bool = False


def call(run: Interpreter, node: ast.Call) -> Value:
    """The value of a call."""
    target = node.func
    if isinstance(target, ast.Name) and not run.is_bound(target.id):
        return _known(run, node, target.id, run.functions, no_such_function, run.span(target), "")
    if isinstance(target, ast.Attribute):
        name, place = target.attr, run.text.attribute_span(target)
        prefix = dotted(target.value)
        if prefix and is_prefix(prefix, run.bound):
            meant = library(prefix)
            return _known(run, node, name, run.functions, no_such_function, place, meant)
        receiver = Argument(run.evaluate(target.value), run.span(target.value))
        meant = "numpy" if run.libraries == {"numpy"} else "torch"
        return _known(run, node, name, run.methods, no_such_method, place, meant, receiver)
    function = run.evaluate(target)
    if not isinstance(function, UserFunction):
        raise failure(
            "not_callable",
            f"{describe(function)} cannot be called",
            run.span(target),
            "for a product write *",
        )
    return call_user_function(run, function, _arguments(run, node, function.name))


def gives_pair(run: Interpreter, node: ast.expr) -> str | None:
    """The function's name where PyTorch gives values and indices, ``torch.max(x, 1)``.

    Here it gives the values.
    """
    match node:
        case ast.Call(func=ast.Attribute(value=x, attr="max" | "min" as name)):
            prefix = dotted(x) or ""
            is_function = is_prefix(prefix, run.bound)
            meant = library(prefix) if is_function else "".join(run.libraries & {"torch"})
            axis = node.args[int(is_function) :]
            named = any(keyword.arg == "dim" for keyword in node.keywords)
            along = named or bool(axis and is_literal(axis[0]))
            return name if meant == "torch" and along else None
        case _:
            return None


def no_indices(name: str, span: Span) -> ProgramError:
    """The error where PyTorch's indices of the largest elements are asked for."""
    return failure(
        "not_supported",
        f"{name} gives values without their indices, which have no gradient",
        span,
        f"write values = {name}(x, axis=1)",
    )


def _known(
    run: Interpreter,
    node: ast.Call,
    name: str,
    known: Mapping[str, Function],
    missing: Callable[[str, Span, Iterable[str]], Problem],
    place: Span,
    meant: str,
    receiver: Argument | None = None,
) -> Value:
    """Calls a function from a table; a method gets its receiver as the first argument."""
    if name not in known:
        raise ProgramError([missing(name, place, known)])
    function = known[name]
    arguments = _arguments(run, node, name, receiver)
    own = function.dialects if name == function.name else {}
    return own.get(meant, function.call)(run, arguments)


def _arguments(
    run: Interpreter, node: ast.Call, name: str, receiver: Argument | None = None
) -> Arguments:
    positional = [] if receiver is None else [receiver]
    for item in node.args:
        positional.append(Argument(run.evaluate(item), run.span(item)))
    named = {}
    for keyword in node.keywords:
        named[str(keyword.arg)] = Argument(run.evaluate(keyword.value), run.span(keyword.value))
    return Arguments(name, positional, named, run.span(node), receiver is not None)


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
    scope = {
        name: run.tensor(argument.value, argument.span)
        if is_number(argument.value) or _is_rows(argument.value)
        else argument.value
        for name, argument in _bind_parameters(function, given).items()
    }
    names, run.names = run.names, scope
    run.calls.append(function)
    try:
        with run.groups.inside(function.name):
            run.execute(function.body)
            return run.evaluate(function.result)
    finally:
        run.calls.pop()
        run.names = names


def _is_rows(value: Value) -> bool:
    """Whether it is a literal vector or matrix; a tuple stays what it is, a shape."""
    return isinstance(value, list) and is_numeric(value)


def _bind_parameters(function: UserFunction, given: Arguments) -> dict[str, Argument]:
    parameters = function.parameters
    if len(given.positional) > len(parameters):
        count = "1 argument" if len(parameters) == 1 else f"{len(parameters)} arguments"
        raise failure(
            "bad_argument",
            f"{function.name}() takes {count}, not {len(given.positional)}",
            given.positional[len(parameters)].span,
        )
    scope = dict(zip(parameters, given.positional, strict=False))
    for name, argument in given.named.items():
        if name not in parameters or name in scope:
            reason = "is given twice" if name in scope else "is not one of its arguments"
            raise failure(
                "bad_argument",
                f"{function.name}(): {name} {reason}",
                argument.span,
                f"its arguments are {', '.join(parameters)}" if parameters else None,
            )
        scope[name] = argument
    for name in parameters:
        if name not in scope and name not in function.defaults:
            raise failure(
                "bad_argument", f"{function.name}() needs its argument {name}", given.span
            )
        scope.setdefault(name, Argument(function.defaults.get(name), given.span))
    return scope


def attribute(run: Interpreter, node: ast.Attribute) -> Value:
    """The value of ``x.T``, ``x.shape``, ``np.pi`` and their like."""
    name, place = node.attr, run.text.attribute_span(node)
    if is_prefix(dotted(node.value), run.bound):
        if name in MODULE_CONSTANTS:
            return MODULE_CONSTANTS[name]
        raise ProgramError([no_such_constant(name, place, run.functions)])
    value = run.evaluate(node.value)
    if name not in ATTRIBUTES:
        if name in run.methods:
            raise failure("unknown_attribute", f"{name} is a method", place, f"call it: .{name}()")
        raise ProgramError([no_such_attribute(name, place, [*ATTRIBUTES, *run.methods])])
    return ATTRIBUTES[name](run, run.tensor(value, run.span(node.value)), run.span(node))


def _reversed_axes(run: Interpreter, tensor: Tensor, span: Span) -> Value:
    """``x.T``: a vector or a number is its own transpose."""
    if tensor.ndim < 2:
        return tensor
    operation = OPERATIONS["transpose" if tensor.ndim == 2 else "permute"]
    return run.apply(operation, (tensor,), {}, span)


def _transposed(run: Interpreter, tensor: Tensor, span: Span) -> Value:
    return run.apply(OPERATIONS["transpose"], (tensor,), {}, span)


ATTRIBUTES: dict[str, Callable[[Interpreter, Tensor, Span], Value]] = {
    "T": _reversed_axes,
    "mT": _transposed,
    "data": lambda run, tensor, span: run.apply(OPERATIONS["detach"], (tensor,), {}, span),
    "values": lambda run, tensor, span: tensor,  # of what PyTorch's max and min give
    "shape": lambda run, tensor, span: tensor.shape,
    "ndim": lambda run, tensor, span: tensor.ndim,
    "size": lambda run, tensor, span: int(tensor.size),
    "requires_grad": lambda run, tensor, span: tensor.requires_grad,
}
"""What tensors have."""
