"""Naming: what values are called, in text and in LaTeX.

Every value has a name: a variable its own, a constant its number, anything else ``v`` and the
number of its node. A name is one unit: it can stand anywhere in a formula without brackets.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from chainrule.engine import OPERATIONS

LOWER = re.compile(
    "alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|"
    "upsilon|phi|chi|psi|omega"
)
UPPER = re.compile("Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Upsilon|Phi|Psi|Omega")
"""The Greek letters that TeX has; the others look like Latin ones."""

VALUE_DIGITS = 4
"""Of computed values in formulas."""
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
SPECIAL = {"\\": r"\backslash{}", "^": r"\hat{}", "~": r"\sim{}"}


def called(operation: str | None) -> str:
    """What an operation is called where people read it; a leaf has none."""
    known = OPERATIONS.get(operation or "")
    return known.called if known else operation or ""


def listed(items: Sequence[str], most: int | None = None) -> str:
    """Items as a sentence has them: ``a, b and c``; beyond the most how many more there are."""
    named = list(items[:most])
    if len(items) > len(named):
        named.append(f"{len(items) - len(named)} more")
    return " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)


class Name(NamedTuple):
    """What a value is called, in text and in notation."""

    text: str
    latex: str


@lru_cache(maxsize=4096)
def named(name: str, turn: int | None = None) -> Name:
    """The name of a variable: ``w1`` is w with index 1, ``alpha`` a Greek letter.

    Args:
        name: what the program calls it.
        turn: the how-many-th value of that name, where it carries that as an index: ``h₂``.
    """
    match = re.fullmatch(r"([^\W\d_]+)_?(\d*)(?:_(\w+))?", name)
    if match is None:
        base, indices = rf"\mathrm{{{escape_latex(name)}}}", []
    else:
        letters, digits, rest = match.groups()
        base = _letters(letters)
        indices = [digits] if digits else []
        if rest and re.fullmatch(r"[\d_]+", rest):  # A_0_1 is an element's name
            indices += [index for index in rest.split("_") if index]
        elif rest:
            indices.append(rf"\mathrm{{{escape_latex(rest)}}}")
    text = name
    if turn is not None:
        text += str(turn).translate(SUBSCRIPTS)
        indices.append(f"({turn})")
    return Name(text, base + (f"_{{{','.join(indices)}}}" if indices else ""))


def turns(names: Sequence[str | None], last: str | None) -> list[int | None]:
    """The how-many-th of its name every value is, where that has to be said: not of the first.

    Args:
        names: what the values are called, in the order in which they were made.
        last: a name that goes to the last value without a number instead, as to the output, which
            people speak of.
    """
    seen: Counter[str | None] = Counter()
    of_all = Counter(names)
    said: list[int | None] = []
    for name in names:
        seen[name] += 1
        plain = seen[name] == (of_all[name] if name == last else 1)
        said.append(None if plain else seen[name])
    return said


def _letters(letters: str) -> str:
    spelled = letters
    if len(letters) == 1 and not letters.isascii():
        spelled = unicodedata.name(letters, "").rpartition(" ")[2].lower()
        spelled = "lambda" if spelled == "lamda" else spelled
        spelled = spelled.capitalize() if letters.isupper() else spelled
    if LOWER.fullmatch(spelled) or UPPER.fullmatch(spelled):
        return rf"\{spelled}"
    return letters if len(letters) == 1 else rf"\mathrm{{{letters}}}"


def numbered(value: float, digits: int = 6) -> Name:
    """A number as a name; a negative one in brackets, ready for any place in a formula.

    Constants are written as people wrote them, up to 6 digits; computed values need only 4.
    """
    if not math.isfinite(value):
        name = Name("NaN", r"\mathrm{NaN}") if value != value else Name("∞", r"\infty")
        return name if value != -math.inf else Name("(−∞)", r"\left(-\infty\right)")
    mantissa, e, exponent = f"{value + 0.0:.{digits}g}".partition("e")  # −0.0 + 0.0 is 0.0
    latex = mantissa + (rf" \cdot 10^{{{int(exponent)}}}" if e else "")
    text = (mantissa + (f"e{int(exponent)}" if e else "")).replace("-", "−")
    if value < 0 or e:
        return Name(f"({text})" if value < 0 else text, rf"\left({latex}\right)")
    return Name(text, latex)


def gradient_name(latex: str) -> str:
    """The gradient of the result with respect to a value, as on the cards: its name behind a ∂."""
    return rf"\partial {latex}"


def escape_latex(text: str) -> str:
    """Text that TeX prints to the letter."""
    return re.sub(r"[\\{}$&#^_%~]", lambda match: SPECIAL.get(match[0], "\\" + match[0]), text)
