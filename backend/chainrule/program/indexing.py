"""Indexing: of tensors by NumPy's rules, and of static lists and tuples."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from chainrule.engine import OPERATIONS, Span, Tensor
from chainrule.program.calls import gives_pair, no_indices
from chainrule.program.errors import failure
from chainrule.program.names import dotted
from chainrule.program.values import Value, describe

if TYPE_CHECKING:
    from chainrule.program.interpreter import Interpreter


def subscript(run: Interpreter, node: ast.Subscript) -> Value:
    """The value of ``x[index]``."""
    value, index = run.evaluate(node.value), _index(run, node.slice)
    span, place = run.span(node), run.span(node.slice)
    if type(index) is int and (name := gives_pair(run, node.value)):
        if index == 0:
            return value
        raise no_indices(name, span)
    if isinstance(value, list | tuple) and not _is_advanced(index):
        return _item(value, run.static(_plain(run, index, place), place), place)
    tensor = run.tensor(value, run.span(node.value))
    if isinstance(index, Tensor) and index.is_mask:
        name = "masked_select" if index.shape == tensor.shape else "masked_index"
        return run.apply(OPERATIONS[name], (tensor, index), {}, span)
    if isinstance(index, tuple):
        static: Any = tuple(_plain(run, part, place) for part in index)
    else:
        static = _plain(run, index, place)
    return run.apply(OPERATIONS["getitem"], (tensor,), {"index": static}, span)


def _index(run: Interpreter, node: ast.expr) -> Value:
    """What stands in the brackets; ``range(n)`` there is a list of positions."""
    if isinstance(node, ast.Tuple):
        return tuple(_index(run, part) for part in node.elts)
    if isinstance(node, ast.Call) and dotted(node.func) == "range" and not run.is_bound("range"):
        positions: list[Value] = list(static_range(run, node))
        run.budget.sequence(positions, run.span(node))
        return positions
    return run.evaluate(node)


def static_range(run: Interpreter, call: ast.Call) -> range:
    """The numbers of ``range(...)``; their count is charged as iterations.

    Raises:
        ProgramError: its bounds are no integers, or there are too many.
    """
    span = run.span(call)
    bounds = [run.static(run.evaluate(item), run.span(item)) for item in call.args]
    if not 1 <= len(bounds) <= 3 or not all(type(bound) is int for bound in bounds):
        raise failure("bad_argument", "range takes one to three integers", span)
    if len(bounds) == 3 and bounds[2] == 0:
        raise failure("bad_argument", "the step of range cannot be 0", span)
    numbers = range(*bounds)
    run.budget.iterate(len(numbers), span)
    return numbers


def _is_advanced(index: Value) -> bool:
    return isinstance(index, tuple | list | Tensor)


def _item(value: Any, index: Any, place: Span) -> Value:
    try:
        return value[index]  # type: ignore[no-any-return]
    except IndexError:
        raise failure(
            "bad_index", f"{describe(value)} of {len(value)} has no item {index}", place
        ) from None
    except TypeError:
        raise failure(
            "bad_index", f"{describe(value)} is indexed by a number, not {index!r}", place
        ) from None


def _plain(run: Interpreter, index: Value, place: Span) -> Any:
    """One part of an index as NumPy takes it."""
    if isinstance(index, Tensor):
        return _array(run, index, place)
    if isinstance(index, slice):
        parts = [run.static(part, place) for part in (index.start, index.stop, index.step)]
        if not all(part is None or type(part) is int for part in parts) or parts[2] == 0:
            raise failure("bad_index", "a slice is made of integers, the step not 0", place)
        return slice(*parts)
    static = run.static(index, place)
    if isinstance(static, list):
        array = _positions(static, place)
        if array.dtype.kind in "bi":
            return array
    elif static is None or static is Ellipsis or type(static) is int:
        return static
    raise failure(
        "bad_index",
        f"{describe(index)} is no index",
        place,
        "an index is an integer, a slice, a list of integers or a mask such as x > 0",
    )


def _positions(items: list[Any], place: Span) -> NDArray[Any]:
    try:
        return np.array(items, dtype=None if items else np.int64)
    except (ValueError, OverflowError):
        raise failure("bad_index", "the rows of an index differ in length", place) from None


def _array(run: Interpreter, index: Tensor, place: Span) -> Any:
    """A tensor as an index: a mask, or whole numbers."""
    array = index._copied()
    if index.is_mask:
        return array.astype(bool)
    if run.is_static(index):
        run.read_statically.add(index.source)
    elif index.requires_grad:
        raise failure("not_static", "an index cannot depend on what needs a gradient", place)
    if (array.size and not (np.abs(array) < 2**31).all()) or (array != np.floor(array)).any():
        raise failure("bad_index", "an index is made of whole numbers", place)
    return array.astype(np.int64) if array.ndim else int(array)
