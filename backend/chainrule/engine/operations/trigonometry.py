"""Trigonometric and hyperbolic functions and their inverses, element by element."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from chainrule.engine.declaration import Gradient
from chainrule.engine.effort import SLOW
from chainrule.engine.node import ElementwiseBinaryNode, ElementwiseUnaryNode

LN2 = math.log(2.0)
LN10 = math.log(10.0)


class SineNode(ElementwiseUnaryNode):
    """The sine of an angle in radians."""

    name = "sin"
    symbol = "sin"
    formula = "sin(a)"
    torch = "torch.sin({0})"
    effort = SLOW
    forward = np.sin
    gradients = (Gradient("cos(a)", lambda g, y, a: g * np.cos(a)),)


class CosineNode(ElementwiseUnaryNode):
    """The cosine of an angle in radians."""

    name = "cos"
    symbol = "cos"
    formula = "cos(a)"
    torch = "torch.cos({0})"
    effort = SLOW
    forward = np.cos
    gradients = (Gradient("-sin(a)", lambda g, y, a: -g * np.sin(a)),)


class TangentNode(ElementwiseUnaryNode):
    """The tangent of an angle in radians."""

    name = "tan"
    symbol = "tan"
    formula = "tan(a)"
    torch = "torch.tan({0})"
    effort = SLOW
    forward = np.tan
    gradients = (Gradient("1 + y**2", lambda g, y, a: g * (1.0 + y * y)),)


class ArcSineNode(ElementwiseUnaryNode):
    """The angle whose sine is a."""

    name = "asin"
    symbol = "asin"
    aliases = ("arcsin",)
    formula = "asin(a)"
    torch = "torch.asin({0})"
    example = "torch.asin(z)"
    effort = SLOW
    forward = np.arcsin
    gradients = (Gradient("1 / sqrt(1 - a**2)", lambda g, y, a: g / np.sqrt(1.0 - a * a)),)
    domain = "NaN outside −1 … 1"


class ArcCosineNode(ElementwiseUnaryNode):
    """The angle whose cosine is a."""

    name = "acos"
    symbol = "acos"
    aliases = ("arccos",)
    formula = "acos(a)"
    torch = "torch.acos({0})"
    example = "torch.acos(z)"
    effort = SLOW
    forward = np.arccos
    gradients = (Gradient("-1 / sqrt(1 - a**2)", lambda g, y, a: -g / np.sqrt(1.0 - a * a)),)
    domain = "NaN outside −1 … 1"


class ArcTangentNode(ElementwiseUnaryNode):
    """The angle whose tangent is a."""

    name = "atan"
    symbol = "atan"
    aliases = ("arctan",)
    formula = "atan(a)"
    torch = "torch.atan({0})"
    effort = SLOW
    forward = np.arctan
    gradients = (Gradient("1 / (1 + a**2)", lambda g, y, a: g / (1.0 + a * a)),)


class HyperbolicSineNode(ElementwiseUnaryNode):
    """The hyperbolic sine."""

    name = "sinh"
    symbol = "sinh"
    formula = "sinh(a)"
    torch = "torch.sinh({0})"
    effort = SLOW
    forward = np.sinh
    gradients = (Gradient("cosh(a)", lambda g, y, a: g * np.cosh(a)),)


class HyperbolicCosineNode(ElementwiseUnaryNode):
    """The hyperbolic cosine."""

    name = "cosh"
    symbol = "cosh"
    formula = "cosh(a)"
    torch = "torch.cosh({0})"
    effort = SLOW
    forward = np.cosh
    gradients = (Gradient("sinh(a)", lambda g, y, a: g * np.sinh(a)),)


class TanhNode(ElementwiseUnaryNode):
    """The hyperbolic tangent."""

    name = "tanh"
    symbol = "tanh"
    formula = "tanh(a)"
    torch = "torch.tanh({0})"
    saturates = (-1.0, 1.0)
    effort = SLOW
    forward = np.tanh
    gradients = (Gradient("1 - y**2", lambda g, y, a: g * (1.0 - y * y)),)


class AreaHyperbolicSineNode(ElementwiseUnaryNode):
    """The inverse of the hyperbolic sine."""

    name = "asinh"
    symbol = "asinh"
    aliases = ("arcsinh",)
    formula = "asinh(a)"
    torch = "torch.asinh({0})"
    effort = SLOW
    forward = np.arcsinh
    gradients = (Gradient("1 / sqrt(1 + a**2)", lambda g, y, a: g / np.sqrt(1.0 + a * a)),)


class AreaHyperbolicCosineNode(ElementwiseUnaryNode):
    """The inverse of the hyperbolic cosine."""

    name = "acosh"
    symbol = "acosh"
    aliases = ("arccosh",)
    formula = "acosh(a)"
    torch = "torch.acosh({0})"
    example = "torch.acosh(x + 1)"
    effort = SLOW
    forward = np.arccosh
    gradients = (Gradient("1 / sqrt(a**2 - 1)", lambda g, y, a: g / np.sqrt(a * a - 1.0)),)
    domain = "NaN below 1"


class AreaHyperbolicTangentNode(ElementwiseUnaryNode):
    """The inverse of the hyperbolic tangent."""

    name = "atanh"
    symbol = "atanh"
    aliases = ("arctanh",)
    formula = "atanh(a)"
    torch = "torch.atanh({0})"
    example = "torch.atanh(z)"
    effort = SLOW
    forward = np.arctanh
    gradients = (Gradient("1 / (1 - a**2)", lambda g, y, a: g / (1.0 - a * a)),)
    domain = "infinite at −1 and 1, NaN outside"


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
    torch = "torch.atan2({0}, {1})"
    effort = SLOW
    forward = np.arctan2
    gradients = (
        Gradient("b / (a**2 + b**2)", lambda g, y, a, b: g * _over_square(b, a, b)),
        Gradient("-a / (a**2 + b**2)", lambda g, y, a, b: -g * _over_square(a, a, b)),
    )
