"""Distances and angles between vectors, and the losses that are made of them."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import numpy as np

from chainrule.engine import Tensor
from chainrule.functions.arguments import (
    Numbers,
    as_tensor,
    axis_of,
    op,
    reduced,
    require_shape,
    together,
    values_of,
)
from chainrule.functions.composition import composed


@composed("sum(x1 * x2) / (norm(x1) * norm(x2))", "y = F.cosine_similarity(x, 2 * x, dim=0)")
def cosine_similarity(x1: Numbers, x2: Numbers, dim: int = 1, eps: float = 1e-8) -> Tensor:
    """The cosine of the angle between vectors along an axis."""
    a, b = together(as_tensor(x1), as_tensor(x2))
    axis = axis_of("cosine_similarity", a, dim)
    # Each vector over its length, which the bound holds without a say in the gradient.
    parts = []
    for x in (a, b):
        length = op.norm(x, axis=axis, keepdims=True)
        parts.append(op.div(x, op.clamp(length, min=eps, max=None)))
    return op.sum(op.mul(*parts), axis=axis)


@composed("norm(x1 - x2 + eps)", "d = F.pairwise_distance(x, y)")
def pairwise_distance(
    x1: Numbers, x2: Numbers, p: float = 2.0, eps: float = 1e-6, keepdim: bool = False
) -> Tensor:
    """The lengths of the differences of vectors."""
    difference = op.add(op.sub(x1, x2), eps)
    return op.norm(difference, p=p, axis=-1, keepdims=keepdim)


@composed("norm(x1[i] - x2[j])", "d = torch.cdist(x, y)")
def cdist(x1: Numbers, x2: Numbers, p: float = 2.0, compute_mode: Any = None) -> Tensor:
    """The distance of every row of one matrix to every row of another."""
    a, b = as_tensor(x1), as_tensor(x2)
    require_shape(
        min(a.ndim, b.ndim) > 1 and a.shape[-1] == b.shape[-1],
        f"cdist(): rows of one length are needed, not the shapes {a.shape} and {b.shape}",
    )
    difference = op.sub(op.unsqueeze(a, axis=-2), op.unsqueeze(b, axis=-3))
    if p == math.inf:
        return _furthest(difference)
    if p in (0, 1):
        return op.norm(difference, p=p, axis=-1)
    # A row is at no distance from itself, nor has that derivatives: those of a norm at 0 are NaN.
    same = op.all(op.eq(difference, 0.0), axis=-1, keepdims=True)
    length = op.norm(op.where(same, 1.0, difference), p=p, axis=-1)
    return op.where(op.squeeze(same, axis=-1), 0.0, length)


@composed("norm(input[i] - input[j]) for i < j", "d = torch.pdist(x)")
def pdist(input: Numbers, p: float = 2.0) -> Tensor:
    """The distance of every row to every later one."""
    a = as_tensor(input)
    require_shape(a.ndim == 2, f"pdist only supports 2D tensors, got: {a.ndim}D")
    first, second = np.triu_indices(a.shape[0], 1)
    rows = (op.index_select(a, each, axis=0) for each in (first, second))
    difference = op.sub(*rows)
    return _furthest(difference) if p == math.inf else op.norm(difference, p=p, axis=-1)


def _furthest(difference: Tensor) -> Tensor:
    """The largest absolute element of each row: every one that is as large has the slope 1.

    So it is in PyTorch's distances, where its norms share the slope.
    """
    if difference.shape[-1] == 0:
        return op.sum(difference, axis=-1)
    size = op.abs(difference)
    most = op.norm(difference, p=math.inf, axis=-1, keepdims=True).detach()
    slope = op.where(op.eq(size, most), op.sub(size, size.detach()), 0.0)
    return op.add(op.squeeze(most, axis=-1), op.sum(slope, axis=-1))


@composed(
    "mean(where(target == 1, 1 - cos, maximum(0, cos - margin)))",
    "loss = F.cosine_embedding_loss(x, y, torch.ones(2))",
)
def cosine_embedding_loss(
    input1: Numbers, input2: Numbers, target: Numbers, margin: float = 0.0, reduction: str = "mean"
) -> Tensor:
    """One less the cosine of pairs that belong together (1), the cosine of others (−1)."""
    a, b, labels = as_tensor(input1), as_tensor(input2), values_of(target)
    require_shape(
        labels.ndim in (0, 1) and a.ndim == labels.ndim + 1 and a.shape == b.shape,
        f"{labels.ndim}D target tensor expects {labels.ndim + 1}D input tensors, "
        f"but found inputs with sizes {a.shape} and {b.shape}",
    )
    axis = a.ndim - 1
    product = op.sum(op.mul(a, b), axis=axis)
    sizes = [op.add(op.sum(op.square(x), axis=axis), 1e-12) for x in (a, b)]
    cosine = op.div(product, op.sqrt(op.mul(*sizes)))
    close = op.where(labels == 1, op.sub(1.0, cosine), 0.0)
    apart = op.where(labels == -1, op.clamp(op.sub(cosine, margin), min=0.0, max=None), 0.0)
    return reduced(op.add(close, apart), reduction)


def _apart(distance: Any, triple: tuple[Any, Any, Any], margin: float, swap: bool) -> Tensor:
    """By how much an anchor is not closer to its like than to another, by a margin."""
    anchor, like, other = triple
    near, far = distance(anchor, like), distance(anchor, other)
    far = op.minimum(far, distance(like, other)) if swap else far
    return op.clamp(op.add(op.sub(near, far), margin), min=0.0, max=None)


@composed(
    "mean(maximum(0, d(anchor, positive) - d(anchor, negative) + margin))",
    "loss = F.triplet_margin_loss(x, y, z)",
)
def triplet_margin_loss(
    anchor: Numbers,
    positive: Numbers,
    negative: Numbers,
    margin: float = 1.0,
    p: float = 2,
    eps: float = 1e-6,
    swap: bool = False,
    reduction: str = "mean",
) -> Tensor:
    """How far an anchor fails to be closer to its like than to another, by a margin."""
    a, like, other = (as_tensor(x) for x in (anchor, positive, negative))
    require_shape(
        a.ndim == like.ndim == other.ndim,
        f"The anchor, positive, and negative tensors are expected to have the same number of "
        f"dimensions, but got: {a.ndim}, {like.ndim} and {other.ndim}",
    )
    distance = partial(pairwise_distance, p=p, eps=eps)
    return reduced(_apart(distance, (a, like, other), margin, swap), reduction)


@composed(
    "mean(maximum(0, d(anchor, positive) - d(anchor, negative) + margin))",
    "loss = F.triplet_margin_with_distance_loss(x, y, z)",
)
def triplet_margin_with_distance_loss(
    anchor: Numbers,
    positive: Numbers,
    negative: Numbers,
    *,
    distance_function: Any = None,
    margin: float = 1.0,
    swap: bool = False,
    reduction: str = "mean",
) -> Tensor:
    """How far an anchor fails to be closer to its like than to another, by a distance of yours."""
    distance = pairwise_distance if distance_function is None else distance_function
    return reduced(_apart(distance, (anchor, positive, negative), margin, swap), reduction)
