"""The chain rule: gradients of results, sent back through operations to the leaves.

The order is by serial number, newest first: an operation is always newer than what it read, so
when a node's turn comes, every use of its output has already sent its contribution. Nothing
recurses: chains may be millions of operations long.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from operator import attrgetter
from typing import Any

import numpy as np

from chainrule.engine.errors import GradientError
from chainrule.engine.node import Node
from chainrule.engine.state import QUIET, recording
from chainrule.engine.superseded import SUPERSEDED
from chainrule.engine.tensor import Array, Tensor

Hook = Callable[[Any], Any]

Source = Node | Tensor
"""A value's identity: the node that made it, or the leaf tensor itself."""

Part = tuple[Array, Array]
"""What one node sends to one of its inputs: as the rule computed it, perhaps in a broadcast shape,
and the contribution, summed back to the input's shape, that is added to the input's gradient."""

Observer = Callable[[Node, Array, Sequence[Part | None]], None]
"""Called once per node, in the order of the reverse pass: the node, its complete upstream
gradient, and for each input slot what was sent there (``None`` where no gradient is needed). The
arrays are the engine's own (NumPy's scalars among them): copy what shall outlive the call."""

NO_HOOKS: dict[Node, Hook] = {}


def ordered(*outputs: Tensor) -> list[Node]:
    """Every node that ``outputs`` depend on through tensors requiring a gradient, newest first."""
    found = {node for output in outputs if (node := output.grad_fn) is not None}
    stack = list(found)
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


def reverse(
    order: Sequence[Node],
    gradients: dict[Source, Any],
    *,
    create_graph: bool = False,
    observer: Observer | None = None,
    keep: Collection[Source] = (),
    hooks: Mapping[Node, Hook] = NO_HOOKS,
) -> dict[Source, Any]:
    """The chain rule over nodes, newest first, from ``gradients`` of the results to the leaves'."""
    if create_graph:
        with recording(grad_enabled=True), np.errstate(all="ignore"):
            return _reverse(order, gradients, True, observer, keep, hooks)
    return QUIET.copy().run(_reverse, order, gradients, False, observer, keep, hooks)


def _reverse(
    order: Sequence[Node],
    gradients: dict[Source, Any],
    create_graph: bool,
    observer: Observer | None,
    keep: Collection[Source],
    hooks: Mapping[Node, Hook],
) -> dict[Source, Any]:
    kept: dict[Source, Any] = {}
    parts: list[Part | None] = []
    take, get = gradients.pop, gradients.get
    for node in order:
        # Every use of the node's output has had its turn: the sum of what they sent is complete.
        upstream = take(node, None)
        if upstream is None:  # reached only through inputs that have no derivative
            continue
        if hooks and node in hooks:
            upstream = hooks[node](upstream)
        if keep and node in keep:
            kept[node] = upstream
        inputs: Any = node.arrays
        y: Any = node.output
        if create_graph:
            inputs, y = _as_recorded(node)
        if not node.reads_others:
            inputs = ()
        params = node.params
        for source, array, rule in zip(node.sources, node.arrays, node.rules):  # noqa: B905 fast
            # A leaf that was changed in place into a result needed no gradient.
            raw = None
            if source._requires_grad and source._grad_fn is None and rule is not None:
                raw = rule(upstream, y, *inputs, **params) if params else rule(upstream, y, *inputs)
            if raw is None:
                if observer is not None:
                    parts.append(None)
                continue
            # What was broadcast forward is summed backward.
            part = raw if raw.shape == array.shape else unbroadcast(raw, array.shape)
            known = get(source)
            gradients[source] = part if known is None else known + part
            if observer is not None:
                parts.append((raw, part))
        if observer is not None:
            observer(node, upstream, parts)
            parts = []
    gradients.update(kept)
    return gradients


def propagate(
    output: Tensor,
    start: Tensor,
    *,
    create_graph: bool = False,
    observer: Observer | None = None,
    keep: Collection[Source] = (),
) -> dict[Source, Any]:
    """The gradients of ``output`` for every leaf it depends on, and for the sources in ``keep``.

    It only looks: no hook is called, no graph is used up, and the values that count are those that
    the operations read.
    """
    begin: dict[Source, Any] = {output.source: start if create_graph else start._array}
    return reverse(ordered(output), begin, create_graph=create_graph, observer=observer, keep=keep)


def needs_gradient(source: Source) -> bool:
    """Whether a gradient flows to it; a leaf that was changed into a result needed none."""
    return source._requires_grad and source._grad_fn is None


def _as_recorded(node: Node) -> tuple[tuple[Tensor, ...], Tensor]:
    """A node's inputs and its result as tensors that stand for what they were."""
    read = {k for slot, s in enumerate(node.sources) if needs_gradient(s) for k in node.reads(slot)}
    inputs = []
    for slot, (tensor, source) in enumerate(zip(node.inputs, node.sources, strict=True)):
        array = node.arrays[slot]
        if isinstance(source, Node):
            if id(array) in SUPERSEDED:  # by this node, which may go on reading it: in a copy
                tensor = Tensor.wrap(array.copy("K"), source._requires_grad, source)
            elif tensor._grad_fn is not source or tensor._array is not array:
                tensor = Tensor.wrap(array, source._requires_grad, source)
        elif not is_unchanged(source, array):
            if slot in read:
                raise changed_since(source)
            tensor = Tensor.wrap(array, False, None)
        inputs.append(tensor)
    return tuple(inputs), Tensor.wrap(node.output, True, node)


def is_unchanged(leaf: Tensor, array: Array) -> bool:
    """Whether a leaf has the values that an operation read."""
    return leaf._array is array or np.array_equal(leaf._array, array, equal_nan=True)


def changed_since(leaf: Tensor) -> GradientError:
    """What to say of a leaf that has not."""
    name = f" {leaf.name!r}" if leaf.name else ""
    return GradientError(
        f"the tensor{name} of shape {leaf.shape} was changed after the forward pass"
    )
