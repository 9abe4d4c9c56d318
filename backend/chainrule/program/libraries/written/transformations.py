"""Functions made of functions: JAX's ``grad``, ``vmap`` and their relatives, and HIPS autograd's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chainrule import functional as F
from chainrule.program.libraries.gradients import differentiable, gradients, jacobian_of

Function = Callable[..., Any]


def value_and_grad(
    fun: Function, argnums: int | tuple[int, ...] = 0, has_aux: bool = False
) -> Function:
    """A function that answers the value of ``fun`` and its gradient."""

    def both(*args: Any, **kwargs: Any) -> Any:
        numbers = (argnums,) if isinstance(argnums, int) else tuple(argnums)
        given = list(args)
        for number in numbers:
            given[number] = differentiable(given[number])
        value = fun(*given, **kwargs)
        output = value[0] if has_aux else value
        found = gradients(output, [given[number] for number in numbers])
        return value, found[0] if isinstance(argnums, int) else tuple(found)

    return both


def grad(fun: Function, argnums: int | tuple[int, ...] = 0, has_aux: bool = False) -> Function:
    """A function that answers the gradient of ``fun``."""
    both = value_and_grad(fun, argnums, has_aux)

    def gradient(*args: Any, **kwargs: Any) -> Any:
        value, found = both(*args, **kwargs)
        return (found, value[1]) if has_aux else found

    return gradient


def elementwise_grad(fun: Function, argnum: int = 0) -> Function:
    """A function that answers the gradient of the sum of what ``fun`` answers."""

    def gradient(*args: Any, **kwargs: Any) -> Any:
        given = list(args)
        given[argnum] = differentiable(given[argnum])
        return gradients(F.sum(fun(*given, **kwargs)), [given[argnum]])[0]

    return gradient


def jacobian(fun: Function, argnums: int = 0, **options: Any) -> Function:
    """A function that answers the derivative of every output for every input."""

    def derivative(*args: Any, **kwargs: Any) -> Any:
        given = list(args)
        given[argnums] = differentiable(given[argnums])
        return jacobian_of(fun(*given, **kwargs), given[argnums])

    return derivative


def hessian(fun: Function, argnums: int = 0, **options: Any) -> Function:
    """A function that answers the second derivatives of ``fun``."""
    return jacobian(grad(fun, argnums), argnums)


def _row(value: Any, axis: Any, place: int) -> Any:
    """One row of an argument, of every part of it, or the argument itself without an axis."""
    if axis is None:
        return value
    if isinstance(value, dict):
        return {name: _row(part, axis, place) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [_row(part, axis, place) for part in value]
    return F.select(value, axis, place)


def _length(value: Any, axis: Any) -> int:
    if isinstance(value, dict):
        return _length(list(value.values())[0], axis)
    return _length(value[0], axis) if isinstance(value, tuple | list) else value.shape[axis]


def _stacked(rows: Any, axis: int) -> Any:
    first = rows[0]
    if isinstance(first, dict):
        return {name: _stacked([row[name] for row in rows], axis) for name in first}
    if isinstance(first, tuple | list):
        return tuple(_stacked([row[k] for row in rows], axis) for k in range(len(first)))
    return F.stack(rows, axis)


def vmap(fun: Function, in_axes: Any = 0, out_axes: int = 0) -> Function:
    """A function that calls ``fun`` for every row of its arguments, and stacks the answers."""

    def mapped(*args: Any) -> Any:
        axes = in_axes if isinstance(in_axes, tuple | list) else [in_axes] * len(args)
        lengths = [
            _length(arg, axis) for arg, axis in zip(args, axes, strict=True) if axis is not None
        ]
        rows = [
            fun(*[_row(arg, axis, place) for arg, axis in zip(args, axes, strict=True)])
            for place in range(lengths[0])
        ]
        return _stacked(rows, out_axes)

    return mapped


def jit(fun: Function, **options: Any) -> Function:
    """The same function: nothing is compiled here."""
    return fun


def tree_map(fun: Function, tree: Any, *rest: Any) -> Any:
    """Calls a function on every leaf of nested containers."""
    if isinstance(tree, dict):
        return {
            name: tree_map(fun, part, *[other[name] for other in rest])
            for name, part in tree.items()
        }
    if isinstance(tree, tuple | list):
        parts = [tree_map(fun, part, *[other[k] for other in rest]) for k, part in enumerate(tree)]
        return tuple(parts) if isinstance(tree, tuple) else parts
    return fun(tree, *rest)


def tree_leaves(tree: Any) -> list[Any]:
    """The leaves of nested containers, in order."""
    if isinstance(tree, dict):
        return [leaf for name in sorted(tree) for leaf in tree_leaves(tree[name])]
    if isinstance(tree, tuple | list):
        return [leaf for part in tree for leaf in tree_leaves(part)]
    return [tree]
