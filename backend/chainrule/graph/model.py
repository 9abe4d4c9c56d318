"""The parts of the Graph model: nodes, edges and groups, as plain data.

These classes are the JSON of the REST interface, and its schema (``serialisation.py``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from chainrule.engine import Span
from chainrule.engine.annotation import EMPTY_OMITTED, NONE_OMITTED, Doc
from chainrule.graph.naming import called
from chainrule.graph.summary import Summary

NodeKind = Literal["data", "constant", "parameter", "operation", "output"]
GradState = Literal["computed", "not_required", "no_path", "not_run"]


@dataclass(slots=True)
class FormulaNumbers:
    """A rule with numbers in place of names."""

    forward: Annotated[str, Doc("The right-hand side of the rule, and the result.")]
    local: Annotated[
        list[str],
        Doc("By input the derivative, and its number; empty where none is needed."),
    ]


@dataclass(slots=True)
class Formula:
    """A node's rule in LaTeX."""

    forward: Annotated[str, Doc("The rule, as an equation.")]
    local: Annotated[
        list[str],
        Doc("By input the derivative, as an equation; empty where there is none."),
    ]
    numbers: Annotated[
        FormulaNumbers | None,
        Doc("The same with numbers in place of names, for operations on single numbers."),
    ] = None


@dataclass(slots=True)
class GraphNode:
    """One produced value: a leaf, or an operation together with its result."""

    id: Annotated[
        str,
        Doc("Its name: n0, n1, ... in execution order, whatever the values."),
    ]
    name: Annotated[
        str | None,
        Doc("What the program calls it; null for a value inside an expression."),
    ]
    label: Annotated[
        str,
        Doc("What a drawing calls it: the name, the number of a constant, or v and a number."),
    ]
    latex: Annotated[str, Doc("The label in notation.")]
    expression: Annotated[
        str,
        Doc('How it came about, in terms of labels: "w × x"; empty for a leaf.'),
    ]
    kind: Annotated[NodeKind, Doc("What part it plays.")]
    op: Annotated[str | None, Doc("The operation's name, as in PyTorch; null for a leaf.")]
    symbol: Annotated[str | None, Doc("The operation's sign, as a card shows it.")]
    params: Annotated[dict[str, Any], Doc("The operation's parameters (axis, exponent, ...).")]
    inputs: Annotated[
        list[str],
        Doc("The nodes that it read, in order; one that was read twice stands here twice."),
    ]
    shape: Annotated[list[int], Doc("The length of every axis.")]
    dtype: Annotated[
        str, Doc("The kind of numbers: float64, float32, int64, bool or narrower integers.")
    ]
    requires_grad: Annotated[bool, Doc("Whether anything that it depends on gets a gradient.")]
    uses: Annotated[int, Doc("How many argument slots read it.")]
    group: Annotated[str, Doc("Path of the innermost group that it is in; empty at the top.")]
    value: Annotated[Summary, Doc("The numbers.")]
    grad: Annotated[
        Summary | None,
        Doc("The gradient of the output with respect to it, if grad_state is computed."),
    ]
    grad_state: Annotated[
        GradState,
        Doc(
            "Computed, or why there is no gradient: none is needed, no path carries one "
            "back to it, or the reverse pass was not run."
        ),
    ]
    formula: Annotated[Formula | None, Doc("The operation's rule; null for a leaf.")]
    span: Annotated[Span | None, Doc("Where it stands in the program's text.")]
    cut_by: Annotated[
        list[str],
        Doc(
            "Operations without a derivative (detach, comparisons, ...) at which ways from "
            "it to the output are cut; present only where there are any. With a grad_state "
            "of no_path all ways are, and without it the output does not depend on the "
            "value."
        ),
    ] = field(default_factory=list, metadata=EMPTY_OMITTED)
    cut_at: Annotated[
        list[str],
        Doc(
            'The same places as people wrote them: "detach() in line 4"; also where the '
            'ways end at a number that Python took out: "item() in line 3". Of a value that '
            "needs no gradient: the places that cut it off from the parameters that lead to "
            "it, if any do."
        ),
    ] = field(default_factory=list, metadata=EMPTY_OMITTED)
    accumulated_grad: Annotated[
        Summary | None,
        Doc(
            "The leaf's .grad after the reverse pass, where something was left in it from "
            "an earlier one, so that it is not just what this pass sent."
        ),
    ] = None
    turn: Annotated[
        str | None,
        Doc(
            "The turn of a loop in which it was computed, where there is one, with the turns "
            "and calls around it: f/for i#2/7, for i/2/for j/1."
        ),
    ] = field(default=None, metadata=NONE_OMITTED)

    @property
    def title(self) -> str:
        """What sentences call it: its name, and without one also its operation."""
        return self.label if self.name or not self.op else f"{self.label} ({called(self.op)})"


@dataclass(slots=True)
class LocalFactor:
    """How an edge changes the gradient that passes through it."""

    text: Annotated[str, Doc('For people, such as "1 − h²"; empty where there is no derivative.')]
    latex: Annotated[str, Doc("The same in notation.")]
    rule: Annotated[
        bool,
        Doc(
            'Whether they are no factor but the whole contribution, such as "∂z @ wᵀ", '
            "where ∂z is the gradient of the result."
        ),
    ]
    value: Annotated[
        float | None,
        Doc("The factor itself, where both ends are single numbers and a gradient was sent."),
    ]


@dataclass(slots=True)
class GraphEdge:
    """One argument slot: the value ``source`` read by the operation ``target``."""

    id: Annotated[str, Doc("The target's identifier and the slot, as in n3.0.")]
    source: Annotated[str, Doc("The node that is read.")]
    target: Annotated[str, Doc("The operation that reads it.")]
    slot: Annotated[int, Doc("Which of the operation's arguments, from 0.")]
    local: Annotated[
        LocalFactor,
        Doc("The derivative of the target with respect to this argument."),
    ]
    grad: Annotated[
        Summary | None,
        Doc("The contribution that the reverse pass sent back through this edge, if it did."),
    ] = None
    unbroadcast_from: Annotated[
        list[int] | None,
        Doc("The contribution's shape before it was summed to the source's, if other."),
    ] = None
    before: Annotated[
        Summary | None,
        Doc(
            "The source's gradient before and after this contribution was added; before is "
            "null for the first one. Large arrays are previewed in the events only."
        ),
    ] = None
    after: Annotated[
        Summary | None,
        Doc(
            "The source's gradient before and after this contribution was added; before is "
            "null for the first one. Large arrays are previewed in the events only."
        ),
    ] = None


@dataclass(slots=True)
class Group:
    """Values that belong together: a call of a function, a layer."""

    id: Annotated[str, Doc("Of its frame in the drawing, or of its card while it is collapsed.")]
    path: Annotated[str, Doc("Its name behind those of the groups around it: encoder/dense.")]
    label: Annotated[str, Doc("Its own name.")]
    parent: Annotated[str | None, Doc("Path of the group around it.")]
    nodes: Annotated[list[str], Doc("Direct members; those of inner groups stand there.")]
