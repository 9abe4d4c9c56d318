"""Node: one recorded operation, and its declaration.

An operation is one subclass of ``Node`` that declares everything about itself: its names, its
forward function on arrays, and for each input the local derivative as people read it beside the
rule that computes it. Whoever else needs to know something about an operation (operators,
functions, methods, NumPy's protocols, the language, the drawing, the tests) reads the declaration.

A rule is a pure vector-Jacobian product ``(g, y, *inputs, **params)`` written with operators and
NumPy functions only, so that it runs on arrays and, when a gradient shall itself be
differentiable, on tensors. It may answer in the broadcast shape: the engine undoes broadcasting.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any, ClassVar, NamedTuple

import numpy as np

from chainrule.engine.apply import apply, binary, unary
from chainrule.engine.arguments import explain_numpy
from chainrule.engine.errors import ChainruleError, ShapeError
from chainrule.engine.tensor import Array, Tensor

OPERATIONS: dict[str, type[Node]] = {}
"""Every operation by its PyTorch name."""

UFUNCS: dict[Any, type[Node]] = {}
"""The operation that stands for a NumPy ufunc."""

NUMPY_FUNCTIONS: dict[Any, type[Node]] = {}
"""The operation that stands for another NumPy function."""

Rule = Callable[..., Any]


class Gradient(NamedTuple):
    """One input's derivative: as people read it, and as it is computed.

    ``formula`` is Python text over the inputs' names, ``y`` and the parameters, with the words of
    ``engine.formulas``. Where it mentions ``g`` it is the whole contribution, else the factor that
    multiplies the upstream gradient ``g``. The two are tested against each other. ``rule`` is
    ``None`` where there is no derivative, as for indices and conditions.
    """

    formula: str
    rule: Rule | None
    reads: tuple[str, ...] | None = None
    """Whose values the rule reads, where that is not just the names in the formula."""


class Node:
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

    A declaration gives ``name``, ``symbol``, ``formula``, ``forward`` and ``gradients`` (none where
    the operation has no derivative at all), and where they apply: ``operator`` (Python's name for
    it), ``method`` (whether tensors have it as a method), ``aliases`` (other names people use),
    ``numpy`` (NumPy functions it stands for), ``spread`` (the parameter that takes all remaining
    positional arguments, as in ``t.reshape(2, 3)``), ``order`` (of the arguments, where inputs do
    not come first), ``domain`` (a note on where its values or derivatives are not finite, with its
    inputs' names in braces), ``integers`` (what becomes of integers and booleans).
    """

    name: ClassVar[str]
    symbol: ClassVar[str]
    formula: ClassVar[str]
    forward: ClassVar[Callable[..., Any]]
    gradients: ClassVar[tuple[Gradient, ...]] = ()
    operator: ClassVar[str | None] = None
    method: ClassVar[bool] = True
    aliases: ClassVar[tuple[str, ...]] = ()
    numpy: ClassVar[tuple[Any, ...]] = ()
    spread: ClassVar[str | None] = None
    variadic: ClassVar[bool] = False
    order: ClassVar[tuple[str, ...]] = ()
    domain: ClassVar[str] = ""
    integers: ClassVar[str] = "floated"
    """What becomes of integers and booleans: ``"kept"``, ``"floated"`` or ``"refused"``."""

    input_names: ClassVar[tuple[str, ...]]
    defaults: ClassVar[dict[str, Any]]
    family: ClassVar[str]
    inputs: tuple[Tensor, ...]
    sources: tuple[Node | Tensor, ...]
    arrays: tuple[Array, ...]
    output: Array
    params: dict[str, Any]
    serial: int
    _requires_grad: bool
    rules: tuple[Rule | None, ...]
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
        if "name" not in cls.__dict__:
            return
        if inspect.isfunction(forward := cls.__dict__["forward"]):
            cls.forward = staticmethod(forward)
        if not cls.variadic:
            cls.rules = tuple(gradient.rule for gradient in cls.gradients)
        cls.input_names, cls.defaults = _signature(cls.forward)
        cls.order = cls.order or (*cls.input_names, *cls.defaults)
        cls.family = cls.__module__.rpartition(".")[2]
        OPERATIONS[cls.name] = cls
        for known in (cls.forward, *cls.numpy):
            if isinstance(known, np.ufunc):
                UFUNCS[known] = cls
            elif known is not cls.forward:
                NUMPY_FUNCTIONS[known] = cls

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

    @classmethod
    def explain(
        cls, error: Exception, arrays: tuple[Array, ...], params: dict[str, Any]
    ) -> ChainruleError:
        """The error of NumPy in the operation's own words; families override it."""
        return explain_numpy(cls.name, error, [array.shape for array in arrays])

    @classmethod
    def formulas(cls, params: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
        """The forward formula and those of the derivatives, for given parameters."""
        return cls.formula, tuple(gradient.formula for gradient in cls.gradients)

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

    @property
    def keeps_values(self) -> bool:
        """Whether a rule that is needed reads values: its inputs', the result's or an index."""
        needed = (k for k, s in enumerate(self.sources) if s._requires_grad and s._grad_fn is None)
        return any(map(self.reads, needed)) or any(map(_has_arrays, self.params.values()))

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


def _signature(forward: Callable[..., Any]) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The names of the inputs, and of the parameters with their defaults."""
    if isinstance(forward, np.ufunc):
        return ("a", "b", "c")[: forward.nin], {}
    parameters = inspect.signature(forward).parameters.values()
    inputs = tuple(p.name for p in parameters if p.default is p.empty)
    return inputs, {p.name: p.default for p in parameters if p.default is not p.empty}
