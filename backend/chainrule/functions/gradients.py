"""``torch.autograd.grad``: gradients of results for inputs, with everything that it can be told.

``chainrule.grad`` of the engine is the reverse pass itself; this is what people call.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from chainrule.engine import ArgumentError, GradientError, Tensor
from chainrule.engine import grad as reverse_pass
from chainrule.functions.arguments import as_tensor, op, require_shape
from chainrule.functions.composition import declared

Pass = Callable[[list[Tensor], list[Tensor], list[Any], bool | None], Sequence[Any]]
"""What takes results, inputs, upstream gradients and ``retain_graph``, and finds gradients."""


@declared("", "gx, = torch.autograd.grad(y, x)")
def grad(
    outputs: Any,
    inputs: Any,
    grad_outputs: Any = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    only_inputs: bool = True,
    allow_unused: bool | None = None,
    is_grads_batched: bool = False,
    materialize_grads: bool = False,
) -> tuple[Any, ...]:
    """The gradients of results for each of the inputs, without touching any ``.grad``.

    Args:
        outputs: one result, or several whose gradients are added.
        inputs: leaves or intermediate tensors.
        grad_outputs: the upstream gradient, one for each of several results.
        retain_graph: whether the graph may be gone through again.
        create_graph: compute the gradients as tensors with a graph of their own.
        only_inputs: PyTorch's, always so.
        allow_unused: whether an input may have no path to a result; its gradient is ``None``.
        is_grads_batched: ``grad_outputs`` has a first axis of several, and so have the answers.
        materialize_grads: zeros in place of ``None``.

    Raises:
        GradientError: a result or an input requires no gradient, or an input is not used.
        ShapeError: an upstream gradient does not fit its result.
    """
    one_pass = partial(_pass, create_graph=create_graph)
    return by_pass(
        one_pass, outputs, inputs, grad_outputs, retain_graph, allow_unused, is_grads_batched,
        materialize_grads,
    )  # fmt: skip


def _pass(
    ends: list[Tensor],
    wanted: list[Tensor],
    starts: list[Any],
    retain_graph: bool | None,
    create_graph: bool,
) -> Sequence[Any]:
    return reverse_pass(ends, wanted, starts, retain_graph, create_graph)


def by_pass(
    one_pass: Pass,
    outputs: Any,
    inputs: Any,
    grad_outputs: Any = None,
    retain_graph: bool | None = None,
    allow_unused: bool | None = None,
    is_grads_batched: bool = False,
    materialize_grads: bool = False,
) -> tuple[Any, ...]:
    """What ``grad`` answers, of gradients that ``one_pass`` finds."""
    ends, wanted = _tensors(outputs), _tensors(inputs)
    _require_gradients(ends, wanted)
    starts = _starts(ends, grad_outputs)
    found: Sequence[Any]
    if is_grads_batched:
        found = _by_rows(one_pass, ends, wanted, starts, retain_graph)
    else:
        found = one_pass(ends, wanted, starts, retain_graph)
    if materialize_grads:
        found = [
            Tensor.wrap(np.zeros(x.shape, x.dtype), False, None) if part is None else part
            for x, part in zip(wanted, found, strict=True)
        ]
    if not allow_unused and any(part is None for part in found):
        raise GradientError(
            "one of the inputs is not used by the outputs: set allow_unused=True if this is what "
            "you want; PyTorch: One of the differentiated Tensors appears to not have been used "
            "in the graph"
        )
    return tuple(found)


def _tensors(given: Any) -> list[Tensor]:
    found = list(given) if isinstance(given, list | tuple) else [given]
    for item in found:
        if not isinstance(item, Tensor):
            raise ArgumentError(f"grad(): a tensor is needed, not {type(item).__name__}")
    return found


def _require_gradients(ends: list[Tensor], wanted: list[Tensor]) -> None:
    if not all(end.requires_grad for end in ends):
        raise GradientError(
            "this value has no gradient to compute; PyTorch: element 0 of tensors does not "
            "require grad and does not have a grad_fn"
        )
    if not all(tensor.requires_grad for tensor in wanted):
        raise GradientError(
            "one of the inputs requires no gradient: make it with requires_grad=True; PyTorch: "
            "One of the differentiated Tensors does not require grad"
        )


def _starts(ends: list[Tensor], given: Any) -> list[Any]:
    if given is None:
        return [None] * len(ends)
    starts = list(given) if isinstance(given, list | tuple) else [given]
    if len(starts) != len(ends):
        raise ArgumentError(
            f"grad() needs an upstream gradient for each of {len(ends)} outputs, not "
            f"{len(starts)}; "
            f"PyTorch: got {len(ends)} tensors and {len(starts)} gradients"
        )
    return starts


def _by_rows(
    one_pass: Pass,
    ends: list[Tensor],
    wanted: list[Tensor],
    starts: list[Any],
    retain_graph: bool | None,
) -> list[Any]:
    """The gradients for each row of the upstream gradients, stacked."""
    given = [None if start is None else as_tensor(start) for start in starts]
    counts = {start.shape[0] if start.ndim else 0 for start in given if start is not None}
    require_shape(
        len(counts) == 1 and min(counts) > 0,
        "is_grads_batched: every upstream gradient has one first axis of the same length",
    )
    count = counts.pop()
    rows = []
    for k in range(count):
        parts = [None if start is None else start[k] for start in given]
        rows.append(one_pass(ends, wanted, parts, True if k < count - 1 else retain_graph))
    return [None if column[0] is None else op.stack(*column, axis=0)
            for column in zip(*rows, strict=True)]  # fmt: skip
