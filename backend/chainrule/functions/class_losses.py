"""Losses whose targets are classes, as in ``torch.nn.functional``."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import FUNCTIONS, ArgumentError, Tensor
from chainrule.functions.arguments import (
    Numbers,
    as_tensor,
    op,
    positions_of,
    reduced,
    require,
    require_shape,
    values_of,
)
from chainrule.functions.composition import composed, declared


@declared("mean(-log_softmax(input)[target])", "loss = F.cross_entropy(x, torch.tensor([1, 0]))")
def cross_entropy(
    input: Numbers,
    target: Numbers,
    weight: Numbers | None = None,
    ignore_index: int = -100,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> Tensor:
    """The cross-entropy of logits for classes by number, or for shares of all classes."""
    return FUNCTIONS["cross_entropy"](
        input,
        target,
        weight=weight,
        ignore_index=ignore_index,
        reduction=reduction,
        label_smoothing=label_smoothing,
    )


@composed("mean(-input[target])", "loss = F.nll_loss(log_p, torch.tensor([1, 0]))")
def nll_loss(
    input: Numbers,
    target: Numbers,
    weight: Numbers | None = None,
    ignore_index: int = -100,
    reduction: str = "mean",
) -> Tensor:
    """The mean of −log p of the right classes, for logarithms of probabilities."""
    a, b = as_tensor(input), as_tensor(target)
    require_shape(a.ndim > 0, "nll_loss(): input tensor should be 1D or more")
    axis = 1 if a.ndim > 1 else 0
    require_shape(
        b.shape == a.shape[:axis] + a.shape[axis + 1 :],
        f"nll_loss(): expected a class for each of {a.shape[:axis] + a.shape[axis + 1 :]}, "
        f"not targets of shape {b.shape}",
    )
    classes = positions_of(b)
    ignored = classes == ignore_index
    positions = np.where(ignored, 0, classes)
    count = a.shape[axis]
    if positions.size and not (positions.min() >= 0 and positions.max() < count):
        raise ArgumentError(f"nll_loss(): Target is out of bounds: the classes are 0 … {count - 1}")
    index = as_tensor(positions.astype(float)) if ignored.any() else b
    picked = op.squeeze(op.gather(a, op.unsqueeze(index, axis=axis), axis=axis), axis=axis)
    losses, shares = op.neg(picked), ~ignored * 1.0
    if weight is not None:
        w = as_tensor(weight)
        require_shape(
            w.shape == (count,),
            f"weight tensor should be defined either for all {count} classes or no classes, "
            f"but got weight tensor of shape: {list(w.shape)}",
        )
        each = op.index_select(w, index, axis=0)
        losses, shares = op.mul(losses, each), shares * values_of(each)
    if ignored.any():
        losses = op.where(ignored, 0.0, losses)
    if reduction == "mean" and (weight is not None or ignored.any()):
        return op.div(op.sum(losses), float(shares.sum()))
    return reduced(losses, reduction)


def _rows_and_classes(name: str, input: Numbers, target: Numbers) -> tuple[Tensor, Any]:
    a, classes = as_tensor(input), positions_of(target)
    a = op.reshape(a, shape=(1, a.size)) if a.ndim < 2 else a
    classes = classes.reshape(-1)
    require_shape(
        a.ndim == 2 and len(classes) == len(a),
        f"{name}(): inconsistent target size, expected {a.shape[:1]} but got {classes.shape}",
    )
    require(
        not classes.size or (classes.min() >= 0 and classes.max() < a.shape[1]),
        f"{name}(): target out of range",
    )
    return a, classes


@composed(
    "mean(maximum(0, margin - input[target] + input) ** p)",
    "loss = F.multi_margin_loss(x, torch.tensor([1, 0]))",
)
def multi_margin_loss(
    input: Numbers,
    target: Numbers,
    p: int = 1,
    margin: float = 1.0,
    weight: Numbers | None = None,
    reduction: str = "mean",
) -> Tensor:
    """How far the right class fails to lead every other one by a margin."""
    require(p in (1, 2), "multi_margin_loss: Invalid p, expected 1 or 2")
    single = as_tensor(input).ndim < 2
    a, classes = _rows_and_classes("multi_margin_loss", input, target)
    right = op.gather(a, classes[:, None].astype(float), axis=1)
    short = op.add(op.sub(a, right), margin)
    gap = op.where(op.gt(short, 0.0), short, 0.0)
    gap = gap if p == 1 else op.square(gap)
    if weight is not None:
        gap = op.mul(gap, op.index_select(weight, classes[:, None].astype(float), axis=0))
    others = np.arange(a.shape[1]) != classes[:, None]
    losses = op.div(op.sum(op.where(others, gap, 0.0), axis=1), float(a.shape[1]))
    return reduced(op.reshape(losses, shape=()) if single else losses, reduction)


@composed(
    "mean(maximum(0, 1 - input[target] + input[other]))",
    "loss = F.multilabel_margin_loss(x, torch.tensor([[1, -1, 0], [0, 2, -1]]))",
)
def multilabel_margin_loss(input: Numbers, target: Numbers, reduction: str = "mean") -> Tensor:
    """How far each right class fails to lead every wrong one by 1; a target ends at −1."""
    a, b = as_tensor(input), positions_of(target)
    require_shape(a.shape == b.shape and a.ndim in (1, 2), "inconsistent target size")
    single = a.ndim == 1
    a = op.reshape(a, shape=(1, a.size)) if single else a
    b = b.reshape(a.shape)
    count = a.shape[1]
    require(
        bool(((b >= -1) & (b < count)).all()), "multilabel_margin_loss(): argument out of range"
    )
    kept = np.cumsum(b == -1, axis=1) == 0
    is_right = np.zeros(a.shape, dtype=bool)
    rows = np.broadcast_to(np.arange(len(b))[:, None], b.shape)
    is_right[rows[kept], b[kept]] = True
    right = op.gather(a, np.where(kept, b, 0).astype(float), axis=1)
    short = op.add(op.sub(op.unsqueeze(a, axis=1), op.unsqueeze(right, axis=2)), 1.0)
    counted = kept[:, :, None] & ~is_right[:, None, :]
    gap = op.where(op.logical_and(op.gt(short, 0.0), counted * 1.0), short, 0.0)
    losses = op.div(op.sum(gap, axis=(1, 2)), float(count))
    return reduced(op.reshape(losses, shape=()) if single else losses, reduction)


@composed(
    "mean(-(target * logsigmoid(input) + (1 - target) * logsigmoid(-input)))",
    "loss = F.multilabel_soft_margin_loss(x, torch.ones(2, 3))",
)
def multilabel_soft_margin_loss(
    input: Numbers, target: Numbers, weight: Numbers | None = None, reduction: str = "mean"
) -> Tensor:
    """The mean of the binary cross-entropies of all classes."""
    a, b = as_tensor(input), as_tensor(target)
    yes = op.mul(b, op.logsigmoid(a))
    no = op.mul(op.sub(1.0, b), op.logsigmoid(op.neg(a)))
    losses = op.neg(op.add(yes, no))
    losses = losses if weight is None else op.mul(losses, weight)
    return reduced(op.mean(losses, axis=-1), reduction)
