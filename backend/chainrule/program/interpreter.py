"""The interpreter: walks a syntax tree and builds tensors, by a table of what is allowed.

Nothing of the program is ever compiled or looked up on Python's objects. What a node of the tree
means stands in the tables of ``expressions`` and ``statements``; whatever is in neither of them
does not exist. This class holds what they share: names, values, budget, the way to the engine.
"""

from __future__ import annotations

import ast
from collections import ChainMap
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from chainrule.engine import (
    OPERATIONS,
    Annotation,
    ChainruleError,
    Node,
    Source,
    Span,
    Tape,
    Tensor,
)
from chainrule.engine.annotation import Kind
from chainrule.program.budget import Budget
from chainrule.program.errors import ProgramError, failure
from chainrule.program.explaining import NUMPY_ERRORS, explain
from chainrule.program.expressions import EXPRESSIONS
from chainrule.program.groups import Groups
from chainrule.program.limits import Limits
from chainrule.program.statements import STATEMENTS
from chainrule.program.text import Text
from chainrule.program.values import UserFunction, Value, describe, is_number, is_numeric, whole
from chainrule.program.work import Shape, estimate

if TYPE_CHECKING:
    from chainrule.program.library.function import Function

Fill = Callable[[], Any]


class Interpreter:
    """One run of one program.

    Attributes:
        names: what the names in the current scope stand for.
        outer: the names of the program, as seen from inside of a function; else the same.
        values: every leaf and every operation's result, in execution order.
        last: the value of the last statement.
        notes: what people should know about how the program was read.
        libraries: NumPy or PyTorch, whose names the program uses.
    """

    def __init__(
        self,
        text: Text,
        limits: Limits,
        tape: Tape,
        overrides: Mapping[str, Any],
        functions: Mapping[str, Function],
        methods: Mapping[str, Function],
        libraries: frozenset[str] = frozenset(),
    ) -> None:
        self.text = text
        self.functions = functions
        self.methods = methods
        self.libraries = libraries
        self.budget = Budget(limits)
        self.tape = tape
        self.overrides = dict(overrides)
        self.names: dict[str, Value] = {}
        self.outer = self.names
        self.values: dict[Source, Annotation] = {}
        self.last: Value = None
        self.last_span: Span | None = None
        self.notes: list[str] = []
        self.calls: list[UserFunction] = []
        self.random: Any = None
        self.leaf_names: dict[str, int] = {}
        self.read_statically: set[Source] = set()
        self._static: set[Source] = set()
        self.groups = Groups()

    # The tree

    def evaluate(self, node: ast.expr) -> Value:
        """The value of an expression."""
        if type(node) not in EXPRESSIONS:
            raise self.not_supported(node)
        return EXPRESSIONS[type(node)](self, node)

    def execute(self, statements: list[ast.stmt]) -> None:
        """Runs statements in order."""
        for statement in statements:
            self.budget.tick(self.span(statement))
            if type(statement) not in STATEMENTS:
                raise self.not_supported(statement)
            STATEMENTS[type(statement)](self, statement)

    def not_supported(self, node: ast.AST) -> ProgramError:
        """The error for syntax without a meaning here; the review says it in more words."""
        return failure("not_supported", "this is not part of the language", self.span(node))

    def note(self, text: str) -> None:
        """Says something about the program, once."""
        if text not in self.notes:
            self.notes.append(text)

    def span(self, node: ast.AST) -> Span:
        """Where a node of the syntax tree stands."""
        return self.text.span(node)

    # Names

    def look_up(self, name: str) -> Value:
        """What a name stands for; raises ``KeyError``."""
        return self.names[name] if name in self.names else self.outer[name]

    def is_bound(self, name: str) -> bool:
        """Whether the program, or who runs it, has given the name a value."""
        return name in self.names or name in self.outer

    @property
    def bound(self) -> Mapping[str, Value]:
        """Every name that has a value here."""
        return ChainMap(self.names, self.outer)

    def bind(self, name: str, value: Value, span: Span) -> None:
        """Gives a name a value; the first name that a tensor gets is the one it keeps."""
        if isinstance(value, Tensor):
            annotation = self.values[value.source]
            if annotation.name is None:
                shown = self._leaf_name(name) if value.is_leaf else name
                self.values[value.source] = replace(annotation, name=shown)
                value.name = shown
                if value.is_leaf and shown in self.overrides:
                    self._override(value, shown, span)
        self.names[name] = value

    def _leaf_name(self, name: str) -> str:
        """Leaves that share a name are told apart, so that each can be given another value."""
        self.leaf_names[name] = count = self.leaf_names.get(name, 0) + 1
        return name if count == 1 else f"{name}#{count}"

    def _override(self, leaf: Tensor, name: str, span: Span) -> None:
        if any(leaf is read for node in self.tape.nodes for read in node.inputs):
            return  # it was computed with before it got its name
        given = self.overrides.pop(name)
        if given.shape != leaf.shape:
            reason = f"so it cannot be given a value of shape {given.shape}"
            raise failure("leaf_shape", f"{name} has shape {leaf.shape}, {reason}", span)
        leaf.data = given

    # Values

    def leaf(self, data: Any, kind: Kind, span: Span | None, name: str | None = None) -> Tensor:
        """A new leaf made of numbers that are there already, counted and annotated."""
        try:
            array = np.array(data, dtype=np.float64)
        except OverflowError:
            raise failure("number_too_large", "the number is too large", span) from None
        except (ValueError, TypeError):
            message = "the nested lists do not form a rectangle"
            hint = "give every row the same length"
            raise failure("ragged_list", message, span, hint) from None
        return self.fresh(array.shape, lambda: array, kind, span, name)

    def fresh(
        self, shape: Shape, fill: Fill, kind: Kind, span: Span | None, name: str | None = None
    ) -> Tensor:
        """A new leaf of this shape, charged for before ``fill`` makes its numbers."""
        self.budget.node(shape, span)
        tensor = Tensor.wrap(np.asarray(fill(), np.float64), kind == "parameter", None)
        tensor.name = name
        self.values[tensor] = Annotation(kind, name, span, self.groups.path)
        return tensor

    def tensor(self, value: Value, span: Span) -> Tensor:
        """A value as an operand: unnamed numbers become constants.

        Raises:
            ProgramError: it is not made of numbers.
        """
        if isinstance(value, Tensor):
            return value
        if is_number(value) or isinstance(value, bool) or is_numeric(value):
            constant = self.leaf(value, "constant", span)
            self._static.add(constant)
            return constant
        hint = None
        if isinstance(value, list | tuple):
            hint = "stack([...]) makes one tensor of several"
        elif isinstance(value, UserFunction):
            hint = f"call it: {value.name}(...)"
        raise failure("not_a_tensor", f"a tensor is needed here, not {describe(value)}", span, hint)

    def literal(self, data: Any, span: Span) -> Tensor:
        """A named literal: a leaf that gets a gradient, and can also serve as a static value."""
        leaf = self.leaf(data, "parameter", span)
        self._static.add(leaf)
        return leaf

    def static(self, value: Value, span: Span) -> Any:
        """A value where an argument asks for something static, such as an axis.

        Raises:
            ProgramError: it is a tensor that depends on data.
        """
        if isinstance(value, list | tuple):
            return type(value)(self.static(item, span) for item in value)
        if not isinstance(value, Tensor):
            return value
        if value.source not in self._static:
            raise failure(
                "not_static",
                "this must be known without looking at data, but it is "
                + ("a computed tensor" if value.grad_fn else "a tensor"),
                span,
                "write it as a number or take it from a shape, such as x.shape[0]",
            )
        self.budget.listing(value.shape, span)
        self.read_statically.add(value.source)
        return whole(value.tolist())

    def forget_unnamed(self, tensor: Tensor) -> None:
        """Leaves out of the drawing a leaf that was made only to be turned into another one."""
        annotation = self.values.get(tensor)
        if annotation and annotation.name is None:
            del self.values[tensor]

    def require_gradient(self, tensor: Tensor, span: Span) -> Tensor:
        """Turns a leaf into a parameter; what was computed from data only becomes a new leaf."""
        if tensor.requires_grad:
            return tensor
        if tensor.grad_fn is None:
            tensor.requires_grad = True
            self.values[tensor] = replace(self.values[tensor], kind="parameter")
            return tensor
        computed = tensor.source
        self.values[computed] = replace(self.values[computed], name=None)
        self.read_statically.add(computed)
        leaf = self.fresh(tensor.shape, tensor._copied, "parameter", span)
        for scope in (self.names, self.outer):
            for name in [name for name, value in scope.items() if value is tensor]:
                self.bind(name, leaf, span)
                scope[name] = leaf
        return leaf

    def item(self, tensor: Tensor, position: int, span: Span) -> Tensor:
        """One slice along the first axis."""
        return self.apply(OPERATIONS["getitem"], (tensor,), {"index": position}, span)

    def is_static(self, value: Value) -> bool:
        """Whether the value is known without looking at data."""
        return not isinstance(value, Tensor) or value.source in self._static

    # The engine

    def apply(
        self,
        operation: type[Node],
        operands: tuple[Tensor, ...],
        params: dict[str, Any],
        span: Span,
    ) -> Tensor:
        """Applies one operation, after charging for it.

        Raises:
            ProgramError: the shapes or the parameters do not fit, or a limit is reached.
        """
        shapes = [operand.shape for operand in operands]
        self.budget.operation(estimate(operation.name, shapes, params), span)
        before = len(self.tape.nodes)
        try:
            result = operation.apply(*operands, **params)
        except ChainruleError as error:
            raise explain(error, span) from None
        except NUMPY_ERRORS as error:
            raise failure("bad_argument", f"{operation.name}(): {error}", span) from None
        for node in self.tape.nodes[before:]:
            self.budget.node(node.output.shape, span)
            self.annotate(node, span)
            if all(t.source in self._static for t in node.inputs):
                self._static.add(node)
        return result

    def annotate(self, node: Node, span: Span) -> None:
        """Makes an operation's result one of the program's values."""
        self.values[node] = Annotation("operation", None, span, node.group)

    def constant_inside(self, tensor: Tensor, span: Span) -> None:
        """Makes a number that the engine's own rules brought along one of the values."""
        if tensor.source not in self.values:
            self.budget.node(tensor.shape, span)
            self.values[tensor.source] = Annotation("constant", None, span, self.groups.path)
