"""Notation: declared formulas (Python expressions) as LaTeX and as plain text.

An operation declares its rule and its derivatives as Python texts over its inputs' names, ``y``
(its result), ``g`` (the upstream gradient), its parameters and ``n`` (how many elements meet in
one of the result). ``Notation.template`` translates such a text once; filling in the names of one
node is then only a matter of joining strings.

Before, one node's parameters are put in, as people would: ``exponent * a ** (exponent - 1)`` with
exponent 2 is ``2 * a``. Only what is exact for every value is done.
"""

from __future__ import annotations

import ast
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import ClassVar

Numbers = tuple[tuple[str, float], ...]
"""Parameters that are numbers, by name."""


def number_of(tree: ast.expr) -> float | None:
    """The number that an expression is written as, if it is one."""
    match tree:
        case ast.Constant(value=int(value) | float(value)):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(value) | float(value))):
            return -value
    return None


def _constant(value: float) -> ast.expr:
    tree = ast.Constant(abs(value))
    return ast.UnaryOp(ast.USub(), tree) if value < 0 else tree


FOLDED: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
}


def simplify(tree: ast.expr, numbers: Mapping[str, float]) -> ast.expr:
    """The expression with its parameters put in, calculated as far as people would."""
    match tree:
        case ast.Name(id=name) if name in numbers:
            return _constant(numbers[name])
        case ast.Call(func=function, args=args):
            return ast.Call(function, [simplify(arg, numbers) for arg in args], [])
        case ast.Compare(left=left, ops=ops, comparators=[right]):
            return ast.Compare(simplify(left, numbers), ops, [simplify(right, numbers)])
        case ast.Attribute(value=value, attr=name):
            return ast.Attribute(simplify(value, numbers), name)
        case ast.UnaryOp(op=op, operand=operand):
            return ast.UnaryOp(op, simplify(operand, numbers))
        case ast.BinOp(left=left, op=op, right=right):
            return _calculate(simplify(left, numbers), op, simplify(right, numbers))
    return tree


def _calculate(left: ast.expr, op: ast.operator, right: ast.expr) -> ast.expr:
    """An operation of simplified expressions, carried out where that is short."""
    a, b = number_of(left), number_of(right)
    if a is not None and b is not None and type(op) in FOLDED:
        return _constant(FOLDED[type(op)](a, b))
    match op, a, b:
        case (ast.Mult(), 1, _):
            return right
        case (ast.Mult(), _, 1) | (ast.Pow(), _, 1) | (ast.Div(), _, 1):
            return left
        case (ast.Mult(), -1, _):
            return ast.UnaryOp(ast.USub(), right)
        case (ast.Mult(), _, -1):
            return ast.UnaryOp(ast.USub(), left)
        case (ast.Mult(), 0, _) | (ast.Mult(), _, 0):
            return _constant(0)
        case (ast.Pow(), _, 0):
            return _constant(1)
    return ast.BinOp(left, op, right)


CHOICE, COMPARISON, SUM, PRODUCT, SIGN, POWER, ATOM = range(7)
"""How tightly an expression holds together; a looser one inside a tighter one gets brackets."""


ALONG = frozenset(
    (
        *("sum", "mean", "prod", "max", "min", "count", "others", "softmax", "log_softmax"),
        *("cumsum", "flip"),
    )
)
"""Functions that go over the axes of the operation; they say which, unless it is all."""


class Template:
    """A translated formula with gaps for names."""

    __slots__ = ("parts",)

    def __init__(self, translated: str) -> None:
        self.parts = re.split("\x01(.*?)\x01", translated)

    def fill(self, names: Mapping[str, str]) -> str:
        """The formula with these names in the gaps; a name that is missing stands for itself."""
        parts = self.parts.copy()
        for position in range(1, len(parts), 2):
            parts[position] = names.get(parts[position], parts[position])
        return "".join(parts)


class Notation(ABC):
    """Translates Python expressions; subclasses say how each construct is written."""

    relations: ClassVar[Mapping[type[ast.cmpop], str]]
    minus: ClassVar[str]
    tensor_product: ClassVar[str]
    scalar_product: ClassVar[str]
    matrix_product: ClassVar[str]

    def __init__(self, scalar: bool, over: str = "") -> None:
        self.scalar = scalar
        self.over = over
        self.product = self.scalar_product if scalar else self.tensor_product

    @classmethod
    @lru_cache(maxsize=4096)
    def template(
        cls, formula: str, numbers: Numbers = (), scalar: bool = False, over: str = ""
    ) -> Template:
        """The translated formula, with gaps where names stand.

        Args:
            formula: a Python expression.
            numbers: parameters to calculate with.
            scalar: whether everything is a single number, so that products need no ⊙.
            over: the axes that sums and the like go over, where it is not all: "0, 2".
        """
        tree = ast.parse(formula, mode="eval").body
        return Template(cls(scalar, over).value(simplify(tree, dict(numbers))))

    def write(self, tree: ast.expr) -> tuple[str, int]:
        """The translated expression and how tightly it holds together."""
        match tree:
            case ast.Name(id=name):
                return f"\x01{name}\x01", ATOM
            case ast.Constant(value=int(value) | float(value)):
                return self.number(value), ATOM if value >= 0 else SIGN
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self.minus + self.wrapped(operand, PRODUCT), SIGN
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return f"{self.wrapped(left, SUM)} + {self.wrapped(right, SUM)}", SUM
            case ast.BinOp(left=left, op=ast.Sub(), right=right):
                return f"{self.wrapped(left, SUM)} {self.minus} {self.wrapped(right, PRODUCT)}", SUM
            case ast.BinOp(left=left, op=ast.Mult(), right=right):
                sign = self.scalar_product if number_of(left) else self.product
                factor, own = self.write(right)
                if own == SIGN:  # a sign behind a sign of multiplication
                    return self.wrapped(left, PRODUCT) + sign + self.bracket(factor), PRODUCT
                return self.wrapped(left, PRODUCT) + sign + self.wrapped(right, PRODUCT), PRODUCT
            case ast.BinOp(left=left, op=ast.MatMult(), right=right):
                sides = self.wrapped(left, PRODUCT), self.wrapped(right, POWER)
                sign = self.scalar_product if self.scalar else self.matrix_product
                return sign.join(sides), PRODUCT
            case (
                ast.Attribute(value=value, attr="T")
                | ast.Call(func=ast.Name(id="transpose"), args=[value])
            ) if self.scalar:
                return self.write(value)
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                return self.quotient(left, right)
            case ast.BinOp(left=left, op=ast.Pow(), right=right):
                return self.power(left, right)
            case ast.Compare(left=left, ops=[relation], comparators=[right]):
                sign = self.relations[type(relation)]
                return f"{self.wrapped(left, SUM)} {sign} {self.wrapped(right, SUM)}", COMPARISON
            case ast.Attribute(value=value, attr=name):
                return self.attribute(value, name)
            case ast.Call(func=ast.Name(id=name), args=args):
                return self.call(name, args)
            case ast.Subscript(value=value, slice=index):
                return self.subscript(value, index)
        return self.verbatim(ast.unparse(tree)), ATOM

    def wrapped(self, tree: ast.expr, tightness: int) -> str:
        """The expression, in brackets if it is looser than its place asks for."""
        translated, own = self.write(tree)
        if own == COMPARISON < tightness:
            return self.iverson(translated)
        return self.bracket(translated) if own < tightness else translated

    def value(self, tree: ast.expr) -> str:
        """The expression where a number is meant: a comparison is then 1 or 0."""
        translated, own = self.write(tree)
        return self.iverson(translated) if own == COMPARISON else translated

    # What the two notations differ in. Each returns translated text, ``write``-like ones also
    # how tightly it holds together.

    @abstractmethod
    def number(self, value: float) -> str:
        """A number of the formula."""

    @abstractmethod
    def bracket(self, inner: str) -> str:
        """The text in round brackets."""

    @abstractmethod
    def iverson(self, condition: str) -> str:
        """1 where the condition holds, 0 elsewhere: Iverson's square brackets."""

    @abstractmethod
    def quotient(self, left: ast.expr, right: ast.expr) -> tuple[str, int]:
        """A division."""

    @abstractmethod
    def power(self, base: ast.expr, exponent: ast.expr) -> tuple[str, int]:
        """A power."""

    @abstractmethod
    def attribute(self, value: ast.expr, name: str) -> tuple[str, int]:
        """``value.name``: a transpose or a shape."""

    @abstractmethod
    def call(self, name: str, args: list[ast.expr]) -> tuple[str, int]:
        """A function's value."""

    @abstractmethod
    def subscript(self, value: ast.expr, index: ast.expr) -> tuple[str, int]:
        """Elements of a tensor."""

    @abstractmethod
    def verbatim(self, code: str) -> str:
        """Python that has no other notation."""
