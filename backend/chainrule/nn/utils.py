"""Helpers under the names of ``torch.nn.utils``."""

from __future__ import annotations

from collections.abc import Iterable

from chainrule import functional as F
from chainrule.engine import Tensor, no_grad
from chainrule.nn import sequences as rnn
from chainrule.nn.clipping import clip_grad_norm_, clip_grad_value_

__all__ = [
    "clip_grad_norm_",
    "clip_grad_value_",
    "parameters_to_vector",
    "rnn",
    "vector_to_parameters",
]


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
