"""Activation functions of neural networks, numerically stable at any size of their input."""

from __future__ import annotations

import numpy as np

from chainrule.engine.node import Gradient, UnaryNode
from chainrule.engine.tensor import Array


class SigmoidNode(UnaryNode):
    """The logistic function 1 / (1 + exp(−a)), without overflow on either side."""

    name = "sigmoid"
    symbol = "σ"
    formula = "1 / (1 + exp(-a))"
    gradients = (Gradient("y * (1 - y)", lambda g, y, a: g * (y * (1.0 - y))),)

    @staticmethod
    def forward(a: Array) -> Array:
        """The value between 0 and 1 for each element."""
        # exp of a non-positive number never overflows; each side of 0 has its own form of it.
        e = np.exp(-np.abs(a))
        return np.asarray(np.where(a >= 0, 1.0, e) / (1.0 + e), dtype=a.dtype)


class ReluNode(UnaryNode):
    """max(a, 0); the gradient at 0 is 0."""

    name = "relu"
    symbol = "relu"
    formula = "maximum(a, 0)"
    gradients = (Gradient("where(a > 0, 1, 0)", lambda g, y, a: g * np.greater(a, 0.0)),)

    @staticmethod
    def forward(a: Array) -> Array:
        """The positive part of each element."""
        return np.asarray(np.maximum(a, 0.0))
