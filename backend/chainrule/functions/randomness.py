"""Random tensors with PyTorch's own numbers for a seed.

They are drawn in float32 as PyTorch draws them, then computed on in float64. Each thread has a
generator of its own; ``drawing_from`` puts another one in its place.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from chainrule.engine import Tensor, allocate, charge
from chainrule.engine import tensor as new_tensor
from chainrule.engine.effort import SLOW
from chainrule.functions.arguments import Numbers, as_tensor, require, shape_of, values_of
from chainrule.functions.composition import declared
from chainrule.functions.generator import Generator


class _Current(threading.local):
    generator: Generator | None = None


_current = _Current()


def default_generator() -> Generator:
    """The thread's generator; without ``manual_seed`` it starts anywhere, as PyTorch's does."""
    if _current.generator is None:
        _current.generator = Generator(secrets.randbits(63))
    return _current.generator


@contextmanager
def drawing_from(generator: Generator) -> Iterator[None]:
    """Inside the ``with`` block, random numbers come from this generator."""
    before = _current.generator
    _current.generator = generator
    try:
        yield
    finally:
        _current.generator = before


@declared("", "torch.manual_seed(0)")
def manual_seed(seed: int) -> Generator:
    """Starts the random numbers anew from a seed: the same ones as PyTorch's."""
    require(isinstance(seed, int), f"manual_seed(): a seed is an integer, not {seed!r}")
    return default_generator().manual_seed(seed)


def _from(generator: Any) -> Generator:
    if generator is None:
        return default_generator()
    require(isinstance(generator, Generator), "generator is a Generator, or None")
    return generator  # type: ignore[no-any-return]


def _leaf(array: Any, dtype: Any, requires_grad: bool) -> Tensor:
    kind = np.float64 if dtype is None and array.dtype == np.float32 else dtype
    return new_tensor(array, requires_grad=requires_grad, dtype=kind)


@declared("", "x = torch.rand(2, 3)")
def rand(
    *sizes: Any,
    size: Any = None,
    generator: Any = None,
    dtype: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Uniform random numbers from 0 to 1."""
    return _leaf(_from(generator).rand(shape_of("rand", sizes, size)), dtype, requires_grad)


@declared("", "x = torch.randn(2, 3)")
def randn(
    *sizes: Any,
    size: Any = None,
    generator: Any = None,
    dtype: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Normal random numbers of mean 0 and deviation 1."""
    return _leaf(_from(generator).normal(shape_of("randn", sizes, size)), dtype, requires_grad)


@declared("", "y = torch.rand_like(x)")
def rand_like(input: Numbers, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """Uniform random numbers in the shape of another tensor."""
    return rand(*as_tensor(input).shape, dtype=dtype, requires_grad=requires_grad)


@declared("", "y = torch.randn_like(x)")
def randn_like(input: Numbers, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """Normal random numbers in the shape of another tensor."""
    return randn(*as_tensor(input).shape, dtype=dtype, requires_grad=requires_grad)


@declared("", "x = torch.randint(0, 10, (3,))")
def randint(
    low: int,
    high: Any = None,
    size: Any = None,
    generator: Any = None,
    dtype: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Random integers from ``low`` up to, but without, ``high``; with one bound from 0."""
    if isinstance(high, list | tuple) and size is None:
        high, size = None, high
    first, last = (0, low) if high is None else (low, high)
    require(size is not None, "randint() needs a size: randint(0, 10, (3,))")
    require(isinstance(first, int) and isinstance(last, int), "randint(): the bounds are integers")
    shape = shape_of("randint", size)
    return _leaf(_from(generator).randint(first, last, shape), dtype, requires_grad)


@declared("", "order = torch.randperm(4)")
def randperm(
    n: int, generator: Any = None, dtype: Any = None, requires_grad: bool = False
) -> Tensor:
    """The integers from 0 to n − 1 in random order."""
    (count,) = shape_of("randperm", n)
    return _leaf(_from(generator).randperm(count), dtype, requires_grad)


@declared("", "x = torch.normal(0.0, 1.0, (3,))")
def normal(
    mean: Numbers = 0.0,
    std: Numbers = 1.0,
    size: Any = None,
    generator: Any = None,
    dtype: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Normal random numbers of a mean and a deviation, for all or one each."""
    center, width = values_of(mean), values_of(std)
    shape = (
        np.broadcast_shapes(center.shape, width.shape) if size is None else shape_of("normal", size)
    )
    allocate(shape)
    numbers = [x.item() if x.ndim == 0 else x for x in (center, width)]
    return _leaf(_from(generator).normal(shape, *numbers), dtype, requires_grad)


@declared("", "coin = torch.bernoulli(torch.tensor([0.2, 0.9]))", method=True)
def bernoulli(input: Numbers, p: Numbers | None = None, generator: Any = None) -> Tensor:
    """Ones with the probability of each element, or with ``p``, else zeros."""
    a = as_tensor(input)
    allocate(a.shape)
    chance: Any = p
    if not isinstance(p, int | float):
        chance = values_of(a if p is None else p).astype(np.float32)
    require(
        np.broadcast_shapes(a.shape, np.shape(chance)) == a.shape,
        f"bernoulli(): p has shape {np.shape(chance)}, which does not fit into {a.shape}",
    )
    return _leaf(_from(generator).bernoulli(chance, a.shape), a.dtype, False)


@declared("", "i = torch.multinomial(torch.tensor([0.2, 0.8]), 1)", method=True)
def multinomial(
    input: Numbers, num_samples: int, replacement: bool = False, generator: Any = None
) -> Tensor:
    """Positions drawn with weights, from every row."""
    weights = values_of(input).astype(np.float32)
    allocate((*weights.shape[:-1], num_samples))
    charge(SLOW * (weights.size + num_samples))
    return _leaf(_from(generator).multinomial(weights, num_samples, replacement), None, False)


def uniform_like(a: Tensor, low: float, high: float, generator: Any = None) -> Tensor:
    """Uniform random numbers between two bounds in a tensor's shape."""
    allocate(a.shape)
    return _leaf(_from(generator).uniform(a.shape, low, high), a.dtype, False)
