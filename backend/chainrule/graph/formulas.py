"""Formulas: each operation's declared rule and derivatives with the names of its own values.

In come an operation, what its inputs and its result are called; out come the LaTeX of the forward
rule and of every derivative, and the short factor that an edge is labelled with.
"""

from __future__ import annotations

import ast
import math
import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

import numpy as np

from chainrule.engine import OPERATIONS, Node
from chainrule.graph.model import Formula
from chainrule.graph.notation import Latex, Numbers, Text, escape_latex

GREEK = re.compile(
    "alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|"
    "upsilon|phi|chi|psi|omega"
)


class Name(NamedTuple):
    """What a value is called, in text and in notation."""

    text: str
    latex: str


class Factor(NamedTuple):
    """What an edge multiplies a gradient with, in text and in notation."""

    text: str
    latex: str


@lru_cache(maxsize=4096)
def latex_name(name: str, turn: int = 1) -> str:
    """A variable's name in notation: ``w1`` is w with index 1, ``alpha`` a Greek letter.

    Args:
        name: what the program calls it.
        turn: the how-many-th value of that name; later ones carry it as an index.
    """
    match = re.fullmatch(r"([^\W\d_]+)_?(\d*)(?:_(\w+))?", name)
    if match is None:
        base, indices = rf"\mathrm{{{escape_latex(name)}}}", []
    else:
        letters, digits, rest = match.groups()
        base = _letters(letters)
        indices = [digits] if digits else []
        indices += [rf"\mathrm{{{escape_latex(rest)}}}"] if rest else []
    indices += [f"({turn})"] if turn > 1 else []
    return base + (f"_{{{','.join(indices)}}}" if indices else "")


def _letters(letters: str) -> str:
    spelled = letters
    if len(letters) == 1 and not letters.isascii():
        spelled = unicodedata.name(letters, "").rpartition(" ")[2].lower()
        spelled = "lambda" if spelled == "lamda" else spelled
    if GREEK.fullmatch(spelled.lower()) and (spelled != letters or letters.islower()):
        return rf"\{spelled}"
    return letters if len(letters) == 1 else rf"\mathrm{{{letters}}}"


def gradient_name(latex: str) -> str:
    """The gradient of the result with respect to a value: the value's name with a bar."""
    base, underscore, index = latex.partition("_")
    return (rf"\bar{{{base}}}" if len(base) == 1 else rf"\overline{{{base}}}") + underscore + index


class Rule(NamedTuple):
    """Everything that is written about one operation."""

    formula: Formula
    expression: str
    """How the result came about, on one line: ``"w × x"``, ``"tanh(a)"``."""
    factors: list[Factor]
    """By input; shorter where an operation declares no derivative."""


def rule(node: Node, names: Sequence[Name], result: Name) -> Rule:
    """The formulas of one operation with the names of its own values.

    Args:
        node: the recorded operation.
        names: what its inputs are called, in order.
        result: what its result is called.
    """
    scalar = not node.output.shape and not any(array.shape for array in node.arrays)
    return _rule(node.name, *_parameters(node), tuple(names), result, scalar)


@lru_cache(maxsize=8192)
def _rule(
    name: str,
    numbers: Numbers,
    words: tuple[tuple[str, str], ...],
    names: tuple[Name, ...],
    result: Name,
    scalar: bool,
) -> Rule:
    """The same as a pure function, so that moving a slider writes nothing again."""
    operation = OPERATIONS[name]
    slots = operation.input_names
    text, latex = dict(words), {name: escape_latex(word) for name, word in words}
    text |= {slot: name.text for slot, name in zip(slots, names, strict=False)}
    latex |= {slot: name.latex for slot, name in zip(slots, names, strict=False)}
    text |= {"y": result.text, "g": "g"}
    latex |= {"y": result.latex, "g": gradient_name(result.latex)}
    forward = Latex.template(operation.formula, numbers, scalar).fill(latex)
    local: list[str] = []
    factors: list[Factor] = []
    for gradient, source in zip(operation.gradients, names, strict=False):
        declared, sides = factor_form(gradient.formula)
        written = Latex.template(gradient.formula, numbers, scalar).fill(latex)
        if "g" in _names(gradient.formula):
            local.append(rf"{gradient_name(source.latex)} \mathrel{{+}}= {written}")
        else:
            local.append(
                rf"\frac{{\partial {result.latex}}}{{\partial {source.latex}}} = {written}"
            )
        factors.append(
            Factor(
                sides.format(Text.template(declared, numbers, scalar).fill(text)),
                Latex.template(declared, numbers, scalar).fill(latex),
            )
        )
    expression = f"{operation.symbol}({', '.join(name.text for name in names)})"
    if operation.operator and len(names) == 2:
        expression = f"{names[0].text} {operation.symbol} {names[1].text}"
    elif _is_short(operation.formula):
        expression = Text.template(operation.formula, numbers, scalar).fill(text)
    return Rule(Formula(f"{result.latex} = {forward}", local), expression, factors)


@lru_cache(maxsize=4096)
def _is_short(declared: str) -> bool:
    """Whether a formula is one sign, call or index applied to names only."""
    tree = ast.parse(declared, mode="eval").body
    parts = [node for node in ast.walk(tree) if isinstance(node, ast.expr) and node is not tree]
    return all(isinstance(part, ast.Name) for part in parts)


@lru_cache(maxsize=4096)
def factor_form(declared: str) -> tuple[str, str]:
    """A declared derivative as the factor alone, and on which side of the gradient it stands.

    ``"g @ b.T"`` is the factor ``"b.T"`` behind the gradient, ``"· {}"``.
    """
    match ast.parse(declared, mode="eval").body:
        case ast.BinOp(left=ast.Name(id="g"), op=ast.MatMult() | ast.Mult(), right=factor):
            return ast.unparse(factor), "· {}"
        case ast.BinOp(left=factor, op=ast.MatMult(), right=ast.Name(id="g")):
            return ast.unparse(factor), "{} ·"
    return declared, "{}"


@lru_cache(maxsize=4096)
def _names(declared: str) -> frozenset[str]:
    tree = ast.parse(declared, mode="eval")
    return frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))


def _parameters(node: Node) -> tuple[Numbers, tuple[tuple[str, str], ...]]:
    """The parameters: numbers to calculate with, and the others as they are written in Python."""
    numbers: list[tuple[str, float]] = []
    words: list[tuple[str, str]] = []
    for name, value in node.params.items():
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            numbers.append((name, value))
        else:
            words.append((name, written(value)))
    if _counts(node.name) and node.output.size:
        read = math.prod(np.broadcast_shapes(*(array.shape for array in node.arrays)))
        words.append(("n", str(read // node.output.size)))
    return tuple(numbers), tuple(words)


@cache
def _counts(name: str) -> bool:
    """Whether a derivative depends on how many elements meet in one."""
    return any("n" in _names(gradient.formula) for gradient in OPERATIONS[name].gradients)


def written(value: Any) -> str:
    """A parameter's value as Python writes it; indices without the tuple's brackets."""
    if isinstance(value, tuple) and any(isinstance(item, slice | type(...)) for item in value):
        return ", ".join(map(written, value))
    if isinstance(value, slice):
        bounds = [value.start, value.stop] + ([] if value.step is None else [value.step])
        return ":".join("" if bound is None else str(bound) for bound in bounds)
    if value is Ellipsis:
        return "..."
    if isinstance(value, np.ndarray):
        return str(value.tolist()) if value.size <= 8 else f"array of shape {value.shape}"
    return str(value)
