"""Embeddings: rows of a table of weights, by their numbers."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from chainrule.engine import Tensor
from chainrule.functions.arguments import (
    Numbers,
    as_tensor,
    op,
    positions_of,
    require,
    require_shape,
)
from chainrule.functions.composition import composed


@composed("weight[input]", "y = F.embedding(torch.tensor([0, 2]), weight)")
def embedding(
    input: Numbers,
    weight: Numbers,
    padding_idx: int | None = None,
    max_norm: float | None = None,
    norm_type: float = 2.0,
    scale_grad_by_freq: bool = False,
    sparse: bool = False,
) -> Tensor:
    """The rows of the weights at these positions; what repeats adds up its gradients."""
    index, w = as_tensor(input), as_tensor(weight)
    require(max_norm is None, "embedding(): max_norm would change the weights; scale them before")
    require(not scale_grad_by_freq, "embedding(): scale_grad_by_freq is not available")
    require_shape(w.ndim == 2, f"'weight' must be 2-D, not of shape {w.shape}")
    places = positions_of(index)
    require(
        places.size == 0 or (places.min() >= 0 and places.max() < w.shape[0]),
        f"index out of range in self: the {w.shape[0]} rows are 0 … {w.shape[0] - 1}",
    )
    rows = op.index_select(w, index, axis=0)
    if padding_idx is None:
        return rows
    kept = places != padding_idx % w.shape[0]
    return rows if kept.all() else op.where(kept[..., None], rows, rows.detach())


@composed(
    "stack([mean(weight[bag]) for bag in bags])",
    "y = F.embedding_bag(torch.tensor([[0, 1]]), torch.ones(3, 2))",
)
def embedding_bag(
    input: Numbers,
    weight: Numbers,
    offsets: Numbers | None = None,
    max_norm: float | None = None,
    norm_type: float = 2,
    scale_grad_by_freq: bool = False,
    mode: str = "mean",
    sparse: bool = False,
    per_sample_weights: Numbers | None = None,
    include_last_offset: bool = False,
    padding_idx: int | None = None,
) -> Tensor:
    """The sum, the mean or the largest of rows of the weights, bag by bag."""
    index, w = as_tensor(input), as_tensor(weight)
    require(mode in ("sum", "mean", "max"), f"mode has to be one of sum, mean or max, not {mode!r}")
    require(
        per_sample_weights is None or mode == "sum",
        "embedding_bag: per_sample_weights was not None; it is only supported for mode='sum'",
    )
    places = positions_of(index)
    require_shape(
        (index.ndim == 2) == (offsets is None) and index.ndim in (1, 2),
        "embedding_bag(): rows of positions, or one list of them with offsets, are needed",
    )
    if offsets is None:
        bounds = [index.shape[1] * k for k in range(index.shape[0] + 1)]
    else:
        starts = [int(k) for k in positions_of(as_tensor(offsets))]
        bounds = starts if include_last_offset else [*starts, places.size]
    rows = embedding(op.reshape(index, shape=(-1,)), w, padding_idx, max_norm)
    if per_sample_weights is not None:
        shares = op.reshape(per_sample_weights, shape=(-1, 1))
        rows = op.mul(rows, shares)
    kept = places.reshape(-1) != (-1 if padding_idx is None else padding_idx % w.shape[0])
    reduce = {"sum": op.sum, "mean": op.mean, "max": op.max}[mode]
    bags = []
    for start, end in pairwise(bounds):
        bag = np.arange(start, end)[kept[start:end]]
        empty = op.mul(w[:1].detach().reshape(-1), 0.0)
        bags.append(reduce(op.index_select(rows, bag, axis=0), axis=0) if bag.size else empty)
    return op.stack(*bags, axis=0)
