"""Attention: values weighted by how well their keys fit a query."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from chainrule.engine import Tensor
from chainrule.functions.arguments import (
    Numbers,
    as_tensor,
    is_mask,
    op,
    require,
    require_shape,
    values_of,
)
from chainrule.functions.arrangements import repeat_interleave
from chainrule.functions.composition import composed
from chainrule.functions.dropping import dropout
from chainrule.functions.layers import linear


def masked(scores: Tensor, mask: Numbers | None) -> Tensor:
    """The scores where a mask holds, −∞ elsewhere; or with numbers added."""
    if mask is None:
        return scores
    if is_mask(mask):
        return op.where(mask, scores, -math.inf)
    return op.add(scores, mask)


def shared(query: Tensor, given: Numbers) -> Tensor:
    """Keys or values whose heads are repeated until there are as many as of queries."""
    a = as_tensor(given)
    require_shape(
        min(query.ndim, a.ndim) > 2 and a.shape[-3] and query.shape[-3] % a.shape[-3] == 0,
        "Number of heads in key and value must divide the number of heads in query, "
        f"but the shapes are {query.shape} and {a.shape}",
    )
    return repeat_interleave(a, query.shape[-3] // a.shape[-3], -3)


def shares(scores: Tensor) -> Tensor:
    """The softmax of each row; a row that is masked as a whole has none, as in PyTorch."""
    empty = np.all(values_of(scores) == -math.inf, axis=-1, keepdims=True)
    if not empty.any():
        return op.softmax(scores, axis=-1)
    return op.where(empty, 0.0, op.softmax(op.where(empty, 0.0, scores), axis=-1))


@composed(
    "softmax(query @ key.T / sqrt(d)) @ value",
    "y = F.scaled_dot_product_attention(q, k, k, is_causal=True)",
)
def scaled_dot_product_attention(
    query: Numbers,
    key: Numbers,
    value: Numbers,
    attn_mask: Numbers | None = None,
    dropout_p: float = 0.0,
    is_causal: bool = False,
    scale: float | None = None,
    enable_gqa: bool = False,
) -> Tensor:
    """The values, weighted by how well their keys fit the query.

    With ``enable_gqa`` each head of keys and values serves several heads of queries.
    """
    q, k = as_tensor(query), as_tensor(key)
    if enable_gqa:
        key, value = (shared(q, x) for x in (key, value))
        k = as_tensor(key)
    require_shape(min(q.ndim, k.ndim) > 1, "query and key are matrices, or batches of them")
    require(
        attn_mask is None or not is_causal,
        "Explicit attn_mask should not be set when is_causal=True",
    )
    product = op.matmul(q, op.transpose(k))
    factor = 1.0 / math.sqrt(q.shape[-1]) if scale is None else scale
    scores = op.mul(product, factor)
    if is_causal:
        earlier = np.tri(q.shape[-2], k.shape[-2], dtype=bool)
        scores = op.where(earlier, scores, -math.inf)
    weights = shares(masked(scores, attn_mask))
    if dropout_p:
        weights = dropout(weights, dropout_p)
    return op.matmul(weights, value)


def split_heads(a: Tensor, heads: int) -> Tensor:
    """(samples, length, width) as (samples, heads, length, width / heads)."""
    samples, length, width = a.shape
    apart = op.reshape(a, shape=(samples, length, heads, width // heads))
    return op.transpose(apart, axis0=1, axis1=2)


def join_heads(a: Tensor) -> Tensor:
    """(samples, heads, length, width) as (samples, length, heads · width)."""
    samples, heads, length, width = a.shape
    together = op.transpose(a, axis0=1, axis1=2)
    return op.reshape(together, shape=(samples, length, heads * width))


@composed(
    "linear(concat(heads))",
    "y, weights = torch.multi_head_attention(b, b, b, 1, [weight] * 3, None, weight)",
)
def multi_head_attention(
    query: Numbers,
    key: Numbers,
    value: Numbers,
    num_heads: int,
    weights: Any,
    biases: Any,
    out_weight: Numbers,
    out_bias: Numbers | None = None,
    attn_mask: Numbers | None = None,
    dropout_p: float = 0.0,
) -> tuple[Tensor, Tensor]:
    """Attention in several heads of a batch (samples, length, width), and each head's weights.

    ``weights`` and ``biases`` (or None) are three: of queries, keys and values.
    """
    shifts = biases if biases is not None else (None, None, None)
    q, k, v = (
        split_heads(linear(x, w, b), num_heads)
        for x, w, b in zip((query, key, value), weights, shifts, strict=True)
    )
    scores = op.matmul(op.mul(q, 1.0 / math.sqrt(q.shape[-1])), op.transpose(k))
    found = op.softmax(masked(scores, attn_mask), axis=-1)
    if dropout_p:
        found = dropout(found, dropout_p)
    return linear(join_heads(op.matmul(found, v)), out_weight, out_bias), found
