"""Formulas: each operation's declared rule and derivatives with the names of its own values.

In come an operation and what its inputs and its result are called; out come the LaTeX of the
forward rule and of every derivative, the same with numbers, and the factor that an edge shows.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from chainrule.engine import Node
from chainrule.graph.model import FormulaNumbers
from chainrule.graph.naming import VALUE_DIGITS, Name, escape_latex, gradient_name, numbered
from chainrule.graph.translation import Known, Translation, names_in, translated

Words = tuple[tuple[str, str], ...]
"""Parameters by name as they are written in Python."""


class Factor(NamedTuple):
    """What an edge multiplies a gradient with, in text and in notation.

    ``rule``: no factor alone says it; text and notation are then the whole contribution, with
    the gradient of the result in it.
    """

    text: str
    latex: str
    rule: bool


class Rule(NamedTuple):
    """Everything that is written about one operation with the names of its values."""

    forward: str
    local: list[str]
    contributions: list[str]
    expression: str
    """How the result came about, on one line: ``"w × x"``, ``"tanh(a)"``."""
    factors: list[Factor]
    numeric: Translation
    """The same to be filled in with single numbers."""
    words: Mapping[str, str]
    """The parameters in notation."""


WORD_LENGTH = 60
"""Longer parameters, such as an index that lists many positions, are cut in formulas."""

NO_FACTOR = Factor("", "", False)


def rule(node: Node, names: Sequence[Name], result: Name) -> Rule:
    """The formulas of one operation with the names of its own values.

    Args:
        node: the recorded operation.
        names: what its inputs are called, in order.
        result: what its result is called.
    """
    return _rule(type(node), *_parameters(node), tuple(names), result, _is_scalar(node))  # type: ignore[arg-type]


# mypy asks a class for the hash of its instances, so calls of what is cached are ignored.
@lru_cache(maxsize=8192)
def _rule(
    operation: type[Node],
    known: Known,
    words: Words,
    names: tuple[Name, ...],
    result: Name,
    scalar: bool,
) -> Rule:
    """The same as a pure function, so that moving a slider writes nothing again."""
    translation = translated(operation, known, scalar)  # type: ignore[arg-type]
    text = {key: re.sub(r"-(?=\d)", "−", word) for key, word in words}
    text |= {"pi": "π", "y": result.text, "g": f"∂{result.text}"}
    text |= _by_slot(operation, [n.text for n in names])
    in_latex = {key: _latex_word(word) for key, word in words}
    in_latex |= {"pi": r"\pi", "rest": r"\mathrm{rest}"}
    latex = {**in_latex, "y": result.latex, "g": gradient_name(result.latex)}
    latex |= _by_slot(operation, [n.latex for n in names])
    local: list[str] = []
    contributions: list[str] = []
    factors: list[Factor] = []
    for slot, source in enumerate(names):
        text["slot"] = latex["slot"] = str(slot + 1)
        derivative = translation.derivative(slot)
        if derivative is None:
            local.append("")
            contributions.append("")
            factors.append(NO_FACTOR)
            continue
        left = rf"\frac{{\partial {result.latex}}}{{\partial {source.latex}}} ="
        if derivative.whole:
            left = rf"{gradient_name(source.latex)} \mathrel{{+}}="
        local.append(f"{left} {derivative.latex.fill(latex)}")
        contributions.append(derivative.contribution.fill(latex))
        notation = derivative.latex.fill(latex)
        factors.append(Factor(derivative.text.fill(text), notation, derivative.whole))
    expression = _expression(operation, translation, names, text)
    forward = f"{result.latex} = {translation.forward.fill(latex)}"
    for key in translation.unsaid:
        if key == "axis" and translation.along:
            continue
        forward += rf" \quad \left(\text{{{escape_latex(key)} }} {latex[key]}\right)"
    numeric = translated(operation, known, scalar=True)  # type: ignore[arg-type]
    return Rule(forward, local, contributions, expression, factors, numeric, in_latex)


def _expression(
    operation: type[Node],
    translation: Translation,
    names: Sequence[Name],
    gaps: Mapping[str, str],
) -> str:
    """How a result came about, on one line, with the parameters that its formula does not show."""
    if operation.operator and len(names) == 2:
        return f"{names[0].text} {operation.symbol} {names[1].text}"
    expression = translation.expression.fill(gaps) if translation.expression else ""
    if not expression:
        function = operation.symbol if operation.symbol.isalpha() else operation.name
        expression = f"{function}({', '.join(name.text for name in names)})"
    unsaid = "".join(f", {key}={gaps[key]}" for key in translation.unsaid)
    return expression[:-1] + unsaid + ")" if expression.endswith(")") else expression + unsaid


def filled_in(
    node: Node,
    about: Rule,
    numbers: Sequence[str],
    result: str,
    factors: Sequence[float | None],
) -> FormulaNumbers:
    """An operation on single numbers with those numbers in its formulas, as LaTeX.

    Args:
        node: the recorded operation; inputs and result have one element each.
        about: its rule.
        numbers: the inputs' numbers.
        result: the result's number.
        factors: by input the derivative's number, if there is one.
    """
    gaps = {**about.words, "y": result, **_by_slot(type(node), numbers)}
    local = []
    for slot, factor in enumerate(factors):
        derivative = about.numeric.derivative(slot)
        if derivative is None or derivative.whole or factor is None:
            local.append("")  # A whole contribution would need the gradient, too.
        else:
            number = numbered(factor, VALUE_DIGITS).latex
            local.append(_equation(derivative.latex.fill(gaps), number))
    return FormulaNumbers(_equation(about.numeric.forward.fill(gaps), result), local)


def _equation(filled: str, number: str) -> str:
    """A calculation and its result, which stands alone where nothing was calculated."""
    bare = number.removeprefix(r"\left(").removesuffix(r"\right)")
    return bare if filled in (number, bare) else f"{filled} = {bare}"


def _by_slot(operation: type[Node], names: Sequence[str]) -> dict[str, str]:
    """What its inputs are called, by the names that an operation's formulas use."""
    slots = operation.input_names
    if len(slots) == len(names):
        return dict(zip(slots, names, strict=True))
    # An operation on any number of inputs declares one name for all of them.
    return {slots[0]: ", ".join(names)}


def _is_scalar(node: Node) -> bool:
    return not node.output.shape and not any(array.shape for array in node.arrays)


def _parameters(node: Node) -> tuple[Known, Words]:
    """The parameters: to calculate with, and as they are written in Python."""
    known: dict[str, float | str | None] = {}
    words: dict[str, str] = {}
    for name, value in node.params.items():
        words[name] = _index(value) if name == "index" else written(value)
        known[name] = words[name]
        if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
            known[name] = value if value is None or math.isfinite(value) else words[name]
    known |= node.facts
    if over := _axes(node):
        known["over"] = over
    if _counts(type(node)):  # type: ignore[arg-type]
        known["n"] = node.count
    return tuple(known.items()), tuple(words.items())


def _axes(node: Node) -> str:
    """The axes that an operation goes over, where those are not all of its input: "0, 2"."""
    axis, rank = node.params.get("axis"), node.arrays[0].ndim
    if axis is None or rank == 0:
        return ""
    axes = {k % rank for k in (axis if isinstance(axis, tuple) else (axis,))}
    return "" if len(axes) == rank else ", ".join(map(str, sorted(axes)))


@lru_cache(maxsize=256)
def _counts(operation: type[Node]) -> bool:
    """Whether a derivative depends on how many elements meet in one."""
    return any("n" in names_in(gradient.formula) for gradient in operation.gradients)


def _latex_word(word: str) -> str:
    """A parameter in notation: words upright, an arrow as in a program."""
    if "->" in word:
        return rf"\texttt{{{escape_latex(word)}}}"
    return rf"\mathtt{{{escape_latex(word)}}}" if word[:1].isalpha() else escape_latex(word)


def _index(value: Any) -> str:
    """An index as it stands in square brackets: a tuple without its own ones."""
    return ", ".join(map(written, value)) if isinstance(value, tuple) and value else written(value)


def written(value: Any) -> str:
    """A parameter's value as Python writes it; indices without the tuple's brackets."""
    if isinstance(value, tuple) and any(isinstance(item, slice | type(...)) for item in value):
        return _index(value)
    if isinstance(value, tuple) and len(value) == 1 and isinstance(value[0], int):
        return str(value[0])
    if isinstance(value, slice):
        bounds = [value.start, value.stop] + ([] if value.step is None else [value.step])
        return ":".join("" if bound is None else str(bound) for bound in bounds)
    if value is Ellipsis:
        return "..."
    if isinstance(value, np.ndarray):  # no more than is shown
        value = value[(slice(WORD_LENGTH),) * value.ndim]
    text = str(value.tolist()) if isinstance(value, np.ndarray | np.generic) else str(value)
    return text if len(text) <= WORD_LENGTH else f"{text[: WORD_LENGTH - 1]}…"
