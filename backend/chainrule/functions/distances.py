"""Distances and angles between vectors."""

from __future__ import annotations

import math
from typing import Any

from chainrule.engine import Tensor
from chainrule.functions.arguments import Numbers, as_tensor, axis_of, op, require_shape, together
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
    if p in (0, 1, math.inf):
        return op.norm(difference, p=p, axis=-1)
    # A row is at no distance from itself, nor has that derivatives: those of a norm at 0 are NaN.
    same = op.all(op.eq(difference, 0.0), axis=-1, keepdims=True)
    length = op.norm(op.where(same, 1.0, difference), p=p, axis=-1)
    return op.where(op.squeeze(same, axis=-1), 0.0, length)
