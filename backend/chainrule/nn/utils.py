"""Helpers under the names of ``torch.nn.utils``."""

from __future__ import annotations

from collections.abc import Iterable

from chainrule import functional as F
from chainrule.engine import Tensor, no_grad
from chainrule.nn.clipping import clip_grad_norm_, clip_grad_value_

__all__ = [
    "clip_grad_norm_",
    "clip_grad_value_",
    "pad_sequence",
    "parameters_to_vector",
    "vector_to_parameters",
]


def pad_sequence(
    sequences: Iterable[Tensor],
    batch_first: bool = False,
    padding_value: float = 0.0,
    padding_side: str = "right",
) -> Tensor:
    """Sequences of several lengths in one tensor: the shorter ones are filled up.

    (longest, sequences, ...), or (sequences, longest, ...) with ``batch_first``.
    """
    given = list(sequences)
    longest = max(len(sequence) for sequence in given)
    rows = []
    for sequence in given:
        missing = (longest - len(sequence), *sequence.shape[1:])
        filling = F.full(missing, padding_value, dtype=sequence.dtype)
        parts = [sequence, filling] if padding_side == "right" else [filling, sequence]
        rows.append(F.cat(parts))
    return F.stack(rows, 0 if batch_first else 1)


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
