"""What ``torch.utils.data`` draws: the orders of a shuffling ``DataLoader``, random splits.

A ``DataLoader`` without workers draws a base seed as soon as something iterates over it, whether it
shuffles or not; a shuffling one draws the seed of the order when the first batch is asked for.
Between the two the program may draw numbers of its own, so they are two functions. A loader that
was given a generator draws its base seed from that one and then takes ``generator.randperm(n)``
itself as its order. Sources: torch/utils/data/dataloader.py, sampler.py and dataset.py.
"""

import math
from collections.abc import Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from chainrule.engine.errors import ArgumentError
from chainrule.functions.generator.generator import Generator


def base_seed(generator: Generator) -> int:
    """The seed for workers, which each iteration over a ``DataLoader`` begins by drawing."""
    return int(generator.random(()))


def shuffled(generator: Generator, n: int) -> NDArray[np.int64]:
    """The order of an epoch over ``n`` items, by a generator of its own with a seed drawn here."""
    return Generator(int(generator.random(()))).randperm(n)


def random_split(
    generator: Generator, n: int, lengths: Sequence[int] | Sequence[float]
) -> list[NDArray[np.int64]]:
    """The indices of each part; the lengths may be fractions that add up to 1."""
    sizes = _sizes(n, lengths)
    order = generator.randperm(n)
    return [order[end - size : end] for end, size in zip(accumulate(sizes), sizes, strict=True)]


def _sizes(n: int, lengths: Sequence[int] | Sequence[float]) -> list[int]:
    """Whole lengths: what fractions leave over goes to the parts one by one, from the first on."""
    total = sum(lengths)
    if math.isclose(total, 1) and total <= 1:
        for i, fraction in enumerate(lengths):
            if not 0 <= fraction <= 1:
                raise ArgumentError(f"Fraction at index {i} is not between 0 and 1")
        sizes = [math.floor(n * fraction) for fraction in lengths]
        for i in range(n - sum(sizes)):
            sizes[i % len(sizes)] += 1
        return sizes
    if total != n:
        raise ArgumentError("Sum of input lengths does not equal the length of the input dataset!")
    return [int(length) for length in lengths]
