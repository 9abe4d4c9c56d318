"""Attention with several heads.

Vaswani et al., "Attention Is All You Need" (2017).
"""

from __future__ import annotations

import math
from typing import Any

from chainrule import functional as F
from chainrule.engine import ArgumentError, Tensor
from chainrule.nn import initialisation
from chainrule.nn.layers import Linear
from chainrule.nn.module import Module
from chainrule.nn.native import Parameter


def _masked(scores: Tensor, mask: Tensor) -> Tensor:
    """−∞ where a mask of truth values holds; a mask of numbers is added."""
    if "bool" in str(mask.dtype):
        return F.masked_fill(scores, mask, -math.inf)
    return scores + mask


class MultiheadAttention(Module):
    """Queries, keys and values of ``num_heads`` heads, put together by one dense layer.

    Parameters: in_proj_weight (3 · d, d), or where keys or values are of other sizes q_proj_weight
    (d, d), k_proj_weight (d, kdim) and v_proj_weight (d, vdim); in_proj_bias (3 · d,), out_proj;
    with ``add_bias_kv`` bias_k and bias_v (1, 1, d), one more key and value for everybody.
    """

    def __init__(
        self,
        embed_dim: int,
        num_heads: int,
        dropout: float = 0.0,
        bias: bool = True,
        add_bias_kv: bool = False,
        add_zero_attn: bool = False,
        kdim: int | None = None,
        vdim: int | None = None,
        batch_first: bool = False,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        if embed_dim % num_heads:
            raise ArgumentError("embed_dim must be divisible by num_heads")
        self.embed_dim = embed_dim
        self.num_heads = num_heads
        self.dropout = dropout
        self.batch_first = batch_first
        self.add_zero_attn = add_zero_attn
        self.kdim = embed_dim if kdim is None else kdim
        self.vdim = embed_dim if vdim is None else vdim
        self.in_proj_weight = None
        if self.kdim == self.vdim == embed_dim:
            self.in_proj_weight = Parameter(F.empty(3 * embed_dim, embed_dim, dtype=dtype))
        else:
            self.q_proj_weight = Parameter(F.empty(embed_dim, embed_dim, dtype=dtype))
            self.k_proj_weight = Parameter(F.empty(embed_dim, self.kdim, dtype=dtype))
            self.v_proj_weight = Parameter(F.empty(embed_dim, self.vdim, dtype=dtype))
        self.in_proj_bias = Parameter(F.empty(3 * embed_dim, dtype=dtype)) if bias else None
        self.out_proj = Linear(embed_dim, embed_dim, bias, device, dtype)
        self.bias_k = Parameter(F.empty(1, 1, embed_dim, dtype=dtype)) if add_bias_kv else None
        self.bias_v = Parameter(F.empty(1, 1, embed_dim, dtype=dtype)) if add_bias_kv else None
        if self.in_proj_weight is not None:
            initialisation.xavier_uniform_(self.in_proj_weight)
        else:
            for weight in self._weights():
                initialisation.xavier_uniform_(weight)
        if self.in_proj_bias is not None and self.out_proj.bias is not None:
            initialisation.zeros_(self.in_proj_bias)
            initialisation.zeros_(self.out_proj.bias)
        for extra in (self.bias_k, self.bias_v):
            if extra is not None:
                initialisation.xavier_normal_(extra)

    def _weights(self) -> Any:
        """Those of queries, keys and values."""
        if self.in_proj_weight is not None:
            return F.chunk(self.in_proj_weight, 3, 0)
        return (self.q_proj_weight, self.k_proj_weight, self.v_proj_weight)

    def _longer(self, x: Tensor, extra: Tensor | None) -> Tensor:
        """Keys or values (batch, time, d) with those that everybody has."""
        one = (x.shape[0], 1, x.shape[2])
        parts = [x] if extra is None else [x, F.broadcast_to(extra, one)]
        if self.add_zero_attn:
            parts.append(F.zeros(one, dtype=x.dtype))
        return F.cat(parts, 1) if len(parts) > 1 else x

    def _heads(self, x: Tensor) -> Tensor:
        """(batch, time, d) as (batch, heads, time, d / heads)."""
        size = self.embed_dim // self.num_heads
        return x.reshape(x.shape[0], x.shape[1], self.num_heads, size).transpose(1, 2)

    def forward(
        self,
        query: Tensor,
        key: Tensor,
        value: Tensor,
        key_padding_mask: Tensor | None = None,
        need_weights: bool = True,
        attn_mask: Tensor | None = None,
        average_attn_weights: bool = True,
        is_causal: bool = False,
    ) -> tuple[Tensor, Tensor | None]:
        """Maps (time, batch, d) to the same shape and the weights (batch, time, time).

        With ``batch_first`` the batch comes first; without a batch, (time, d).
        """
        is_batch = query.ndim == 3
        parts = [query, key, value]
        if not is_batch:
            parts = [part.unsqueeze(0) for part in parts]
        elif not self.batch_first:
            parts = [part.transpose(0, 1) for part in parts]
        biases: Any = (None, None, None)
        if self.in_proj_bias is not None:
            biases = F.chunk(self.in_proj_bias, 3, 0)
        q, k, v = (
            F.linear(part, w, b) for part, w, b in zip(parts, self._weights(), biases, strict=True)
        )
        k, v = self._longer(k, self.bias_k), self._longer(v, self.bias_v)
        added = k.shape[1] - parts[1].shape[1]
        if added:
            attn_mask, key_padding_mask = (
                mask if mask is None else F.pad(mask, (0, added))
                for mask in (attn_mask, key_padding_mask)
            )
        q, k, v = map(self._heads, (q, k, v))
        scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
        if attn_mask is not None:
            if attn_mask.ndim == 3:  # one for each sample and head
                attn_mask = attn_mask.reshape(-1, self.num_heads, *attn_mask.shape[1:])
            scores = _masked(scores, attn_mask)
        if key_padding_mask is not None:
            if key_padding_mask.ndim == 1:
                key_padding_mask = key_padding_mask.unsqueeze(0)
            scores = _masked(scores, key_padding_mask[:, None, None, :])
        weights = F.softmax(scores, -1)
        mixed = F.dropout(weights, self.dropout, self.training) if self.dropout else weights
        out = (mixed @ v).transpose(1, 2).reshape(*parts[0].shape)
        out = self.out_proj(out)
        shown = weights.mean(1) if average_attn_weights else weights
        if not is_batch:
            out, shown = out.squeeze(0), shown.squeeze(0)
        elif not self.batch_first:
            out = out.transpose(0, 1)
        return out, shown if need_weights else None
