"""Comparisons and their logic: 1 where they hold, else 0; for ``where``, masks and indices."""

from __future__ import annotations

import numpy as np

from chainrule.engine.node import ElementwiseBinaryNode, Node, UnaryNode
from chainrule.engine.tensor import Array


class MaskNode(Node):
    """An operation whose result is a mask: it has no gradient, and can be used in an index."""

    makes_mask = True


class ComparisonNode(MaskNode, ElementwiseBinaryNode):
    """A comparison of two tensors, element by element."""


class GreaterNode(ComparisonNode):
    """1 where a is larger than b, else 0."""

    name = "gt"
    symbol = ">"
    operator = "gt"
    aliases = ("greater",)
    formula = "a > b"
    numpy = (np.greater,)

    @staticmethod
    def forward(a: Array, b: Array) -> Array:
        """Compares element by element."""
        return np.asarray(np.greater(a, b), dtype=a.dtype)


class GreaterEqualNode(ComparisonNode):
    """1 where a is at least b, else 0."""

    name = "ge"
    symbol = "≥"
    operator = "ge"
    aliases = ("greater_equal",)
    formula = "a >= b"
    numpy = (np.greater_equal,)

    @staticmethod
    def forward(a: Array, b: Array) -> Array:
        """Compares element by element."""
        return np.asarray(np.greater_equal(a, b), dtype=a.dtype)


class LessNode(ComparisonNode):
    """1 where a is smaller than b, else 0."""

    name = "lt"
    symbol = "<"
    operator = "lt"
    aliases = ("less",)
    formula = "a < b"
    numpy = (np.less,)

    @staticmethod
    def forward(a: Array, b: Array) -> Array:
        """Compares element by element."""
        return np.asarray(np.less(a, b), dtype=a.dtype)


class LessEqualNode(ComparisonNode):
    """1 where a is at most b, else 0."""

    name = "le"
    symbol = "≤"
    operator = "le"
    aliases = ("less_equal",)
    formula = "a <= b"
    numpy = (np.less_equal,)

    @staticmethod
    def forward(a: Array, b: Array) -> Array:
        """Compares element by element."""
        return np.asarray(np.less_equal(a, b), dtype=a.dtype)


class EqualNode(ComparisonNode):
    """1 where a equals b, else 0."""

    name = "eq"
    symbol = "="
    operator = "eq"
    aliases = ("equal",)
    formula = "a == b"
    numpy = (np.equal,)

    @staticmethod
    def forward(a: Array, b: Array) -> Array:
        """Compares element by element."""
        return np.asarray(np.equal(a, b), dtype=a.dtype)


class NotEqualNode(ComparisonNode):
    """1 where a differs from b, else 0."""

    name = "ne"
    symbol = "≠"
    operator = "ne"
    aliases = ("not_equal",)
    formula = "a != b"
    numpy = (np.not_equal,)

    @staticmethod
    def forward(a: Array, b: Array) -> Array:
        """Compares element by element."""
        return np.asarray(np.not_equal(a, b), dtype=a.dtype)


class AndNode(ComparisonNode):
    """1 where both are not 0, else 0."""

    name = "logical_and"
    symbol = "∧"
    operator = "and"
    formula = "(a != 0) * (b != 0)"
    numpy = (np.logical_and,)

    @staticmethod
    def forward(a: Array, b: Array) -> Array:
        """Compares element by element."""
        return np.asarray(np.logical_and(a, b), dtype=a.dtype)


class OrNode(ComparisonNode):
    """1 where at least one is not 0, else 0."""

    name = "logical_or"
    symbol = "∨"
    operator = "or"
    formula = "maximum(a != 0, b != 0)"
    numpy = (np.logical_or,)

    @staticmethod
    def forward(a: Array, b: Array) -> Array:
        """Compares element by element."""
        return np.asarray(np.logical_or(a, b), dtype=a.dtype)


class NotNode(MaskNode, UnaryNode):
    """1 where the element is 0, else 0. It has no gradient."""

    name = "logical_not"
    symbol = "¬"
    operator = "invert"
    formula = "a == 0"
    numpy = (np.logical_not, np.invert)

    @staticmethod
    def forward(a: Array) -> Array:
        """Negates each element's truth."""
        return np.asarray(np.logical_not(a), dtype=a.dtype)
