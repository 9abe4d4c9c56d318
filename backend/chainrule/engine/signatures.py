"""Signatures: what ``help`` shows of an operation's function, made from its declaration."""

from __future__ import annotations

import inspect
from inspect import Parameter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chainrule.engine.node import Node


def signature(operation: type[Node], options: Mapping[str, Any]) -> inspect.Signature:
    """The arguments in the order of a call; options of the function come last, by name.

    Args:
        operation: whose function it is.
        options: the defaults of what the function takes beside the operation's parameters.
    """
    parameters = [_parameter(operation, name) for name in operation.order]
    by_name = [Parameter(x, Parameter.KEYWORD_ONLY, default=v) for x, v in options.items()]
    return inspect.Signature([*parameters, *by_name], return_annotation="Tensor")


def _parameter(operation: type[Node], name: str) -> Parameter:
    others = operation.variadic and name in operation.input_names and operation.order[0] != name
    if others or name == operation.spread:
        return Parameter(name, Parameter.VAR_POSITIONAL)
    # What stands before a required argument has no default in a call: ``gather(a, dim, index)``.
    required = [x for x in operation.order if x not in operation.defaults]
    last = operation.order.index(required[-1]) if required else -1
    optional = name in operation.defaults and operation.order.index(name) > last
    default = operation.defaults[name] if optional else Parameter.empty
    return Parameter(name, Parameter.POSITIONAL_OR_KEYWORD, default=default)
