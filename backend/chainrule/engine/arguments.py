"""Arguments: from a call as people write it to an operation's inputs and parameters.

PyTorch's and NumPy's names for parameters both work (``dim`` and ``axis``, ``keepdim`` and
``keepdims``). What cannot be meant is refused with an ``ArgumentError`` that says what can.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from inspect import Parameter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from chainrule.engine.errors import ArgumentError, ChainruleError, ShapeError
from chainrule.engine.kinds import Kind, check

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chainrule.engine.node import Node
    from chainrule.engine.tensor import Tensor


ALIASES = {
    "dim": "axis",
    "keepdim": "keepdims",
    "dims": "axes",
    "dim0": "axis0",
    "dim1": "axis1",
    "start_dim": "start",
    "end_dim": "end",
    "ord": "p",
    "size": "shape",
    "k": "diagonal",
    "ddof": "correction",
    "a_min": "min",
    "a_max": "max",
}
"""PyTorch's and NumPy's other names for the parameters of the declarations."""

OTHER_NAMES = (
    *ALIASES.items(),
    *(("input", "a"), ("x", "a"), ("other", "b"), ("target", "b"), ("dims", "axis")),
)
"""All other names, also those of inputs, and that of the axes of ``flip``."""


def near(name: str, names: Iterable[str]) -> str:
    """A hint such as ``; did you mean 'axis'?``, or nothing where no known name is near."""
    found = get_close_matches(name, dict.fromkeys(names), n=3)
    return f"; did you mean {' or '.join(map(repr, found))}?" if found else ""


def unknown(module: str, name: str, names: Iterable[str]) -> AttributeError:
    """What a module says of a name that it does not have, with names that are near."""
    public = [known for known in names if not known.startswith("_")]
    return AttributeError(f"{module} has no {name!r}{near(name, public)}")


class Options(NamedTuple):
    """What a function takes beside the parameters of its operation, and what it then computes."""

    defaults: dict[str, Any]
    compose: Callable[..., Tensor]
    """From all operations, this one, its inputs and parameters, and the options by name."""
    kinds: dict[str, Kind] = {}  # noqa: RUF012 nobody writes to it
    always: bool = False
    """Whether it is asked also where no option is given."""


class Operations:
    """Every operation as a method that applies it."""

    def __init__(self, operations: dict[str, type[Node]]) -> None:
        self._operations = operations

    def __getattr__(self, name: str) -> Callable[..., Tensor]:
        """The operation of that name, kept for the next time."""
        operation = self._operations[name]
        has_params = operation.defaults or operation.variadic
        call = operation.apply if has_params else operation.caller()
        self.__dict__[name] = call
        return call


def function(
    operation: type[Node], options: Options | None = None, op: Operations | None = None
) -> Callable[..., Tensor]:
    """The package's function for an operation: its arguments by position or by either name."""
    apply, arity, name = operation.apply, len(operation.input_names), operation.name
    in_order = operation.order[:arity] == operation.input_names and not operation.variadic
    caller, own = operation.caller(), frozenset(operation.defaults)
    if options is None:

        def call(*args: Any, **kwargs: Any) -> Tensor:
            if in_order and len(args) == arity:
                if not kwargs:
                    return caller(*args)
                if own.issuperset(kwargs):  # nothing to be found out
                    return apply(*args, **kwargs)
            return apply(*bind(operation, args, kwargs), **kwargs)

    else:
        defaults, compose, kinds, always = options

        def call(*args: Any, **kwargs: Any) -> Tensor:
            if in_order and len(args) == arity and not always:
                if not kwargs:
                    return caller(*args)
                given = {k: v for k, v in kwargs.items() if v is not None or k not in defaults}
                if own.issuperset(given):
                    return apply(*args, **given)
            inputs = bind(operation, args, kwargs, tuple(defaults))
            given = {option: kwargs.pop(option) for option in defaults if option in kwargs}
            given = {option: v for option, v in given.items() if v is not None}
            check(name, kinds, given)
            if given or always:
                return compose(op, apply, inputs, kwargs, **{**defaults, **given})
            return apply(*inputs, **kwargs)

    call.__name__ = call.__qualname__ = operation.name
    call.__doc__ = operation.__doc__
    given_by_name = {} if options is None else options.defaults
    call.__signature__ = signature(operation, given_by_name)  # type: ignore[attr-defined]
    return call


def bind(
    operation: type[Node],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    options: tuple[str, ...] = (),
) -> tuple[Any, ...]:
    """Splits a call into operands (returned) and parameters (left in ``kwargs``, all of them).

    Args:
        operation: what is called.
        args: the arguments by position.
        kwargs: those by name.
        options: further names that may be among them.

    Raises:
        ArgumentError: too few or too many arguments, one given twice, or an unknown name.
    """
    name, order, defaults = operation.name, operation.order, operation.defaults
    for alias, parameter in OTHER_NAMES if kwargs else ():
        if alias in kwargs and alias not in order and parameter in order:
            if parameter in kwargs:
                raise ArgumentError(f"{name}() is given {parameter} twice, also as {alias}")
            kwargs[parameter] = kwargs.pop(alias)
    if operation.spread and len(args) > (place := order.index(operation.spread)) + 1:
        args = (*args[:place], args[place:])
    if operation.variadic:  # einsum("ij,jk", a, b) as well as einsum("ij,jk", [a, b])
        place = order.index(operation.input_names[0])
        if len(args) > place and not isinstance(args[place], tuple | list):
            args = (*args[:place], args[place:])
    if len(args) > len(order):
        raise ArgumentError(
            f"{name}() takes at most {len(order)} arguments ({', '.join(order)}), not {len(args)}"
        )
    for parameter, value in zip(order, args, strict=False):
        if parameter in kwargs:
            raise ArgumentError(f"{name}() is given {parameter} twice")
        kwargs[parameter] = value
    for keyword in kwargs:
        if keyword not in order and keyword not in options:
            names = (*order, *options)
            raise ArgumentError(
                f"{name}() has no parameter {keyword!r}; "
                f"known: {', '.join(names)}{near(keyword, names)}"
            )
    for missing in operation.input_names:
        if missing not in kwargs:
            raise ArgumentError(f"{name}() needs its input {missing!r}")
    operands = tuple(kwargs.pop(input_name) for input_name in operation.input_names)
    for parameter, value in defaults.items():
        kwargs.setdefault(parameter, value)
    if not operation.variadic:
        return operands
    if not isinstance(operands[0], tuple | list):
        raise ArgumentError(f"{name}() needs a list of tensors")
    return tuple(operands[0])


def explain_numpy(
    operation: str, error: Exception, shapes: list[tuple[int, ...]]
) -> ChainruleError:
    """NumPy's error as one of ours, with the operation's name and the shapes."""
    where = " and ".join(map(str, shapes))
    twice = any(text in str(error) for text in ("duplicate value in 'axis'", "repeated axis"))
    if twice or isinstance(error, np.exceptions.AxisError):
        return ArgumentError(f"{operation} of shape {where}: {error}")
    if isinstance(error, TypeError | OverflowError) or not shapes:
        return ArgumentError(f"{operation}(): {error}")
    return ShapeError(f"{operation} cannot take shape {where}: {error}")


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
