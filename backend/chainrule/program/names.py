"""Names: what the program may mean by one, and what to suggest where nothing is meant.

The prefixes of NumPy and PyTorch are understood, constants such as ``pi`` are known, and for what
people know from elsewhere the hint says what to write here.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Container, Iterable, Iterator
from difflib import get_close_matches

from chainrule.engine import Span
from chainrule.program.errors import Problem
from chainrule.program.instead import INSTEAD

PREFIXES = frozenset(
    [
        "np",
        "numpy",
        "np.linalg",
        "numpy.linalg",
        "np.random",
        "numpy.random",
        "torch",
        "F",
        "nn",
        "torch.nn",
        "nn.functional",
        "torch.nn.functional",
        "torch.linalg",
        "torch.special",
        "torch.autograd",
        "math",
        "jnp",
        "jax.numpy",
        "jax.nn",
    ]
)
"""Modules whose functions are ours where we have one of that name."""

IMPORTS = {
    "numpy": {"np", "numpy"},
    "torch": {"torch"},
    "torch.nn": {"nn", "torch"},
    "torch.nn.functional": {"F", "torch"},
    "torch.optim": {"optim", "torch"},
    "math": {"math"},
    "jax.numpy": {"jnp"},
}
"""Imports that pasted programs may keep: they bring nothing, the names are known anyway."""

OPTIMISERS = frozenset(
    ["SGD", "Adam", "AdamW", "Adamax", "NAdam", "RAdam", "RMSprop", "Rprop", "Adagrad", "Adadelta"]
)
"""PyTorch's optimisers, which pasted programs may make: what they do is left out."""

FROM = {
    ("torch", "nn"): "nn",
    ("torch", "optim"): "optim",
    **{("torch.optim", name): name for name in OPTIMISERS},
    ("torch.nn", "functional"): "F",
    ("micrograd.engine", "Value"): "Value",
}
"""Names that pasted programs may import from a module, and what they are called then."""

CONSTANTS: dict[str, float | None] = {
    "pi": math.pi,
    "inf": math.inf,
    "nan": math.nan,
    "newaxis": None,
}

DTYPES = {"float": "float64", "int": "int64", "bool": "bool"}
"""Python's own names for kinds of numbers: ``x.astype(float)``."""

MODULE_CONSTANTS: dict[str, float | str | None] = {
    **CONSTANTS,
    "e": math.e,
    "float64": "float64",
    "double": "float64",
    "float": "float32",
    "half": "float16",
    "long": "int64",
    "int": "int32",
    "bool_": "bool",
    **{name: name for name in ("float32", "float16", "int64", "int32", "uint8", "int8", "bool")},
}
"""What stands behind a prefix: ``np.e``, ``torch.float32``."""


def near(name: str, known: Iterable[str]) -> str | None:
    """A hint with the known names that are nearest, if any is near."""
    # Of a single letter, every name of two letters that has it would be near.
    found = get_close_matches(name, sorted(set(known)), 3, 0.65) if len(name) > 1 else []
    lowered = [other for other in known if other.lower() == name.lower()]
    found = list(dict.fromkeys([*lowered, *found]))[:3]
    return f"did you mean {' or '.join(found)}?" if found else None


def advice(name: str, known: Iterable[str]) -> str | None:
    """The hint for an unknown name: what replaces it, or what is near."""
    return INSTEAD.get(name) or near(name, known)


def no_such_name(name: str, span: Span, bound: Iterable[str], functions: Iterable[str]) -> Problem:
    """The problem of a name that has no value where it is read."""
    if name in functions:
        return Problem("unknown_name", f"{name} is a function", span, f"call it: {name}(...)")
    hint = near(name, bound) or near(name, functions) or f"give it one first: {name} = 1.0"
    return Problem("unknown_name", f"the name {_short(name)} has no value", span, hint)


def no_such_constant(name: str, span: Span, functions: Iterable[str]) -> Problem:
    """The problem of an unknown name behind a prefix such as ``np.``."""
    if name in functions:
        return no_such_name(name, span, (), functions)
    return Problem(
        "unknown_name", f"there is no constant {_short(name)}", span, advice(name, MODULE_CONSTANTS)
    )


def no_such_attribute(name: str, span: Span, known: Iterable[str]) -> Problem:
    """The problem of an attribute that tensors do not have."""
    return Problem(
        "unknown_attribute", f"tensors have no attribute {_short(name)}", span, advice(name, known)
    )


def no_such_function(name: str, span: Span, known: Iterable[str]) -> Problem:
    """The problem of calling what is no function."""
    return Problem(
        "unknown_function", f"there is no function {_short(name)}", span, advice(name, known)
    )


def no_such_method(name: str, span: Span, known: Iterable[str]) -> Problem:
    """The problem of calling a method that tensors do not have."""
    return Problem(
        "unknown_method", f"tensors have no method {_short(name)}", span, advice(name, known)
    )


def _short(name: str) -> str:
    return name if len(name) <= 40 else f"{name[:40]}..."


def is_prefix(name: str | None, bound: Container[str]) -> bool:
    """Whether it is a module such as ``torch.nn``, not a name of the program."""
    return name in PREFIXES and str(name).partition(".")[0] not in bound


def dotted(node: ast.expr) -> str | None:
    """``torch.nn.functional`` for its syntax tree; ``None`` for anything but names and dots."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    return ".".join([node.id, *reversed(parts)])


def brought_by(statement: ast.stmt) -> Iterator[str]:
    """Every name that a statement gives a meaning: variables, functions, classes, imports."""
    for part in ast.walk(statement):
        match part:
            case ast.Name(id=name, ctx=ast.Store()):
                yield name
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                yield name
            case ast.alias(name=name, asname=other):
                yield other or name.partition(".")[0]
