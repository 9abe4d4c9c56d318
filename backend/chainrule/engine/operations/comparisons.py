"""Comparisons, and logic on truth values and bits; for ``where``, masks and indices."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine.dtypes import Array
from chainrule.engine.effort import CHEAP
from chainrule.engine.errors import ChainruleError, DtypeError
from chainrule.engine.node import ElementwiseBinaryNode, ElementwiseUnaryNode, Node


class ComparisonNode(ElementwiseBinaryNode):
    """A comparison of two tensors, element by element; it has no gradient."""

    integers = "kept"
    gradients = ()


class GreaterNode(ComparisonNode):
    """Whether a is larger than b."""

    name = "gt"
    symbol = ">"
    operator = "gt"
    aliases = ("greater",)
    formula = "a > b"
    bends = True
    torch = "({0} > {1})"
    effort = CHEAP
    forward = np.greater


class GreaterEqualNode(ComparisonNode):
    """Whether a is at least b."""

    name = "ge"
    symbol = "≥"
    operator = "ge"
    aliases = ("greater_equal",)
    formula = "a >= b"
    bends = True
    torch = "({0} >= {1})"
    effort = CHEAP
    forward = np.greater_equal


class LessNode(ComparisonNode):
    """Whether a is smaller than b."""

    name = "lt"
    symbol = "<"
    operator = "lt"
    aliases = ("less",)
    formula = "a < b"
    bends = True
    torch = "({0} < {1})"
    effort = CHEAP
    forward = np.less


class LessEqualNode(ComparisonNode):
    """Whether a is at most b."""

    name = "le"
    symbol = "≤"
    operator = "le"
    aliases = ("less_equal",)
    formula = "a <= b"
    bends = True
    torch = "({0} <= {1})"
    effort = CHEAP
    forward = np.less_equal


class EqualNode(ComparisonNode):
    """Whether a equals b."""

    name = "eq"
    symbol = "="
    operator = "eq"
    formula = "a == b"
    torch = "({0} == {1})"
    effort = CHEAP
    forward = np.equal


class NotEqualNode(ComparisonNode):
    """Whether a differs from b."""

    name = "ne"
    symbol = "≠"
    operator = "ne"
    aliases = ("not_equal",)
    formula = "a != b"
    torch = "({0} != {1})"
    effort = CHEAP
    forward = np.not_equal


class LogicalAndNode(ComparisonNode):
    """Whether both are not 0."""

    name = "logical_and"
    symbol = "∧"
    formula = "(a != 0) * (b != 0)"
    torch = "torch.logical_and({0}, {1})"
    effort = CHEAP
    forward = np.logical_and


class LogicalOrNode(ComparisonNode):
    """Whether at least one is not 0."""

    name = "logical_or"
    symbol = "∨"
    formula = "maximum(a != 0, b != 0)"
    torch = "torch.logical_or({0}, {1})"
    effort = CHEAP
    forward = np.logical_or


class LogicalXorNode(ComparisonNode):
    """Whether exactly one is not 0."""

    name = "logical_xor"
    symbol = "⊕"
    formula = "(a != 0) != (b != 0)"
    torch = "torch.logical_xor({0}, {1})"
    effort = CHEAP
    forward = np.logical_xor


class LogicalNotNode(ElementwiseUnaryNode):
    """Whether the element is 0."""

    name = "logical_not"
    integers = "kept"
    gradients = ()
    symbol = "¬"
    formula = "a == 0"
    torch = "torch.logical_not({0})"
    effort = CHEAP
    forward = np.logical_not


class BitwiseNode(Node):
    """An operation on the bits of integers, or on truth values; floats have neither."""

    integers = "kept"
    gradients = ()

    @classmethod
    def explain(
        cls, error: Exception, arrays: tuple[Array, ...], params: dict[str, Any]
    ) -> ChainruleError:
        """What has no bits."""
        floats = [array.dtype for array in arrays if array.dtype.kind == "f"]
        if not floats:
            return super().explain(error, arrays, params)
        return DtypeError(
            f"{cls.name}() takes integers or conditions such as x > 0, not {floats[0]}; PyTorch: "
            f'"{cls.name}_cpu" not implemented for a floating point type'
        )


class BitwiseAndNode(BitwiseNode, ElementwiseBinaryNode):
    """The bits that both have; of truth values, whether both hold."""

    name = "bitwise_and"
    symbol = "&"
    operator = "and"
    formula = "(a != 0) * (b != 0)"
    torch = "({0} & {1})"
    example = "torch.bitwise_and(mask, x > 1)"
    effort = CHEAP
    forward = np.bitwise_and


class BitwiseOrNode(BitwiseNode, ElementwiseBinaryNode):
    """The bits that at least one has; of truth values, whether one holds."""

    name = "bitwise_or"
    symbol = "|"
    operator = "or"
    formula = "maximum(a != 0, b != 0)"
    torch = "({0} | {1})"
    example = "torch.bitwise_or(mask, x > 1)"
    effort = CHEAP
    forward = np.bitwise_or


class BitwiseXorNode(BitwiseNode, ElementwiseBinaryNode):
    """The bits that exactly one has; of truth values, whether they differ."""

    name = "bitwise_xor"
    symbol = "⊕"
    operator = "xor"
    formula = "(a != 0) != (b != 0)"
    torch = "({0} ^ {1})"
    example = "torch.bitwise_xor(mask, x > 1)"
    effort = CHEAP
    forward = np.bitwise_xor


def _shift(move: Any, called: str, sign: str, **fields: Any) -> type[BitwiseNode]:
    def forward(a: Array, b: Array) -> Array:
        """Refuses truth values, which NumPy would count as small integers."""
        if a.dtype.kind == b.dtype.kind == "b":
            raise DtypeError("shifts take integers, not truth values; write x.long()")
        return np.asarray(move(a, b))

    declaration = {
        "__module__": __name__,
        "name": f"bitwise_{called.lower()}_shift",
        "torch": f"({{0}} {sign} {{1}})",
        "effort": CHEAP,
        "forward": forward,
        "numpy": (move,),
    }
    return type(f"{called}ShiftNode", (BitwiseNode, ElementwiseBinaryNode), declaration | fields)


LeftShiftNode = _shift(
    np.left_shift,
    "Left",
    "<<",
    __doc__="The bits moved up by so many places: times a power of 2.",
    symbol="≪",
    operator="lshift",
    formula="a * 2 ** b",
    example="torch.bitwise_left_shift(torch.tensor([1, 2]), 3)",
)
RightShiftNode = _shift(
    np.right_shift,
    "Right",
    ">>",
    __doc__="The bits moved down by so many places: over a power of 2, rounded down.",
    symbol="≫",
    operator="rshift",
    formula="floor(a / 2 ** b)",
    example="torch.bitwise_right_shift(torch.tensor([8, 9]), 1)",
)


class BitwiseNotNode(BitwiseNode, ElementwiseUnaryNode):
    """All bits turned over; of truth values, the opposite."""

    name = "bitwise_not"
    symbol = "¬"
    operator = "invert"
    aliases = ("invert",)
    formula = "a == 0"
    torch = "torch.bitwise_not({0})"
    example = "torch.bitwise_not(mask)"
    effort = CHEAP
    forward = np.invert
