"""Changes of tensors that are methods: numbers drawn into them, items put, values copied."""

from __future__ import annotations

import numpy as np

from chainrule.engine import Tensor
from chainrule.engine.changes import fill
from chainrule.engine.changes import put as put_values
from chainrule.functions import randomness
from chainrule.functions.randomness import default_generator
from chainrule.program.values import Value

# In place


def uniform(tensor: Tensor, a: Value = 0.0, b: Value = 1.0, generator: Value = None) -> Tensor:
    """``uniform_``: drawn evenly between two bounds."""
    source = generator or default_generator()
    return fill(tensor, Tensor(source.uniform(tensor.shape, float(a), float(b))))


def normal(tensor: Tensor, mean: Value = 0.0, std: Value = 1.0, generator: Value = None) -> Tensor:
    """``normal_``: drawn from a normal distribution."""
    source = generator or default_generator()
    return fill(tensor, Tensor(source.normal(tensor.shape, float(mean), float(std))))


def bernoulli(tensor: Tensor, p: Value = 0.5, generator: Value = None) -> Tensor:
    """``bernoulli_``: ones with a probability, or one for each element, else zeros."""
    chance = p if isinstance(p, Tensor) and p.ndim else float(p)
    return fill(tensor, randomness.bernoulli(tensor, chance, generator))


def random(tensor: Tensor, *bounds: Value, generator: Value = None) -> Tensor:
    """``random_``: whole numbers up to a bound."""
    low, high = (0, bounds[0]) if len(bounds) == 1 else bounds
    source = generator or default_generator()
    return fill(tensor, Tensor(source.randint(int(low), int(high), tensor.shape)))


def index_put(tensor: Tensor, indices: Value, values: Value, accumulate: Value = False) -> Tensor:
    """``index_put_``: as ``x[indices] = values``."""
    index = tuple(indices)
    put_values(tensor, index, tensor[index] + values if accumulate else values)
    return tensor


def fill_diagonal(tensor: Tensor, fill_value: Value, wrap: Value = False) -> Tensor:
    """``fill_diagonal_``: one number in the places of the diagonal."""
    places = np.arange(min(tensor.shape))
    put_values(tensor, (places,) * tensor.ndim, fill_value)
    return tensor


def copy_(tensor: Tensor, src: Value, non_blocking: Value = False) -> Tensor:
    """``copy_``: takes over the values of another tensor."""
    return fill(tensor, src)


def set_to(tensor: Tensor, other: Tensor) -> Tensor:
    """``x.set_(y)``: the values of another tensor."""
    tensor.data = other.detach().numpy()
    return tensor
