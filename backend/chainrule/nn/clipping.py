"""Gradient clipping: keeps a step from being too long where gradients explode."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from chainrule.engine import ArgumentError, Tensor


def clip_grad_norm(params: Iterable[Tensor], max_norm: float) -> float:
    """Scales all gradients so that their norm, taken together, is at most ``max_norm``.

    Returns:
        The norm before, also where it is infinite or NaN.
    """
    if max_norm < 0:
        raise ArgumentError("a norm is not negative")
    moved = [parameter for parameter in params if parameter.grad is not None]
    total = math.sqrt(sum(float(np.sum(np.square(_values(p)))) for p in moved))
    share = max_norm / (total + 1e-6)  # PyTorch's guard against a division by 0
    if not share >= 1.0:
        for parameter in moved:
            parameter.grad = _values(parameter) * share
    return total


def clip_grad_value(params: Iterable[Tensor], clip_value: float) -> None:
    """Holds every element of every gradient between −``clip_value`` and ``clip_value``."""
    if clip_value < 0:
        raise ArgumentError("clip_value is not negative")
    for parameter in params:
        if parameter.grad is not None:
            parameter.grad = np.clip(_values(parameter), -clip_value, clip_value)


def _values(parameter: Tensor) -> np.ndarray:
    return np.asarray(parameter.grad)
