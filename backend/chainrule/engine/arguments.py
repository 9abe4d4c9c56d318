"""Arguments: from a call as people write it to an operation's inputs and parameters.

PyTorch's and NumPy's names for parameters both work (``dim`` and ``axis``, ``keepdim`` and
``keepdims``). What cannot be meant is refused with an ``ArgumentError`` that says what can.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from chainrule.engine.errors import ArgumentError, ChainruleError, ShapeError
from chainrule.engine.signatures import signature

if TYPE_CHECKING:
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

REDUCTIONS = ("mean", "sum", "none")


def is_integer(value: Any) -> bool:
    """Whether it is an integer, of Python or of NumPy; a boolean is none."""
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | np.number) and not isinstance(value, bool)


def _are_integers(value: Any) -> bool:
    return is_integer(value) or (
        isinstance(value, tuple | list) and all(is_integer(item) for item in value)
    )


def _is_one_of(*words: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and value in words


_AXIS = ("an integer", is_integer)
_SWITCH = ("True or False", lambda value: isinstance(value, bool | np.bool))
_NUMBER = ("a number", _is_number)

CHECKS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "axis": ("an integer, several or None", lambda axis: axis is None or _are_integers(axis)),
    "axes": ("integers or None", lambda axes: axes is None or _are_integers(axes)),
    "shape": ("integers", _are_integers),
    "axis0": _AXIS,
    "axis1": _AXIS,
    "start": _AXIS,
    "end": _AXIS,
    "diagonal": _AXIS,
    "decimals": _AXIS,
    "keepdims": _SWITCH,
    "exponent": _NUMBER,
    "correction": _NUMBER,
    "negative_slope": _NUMBER,
    "alpha": _NUMBER,
    "beta": _NUMBER,
    "threshold": _NUMBER,
    "delta": _NUMBER,
    "min": ("a number or None", lambda bound: bound is None or _is_number(bound)),
    "max": ("a number or None", lambda bound: bound is None or _is_number(bound)),
    "p": (
        "a number, 'inf' or 'fro'",
        lambda p: _is_number(p) or _is_one_of("fro", "inf", "-inf")(p),
    ),
    "reduction": (" or ".join(map(repr, REDUCTIONS)), _is_one_of(*REDUCTIONS)),
    "approximate": ("'none' or 'tanh'", _is_one_of("none", "tanh")),
    "rounding_mode": ("'floor' or 'trunc'", _is_one_of("floor", "trunc")),
    "unbiased": _SWITCH,
    "ignore_index": _AXIS,
    "label_smoothing": ("a number from 0 to 1", lambda s: _is_number(s) and 0 <= s <= 1),
}
"""What each parameter can be, in words and as a test."""


def check(operation: str, params: dict[str, Any]) -> None:
    """Refuses parameters that cannot be meant, and makes lists of integers tuples.

    Raises:
        ArgumentError: says what the parameter can be.
    """
    for name, value in params.items():
        if name in CHECKS:
            wanted, is_fine = CHECKS[name]
            if not is_fine(value):
                raise ArgumentError(f"{operation}(): {name} is {wanted}, not {value!r}")
            if isinstance(value, list):
                params[name] = tuple(value)


def near(name: str, known: Iterable[str]) -> str:
    """A hint such as ``; did you mean 'axis'?``, or nothing where no known name is near."""
    found = get_close_matches(name, list(known), n=3)
    return f"; did you mean {' or '.join(map(repr, found))}?" if found else ""


class Options(NamedTuple):
    """What a function takes beside the parameters of its operation, and what it then computes."""

    defaults: dict[str, Any]
    compose: Callable[..., Tensor]
    """From all operations, this one, its inputs and parameters, and the options by name."""
    always: bool = False
    """Whether it is asked also where no option is given."""


class Operations:
    """Every operation as a method that applies it."""

    def __init__(self, known: dict[str, type[Node]]) -> None:
        self._known = known

    def __getattr__(self, name: str) -> Callable[..., Tensor]:
        """The operation of that name, kept for the next time."""
        operation = self._known[name]
        has_params = operation.defaults or operation.variadic
        call = operation.apply if has_params else operation.caller()
        self.__dict__[name] = call
        return call


def function(
    operation: type[Node], options: Options | None = None, op: Operations | None = None
) -> Callable[..., Tensor]:
    """The package's function for an operation: its arguments by position or by either name."""
    apply, arity, name = operation.apply, len(operation.input_names), operation.name
    direct = operation.order[:arity] == operation.input_names and not operation.variadic
    plain, own = operation.caller(), frozenset(operation.defaults)
    if options is None:

        def call(*args: Any, **kwargs: Any) -> Tensor:
            if direct and len(args) == arity:
                if not kwargs:
                    return plain(*args)
                if own.issuperset(kwargs):  # nothing to be found out
                    return apply(*args, **kwargs)
            return apply(*bind(operation, args, kwargs), **kwargs)

    else:
        defaults, compose, always = options

        def call(*args: Any, **kwargs: Any) -> Tensor:
            if direct and len(args) == arity and not always and own.issuperset(kwargs):
                return apply(*args, **kwargs) if kwargs else plain(*args)
            inputs = bind(operation, args, kwargs, tuple(defaults))
            given = {option: kwargs.pop(option) for option in defaults if option in kwargs}
            given = {option: v for option, v in given.items() if v is not None}
            check(name, given)
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
            known = (*order, *options)
            raise ArgumentError(
                f"{name}() has no parameter {keyword!r}; "
                f"known: {', '.join(known)}{near(keyword, known)}"
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
