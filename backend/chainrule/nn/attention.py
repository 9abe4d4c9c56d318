"""Attention with several heads, and the encoder layer of a transformer.

Vaswani et al., "Attention Is All You Need" (2017).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from chainrule import functional as F
from chainrule.engine import ArgumentError, Tensor
from chainrule.nn import initialisation
from chainrule.nn.containers import ModuleList
from chainrule.nn.layers import Dropout, Linear
from chainrule.nn.module import Module
from chainrule.nn.native import Parameter, deep_copy
from chainrule.nn.normalisation import LayerNorm


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
            self.in_proj_weight = Parameter(F.empty(3 * embed_dim, embed_dim))
        else:
            self.q_proj_weight = Parameter(F.empty(embed_dim, embed_dim))
            self.k_proj_weight = Parameter(F.empty(embed_dim, self.kdim))
            self.v_proj_weight = Parameter(F.empty(embed_dim, self.vdim))
        self.in_proj_bias = Parameter(F.empty(3 * embed_dim)) if bias else None
        self.out_proj = Linear(embed_dim, embed_dim, bias)
        self.bias_k = Parameter(F.empty(1, 1, embed_dim)) if add_bias_kv else None
        self.bias_v = Parameter(F.empty(1, 1, embed_dim)) if add_bias_kv else None
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


class TransformerEncoderLayer(Module):
    """Attention and two dense layers, each with a residual path and a normalisation."""

    def __init__(
        self,
        d_model: int,
        nhead: int,
        dim_feedforward: int = 2048,
        dropout: float = 0.1,
        activation: Any = "relu",
        layer_norm_eps: float = 1e-5,
        batch_first: bool = False,
        norm_first: bool = False,
    ) -> None:
        super().__init__()
        self.self_attn = MultiheadAttention(d_model, nhead, dropout, batch_first=batch_first)
        self.linear1 = Linear(d_model, dim_feedforward)
        self.dropout = Dropout(dropout)
        self.linear2 = Linear(dim_feedforward, d_model)
        self.norm1 = LayerNorm(d_model, layer_norm_eps)
        self.norm2 = LayerNorm(d_model, layer_norm_eps)
        self.dropout1 = Dropout(dropout)
        self.dropout2 = Dropout(dropout)
        self.norm_first = norm_first
        named: dict[str, Callable[..., Tensor]] = {"relu": F.relu, "gelu": F.gelu}
        self.activation = named[activation] if isinstance(activation, str) else activation

    def _attend(self, x: Tensor, mask: Any, padding: Any) -> Tensor:
        found, _ = self.self_attn(x, x, x, padding, False, mask)
        return self.dropout1(found)

    def _feed(self, x: Tensor) -> Tensor:
        return self.dropout2(self.linear2(self.dropout(self.activation(self.linear1(x)))))

    def forward(
        self,
        src: Tensor,
        src_mask: Any = None,
        src_key_padding_mask: Any = None,
        is_causal: bool = False,
    ) -> Tensor:
        """In the shape of ``src``."""
        if self.norm_first:
            src = src + self._attend(self.norm1(src), src_mask, src_key_padding_mask)
            return src + self._feed(self.norm2(src))
        src = self.norm1(src + self._attend(src, src_mask, src_key_padding_mask))
        return self.norm2(src + self._feed(src))


class TransformerEncoder(Module):
    """Several encoder layers, one after another: copies of the one that is given."""

    def __init__(
        self,
        encoder_layer: Any,
        num_layers: int,
        norm: Any = None,
        enable_nested_tensor: bool = True,
        mask_check: bool = True,
    ) -> None:
        super().__init__()
        self.layers = ModuleList([deep_copy(encoder_layer) for _ in range(num_layers)])
        self.num_layers = num_layers
        self.norm = norm

    def forward(
        self,
        src: Tensor,
        mask: Any = None,
        src_key_padding_mask: Any = None,
        is_causal: Any = None,
    ) -> Tensor:
        """In the shape of ``src``."""
        for layer in self.layers:
            src = layer(src, mask, src_key_padding_mask)
        return src if self.norm is None else self.norm(src)


class Transformer(Module):
    """Only what programs call of it: the mask that hides what comes later."""

    def __init__(self, *args: Any, **options: Any) -> None:
        raise ArgumentError("nn.Transformer as a whole is not there: use nn.TransformerEncoder")

    @staticmethod
    def generate_square_subsequent_mask(sz: int) -> Tensor:
        """−∞ above the diagonal, 0 on it and below; (sz, sz)."""
        return F.triu(F.full((sz, sz), -math.inf), 1)
