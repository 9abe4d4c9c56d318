"""Functions made of functions: JAX's ``grad``, ``vmap`` and their relatives, and HIPS autograd's.

JAX calls the places of the arguments ``argnums``, HIPS autograd ``argnum``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chainrule import functional as F
from chainrule.program.libraries.written.natives import (
    called,
    converted,
    differentiable,
    gradients,
    jacobian_of,
    settled,
    twin,
)

Function = Callable[..., Any]


def _called_with_leaves(fun: Function, numbers: Any, args: Any, kwargs: Any) -> tuple[Any, Any]:
    """The value of a function, and the leaves that stood for some of its arguments."""
    given = list(args)
    for number in numbers:
        given[number] = differentiable(given[number], fun, number)
    return called(fun, given, kwargs), [given[number] for number in numbers]


def value_and_grad(fun: Function, argnums: Any = 0, has_aux: bool = False, **options: Any) -> Any:
    """A function that answers the value of ``fun`` and its gradient."""
    places = options.get("argnum", argnums)
    numbers = (places,) if isinstance(places, int) else tuple(places)

    def both(*args: Any, **kwargs: Any) -> Any:
        value, leaves = _called_with_leaves(fun, numbers, args, kwargs)
        found = gradients(value[0] if has_aux else value, leaves)
        return settled(value), found[0] if isinstance(places, int) else tuple(found)

    return both


def grad(fun: Function, argnums: Any = 0, has_aux: bool = False, **options: Any) -> Any:
    """A function that answers the gradient of ``fun``."""
    both = value_and_grad(fun, argnums, has_aux, **options)

    def gradient(*args: Any, **kwargs: Any) -> Any:
        value, found = both(*args, **kwargs)
        return (found, value[1]) if has_aux else found

    return gradient


def elementwise_grad(fun: Function, argnum: int = 0) -> Any:
    """A function that answers the gradient of the sum of what ``fun`` answers."""
    return grad(lambda *args, **kwargs: F.sum(fun(*args, **kwargs)), argnum)


def grad_and_aux(fun: Function, argnum: int = 0) -> Any:
    """A function that answers the gradient of the first of what ``fun`` answers, and the rest."""
    return grad(fun, argnum, True)


def jacobian(fun: Function, argnums: Any = 0, **options: Any) -> Any:
    """A function that answers the derivative of every output for every input."""
    places = options.get("argnum", argnums)
    numbers = (places,) if isinstance(places, int) else tuple(places)

    def derivative(*args: Any, **kwargs: Any) -> Any:
        value, leaves = _called_with_leaves(fun, numbers, args, kwargs)
        found = [jacobian_of(value, leaf) for leaf in leaves]
        return found[0] if isinstance(places, int) else tuple(found)

    return derivative


def jacfwd(fun: Function, argnums: Any = 0, **options: Any) -> Any:
    """The same as ``jacobian``; JAX would go forwards."""
    return jacobian(fun, argnums, **options)


def jacrev(fun: Function, argnums: Any = 0, **options: Any) -> Any:
    """The same as ``jacobian``."""
    return jacobian(fun, argnums, **options)


def hessian(fun: Function, argnums: Any = 0, **options: Any) -> Any:
    """A function that answers the second derivatives of ``fun``."""
    place = options.get("argnum", argnums)
    return jacobian(jacobian(fun, place), place)


def vjp(fun: Function, *primals: Any) -> tuple[Any, Any]:
    """The value of ``fun``, and a function that sends a gradient back through it."""
    value, leaves = _called_with_leaves(fun, range(len(primals)), primals, {})
    kept = twin(value)

    def back(start: Any) -> Any:
        return tuple(gradients(F.sum(kept * start), leaves))

    return settled(value), back


def jvp(fun: Function, primals: Any, tangents: Any) -> tuple[Any, Any]:
    """The value of ``fun``, and its derivative in a direction."""
    value, leaves = _called_with_leaves(fun, range(len(primals)), primals, {})
    total: Any = 0.0
    for leaf, tangent in zip(leaves, tangents, strict=True):
        change = jacobian_of(value, leaf) * tangent
        axes = tuple(range(len(value.shape), len(change.shape)))
        total = total + (F.sum(change, axes) if axes else change)
    return settled(value), total


def _row(value: Any, axis: Any, place: int) -> Any:
    """One row of an argument, of every part of it, or the argument itself without an axis."""
    if axis is None:
        return value
    if isinstance(value, dict):
        return {name: _row(part, axis, place) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [_row(part, axis, place) for part in value]
    return F.select(value, axis, place)


def _lengths(value: Any, axis: Any) -> list[int]:
    """How many rows there are in each array of nested containers, of which some may be empty."""
    return [leaf.shape[axis] for leaf in tree_leaves(value)]


def _stacked(rows: Any, axis: int) -> Any:
    first = rows[0]
    if isinstance(first, dict):
        return {name: _stacked([row[name] for row in rows], axis) for name in first}
    if isinstance(first, tuple | list):
        return tuple(_stacked([row[k] for row in rows], axis) for k in range(len(first)))
    return F.stack(rows, axis)


def vmap(fun: Function, in_axes: Any = 0, out_axes: int = 0) -> Any:
    """A function that calls ``fun`` for every row of its arguments, and stacks the answers."""

    def mapped(*args: Any) -> Any:
        axes = in_axes if isinstance(in_axes, tuple | list) else [in_axes] * len(args)
        given = [converted(arg) for arg in args]
        pairs = zip(given, axes, strict=True)
        lengths = [n for arg, axis in pairs if axis is not None for n in _lengths(arg, axis)]
        rows = [
            fun(*[_row(arg, axis, place) for arg, axis in zip(given, axes, strict=True)])
            for place in range(lengths[0])
        ]
        return _stacked(converted(rows), out_axes)

    return mapped


def jit(fun: Any = None, **options: Any) -> Any:
    """The same function: nothing is compiled here."""
    return (lambda given: given) if fun is None else fun


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


def tree_structure(tree: Any) -> Any:
    """The containers of a tree, with ``None`` where its leaves are."""
    return tree_map(lambda leaf: None, tree)


def tree_flatten(tree: Any) -> tuple[list[Any], Any]:
    """The leaves of nested containers, and the containers."""
    return tree_leaves(tree), tree_structure(tree)


def tree_unflatten(structure: Any, leaves: Any) -> Any:
    """Nested containers with other leaves."""
    rest = list(leaves)
    return _filled(structure, rest)


def _filled(structure: Any, rest: list[Any]) -> Any:
    """A structure, filled with the first of what is left."""
    if isinstance(structure, dict):
        filled = {name: _filled(structure[name], rest) for name in sorted(structure)}
        return {name: filled[name] for name in structure}
    if isinstance(structure, tuple | list):
        parts = [_filled(part, rest) for part in structure]
        return tuple(parts) if isinstance(structure, tuple) else parts
    return rest.pop(0)


def tree_reduce(function: Function, tree: Any, initializer: Any = None) -> Any:
    """Joins the leaves of nested containers, one after the other."""
    leaves = tree_leaves(tree)
    total, rest = (leaves[0], leaves[1:]) if initializer is None else (initializer, leaves)
    for leaf in rest:
        total = function(total, leaf)
    return total
