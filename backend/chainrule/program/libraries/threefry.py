"""Threefry-2x32 (Salmon et al., 2011): the random numbers of JAX, bit for bit.

A key is two words of 32 bits. The words for an array are the hashes of its elements' places, as
JAX draws them where ``jax_threefry_partitionable`` is set, which it is by default.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint32]
ROTATIONS = ((13, 15, 26, 6), (17, 29, 16, 24))
PARITY = np.uint32(0x1BD11BDA)
SMALL = np.finfo(np.float32).tiny


def hashed(key: Words, high: Words, low: Words) -> tuple[Words, Words]:
    """Twenty rounds over pairs of words."""
    one, two = np.uint32(key[0]), np.uint32(key[1])
    schedule = (one, two, one ^ two ^ PARITY)
    with np.errstate(over="ignore"):
        x, y = high + schedule[0], low + schedule[1]
        for step in range(5):
            for rotation in ROTATIONS[step % 2]:
                x = x + y
                y = ((y << np.uint32(rotation)) | (y >> np.uint32(32 - rotation))) ^ x
            x = x + schedule[(step + 1) % 3]
            y = y + schedule[(step + 2) % 3] + np.uint32(step + 1)
    return x, y


def key_of(seed: int) -> Words:
    """The key of a seed: its low word, as a seed has 32 bits."""
    return np.array([0, seed & 0xFFFFFFFF], dtype=np.uint32)


def fold_in(key: Words, data: int) -> Words:
    """A key for a place."""
    high, low = hashed(key, *(np.array([word]) for word in key_of(data)))
    return np.concatenate([high, low])


def _places(shape: tuple[int, ...]) -> tuple[Words, Words]:
    count = np.arange(math.prod(shape), dtype=np.uint64).reshape(shape)
    return (count >> np.uint64(32)).astype(np.uint32), count.astype(np.uint32)


def split(key: Words, shape: tuple[int, ...]) -> Words:
    """New keys, in the last axis of an array."""
    return np.stack(hashed(key, *_places(shape)), axis=-1)


def bits(key: Words, shape: tuple[int, ...]) -> Words:
    """A word for each element."""
    high, low = hashed(key, *_places(shape))
    return high ^ low


def uniform(key: Words, shape: tuple[int, ...], low: Any = 0.0, high: Any = 1.0) -> NDArray[Any]:
    """Numbers from ``low`` up to ``high``, in float32."""
    words = (bits(key, shape) >> np.uint32(9)) | np.uint32(0x3F800000)
    drawn = words.view(np.float32) - np.float32(1.0)
    low, high = np.float32(low), np.float32(high)
    spread: NDArray[Any] = np.maximum(low, drawn * (high - low) + low)
    return spread


CENTRE = (2.81022636e-08, 3.43273939e-07, -3.5233877e-06, -4.39150654e-06, 0.00021858087,
          -0.00125372503, -0.00417768164, 0.246640727, 1.50140941)  # fmt: skip
TAILS = (-0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773,
         -0.0076224613, 0.00943887047, 1.00167406, 2.83297682)  # fmt: skip
"""Giles (2012), "Approximating the erfinv function": single precision."""


def inverse_error_function(x: NDArray[Any]) -> NDArray[Any]:
    """The inverse of ``erf`` in float32."""
    with np.errstate(all="ignore"):
        w = -np.log1p(-x * x)
        is_central = w < 5
        w = np.where(is_central, w - np.float32(2.5), np.sqrt(w) - np.float32(3))
        total = np.where(is_central, np.float32(CENTRE[0]), np.float32(TAILS[0]))
        for centre, tail in zip(CENTRE[1:], TAILS[1:], strict=True):
            total = np.where(is_central, np.float32(centre), np.float32(tail)) + total * w
        return np.where(np.abs(x) == 1, x * np.float32(np.inf), total * x)


def normal(key: Words, shape: tuple[int, ...]) -> NDArray[Any]:
    """Standard normal numbers in float32."""
    drawn = uniform(key, shape, np.nextafter(np.float32(-1), np.float32(0)), 1.0)
    return np.float32(np.sqrt(2)) * inverse_error_function(drawn)


def integers(key: Words, shape: tuple[int, ...], low: int, high: int) -> NDArray[Any]:
    """Whole numbers from ``low`` up to, without, ``high``."""
    first, second = split(key, (2,))
    span = np.uint32(max(high - low, 1) & 0xFFFFFFFF)
    with np.errstate(over="ignore"):
        factor = np.uint32(2**16) % span
        factor = (factor * factor) % span
        offset = (bits(first, shape) % span) * factor + bits(second, shape) % span
    return low + (offset % span).astype(np.int64)


def permutation(key: Words, count: int) -> NDArray[Any]:
    """The numbers below ``count`` in some order."""
    order = np.arange(count)
    rounds = math.ceil(3 * math.log(max(1, count)) / math.log(2**32 - 1))
    for _ in range(rounds):
        key, drawn = split(key, (2,))
        order = order[np.argsort(bits(drawn, (count,)), kind="stable")]
    return order


def gumbel(key: Words, shape: tuple[int, ...]) -> NDArray[Any]:
    """Numbers of the standard Gumbel distribution."""
    drawn: NDArray[Any] = -np.log(-np.log(uniform(key, shape, SMALL, 1.0)))
    return drawn
