"""Arithmetic: sums, differences, products, quotients and powers, element by element."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine.node import ElementwiseBinaryNode, Gradient, UnaryNode
from chainrule.engine.tensor import Array, Tensor


class AdditionNode(ElementwiseBinaryNode):
    """The sum of two tensors, element by element."""

    name = "add"
    symbol = "+"
    operator = "add"
    formula = "a + b"
    forward = np.add
    gradients = (Gradient("1", lambda g, y, a, b: g), Gradient("1", lambda g, y, a, b: g))


class SubtractionNode(ElementwiseBinaryNode):
    """The difference of two tensors, element by element."""

    name = "sub"
    symbol = "−"
    operator = "sub"
    formula = "a - b"
    forward = np.subtract
    gradients = (Gradient("1", lambda g, y, a, b: g), Gradient("-1", lambda g, y, a, b: -g))


class MultiplicationNode(ElementwiseBinaryNode):
    """The product of two tensors, element by element."""

    name = "mul"
    symbol = "×"
    operator = "mul"
    formula = "a * b"
    forward = np.multiply
    gradients = (Gradient("b", lambda g, y, a, b: g * b), Gradient("a", lambda g, y, a, b: g * a))


class DivisionNode(ElementwiseBinaryNode):
    """The quotient of two tensors, element by element."""

    name = "div"
    symbol = "÷"
    operator = "truediv"
    formula = "a / b"
    forward = np.divide
    gradients = (
        Gradient("1 / b", lambda g, y, a, b: g / b),
        Gradient("-a / b**2", lambda g, y, a, b: -g * (a / b) / b),
    )


class NegationNode(UnaryNode):
    """The negative of a tensor."""

    name = "neg"
    symbol = "−"
    operator = "neg"
    formula = "-a"
    forward = np.negative
    gradients = (Gradient("-1", lambda g, y, a: -g),)


def _power_rule(g: Any, y: Any, a: Any, exponent: float) -> Any:
    # PyTorch: x**0 has gradient 0 also at 0 and at infinity, where the formula is not defined.
    return g * 0.0 if exponent == 0 else g * (exponent * np.power(a, exponent - 1))


class PowNode(UnaryNode):
    """A tensor raised to a constant power; ``x**0`` is 1 with gradient 0, everywhere."""

    name = "pow"
    symbol = "^"
    formula = "a ** exponent"
    gradients = (Gradient("exponent * a ** (exponent - 1)", _power_rule),)

    @staticmethod
    def forward(a: Array, exponent: float = 2.0) -> Array:
        """Raises each element to ``exponent``."""
        return np.power(a, exponent)


class VariablePowNode(ElementwiseBinaryNode):
    """A tensor raised to the power of another, element by element."""

    name = "pow_tensor"
    symbol = "^"
    formula = "a ** b"
    method = False
    forward = np.power
    gradients = (
        Gradient(
            "b * a ** (b - 1)",
            lambda g, y, a, b: g * np.where(b == 0, 0.0, b * np.power(a, b - 1)),
        ),
        Gradient(
            "a ** b * log(a)",
            lambda g, y, a, b: g * np.where((a == 0) & (b >= 0), 0.0, y * np.log(a)),
        ),
    )


def power(base: Any, exponent: Any) -> Tensor:
    """``base ** exponent``: a plain number is a parameter of the operation, a tensor an input.

    The exponent's gradient is therefore computed only where somebody can ask for it.
    """
    if isinstance(exponent, int | float) and not isinstance(exponent, bool):
        return PowNode.apply(base, exponent=exponent)
    return VariablePowNode.apply(base, exponent)
