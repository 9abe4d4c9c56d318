"""Exponentials, logarithms and trigonometric functions, element by element."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from chainrule.engine.declaration import Gradient
from chainrule.engine.effort import CHEAP, SLOW
from chainrule.engine.error_function import erf
from chainrule.engine.node import ElementwiseBinaryNode, ElementwiseUnaryNode
from chainrule.engine.tensor import Array

LN2 = math.log(2.0)
LN10 = math.log(10.0)
LOGITS = "Give the loss the logits (cross_entropy, binary_cross_entropy_with_logits), or use "
"""What to write instead where float32 loses a probability."""


class ExpNode(ElementwiseUnaryNode):
    """The exponential function."""

    name = "exp"
    symbol = "exp"
    formula = "exp(a)"
    torch = "torch.exp({0})"
    saturates = (0.0,)
    overflow = f"{LOGITS}softplus, logsumexp or log_softmax: none computes the large number."
    effort = SLOW
    forward = np.exp
    gradients = (Gradient("y", lambda g, y, a: g * y),)


class Expm1Node(ElementwiseUnaryNode):
    """exp(a) − 1, exact also near 0."""

    name = "expm1"
    symbol = "expm1"
    formula = "exp(a) - 1"
    torch = "torch.expm1({0})"
    effort = SLOW
    forward = np.expm1
    gradients = (Gradient("y + 1", lambda g, y, a: g * (y + 1.0)),)


class LogNode(ElementwiseUnaryNode):
    """The natural logarithm; −∞ at 0 and NaN below."""

    name = "log"
    symbol = "ln"
    formula = "log(a)"
    torch = "torch.log({0})"
    effort = SLOW
    forward = np.log
    gradients = (Gradient("1 / a", lambda g, y, a: g / a),)
    domain = "−∞ at 0, NaN below"


class Log2Node(ElementwiseUnaryNode):
    """The logarithm to base 2."""

    name = "log2"
    symbol = "log₂"
    formula = "log(a) / log(2)"
    torch = "torch.log2({0})"
    effort = SLOW
    forward = np.log2
    gradients = (Gradient("1 / (a * log(2))", lambda g, y, a: g / (a * LN2)),)
    domain = "−∞ at 0, NaN below"


class Log10Node(ElementwiseUnaryNode):
    """The logarithm to base 10."""

    name = "log10"
    symbol = "log₁₀"
    formula = "log(a) / log(10)"
    torch = "torch.log10({0})"
    effort = SLOW
    forward = np.log10
    gradients = (Gradient("1 / (a * log(10))", lambda g, y, a: g / (a * LN10)),)
    domain = "−∞ at 0, NaN below"


class Log1pNode(ElementwiseUnaryNode):
    """ln(1 + a), exact also near 0."""

    name = "log1p"
    symbol = "log1p"
    formula = "log(1 + a)"
    torch = "torch.log1p({0})"
    effort = SLOW
    forward = np.log1p
    gradients = (Gradient("1 / (1 + a)", lambda g, y, a: g / (a + 1.0)),)
    domain = "−∞ at −1, NaN below"


class ErrorFunctionNode(ElementwiseUnaryNode):
    """The error function 2/√π · ∫ exp(−t²) dt from 0 to a."""

    name = "erf"
    symbol = "erf"
    formula = "erf(a)"
    torch = "torch.erf({0})"
    saturates = (-1.0, 1.0)
    effort = SLOW
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
    torch = "torch.logaddexp({0}, {1})"
    effort = SLOW
    forward = np.logaddexp
    gradients = (
        Gradient("exp(a - y)", lambda g, y, a, b: g / (1.0 + np.exp(b - a))),
        Gradient("exp(b - y)", lambda g, y, a, b: g / (1.0 + np.exp(a - b))),
    )


def xlogy(a: Any, b: Any) -> Any:
    """a · ln(b) on arrays and tensors: 0 where a is 0, unless b is NaN."""
    return np.where(np.equal(a, 0.0) * np.equal(b, b), 0.0, a * np.log(b))


class XLogYNode(ElementwiseBinaryNode):
    """a · ln(b), and 0 where a is 0."""

    name = "xlogy"
    symbol = "a·ln b"
    formula = "where(a == 0, 0, a * log(b))"
    torch = "torch.xlogy({0}, {1})"
    effort = SLOW
    forward = xlogy
    gradients = (
        Gradient(
            "log(b)",
            lambda g, y, a, b: xlogy(g, np.where(np.equal(a, 0.0) * np.less_equal(b, 0.0), 1.0, b)),
        ),
        Gradient("a / b", lambda g, y, a, b: g * a / b),
    )
    domain = "NaN where {b} < 0"


class TruncNode(ElementwiseUnaryNode):
    """The whole number next to it on the side of 0; flat, so its gradient is 0."""

    name = "trunc"
    integers = "kept"
    symbol = "trunc"
    aliases = ("fix",)
    formula = "trunc(a)"
    torch = "torch.trunc({0})"
    effort = CHEAP
    forward = np.trunc
    gradients = (Gradient("0", lambda g, y, a: np.zeros_like(g)),)


class Exp2Node(ElementwiseUnaryNode):
    """2 to the power of each element."""

    name = "exp2"
    symbol = "2ˣ"
    formula = "2 ** a"
    torch = "torch.exp2({0})"
    effort = SLOW
    forward = np.exp2
    gradients = (Gradient("y * log(2)", lambda g, y, a: g * y * math.log(2.0)),)
