"""Node: one recorded operation, which is an instance of its declaration.

In comes what the operation was applied to; the node keeps it, with what came out, for the reverse
pass and for everybody who looks. ``declaration.py`` has the fields that an operation declares.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any, ClassVar

import numpy as np

from chainrule.engine.apply import apply, binary, compute, unary
from chainrule.engine.declaration import Declaration, Gradient, Rule
from chainrule.engine.errors import ChainruleError, ShapeError
from chainrule.engine.tensor import Array, Tensor

OPERATIONS: dict[str, type[Node]] = {}
"""Every operation by its PyTorch name."""

UFUNCS: dict[Any, type[Node]] = {}
"""The operation that stands for a NumPy ufunc."""

NUMPY_FUNCTIONS: dict[Any, type[Node]] = {}
"""The operation that stands for another NumPy function."""


class Node(Declaration):
    """One recorded operation: what went in, what came out, and how a gradient flows back.

    Attributes:
        inputs: the tensors it read, in order; one that is used twice stands here twice.
        sources: what these were when the operation was applied, the node that had made each or the
            leaf itself; a tensor that is changed in place later is another value then.
        arrays: their values as they were at the forward pass.
        output: the values it produced.
        params: its static parameters (axis, exponent, ...), all of them.
        group: path of the group it was computed in, such as ``"encoder/dense"``.
        serial: grows with every node; a result always has a larger one than its inputs.
    """

    inputs: tuple[Tensor, ...]
    sources: tuple[Node | Tensor, ...]
    arrays: tuple[Array, ...]
    output: Array
    params: dict[str, Any]
    serial: int
    _requires_grad: bool
    group: str = ""
    reads_others: ClassVar[bool] = True
    """Whether its rules are given the inputs; to hand thousands over takes longer than a rule."""
    freed: bool = False
    """Whether a reverse pass is done with it."""
    _hooks: dict[int, Any] | None = None
    _keepers: tuple[Any, ...] = ()
    _grad_fn: ClassVar[None] = None
    """A leaf has none either: what needs a gradient is asked of both in the same way."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "name" in cls.__dict__:  # else a family of operations
            cls.family = cls.__dict__.get("family", cls.__module__.rpartition(".")[2])
            cls.declare()
            cls.enter()

    @classmethod
    def enter(cls) -> None:
        """Makes the operation known by its name and to NumPy's protocols."""
        OPERATIONS[cls.name] = cls
        for function in (cls.forward, *cls.numpy):
            if isinstance(function, np.ufunc):
                UFUNCS[function] = cls
            elif function is not cls.forward:
                NUMPY_FUNCTIONS[function] = cls

    @classmethod
    def apply(cls, *operands: Any, **params: Any) -> Tensor:
        """Computes the operation and records it where a gradient or a tape asks for that.

        No NumPy warning leaves it: values that are not finite are results like any other.

        Args:
            operands: tensors, or anything that ``tensor()`` takes (then a constant).
            params: the operation's static parameters.

        Raises:
            ShapeError: the shapes do not fit; the message has all of them.
            ArgumentError: a parameter is impossible.
        """
        return apply(cls, operands, params)

    @classmethod
    def caller(cls) -> Callable[..., Tensor]:
        """The quickest function that applies the operation without parameters."""
        adapted = any("apply" in parent.__dict__ for parent in cls.__mro__ if parent is not Node)
        if not (adapted or cls.defaults or cls.variadic):
            if len(cls.input_names) == 1:
                return unary(cls)
            if len(cls.input_names) == 2 and isinstance(cls.forward, np.ufunc):
                return binary(cls)
        return lambda *operands: cls.apply(*operands)

    @property
    def requires_grad(self) -> bool:
        """Whether a gradient flows back through it."""
        return self._requires_grad

    @property
    def facts(self) -> dict[str, str]:
        """What formulas depend on besides the parameters; ``formulas`` finds it among them."""
        return {}

    @property
    def count(self) -> int:
        """How many elements of the first input meet in one of the result: ``n`` in formulas."""
        return self.arrays[0].size // max(self.output.size, 1)

    @property
    def keeps_values(self) -> bool:
        """Whether a rule that is needed reads values: its inputs', the result's or an index."""
        needed = (k for k, s in enumerate(self.sources) if s._requires_grad and s._grad_fn is None)
        return any(map(self.reads, needed)) or any(map(_has_arrays, self.params.values()))

    def reads(self, slot: int) -> tuple[int, ...]:
        """Whose values the rule for an input reads: the inputs' slots, and −1 for the result."""
        return _reads(self.gradients[slot], self.input_names)

    def evaluate(self, *arrays: Array) -> Array:
        """What the operation makes of other arrays.

        Raises:
            ShapeError: the shapes do not fit.
            ArgumentError: there is no result for these values.
        """
        return compute(type(self), arrays, self.params)

    def vjp(self, slot: int, g: Any, y: Any, inputs: tuple[Any, ...]) -> Any:
        """The contribution to input ``slot``, perhaps still broadcast, of upstream gradient g.

        ``None`` where the operation has no derivative for that input.
        """
        rule = self.rules[slot]
        return None if rule is None else rule(g, y, *inputs, **self.params)

    def __repr__(self) -> str:
        """The class and the shapes that it maps."""
        shapes = ", ".join(str(array.shape) for array in self.arrays)
        return f"<{type(self).__name__} {shapes} -> {self.output.shape}>"


def _has_arrays(value: Any) -> bool:
    if isinstance(value, tuple):
        return any(map(_has_arrays, value))
    return isinstance(value, np.ndarray | list)


@cache
def _reads(gradient: Gradient, input_names: tuple[str, ...]) -> tuple[int, ...]:
    if gradient.rule is None:
        return ()
    names = gradient.reads
    if names is None:
        # ``reshape(g, a.shape)`` asks for a shape, not for values.
        names = tuple(re.findall(r"\b[A-Za-z_]\w*\b(?!\.shape)", gradient.formula))
    slots = [k for k, name in enumerate(input_names) if name in names]
    return (*slots, -1) if "y" in names else tuple(slots)


def run(operation: type[Node], *operands: Any, **params: Any) -> Any:
    """An operation within a rule: at once on arrays, with a graph on tensors."""
    if any(isinstance(operand, Tensor) for operand in operands):
        return operation.apply(*operands, **params)
    return operation.forward(*operands, **params)


class UnaryNode(Node):
    """An operation on one tensor."""


class ElementwiseUnaryNode(UnaryNode):
    """An operation on each element of one tensor."""

    elementwise = True


class BinaryNode(Node):
    """An operation on two tensors, ``left`` and ``right``."""

    @property
    def left(self) -> Tensor:
        """The first input."""
        return self.inputs[0]

    @property
    def right(self) -> Tensor:
        """The second input."""
        return self.inputs[1]


class ElementwiseBinaryNode(BinaryNode):
    """A binary operation whose inputs are broadcast against each other."""

    elementwise = True

    @classmethod
    def explain(
        cls, error: Exception, arrays: tuple[Array, ...], params: dict[str, Any]
    ) -> ChainruleError:
        """Both shapes, and which sizes cannot be broadcast."""
        a, b = arrays[0].shape, arrays[1].shape
        for m, n in zip(reversed(a), reversed(b), strict=False):
            if m != n and 1 not in (m, n):
                return ShapeError(
                    f"{a} {cls.symbol} {b}: the sizes {m} and {n} differ and neither is 1"
                )
        return super().explain(error, arrays, params)


class VariadicNode(Node):
    """An operation on any number of tensors; its one rule is also told each one's place."""

    variadic = True
    reads_others = False

    def reads(self, slot: int) -> tuple[int, ...]:
        """The other inputs, or none."""
        others = (k for k in range(len(self.inputs)) if k != slot)
        return tuple(others) if self.reads_others else ()

    @property
    def rules(self) -> tuple[Rule | None, ...]:  # type: ignore[override]
        """The rule for each of the inputs, told its place."""
        rule = self.gradients[0].rule
        if rule is None:
            return (None,) * len(self.inputs)
        return tuple([partial(rule, place) for place in self.places])

    @property
    def places(self) -> Sequence[Any]:
        """What the rule is told of each input: its slot, or what is found from all of them."""
        return range(len(self.inputs))
