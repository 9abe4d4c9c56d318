"""``numpy.random``: NumPy's own generators, so that a seed gives NumPy's own numbers.

Their arrays become tensors, after the watch has been asked whether they may be made. Each thread
has a ``RandomState`` of its own, which ``np.random.seed`` starts anew.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.engine import Tensor, allocate
from chainrule.engine import tensor as new_tensor
from chainrule.engine.kinds import is_integer
from chainrule.functions.arguments import is_scalar_integer, op, positions_of, require, values_of
from chainrule.functions.numpy_reductions import as_array


def _size(size: Any) -> tuple[int, ...] | None:
    if size is None:
        return None
    found = (size,) if is_scalar_integer(size) else tuple(size)
    shape = tuple(int(n) for n in found)
    require(all(n >= 0 for n in shape), f"negative dimensions are not allowed: {shape}")
    allocate(shape)
    return shape


def _answer(found: Any) -> Any:
    """A plain number for one that is drawn alone, else a tensor."""
    if isinstance(found, np.ndarray):
        return new_tensor(found)
    return found.item() if isinstance(found, np.generic) else found


def _plain(value: Any) -> Any:
    """A parameter as NumPy takes it."""
    if isinstance(value, Tensor | list | tuple):
        array = values_of(value)
        return array.item() if array.ndim == 0 else array
    return value


def _together(*values: Any) -> list[Any]:
    """Bounds as NumPy takes them, after what is made of them together has been told."""
    numbers = [_plain(value) for value in values]
    allocate(np.broadcast_shapes(*(np.shape(value) for value in numbers if value is not None)))
    return numbers


class Randomness:
    """What NumPy's old and new generators have in common, with tensors as answers."""

    source: Any

    def _draw(self, name: str, size: Any, *parameters: Any, **named: Any) -> Any:
        shape = _size(size)
        given = [_plain(p) for p in parameters]
        if shape is None:
            allocate(np.broadcast_shapes(*(np.shape(p) for p in given)))
        return _answer(getattr(self.source, name)(*given, size=shape, **named))

    def normal(self, loc: Any = 0.0, scale: Any = 1.0, size: Any = None) -> Any:
        """Normal numbers of a mean and a deviation."""
        return self._draw("normal", size, loc, scale)

    def uniform(self, low: Any = 0.0, high: Any = 1.0, size: Any = None) -> Any:
        """Uniform numbers between two bounds."""
        return self._draw("uniform", size, low, high)

    def standard_normal(self, size: Any = None) -> Any:
        """Normal numbers of mean 0 and deviation 1."""
        return self._draw("standard_normal", size)

    def exponential(self, scale: Any = 1.0, size: Any = None) -> Any:
        """Exponential numbers of a mean."""
        return self._draw("exponential", size, scale)

    def binomial(self, n: Any, p: Any, size: Any = None) -> Any:
        """How many of n trials succeed."""
        if isinstance(n, list | tuple):  # of those NumPy makes integers, of arrays it does not
            n = np.asarray(_plain(n)).astype(np.int64)
        return self._draw("binomial", size, n, p)

    def poisson(self, lam: Any = 1.0, size: Any = None) -> Any:
        """Counts of a mean."""
        return self._draw("poisson", size, lam)

    def beta(self, a: Any, b: Any, size: Any = None) -> Any:
        """Numbers between 0 and 1 with the density of the beta distribution."""
        return self._draw("beta", size, a, b)

    def gamma(self, shape: Any, scale: Any = 1.0, size: Any = None) -> Any:
        """Numbers with the density of the gamma distribution."""
        return self._draw("gamma", size, shape, scale)

    def laplace(self, loc: Any = 0.0, scale: Any = 1.0, size: Any = None) -> Any:
        """Numbers with the density of the Laplace distribution."""
        return self._draw("laplace", size, loc, scale)

    def multivariate_normal(self, mean: Any, cov: Any, size: Any = None) -> Any:
        """Normal vectors of a mean and a covariance."""
        shape = _size(size)
        return _answer(self.source.multivariate_normal(_plain(mean), _plain(cov), size=shape))

    def permutation(self, x: Any) -> Any:
        """The integers below x, or the rows of x, in random order."""
        if is_scalar_integer(x):
            _size(int(x))
            return _answer(self.source.permutation(int(x)))
        a = as_array(x)
        order = self.source.permutation(a.shape[0])
        return op.getitem(a, index=order)

    def shuffle(self, x: Any) -> None:
        """Puts a list, or the rows of an array, in random order, in place."""
        if isinstance(x, list):
            self.source.shuffle(x)
            return
        require(isinstance(x, Tensor), "shuffle() takes a list or an array")
        values = values_of(x).copy()
        self.source.shuffle(values)
        x[...] = values

    def choice(self, a: Any, size: Any = None, replace: bool = True, p: Any = None) -> Any:
        """Elements of an array, or integers below a number, drawn with or without putting back."""
        shape, weights = _size(size), None if p is None else _plain(p)
        if not replace and isinstance(self, RandomState):  # which puts all of them in order
            _size(int(a) if is_scalar_integer(a) else len(a))
        if is_scalar_integer(a):
            return _answer(self.source.choice(int(a), shape, replace, weights))
        found = self.source.choice(len(a), shape, replace, weights)
        if isinstance(a, list | tuple) and not all(isinstance(x, int | float) for x in a):
            return a[int(found)] if np.ndim(found) == 0 else [a[int(k)] for k in found]
        return op.getitem(as_array(a), index=found if np.ndim(found) else int(found))


class RandomState(Randomness):
    """NumPy's older generator, also behind ``np.random.rand`` and its like."""

    def __init__(self, seed: Any = None) -> None:
        self.seed(seed)

    def seed(self, seed: Any = None) -> None:
        """Starts anew from a seed."""
        if seed is not None and not is_scalar_integer(seed):
            seed = positions_of(seed)
        require(not is_integer(seed) or 0 <= seed < 2**32, "Seed must be between 0 and 2**32 - 1")
        self.source = np.random.RandomState(seed)

    def rand(self, *d: int) -> Any:
        """Uniform numbers from 0 to 1."""
        return self._draw("random_sample", d or None)

    def randn(self, *d: int) -> Any:
        """Normal numbers of mean 0 and deviation 1."""
        return self._draw("standard_normal", d or None)

    def random_sample(self, size: Any = None) -> Any:
        """Uniform numbers from 0 to 1."""
        return self._draw("random_sample", size)

    random = ranf = sample = random_sample

    def randint(self, low: Any, high: Any = None, size: Any = None, dtype: Any = int) -> Any:
        """Integers from ``low`` up to, but without, ``high``; with one bound from 0."""
        kind = np.dtype(dtype).name
        bounds = _together(low, high)
        return _answer(self.source.randint(*bounds, _size(size), dtype=kind))


class Generator(Randomness):
    """NumPy's newer generator, which ``np.random.default_rng`` makes."""

    def __init__(self, seed: Any = None) -> None:
        self.source = np.random.default_rng(seed if seed is None else int(seed))

    def random(self, size: Any = None) -> Any:
        """Uniform numbers from 0 to 1."""
        return self._draw("random", size)

    def integers(
        self, low: Any, high: Any = None, size: Any = None, dtype: Any = int, endpoint: bool = False
    ) -> Any:
        """Integers from ``low`` up to, but without, ``high``; with one bound from 0."""
        kind = np.dtype(dtype).name
        bounds = _together(low, high)
        return _answer(self.source.integers(*bounds, _size(size), kind, endpoint))


class _Current(threading.local):
    def __init__(self) -> None:
        self.state = RandomState()


_current = _Current()


def default_rng(seed: Any = None) -> Generator:
    """A new generator from a seed; any one without."""
    return seed if isinstance(seed, Generator) else Generator(seed)


def global_state() -> RandomState:
    """The thread's generator, behind ``np.random.rand`` and its like."""
    return _current.state


def _of_the_thread(name: str) -> Callable[..., Any]:
    def call(*args: Any, **kwargs: Any) -> Any:
        return getattr(_current.state, name)(*args, **kwargs)

    call.__name__ = call.__qualname__ = name
    call.__doc__ = getattr(RandomState, name).__doc__
    return call


NUMPY_RANDOM: dict[str, Callable[..., Any]] = {
    **{
        name: _of_the_thread(name)
        for name in [
            "seed",
            "rand",
            "randn",
            "randint",
            "random",
            "random_sample",
            "ranf",
            "sample",
            "normal",
            "uniform",
            "standard_normal",
            "exponential",
            "binomial",
            "poisson",
            "beta",
            "gamma",
            "laplace",
            "multivariate_normal",
            "permutation",
            "shuffle",
            "choice",
        ]
    },
    "RandomState": RandomState,
    "default_rng": default_rng,
    "Generator": Generator,
}
"""``numpy.random``, by name."""
