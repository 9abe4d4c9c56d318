"""The parameters that PyTorch's layers begin with.

Each function is named after a layer and returns what the layer's ``named_parameters()`` are right
after it was made, in that order. A model's layers draw in the order in which they are made. Layers
of normalisation and ``PReLU`` draw nothing. Source: ``reset_parameters`` in torch/nn/modules.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import DTypeLike

from chainrule.engine.errors import ArgumentError
from chainrule.functions.generator.arithmetic import Floats
from chainrule.functions.generator.generator import Generator
from chainrule.functions.generator.initialisation import (
    fans,
    kaiming_uniform,
    xavier_normal,
    xavier_uniform,
)

Parameters = dict[str, Floats]

_GATES = {"RNN": 1, "GRU": 3, "LSTM": 4}


def linear(
    generator: Generator,
    in_features: int,
    out_features: int,
    bias: bool = True,
    dtype: DTypeLike = np.float32,
) -> Parameters:
    """``nn.Linear``."""
    return _dense(generator, (out_features, in_features), out_features, bias, dtype)


def bilinear(
    generator: Generator,
    in1_features: int,
    in2_features: int,
    out_features: int,
    bias: bool = True,
    dtype: DTypeLike = np.float32,
) -> Parameters:
    """``nn.Bilinear``."""
    bound = 1 / math.sqrt(in1_features)
    shapes: dict[str, Sequence[int]] = {"weight": (out_features, in1_features, in2_features)}
    if bias:
        shapes["bias"] = (out_features,)
    return _within(generator, bound, shapes, dtype)


def convolution(
    generator: Generator,
    in_channels: int,
    out_channels: int,
    kernel: Sequence[int],
    groups: int = 1,
    bias: bool = True,
    transposed: bool = False,
    dtype: DTypeLike = np.float32,
) -> Parameters:
    """``nn.Conv1d``, ``2d``, ``3d`` and their transposes; ``kernel`` has a size for each axis."""
    channels = (
        (in_channels, out_channels // groups)
        if transposed
        else (out_channels, in_channels // groups)
    )
    return _dense(generator, (*channels, *kernel), out_channels, bias, dtype)


def _dense(
    generator: Generator, shape: Sequence[int], outputs: int, bias: bool, dtype: DTypeLike
) -> Parameters:
    """A weight, then the biases; both lie within 1/√fan_in."""
    parameters = {"weight": kaiming_uniform(generator, shape, a=math.sqrt(5), dtype=dtype)}
    if bias:
        fan_in, _ = fans(shape)
        bound = 1 / math.sqrt(fan_in) if fan_in > 0 else 0
        parameters["bias"] = generator.uniform(outputs, -bound, bound, dtype)
    return parameters


def embedding(
    generator: Generator,
    num_embeddings: int,
    embedding_dim: int,
    padding_idx: int | None = None,
    dtype: DTypeLike = np.float32,
) -> Parameters:
    """``nn.Embedding`` and ``nn.EmbeddingBag``: normal, but for the row of padding."""
    weight = generator.randn((num_embeddings, embedding_dim), dtype)
    if padding_idx is not None:
        weight[padding_idx] = 0
    return {"weight": weight}


def recurrent(
    generator: Generator,
    kind: str,
    input_size: int,
    hidden_size: int,
    num_layers: int = 1,
    bias: bool = True,
    bidirectional: bool = False,
    proj_size: int = 0,
    dtype: DTypeLike = np.float32,
) -> Parameters:
    """``nn.RNN``, ``nn.LSTM`` and ``nn.GRU``, of which ``kind`` names one."""
    rows = _gates(kind) * hidden_size
    output = proj_size or hidden_size
    directions = ["", "_reverse"] if bidirectional else [""]
    shapes: dict[str, Sequence[int]] = {}
    for layer in range(num_layers):
        width = input_size if layer == 0 else output * len(directions)
        for direction in directions:
            suffix = f"_l{layer}{direction}"
            shapes["weight_ih" + suffix] = (rows, width)
            shapes["weight_hh" + suffix] = (rows, output)
            if bias:
                shapes["bias_ih" + suffix] = shapes["bias_hh" + suffix] = (rows,)
            if proj_size:
                shapes["weight_hr" + suffix] = (proj_size, hidden_size)
    return _within(generator, _recurrent_bound(hidden_size), shapes, dtype)


def recurrent_cell(
    generator: Generator,
    kind: str,
    input_size: int,
    hidden_size: int,
    bias: bool = True,
    dtype: DTypeLike = np.float32,
) -> Parameters:
    """``nn.RNNCell``, ``nn.LSTMCell`` and ``nn.GRUCell``; ``kind`` is named without the Cell."""
    rows = _gates(kind) * hidden_size
    shapes: dict[str, Sequence[int]] = {
        "weight_ih": (rows, input_size),
        "weight_hh": (rows, hidden_size),
    }
    if bias:
        shapes["bias_ih"] = shapes["bias_hh"] = (rows,)
    return _within(generator, _recurrent_bound(hidden_size), shapes, dtype)


def _gates(kind: str) -> int:
    if kind not in _GATES:
        raise ArgumentError(f"unknown recurrent layer {kind!r}; choose one of {', '.join(_GATES)}")
    return _GATES[kind]


def _recurrent_bound(hidden_size: int) -> float:
    return 1.0 / math.sqrt(hidden_size) if hidden_size > 0 else 0.0


def _within(
    generator: Generator, bound: float, shapes: dict[str, Sequence[int]], dtype: DTypeLike
) -> Parameters:
    """Uniform numbers between -bound and bound for every shape, in order."""
    return {name: generator.uniform(shape, -bound, bound, dtype) for name, shape in shapes.items()}


def multihead_attention(
    generator: Generator,
    embed_dim: int,
    bias: bool = True,
    add_bias_kv: bool = False,
    kdim: int | None = None,
    vdim: int | None = None,
    dtype: DTypeLike = np.float32,
) -> Parameters:
    """``nn.MultiheadAttention``: its last layer is made, and drawn, first; its bias becomes 0."""
    out = linear(generator, embed_dim, embed_dim, bias, dtype)
    widths = (embed_dim, kdim or embed_dim, vdim or embed_dim)
    if widths == (embed_dim,) * 3:
        shapes = {"in_proj_weight": (3 * embed_dim, embed_dim)}
    else:
        names = ("q_proj_weight", "k_proj_weight", "v_proj_weight")
        shapes = {n: (embed_dim, width) for n, width in zip(names, widths, strict=True)}
    parameters = {
        name: xavier_uniform(generator, shape, dtype=dtype) for name, shape in shapes.items()
    }
    if bias:
        parameters["in_proj_bias"] = np.zeros(3 * embed_dim, dtype)
    if add_bias_kv:
        for name in ("bias_k", "bias_v"):
            parameters[name] = xavier_normal(generator, (1, 1, embed_dim), dtype=dtype)
    parameters["out_proj.weight"] = out["weight"]
    if bias:
        parameters["out_proj.bias"] = np.zeros(embed_dim, dtype)
    return parameters
