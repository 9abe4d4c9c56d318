"""Arithmetic: sums, differences, products, quotients, powers and roots, element by element."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine.declaration import Gradient
from chainrule.engine.effort import CHEAP, SLOW, Params, Shapes
from chainrule.engine.node import ElementwiseBinaryNode, ElementwiseUnaryNode
from chainrule.engine.tensor import Array


class AdditionNode(ElementwiseBinaryNode):
    """The sum of two tensors, element by element."""

    name = "add"
    integers = "kept"
    symbol = "+"
    operator = "add"
    formula = "a + b"
    sign = "{0} + {1}"
    effort = CHEAP
    forward = np.add
    gradients = (Gradient("1", lambda g, y, a, b: g), Gradient("1", lambda g, y, a, b: g))


class SubtractionNode(ElementwiseBinaryNode):
    """The difference of two tensors, element by element."""

    name = "sub"
    integers = "kept"
    symbol = "−"
    operator = "sub"
    aliases = ("subtract",)
    formula = "a - b"
    sign = "{0} - {1}"
    effort = CHEAP
    forward = np.subtract
    gradients = (Gradient("1", lambda g, y, a, b: g), Gradient("-1", lambda g, y, a, b: -g))


class MultiplicationNode(ElementwiseBinaryNode):
    """The product of two tensors, element by element."""

    name = "mul"
    integers = "kept"
    symbol = "×"
    operator = "mul"
    aliases = ("multiply",)
    formula = "a * b"
    sign = "{0} * {1}"
    effort = CHEAP
    forward = np.multiply
    gradients = (Gradient("b", lambda g, y, a, b: g * b), Gradient("a", lambda g, y, a, b: g * a))


class DivisionNode(ElementwiseBinaryNode):
    """The quotient of two tensors, element by element; infinite or NaN where b is 0."""

    name = "div"
    symbol = "÷"
    operator = "truediv"
    aliases = ("divide", "true_divide")
    formula = "a / b"
    sign = "{0} / {1}"
    effort = CHEAP
    forward = np.divide
    gradients = (
        Gradient("1 / b", lambda g, y, a, b: g / b),
        Gradient("-a / b**2", lambda g, y, a, b: -g * (a / b) / b),
    )
    domain = "not finite where {b} = 0"


class RemainderNode(ElementwiseBinaryNode):
    """What is left of a after as many whole b as fit; it has the sign of b, as in Python."""

    name = "remainder"
    integers = "kept"
    symbol = "mod"
    operator = "mod"
    aliases = ("mod",)
    formula = "a - b * floor(a / b)"
    sign = "{0} % {1}"
    effort = 4 * SLOW  # huge numbers modulo tiny ones are divided bit by bit
    forward = np.remainder
    gradients = (
        Gradient("1", lambda g, y, a, b: g),
        Gradient("-floor(a / b)", lambda g, y, a, b: -g * np.rint((a - y) / b)),
    )
    domain = "NaN where {b} = 0"


class FloorDivisionNode(ElementwiseBinaryNode):
    """The quotient rounded down, as Python's ``//``; flat, so its gradient is 0."""

    name = "floor_divide"
    integers = "kept"
    symbol = "⌊÷⌋"
    operator = "floordiv"
    formula = "floor(a / b)"
    torch = "torch.div({0}, {1}, rounding_mode='floor')"
    effort = SLOW
    forward = np.floor_divide
    gradients = (
        Gradient("0", lambda g, y, a, b: np.zeros_like(g)),
        Gradient("0", lambda g, y, a, b: np.zeros_like(g)),
    )
    domain = "not finite where {b} = 0"


class NegationNode(ElementwiseUnaryNode):
    """The negative of a tensor."""

    name = "neg"
    integers = "kept"
    symbol = "−"
    operator = "neg"
    aliases = ("negative",)
    formula = "-a"
    sign = "-{0}"
    effort = CHEAP
    forward = np.negative
    gradients = (Gradient("-1", lambda g, y, a: -g),)


class AbsoluteNode(ElementwiseUnaryNode):
    """The absolute value; the gradient at 0 is 0."""

    name = "abs"
    integers = "kept"
    symbol = "| |"
    operator = "abs"
    aliases = ("absolute", "fabs")
    numpy = (np.fabs,)
    formula = "abs(a)"
    bends = True
    torch = "torch.abs({0})"
    effort = CHEAP
    forward = np.absolute
    gradients = (Gradient("sign(a)", lambda g, y, a: g * np.sign(a)),)


class ReciprocalNode(ElementwiseUnaryNode):
    """One divided by the tensor."""

    name = "reciprocal"
    symbol = "1/x"
    formula = "1 / a"
    torch = "torch.reciprocal({0})"
    effort = CHEAP
    forward = np.reciprocal
    gradients = (Gradient("-(y**2)", lambda g, y, a: -g * (y * y)),)
    domain = "infinite at 0"


class SquareNode(ElementwiseUnaryNode):
    """The tensor times itself."""

    name = "square"
    integers = "kept"
    symbol = "x²"
    formula = "a ** 2"
    torch = "torch.square({0})"
    effort = CHEAP
    forward = np.square
    gradients = (Gradient("2 * a", lambda g, y, a: g * (2.0 * a)),)


class SquareRootNode(ElementwiseUnaryNode):
    """The square root; NaN below 0, and its derivative at 0 is infinite."""

    name = "sqrt"
    symbol = "√"
    formula = "sqrt(a)"
    torch = "torch.sqrt({0})"
    effort = CHEAP
    forward = np.sqrt
    gradients = (Gradient("1 / (2 * y)", lambda g, y, a: g / (2.0 * y)),)
    domain = "NaN below 0; the derivative at 0 is infinite"


def _power_rule(g: Any, y: Any, a: Any, exponent: float) -> Any:
    # PyTorch: x**0 has gradient 0 also at 0 and at infinity, where the formula is not defined.
    return np.zeros_like(g) if exponent == 0 else g * (exponent * a ** (exponent - 1))


class PowNode(ElementwiseUnaryNode):
    """A tensor raised to a constant power; ``x**0`` is 1 with gradient 0, everywhere."""

    name = "pow"
    integers = "kept"
    symbol = "^"
    aliases = ("power",)
    formula = "a ** exponent"
    sign = "{0} ** {exponent}"
    effort = SLOW
    gradients = (Gradient("exponent * a ** (exponent - 1)", _power_rule),)
    domain = "NaN where {a} < 0 and the exponent is a fraction; infinite at 0 if it is negative"

    @classmethod
    def cost(cls, shapes: Shapes, params: Params) -> tuple[int, int]:
        """Squares and cubes are products."""
        elements, work = super().cost(shapes, params)
        is_product = params.get("exponent", 2.0) in (1, 2, 3)
        return elements, work * CHEAP // SLOW if is_product else work

    @staticmethod
    def forward(a: Array, exponent: float = 2.0) -> Array:
        """Raises each element to ``exponent``; a cube is a product, as in PyTorch."""
        return np.asarray(a * a * a if exponent == 3 else a**exponent)


class VariablePowNode(ElementwiseBinaryNode):
    """A tensor raised to the power of another, element by element."""

    name = "pow_tensor"
    integers = "kept"
    symbol = "^"
    formula = "a ** b"
    sign = "{0} ** {1}"
    grad_fn_name = "PowBackward1"
    called = "pow"
    listed = False
    effort = SLOW
    method = False
    forward = np.power
    numpy = (np.float_power,)
    gradients = (
        Gradient(
            "b * a ** (b - 1)",
            # Where b is 0 the power is 1, not 0 ** -1: nothing infinite is multiplied by 0.
            lambda g, y, a, b: g * (b * a ** (np.where(np.equal(b, 0.0), 1.0, b) - 1.0)),
        ),
        Gradient(
            "a ** b * log(a)",
            lambda g, y, a, b: (
                g * (y * np.where(np.equal(a, 0.0) * np.greater_equal(b, 0.0), 0.0, np.log(a)))
            ),
        ),
    )
    domain = "NaN where {a} < 0 and {b} is a fraction"


class HypotenuseNode(ElementwiseBinaryNode):
    """The hypotenuse √(a² + b²), without overflow."""

    name = "hypot"
    symbol = "hypot"
    formula = "sqrt(a**2 + b**2)"
    torch = "torch.hypot({0}, {1})"
    effort = SLOW
    forward = np.hypot
    gradients = (
        Gradient("a / y", lambda g, y, a, b: g * (a / y)),
        Gradient("b / y", lambda g, y, a, b: g * (b / y)),
    )
    domain = "no derivative where {a} = {b} = 0"
