"""Layers begin with PyTorch's own parameters, and ``init`` draws PyTorch's own numbers."""

import chainrule
import numpy as np
import pytest
from chainrule import nn
from generator_torch import import_fused_torch

LAYERS = [
    ("Linear", (5, 3), {}),
    ("Linear", (50, 30), {"bias": False}),
    ("Bilinear", (5, 4, 3), {}),
    ("Bilinear", (5, 4, 3), {"bias": False}),
    ("Conv1d", (4, 6, 3), {}),
    ("Conv2d", (4, 6, (3, 2)), {"groups": 2}),
    ("Conv2d", (1, 8, 5), {"bias": False}),
    ("ConvTranspose2d", (4, 6, 3), {"groups": 2}),
    ("Embedding", (7, 4), {}),
    ("Embedding", (7, 2), {"padding_idx": -1}),
    *[
        (kind, (3, 5), options)
        for kind in ("RNN", "LSTM", "GRU")
        for options in ({}, {"num_layers": 2, "bidirectional": True}, {"bias": False})
    ],
    *[
        (f"{kind}Cell", (3, 5), {"bias": b})
        for kind in ("RNN", "LSTM", "GRU")
        for b in (True, False)
    ],
    ("MultiheadAttention", (8, 2), {}),
    ("MultiheadAttention", (8, 2), {"bias": False}),
    ("TransformerEncoderLayer", (8, 2, 16), {}),
    ("TransformerDecoderLayer", (8, 2, 16), {}),
    ("Transformer", (8, 2, 1, 2, 16), {}),
]


def parameters_of(module):
    return {name: values.detach().numpy() for name, values in module.named_parameters()}


def assert_alike(ours, theirs):
    assert ours.keys() == theirs.keys()
    for name, values in theirs.items():
        np.testing.assert_array_equal(np.float32(ours[name]), values, err_msg=name)


@pytest.mark.filterwarnings("ignore:enable_nested_tensor")  # PyTorch's
@pytest.mark.parametrize(("name", "arguments", "options"), LAYERS)
def test_a_layer_begins_as_in_pytorch(name, arguments, options):
    torch = import_fused_torch()
    torch.manual_seed(17)
    theirs = getattr(torch.nn, name)(*arguments, **options)
    chainrule.manual_seed(17)
    assert_alike(parameters_of(getattr(nn, name)(*arguments, **options)), parameters_of(theirs))


def test_a_model_s_layers_draw_in_the_order_in_which_they_are_made():
    torch = import_fused_torch()
    made = []
    for library, seed in ((nn, chainrule.manual_seed), (torch.nn, torch.manual_seed)):
        seed(3)
        layers = (library.Conv2d(1, 4, 3), library.BatchNorm2d(4), library.PReLU())
        made.append(library.Sequential(*layers, library.LayerNorm(9), library.Linear(9, 2)))
    assert_alike(*map(parameters_of, made))


@pytest.mark.parametrize("shape", [(3, 4), (20, 30), (4, 2, 3)])
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("uniform_", (-1.0, 2.0)),
        ("normal_", (1.0, 0.5)),
        ("trunc_normal_", ()),
        ("trunc_normal_", (0.0, 1.0, 1.5, 3.0)),
        ("constant_", (2.5,)),
        ("zeros_", ()),
        ("ones_", ()),
        ("xavier_uniform_", (1.5,)),
        ("xavier_normal_", ()),
        ("kaiming_uniform_", (0.1, "fan_out")),
        ("kaiming_normal_", (0.0, "fan_in", "relu")),
    ],
)
def test_an_initialisation_draws_pytorch_s_numbers(name, arguments, shape):
    torch = import_fused_torch()
    torch.manual_seed(5)
    theirs = getattr(torch.nn.init, name)(torch.empty(shape), *arguments)
    chainrule.manual_seed(5)
    parameter = nn.Parameter(np.zeros(shape))
    ours = getattr(nn.init, name)(parameter, *arguments)
    assert ours is parameter
    assert ours.requires_grad
    np.testing.assert_array_equal(np.float32(ours.detach().numpy()), theirs.numpy())


def test_an_unknown_nonlinearity_is_refused():
    with pytest.raises(chainrule.ArgumentError, match="Unsupported nonlinearity"):
        nn.init.calculate_gain("swoosh")
