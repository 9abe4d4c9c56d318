"""Indices drawn by weights: a race of exponential times, or a search in cumulated weights."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from chainrule.engine.errors import ArgumentError
from chainrule.functions.generator.arithmetic import Floats


def check(weights: NDArray[Any], count: int, replacement: bool) -> None:
    """Refuse what PyTorch refuses, and draws that only its way of sorting could decide."""
    if weights.dtype not in (np.float32, np.float64):
        raise ArgumentError(
            f"multinomial only supports floating-point dtypes for input, got: {weights.dtype}"
        )
    if weights.ndim not in (1, 2):
        raise ArgumentError("prob_dist must be 1 or 2 dim")
    if count <= 0:
        raise ArgumentError("cannot sample n_sample <= 0 samples")
    if not np.all(np.isfinite(weights) & (weights >= 0)):
        raise ArgumentError("probability tensor contains either `inf`, `nan` or element < 0")
    positive = np.count_nonzero(weights, axis=-1).min(initial=weights.shape[-1])
    if positive == 0:
        raise ArgumentError("invalid multinomial distribution (sum of probabilities <= 0)")
    if replacement:
        return
    if count > weights.shape[-1]:
        raise ArgumentError(
            "cannot sample n_sample > prob_dist.size(-1) samples without replacement"
        )
    if count > positive:
        raise ArgumentError(
            f"{count} different indices are asked for, but a row has {positive} positive weights; "
            "PyTorch would fill up with indices of weight 0 in an order that it does not define"
        )


def race(weights: Floats, times: Floats, count: int) -> NDArray[np.int64]:
    """The ``count`` first to arrive, where greater weights run faster."""
    with np.errstate(divide="ignore", invalid="ignore"):  # a time can be 0
        return np.argsort(-(weights / times), axis=-1, kind="stable")[..., :count]


def search(weights: Floats, uniform: Floats) -> NDArray[np.int64]:
    """For each uniform number of a row, the index at which the cumulated weights reach it."""
    rows = np.atleast_2d(weights).cumsum(axis=1)
    rows /= rows[:, -1:]
    found = [
        np.searchsorted(row, numbers)
        for row, numbers in zip(rows, np.atleast_2d(uniform), strict=True)
    ]
    return np.array(found, np.int64).reshape(uniform.shape)
