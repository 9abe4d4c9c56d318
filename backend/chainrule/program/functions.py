"""Functions: everything that a program can call, declared once.

Operations come from the engine's registry with their names, aliases, parameters, formulas and
descriptions; makers and helpers are declared here. The interpreter, the listing for completion and
help, and the tests read this table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from chainrule.engine import OPERATIONS, Node
from chainrule.program import helpers, makers
from chainrule.program.binding import by_tensors, operation_call
from chainrule.program.dialects import DIALECTS
from chainrule.program.values import Value

if TYPE_CHECKING:
    from chainrule.program.calls import Arguments
    from chainrule.program.interpreter import Interpreter


@dataclass(frozen=True, slots=True)
class Function:
    """One function of the language, with what help and completion show."""

    name: str
    signature: str
    summary: str
    call: Callable[[Interpreter, Arguments], Value]
    example: str = ""
    """A program that uses it."""
    formula: str | None = None
    aliases: tuple[str, ...] = ()
    method: bool = False
    """Whether it can be written as ``x.name(...)``."""
    kind: str = "operation"
    """``operation``, ``maker`` or ``statement``."""
    category: str = ""
    """The family that it is listed under."""
    dialects: Mapping[str, Callable[[Interpreter, Arguments], Value]] = field(default_factory=dict)
    """What is called instead where a library's own meaning of the name is asked for."""


MAKERS = (
    Function(
        "data", "data(values)", "An input, without a gradient.",
        makers.leaf_maker("data"), "x = data([[2.0, 3.0]])",
        aliases=("tensor", "array", "asarray", "as_tensor", "Tensor"),
    ),
    Function(
        "param", "param(values)", "A parameter: a leaf with a gradient.",
        makers.leaf_maker("parameter"), "w = param([[-1.0], [1.2]])",
        aliases=("parameter", "Parameter"),
    ),
    Function("zeros", "zeros(*shape)", "A tensor of zeros.", makers.zeros, "x = zeros(2, 3)"),
    Function("ones", "ones(*shape)", "A tensor of ones.", makers.ones, "x = ones(2, 3)"),
    Function(
        "zeros_like", "zeros_like(x)", "Zeros in the shape of another tensor.",
        makers.like(0.0), "x = zeros_like([1.0, 2.0])",
    ),
    Function(
        "ones_like", "ones_like(x)", "Ones in the shape of another tensor.",
        makers.like(1.0), "x = ones_like([1.0, 2.0])",
    ),
    Function(
        "full", "full(shape, fill_value)", "A tensor of one number.",
        makers.full, "x = full((2, 3), 0.5)",
    ),
    Function(
        "eye", "eye(rows, columns)", "Ones on the diagonal, zeros elsewhere.",
        makers.eye, "x = eye(3)",
    ),
    Function(
        "arange", "arange(start, stop, step)", "Numbers from start up to, without, stop.",
        makers.arange, "x = arange(5)",
    ),
    Function(
        "linspace", "linspace(start, stop, num)", "Evenly spaced numbers, both ends included.",
        makers.linspace, "x = linspace(0, 1, 5)",
    ),
    Function(
        "randn", "randn(*shape, seed=0)", "Normal random numbers, the same on every machine.",
        makers.randn, "w = param(randn(2, 3, seed=1))", aliases=("standard_normal",),
    ),
    Function(
        "rand", "rand(*shape, seed=0)", "Random numbers from 0 to 1, the same on every machine.",
        makers.rand, "x = rand(2, 3, seed=1)", aliases=("random", "random_sample"),
    ),
    Function(
        "manual_seed", "manual_seed(seed)", "Where the random numbers that follow start.",
        makers.set_seed, "manual_seed(1)\nx = randn(3)", aliases=("seed",),
    ),
)  # fmt: skip

HELPERS = (
    Function(
        "len", "len(x)", "The length of the first axis.",
        helpers.length, "x = [1.0, 2.0]\nmean = sum(x) / len(x)",
    ),
    Function(
        "size", "size(x, axis)", "The shape, or the length of one axis.",
        helpers.size, "x = [1.0, 2.0]\nmean = sum(x) / x.size(0)", method=True,
        dialects={"numpy": helpers.count},
    ),
    Function(
        "item", "x.item()", "The one number, without its gradient.",
        helpers.item, "x = 2.0\ny = x * x.item()", method=True,
    ),
    Function(
        "clone", "x.clone()", "The tensor itself, as nothing changes in place.",
        helpers.same, "x = 2.0\ny = x.clone() * 3",
        aliases=("contiguous", "copy", "double", "float", "cpu", "astype", "retain_grad"),
        method=True,
    ),
    Function(
        "requires_grad_", "x.requires_grad_()", "Makes a leaf a parameter.",
        helpers.require_gradient, "x = tensor([1.0, 2.0]).requires_grad_()\ny = sum(x * x)",
        method=True,
    ),
    Function(
        "group", 'with group("name"):', "Draws what is computed inside as one group.",
        helpers.elsewhere, 'x = 2.0\nwith group("square"):\n    y = x * x',
    ),
    Function(
        "range", "for i in range(n):", "Repeats the lines below.",
        helpers.elsewhere, "x = 2.0\nfor i in range(3):\n    x = x * 0.5",
    ),
)  # fmt: skip


SPECIAL = {
    "pow": helpers.power,
    "clamp": by_tensors("clamp", "clamp_tensor"),
    "max": by_tensors("max", "maximum"),
    "min": by_tensors("min", "minimum"),
}
"""Operations whose call stands for one of several operations."""

MORE_ALIASES = {
    "detach": ("numpy",),
    "matmul": ("dot",),
}
"""Names of operations in PyTorch and NumPy beside those that the engine declares."""

HIDDEN = frozenset({"getitem", "scatter", "pow_tensor", "clamp_tensor", "to"})
"""Operations that are written otherwise, or only arise inside the engine."""


def _from_registry(operation: type[Node]) -> Function:
    name, defaults = operation.name, operation.defaults
    arguments = [f"{x}={defaults[x]!r}" if x in defaults else x for x in operation.order]
    return Function(
        name,
        f"{name}({', '.join(arguments)})",
        (operation.__doc__ or "").strip().split("\n")[0],
        SPECIAL.get(name) or operation_call(operation),
        EXAMPLES.get(name) or _example(operation),
        operation.formula,
        (*operation.aliases, *MORE_ALIASES.get(name, ())),
        method=operation.order[0] in operation.input_names and not operation.variadic,
        category=operation.family,
        dialects=DIALECTS.get(name, {}),
    )


VECTORS = "x = [0.5, 2.0]\ny = [1.0, 3.0, -1.0]\n"
MATRIX = "x = [[0.5, 2.0], [1.0, 3.0]]\n"

EXAMPLES = {
    "pow": f"{MATRIX}result = pow(x, 3)",
    "clamp": f"{MATRIX}result = clamp(x, 0.8, 2.5)",
    "einsum": f'{MATRIX}result = einsum("ij,kj->ik", x, x)',
    "outer": f"{VECTORS}result = outer(x, y)",
    "gather": f"{MATRIX}index = data([[1, 0]])\nresult = gather(x, 0, index)",
    "expand": "x = [[0.5], [2.0]]\nresult = expand(x, 2, 3)",
    "reshape": f"{MATRIX}result = reshape(x, 1, 4)",
    "permute": f"{MATRIX}result = permute(x, 1, 0)",
    "squeeze": "x = [[0.5, 2.0]]\nresult = squeeze(x, 0)",
    "cat": f"{MATRIX}result = cat([x, 2 * x], axis=1)",
    "stack": f"{VECTORS}result = stack([x, 2 * x])",
    "where": f"{MATRIX}result = where(x > 1, x, x ** 2)",
    "sum": f"{MATRIX}result = sum(x, axis=0)",
    "mean": f"{MATRIX}result = mean(x, axis=1, keepdims=True)",
    "max": f"{MATRIX}result = max(x, axis=0)",
    "min": f"{MATRIX}result = min(x, axis=0)",
    "softmax": f"{MATRIX}result = softmax(x, axis=1)",
    "masked_select": f"{MATRIX}result = masked_select(x, x > 0.8)",
    "cross_entropy": f"{MATRIX}target = data([1, 0])\nresult = cross_entropy(x, target)",
    "diag": f"{VECTORS}result = diag(x)",
}
"""Examples of operations that need more than matrices of one shape, or show more with less."""


def _example(operation: type[Node]) -> str:
    names = ("x", "y", "z")[: len(operation.input_names)]
    values = ("[[0.5, 2.0], [1.0, 3.0]]", "[[1.5, 0.5], [2.0, 4.0]]", "[[0.2, 0.8], [0.6, 0.4]]")
    leaves = [f"{name} = {value}" for name, value in zip(names, values, strict=False)]
    return "\n".join([*leaves, f"result = {operation.name}({', '.join(names)})"])


DECLARED: tuple[Function, ...] = (
    *(
        _from_registry(operation)
        for operation in OPERATIONS.values()
        if operation.name not in HIDDEN
    ),
    *(replace(function, kind="maker", category="makers") for function in MAKERS),
    *(replace(function, kind="statement", category="helpers") for function in HELPERS),
)
FUNCTIONS: dict[str, Function] = {
    name: function for function in DECLARED for name in (function.name, *function.aliases)
}
"""Every function by each of its names."""

METHODS: dict[str, Function] = {
    name: function for name, function in FUNCTIONS.items() if function.method
}
"""What can be called as ``x.name(...)``."""


def functions() -> list[Function]:
    """Every function of the language, family by family."""
    return list(DECLARED)
