"""Sequences of several lengths, filled up or packed, by the names of ``torch.nn.utils.rnn``."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterable
from typing import Any

from chainrule import functional as F
from chainrule.engine import ArgumentError, Tensor

__all__ = ["PackedSequence", "pack_padded_sequence", "pack_sequence", "pad_packed_sequence"]
__all__ += ["pad_sequence", "unpack_sequence"]

PackedSequence = namedtuple(
    "PackedSequence", ["data", "batch_sizes", "sorted_indices", "unsorted_indices"]
)
"""The rows of all moments of time, one behind the other; at each, of those that still go on."""


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


def pack_padded_sequence(
    input: Tensor, lengths: Any, batch_first: bool = False, enforce_sorted: bool = True
) -> Any:
    """Leaves out what fills up (longest, sequences, ...), or the other way round.

    Raises:
        ArgumentError: the longest sequence is not the first, and ``enforce_sorted`` is set.
    """
    sizes = [int(length) for length in lengths]
    places = list(range(len(sizes)))
    order = back = None
    if batch_first:
        input = input.transpose(0, 1)
    if enforce_sorted:
        if any(sizes[k] < sizes[k + 1] for k in places[:-1]):
            raise ArgumentError(
                "`lengths` array must be sorted in decreasing order when `enforce_sorted` is "
                "True. You can pass `enforce_sorted=False` to pack_padded_sequence and/or "
                "pack_sequence to sidestep this requirement"
            )
    else:
        chosen = sorted(places, key=lambda place: -sizes[place])
        sizes = [sizes[place] for place in chosen]
        order = F.tensor(chosen)
        back = F.tensor(sorted(places, key=lambda place: chosen[place]))
        input = F.index_select(input, 1, order)
    counts = [len([size for size in sizes if size > time]) for time in range(sizes[0])]
    rows = [input[time, :count] for time, count in enumerate(counts)]
    return PackedSequence(F.cat(rows), F.tensor(counts), order, back)


def pack_sequence(sequences: Iterable[Tensor], enforce_sorted: bool = True) -> Any:
    """The same for sequences that were not filled up."""
    given = list(sequences)
    lengths = [len(sequence) for sequence in given]
    return pack_padded_sequence(pad_sequence(given), lengths, enforce_sorted=enforce_sorted)


def pad_packed_sequence(
    sequence: Any,
    batch_first: bool = False,
    padding_value: float = 0.0,
    total_length: int | None = None,
) -> tuple[Tensor, Tensor]:
    """The way back: filled up to the longest, or to a length, and how long each one is."""
    counts = [int(count) for count in sequence.batch_sizes]
    most, rest = counts[0], sequence.data.shape[1:]
    steps = []
    for step in F.split(sequence.data, counts):
        missing = most - len(step)
        filling = F.full((missing, *rest), padding_value, dtype=step.dtype)
        steps.append(F.cat([step, filling]) if missing else step)
    for _ in range((total_length or len(counts)) - len(counts)):
        steps.append(F.full((most, *rest), padding_value, dtype=sequence.data.dtype))
    output = F.stack(steps)
    lengths = [len([count for count in counts if count > place]) for place in range(most)]
    if batch_first:
        output = output.transpose(0, 1)
    if sequence.unsorted_indices is not None:
        output = F.index_select(output, 0 if batch_first else 1, sequence.unsorted_indices)
        lengths = [lengths[int(place)] for place in sequence.unsorted_indices]
    return output, F.tensor(lengths)


def unpack_sequence(packed_sequences: Any) -> list[Tensor]:
    """The sequences themselves, each as long as it was."""
    padded, lengths = pad_packed_sequence(packed_sequences, batch_first=True)
    return [row[: int(length)] for row, length in zip(padded, lengths, strict=True)]


def rows_of(data: Tensor, sizes: list[int]) -> list[Tensor]:
    """The rows of every moment of time."""
    return list(F.split(data, sizes))


def in_order(states: Any, order: Tensor | None) -> Any:
    """States (layers, batch, h) whose sequences are put in another order."""
    return states if order is None else tuple(F.index_select(s, 1, order) for s in states)


def fitted(state: Any, start: Any, count: int, ended: list[Any]) -> Any:
    """The state of as many sequences as there are now: others end, or begin from their start."""
    present = len(state[0])
    if present > count:
        ended.append(tuple(part[count:] for part in state))
        return tuple(part[:count] for part in state)
    if present < count:
        pairs = zip(state, start, strict=True)
        return tuple(F.cat([part, first[present:count]]) for part, first in pairs)
    return state
