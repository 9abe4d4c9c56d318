"""The parts of the Graph model: nodes, edges and groups, as plain data.

These classes mirror the JSON of the REST interface, key by key (``schema.py`` is the contract).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from chainrule.engine import Span
from chainrule.graph.naming import called
from chainrule.graph.summary import Summary

NodeKind = Literal["data", "constant", "parameter", "operation", "output"]
GradState = Literal["computed", "not_required", "no_path", "not_run"]


@dataclass(slots=True)
class FormulaNumbers:
    """A rule with numbers in place of names.

    Attributes:
        forward: the right-hand side of the rule, and the result.
        local: by input the derivative, and its number; empty where none is needed.
    """

    forward: str
    local: list[str]


@dataclass(slots=True)
class Formula:
    """A node's rule in LaTeX.

    Attributes:
        forward: the rule, as an equation.
        local: by input the derivative, as an equation; empty where there is none.
        numbers: the same with numbers in place of names, for operations on single numbers.
    """

    forward: str
    local: list[str]
    numbers: FormulaNumbers | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON object."""
        numbers = self.numbers
        return {
            "forward": self.forward,
            "local": self.local,
            "numbers": {"forward": numbers.forward, "local": numbers.local} if numbers else None,
        }


@dataclass(slots=True)
class GraphNode:
    """One produced value: a leaf, or an operation together with its result.

    Attributes:
        id: ``n0``, ``n1``, ... in execution order; stable for a program, whatever its values.
        name: what the program calls it; ``None`` for a value inside an expression.
        label: what a drawing calls it: the name, the number of a constant, or ``v`` and a number.
        latex: the label in notation.
        expression: how it came about, in terms of labels: ``"w × x"``; empty for a leaf.
        kind: what part it plays.
        op: the operation's name, as in PyTorch; ``None`` for a leaf.
        symbol: the operation's sign, as a card shows it.
        params: the operation's parameters (axis, exponent, ...).
        inputs: the nodes that it read, in order; one that was read twice stands here twice.
        shape: the length of every axis.
        dtype: ``float64``, ``float32``, ``int64`` or ``bool``.
        requires_grad: whether anything that it depends on gets a gradient.
        uses: how many argument slots read it.
        group: path of the innermost group that it is in; empty at the top.
        value: the numbers.
        grad: the gradient of the output with respect to it, if ``grad_state`` is ``computed``.
        grad_state: ``computed``, or why there is no gradient: none is needed, no path carries one
            back to it, or the reverse pass was not run.
        cut_by: operations without a derivative (``detach``, comparisons, ...) at which ways from
            it to the output are cut; present only where there are any. With a ``grad_state`` of
            ``no_path`` all ways are, and without it the output does not depend on the value.
        cut_at: the same places as people wrote them: ``"detach() in line 4"``; also where the ways
            end at a number that Python took out: ``"item() in line 3"``. Of a value that needs no
            gradient: the places that cut it off from the parameters that lead to it, if any do.
        formula: the operation's rule; ``None`` for a leaf.
        span: where it stands in the program's text.
        accumulated_grad: the leaf's ``.grad`` after the reverse pass, where something was left in
            it from an earlier one, so that it is not just what this pass sent.
        turn: the turn of a loop in which it was computed (``for i#2/7``), where there is one.
    """

    id: str
    name: str | None
    label: str
    latex: str
    expression: str
    kind: NodeKind
    op: str | None
    symbol: str | None
    params: dict[str, Any]
    inputs: list[str]
    shape: list[int]
    dtype: str
    requires_grad: bool
    uses: int
    group: str
    value: Summary
    grad: Summary | None
    grad_state: GradState
    formula: Formula | None
    span: Span | None
    cut_by: list[str] = field(default_factory=list)
    cut_at: list[str] = field(default_factory=list)
    accumulated_grad: Summary | None = None
    turn: str | None = None

    @property
    def title(self) -> str:
        """What sentences call it: its name, and without one also its operation."""
        return self.label if self.name or not self.op else f"{self.label} ({called(self.op)})"

    def to_dict(self) -> dict[str, Any]:
        """The JSON object."""
        span, formula = self.span, self.formula
        return {
            **({"cut_by": self.cut_by} if self.cut_by else {}),
            **({"cut_at": self.cut_at} if self.cut_at else {}),
            **({"turn": self.turn} if self.turn else {}),
            "id": self.id,
            "name": self.name,
            "label": self.label,
            "latex": self.latex,
            "expression": self.expression,
            "kind": self.kind,
            "op": self.op,
            "symbol": self.symbol,
            "params": self.params,
            "inputs": self.inputs,
            "shape": self.shape,
            "dtype": self.dtype,
            "requires_grad": self.requires_grad,
            "uses": self.uses,
            "group": self.group,
            "value": self.value.to_dict(),
            "grad": self.grad.to_dict() if self.grad else None,
            "grad_state": self.grad_state,
            "accumulated_grad": self.accumulated_grad.to_dict() if self.accumulated_grad else None,
            "formula": formula.to_dict() if formula else None,
            "span": {
                "line": span.line,
                "column": span.column,
                "end_line": span.end_line,
                "end_column": span.end_column,
            }
            if span
            else None,
        }


@dataclass(slots=True)
class LocalFactor:
    """How an edge changes the gradient that passes through it.

    Attributes:
        text: for people, such as ``"1 − h²"``; empty where there is no derivative.
        latex: the same in notation.
        rule: whether they are no factor but the whole contribution, such as ``"∂z @ wᵀ"``, where
            ``∂z`` is the gradient of the result.
        value: the factor itself, where both ends are single numbers and a gradient was sent.
    """

    text: str
    latex: str
    rule: bool
    value: float | None

    def to_dict(self) -> dict[str, Any]:
        """The JSON object."""
        return {"text": self.text, "latex": self.latex, "rule": self.rule, "value": self.value}


@dataclass(slots=True)
class GraphEdge:
    """One argument slot: the value ``source`` read by the operation ``target``.

    Attributes:
        id: the target's identifier and the slot, as in ``n3.0``.
        source: the node that is read.
        target: the operation that reads it.
        slot: which of the operation's arguments, from 0.
        grad: the contribution that the reverse pass sent back through this edge, if it did.
        unbroadcast_from: the contribution's shape before it was summed to the source's, if other.
        local: the derivative of the target with respect to this argument.
        before, after: the source's gradient before and after this contribution was added; before
            is ``None`` for the first one. Large arrays are previewed in the events only.
    """

    id: str
    source: str
    target: str
    slot: int
    local: LocalFactor
    grad: Summary | None = None
    unbroadcast_from: list[int] | None = None
    before: Summary | None = None
    after: Summary | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON object."""
        return {
            "id": self.id,
            "source": self.source,
            "target": self.target,
            "slot": self.slot,
            "grad": self.grad.to_dict() if self.grad else None,
            "unbroadcast_from": self.unbroadcast_from,
            "local": self.local.to_dict(),
            "before": self.before.to_dict() if self.before else None,
            "after": self.after.to_dict() if self.after else None,
        }


@dataclass(slots=True)
class Group:
    """Values that belong together: a call of a function, a layer.

    Attributes:
        id: of its frame in the drawing, or of its card while it is collapsed.
        path: its name behind those of the groups around it: ``encoder/dense``.
        label: its own name.
        parent: path of the group around it.
        nodes: direct members; those of inner groups stand there.
    """

    id: str
    path: str
    label: str
    parent: str | None
    nodes: list[str]

    def to_dict(self) -> dict[str, Any]:
        """The JSON object."""
        return {
            "id": self.id,
            "path": self.path,
            "label": self.label,
            "parent": self.parent,
            "nodes": self.nodes,
        }
