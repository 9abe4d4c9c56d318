"""PyTorch's layers begin with the parameters that these functions return."""

import pytest
from chainrule.engine import ArgumentError
from chainrule.functions.generator import Generator, layers
from generator_torch import assert_draws_alike, assert_same_bits, import_fused_torch

each_dtype = pytest.mark.parametrize("dtype", ["float32", "float64"])

# What PyTorch calls it, its arguments, and our call.
LAYERS = [
    ("Linear", (5, 3), {}, layers.linear, (5, 3), {}),
    ("Linear", (50, 30), {"bias": False}, layers.linear, (50, 30), {"bias": False}),
    ("Bilinear", (5, 4, 3), {}, layers.bilinear, (5, 4, 3), {}),
    ("Bilinear", (5, 4, 3), {"bias": False}, layers.bilinear, (5, 4, 3), {"bias": False}),
    ("Conv1d", (4, 6, 3), {}, layers.convolution, (4, 6, (3,)), {}),
    ("Conv2d", (4, 6, (3, 2)), {"groups": 2}, layers.convolution, (4, 6, (3, 2)), {"groups": 2}),
    ("Conv2d", (1, 8, 5), {"bias": False}, layers.convolution, (1, 8, (5, 5)), {"bias": False}),
    ("Conv3d", (2, 3, 2), {}, layers.convolution, (2, 3, (2, 2, 2)), {}),
    (
        "ConvTranspose2d",
        (4, 6, 3),
        {"groups": 2},
        layers.convolution,
        (4, 6, (3, 3)),
        {"groups": 2, "transposed": True},
    ),
    ("Embedding", (7, 4), {}, layers.embedding, (7, 4), {}),
    ("Embedding", (7, 2), {"padding_idx": -1}, layers.embedding, (7, 2), {"padding_idx": -1}),
    ("EmbeddingBag", (7, 4), {}, layers.embedding, (7, 4), {}),
    ("RNN", (3, 5), {}, layers.recurrent, ("RNN", 3, 5), {}),
    *[
        (kind, (3, 5), options, layers.recurrent, (kind, 3, 5), options)
        for kind in ("RNN", "LSTM", "GRU")
        for options in ({"num_layers": 2, "bidirectional": True}, {"bias": False})
    ],
    ("LSTM", (3, 5), {"proj_size": 2}, layers.recurrent, ("LSTM", 3, 5), {"proj_size": 2}),
    *[
        (f"{kind}Cell", (3, 5), {"bias": bias}, layers.recurrent_cell, (kind, 3, 5), {"bias": bias})
        for kind in ("RNN", "LSTM", "GRU")
        for bias in (True, False)
    ],
    *[
        ("MultiheadAttention", (8, 2), options, layers.multihead_attention, (8,), options)
        for options in (
            {},
            {"bias": False},
            {"add_bias_kv": True},
            {"kdim": 3, "vdim": 5},
        )
    ],
]


@each_dtype
@pytest.mark.parametrize(
    ("name", "arguments", "options", "ours", "sizes", "settings"),
    LAYERS,
    ids=[f"{name}{arguments}{options}" for name, arguments, options, *_ in LAYERS],
)
def test_a_layer_begins_as_in_pytorch(name, arguments, options, ours, sizes, settings, dtype):
    torch = import_fused_torch()

    def theirs():
        module = getattr(torch.nn, name)(*arguments, **options, dtype=getattr(torch, dtype))
        return dict(module.named_parameters())

    assert_draws_alike(17, lambda g: ours(g, *sizes, **settings, dtype=dtype), theirs)


def test_a_model_s_layers_draw_in_the_order_in_which_they_are_made():
    torch, generator = import_fused_torch(), Generator(3)
    torch.manual_seed(3)
    nn = torch.nn
    model = nn.Sequential(
        nn.Conv2d(1, 4, 3), nn.BatchNorm2d(4), nn.PReLU(), nn.LayerNorm(9), nn.Linear(9, 2)
    )
    assert_same_bits(layers.convolution(generator, 1, 4, (3, 3)), dict(model[0].named_parameters()))
    assert_same_bits(layers.linear(generator, 9, 2), dict(model[4].named_parameters()))


def test_an_unknown_kind_of_recurrent_layer_is_refused():
    with pytest.raises(ArgumentError, match="choose one of RNN, GRU, LSTM"):
        layers.recurrent(Generator(), "lstm", 3, 5)
