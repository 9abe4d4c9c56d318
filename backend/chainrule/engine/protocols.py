"""NumPy's protocols: what ``np.exp(t)``, ``array @ t`` and ``np.sum(t, axis=0)`` do with tensors.

A NumPy function that stands for an operation records it. Any other is computed on the values, as
long as no gradient would be lost by that. Nothing writes into a tensor.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any

import numpy as np

from chainrule.engine.arguments import ALIASES, explain_numpy
from chainrule.engine.errors import ArgumentError, GradientError
from chainrule.engine.node import NUMPY_FUNCTIONS, UFUNCS
from chainrule.engine.state import QUIET, state
from chainrule.engine.tensor import Tensor

VALUES = {
    np.allclose,
    np.any,
    np.all,
    np.argmax,
    np.argmin,
    np.argsort,
    np.array2string,
    np.array_equal,
    np.array_repr,
    np.array_str,
    np.count_nonzero,
    np.isclose,
    np.isfinite,
    np.isinf,
    np.isnan,
    np.ndim,
    np.nonzero,
    np.save,
    np.shape,
    np.signbit,
    np.size,
}
"""Functions that ask about values or shapes; they have no derivative to lose."""


WRITERS = {np.copyto, np.fill_diagonal, np.place, np.put, np.put_along_axis, np.putmask}
"""Functions that write into their first argument."""


def call_ufunc(ufunc: Any, method: str, inputs: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """What a NumPy ufunc does with tensors among its inputs.

    Raises:
        ArgumentError: it would write into a tensor, or leave elements undefined.
        GradientError: a gradient would be lost.
    """
    name = ufunc.__name__ if method == "__call__" else f"{ufunc.__name__}.{method}"
    into = (*kwargs.get("out", ()), *(inputs[:1] if method == "at" else ()))
    _refuse_writing(name, into)
    operation = UFUNCS.get(ufunc) or NUMPY_FUNCTIONS.get(ufunc)
    if operation is not None and method == "__call__" and not kwargs:
        return operation.apply(*inputs)
    if "where" in kwargs and "out" not in kwargs:
        raise ArgumentError(f"numpy.{name}: where= leaves elements undefined; use numpy.where")
    return _on_values(
        name,
        getattr(ufunc, method),
        inputs,
        kwargs,
        asks=ufunc in VALUES,
        is_known=operation is not None,
    )


def call_function(function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """What another NumPy function does with tensors among its arguments.

    Raises:
        ArgumentError: an argument is not known here, or it would write into a tensor.
        GradientError: a gradient would be lost.
    """
    name = function.__name__
    if function in ADAPTED:
        adapted = ADAPTED[function]
        try:
            inspect.signature(adapted).bind(*args, **kwargs)
        except TypeError as error:
            raise ArgumentError(f"numpy.{name}: {error}") from None
        return adapted(*args, **kwargs)
    _refuse_writing(name, (*(args[:1] if function in WRITERS else ()), kwargs.get("out")))
    operation = NUMPY_FUNCTIONS.get(function)
    if operation is None:
        return _on_values(name, function, args, kwargs, asks=function in VALUES)
    from chainrule.engine.operations import FUNCTIONS

    parameters = {*operation.order, *ALIASES}
    defaults = _defaults(function)
    names = [parameter for parameter in defaults if parameter not in kwargs]
    given = dict(zip(names, args, strict=False)) if len(names) >= len(args) else {}
    arity = len(operation.input_names)
    if given:
        args = tuple(list(given.values())[:arity])
        kwargs = {**dict(list(given.items())[arity:]), **kwargs}
    kwargs = {
        k: v for k, v in kwargs.items() if k in parameters or not _is_left(v, defaults.get(k))
    }
    return FUNCTIONS[operation.name](*args, **kwargs)


def _defaults(function: Any) -> dict[str, Any]:
    """The function's parameters with their defaults; some written in C do not tell."""
    try:
        return {k: p.default for k, p in inspect.signature(function).parameters.items()}
    except ValueError:
        return {}


def _is_left(value: Any, default: Any) -> bool:
    """Whether an argument says no more than its default does."""
    is_equal = isinstance(value, str | bool) and value == default
    return value is None or value is np._NoValue or value is default or is_equal


def _refuse_writing(name: str, into: Iterable[Any]) -> None:
    if any(isinstance(target, Tensor) for target in into):
        raise ArgumentError(f"numpy.{name} cannot write into a tensor; write into its .data")


def _tensors(values: Iterable[Any]) -> Iterator[Tensor]:
    """The tensors among values, also those in lists."""
    for value in values:
        if isinstance(value, Tensor):
            yield value
        elif isinstance(value, list | tuple):
            yield from _tensors(value)


def _on_values(
    name: str,
    call: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    *,
    asks: bool = False,
    is_known: bool = False,
) -> Any:
    """The call on the tensors' values.

    Args:
        name: what the function is called.
        call: the function.
        args: its arguments by position.
        kwargs: those by name.
        asks: whether it only asks about values, so that there is no gradient to lose.
        is_known: whether there is an operation for it, and only its arguments are in the way.
    """
    tensors = list(_tensors((*args, *kwargs.values())))
    if not asks and state.recording.grad_enabled:
        for tensor in tensors:
            if tensor.requires_grad:
                names = ", ".join(f"{key}=" for key in kwargs) if is_known else ""
                reason = f"with {names} " if names else ""
                raise GradientError(
                    f"numpy.{name} {reason}has no derivative here: the gradient of a tensor "
                    f"of shape {tensor.shape} would be lost; use detach() for the values alone"
                )
    values = [_values(value) for value in args]
    named = {key: _values(value) for key, value in kwargs.items()}
    try:
        return QUIET.copy().run(call, *values, **named)
    except (ValueError, IndexError, TypeError, OverflowError) as error:
        raise explain_numpy(f"numpy.{name}", error, [t.shape for t in tensors]) from None


def _values(value: Any) -> Any:
    if isinstance(value, Tensor):
        return value._copied()
    if isinstance(value, list | tuple):
        return type(value)(_values(item) for item in value)
    return value


def _filled(make: Callable[..., Any]) -> Callable[..., Tensor]:
    # What it is like tells only shape and dtype: no value is read.
    return lambda a, *args, **options: Tensor(make(a._array, *args, **options))


ADAPTED: dict[Any, Callable[..., Any]] = {
    np.zeros_like: _filled(np.zeros_like),
    np.ones_like: _filled(np.ones_like),
    np.full_like: _filled(np.full_like),
    # What is asked about the shape alone reads no value; a tape may go on.
    np.ndim: lambda a: a.ndim,
    np.shape: lambda a: a.shape,
    np.size: lambda a, axis=None: np.size(a._array, axis),
}
"""NumPy functions that are no single operation's; ``functions/`` adds its own by ``adapt``."""


def adapt(name: str, call: Callable[..., Any]) -> None:
    """Has a function of NumPy's, such as ``linalg.svd``, be computed by one of ours on tensors.

    Elementwise functions, and those that only ask about values, stay what they are.
    """
    function: Any = np
    for part in name.split("."):
        function = getattr(function, part, None)
    if isinstance(function, np.ufunc) or function in VALUES:
        return
    if not callable(function) or not hasattr(function, "__wrapped__"):  # NumPy calls it itself
        return

    @wraps(call)
    def adapted(*args: Any, out: Any = None, dtype: Any = None, **kwargs: Any) -> Any:
        _refuse_writing(name, (out,))
        if out is not None or dtype is not None:
            raise ArgumentError(f"numpy.{name} has neither out= nor dtype= here: use its result")
        return call(*args, **kwargs)

    ADAPTED.setdefault(function, adapted)
