"""Choices between values: extremes, bounds, rounding, comparisons and what follows from them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from chainrule.engine.declaration import Gradient
from chainrule.engine.effort import CHEAP
from chainrule.engine.errors import ArgumentError
from chainrule.engine.node import ElementwiseBinaryNode, ElementwiseUnaryNode, Node
from chainrule.engine.tensor import Array

BEYOND = 400
"""Decimals whose power of ten is infinite; of more NumPy would write out the integer."""


class MaximumNode(ElementwiseBinaryNode):
    """The larger of two elements; equal ones share the gradient evenly."""

    name = "maximum"
    integers = "kept"
    symbol = "max"
    formula = "maximum(a, b)"
    bends = True
    torch = "torch.maximum({0}, {1})"
    effort = CHEAP
    forward = np.maximum
    gradients = (
        Gradient(
            "where(a == b, 1 / 2, a > b)",
            lambda g, y, a, b: np.where(np.less(a, b), 0.0, np.where(np.equal(a, b), 0.5 * g, g)),
        ),
        Gradient(
            "where(a == b, 1 / 2, b > a)",
            lambda g, y, a, b: np.where(np.less(b, a), 0.0, np.where(np.equal(a, b), 0.5 * g, g)),
        ),
    )


class MinimumNode(ElementwiseBinaryNode):
    """The smaller of two elements; equal ones share the gradient evenly."""

    name = "minimum"
    integers = "kept"
    symbol = "min"
    formula = "minimum(a, b)"
    torch = "torch.minimum({0}, {1})"
    effort = CHEAP
    forward = np.minimum
    gradients = (
        Gradient(
            "where(a == b, 1 / 2, a < b)",
            lambda g, y, a, b: np.where(
                np.greater(a, b), 0.0, np.where(np.equal(a, b), 0.5 * g, g)
            ),
        ),
        Gradient(
            "where(a == b, 1 / 2, b < a)",
            lambda g, y, a, b: np.where(
                np.greater(b, a), 0.0, np.where(np.equal(a, b), 0.5 * g, g)
            ),
        ),
    )


def _within(a: Any, lower: Any, upper: Any) -> Any:
    return np.greater_equal(a, lower) * np.less_equal(a, upper)


class ClampNode(ElementwiseUnaryNode):
    """Elements below ``min`` become ``min``, above ``max`` become ``max``; a bound may be None."""

    name = "clamp"
    integers = "kept"
    symbol = "clamp"
    aliases = ("clip",)
    formula = "clamp(a, min, max)"
    bends = True
    torch = "torch.clamp({0}, {min}, {max})"
    grad_fn_name = "ClampBackward1"
    example = "torch.clamp(x, 0.5, 2.0)"
    effort = CHEAP
    gradients = (
        Gradient(
            "(a >= min) * (a <= max)",
            lambda g, y, a, min, max: np.where(
                _within(a, -math.inf if min is None else min, math.inf if max is None else max),
                g,
                0.0,
            ),
        ),
    )

    @classmethod
    def formulas(cls, params: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
        """As declared, or with the one bound that there is."""
        if params["min"] is None:
            return "minimum(a, max)", ("a <= max",)
        if params["max"] is None:
            return "maximum(a, min)", ("a >= min",)
        return super().formulas(params)

    @staticmethod
    def forward(a: Array, min: float | None = None, max: float | None = None) -> Array:
        """Bounds the elements."""
        if min is None and max is None:
            raise ArgumentError("clamp() needs min, max or both")
        return np.asarray(np.clip(a, min, max))


class VariableClampNode(Node):
    """Elements bounded by those of two other tensors, which get the gradient where they bind."""

    name = "clamp_tensor"
    integers = "kept"
    elementwise = True
    symbol = "clamp"
    method = False
    formula = "minimum(maximum(a, min), max)"
    bends = True
    torch = "torch.clamp({0}, {1}, {2})"
    grad_fn_name = "ClampBackward0"
    called = "clamp"
    listed = False
    effort = CHEAP
    gradients = (
        Gradient(
            "(a >= min) * (a <= max)",
            lambda g, y, a, min, max: np.where(_within(a, min, max), g, 0.0),
        ),
        Gradient(
            "(a < min) * (min < max)",
            lambda g, y, a, min, max: np.where(np.less(a, min) * np.less(min, max), g, 0.0),
        ),
        Gradient(
            "(a > max) + (a <= max) * (max < min)",
            lambda g, y, a, min, max: np.where(np.greater(a, max) + np.less(max, min), g, 0.0),
        ),
    )

    @staticmethod
    def forward(a: Array, min: Array, max: Array) -> Array:
        """Bounds the elements; where min is above max, max counts."""
        return np.asarray(np.minimum(np.maximum(a, min), max))


class WhereNode(Node):
    """``a`` where the condition is not 0, else ``b``."""

    name = "where"
    integers = "kept"
    elementwise = True
    symbol = "where"
    method = False
    formula = "where(condition, a, b)"
    bends = True
    torch = "torch.where({0} != 0, {1}, {2})"
    effort = CHEAP
    numpy = (np.where,)
    gradients = (
        Gradient("0", None),
        Gradient("condition != 0", lambda g, y, condition, a, b: np.where(condition, g, 0.0)),
        Gradient("condition == 0", lambda g, y, condition, a, b: np.where(condition, 0.0, g)),
    )

    @staticmethod
    def forward(condition: Array, a: Array, b: Array) -> Array:
        """Chooses element by element."""
        return np.where(condition, a, b)


class SignNode(ElementwiseUnaryNode):
    """−1, 0 or 1; flat, so its gradient is 0."""

    name = "sign"
    integers = "kept"
    symbol = "sign"
    formula = "sign(a)"
    torch = "torch.sign({0})"
    effort = CHEAP
    forward = np.sign
    gradients = (Gradient("0", lambda g, y, a: np.zeros_like(g)),)


class FloorNode(ElementwiseUnaryNode):
    """The largest whole number not above; flat, so its gradient is 0."""

    name = "floor"
    integers = "kept"
    symbol = "⌊ ⌋"
    formula = "floor(a)"
    torch = "torch.floor({0})"
    effort = CHEAP
    forward = np.floor
    gradients = (Gradient("0", lambda g, y, a: np.zeros_like(g)),)


class CeilNode(ElementwiseUnaryNode):
    """The smallest whole number not below; flat, so its gradient is 0."""

    name = "ceil"
    integers = "kept"
    symbol = "⌈ ⌉"
    formula = "ceil(a)"
    torch = "torch.ceil({0})"
    effort = CHEAP
    forward = np.ceil
    gradients = (Gradient("0", lambda g, y, a: np.zeros_like(g)),)


class RoundNode(ElementwiseUnaryNode):
    """The nearest number of so many decimals, halves to even; flat, so its gradient is 0."""

    name = "round"
    integers = "kept"
    symbol = "round"
    formula = "round(a, decimals)"
    torch = "torch.round({0}, decimals={decimals})"
    effort = CHEAP
    numpy = (np.round, np.rint)
    gradients = (Gradient("0", lambda g, y, a, decimals: np.zeros_like(g)),)

    @staticmethod
    def forward(a: Array, decimals: int = 0) -> Array:
        """Rounds the elements; as NumPy, to NaN where the power of ten is infinite."""
        return np.asarray(np.round(a, max(-BEYOND, min(decimals, BEYOND))))
