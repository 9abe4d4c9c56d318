"""What ``torch.nn.init`` draws: each function has its name without the underscore.

What is filled in PyTorch is returned here: an array of the shape that is asked for. Bounds and
deviations are computed in double precision in PyTorch's order of operations. Source:
torch/nn/init.py.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import DTypeLike

from chainrule.engine.errors import ArgumentError
from chainrule.engine.state import allocate
from chainrule.functions.generator.arithmetic import Floats
from chainrule.functions.generator.generator import Generator

_GAINS = dict.fromkeys(["linear", "sigmoid", "conv1d", "conv2d", "conv3d"], 1.0)
_GAINS |= dict.fromkeys(["conv_transpose1d", "conv_transpose2d", "conv_transpose3d"], 1.0)
_GAINS |= {"tanh": 5.0 / 3, "relu": math.sqrt(2.0), "selu": 3.0 / 4}


def calculate_gain(nonlinearity: str, param: float | None = None) -> float:
    """How much a nonlinearity shrinks what passes, to be made up for; ``param`` is a slope."""
    if nonlinearity == "leaky_relu":
        return math.sqrt(2.0 / (1 + (0.01 if param is None else param) ** 2))
    if nonlinearity not in _GAINS:
        raise ArgumentError(f"Unsupported nonlinearity {nonlinearity}")
    return _GAINS[nonlinearity]


def fans(shape: Sequence[int]) -> tuple[int, int]:
    """How many inputs an output of a weight of this shape has, and how many outputs an input."""
    if len(shape) < 2:
        raise ArgumentError(
            "Fan in and fan out can not be computed for tensor with fewer than 2 dimensions"
        )
    field = math.prod(shape[2:])
    return shape[1] * field, shape[0] * field


def xavier_uniform(
    generator: Generator, shape: Sequence[int], gain: float = 1.0, dtype: DTypeLike = np.float32
) -> Floats:
    """Glorot and Bengio's uniform numbers."""
    bound = math.sqrt(3.0) * (gain * math.sqrt(2.0 / float(sum(fans(shape)))))
    return generator.uniform(shape, -bound, bound, dtype)


def xavier_normal(
    generator: Generator, shape: Sequence[int], gain: float = 1.0, dtype: DTypeLike = np.float32
) -> Floats:
    """Glorot and Bengio's normal numbers."""
    return generator.normal(shape, 0.0, gain * math.sqrt(2.0 / float(sum(fans(shape)))), dtype)


def kaiming_uniform(
    generator: Generator,
    shape: Sequence[int],
    a: float = 0.0,
    mode: str = "fan_in",
    nonlinearity: str = "leaky_relu",
    dtype: DTypeLike = np.float32,
) -> Floats:
    """He et al.'s uniform numbers."""
    if 0 in shape:
        return np.empty(shape, dtype)
    bound = math.sqrt(3.0) * _kaiming_deviation(shape, a, mode, nonlinearity)
    return generator.uniform(shape, -bound, bound, dtype)


def kaiming_normal(
    generator: Generator,
    shape: Sequence[int],
    a: float = 0.0,
    mode: str = "fan_in",
    nonlinearity: str = "leaky_relu",
    dtype: DTypeLike = np.float32,
) -> Floats:
    """He et al.'s normal numbers."""
    if 0 in shape:
        return np.empty(shape, dtype)
    deviation = _kaiming_deviation(shape, a, mode, nonlinearity)
    return generator.normal(shape, 0.0, deviation, dtype)


def _kaiming_deviation(shape: Sequence[int], a: float, mode: str, nonlinearity: str) -> float:
    modes = ["fan_in", "fan_out"]
    if mode.lower() not in modes:
        raise ArgumentError(f"Mode {mode.lower()} not supported, please use one of {modes}")
    fan = fans(shape)[modes.index(mode.lower())]
    return calculate_gain(nonlinearity, a) / math.sqrt(fan)


def trunc_normal(
    generator: Generator,
    shape: Sequence[int],
    mean: float = 0.0,
    std: float = 1.0,
    a: float = -2.0,
    b: float = 2.0,
    dtype: DTypeLike = np.float32,
) -> Floats:
    """Normal numbers between ``a`` and ``b``: all are drawn anew until none is left outside."""
    if _normal_below((b - mean) / std) - _normal_below((a - mean) / std) <= 0.3:
        return _trunc_normal_by_rejection(generator, shape, mean, std, a, b, dtype)
    first, last = np.array([a, b], dtype)
    values = generator.normal(shape, mean, std, dtype)
    while np.any(outside := (values < first) | (values > last)):
        allocate(tuple(shape))  # each round, as nothing says how many there will be
        values = np.where(outside, generator.normal(shape, mean, std, dtype), values)
    return values


def _normal_below(x: float) -> float:
    return (1.0 + math.erf(x / math.sqrt(2.0))) / 2.0


def _trunc_normal_by_rejection(
    generator: Generator,
    shape: Sequence[int],
    mean: float,
    std: float,
    a: float,
    b: float,
    dtype: DTypeLike,
) -> Floats:
    """Uniform numbers, each kept with the probability that its density has at the peak's."""
    peak = -0.5 * ((max(a, min(mean, b)) - mean) / std) ** 2
    centre, deviation, half, highest = np.array([mean, std, 0.5, peak], dtype)
    values, pending = np.empty(shape, dtype), np.ones(shape, bool)
    while pending.any():
        allocate(tuple(shape))  # each round, as nothing says how many there will be
        candidates = generator.uniform(shape, a, b, dtype)
        values = np.where(pending, candidates, values)
        distance = (candidates - centre) / deviation
        density = distance * distance * -half - highest
        with np.errstate(divide="ignore"):  # the logarithm of 0
            chance = np.log(generator.rand(shape, dtype), dtype=np.float64).astype(dtype)
        pending &= chance > density
    return values
