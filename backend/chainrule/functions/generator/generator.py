"""Random numbers of every kind that PyTorch draws on a CPU, as arrays.

A method has the name of PyTorch's function, or of its in-place method without the underscore.
Arguments that PyTorch refuses are refused with its own sentence. Sources: DistributionsHelper.h and
TransformationHelper.h in ATen/core, DistributionTemplates.h and MultinomialKernel.cpp in
ATen/native/cpu, ATen/native/Distributions.cpp, ATen/native/TensorFactories.cpp.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from chainrule.engine.errors import ArgumentError
from chainrule.functions.generator import multinomial as indices
from chainrule.functions.generator.arithmetic import Floats, multiply_add
from chainrule.functions.generator.normal import BLOCK, box_muller
from chainrule.functions.generator.twister import Twister

Shape = int | Sequence[int]

_LONG = 2**28  # from this range on PyTorch takes 64 bits for an integer
_LARGEST_PERMUTATION = (2**32 - 1) // 20


class Generator(Twister):
    """The numbers that follow ``torch.manual_seed(seed)``, in the order in which they are drawn."""

    def rand(self, shape: Shape = (), dtype: DTypeLike = np.float32) -> Floats:
        """Uniform numbers in [0, 1): 24 bits of a word, or 53 of a long one for float64."""
        wanted, size = _floating(dtype), _size(shape)
        if wanted == np.float32:
            single = (self.words(size) & np.uint32(2**24 - 1)).astype(np.float32)
            return (single * np.float32(2.0**-24)).reshape(shape)
        double = (self.long_words(size) & np.uint64(2**53 - 1)).astype(np.float64)
        return (double * 2.0**-53).reshape(shape)

    def uniform(
        self, shape: Shape, low: float = 0.0, high: float = 1.0, dtype: DTypeLike = np.float32
    ) -> Floats:
        """Uniform numbers in [low, high)."""
        if not low <= high:
            raise ArgumentError(
                "uniform_ expects to return a [from, to) range, "
                f"but found from={low:g} > to={high:g}"
            )
        kind = _floating(dtype).type
        largest = float(np.finfo(kind).max)
        if max(-low, high, high - low) > largest:
            raise ArgumentError(f"uniform_ expects bounds and a range of at most {largest:g}")
        start, end = kind(low), kind(high)
        values = multiply_add(self.rand(shape, kind), end - start, start)
        return np.where(values == end, start, values)  # a value that was rounded up to the end

    def randn(self, shape: Shape = (), dtype: DTypeLike = np.float32) -> Floats:
        """Numbers of the standard normal distribution."""
        return self.normal(shape, 0.0, 1.0, dtype)

    def normal(
        self,
        shape: Shape,
        mean: float | NDArray[Any] = 0.0,
        std: float | NDArray[Any] = 1.0,
        dtype: DTypeLike = np.float32,
    ) -> Floats:
        """Normal numbers; means and deviations that are arrays are applied afterwards."""
        if not np.all(np.greater_equal(std, 0)):
            found = f", but found std {std:g}" if isinstance(std, int | float) else ""
            raise ArgumentError(f"normal expects std >= 0.0{found}")
        kind = _floating(dtype).type
        if isinstance(std, np.ndarray):
            values = self.randn(shape, kind)
            values *= std.astype(kind)
            values += np.asarray(mean, kind)
            return values
        if isinstance(mean, np.ndarray):
            values = self.normal(shape, 0.0, std, kind)
            values += mean.astype(kind)
            return values
        size = _size(shape)
        with np.errstate(over="ignore", invalid="ignore"):  # beyond the range lies infinity
            if size < BLOCK:
                return self._few_normal(size, mean, std).astype(kind).reshape(shape)
            return self._many_normal(size, kind(mean), kind(std)).reshape(shape)

    def _many_normal(self, size: int, mean: np.floating[Any], std: np.floating[Any]) -> Floats:
        """In blocks of 16; the last block is drawn anew where the first ones do not reach."""
        uniform = self.rand(size, mean.dtype)
        whole = size - size % BLOCK
        values = box_muller(uniform[:whole].reshape(-1, BLOCK), mean, std).reshape(-1)
        if whole == size:
            return values
        last = box_muller(self.rand((1, BLOCK), mean.dtype), mean, std)
        return np.concatenate([values[: size - BLOCK], last[0]])

    def _few_normal(self, size: int, mean: float, std: float) -> Floats:
        """Fewer than 16: in pairs, of which one waits as the spare whatever is drawn between."""
        standard = []
        for _ in range(size):
            if self.spare is not None:
                standard.append(self.spare)
                self.spare = None
                continue
            turns, below_one = self.rand(2, np.float64).tolist()
            radius = math.sqrt(-2.0 * math.log1p(-below_one))
            angle = 2.0 * math.pi * turns
            standard.append(radius * math.cos(angle))
            self.spare = radius * math.sin(angle)
        return multiply_add(np.array(standard, np.float64), std, mean)

    def exponential(self, shape: Shape, rate: float = 1.0, dtype: DTypeLike = np.float32) -> Floats:
        """Exponential numbers, by the logarithm in double precision."""
        if not rate > 0:
            raise ArgumentError(f"exponential_ expects lambda > 0.0, but found lambda={rate:g}")
        wanted = _floating(dtype)
        uniform = self.rand(_size(shape), np.float64).tolist()
        values = np.array([-1.0 / rate * math.log1p(-u) for u in uniform], np.float64)
        return values.astype(wanted).reshape(shape)

    def randint(
        self, low: int, high: int, shape: Shape = (), dtype: DTypeLike = np.int64
    ) -> NDArray[Any]:
        """Integers from ``low`` to ``high`` - 1."""
        if not low < high:
            raise ArgumentError(
                f"random_ expects 'from' to be less than 'to', but got from={low} >= to={high}"
            )
        kind = np.dtype(dtype)
        first, last = _integers_of(kind)
        for name, bound in (("from", low), ("to - 1", high - 1)):
            if not first <= bound <= last:
                raise ArgumentError(f"{name} is out of bounds for {kind}")
        span, size = high - low, _size(shape)
        words = self.long_words(size) if span >= _LONG else self.words(size).astype(np.uint64)
        values = (words % np.uint64(span)).view(np.int64) + np.int64(low)  # wraps as in C
        return values.astype(kind).reshape(shape)

    def random(self, shape: Shape, dtype: DTypeLike = np.int64) -> NDArray[Any]:
        """What ``random_()`` fills in: every integer from 0 that the dtype can tell apart."""
        kind, size = np.dtype(dtype), _size(shape)
        words = self.long_words(size) if kind.itemsize == 8 else self.words(size).astype(np.uint64)
        return (words % np.uint64(_integers_of(kind)[1] + 1)).astype(kind).reshape(shape)

    def randperm(self, n: int) -> NDArray[np.int64]:
        """The integers from 0 to n - 1 in random order."""
        if not 0 <= n < _LARGEST_PERMUTATION:
            raise ArgumentError(f"a permutation has from 0 to {_LARGEST_PERMUTATION - 1} elements")
        order = list(range(n))
        steps = np.arange(n, 1, -1, dtype=np.uint32)
        swaps = self.words(max(n - 1, 0)) % steps
        for i, step in enumerate(swaps.tolist()):
            order[i], order[i + step] = order[i + step], order[i]
        return np.array(order, np.int64)

    def bernoulli(
        self,
        p: float | NDArray[Any],
        shape: Shape | None = None,
        dtype: DTypeLike = np.float32,
    ) -> NDArray[Any]:
        """Ones with probability ``p``: a number for all, or an array with one for each."""
        if not np.all((np.greater_equal(p, 0)) & (np.less_equal(p, 1))):
            found = f", but got p={p:g}" if isinstance(p, int | float) else ""
            raise ArgumentError(f"bernoulli_ expects p to be in [0, 1]{found}")
        each = np.asarray(p)
        uniform = self.rand(each.shape if shape is None else shape, each.dtype)
        return (uniform < each).astype(dtype)

    def dropout_mask(self, shape: Shape, p: float = 0.5, dtype: DTypeLike = np.float32) -> Floats:
        """What dropout multiplies by: 0 with probability ``p``, 1 / (1 - p) elsewhere."""
        if not 0 <= p <= 1:
            raise ArgumentError(f"dropout probability has to be between 0 and 1, but got {p}")
        kind = _floating(dtype).type
        if p in (0, 1):  # nothing is drawn
            return np.full(shape, 1 - p, kind)
        mask = self.bernoulli(1 - p, shape, kind)
        mask /= kind(1 - p)
        return mask

    def multinomial(
        self, weights: ArrayLike, count: int, replacement: bool = False
    ) -> NDArray[np.int64]:
        """``count`` indices of each row of weights, as likely as the weights say."""
        rows = np.asarray(weights)
        indices.check(rows, count, replacement)
        if replacement and count > 1:
            return indices.search(rows, self.rand((*rows.shape[:-1], count), np.float64))
        return indices.race(rows, self.exponential(rows.shape, 1.0, rows.dtype), count)


def _size(shape: Shape) -> int:
    sizes = (shape,) if isinstance(shape, int) else shape
    if any(size < 0 for size in sizes):
        raise ArgumentError(
            f"Trying to create tensor with negative dimension {min(sizes)}: {list(sizes)}"
        )
    return math.prod(sizes)


def _floating(dtype: DTypeLike) -> np.dtype[Any]:
    wanted = np.dtype(dtype)
    if wanted not in (np.float32, np.float64):
        raise ArgumentError(f"numbers of this kind are drawn in float32 or float64, not {wanted}")
    return wanted


def _integers_of(kind: np.dtype[Any]) -> tuple[int, int]:
    """The integers that a dtype can tell apart."""
    if kind.kind == "b":
        return 0, 1
    if kind.kind in "iu":
        return int(np.iinfo(kind).min), int(np.iinfo(kind).max)
    span = 2 ** (np.finfo(_floating(kind)).nmant + 1)
    return -span, span
