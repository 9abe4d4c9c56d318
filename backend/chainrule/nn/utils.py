"""Helpers under the names of ``torch.nn.utils``: clipping, and parameters as one vector."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chainrule import functional as F
from chainrule.engine import ArgumentError, Tensor, no_grad
from chainrule.nn import sequences as rnn

__all__ = [
    "clip_grad_norm_",
    "clip_grad_value_",
    "parameters_to_vector",
    "rnn",
    "vector_to_parameters",
]


def _gradients(parameters: Any) -> list[Tensor]:
    given = [parameters] if isinstance(parameters, Tensor) else list(parameters)
    return [parameter.grad for parameter in given if parameter.grad is not None]


def clip_grad_norm_(
    parameters: Iterable[Tensor] | Tensor, max_norm: float, norm_type: float = 2.0
) -> Tensor:
    """Scales all gradients so that their norm, taken together, is at most ``max_norm``.

    Returns:
        The norm before, also where it is infinite or NaN.
    """
    if max_norm < 0:
        raise ArgumentError("max_norm is not negative")
    gradients = _gradients(parameters)
    with no_grad():
        if not gradients:
            return F.tensor(0.0)
        norms = [F.norm(gradient, norm_type) for gradient in gradients]
        total = F.norm(F.stack(norms), norm_type)
        share = max_norm / (float(total) + 1e-6)  # PyTorch's guard against a division by 0
        if not share >= 1.0:
            for gradient in gradients:
                gradient.mul_(share)
    return total


def clip_grad_value_(parameters: Iterable[Tensor] | Tensor, clip_value: float) -> None:
    """Holds every element of every gradient between −``clip_value`` and ``clip_value``."""
    if clip_value < 0:
        raise ArgumentError("clip_value is not negative")
    with no_grad():
        for gradient in _gradients(parameters):
            gradient.clamp_(min=-clip_value, max=clip_value)


def clip_grad_norm(params: Iterable[Tensor], max_norm: float) -> float:
    """``clip_grad_norm_``, which answers a number."""
    return float(clip_grad_norm_(params, max_norm))


clip_grad_value = clip_grad_value_


def parameters_to_vector(parameters: Iterable[Tensor]) -> Tensor:
    """All parameters as one vector."""
    return F.cat([parameter.reshape(-1) for parameter in parameters])


def vector_to_parameters(vec: Tensor, parameters: Iterable[Tensor]) -> None:
    """Gives parameters the values that stand in one vector."""
    start = 0
    with no_grad():
        for parameter in parameters:
            end = start + int(parameter.numel())
            parameter.copy_(vec[start:end].reshape(parameter.shape))
            start = end
