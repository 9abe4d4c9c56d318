"""Notation: declared formulas (Python expressions) as LaTeX and as plain text.

An operation declares its rule and its derivatives as Python texts over its inputs' names, ``y``
(its result), ``g`` (the upstream gradient), its parameters and ``n`` (how many elements meet in
one of the result). ``Notation.template`` translates such a text once; filling in the names of one
node is then only a matter of joining strings.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import ClassVar

from chainrule.graph.naming import escape_latex

Numbers = tuple[tuple[str, float], ...]
"""Parameters that are numbers, by name: they are calculated with (2·a^(2−1) becomes 2·a)."""

COMPARISON, SUM, PRODUCT, SIGN, POWER, ATOM = range(6)
"""How tightly an expression holds together; a looser one inside a tighter one gets brackets."""


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


class Notation:
    """Translates Python expressions; subclasses say how each construct is written."""

    relations: ClassVar[Mapping[type[ast.cmpop], str]]
    minus: ClassVar[str]
    tensor_product: ClassVar[str]
    scalar_product: ClassVar[str]
    matrix_product: ClassVar[str]

    def __init__(self, scalar: bool) -> None:
        self.product = self.scalar_product if scalar else self.tensor_product

    @classmethod
    @lru_cache(maxsize=4096)
    def template(cls, formula: str, numbers: Numbers = (), scalar: bool = False) -> Template:
        """The translated formula, with gaps where names stand.

        Args:
            formula: a Python expression.
            numbers: parameters to calculate with.
            scalar: whether everything is a single number, so that products need no ⊙.
        """
        tree = ast.parse(formula, mode="eval").body
        return Template(cls(scalar).write(_simplify(tree, dict(numbers)))[0])

    def write(self, tree: ast.expr) -> tuple[str, int]:
        """The translated expression and how tightly it holds together."""
        match tree:
            case ast.Name(id=name):
                return f"\x01{name}\x01", ATOM
            case ast.Constant(value=bool(value)):
                return str(value), ATOM
            case ast.Constant(value=int(value) | float(value)):
                return self.number(value), ATOM if value >= 0 else SIGN
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self.minus + self.wrapped(operand, PRODUCT), SIGN
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return f"{self.wrapped(left, SUM)} + {self.wrapped(right, SUM)}", SUM
            case ast.BinOp(left=left, op=ast.Sub(), right=right):
                return f"{self.wrapped(left, SUM)} {self.minus} {self.wrapped(right, PRODUCT)}", SUM
            case ast.BinOp(left=left, op=ast.Mult(), right=right):
                sign = self.scalar_product if _number(left) else self.product
                return self.wrapped(left, PRODUCT) + sign + self.wrapped(right, PRODUCT), PRODUCT
            case ast.BinOp(left=left, op=ast.MatMult(), right=right):
                sides = self.wrapped(left, PRODUCT), self.wrapped(right, POWER)
                return self.matrix_product.join(sides), PRODUCT
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
            case ast.Call(func=ast.Attribute(value=value, attr=name), args=args):
                return self.call(name, [value, *args])
            case ast.Subscript(value=value, slice=index):
                return self.subscript(value, index)
            case ast.Tuple(elts=items):
                return self.bracket(", ".join(self.write(item)[0] for item in items)), ATOM
        return self.verbatim(ast.unparse(tree)), ATOM

    def wrapped(self, tree: ast.expr, tightness: int) -> str:
        """The expression, in brackets if it is looser than its place asks for."""
        translated, own = self.write(tree)
        return self.bracket(translated) if own < tightness else translated

    # What the two notations differ in. Each returns translated text, ``write``-like ones also
    # how tightly it holds together.

    def number(self, value: float) -> str:
        """A number of the formula."""
        raise NotImplementedError

    def bracket(self, inner: str) -> str:
        """The text in round brackets."""
        raise NotImplementedError

    def quotient(self, left: ast.expr, right: ast.expr) -> tuple[str, int]:
        """A division."""
        raise NotImplementedError

    def power(self, base: ast.expr, exponent: ast.expr) -> tuple[str, int]:
        """A power."""
        raise NotImplementedError

    def attribute(self, value: ast.expr, name: str) -> tuple[str, int]:
        """``value.name``: a transpose or a shape."""
        raise NotImplementedError

    def call(self, name: str, args: list[ast.expr]) -> tuple[str, int]:
        """A function's value."""
        raise NotImplementedError

    def subscript(self, value: ast.expr, index: ast.expr) -> tuple[str, int]:
        """Elements of a tensor."""
        raise NotImplementedError

    def verbatim(self, code: str) -> str:
        """Python that has no other notation."""
        raise NotImplementedError


class Latex(Notation):
    """LaTeX, as KaTeX and every TeX understand it."""

    relations: ClassVar[Mapping[type[ast.cmpop], str]] = {
        ast.Gt: ">",
        ast.Lt: "<",
        ast.GtE: r"\ge",
        ast.LtE: r"\le",
        ast.Eq: "=",
        ast.NotEq: r"\ne",
    }
    minus = "-"
    tensor_product = r" \odot "
    scalar_product = r" \cdot "
    matrix_product = r"\,"

    functions: ClassVar[Mapping[str, str]] = {
        **{
            name: f"\\{name}"
            for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "max", "min", "det")
        },
        "asin": r"\arcsin",
        "acos": r"\arccos",
        "atan": r"\arctan",
        "log": r"\ln",
        "log2": r"\log_{2}",
        "log10": r"\log_{10}",
        "maximum": r"\max",
        "minimum": r"\min",
        "sigmoid": r"\sigma",
        "sum": r"\sum",
        "prod": r"\prod",
    }

    def number(self, value: float) -> str:
        """A number; powers of ten are written out."""
        mantissa, e, exponent = f"{value:.6g}".partition("e")
        return mantissa + (rf" \cdot 10^{{{int(exponent)}}}" if e else "")

    def bracket(self, inner: str) -> str:
        """Brackets that grow with what they hold."""
        return rf"\left({inner}\right)"

    def quotient(self, left: ast.expr, right: ast.expr) -> tuple[str, int]:
        """A fraction."""
        if isinstance(left, ast.UnaryOp):
            fraction, _ = self.quotient(left.operand, right)
            return f"-{fraction}", SIGN
        return rf"\frac{{{self.write(left)[0]}}}{{{self.write(right)[0]}}}", PRODUCT

    def power(self, base: ast.expr, exponent: ast.expr) -> tuple[str, int]:
        """A raised exponent; the root for one half."""
        if _number(exponent) == 0.5:
            return rf"\sqrt{{{self.write(base)[0]}}}", ATOM
        return f"{self.wrapped(base, ATOM)}^{{{self.write(exponent)[0]}}}", POWER

    def attribute(self, value: ast.expr, name: str) -> tuple[str, int]:
        """A raised T, or a named property."""
        if name in ("T", "mT"):
            return rf"{self.wrapped(value, ATOM)}^{{\top}}", ATOM
        return rf"\operatorname{{{name}}}{self.bracket(self.write(value)[0])}", ATOM

    def call(self, name: str, args: list[ast.expr]) -> tuple[str, int]:
        """The function's own notation where it has one."""
        written = [self.write(arg)[0] for arg in args]
        match name, written:
            case "exp", [x]:
                return f"e^{{{x}}}", POWER
            case "sqrt", [x]:
                return rf"\sqrt{{{x}}}", ATOM
            case "abs", [x]:
                return rf"\left|{x}\right|", ATOM
            case "transpose", [_]:
                return self.attribute(args[0], "T")
            case "where", [condition, yes, no]:
                cases = rf"{yes} & {condition} \\ {no} & \text{{otherwise}}"
                return rf"\begin{{cases}}{cases}\end{{cases}}", PRODUCT
        function = (
            self.functions.get(name) or rf"\operatorname{{{name.replace('_', chr(92) + '_')}}}"
        )
        return function + self.bracket(", ".join(written)), ATOM

    def subscript(self, value: ast.expr, index: ast.expr) -> tuple[str, int]:
        """The index in square brackets."""
        return rf"{self.wrapped(value, ATOM)}\left[{self.write(index)[0]}\right]", ATOM

    def verbatim(self, code: str) -> str:
        """The code, upright."""
        return rf"\mathtt{{{escape_latex(code)}}}"


class Text(Notation):
    """One line of Unicode text, for labels and sentences."""

    relations: ClassVar[Mapping[type[ast.cmpop], str]] = {
        ast.Gt: ">",
        ast.Lt: "<",
        ast.GtE: "≥",
        ast.LtE: "≤",
        ast.Eq: "=",
        ast.NotEq: "≠",
    }
    minus = "−"
    tensor_product = " · "
    scalar_product = " · "
    matrix_product = " @ "

    superscripts: ClassVar[dict[int, int]] = str.maketrans("−0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

    def number(self, value: float) -> str:
        """A number."""
        return f"{value:.6g}".replace("-", "−")

    def bracket(self, inner: str) -> str:
        """Round brackets."""
        return f"({inner})"

    def quotient(self, left: ast.expr, right: ast.expr) -> tuple[str, int]:
        """A division on one line."""
        return f"{self.wrapped(left, PRODUCT)} / {self.wrapped(right, POWER)}", PRODUCT

    def power(self, base: ast.expr, exponent: ast.expr) -> tuple[str, int]:
        """A raised digit where there is one, else a caret."""
        value = _number(exponent)
        written = self.wrapped(exponent, ATOM)
        if value is not None and value == int(value):
            written = self.number(value).translate(self.superscripts)
        else:
            written = f"^{written}"
        return self.wrapped(base, ATOM) + written, POWER

    def attribute(self, value: ast.expr, name: str) -> tuple[str, int]:
        """A raised T, or a named property."""
        if name in ("T", "mT"):
            return f"{self.wrapped(value, ATOM)}ᵀ", ATOM
        return f"{name}({self.write(value)[0]})", ATOM

    def call(self, name: str, args: list[ast.expr]) -> tuple[str, int]:
        """As in Python, with a few common signs."""
        written = [self.write(arg)[0] for arg in args]
        match name, written:
            case "abs", [x]:
                return f"|{x}|", ATOM
            case "transpose", [_]:
                return self.attribute(args[0], "T")
            case "where", [condition, yes, no]:
                return f"{yes} if {condition} else {no}", COMPARISON
        names = {"maximum": "max", "minimum": "min", "log": "ln", "sigmoid": "σ", "sum": "Σ"}
        return f"{names.get(name, name)}({', '.join(written)})", ATOM

    def subscript(self, value: ast.expr, index: ast.expr) -> tuple[str, int]:
        """The index in square brackets."""
        return f"{self.wrapped(value, ATOM)}[{self.write(index)[0]}]", ATOM

    def verbatim(self, code: str) -> str:
        """The code as it is."""
        return code


def _number(tree: ast.expr) -> float | None:
    match tree:
        case ast.Constant(value=bool()):
            return None
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


def _simplify(tree: ast.expr, numbers: Mapping[str, float]) -> ast.expr:
    """The expression with parameters as numbers, calculated as far as people would."""
    match tree:
        case ast.Name(id=name) if name in numbers:
            return _constant(numbers[name])
        case ast.Call(func=function, args=args):
            return ast.Call(function, [_simplify(arg, numbers) for arg in args], [])
        case ast.UnaryOp(op=op, operand=operand):
            return ast.UnaryOp(op, _simplify(operand, numbers))
        case ast.BinOp(left=left, op=op, right=right):
            left, right = _simplify(left, numbers), _simplify(right, numbers)
            a, b = _number(left), _number(right)
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
    return tree
