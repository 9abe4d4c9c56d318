"""Exponentials, logarithms and trigonometric functions, element by element."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from chainrule.engine.error_function import erf
from chainrule.engine.node import ElementwiseBinaryNode, Gradient, UnaryNode
from chainrule.engine.tensor import Array

LN2 = math.log(2.0)
LN10 = math.log(10.0)


class ExpNode(UnaryNode):
    """The exponential function."""

    name = "exp"
    symbol = "exp"
    formula = "exp(a)"
    forward = np.exp
    gradients = (Gradient("y", lambda g, y, a: g * y),)


class Expm1Node(UnaryNode):
    """exp(a) − 1, exact also near 0."""

    name = "expm1"
    symbol = "expm1"
    formula = "exp(a) - 1"
    forward = np.expm1
    gradients = (Gradient("y + 1", lambda g, y, a: g * (y + 1.0)),)


class LogNode(UnaryNode):
    """The natural logarithm; −∞ at 0 and NaN below."""

    name = "log"
    symbol = "ln"
    formula = "log(a)"
    forward = np.log
    gradients = (Gradient("1 / a", lambda g, y, a: g / a),)
    domain = "−∞ at 0, NaN below"


class Log2Node(UnaryNode):
    """The logarithm to base 2."""

    name = "log2"
    symbol = "log₂"
    formula = "log(a) / log(2)"
    forward = np.log2
    gradients = (Gradient("1 / (a * log(2))", lambda g, y, a: g / (a * LN2)),)
    domain = "−∞ at 0, NaN below"


class Log10Node(UnaryNode):
    """The logarithm to base 10."""

    name = "log10"
    symbol = "log₁₀"
    formula = "log(a) / log(10)"
    forward = np.log10
    gradients = (Gradient("1 / (a * log(10))", lambda g, y, a: g / (a * LN10)),)
    domain = "−∞ at 0, NaN below"


class Log1pNode(UnaryNode):
    """ln(1 + a), exact also near 0."""

    name = "log1p"
    symbol = "log1p"
    formula = "log(1 + a)"
    forward = np.log1p
    gradients = (Gradient("1 / (1 + a)", lambda g, y, a: g / (a + 1.0)),)
    domain = "−∞ at −1, NaN below"


class SineNode(UnaryNode):
    """The sine of an angle in radians."""

    name = "sin"
    symbol = "sin"
    formula = "sin(a)"
    forward = np.sin
    gradients = (Gradient("cos(a)", lambda g, y, a: g * np.cos(a)),)


class CosineNode(UnaryNode):
    """The cosine of an angle in radians."""

    name = "cos"
    symbol = "cos"
    formula = "cos(a)"
    forward = np.cos
    gradients = (Gradient("-sin(a)", lambda g, y, a: -g * np.sin(a)),)


class TangentNode(UnaryNode):
    """The tangent of an angle in radians."""

    name = "tan"
    symbol = "tan"
    formula = "tan(a)"
    forward = np.tan
    gradients = (Gradient("1 + y**2", lambda g, y, a: g * (1.0 + y * y)),)


class ArcSineNode(UnaryNode):
    """The angle whose sine is a."""

    name = "asin"
    symbol = "asin"
    aliases = ("arcsin",)
    formula = "asin(a)"
    forward = np.arcsin
    gradients = (Gradient("1 / sqrt(1 - a**2)", lambda g, y, a: g / np.sqrt(1.0 - a * a)),)
    domain = "NaN outside −1 … 1"


class ArcCosineNode(UnaryNode):
    """The angle whose cosine is a."""

    name = "acos"
    symbol = "acos"
    aliases = ("arccos",)
    formula = "acos(a)"
    forward = np.arccos
    gradients = (Gradient("-1 / sqrt(1 - a**2)", lambda g, y, a: -g / np.sqrt(1.0 - a * a)),)
    domain = "NaN outside −1 … 1"


class ArcTangentNode(UnaryNode):
    """The angle whose tangent is a."""

    name = "atan"
    symbol = "atan"
    aliases = ("arctan",)
    formula = "atan(a)"
    forward = np.arctan
    gradients = (Gradient("1 / (1 + a**2)", lambda g, y, a: g / (1.0 + a * a)),)


class HyperbolicSineNode(UnaryNode):
    """The hyperbolic sine."""

    name = "sinh"
    symbol = "sinh"
    formula = "sinh(a)"
    forward = np.sinh
    gradients = (Gradient("cosh(a)", lambda g, y, a: g * np.cosh(a)),)


class HyperbolicCosineNode(UnaryNode):
    """The hyperbolic cosine."""

    name = "cosh"
    symbol = "cosh"
    formula = "cosh(a)"
    forward = np.cosh
    gradients = (Gradient("sinh(a)", lambda g, y, a: g * np.sinh(a)),)


class TanhNode(UnaryNode):
    """The hyperbolic tangent."""

    name = "tanh"
    symbol = "tanh"
    formula = "tanh(a)"
    forward = np.tanh
    gradients = (Gradient("1 - y**2", lambda g, y, a: g * (1.0 - y * y)),)


class AreaHyperbolicSineNode(UnaryNode):
    """The inverse of the hyperbolic sine."""

    name = "asinh"
    symbol = "asinh"
    aliases = ("arcsinh",)
    formula = "asinh(a)"
    forward = np.arcsinh
    gradients = (Gradient("1 / sqrt(1 + a**2)", lambda g, y, a: g / np.sqrt(1.0 + a * a)),)


class AreaHyperbolicCosineNode(UnaryNode):
    """The inverse of the hyperbolic cosine."""

    name = "acosh"
    symbol = "acosh"
    aliases = ("arccosh",)
    formula = "acosh(a)"
    forward = np.arccosh
    gradients = (Gradient("1 / sqrt(a**2 - 1)", lambda g, y, a: g / np.sqrt(a * a - 1.0)),)
    domain = "NaN below 1"


class AreaHyperbolicTangentNode(UnaryNode):
    """The inverse of the hyperbolic tangent."""

    name = "atanh"
    symbol = "atanh"
    aliases = ("arctanh",)
    formula = "atanh(a)"
    forward = np.arctanh
    gradients = (Gradient("1 / (1 - a**2)", lambda g, y, a: g / (1.0 - a * a)),)
    domain = "infinite at −1 and 1, NaN outside"


class ErrorFunctionNode(UnaryNode):
    """The error function 2/√π · ∫ exp(−t²) dt from 0 to a."""

    name = "erf"
    symbol = "erf"
    formula = "erf(a)"
    gradients = (
        Gradient(
            "2 / sqrt(pi) * exp(-(a**2))",
            lambda g, y, a: g * (2.0 / math.sqrt(math.pi) * np.exp(-(a * a))),
        ),
    )

    @staticmethod
    def forward(a: Array) -> Array:
        """Python's own error function on every element: NumPy has none."""
        return erf(a)


class LogAddExpNode(ElementwiseBinaryNode):
    """ln(exp(a) + exp(b)), without overflow."""

    name = "logaddexp"
    symbol = "logaddexp"
    formula = "log(exp(a) + exp(b))"
    forward = np.logaddexp
    gradients = (
        Gradient("exp(a - y)", lambda g, y, a, b: g / (1.0 + np.exp(b - a))),
        Gradient("exp(b - y)", lambda g, y, a, b: g / (1.0 + np.exp(a - b))),
    )


def _over_square(part: Any, a: Any, b: Any) -> Any:
    """A part over the squared distance from the origin; 0 at the origin, as in PyTorch."""
    square = a * a + b * b
    return np.where(np.equal(square, 0.0), 0.0, part / square)


class ArcTangent2Node(ElementwiseBinaryNode):
    """The angle of the point (b, a) from the first axis; its gradient at the origin is 0."""

    name = "atan2"
    symbol = "atan2"
    aliases = ("arctan2",)
    formula = "atan2(a, b)"
    forward = np.arctan2
    gradients = (
        Gradient("b / (a**2 + b**2)", lambda g, y, a, b: g * _over_square(b, a, b)),
        Gradient("-a / (a**2 + b**2)", lambda g, y, a, b: -g * _over_square(a, a, b)),
    )


def xlogy(a: Any, b: Any) -> Any:
    """a · ln(b) on arrays and tensors: 0 where a is 0, unless b is NaN."""
    return np.where(np.equal(a, 0.0) * np.equal(b, b), 0.0, a * np.log(b))


class XLogYNode(ElementwiseBinaryNode):
    """a · ln(b), and 0 where a is 0."""

    name = "xlogy"
    symbol = "a·ln b"
    formula = "where(a == 0, 0, a * log(b))"
    forward = xlogy
    gradients = (
        Gradient(
            "log(b)",
            lambda g, y, a, b: xlogy(g, np.where(np.equal(a, 0.0) * np.less_equal(b, 0.0), 1.0, b)),
        ),
        Gradient("a / b", lambda g, y, a, b: g * a / b),
    )
    domain = "NaN where {b} < 0"
