"""The functions of `torch.nn.init` fill a tensor with the numbers that ours return."""

import math

import pytest
from chainrule.engine import ArgumentError
from chainrule.functions.generator import Generator
from chainrule.functions.generator import initialisation as init
from engine_torch import import_torch
from generator_torch import assert_draws_alike, import_fused_torch

SHAPES = [(3, 4), (20, 7), (6, 2, 3, 3), (0, 4)]
NONLINEARITIES = ["linear", "conv2d", "sigmoid", "tanh", "relu", "leaky_relu", "selu"]

each_dtype = pytest.mark.parametrize("dtype", ["float32", "float64"])


def assert_filled_alike(name: str, shape: tuple[int, ...], dtype: str, **arguments: object) -> None:
    torch = import_fused_torch()
    empty = torch.empty(shape, dtype=getattr(torch, dtype))
    assert_draws_alike(
        21,
        lambda g: getattr(init, name)(g, shape, dtype=dtype, **arguments),
        lambda: getattr(torch.nn.init, name + "_")(empty, **arguments),
    )


@each_dtype
@pytest.mark.parametrize("shape", SHAPES[:3])
@pytest.mark.parametrize("gain", [1.0, 5 / 3])
def test_xavier_s_numbers_are_pytorch_s(shape, dtype, gain):
    assert_filled_alike("xavier_uniform", shape, dtype, gain=gain)
    assert_filled_alike("xavier_normal", shape, dtype, gain=gain)


@each_dtype
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("mode", ["fan_in", "fan_out"])
@pytest.mark.filterwarnings("ignore:Initializing zero-element tensors")
def test_kaiming_s_numbers_are_pytorch_s(shape, dtype, mode):
    for nonlinearity in NONLINEARITIES:
        arguments = {"a": 0.2, "mode": mode, "nonlinearity": nonlinearity}
        assert_filled_alike("kaiming_uniform", shape, dtype, **arguments)
        assert_filled_alike("kaiming_normal", shape, dtype, **arguments)


@each_dtype
@pytest.mark.parametrize("size", [5, 400])
@pytest.mark.parametrize(
    ("mean", "std", "a", "b"),
    [
        (0.0, 1.0, -2.0, 2.0),
        (0.0, 0.02, -2.0, 2.0),
        (0.3, 1.0, -0.2, 1.1),
        (0.0, 1.0, 0.1, 0.4),  # few lie between: by rejection
        (1.0, 2.0, 3.0, 4.5),
    ],
)
def test_truncated_normal_numbers_are_pytorch_s(size, dtype, mean, std, a, b):
    assert_filled_alike("trunc_normal", (size,), dtype, mean=mean, std=std, a=a, b=b)


@pytest.mark.parametrize("param", [None, 0.0, 0.3, math.sqrt(5)])
def test_gains_are_pytorch_s(param):
    calculate_gain = import_torch().nn.init.calculate_gain
    for nonlinearity in NONLINEARITIES:
        assert init.calculate_gain(nonlinearity, param) == calculate_gain(nonlinearity, param)


def test_what_pytorch_refuses_is_refused():
    with pytest.raises(ArgumentError, match="fewer than 2 dimensions"):
        init.xavier_uniform(Generator(), (3,))
    with pytest.raises(ArgumentError, match="Mode fan_up not supported"):
        init.kaiming_normal(Generator(), (3, 3), mode="fan_up")
    with pytest.raises(ArgumentError, match="Unsupported nonlinearity gelu"):
        init.kaiming_uniform(Generator(), (3, 3), nonlinearity="gelu")
