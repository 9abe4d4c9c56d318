"""The reverse pass: from one result back to every leaf that it depends on.

In comes a tensor; out go gradients, each the sum over every path (the chain rule). Gradients
travel in a dictionary of this call, keyed by value, so that two calls never disturb each other.

The order is by serial number, newest first: an operation is always newer than what it read, so
when a node's turn comes, every use of its output has already sent its contribution. Nothing
recurses: chains may be millions of operations long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from chainrule.engine.errors import GradientError, ShapeError
from chainrule.engine.node import Node
from chainrule.engine.state import enable_grad, no_grad
from chainrule.engine.tensor import Array, Tensor

Source = Node | Tensor
"""A value's identity: the node that made it, or the leaf tensor itself."""


class Part(NamedTuple):
    """What one node sends to one of its inputs."""

    raw: Array
    """As the rule computed it, perhaps in a broadcast shape."""
    contribution: Array
    """Summed back to the input's shape: what is added to the input's gradient."""


Observer = Callable[[Node, Array, Sequence[Part | None]], None]
"""Called once per node, in the order of the reverse pass: the node, its complete upstream
gradient, and for each input slot what was sent there (``None`` where no gradient is needed)."""


def backward(
    output: Tensor,
    gradient: ArrayLike | Tensor | None = None,
    *,
    create_graph: bool = False,
    observer: Observer | None = None,
) -> None:
    """Adds the gradient of ``output`` to ``.grad`` of every leaf that requires one.

    Args:
        output: the result; one element, unless ``gradient`` is given.
        gradient: the upstream gradient of ``output``, in its shape.
        create_graph: compute the gradients as tensors with a graph of their own.
        observer: is told of every node's step.

    Raises:
        GradientError: see ``seed``.
        ShapeError: ``gradient`` has another shape than ``output``.
    """
    gradients = propagate(
        output, seed(output, gradient), create_graph=create_graph, observer=observer
    )
    for source, value in gradients.items():
        if isinstance(source, Tensor):
            if source.grad is not None:
                source.grad = source.grad + value
            else:  # copied, so that no two tensors share memory that a caller may write to
                source.grad = value if create_graph else value.copy()


def grad(
    outputs: Tensor,
    inputs: Tensor | Sequence[Tensor],
    gradient: ArrayLike | Tensor | None = None,
    *,
    create_graph: bool = False,
) -> tuple[Any, ...]:
    """The gradients of ``outputs`` for each of ``inputs``, without touching any ``.grad``.

    Returns:
        One array (a tensor with ``create_graph``) per input; ``None`` where there is no path.
    """
    wanted = (inputs,) if isinstance(inputs, Tensor) else tuple(inputs)
    gradients = propagate(
        outputs,
        seed(outputs, gradient),
        create_graph=create_graph,
        keep={t.source for t in wanted},
    )
    return tuple(gradients.get(t.source) for t in wanted)


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
        return Tensor.wrap(np.ones_like(output._array), False, None)
    start = gradient if isinstance(gradient, Tensor) else Tensor(gradient)
    if start.shape != output.shape:
        raise ShapeError(f"the gradient's shape {start.shape} is not the tensor's {output.shape}")
    return start


def propagate(
    output: Tensor,
    start: Tensor,
    *,
    create_graph: bool = False,
    observer: Observer | None = None,
    keep: Iterable[Source] = (),
) -> dict[Source, Any]:
    """The gradients of ``output`` for every leaf it depends on, and for the sources in ``keep``."""
    gradients: dict[Source, Any] = {output.source: start if create_graph else start._array}
    kept: dict[Source, Any] = {}
    mode = enable_grad() if create_graph else no_grad()
    with mode, np.errstate(all="ignore"):
        for node in ordered(output):
            if node in keep:
                kept[node] = gradients[node]
            upstream = gradients.pop(node)
            parts = node_parts(node, upstream, create_graph)
            if observer is not None:
                observer(node, upstream, parts)
            for tensor, part in zip(node.inputs, parts, strict=True):
                if part is not None:
                    source = tensor.source
                    known = gradients.get(source)
                    value = part.contribution
                    gradients[source] = value if known is None else known + value
    gradients.update(kept)
    return gradients


def node_parts(node: Node, upstream: Any, create_graph: bool) -> list[Part | None]:
    """What the node sends to each input that requires a gradient."""
    if create_graph:
        inputs: tuple[Any, ...] = tuple(map(_as_recorded, node.inputs, node.arrays))
        y: Any = Tensor.wrap(node.output, True, node)
    else:
        inputs, y = node.arrays, node.output
    parts: list[Part | None] = []
    for slot, tensor in enumerate(node.inputs):
        if tensor.requires_grad:
            raw = node.vjp(slot, upstream, y, inputs)
            parts.append(Part(raw, unbroadcast(raw, tensor.shape)))
        else:
            parts.append(None)
    return parts


def _as_recorded(tensor: Tensor, array: Array) -> Tensor:
    if tensor._array is array or np.array_equal(tensor._array, array, equal_nan=True):
        return tensor
    raise GradientError(
        "a tensor was changed after the forward pass; its gradient cannot be differentiated again"
    )


def ordered(output: Tensor) -> list[Node]:
    """Every node that ``output`` depends on through tensors requiring a gradient, newest first."""
    if output.grad_fn is None:
        return []
    found = {output.grad_fn}
    stack = [output.grad_fn]
    while stack:
        for tensor in stack.pop().inputs:
            node = tensor.grad_fn
            if node is not None and node.requires_grad and node not in found:
                found.add(node)
                stack.append(node)
    return sorted(found, key=attrgetter("serial"), reverse=True)


def unbroadcast(gradient: Any, shape: tuple[int, ...]) -> Any:
    """Sums a gradient over the axes along which an input of ``shape`` was repeated."""
    if gradient.shape == shape:
        return gradient
    added = gradient.ndim - len(shape)
    repeated = tuple(
        added + axis
        for axis, size in enumerate(shape)
        if size == 1 and gradient.shape[added + axis] != 1
    )
    return gradient.sum(axis=(*range(added), *repeated), keepdims=True).reshape(shape)
