"""Shares of classes and their logarithms, numerically stable at any size of their input."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine.declaration import Gradient
from chainrule.engine.effort import SLOW
from chainrule.engine.node import UnaryNode
from chainrule.engine.operations.elementwise import LOGITS
from chainrule.engine.tensor import Array


class SoftmaxNode(UnaryNode):
    """Shares that add up to 1 along ``axis``: exponentials over their sum."""

    name = "softmax"
    family = "activations"
    integers = "refused"
    symbol = "softmax"
    formula = "exp(a) / sum(exp(a))"
    code = "chainrule.softmax({0}, {axis})"
    torch = "torch.softmax({0}, {axis})"
    saturates = (0.0, 1.0)
    rounding = f"{LOGITS}log_softmax, which never gets that far."
    effort = SLOW
    gradients = (
        Gradient(
            "y * (g - sum(g * y))",
            lambda g, y, a, axis: y * (g - np.sum(g * y, axis=_axis(a, axis), keepdims=True)),
        ),
    )

    @staticmethod
    def forward(a: Array, axis: int = -1) -> Array:
        """The shares, without overflow."""
        over = _axis(a, axis)
        e = np.exp(a - np.max(a, axis=over, keepdims=True, initial=-np.inf))
        return np.asarray(e / np.sum(e, axis=over, keepdims=True))


class LogSoftmaxNode(UnaryNode):
    """The logarithm of the softmax, exact also for tiny shares."""

    name = "log_softmax"
    family = "activations"
    integers = "refused"
    symbol = "ln softmax"
    formula = "a - log(sum(exp(a)))"
    code = "chainrule.log_softmax({0}, {axis})"
    torch = "torch.log_softmax({0}, {axis})"
    effort = SLOW
    gradients = (
        Gradient(
            "g - exp(y) * sum(g)",
            lambda g, y, a, axis: g - np.exp(y) * np.sum(g, axis=_axis(a, axis), keepdims=True),
        ),
    )

    @staticmethod
    def forward(a: Array, axis: int = -1) -> Array:
        """The logarithms of the shares, without overflow."""
        over = _axis(a, axis)
        shifted = a - np.max(a, axis=over, keepdims=True, initial=-np.inf)
        total = np.sum(np.exp(shifted), axis=over, keepdims=True)
        return np.asarray(shifted - np.log(total))


def _axis(a: Any, axis: int) -> int | None:
    return None if a.ndim == 0 and axis in (0, -1) else axis
