"""Declaration: everything that is known about an operation, as fields of its class.

Whoever needs to know something about an operation (operators, functions, methods, NumPy's
protocols, the language and its work estimate, formulas, exports, findings, tests) reads it here;
nobody keeps a table of operations of their own.

A rule is a pure vector-Jacobian product ``(g, y, *inputs, **params)`` written with operators and
NumPy functions only, so that it runs on arrays and, when a gradient shall itself be
differentiable, on tensors. It may answer in the broadcast shape: the engine undoes broadcasting.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable
from typing import Any, ClassVar, NamedTuple

import numpy as np

from chainrule.engine.arguments import explain_numpy
from chainrule.engine.code import Writer
from chainrule.engine.dtypes import Array
from chainrule.engine.effort import ORDINARY, Params, Shapes, broadcast_size, total_size
from chainrule.engine.errors import ArgumentError, ChainruleError
from chainrule.engine.formulas import FUNCTIONS, NAMES
from chainrule.engine.kinds import Kind, kinds_of

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


SATURATED_DISTANCE = 0.01
"""From a limit of ``saturates``: closer, the slope of a tanh is below 0.02, of a sigmoid 0.01."""

WORD = re.compile(r"\b[A-Za-z_]\w*\b")

REQUIRED = ("name", "formula", "forward", "gradients")
"""The fields without which there is no operation."""


class Declaration:
    """What an operation says about itself; ``REQUIRED`` by all, the rest where it applies."""

    name: ClassVar[str]
    """What PyTorch (or NumPy) calls it."""
    formula: ClassVar[str]
    """The forward rule in the words of ``engine.formulas``: ``"a * b"``."""
    forward: ClassVar[Callable[..., Any]]
    """The forward rule on arrays. Its parameters without a default are the inputs, those with one
    the operation's parameters, whose annotations say of which kind they are (``kinds.py``)."""
    gradients: ClassVar[tuple[Gradient, ...]]
    """One for each input; none where the operation has no derivative at all."""

    symbol: ClassVar[str] = ""
    """On its card; its name where there is none."""
    called: ClassVar[str] = ""
    """What people call it, where that is not its name."""
    operator: ClassVar[str | None] = None
    """Python's name for it: ``"add"`` of ``__add__``."""
    method: ClassVar[bool] = True
    """Whether tensors have it as a method."""
    aliases: ClassVar[tuple[str, ...]] = ()
    """Other names that people use."""
    numpy: ClassVar[tuple[Any, ...]] = ()
    """The NumPy functions that it stands for, besides a ufunc that is its forward rule."""
    listed: ClassVar[bool] = True
    """Whether people call it by its name; some are written otherwise, or only arise in others."""
    example: ClassVar[str] = ""
    """A call in PyTorch's words, where matrices of any numbers and of one shape will not do."""

    variadic: ClassVar[bool] = False
    """Whether it takes a list of tensors."""
    spread: ClassVar[str | None] = None
    """The parameter that takes all remaining arguments, as in ``t.reshape(2, 3)``."""
    order: ClassVar[tuple[str, ...]] = ()
    """Of the arguments, where inputs do not come first."""
    integers: ClassVar[str] = "floated"
    """What becomes of integers and booleans: ``"kept"``, ``"floated"`` or ``"refused"``."""

    domain: ClassVar[str] = ""
    """Where its values or derivatives are not finite, with its inputs' names in braces."""
    elementwise: ClassVar[bool] = False
    """Whether each element of the result comes of one element of each input, broadcast."""
    saturates: ClassVar[tuple[float, ...]] = ()
    """Values that it approaches and never reaches, but for rounding."""
    bends: ClassVar[bool] = False
    """Whether it bends, compares or chooses, so that a rectifier can be made of it."""
    steps: ClassVar[bool] = False
    """Whether its derivative is a step, which is itself derived: as 0, not as if it depended on
    nothing."""
    overflow: ClassVar[str] = ""
    """What to write instead where its values are too large for float32."""
    rounding: ClassVar[str] = ""
    """What to write instead where float32 rounds its values to a limit."""

    effort: ClassVar[int] = ORDINARY
    """What an element costs, in the words of ``engine.effort``; see ``size`` and ``cost``."""
    sign: ClassVar[str] = ""
    """How Python writes it for tensors of either library: ``"{0} + {1}"``."""
    code: ClassVar[str | Writer] = ""
    """How it is written with Chainrule, where that is neither by sign nor by its function."""
    torch: ClassVar[str | Writer] = ""
    """How it is written with PyTorch, where that is not by sign; nothing: PyTorch has no such."""
    grad_fn_name: ClassVar[str | Callable[[Any], str]] = ""
    """What PyTorch calls its node, where that is not ``ExpBackward0`` of ``exp``."""

    # What follows from the fields.
    kernel: ClassVar[Callable[..., Any]]
    """The forward rule as it is called: a ufunc is told to answer with an array in any case."""
    family: ClassVar[str]
    input_names: ClassVar[tuple[str, ...]]
    defaults: ClassVar[dict[str, Any]]
    kinds: ClassVar[dict[str, Kind]]
    rules: tuple[Rule | None, ...]

    @classmethod
    def declare(cls) -> None:
        """Completes a declaration.

        Raises:
            ArgumentError: a field without which there is no operation is missing.
        """
        for field in REQUIRED:
            if not hasattr(cls, field):
                raise ArgumentError(
                    f"the operation {cls.__name__} has no {field!r}: every operation declares "
                    f"{', '.join(REQUIRED)}"
                )
        if inspect.isfunction(forward := cls.__dict__.get("forward")):
            cls.forward = staticmethod(forward)
        cls.kernel = staticmethod(_kernel(cls.forward))
        cls.input_names, cls.defaults = _signature(cls.forward)
        cls.kinds = kinds_of(cls.forward, cls.defaults) if cls.defaults else {}
        cls.order = cls.order or (*cls.input_names, *cls.defaults)
        cls.symbol = cls.symbol or cls.name
        cls.called = cls.called or cls.name
        if not cls.variadic:
            cls.rules = tuple(gradient.rule for gradient in cls.gradients)

    @classmethod
    def slopes(cls) -> tuple[float, ...]:
        """What multiplies each input, where it is a sum of them with signs: ``(1, -1)``; else none.

        Follows from the declared derivatives.
        """
        found = [gradient.formula for gradient in cls.gradients]
        if cls.variadic or not {*found} <= {"1", "-1"}:
            return ()
        return tuple(map(float, found))

    @classmethod
    def multiplies(cls) -> bool:
        """Whether it is a product: the derivative for each of two inputs is the other one.

        Follows from the declared derivatives.
        """
        others = {*cls.input_names, "y"}
        found = [{*WORD.findall(gradient.formula)} & others for gradient in cls.gradients]
        return len(found) == 2 and found == [{name} for name in reversed(cls.input_names)]

    @classmethod
    def explain(cls, error: Exception, arrays: tuple[Array, ...], params: Params) -> ChainruleError:
        """The error of NumPy in the operation's own words; families override it."""
        return explain_numpy(cls.name, error, [array.shape for array in arrays])

    @classmethod
    def formulas(cls, params: Params) -> tuple[str, tuple[str, ...]]:
        """The forward formula and those of the derivatives, for given parameters."""
        return cls.formula, tuple(gradient.formula for gradient in cls.gradients)

    @classmethod
    def size(cls, shapes: Shapes, params: Params) -> int:
        """The elements of the result, at most; those of broadcasting if not overridden."""
        return broadcast_size(shapes)

    @classmethod
    def cost(cls, shapes: Shapes, params: Params) -> tuple[int, int]:
        """The elements of the largest array that is made, and the work: ``effort`` for each."""
        elements = cls.size(shapes, params)
        return elements, cls.effort * (elements + total_size(shapes))


def _kernel(forward: Callable[..., Any]) -> Callable[..., Any]:
    """A forward rule; a ufunc would answer numbers, not arrays, where there are no axes."""
    if not isinstance(forward, np.ufunc):
        return forward
    if forward.nin == 1:
        return lambda a, out=...: forward(a, out=out)
    if forward.nin == 2:
        return lambda a, b, out=...: forward(a, b, out=out)
    return lambda *arrays, out=...: forward(*arrays, out=out)


def _signature(forward: Callable[..., Any]) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The names of the inputs, and of the parameters with their defaults."""
    if isinstance(forward, np.ufunc):
        return ("a", "b", "c")[: forward.nin], {}
    parameters = inspect.signature(forward).parameters.values()
    inputs = tuple(p.name for p in parameters if p.default is p.empty)
    return inputs, {p.name: p.default for p in parameters if p.default is not p.empty}


def verify(operation: type[Declaration]) -> None:
    """Refuses a declaration whose fields do not fit each other.

    Raises:
        ArgumentError: says which field, and what it should be.
    """
    where = f"the operation {operation.__name__}"
    if not (isinstance(operation.name, str) and operation.name.isidentifier()):
        raise ArgumentError(f"{where}: name is an identifier, not {operation.name!r}")
    inputs, gradients = operation.input_names, operation.gradients
    if not inputs:
        raise ArgumentError(f"{where}: forward has no input: a parameter without a default")
    if gradients and len(gradients) != (1 if operation.variadic else len(inputs)):
        raise ArgumentError(
            f"{where}: gradients has {len(gradients)} entries for the inputs {', '.join(inputs)}; "
            "there is one for each, or () where there is no derivative"
        )
    if taken := sorted({"g", "y"} & {*inputs, *operation.defaults}):
        raise ArgumentError(f"{where}: {taken[0]} has another meaning in formulas; rename it")
    words = {*inputs, *operation.defaults, *NAMES, *FUNCTIONS}
    _verify_formula(f"{where}: formula", operation.formula, words)
    try:
        operation.domain.format_map(dict.fromkeys(inputs, ""))
    except (KeyError, ValueError, IndexError) as error:
        raise ArgumentError(
            f"{where}: domain names {error} in braces; the inputs are {', '.join(inputs)}"
        ) from None
    given = (("slot",) if operation.variadic else ()) + ("g", "y", *inputs)
    for name, gradient in zip(inputs, gradients, strict=False):
        _verify_formula(f"{where}: the gradient of {name}", gradient.formula, words)
        if gradient.rule is None:
            continue
        try:
            inspect.signature(gradient.rule).bind(*given, **operation.defaults)
        except TypeError as error:
            called = ", ".join([*given, *(f"{key}=…" for key in operation.defaults)])
            raise ArgumentError(
                f"{where}: the rule of the gradient of {name} is called with ({called}): {error}"
            ) from None


def _verify_formula(where: str, formula: str, words: set[str]) -> None:
    try:
        tree = ast.parse(formula, mode="eval")
    except (SyntaxError, TypeError, ValueError):
        raise ArgumentError(f"{where} is a Python expression as text, not {formula!r}") from None
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id not in words:
            raise ArgumentError(
                f"{where} has the word {node.id!r}, which is neither an input, a parameter nor "
                "one of chainrule.engine.formulas"
            )
