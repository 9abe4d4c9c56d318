"""Text: formulas as one line of Unicode text, for labels and sentences."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import ClassVar

from chainrule.graph.notation import ALONG, ATOM, CHOICE, POWER, PRODUCT, Notation, number_of


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

    def iverson(self, condition: str) -> str:
        """Square brackets."""
        return f"[{condition}]"

    def quotient(self, left: ast.expr, right: ast.expr) -> tuple[str, int]:
        """A division on one line."""
        return f"{self.wrapped(left, PRODUCT)} / {self.wrapped(right, POWER)}", PRODUCT

    def power(self, base: ast.expr, exponent: ast.expr) -> tuple[str, int]:
        """A raised digit where there is one, else a caret."""
        value = number_of(exponent)
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
            case "floor", [x]:
                return f"⌊{x}⌋", ATOM
            case "ceil", [x]:
                return f"⌈{x}⌉", ATOM
            case "part", [x, slot]:
                return f"part {slot} of {x}", PRODUCT
            case "reshape", [x, _]:
                return f"reshape({x})", ATOM
            case "where", [condition, yes, no]:
                yes, no = self.value(args[1]), self.value(args[2])
                return f"{yes} if {condition} else {no}", CHOICE
        if self.over and name in ALONG:
            written.append(f"axis={f'({self.over})' if ',' in self.over else self.over}")
        names = {"maximum": "max", "minimum": "min", "log": "ln", "sigmoid": "σ", "sum": "Σ"}
        return f"{names.get(name, name)}({', '.join(written)})", ATOM

    def subscript(self, value: ast.expr, index: ast.expr) -> tuple[str, int]:
        """The index in square brackets."""
        return f"{self.wrapped(value, ATOM)}[{self.write(index)[0]}]", ATOM

    def verbatim(self, code: str) -> str:
        """The code as it is."""
        return code
