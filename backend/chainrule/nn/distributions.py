"""Distributions: what is drawn from, and how likely what was drawn is, as in PyTorch.

``sample()`` draws without a gradient, ``rsample()`` so that the gradient reaches the parameters.
"""

from __future__ import annotations

import math
from typing import Any

from chainrule import functional as F
from chainrule.engine import ArgumentError, Tensor, no_grad


def _as_tensor(value: Any) -> Tensor:
    return value if isinstance(value, Tensor) else F.tensor(value)


class Distribution:
    """The base: says how to draw and how likely a value is."""

    def log_prob(self, value: Any) -> Tensor:
        """The logarithm of the probability, or of its density."""
        raise NotImplementedError(f"{type(self).__name__} has no log_prob")

    def sample(self, sample_shape: Any = ()) -> Tensor:
        """Draws, without a gradient."""
        raise NotImplementedError(f"{type(self).__name__} cannot be drawn from")


def kl_divergence(p: Any, q: Any) -> Tensor:
    """The divergence of Kullback and Leibler of two distributions of one kind.

    Raises:
        ArgumentError: they are of two kinds, or of one whose divergence is not known.
    """
    if isinstance(p, Normal) and isinstance(q, Normal):
        ratio = (p.scale / q.scale) ** 2
        return 0.5 * (ratio + ((p.loc - q.loc) / q.scale) ** 2 - 1 - F.log(ratio))
    if isinstance(p, Bernoulli) and isinstance(q, Bernoulli):
        gain = p.probs * F.log(p.probs / q.probs)
        return gain + (1 - p.probs) * F.log((1 - p.probs) / (1 - q.probs))
    if isinstance(p, Categorical) and isinstance(q, Categorical):
        return (p.probs * (p.logits - q.logits)).sum(-1)
    raise ArgumentError(f"no divergence of {type(p).__name__} and {type(q).__name__} is known")


class Normal(Distribution):
    """The normal distribution of a mean and a deviation."""

    def __init__(self, loc: Any, scale: Any) -> None:
        self.loc, self.scale = F.broadcast_tensors(_as_tensor(loc), _as_tensor(scale))

    @property
    def mean(self) -> Tensor:
        """The mean."""
        return self.loc

    @property
    def stddev(self) -> Tensor:
        """The deviation."""
        return self.scale

    @property
    def variance(self) -> Tensor:
        """The squared deviation."""
        return self.scale**2

    def sample(self, sample_shape: Any = ()) -> Tensor:
        """Draws, without a gradient."""
        with no_grad():
            shape = (*sample_shape, *self.loc.shape)
            return F.normal(F.expand(self.loc, shape), F.expand(self.scale, shape))

    def rsample(self, sample_shape: Any = ()) -> Tensor:
        """Draws noise and moves it to the mean and the deviation, which get its gradient."""
        return self.loc + F.randn(*sample_shape, *self.loc.shape) * self.scale

    def log_prob(self, value: Any) -> Tensor:
        """The logarithm of the density."""
        distance = (value - self.loc) ** 2 / (2 * self.scale**2)
        return -distance - F.log(self.scale) - math.log(math.sqrt(2 * math.pi))

    def entropy(self) -> Tensor:
        """How uncertain a draw is."""
        return 0.5 + 0.5 * math.log(2 * math.pi) + F.log(self.scale)


class Bernoulli(Distribution):
    """One with a probability, else zero."""

    def __init__(self, probs: Any = None, logits: Any = None) -> None:
        if (probs is None) == (logits is None):
            raise ArgumentError("Either `probs` or `logits` must be specified, but not both.")
        self.probs = F.sigmoid(_as_tensor(logits)) if probs is None else _as_tensor(probs)
        self.logits = _as_tensor(logits) if probs is None else F.logit(self.probs, 1e-7)

    @property
    def mean(self) -> Tensor:
        """The probability of a one."""
        return self.probs

    def sample(self, sample_shape: Any = ()) -> Tensor:
        """Draws, without a gradient."""
        with no_grad():
            return F.bernoulli(F.expand(self.probs, (*sample_shape, *self.probs.shape)))

    def log_prob(self, value: Any) -> Tensor:
        """The logarithm of the probability."""
        target = _as_tensor(value) * F.ones_like(self.logits)
        return -F.binary_cross_entropy_with_logits(self.logits, target, reduction="none")

    def entropy(self) -> Tensor:
        """How uncertain a draw is."""
        return F.binary_cross_entropy_with_logits(self.logits, self.probs, reduction="none")


class Categorical(Distribution):
    """One of several classes, with a probability each, along the last axis."""

    def __init__(self, probs: Any = None, logits: Any = None) -> None:
        if (probs is None) == (logits is None):
            raise ArgumentError("Either `probs` or `logits` must be specified, but not both.")
        if probs is None:
            self.logits = F.log_softmax(_as_tensor(logits), -1)
            self.probs = F.softmax(self.logits, -1)
        else:
            given = _as_tensor(probs)
            self.probs = given / given.sum(-1, keepdim=True)
            self.logits = F.log(F.clamp(self.probs, 1.1920929e-07, 1 - 1.1920929e-07))

    def sample(self, sample_shape: Any = ()) -> Tensor:
        """Draws positions, without a gradient."""
        count = 1
        for size in sample_shape:
            count = count * size
        with no_grad():
            rows = self.probs.reshape(-1, self.probs.shape[-1])
            drawn = F.multinomial(rows, count, True).T
            return drawn.reshape((*sample_shape, *self.probs.shape[:-1]))

    def log_prob(self, value: Any) -> Tensor:
        """The logarithm of the probability of each position."""
        places = _as_tensor(value).long()
        shape = (*places.shape, self.logits.shape[-1])
        return F.gather(F.expand(self.logits, shape), -1, places.unsqueeze(-1)).squeeze(-1)

    def entropy(self) -> Tensor:
        """How uncertain a draw is."""
        return -(self.logits * self.probs).sum(-1)
