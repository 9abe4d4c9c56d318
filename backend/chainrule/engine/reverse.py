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
from chainrule.engine.replacements import REPLACEMENTS
from chainrule.engine.state import QUIET, recording
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

Pullback = Callable[[Node, Any], Sequence[Any]]
"""From a node and the complete gradient of its result to what goes to each of its inputs, perhaps
in a broadcast shape; ``None`` where no gradient is needed."""


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


def _fitted(gradient: Any, shape: tuple[int, ...]) -> Any:
    return gradient if gradient.shape == shape else unbroadcast(gradient, shape)


def leading_to(wanted: Collection[Source], order: Sequence[Node]) -> set[Source]:
    """What is wanted, and every node that depends on it; the order is newest first."""
    found = set(wanted)
    for node in reversed(order):
        if not found.isdisjoint(node.sources):
            found.add(node)
    return found


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


def chain_rule(
    order: Sequence[Node], gradients: dict[Source, Any], pull_back: Pullback
) -> dict[Source, Any]:
    """The gradients of results, sent back through nodes, newest first, to the leaves."""
    take, get = gradients.pop, gradients.get
    for node in order:
        # Every use of the node's result has had its turn: the sum of what they sent is complete.
        gradient = take(node, None)
        if gradient is None:  # reached only through inputs that have no derivative
            continue
        # The operation's rules say what goes to each of its inputs.
        sent = pull_back(node, gradient)
        for source, array, part in zip(node.sources, node.arrays, sent):  # noqa: B905 fast
            if part is None:
                continue
            # What was broadcast forward is summed backward.
            if part.shape != array.shape:
                part = unbroadcast(part, array.shape)
            # A value that is used several times gets the sum over all of them.
            total = get(source)
            gradients[source] = part if total is None else total + part
    return gradients


def contributions(node: Node, gradient: Any, values: Any = None) -> Sequence[Any]:
    """What goes to each input, by the rules, on the values of the forward pass."""
    inputs, y = (node.arrays, node.output) if values is None else values
    given: tuple[Any, ...] = (gradient, y)
    params = node.params
    if node.reads_others:
        given += inputs
    sent: list[Any] = []
    for source, rule in zip(node.sources, node.rules):  # noqa: B905 fast
        # A leaf that was changed in place into a result needed no gradient.
        if rule is None or not source._requires_grad or source._grad_fn is not None:
            sent.append(None)
        elif params:
            sent.append(rule(*given, **params))
        else:
            sent.append(rule(*given))
    return sent


def recorded_contributions(node: Node, gradient: Tensor) -> Sequence[Any]:
    """The same as tensors with a graph of their own, for gradients of gradients."""
    read = inputs, _ = _as_recorded(node)
    sent = contributions(node, gradient, read)
    if node.steps:
        pairs = zip(sent, inputs, strict=True)
        return [None if part is None else np.where(True, part, a) for part, a in pairs]
    return sent


def observed(pull_back: Pullback, observer: Observer) -> Pullback:
    """A step back that somebody is told of."""

    def call(node: Node, gradient: Any) -> Sequence[Any]:
        sent = pull_back(node, gradient)
        parts = [
            None if part is None else (part, _fitted(part, array.shape))
            for part, array in zip(sent, node.arrays, strict=True)
        ]
        observer(node, gradient, parts)
        return [None if part is None else part[1] for part in parts]

    return call


def keeping(pull_back: Pullback, wanted: Collection[Source], kept: dict[Source, Any]) -> Pullback:
    """A step back that notes the complete gradients of the values that are wanted."""

    def call(node: Node, gradient: Any) -> Sequence[Any]:
        if node in wanted:
            kept[node] = gradient
        return pull_back(node, gradient)

    return call


def altered(pull_back: Pullback, hooks: Mapping[Node, Hook]) -> Pullback:
    """A step back before which hooks are called with the complete gradient."""

    def call(node: Node, gradient: Any) -> Sequence[Any]:
        return pull_back(node, hooks[node](gradient) if node in hooks else gradient)

    return call


def reverse(
    order: Sequence[Node],
    gradients: dict[Source, Any],
    *,
    create_graph: bool = False,
    observer: Observer | None = None,
    keep: Collection[Source] = (),
    hooks: Mapping[Node, Hook] | None = None,
) -> dict[Source, Any]:
    """A reverse pass from the ``gradients`` of results to those of the leaves, and of ``keep``.

    Args:
        order: the nodes on the way, newest first.
        gradients: of the results, as tensors where ``create_graph`` is set.
        create_graph: compute the gradients as tensors with a graph of their own.
        observer: is told of every node's step.
        keep: nodes whose gradients shall be in the answer, too.
        hooks: what is called with the gradients of nodes.
    """
    kept: dict[Source, Any] = {}
    pull_back: Pullback = recorded_contributions if create_graph else contributions
    if observer is not None:
        pull_back = observed(pull_back, observer)
    if keep:
        pull_back = keeping(pull_back, keep, kept)
    if hooks:
        pull_back = altered(pull_back, hooks)
    if create_graph:
        with recording(grad_enabled=True), np.errstate(all="ignore"):
            found = chain_rule(order, gradients, pull_back)
    else:
        found = QUIET.copy().run(chain_rule, order, gradients, pull_back)
    found.update(kept)
    return found


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
            if id(array) in REPLACEMENTS:  # by this node, which may go on reading it: in a copy
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
