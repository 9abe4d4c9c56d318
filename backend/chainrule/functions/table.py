"""The one table of what people can call: name → function, with everything that is said about it.

It is read by ``chainrule.functional`` and ``chainrule.*``, by the methods of tensors, by the
language's libraries, and by the reference. An operation's entry comes from its declaration, any
other function's from its definition: signature, first line of the docstring, and ``@composed`` or
``@declared``.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

from chainrule.engine import FUNCTIONS as OPERATION_FUNCTIONS
from chainrule.engine import OPERATIONS, Node
from chainrule.engine.operations.options import OPTIONS
from chainrule.functions import (
    activations,
    adaptive_pools,
    alignment,
    arrangements,
    attention,
    axes,
    class_losses,
    decompositions,
    derivatives,
    distances,
    dropping,
    elementwise,
    embeddings,
    filters,
    gatherings,
    layers,
    linalg,
    losses,
    makers,
    ordering,
    pools,
    products,
    randomness,
    reductions,
    resampling,
    sampling,
    scattering,
    selection,
)

ROOMS: tuple[ModuleType, ...] = (
    makers,
    randomness,
    elementwise,
    reductions,
    axes,
    arrangements,
    selection,
    scattering,
    ordering,
    products,
    activations,
    layers,
    embeddings,
    dropping,
    attention,
    filters,
    resampling,
    sampling,
    pools,
    adaptive_pools,
    distances,
    losses,
    class_losses,
    alignment,
    gatherings,
)
"""Rooms whose functions stand beside the operations, under names of their own."""


@dataclass(frozen=True, slots=True)
class Function:
    """What is known about a function that people call.

    Attributes:
        name: by which PyTorch (or NumPy) has it.
        call: the function itself.
        signature: its parameters, as in a call: ``"(input, dim=-1)"``.
        summary: one sentence.
        formula: in the words of ``engine.formulas``, or nothing.
        example: a line that calls it, or nothing.
        category: the room or family that it is listed under.
        method: whether tensors have it as a method.
        aliases: its other names.
        operation: whether it is an operation of the engine.
    """

    name: str
    call: Callable[..., Any]
    signature: str
    summary: str
    formula: str = ""
    example: str = ""
    category: str = ""
    method: bool = False
    aliases: tuple[str, ...] = ()
    operation: bool = False


def of_operation(operation: type[Node], call: Callable[..., Any] | None = None) -> Function:
    """An operation's entry, with the function that applies it."""
    defaults = operation.defaults
    options = OPTIONS[operation.name].defaults if operation.name in OPTIONS else {}
    parameters = [f"{x}={defaults[x]!r}" if x in defaults else x for x in operation.order]
    parameters += [f"{name}={value!r}" for name, value in options.items()]
    return Function(
        operation.name,
        call or OPERATION_FUNCTIONS[operation.name],
        f"({', '.join(parameters)})",
        (operation.__doc__ or "").strip().split("\n")[0],
        operation.formula,
        f"result = {operation.example}" if operation.example else "",
        operation.family,
        method=operation.method,
        aliases=operation.aliases,
        operation=True,
    )


def of_function(function: Callable[..., Any], category: str) -> Function:
    """A declared function's entry."""
    declaration = function.declaration  # type: ignore[attr-defined]
    parameters = [
        parameter.replace(annotation=inspect.Parameter.empty)
        for parameter in inspect.signature(function).parameters.values()
    ]
    return Function(
        function.__name__,
        function,
        str(inspect.Signature(parameters)),
        (function.__doc__ or "").strip().split("\n")[0],
        declaration.formula,
        declaration.example,
        category,
        declaration.method,
        declaration.aliases,
    )


def functions_of(room: ModuleType) -> Iterator[Function]:
    """The declared functions of a module, in the order in which they stand there."""
    for function in vars(room).values():
        if (
            inspect.isfunction(function)
            and hasattr(function, "declaration")
            and function.__module__ == room.__name__
        ):
            yield of_function(function, room.__name__.rpartition(".")[2])


def named(functions: Iterator[Function]) -> dict[str, Function]:
    """Functions by every name that they have."""
    found: dict[str, Function] = {}
    for function in functions:
        for name in (function.name, *function.aliases):
            call = OPERATION_FUNCTIONS[name] if function.operation else function.call
            # max and amax are one operation, and two functions.
            found.setdefault(
                name, function if call is function.call else replace(function, call=call)
            )
    return found


def _all() -> Iterator[Function]:
    for room in ROOMS:
        yield from functions_of(room)
    families = list(dict.fromkeys(operation.family for operation in OPERATIONS.values()))
    for operation in sorted(OPERATIONS.values(), key=lambda kind: families.index(kind.family)):
        if operation.listed:
            yield of_operation(operation)


TABLE: dict[str, Function] = named(_all())
"""Every function by each of its names; one with PyTorch's signature goes before an operation."""

LINALG: dict[str, Function] = {
    **{name: TABLE[name] for name in ("inv", "det", "solve", "cross", "matmul")},
    **{name: TABLE[name] for name in ("multi_dot", "matrix_power", "diagonal", "vecdot")},
    **named(functions_of(linalg)),
    **named(functions_of(decompositions)),
}
"""``torch.linalg``, by name."""

AUTOGRAD_FUNCTIONAL: dict[str, Function] = named(functions_of(derivatives))
"""``torch.autograd.functional`` and ``gradcheck``, by name."""

for _name in ("slogdet", "logdet", "pinv", "cholesky_solve", "cholesky", "qr", "matrix_power"):
    TABLE[_name] = LINALG[_name]

METHODS: dict[str, Function] = {name: entry for name, entry in TABLE.items() if entry.method}
METHODS["unfold"] = TABLE["unfold_along"]
"""What can be called as ``x.name(...)``."""
