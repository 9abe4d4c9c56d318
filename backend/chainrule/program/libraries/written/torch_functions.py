"""``torch.func``, by PyTorch's names and signatures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chainrule import functional as F
from chainrule.program.libraries.written.transformations import grad as gradient_of
from chainrule.program.libraries.written.transformations import hessian as hessian_of
from chainrule.program.libraries.written.transformations import jacobian, value_and_grad
from chainrule.program.libraries.written.transformations import jvp as pushed
from chainrule.program.libraries.written.transformations import vjp as pulled
from chainrule.program.libraries.written.transformations import vmap as mapped

Function = Callable[..., Any]


def grad(func: Function, argnums: Any = 0, has_aux: bool = False) -> Any:
    """A function that answers the gradient of ``func``."""
    return gradient_of(func, argnums, has_aux)


def grad_and_value(func: Function, argnums: Any = 0, has_aux: bool = False) -> Any:
    """A function that answers the gradient of ``func`` and its value."""
    both = value_and_grad(func, argnums, has_aux)

    def turned(*args: Any, **kwargs: Any) -> Any:
        value, found = both(*args, **kwargs)
        return found, value

    return turned


def vjp(func: Function, *primals: Any, has_aux: bool = False) -> Any:
    """The value of ``func``, and a function that sends a gradient back through it."""
    if not has_aux:
        return pulled(func, *primals)
    kept = []

    def first(*args: Any) -> Any:
        value, aside = func(*args)
        kept.append(aside)
        return value

    value, back = pulled(first, *primals)
    return value, back, kept[0]


def jvp(func: Function, primals: Any, tangents: Any) -> Any:
    """The value of ``func``, and its derivative in a direction."""
    return pushed(func, primals, tangents)


def jacrev(func: Function, argnums: Any = 0, **options: Any) -> Any:
    """A function that answers the derivative of every output for every input."""
    return jacobian(func, argnums)


def jacfwd(func: Function, argnums: Any = 0, **options: Any) -> Any:
    """The same as ``jacrev``; PyTorch would go forwards."""
    return jacobian(func, argnums)


def hessian(func: Function, argnums: Any = 0) -> Any:
    """A function that answers the second derivatives of ``func``."""
    return hessian_of(func, argnums)


def vmap(func: Function, in_dims: Any = 0, out_dims: Any = 0, **options: Any) -> Any:
    """A function that calls ``func`` for every row of its arguments, and stacks the answers."""
    return mapped(func, in_dims, out_dims)


def functional_call(
    module: Any,
    parameter_and_buffer_dicts: Any,
    args: Any = None,
    kwargs: Any = None,
    **options: Any,
) -> Any:
    """Calls a module with other parameters, which are not kept.

    Args:
        module: the module.
        parameter_and_buffer_dicts: tensors by their paths, in one dictionary or in several.
        args: the arguments of the call: a tuple, or the only one.
        kwargs: those by name.
    """
    given = parameter_and_buffer_dicts
    tables = given if isinstance(given, tuple | list) else [given]
    before = []
    for table in tables:
        for path, tensor in table.items():
            *way, name = path.split(".")
            part = module
            for step in way:
                part = getattr(part, step)
            before.append((part, name, getattr(part, name)))
            setattr(part, name, tensor)
    try:
        passed = () if args is None else args if isinstance(args, tuple) else (args,)
        return module(*passed, **(kwargs or {}))
    finally:
        for part, name, tensor in before:
            setattr(part, name, tensor)


def stack_module_state(models: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The parameters of several models, and their buffers, stacked by their names."""
    parameters = [dict(model.named_parameters()) for model in models]
    buffers = [dict(model.named_buffers()) for model in models]
    return _stacked(parameters), _stacked(buffers)


def _stacked(states: list[dict[str, Any]]) -> dict[str, Any]:
    stacked = {}
    for name in states[0]:
        rows = F.stack([state[name] for state in states]).detach()
        stacked[name] = rows.requires_grad_(states[0][name].requires_grad)
    return stacked
