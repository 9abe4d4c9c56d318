"""The reverse pass: from one result back to every leaf that it depends on.

In comes a tensor; out go gradients, each the sum over every path (the chain rule). Gradients
travel in a dictionary of this call, keyed by value, so that two calls never disturb each other.

The order is by serial number, newest first: an operation is always newer than what it read, so
when a node's turn comes, every use of its output has already sent its contribution. Nothing
recurses: chains may be millions of operations long.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from chainrule.engine.errors import GradientError, ShapeError
from chainrule.engine.node import Node
from chainrule.engine.state import QUIET, recording, state
from chainrule.engine.tensor import Array, Tensor

Source = Node | Tensor
"""A value's identity: the node that made it, or the leaf tensor itself."""


Part = tuple[Array, Array]
"""What one node sends to one of its inputs: as the rule computed it, perhaps in a broadcast shape,
and the contribution, summed back to the input's shape, that is added to the input's gradient."""

Observer = Callable[[Node, Array, Sequence[Part | None]], None]
"""Called once per node, in the order of the reverse pass: the node, its complete upstream
gradient, and for each input slot what was sent there (``None`` where no gradient is needed). The
arrays are the engine's own (NumPy's scalars among them): copy what shall outlive the call."""


def backward(
    output: Tensor,
    gradient: ArrayLike | Tensor | None = None,
    *,
    create_graph: bool = False,
    observer: Observer | None = None,
    strict: bool = False,
) -> None:
    """Adds the gradient of ``output`` to ``.grad`` of every leaf that requires one.

    Args:
        output: the result; one element, unless ``gradient`` is given.
        gradient: the upstream gradient of ``output``, in its shape.
        create_graph: compute the gradients as tensors with a graph of their own.
        observer: is told of every node's step.
        strict: refuse where a tensor was changed after the forward pass. Gradients are right
            either way, those of the values that the operations read.

    Raises:
        GradientError: see ``seed``; or a tensor was changed (``strict``, ``create_graph``).
        ShapeError: ``gradient`` has another shape than ``output``.
    """
    watch = state.recording.watch
    if watch is not None:
        watch.backward_starts(output, gradient)
    start = seed(output, gradient)
    if strict:
        for node in ordered(output):
            for tensor, source, array in zip(node.inputs, node.sources, node.arrays, strict=True):
                _as_recorded(tensor, source, array)
    gradients = propagate(output, start, create_graph=create_graph, observer=observer)
    leaves = ((leaf, value) for leaf, value in gradients.items() if isinstance(leaf, Tensor))
    keep_gradients(leaves, start._array)
    if watch is not None:
        watch.backward_done(output)


Tensor.backward = backward


def keep_gradients(gradients: Iterable[tuple[Tensor, Any]], start: Array) -> None:
    """Adds leaves' gradients to their ``.grad``, where no two tensors may share memory.

    A rule may pass its upstream gradient on as it is. So an array that is a view, that another
    leaf has got, or that was the ``start`` is copied.
    """
    taken = {id(start)}
    for leaf, value in gradients:
        if leaf.grad is not None:
            leaf.grad = leaf.grad + value
        elif type(value) is np.ndarray:
            is_own = value.base is None and id(value) not in taken
            leaf.grad = value if is_own else value.copy()
            taken.add(id(value))
        else:
            leaf.grad = value if isinstance(value, Tensor) else np.asarray(value)


def grad(
    outputs: Tensor | Sequence[Tensor],
    inputs: Tensor | Sequence[Tensor],
    gradient: ArrayLike | Tensor | Sequence[ArrayLike | Tensor | None] | None = None,
    *,
    create_graph: bool = False,
) -> tuple[Any, ...]:
    """The gradients of ``outputs`` for each of ``inputs``, without touching any ``.grad``.

    Args:
        outputs: one result, or several whose gradients are added.
        inputs: leaves or intermediate tensors.
        gradient: the upstream gradient, one for each of several outputs.
        create_graph: compute the gradients as tensors with a graph of their own.

    Returns:
        One array (a tensor with ``create_graph``) per input; ``None`` where there is no path.
    """
    wanted = (inputs,) if isinstance(inputs, Tensor) else tuple(inputs)
    starts: list[tuple[Tensor, Any]]
    if isinstance(outputs, Tensor):
        starts = [(outputs, gradient)]
    else:
        given: Any = [None] * len(outputs) if gradient is None else gradient
        starts = list(zip(outputs, given, strict=True))
    totals: list[Any] = [None] * len(wanted)
    for output, start in starts:
        gradients = propagate(
            output,
            seed(output, start),
            create_graph=create_graph,
            keep={t.source for t in wanted},
        )
        for i, t in enumerate(wanted):
            found = gradients.get(t.source)
            if found is not None:
                found = found if create_graph else np.array(found)
                totals[i] = found if totals[i] is None else totals[i] + found
    return tuple(totals)


def seed(output: Tensor, gradient: ArrayLike | Tensor | None) -> Tensor:
    """The gradient that the reverse pass starts with.

    Raises:
        GradientError: nothing requires a gradient, or there are several elements and no gradient.
        ShapeError: the given gradient has another shape.
    """
    if not output.requires_grad:
        raise GradientError("this tensor depends on no tensor that requires a gradient")
    if gradient is None:
        if output.size != 1:
            raise GradientError(
                f"backward() needs a single number, but the shape is {output.shape}: "
                "reduce it with sum() or mean(), or give the upstream gradient"
            )
        ones = np.empty_like(output._array)
        ones.fill(1.0)
        return Tensor.wrap(ones, False, None)
    start = gradient if isinstance(gradient, Tensor) else Tensor(gradient)
    if start.shape != output.shape:
        raise ShapeError(f"the gradient's shape {start.shape} is not the tensor's {output.shape}")
    if start.dtype != output.dtype:
        return Tensor.wrap(start._array.astype(output.dtype), False, None)
    return start


def propagate(
    output: Tensor,
    start: Tensor,
    *,
    create_graph: bool = False,
    observer: Observer | None = None,
    keep: Collection[Source] = (),
) -> dict[Source, Any]:
    """The gradients of ``output`` for every leaf it depends on, and for the sources in ``keep``."""
    if create_graph:
        with recording(grad_enabled=True), np.errstate(all="ignore"):
            return _propagate(output, start, True, observer, keep)
    return QUIET.copy().run(_propagate, output, start._array, False, observer, keep)


def _propagate(
    output: Tensor,
    start: Any,
    create_graph: bool,
    observer: Observer | None,
    keep: Collection[Source],
) -> dict[Source, Any]:
    gradients: dict[Source, Any] = {output.source: start}
    kept: dict[Source, Any] = {}
    take, get = gradients.pop, gradients.get
    for node in ordered(output):
        upstream = take(node, None)
        if upstream is None:  # reached only through inputs that have no derivative
            continue
        if node in keep:
            kept[node] = upstream
        inputs: tuple[Any, ...] = node.arrays
        y: Any = node.output
        if create_graph:
            inputs = tuple(map(_as_recorded, node.inputs, node.sources, node.arrays))
            y = Tensor.wrap(node.output, True, node)
        params = node.params
        if observer is not None:
            parts: list[Part | None] = []
        for source, array, rule in zip(node.sources, node.arrays, node.rules):  # noqa: B905 fast
            raw = None
            # A leaf that was changed in place into a result needed no gradient.
            if source._requires_grad and source._grad_fn is None and rule is not None:
                raw = rule(upstream, y, *inputs, **params) if params else rule(upstream, y, *inputs)
            if raw is None:
                if observer is not None:
                    parts.append(None)
                continue
            part = raw if raw.shape == array.shape else unbroadcast(raw, array.shape)
            if observer is not None:
                parts.append((raw, part))
            known = get(source)
            gradients[source] = part if known is None else known + part
        if observer is not None:
            observer(node, upstream, parts)
    gradients.update(kept)
    return gradients


def needs_gradient(source: Source) -> bool:
    """Whether a gradient flows to it; a leaf that was changed into a result needed none."""
    return source._requires_grad and source._grad_fn is None


def _as_recorded(tensor: Tensor, source: Source, array: Array) -> Tensor:
    """The tensor as it was when the operation read it."""
    if isinstance(source, Node):
        if tensor._grad_fn is source and tensor._array is array:
            return tensor
        return Tensor.wrap(array, source._requires_grad, source)
    if tensor._array is array or np.array_equal(tensor._array, array, equal_nan=True):
        return tensor
    name = f" {tensor.name!r}" if tensor.name else ""
    raise GradientError(
        f"the tensor{name} of shape {tensor.shape} was changed after the forward pass"
    )


def ordered(output: Tensor) -> list[Node]:
    """Every node that ``output`` depends on through tensors requiring a gradient, newest first."""
    if output.grad_fn is None:
        return []
    found = {output.grad_fn}
    stack = [output.grad_fn]
    while stack:
        for source in stack.pop().sources:
            if source._requires_grad and isinstance(source, Node) and source not in found:
                found.add(source)
                stack.append(source)
    return sorted(found, key=attrgetter("serial"), reverse=True)


def unbroadcast(gradient: Any, shape: tuple[int, ...]) -> Any:
    """Sums a gradient over the axes along which an input of ``shape`` was repeated."""
    added = gradient.ndim - len(shape)
    repeated = tuple(
        added + axis
        for axis, size in enumerate(shape)
        if size == 1 and gradient.shape[added + axis] != 1
    )
    total = gradient.sum(axis=(*range(added), *repeated), keepdims=True)
    return total.reshape(shape) if added else total
