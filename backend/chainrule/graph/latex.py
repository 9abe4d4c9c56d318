"""LaTeX: formulas in notation, as KaTeX and every TeX understand it."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import ClassVar

from chainrule.graph.naming import escape_latex
from chainrule.graph.notation import ALONG, ATOM, POWER, PRODUCT, SIGN, Notation, number_of


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
        "trace": r"\operatorname{tr}",
    }

    def number(self, value: float) -> str:
        """A number; powers of ten are written out."""
        mantissa, e, exponent = f"{value:.6g}".partition("e")
        return mantissa + (rf" \cdot 10^{{{int(exponent)}}}" if e else "")

    def bracket(self, inner: str) -> str:
        """Brackets that grow with what they hold."""
        return rf"\left({inner}\right)"

    def iverson(self, condition: str) -> str:
        """Square brackets that grow with what they hold."""
        return rf"\left[{condition}\right]"

    def quotient(self, left: ast.expr, right: ast.expr) -> tuple[str, int]:
        """A fraction."""
        if isinstance(left, ast.UnaryOp):
            fraction, _ = self.quotient(left.operand, right)
            return f"-{fraction}", SIGN
        return rf"\frac{{{self.value(left)}}}{{{self.value(right)}}}", PRODUCT

    def power(self, base: ast.expr, exponent: ast.expr) -> tuple[str, int]:
        """A raised exponent; the root for one half."""
        if number_of(exponent) == 0.5:
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
            case "sum" | "prod", [_]:
                return rf"\{name}{self.along(name)} {self.wrapped(args[0], PRODUCT)}", PRODUCT
            case "outer", [x, y]:
                return rf"{x} \otimes {y}", PRODUCT
            case "inv", [_]:
                return f"{self.wrapped(args[0], ATOM)}^{{-1}}", POWER
            case "floor" | "ceil", [x]:
                return rf"\left\l{name} {x} \right\r{name}", ATOM
            case "part", [x, slot]:
                return rf"\operatorname{{part}}_{{{slot}}}{self.bracket(x)}", ATOM
            case "where", [condition, yes, no]:
                yes, no = self.value(args[1]), self.value(args[2])
                cases = rf"{yes} & {condition} \\ {no} & \text{{otherwise}}"
                return rf"\begin{{cases}}{cases}\end{{cases}}", PRODUCT
        function = (
            self.functions.get(name) or rf"\operatorname{{{name.replace('_', chr(92) + '_')}}}"
        )
        return function + self.along(name) + self.bracket(", ".join(written)), ATOM

    def along(self, name: str) -> str:
        """The axes that a function goes over, as its index."""
        if not self.over or name not in ALONG:
            return ""
        return rf"_{{\text{{{'axes' if ',' in self.over else 'axis'} }}{self.over}}}"

    def subscript(self, value: ast.expr, index: ast.expr) -> tuple[str, int]:
        """The index in square brackets."""
        return rf"{self.wrapped(value, ATOM)}\left[{self.write(index)[0]}\right]", ATOM

    def verbatim(self, code: str) -> str:
        """The code, upright."""
        return rf"\mathtt{{{escape_latex(code)}}}"
