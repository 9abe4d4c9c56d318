"""Activation functions of neural networks, numerically stable at any size of their input."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from chainrule.engine.declaration import Gradient
from chainrule.engine.effort import CHEAP, SLOW
from chainrule.engine.kinds import Approximation
from chainrule.engine.node import ElementwiseUnaryNode, run
from chainrule.engine.operations.elementwise import LOGITS, ErrorFunctionNode
from chainrule.engine.tensor import Array

SELU_ALPHA = 1.6732632423543772848170429916717
SELU_SCALE = 1.0507009873554804934193349852946
"""The constants of Klambauer et al., "Self-Normalizing Neural Networks" (2017)."""


class SigmoidNode(ElementwiseUnaryNode):
    """The logistic function 1 / (1 + exp(−a)), without overflow on either side."""

    name = "sigmoid"
    symbol = "σ"
    aliases = ("expit",)
    formula = "1 / (1 + exp(-a))"
    torch = "torch.sigmoid({0})"
    saturates = (0.0, 1.0)
    rounding = f"{LOGITS}logsigmoid, which never gets that far."
    effort = SLOW
    gradients = (Gradient("y * (1 - y)", lambda g, y, a: g * (y * (1.0 - y))),)

    @staticmethod
    def forward(a: Array) -> Array:
        """The value between 0 and 1 for each element."""
        # Far left exp(-a) is infinite and the result 0, as it should be to the last digit.
        return np.asarray(1.0 / (1.0 + np.exp(-a)))


def sigmoid(a: Any) -> Any:
    """The logistic function on arrays and tensors."""
    return run(SigmoidNode, a)


class LogSigmoidNode(ElementwiseUnaryNode):
    """The logarithm of the logistic function, exact also where that is nearly 0."""

    name = "logsigmoid"
    symbol = "ln σ"
    formula = "-log(1 + exp(-a))"
    torch = "F.logsigmoid({0})"
    grad_fn_name = "LogSigmoidBackward0"
    effort = SLOW
    gradients = (Gradient("1 - sigmoid(a)", lambda g, y, a: g * sigmoid(-a)),)

    @staticmethod
    def forward(a: Array) -> Array:
        """The value, at most 0, for each element."""
        return np.asarray(np.minimum(a, 0.0) - np.log1p(np.exp(-np.abs(a))))


class ReluNode(ElementwiseUnaryNode):
    """max(a, 0); the gradient at 0 is 0."""

    name = "relu"
    integers = "kept"
    symbol = "relu"
    formula = "maximum(a, 0)"
    bends = steps = True
    torch = "torch.relu({0})"
    effort = CHEAP
    gradients = (
        Gradient(
            "where(a > 0, 1, 0)",
            lambda g, y, a: np.where(np.less_equal(y, 0.0), 0.0, g),
            reads=("y",),  # it is positive where a is: ``relu_`` needs no copy of a
        ),
    )

    @staticmethod
    def forward(a: Array) -> Array:
        """The positive part of each element."""
        return np.asarray(np.maximum(a, 0.0))


class LeakyReluNode(ElementwiseUnaryNode):
    """a where positive, else a little of it."""

    name = "leaky_relu"
    symbol = "leaky relu"
    formula = "where(a > 0, a, negative_slope * a)"
    bends = steps = True
    torch = "F.leaky_relu({0}, {negative_slope})"
    effort = CHEAP
    gradients = (
        Gradient(
            "where(a > 0, 1, negative_slope)",
            lambda g, y, a, negative_slope: np.where(np.greater(a, 0.0), g, g * negative_slope),
        ),
    )

    @staticmethod
    def forward(a: Array, negative_slope: float = 0.01) -> Array:
        """Scales the negative elements by ``negative_slope``."""
        return np.where(a > 0, a, a * negative_slope)


def _negative_part(a: Any) -> Any:
    """The negative elements, 0 elsewhere: what an exponential may see without overflowing.

    The derivative at 0 is 0, as PyTorch's second derivatives have it.
    """
    return np.where(np.greater_equal(a, 0.0), 0.0, a)


class EluNode(ElementwiseUnaryNode):
    """a where positive, else alpha · (exp(a) − 1)."""

    name = "elu"
    symbol = "elu"
    formula = "where(a > 0, a, alpha * (exp(a) - 1))"
    torch = "F.elu({0}, {alpha})"
    effort = SLOW
    gradients = (
        Gradient(
            "where(a > 0, 1, alpha * exp(a))",
            lambda g, y, a, alpha: np.where(
                np.greater(a, 0.0), g, g * (alpha * np.exp(_negative_part(a)))
            ),
        ),
    )

    @staticmethod
    def forward(a: Array, alpha: float = 1.0) -> Array:
        """Bends the negative elements towards −``alpha``."""
        return np.where(a > 0, a, alpha * np.expm1(_negative_part(a)))


class SeluNode(ElementwiseUnaryNode):
    """The exponential unit whose constants keep mean 0 and variance 1."""

    name = "selu"
    symbol = "selu"
    formula = "1.0507009873554805 * where(a > 0, a, 1.6732632423543772 * (exp(a) - 1))"
    torch = "torch.selu({0})"
    grad_fn_name = "EluBackward0"
    effort = SLOW
    gradients = (
        Gradient(
            "1.0507009873554805 * where(a > 0, 1, 1.6732632423543772 * exp(a))",
            lambda g, y, a: np.where(
                np.greater(a, 0.0),
                g * SELU_SCALE,
                g * (SELU_SCALE * SELU_ALPHA * np.exp(_negative_part(a))),
            ),
        ),
    )

    @staticmethod
    def forward(a: Array) -> Array:
        """Scales, and bends the negative elements."""
        return SELU_SCALE * np.where(a > 0, a, SELU_ALPHA * np.expm1(_negative_part(a)))


ROOT_HALF = math.sqrt(0.5)
TANH_SCALE = math.sqrt(2.0 / math.pi)
TANH_CUBE = 0.044715
"""The constants of Hendrycks and Gimpel, "Gaussian Error Linear Units" (2016)."""


def _gelu_rule(g: Any, y: Any, a: Any, approximate: str) -> Any:
    if approximate == "none":
        share = 0.5 * (1.0 + run(ErrorFunctionNode, a * ROOT_HALF))
        density = np.exp(-0.5 * (a * a)) / math.sqrt(2.0 * math.pi)
        return g * (share + a * density)
    t = np.tanh(TANH_SCALE * (a + TANH_CUBE * (a * a * a)))
    inner = TANH_SCALE * (1.0 + 3.0 * TANH_CUBE * (a * a))
    return g * (0.5 * (1.0 + t) + 0.5 * a * (1.0 - t * t) * inner)


class GeluNode(ElementwiseUnaryNode):
    """a times the share of a normal distribution below a; ``approximate="tanh"`` is cheaper."""

    name = "gelu"
    symbol = "gelu"
    formula = "a / 2 * (1 + erf(a / sqrt(2)))"
    torch = "F.gelu({0}, approximate={approximate})"
    effort = SLOW
    gradients = (
        Gradient(
            "(1 + erf(a / sqrt(2))) / 2 + a * exp(-(a**2) / 2) / sqrt(2 * pi)",
            _gelu_rule,
        ),
    )

    @classmethod
    def formulas(cls, params: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
        """As declared, or by way of tanh."""
        if params["approximate"] == "none":
            return super().formulas(params)
        t = "tanh(sqrt(2 / pi) * (a + 0.044715 * a**3))"
        inner = "sqrt(2 / pi) * (1 + 0.134145 * a**2)"
        return f"a / 2 * (1 + {t})", (f"(1 + {t}) / 2 + a / 2 * (1 - {t} ** 2) * {inner}",)

    @staticmethod
    def forward(a: Array, approximate: Approximation = "none") -> Array:
        """Weighs each element."""
        if approximate == "none":
            return np.asarray(0.5 * a * (1.0 + ErrorFunctionNode.forward(a * ROOT_HALF)))
        return np.asarray(0.5 * a * (1.0 + np.tanh(TANH_SCALE * (a + TANH_CUBE * (a * a * a)))))


def _silu_rule(g: Any, y: Any, a: Any) -> Any:
    s = sigmoid(a)
    return g * (s * (1.0 + a * (1.0 - s)))


class SiluNode(ElementwiseUnaryNode):
    """a times its logistic function; also called swish."""

    name = "silu"
    symbol = "silu"
    aliases = ("swish",)
    formula = "a * sigmoid(a)"
    torch = "F.silu({0})"
    effort = SLOW
    gradients = (Gradient("sigmoid(a) * (1 + a * (1 - sigmoid(a)))", _silu_rule),)

    @staticmethod
    def forward(a: Array) -> Array:
        """Gates each element by itself."""
        return np.asarray(a * SigmoidNode.forward(a))


def _mish_rule(g: Any, y: Any, a: Any) -> Any:
    t = np.tanh(np.logaddexp(0.0, a))
    return g * (t + a * sigmoid(a) * (1.0 - t * t))


class MishNode(ElementwiseUnaryNode):
    """a times the tanh of its softplus."""

    name = "mish"
    symbol = "mish"
    formula = "a * tanh(log(1 + exp(a)))"
    torch = "F.mish({0})"
    effort = SLOW
    gradients = (
        Gradient(
            "tanh(softplus(a)) + a * sigmoid(a) * (1 - tanh(softplus(a)) ** 2)",
            _mish_rule,
        ),
    )

    @staticmethod
    def forward(a: Array) -> Array:
        """Gates each element by itself, smoothly."""
        return np.asarray(a * np.tanh(np.logaddexp(a.dtype.type(0), a)))


class SoftplusNode(ElementwiseUnaryNode):
    """A smooth relu, ln(1 + exp(beta · a)) / beta; the tensor itself above ``threshold``."""

    name = "softplus"
    symbol = "softplus"
    formula = "where(beta * a > threshold, a, log(1 + exp(beta * a)) / beta)"
    torch = "F.softplus({0}, {beta}, {threshold})"
    effort = SLOW
    gradients = (
        Gradient(
            "where(beta * a > threshold, 1, sigmoid(beta * a))",
            lambda g, y, a, beta, threshold: np.where(
                np.greater(a * beta, threshold), g, g * sigmoid(a * beta)
            ),
        ),
    )

    @staticmethod
    def forward(a: Array, beta: float = 1.0, threshold: float = 20.0) -> Array:
        """The value, at least 0, for each element."""
        scaled = a * beta
        return np.where(scaled > threshold, a, np.logaddexp(a.dtype.type(0), scaled) / beta)
