"""Functions of one tensor, element by element."""

from __future__ import annotations

import numpy as np

from chainrule.engine.node import Gradient, UnaryNode


class ExpNode(UnaryNode):
    """The exponential function."""

    name = "exp"
    symbol = "exp"
    formula = "exp(a)"
    forward = np.exp
    gradients = (Gradient("y", lambda g, y, a: g * y),)


class LogNode(UnaryNode):
    """The natural logarithm; −∞ at 0 and NaN below."""

    name = "log"
    symbol = "ln"
    formula = "log(a)"
    forward = np.log
    gradients = (Gradient("1 / a", lambda g, y, a: g / a),)


class TanhNode(UnaryNode):
    """The hyperbolic tangent."""

    name = "tanh"
    symbol = "tanh"
    formula = "tanh(a)"
    forward = np.tanh
    gradients = (Gradient("1 - y**2", lambda g, y, a: g * (1.0 - y * y)),)
