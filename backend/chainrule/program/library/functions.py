"""Functions: everything that a program can call, declared once.

Operations come from the engine's registry with their names, aliases, parameters, formulas and
descriptions, compositions from their declarations; the rest is ``vocabulary``. The interpreter,
the listing for completion and help, and the tests read this table.
"""

from __future__ import annotations

from dataclasses import replace

from chainrule.engine import OPERATIONS, Node
from chainrule.engine.operations.options import OPTIONS
from chainrule.program.binding import by_tensors, operation_call
from chainrule.program.library import arrangements, compositions, helpers
from chainrule.program.library.composing import COMPOSITIONS, Composition, signature
from chainrule.program.library.dialects import DIALECTS
from chainrule.program.library.function import Function
from chainrule.program.library.makers import IGNORED
from chainrule.program.library.vocabulary import HELPERS, MAKERS

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

UNLISTED = (
    "accumulation",
    "convolutions",
    "factorisations",
    "pooling",
    "progressions",
    "ranks",
    "rounding",
)
"""Families whose operations are called by way of ``chainrule.functional``."""

HIDDEN = frozenset(
    {"getitem", "scatter", "pow_tensor", "clamp_tensor", "masked_index", "to", "index_put", "clone"}
    | {"bitwise_and", "bitwise_or", "bitwise_xor", "bitwise_not", "floor_divide", "logical_xor"}
    | {
        operation.name
        for operation in OPERATIONS.values()
        if operation.family in (*UNLISTED, "windows", "positions")
    }
)
"""Operations that are written otherwise, or only arise inside the engine."""


def _from_registry(operation: type[Node]) -> Function:
    name, defaults = operation.name, operation.defaults
    arguments = [f"{x}={defaults[x]!r}" if x in defaults else x for x in operation.order]
    options = OPTIONS[name].defaults if name in OPTIONS else {}
    arguments += [f"{x}={options[x]!r}" for x in options if x not in IGNORED]
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


def _from_composition(composed: Composition) -> Function:
    function = composed.function
    family = function.__module__.rpartition(".")[2]
    return Function(
        function.__name__,
        signature(function),
        (function.__doc__ or "").strip(),
        composed.call,
        composed.example,
        composed.formula,
        composed.aliases,
        method=composed.method,
        method_only=function.__name__ == "t",
        category=family,
        dialects=DIALECTS.get(function.__name__, {}),
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
    "bce": "p = [0.2, 0.9]\ntarget = data([0.0, 1.0])\nresult = bce(p, target)",
    "bce_with_logits": "x = [-1.5, 2.0]\nt = data([0.0, 1.0])\nresult = bce_with_logits(x, t)",
    **{
        name: f"x = [[-0.5, 0.2], [0.9, 0.0]]\nresult = {name}(x)"
        for name in ("asin", "acos", "atanh")
    },
    "acosh": "x = [[1.5, 2.0], [4.0, 3.0]]\nresult = acosh(x)",
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
    *(
        _from_composition(composed)
        for family in (compositions, arrangements)
        for composed in COMPOSITIONS.values()
        if composed.function.__module__ == family.__name__
    ),
    *(replace(function, kind="maker", category="makers") for function in MAKERS),
    *(replace(function, kind="statement", category="helpers") for function in HELPERS),
)
NAMES = {name: function for function in DECLARED for name in (function.name, *function.aliases)}

FUNCTIONS: dict[str, Function] = {
    name: function for name, function in NAMES.items() if not function.method_only
}
"""What can be called as ``name(...)``."""

METHODS: dict[str, Function] = {
    name: function for name, function in NAMES.items() if function.method
}
"""What can be called as ``x.name(...)``."""


def functions() -> list[Function]:
    """Every function of the language, family by family."""
    return list(DECLARED)
