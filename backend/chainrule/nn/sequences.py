"""Helpers for sequences under the names of ``torch.nn.utils.rnn``."""

from __future__ import annotations

from collections.abc import Iterable

from chainrule import functional as F
from chainrule.engine import Tensor

__all__ = ["pad_sequence"]


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
