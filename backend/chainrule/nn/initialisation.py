"""Initialisations: how parameters are drawn, as ``torch.nn.init`` has them.

Each fills a tensor in place and returns it; the numbers come from the generator that
``manual_seed`` sets. Xavier: Glorot and Bengio, "Understanding the difficulty of training deep
feedforward neural networks" (2010). Kaiming: He et al., "Delving Deep into Rectifiers" (2015).
"""

from __future__ import annotations

import math

from chainrule import functional as F
from chainrule.engine import Tensor, no_grad
from chainrule.nn.native import calculate_gain, draw, fans

__all__ = ["calculate_gain", "constant", "constant_", "eye", "eye_", "fans", "kaiming_normal"]
__all__ += ["kaiming_normal_", "kaiming_uniform", "kaiming_uniform_", "normal", "normal_", "ones_"]
__all__ += ["orthogonal", "orthogonal_", "trunc_normal_", "uniform", "uniform_", "xavier_normal"]
__all__ += ["xavier_normal_", "xavier_uniform", "xavier_uniform_", "zeros_"]


def uniform_(tensor: Tensor, a: float = 0.0, b: float = 1.0) -> Tensor:
    """Evenly between a and b."""
    with no_grad():
        return tensor.uniform_(a, b)


def normal_(tensor: Tensor, mean: float = 0.0, std: float = 1.0) -> Tensor:
    """From a normal distribution."""
    with no_grad():
        return tensor.normal_(mean, std)


def trunc_normal_(
    tensor: Tensor, mean: float = 0.0, std: float = 1.0, a: float = -2.0, b: float = 2.0
) -> Tensor:
    """From a normal distribution, within bounds."""
    return draw(tensor, "trunc_normal", mean, std, a, b)


def constant_(tensor: Tensor, val: float) -> Tensor:
    """One value everywhere."""
    with no_grad():
        return tensor.fill_(val)


def zeros_(tensor: Tensor) -> Tensor:
    """0 everywhere."""
    return constant_(tensor, 0.0)


def ones_(tensor: Tensor) -> Tensor:
    """1 everywhere."""
    return constant_(tensor, 1.0)


def eye_(tensor: Tensor) -> Tensor:
    """The identity matrix."""
    with no_grad():
        return tensor.copy_(F.eye(tensor.shape[0], tensor.shape[1]))


def xavier_uniform_(tensor: Tensor, gain: float = 1.0) -> Tensor:
    """Evenly, with a deviation between what inputs and outputs ask for."""
    return draw(tensor, "xavier_uniform", gain)


def xavier_normal_(tensor: Tensor, gain: float = 1.0) -> Tensor:
    """Normally distributed, with a deviation between what inputs and outputs ask for."""
    return draw(tensor, "xavier_normal", gain)


def kaiming_uniform_(
    tensor: Tensor, a: float = 0.0, mode: str = "fan_in", nonlinearity: str = "leaky_relu"
) -> Tensor:
    """Evenly, with the deviation that keeps a rectifier's signal."""
    return draw(tensor, "kaiming_uniform", a, mode, nonlinearity)


def kaiming_normal_(
    tensor: Tensor, a: float = 0.0, mode: str = "fan_in", nonlinearity: str = "leaky_relu"
) -> Tensor:
    """Normally distributed, with the deviation that keeps a rectifier's signal."""
    return draw(tensor, "kaiming_normal", a, mode, nonlinearity)


def orthogonal_(tensor: Tensor, gain: float = 1.0) -> Tensor:
    """Rows, or columns, that stand at right angles: a random matrix's factor Q.

    Saxe et al., "Exact solutions to the nonlinear dynamics of learning in deep linear neural
    networks" (2013).
    """
    rows = int(tensor.shape[0])
    columns = int(tensor.numel()) // rows
    with no_grad():
        drawn = normal_(F.empty(rows, columns))
        q, r = F.qr(drawn.T if rows < columns else drawn)
        q = q * F.sign(F.diagonal(r))
        return tensor.copy_(gain * (q.T if rows < columns else q).reshape(tensor.shape))


constant, eye, normal, uniform, orthogonal = constant_, eye_, normal_, uniform_, orthogonal_
xavier_normal, xavier_uniform = xavier_normal_, xavier_uniform_
kaiming_normal, kaiming_uniform = kaiming_normal_, kaiming_uniform_
"""The names of PyTorch before version 0.4, which it still has."""


def as_linear(weight: Tensor, bias: Tensor | None) -> None:
    """What ``Linear`` and the convolutions begin with: the weight, then the bias, ±1/√inputs."""
    kaiming_uniform_(weight, a=math.sqrt(5))
    if bias is not None:
        fan_in, _ = fans(weight.shape)
        bound = 1 / math.sqrt(fan_in) if fan_in > 0 else 0.0
        uniform_(bias, -bound, bound)
