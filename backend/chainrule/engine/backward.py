"""The reverse pass: from results back to every leaf that they depend on.

In comes a tensor; out go gradients, each the sum over every path. They travel in a dictionary of
the call, keyed by value, so that two calls never disturb each other. The chain rule itself is in
``reverse.py``.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from chainrule.engine.changes import overwrite
from chainrule.engine.errors import GradientError, ShapeError
from chainrule.engine.hooks import hooked, hooks_of
from chainrule.engine.node import Node
from chainrule.engine.replacements import refuse_replaced
from chainrule.engine.reverse import (
    Observer,
    Source,
    changed_since,
    is_unchanged,
    leading_to,
    ordered,
    reverse,
)
from chainrule.engine.state import state
from chainrule.engine.tensor import Array, Tensor


def backward(
    output: Tensor,
    gradient: ArrayLike | Tensor | None = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    inputs: Tensor | Sequence[Tensor] | None = None,
    *,
    observer: Observer | None = None,
    strict: bool = False,
) -> None:
    """Adds the gradient of ``output`` to ``.grad`` of every leaf that requires one.

    Args:
        output: the result; one element, unless ``gradient`` is given.
        gradient: the upstream gradient of ``output``, in its shape.
        retain_graph: whether the graph may be gone through again; by default only where
            ``create_graph`` is set.
        create_graph: compute the gradients as tensors with a graph of their own.
        inputs: the only tensors that shall get a gradient, leaves or not.
        observer: is told of every node's step.
        strict: refuse where a leaf's ``.data`` was changed after the forward pass. Gradients are
            right either way, those of the values that the operations read.

    Raises:
        GradientError: see ``seed``; the graph was gone through before; or a value that a rule
            needs was changed in place.
        ShapeError: ``gradient`` has another shape than ``output``.
    """
    watch = state.recording.watch
    wanted = None if inputs is None else (inputs,) if isinstance(inputs, Tensor) else tuple(inputs)
    if watch is not None:
        watch.backward_starts(output, gradient, wanted)
    start = seed(output, gradient)
    begin: dict[Source, Any] = {output.source: start if create_graph else start._array}
    gradients = _gone_through(
        ordered(output), begin, wanted, retain_graph, create_graph, observer, strict
    )
    if wanted is None:
        pairs = [(leaf, value) for leaf, value in gradients.items() if isinstance(leaf, Tensor)]
    else:
        pairs = [(t, gradients[t.source]) for t in wanted if t.source in gradients]
    keep_gradients(pairs, start._array)
    if watch is not None:
        watch.backward_done(output)


setattr(Tensor, "backward", backward)  # noqa: B010 - its stub has it as a method


def grad(
    outputs: Tensor | Sequence[Tensor],
    inputs: Tensor | Sequence[Tensor],
    gradient: ArrayLike | Tensor | Sequence[ArrayLike | Tensor | None] | None = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
) -> tuple[Tensor, ...]:
    """The gradients of ``outputs`` for each of ``inputs``, without touching any ``.grad``.

    Args:
        outputs: one result, or several whose gradients are added.
        inputs: leaves or intermediate tensors.
        gradient: the upstream gradient, one for each of several outputs.
        retain_graph: whether the graph may be gone through again; by default only where
            ``create_graph`` is set.
        create_graph: compute the gradients as tensors with a graph of their own.

    Returns:
        One tensor per input; ``None`` where there is no path. The type leaves that out, as
        PyTorch's does: whoever asks for a gradient mostly knows that there is one.
    """
    wanted = (inputs,) if isinstance(inputs, Tensor) else tuple(inputs)
    several: Sequence[Tensor] = (outputs,) if isinstance(outputs, Tensor) else outputs
    given: Any = gradient
    if isinstance(outputs, Tensor) or gradient is None:
        given = [gradient] * len(several)
    starts: dict[Source, Any] = {}
    for output, upstream in zip(several, given, strict=True):
        start = seed(output, upstream)
        total, new = starts.get(output.source), start if create_graph else start._array
        starts[output.source] = new if total is None else total + new
    gradients = _gone_through(ordered(*several), starts, wanted, retain_graph, create_graph)
    found: list[Any] = [gradients.get(t.source) for t in wanted]
    return tuple(
        [g if g is None or create_graph else Tensor.wrap(np.array(g), False, None) for g in found]
    )


def _gone_through(
    order: list[Node],
    begin: dict[Source, Any],
    wanted: Sequence[Tensor] | None,
    retain_graph: bool | None,
    create_graph: bool,
    observer: Observer | None = None,
    strict: bool = False,
) -> dict[Source, Any]:
    """The gradients, from a graph that is gone through on somebody's behalf: as PyTorch does.

    Only operations between the results and what is wanted have a say.
    """
    keep: Collection[Source] = () if wanted is None else {t.source for t in wanted}
    stops: list[Node] = []
    if wanted is not None:
        leading = leading_to(keep, order)
        stops = [node for node in order if node in keep and leading.isdisjoint(node.sources)]
        order = [node for node in order if not leading.isdisjoint(node.sources)]
    _check(order, strict)
    gradients = reverse(
        order,
        begin,
        create_graph=create_graph,
        observer=observer,
        keep=keep,
        hooks=hooks_of(order),
    )
    for node, hook in hooks_of(stops).items():
        if node in gradients:
            gradients[node] = hook(gradients[node])
    if not (create_graph if retain_graph is None else retain_graph):
        for node in order:
            node.freed = True  # its values stay, to be looked at
    return gradients


def seed(output: Tensor, gradient: ArrayLike | Tensor | None) -> Tensor:
    """The gradient that the reverse pass starts with.

    Raises:
        GradientError: nothing requires a gradient, or there are several elements and no gradient.
        ShapeError: the given gradient has another shape.
    """
    if not output.requires_grad:
        raise GradientError(
            "this tensor depends on no tensor that requires a gradient; PyTorch: element 0 of "
            "tensors does not require grad and does not have a grad_fn"
        )
    if gradient is None:
        if output._array.size != 1:
            raise GradientError(
                f"backward() needs a single number, but the shape is {output.shape}: "
                "reduce it with sum() or mean(), or give the upstream gradient; PyTorch: grad can "
                "be implicitly created only for scalar outputs"
            )
        ones = np.empty_like(output._array)
        ones.fill(1.0)
        return Tensor.wrap(ones, False, None)
    start = gradient if isinstance(gradient, Tensor) else Tensor(gradient)
    if start.shape != output.shape:
        raise ShapeError(f"the gradient's shape {start.shape} is not the tensor's {output.shape}")
    if start.dtype != output.dtype:
        start = start.to(output.dtype.name)
    return Tensor.wrap(start._settled(), start.requires_grad, None) if start._loose else start


def _check(order: Sequence[Node], strict: bool = False) -> None:
    """Refuses a graph that was gone through before, or whose values were changed."""
    refuse_replaced(order)
    for node in order:
        if node.freed and node.keeps_values:
            raise GradientError(
                f"the gradient of {node.name} needs values that an earlier backward() was done "
                "with: give it retain_graph=True; PyTorch: Trying to backward through the graph a "
                "second time (or directly access saved tensors after they have already been freed)."
            )
    for node in order if strict else ():
        for source, array in zip(node.sources, node.arrays, strict=True):
            if isinstance(source, Tensor) and not is_unchanged(source, array):
                raise changed_since(source)


_keeping = threading.Lock()
"""Two threads may send gradients into one leaf: none of them is lost."""


def keep_gradients(gradients: Iterable[tuple[Tensor, Any]], start: Array) -> None:
    """Adds tensors' gradients to their ``.grad``, where no two of them may share memory.

    A rule may pass its upstream gradient on as it is. So an array that is a view, that another
    tensor has got, or that was the ``start`` is copied.
    """
    taken = {id(start)}
    pairs = list(gradients)
    with _keeping:
        for tensor, value in pairs:
            if tensor._hooks and tensor._grad_fn is None:
                value = hooked(tensor._hooks, value)
            total = tensor._grad
            if isinstance(value, Tensor):
                tensor._grad = value if total is None else total + value
            elif total is None:
                is_own = type(value) is np.ndarray and value.base is None
                array = value if is_own and id(value) not in taken else np.array(value)
                taken.add(id(value))
                tensor._grad = Tensor.wrap(array, False, None)
            elif total.requires_grad:
                tensor._grad = Tensor.wrap(total._read() + value, False, None)
            else:  # whoever holds it sees the sum, as in PyTorch
                overwrite(total, np.asarray(total._read() + value))
    for tensor, _ in pairs:
        for hook in list((tensor._after or {}).values()):
            hook(tensor)
