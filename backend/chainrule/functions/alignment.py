"""Alignment: the loss of sequences whose labels are in order, but at no known time."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import Tensor, allocate
from chainrule.functions.arguments import (
    Numbers,
    as_tensor,
    op,
    positions_of,
    reduced,
    require,
    require_shape,
)
from chainrule.functions.composition import composed

IMPOSSIBLE = -1e30
"""The logarithm of a probability of 0, as a number whose gradient is 0 and not NaN."""


@composed(
    "-logsumexp over all alignments of sum(log_probs[t, label])",
    "loss = F.ctc_loss(log_p.unsqueeze(1), torch.tensor([[1]]), [2], [1])",
)
def ctc_loss(
    log_probs: Numbers,
    targets: Numbers,
    input_lengths: Numbers,
    target_lengths: Numbers,
    blank: int = 0,
    reduction: str = "mean",
    zero_infinity: bool = False,
) -> Tensor:
    """−log of the probability of a sequence of labels, over all times at which they may stand.

    Graves et al., "Connectionist Temporal Classification" (2006). The gradient for ``log_probs`` is
    PyTorch's, which takes them for what ``log_softmax`` answers.
    """
    a = as_tensor(log_probs)
    require_shape(a.ndim in (2, 3), f"ctc_loss(): log_probs is (T, N, C) or (T, C), not {a.shape}")
    single = a.ndim == 2
    a = op.unsqueeze(a, axis=1) if single else a
    steps, count, classes = a.shape
    times, sizes = (np.atleast_1d(positions_of(x)) for x in (input_lengths, target_lengths))
    require_shape(
        times.shape == sizes.shape == (count,),
        f"ctc_loss(): input_lengths and target_lengths must be of size batch_size {count}",
    )
    require(0 <= blank < classes, "ctc_loss(): blank must be in label range")
    require(
        not count or (times.min() >= 0 and times.max() <= steps),
        f"ctc_loss(): Expected input_lengths to have value at most {steps}",
    )
    symbols = positions_of(targets)
    require_shape(
        symbols.ndim == 1 or (symbols.ndim == 2 and len(symbols) == count),
        f"ctc_loss(): targets is (N, S) or all labels in a row, not {symbols.shape}",
    )
    labels = _extended(symbols, sizes, blank, classes)
    rows = np.arange(count)
    within = np.arange(steps)[:, None] < times  # (T, N)
    scores = a[:, rows[:, None], labels]  # (T, N, 2S + 1)
    forward = _forward(scores, labels, blank, within)
    ends = np.stack([2 * sizes, np.maximum(2 * sizes - 1, 0)], axis=1)
    last = op.where(ends[:, ::-1] != ends, forward[rows[:, None], ends], IMPOSSIBLE)
    last = op.where(np.arange(2) == 0, forward[rows[:, None], ends], last)
    losses = op.neg(op.logsumexp(last, axis=1))
    impossible = losses._array > -IMPOSSIBLE / 2
    if impossible.any():
        losses = op.where(impossible, 0.0 if zero_infinity else np.inf, losses)
    losses = op.add(losses, _as_of_softmax(a, within & ~impossible))
    if reduction == "mean":
        losses = op.div(losses, np.maximum(sizes, 1).astype(float))
    return reduced(op.reshape(losses, shape=()) if single else losses, reduction)


def _extended(targets: Any, sizes: Any, blank: int, classes: int) -> Any:
    """Every row's labels with blanks around each, filled up with blanks: (N, 2S + 1)."""
    flat = targets.ndim == 1
    longest = int(sizes.max(initial=0))
    require(
        sizes.min(initial=0) >= 0
        and (targets.size >= sizes.sum() if flat else targets.shape[-1] >= longest),
        "ctc_loss(): target_lengths say more labels than there are targets",
    )
    allocate((3 * len(sizes), 2 * longest + 1))
    labels = np.full((len(sizes), 2 * longest + 1), blank)
    starts = np.cumsum(sizes) - sizes
    for row, size in enumerate(sizes):
        own = targets[starts[row] : starts[row] + size] if flat else targets[row, :size]
        require(
            not size or (own.min() >= 0 and own.max() < classes),
            "ctc_loss(): a label is out of range",
        )
        labels[row, 1 : 2 * size : 2] = own
    return labels


def _forward(scores: Tensor, labels: Any, blank: int, within: Any) -> Tensor:
    """The logarithms of the probabilities of all ways to each label at a row's last step."""
    count, width = labels.shape
    begins = np.where(np.arange(width) < 2, 0.0, IMPOSSIBLE)
    skips = np.full((count, width), IMPOSSIBLE)
    skips[:, 2:][(labels[:, 2:] != blank) & (labels[:, 2:] != labels[:, :-2])] = 0.0
    ways = op.add(scores[0], begins)
    edge = np.full((count, 2), IMPOSSIBLE)
    for step in range(1, len(within)):
        before = op.cat(edge, ways, axis=1)
        stay, move, skip = ways, before[:, 1 : width + 1], op.add(before[:, :width], skips)
        reached = op.add(op.logsumexp(op.stack(stay, move, skip, axis=0), axis=0), scores[step])
        all_go_on = within[step].all()
        ways = reached if all_go_on else op.where(within[step][:, None], reached, ways)
    return ways


def _as_of_softmax(log_probs: Tensor, within: Any) -> Tensor:
    """Zeros, whose gradient is that of a sum of probabilities: what PyTorch adds to this loss's."""
    total = op.sum(op.where(within[:, :, None], op.exp(log_probs), 0.0), axis=(0, 2))
    return op.sub(total, total.detach())
