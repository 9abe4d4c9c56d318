"""Node: one recorded operation, its declaration, and how it is applied.

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
from collections.abc import Callable
from itertools import count
from typing import Any, ClassVar, NamedTuple

import numpy as np

from chainrule.engine.errors import ArgumentError, ShapeError
from chainrule.engine.state import state
from chainrule.engine.tensor import Array, Tensor

OPERATIONS: dict[str, type[Node]] = {}
"""Every operation by its PyTorch name."""

UFUNCS: dict[Any, type[Node]] = {}
"""The operation that stands for a NumPy ufunc."""

_serials = count()
Rule = Callable[..., Any]


class Gradient(NamedTuple):
    """One input's derivative: as people read it, and as it is computed.

    ``formula`` is Python text over the inputs' names, ``y`` and the parameters. Where it mentions
    ``g`` it is the whole contribution, else the factor that multiplies the upstream gradient ``g``.
    The two are tested against each other.
    """

    formula: str
    rule: Rule


class Node:
    """One recorded operation: what went in, what came out, and how a gradient flows back.

    Attributes:
        inputs: the tensors it read, in order; one that is used twice stands here twice.
        arrays: their values as they were at the forward pass.
        output: the values it produced.
        params: its static parameters (axis, exponent, ...).
        group: path of the group it was computed in, such as ``"encoder/dense"``.
        serial: grows with every node; a result always has a larger one than its inputs.
    """

    name: ClassVar[str]
    symbol: ClassVar[str]
    formula: ClassVar[str]
    forward: ClassVar[Callable[..., Any]]
    gradients: ClassVar[tuple[Gradient, ...]] = ()
    operator: ClassVar[str | None] = None
    method: ClassVar[bool] = True
    numpy: ClassVar[tuple[Any, ...]] = ()

    input_names: ClassVar[tuple[str, ...]]
    defaults: ClassVar[dict[str, Any]]
    rules: ClassVar[tuple[Rule, ...]]

    __slots__ = (
        "__weakref__",
        "arrays",
        "group",
        "inputs",
        "output",
        "params",
        "requires_grad",
        "serial",
    )

    def __init__(
        self,
        inputs: tuple[Tensor, ...],
        arrays: tuple[Array, ...],
        output: Array,
        params: dict[str, Any],
        requires_grad: bool,
    ) -> None:
        self.inputs = inputs
        self.arrays = arrays
        self.output = output
        self.params = params
        self.requires_grad = requires_grad
        self.group = state.group
        self.serial = next(_serials)

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "name" not in cls.__dict__:
            return
        if inspect.isfunction(forward := cls.__dict__["forward"]):
            cls.forward = staticmethod(forward)
        cls.rules = tuple(gradient.rule for gradient in cls.gradients)
        cls.input_names, cls.defaults = _signature(cls.forward)
        OPERATIONS[cls.name] = cls
        for ufunc in (cls.forward, *cls.numpy):
            if isinstance(ufunc, np.ufunc):
                UFUNCS[ufunc] = cls

    @classmethod
    def apply(cls, *operands: Any, **params: Any) -> Tensor:
        """Computes the operation and records it where a gradient or a tape asks for that.

        Args:
            operands: tensors, or anything that ``tensor()`` takes (then a constant).
            params: the operation's static parameters.

        Raises:
            ShapeError: the shapes do not fit; the message has all of them.
        """
        inputs = as_tensors(operands)
        arrays = tuple([t._array.copy() if t._exposed else t._array for t in inputs])
        try:
            output = cls.forward(*arrays, **params)
        except (ValueError, IndexError) as error:
            raise cls.explain(error, arrays, params) from None
        if type(output) is not np.ndarray:
            output = np.asarray(output)
        requires_grad = False
        if state.grad_enabled:
            for t in inputs:
                if t._requires_grad:
                    requires_grad = True
                    break
        tape = state.tape
        if not requires_grad and tape is None:
            return Tensor.wrap(output, False, None)
        node = cls(inputs, arrays, output, params, requires_grad)
        if tape is not None:
            tape.nodes.append(node)
        return Tensor.wrap(output, requires_grad, node)

    @classmethod
    def explain(
        cls, error: Exception, arrays: tuple[Array, ...], params: dict[str, Any]
    ) -> ShapeError:
        """The error of NumPy in the operation's own words; families override it."""
        shapes = " and ".join(str(array.shape) for array in arrays)
        return ShapeError(f"{cls.name} cannot take shape {shapes}: {error}")

    def vjp(self, slot: int, g: Any, y: Any, inputs: tuple[Any, ...]) -> Any:
        """The contribution to input ``slot``, perhaps still broadcast, of upstream gradient g."""
        return self.rules[slot](g, y, *inputs, **self.params)

    def __repr__(self) -> str:
        """The class and the shapes that it maps."""
        shapes = ", ".join(str(array.shape) for array in self.arrays)
        return f"<{type(self).__name__} {shapes} -> {self.output.shape}>"


class UnaryNode(Node):
    """An operation on one tensor."""

    __slots__ = ()


class BinaryNode(Node):
    """An operation on two tensors, ``left`` and ``right``."""

    __slots__ = ()

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

    __slots__ = ()

    @classmethod
    def explain(
        cls, error: Exception, arrays: tuple[Array, ...], params: dict[str, Any]
    ) -> ShapeError:
        """Both shapes, and which sizes cannot be broadcast."""
        a, b = arrays[0].shape, arrays[1].shape
        for m, n in zip(reversed(a), reversed(b), strict=False):
            if m != n and 1 not in (m, n):
                return ShapeError(
                    f"{a} {cls.symbol} {b}: the sizes {m} and {n} differ and neither is 1"
                )
        return super().explain(error, arrays, params)


def as_tensors(operands: tuple[Any, ...]) -> tuple[Tensor, ...]:
    """The operands as tensors; a plain number takes the dtype of the tensors beside it."""
    for operand in operands:
        if type(operand) is not Tensor:
            break
    else:
        return operands
    dtype = next((o.dtype for o in operands if isinstance(o, Tensor)), None)
    return tuple(
        o
        if isinstance(o, Tensor)
        else Tensor.wrap(np.array(o, dtype=dtype or np.float64), False, None)
        if isinstance(o, int | float)
        else Tensor(o)
        for o in operands
    )


ALIASES = {"dim": "axis", "keepdim": "keepdims"}
"""PyTorch's names for parameters beside NumPy's, which the declarations use."""


def function(operation: type[Node]) -> Callable[..., Tensor]:
    """The package's function for an operation: inputs first, then parameters, by either name."""

    def call(*args: Any, **kwargs: Any) -> Tensor:
        return operation.apply(*bind(operation, args, kwargs), **kwargs)

    call.__name__ = call.__qualname__ = operation.name
    call.__doc__ = operation.__doc__
    return call


def bind(operation: type[Node], args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, ...]:
    """Splits a call into operands (returned) and parameters (left in ``kwargs``, all of them).

    Raises:
        ArgumentError: too few or too many arguments, or an unknown name.
    """
    names, defaults = operation.input_names, operation.defaults
    for alias, name in ALIASES.items():
        if alias in kwargs and name in defaults:
            kwargs[name] = kwargs.pop(alias)
    operands, rest = list(args[: len(names)]), args[len(names) :]
    for name in names[len(operands) :]:
        if name not in kwargs:
            raise ArgumentError(f"{operation.name}() needs its input {name!r}")
        operands.append(kwargs.pop(name))
    if len(rest) > len(defaults):
        raise ArgumentError(
            f"{operation.name}() takes {len(names) + len(defaults)} arguments, not {len(args)}"
        )
    kwargs.update(zip(defaults, rest, strict=False))
    for name in kwargs:
        if name not in defaults:
            known = ", ".join(defaults) or "none"
            raise ArgumentError(f"{operation.name}() has no parameter {name!r}; known: {known}")
    for name, value in defaults.items():
        kwargs.setdefault(name, value)
    return tuple(operands)


def _signature(forward: Callable[..., Any]) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The names of the inputs, and of the parameters with their defaults."""
    if isinstance(forward, np.ufunc):
        return ("a", "b", "c")[: forward.nin], {}
    parameters = inspect.signature(forward).parameters.values()
    inputs = tuple(p.name for p in parameters if p.default is p.empty)
    return inputs, {p.name: p.default for p in parameters if p.default is not p.empty}
