"""Translation: an operation's declared formulas as templates of LaTeX and of plain text.

In come an operation and its parameters; out comes everything that can be written about it
before the names of its values are known. Each is translated once.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import lru_cache

from chainrule.engine import Node
from chainrule.graph.latex import Latex
from chainrule.graph.notation import Template
from chainrule.graph.text import Text

Known = tuple[tuple[str, float | str | None], ...]
"""Parameters by name: numbers are calculated with, others choose between formulas."""

SILENT = ("keepdims", "reduction", "n")
"""Parameters that a formula has already taken into account, or that only concern the shape."""


@dataclass(frozen=True, slots=True)
class Derivative:
    """One input's declared derivative, translated.

    Attributes:
        whole: whether the formula is the whole contribution, with ``g`` in it.
        latex: the formula as it is declared.
        contribution: what is sent to the input: ``g`` times the factor.
        text: the formula as it is declared, on one line.
    """

    whole: bool
    latex: Template
    contribution: Template
    text: Template


@dataclass(frozen=True, slots=True)
class Translation:
    """An operation's declaration, translated; ``None`` stands for an input without derivative.

    ``unsaid`` names the parameters that differ from their default and stand in no formula;
    ``along``: whether the notation says the axes, which the expression never does.
    """

    forward: Template
    expression: Template | None
    unsaid: tuple[str, ...]
    along: bool
    derivatives: list[Derivative | None]

    def derivative(self, slot: int) -> Derivative | None:
        """An input's derivative; an operation on any number of inputs declares one for all."""
        if not self.derivatives:
            return None
        return self.derivatives[min(slot, len(self.derivatives) - 1)]


@lru_cache(maxsize=2048)
def translated(operation: type[Node], known: Known, scalar: bool) -> Translation:
    """An operation's declaration as templates.

    Args:
        operation: any; a program may have some of its own.
        known: its parameters, as far as formulas depend on them.
        scalar: whether all its values are single numbers.
    """
    numbers = tuple((key, value) for key, value in known if isinstance(value, int | float))
    over = "" if scalar else str(dict(known).get("over", ""))
    forward, declarations = operation.formulas(dict(known))
    along = Latex.template(forward, numbers, scalar, over)
    bare = Latex.template(forward, numbers, scalar)
    derivatives: list[Derivative | None] = []
    for declared, gradient in zip(declarations, operation.gradients, strict=True):
        if gradient.rule is None:
            derivatives.append(None)
            continue
        whole = "g" in names_in(declared)
        derivatives.append(
            Derivative(
                whole,
                Latex.template(declared, numbers, scalar, over),
                Latex.template(declared if whole else f"g * ({declared})", numbers, scalar, over),
                Text.template(declared, numbers, scalar, over),
            )
        )
    return Translation(
        along,
        Text.template(forward, numbers, scalar) if _is_short(forward) else None,
        tuple(
            key
            for key, value in known
            if value != operation.defaults.get(key, value)
            and key not in (*names_in(forward), *SILENT)
        ),
        along.parts != bare.parts,
        derivatives,
    )


def _is_short(declared: str) -> bool:
    """Whether a formula is one sign, or one function of names only; a name alone says nothing."""
    tree = ast.parse(declared, mode="eval").body
    if isinstance(tree, ast.Name):
        return False
    parts = [node for node in ast.walk(tree) if isinstance(node, ast.expr) and node is not tree]
    atoms = ast.Name if isinstance(tree, ast.Call) else ast.Name | ast.Constant
    return all(isinstance(part, atoms) for part in parts)


@lru_cache(maxsize=2048)
def names_in(declared: str) -> frozenset[str]:
    """Every name that a formula mentions."""
    tree = ast.parse(declared, mode="eval")
    return frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
