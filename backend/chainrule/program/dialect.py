"""Dialect: whether a program says itself what gets a gradient, or means its literals to.

In comes a syntax tree; out comes a ``Dialect``, decided once, before anything runs. A program that
uses PyTorch, JAX, TensorFlow, micrograd or HIPS autograd, or that marks a gradient itself, is taken
at its word: its numbers and lists are Python's. In arithmetic without such a library a literal with
a name is a leaf, as people expect of ``w = 3.0``, unless it only serves as something else: a size,
a count, a learning rate, the start of a sum, a list that is filled.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from chainrule.program.engines import NONE, Engines, engines_of
from chainrule.program.lists import is_array, is_number
from chainrule.program.roles import serving

Kind = Literal["bare", "numpy", "marked"]

MARKING = frozenset(
    {"torch", "jax", "tensorflow", "micrograd", "autograd", "chainrule", "tf", "jnp", "F", "nn"}
)
"""Libraries, and the names they usually go by, whose programs mark their gradients themselves."""

NUMPY = frozenset({"numpy", "np"})

MARKS = frozenset({"requires_grad", "requires_grad_", "Parameter", "Variable", "GradientTape"})
"""Names by which a program marks what gets a gradient."""

GRADIENT_CALLS = frozenset(
    {"backward", "grad", "value_and_grad", "gradient", "jacobian", "hessian", "elementwise_grad"}
)
"""Names by which a program asks for gradients."""

DOUBLE = frozenset({"double", "float64", "set_default_dtype", "DoubleTensor"})
"""Names by which a program of PyTorch's asks for float64."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a program's literals are meant.

    Attributes:
        kind: ``bare``, ``numpy`` or ``marked``.
        libraries: the top names of the libraries that it uses.
        serving: names whose literals only serve: sizes, counts, rates, starts of sums, lists.
        backpropagates: whether it asks for gradients anywhere.
        is_float32: whether it is PyTorch's, which computes in float32 unless it is told otherwise.
        engines: classes of its own that carry numbers through arithmetic.
    """

    kind: Kind
    libraries: frozenset[str] = frozenset()
    serving: frozenset[str] = field(default=frozenset())
    backpropagates: bool = False
    is_float32: bool = False
    engines: Engines = NONE

    def is_leaf(self, name: str, value: ast.expr) -> bool:
        """Whether ``name = value`` makes a leaf that gets a gradient."""
        if self.kind == "marked" or name in self.serving or name.startswith("."):
            return False
        if is_number(value):
            return True
        return self.kind == "bare" and is_array(value)


def decide(tree: ast.Module, nodes: Sequence[ast.AST] | None = None) -> Dialect:
    """The dialect of a program; whoever has all nodes of the tree gives them."""
    nodes = list(ast.walk(tree)) if nodes is None else nodes
    libraries, names = frozenset(_libraries(nodes)), _names(nodes)
    asks = bool((names & GRADIENT_CALLS) - (set() if libraries & MARKING else _own(nodes)))
    if libraries & MARKING or _is_marked(nodes):
        single = "torch" in libraries and not names & DOUBLE
        return Dialect("marked", libraries, backpropagates=asks, is_float32=single)
    return Dialect(
        "numpy" if libraries & NUMPY else "bare",
        libraries,
        serving(tree, nodes),
        asks,
        engines=engines_of(nodes),
    )


def _own(nodes: Iterable[ast.AST]) -> set[str]:
    """The names, methods and attributes that a program makes itself: its own ``backward``."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)  # a gradient that the program computes itself: grad = 2 * x
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            found.add(node.attr)
    return found


def _names(nodes: Iterable[ast.AST]) -> set[str]:
    """Every name and every attribute that is written in a program."""
    return {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for node in nodes
        if isinstance(node, ast.Attribute | ast.Name)
    }


def _libraries(nodes: Sequence[ast.AST]) -> Iterator[str]:
    bound = {
        node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    bound |= {
        (alias.asname or alias.name).partition(".")[0]
        for node in nodes
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    for node in nodes:
        match node:
            case ast.Import(names=names):
                yield from (alias.name.partition(".")[0] for alias in names)
            case ast.ImportFrom(module=str(module)):
                yield module.partition(".")[0]
            case ast.Attribute(value=ast.Name(id=name)) if name not in bound:
                if name in MARKING or name in NUMPY:
                    yield name


def _is_marked(nodes: Iterable[ast.AST]) -> bool:
    for node in nodes:
        match node:
            case ast.keyword(arg=name) | ast.Attribute(attr=name) | ast.Name(id=name):
                if name in MARKS:
                    return True
    return False
