"""Transformers: the layers of encoder and decoder, stacks of them, and both together.

Vaswani et al., "Attention Is All You Need" (2017).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from chainrule import functional as F
from chainrule.engine import ShapeError, Tensor
from chainrule.nn import initialisation
from chainrule.nn.attention import MultiheadAttention
from chainrule.nn.containers import ModuleList
from chainrule.nn.dropout import Dropout
from chainrule.nn.layers import Linear
from chainrule.nn.module import Module
from chainrule.nn.native import deep_copy
from chainrule.nn.normalisation import LayerNorm

ACTIVATIONS: dict[str, Callable[..., Tensor]] = {"relu": F.relu, "gelu": F.gelu}


class TransformerEncoderLayer(Module):
    """Attention and two dense layers, each with a residual path and a normalisation."""

    attentions: tuple[str, ...] = ("self_attn",)
    self_attn: MultiheadAttention

    def __init__(
        self,
        d_model: int,
        nhead: int,
        dim_feedforward: int = 2048,
        dropout: float = 0.1,
        activation: Any = F.relu,
        layer_norm_eps: float = 1e-5,
        batch_first: bool = False,
        norm_first: bool = False,
        bias: bool = True,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        for name in self.attentions:
            attention = MultiheadAttention(
                d_model, nhead, dropout, bias, batch_first=batch_first, device=device, dtype=dtype
            )
            setattr(self, name, attention)
        self.linear1 = Linear(d_model, dim_feedforward, bias, device, dtype)
        self.dropout = Dropout(dropout)
        self.linear2 = Linear(dim_feedforward, d_model, bias, device, dtype)
        self.norm_first = norm_first
        paths = range(1, len(self.attentions) + 2)
        for k in paths:
            norm = LayerNorm(d_model, layer_norm_eps, True, bias, device, dtype)
            setattr(self, f"norm{k}", norm)
        for k in paths:
            setattr(self, f"dropout{k}", Dropout(dropout))
        self.activation = ACTIVATIONS[activation] if isinstance(activation, str) else activation

    def _feed(self, x: Tensor) -> Tensor:
        return self.linear2(self.dropout(self.activation(self.linear1(x))))

    def _through(self, x: Tensor, *parts: Callable[[Tensor], Tensor]) -> Tensor:
        """One residual path after another, each with its normalisation before or after it."""
        for k, part in enumerate(parts, 1):
            norm, dropout = getattr(self, f"norm{k}"), getattr(self, f"dropout{k}")
            x = x + dropout(part(norm(x))) if self.norm_first else norm(x + dropout(part(x)))
        return x

    def forward(
        self,
        src: Tensor,
        src_mask: Any = None,
        src_key_padding_mask: Any = None,
        is_causal: bool = False,
    ) -> Tensor:
        """In the shape of ``src``; ``is_causal`` only says what the mask is, as in PyTorch."""
        return self._through(
            src,
            lambda x: self.self_attn(x, x, x, src_key_padding_mask, False, src_mask)[0],
            self._feed,
        )


class TransformerDecoderLayer(TransformerEncoderLayer):
    """Attention to what came before, attention to an encoder's result, and two dense layers."""

    attentions = ("self_attn", "multihead_attn")
    multihead_attn: MultiheadAttention

    def forward(  # type: ignore[override]
        self,
        tgt: Tensor,
        memory: Tensor,
        tgt_mask: Any = None,
        memory_mask: Any = None,
        tgt_key_padding_mask: Any = None,
        memory_key_padding_mask: Any = None,
        tgt_is_causal: bool = False,
        memory_is_causal: bool = False,
    ) -> Tensor:
        """In the shape of ``tgt``; ``memory`` is the encoder's result."""
        return self._through(
            tgt,
            lambda x: self.self_attn(x, x, x, tgt_key_padding_mask, False, tgt_mask)[0],
            lambda x: self.multihead_attn(
                x, memory, memory, memory_key_padding_mask, False, memory_mask
            )[0],
            self._feed,
        )


class Stack(Module):
    """Several layers, one after another: copies of the one that is given."""

    def __init__(self, layer: Any, num_layers: int, norm: Any) -> None:
        super().__init__()
        self.layers = ModuleList([deep_copy(layer) for _ in range(num_layers)])
        self.num_layers = num_layers
        self.norm = norm

    def _through(self, x: Tensor, *others: Any) -> Tensor:
        """Through every layer, each of which is given the others, too, and the normalisation."""
        for layer in self.layers:
            x = layer(x, *others)
        return x if self.norm is None else self.norm(x)


class TransformerEncoder(Stack):
    """Several encoder layers, one after another: copies of the one that is given."""

    def __init__(
        self,
        encoder_layer: Any,
        num_layers: int,
        norm: Any = None,
        enable_nested_tensor: bool = True,
        mask_check: bool = True,
    ) -> None:
        super().__init__(encoder_layer, num_layers, norm)

    def forward(
        self,
        src: Tensor,
        mask: Any = None,
        src_key_padding_mask: Any = None,
        is_causal: Any = None,
    ) -> Tensor:
        """In the shape of ``src``."""
        return self._through(src, mask, src_key_padding_mask)


class TransformerDecoder(Stack):
    """Several decoder layers, one after another: copies of the one that is given."""

    def __init__(self, decoder_layer: Any, num_layers: int, norm: Any = None) -> None:
        super().__init__(decoder_layer, num_layers, norm)

    def forward(
        self,
        tgt: Tensor,
        memory: Tensor,
        tgt_mask: Any = None,
        memory_mask: Any = None,
        tgt_key_padding_mask: Any = None,
        memory_key_padding_mask: Any = None,
        tgt_is_causal: Any = None,
        memory_is_causal: bool = False,
    ) -> Tensor:
        """In the shape of ``tgt``."""
        masks = (tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask)
        return self._through(tgt, memory, *masks)


class Transformer(Module):
    """An encoder of one sequence, and a decoder that makes another one of it."""

    def __init__(
        self,
        d_model: int = 512,
        nhead: int = 8,
        num_encoder_layers: int = 6,
        num_decoder_layers: int = 6,
        dim_feedforward: int = 2048,
        dropout: float = 0.1,
        activation: Any = F.relu,
        custom_encoder: Any = None,
        custom_decoder: Any = None,
        layer_norm_eps: float = 1e-5,
        batch_first: bool = False,
        norm_first: bool = False,
        bias: bool = True,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        options = (dim_feedforward, dropout, activation, layer_norm_eps, batch_first, norm_first)
        last = (bias, device, dtype)
        layer: Module
        if custom_encoder is None:
            layer = TransformerEncoderLayer(d_model, nhead, *options, *last)
            norm = LayerNorm(d_model, layer_norm_eps, True, *last)
            custom_encoder = TransformerEncoder(layer, num_encoder_layers, norm)
        self.encoder = custom_encoder
        if custom_decoder is None:
            layer = TransformerDecoderLayer(d_model, nhead, *options, *last)
            norm = LayerNorm(d_model, layer_norm_eps, True, *last)
            custom_decoder = TransformerDecoder(layer, num_decoder_layers, norm)
        self.decoder = custom_decoder
        for parameter in self.parameters():
            if parameter.ndim > 1:
                initialisation.xavier_uniform_(parameter)
        self.d_model, self.nhead, self.batch_first = d_model, nhead, batch_first

    def forward(
        self,
        src: Tensor,
        tgt: Tensor,
        src_mask: Any = None,
        tgt_mask: Any = None,
        memory_mask: Any = None,
        src_key_padding_mask: Any = None,
        tgt_key_padding_mask: Any = None,
        memory_key_padding_mask: Any = None,
        src_is_causal: Any = None,
        tgt_is_causal: Any = None,
        memory_is_causal: bool = False,
    ) -> Tensor:
        """In the shape of ``tgt``.

        Raises:
            ShapeError: the last axis of ``src`` or of ``tgt`` is not ``d_model`` long.
        """
        if {src.shape[-1], tgt.shape[-1]} != {self.d_model}:
            raise ShapeError(
                f"the last axis of src and tgt has d_model = {self.d_model} elements, not as in "
                f"{src.shape} and {tgt.shape}; PyTorch: the feature number of src and tgt must be "
                "equal to d_model"
            )
        memory = self.encoder(src, src_mask, src_key_padding_mask)
        masks = (tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask)
        return self.decoder(tgt, memory, *masks)

    @staticmethod
    def generate_square_subsequent_mask(sz: int) -> Tensor:
        """−∞ above the diagonal, 0 on it and below; (sz, sz)."""
        return F.triu(F.full((sz, sz), -math.inf), 1)
