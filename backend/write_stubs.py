"""Writes the stubs from which editors and type checkers know every function and method.

Operations are attached to ``Tensor`` from their declarations, and functions are found by name in
one table; both are invisible to a type checker. ``python backend/write_stubs.py`` writes what it
can read: ``engine/members.pyi`` (the methods of tensors), ``functional.pyi``, ``linalg.pyi``, and
``functions/names.pyi`` (what the package has of them).
"""

from __future__ import annotations

import ast
import inspect
import math
import re
from collections.abc import Callable, Iterator
from inspect import Parameter
from pathlib import Path
from typing import Any

import chainrule
from chainrule.engine import FUNCTIONS, OPERATIONS, Node, Tensor
from chainrule.engine.arguments import ALIASES
from chainrule.functions.table import LINALG, TABLE, Function

PACKAGE = Path(chainrule.__file__).parent
HEAD = '''"""{summary} Written by backend/write_stubs.py."""

import builtins
from collections.abc import Callable, Sequence
from typing import Any, overload

from numpy.typing import ArrayLike

{imports}
Numbers = Tensor | ArrayLike
Axis = int | Sequence[int] | None
Sizes = int | Sequence[int]
'''
IMPORTS = """from chainrule.engine.operations import Selected
from chainrule.engine.tensor import Tensor
from chainrule.functions.decompositions import Eigenvectors, Orthogonal, SingularVectors
from chainrule.functions.linalg import LeastSquares, LogDeterminant
from chainrule.functions.generator import Generator
"""
MEMBERS = """from chainrule.engine.hooks import Handle
from chainrule.engine.operations import Selected
from chainrule.engine.reverse import Observer
from chainrule.engine.tensor import Tensor
from chainrule.functions.decompositions import Orthogonal
from chainrule.functions.linalg import LogDeterminant
from chainrule.functions.generator import Generator
from chainrule.graph import Graph
"""
OF_NUMPY = ("k", "ddof", "a_min", "a_max", "ord")
PYTORCH = {ours: theirs for theirs, ours in ALIASES.items() if theirs not in OF_NUMPY}
PYTORCH |= {"a": "input", "b": "other"}
"""PyTorch's names for the parameters of declarations, where they differ."""
KINDS = {
    **dict.fromkeys(("axis", "axes"), "Axis"),
    **dict.fromkeys(("shape", "kernel_size", "stride", "padding", "dilation"), "Sizes"),
    **dict.fromkeys(("output_padding",), "Sizes"),
    **dict.fromkeys(("exponent", "weight", "pos_weight"), "Numbers"),
    **dict.fromkeys(("min", "max"), "Numbers | None"),
    **dict.fromkeys(("p", "dtype", "correction"), "Any"),
}
"""The types of parameters that their defaults do not tell."""
BY_NAME = {name: x for x in OPERATIONS.values() for name in (x.name, *x.aliases)}
EXTREMES = ("max", "min")
UNARY = ("__neg__", "__abs__", "__invert__")
ALIKE = ("__eq__", "__ne__")
EXCHANGE = ("__dlpack__", "__dlpack_device__")


def main() -> None:
    """Writes the three files."""
    for name, text in stubs().items():
        (PACKAGE / name).write_text(text)


def stubs() -> dict[str, str]:
    """The text of every stub by its path within the package."""
    return {
        "engine/members.pyi": _members(),
        "functional.pyi": _functions(TABLE, "Every function, with its signature."),
        "linalg.pyi": _functions(LINALG, "Linear algebra, with its signatures."),
        "functions/names.pyi": _names(),
    }


def _functions(table: dict[str, Function], summary: str) -> str:
    lines = [HEAD.format(summary=summary, imports=IMPORTS)]
    for name, entry in sorted(table.items()):
        lines += _definitions(name, entry.call, BY_NAME[name] if entry.operation else None, "")
    return "\n".join(lines) + "\n"


def _names() -> str:
    """The functions that the package itself has by the same name."""
    names = sorted(set(TABLE) - set(chainrule.__all__))
    lines = [f"from chainrule.functional import {name} as {name}" for name in names]
    head = '"""The functions of the package, by name. Written by backend/write_stubs.py."""'
    exported = ["", "__all__ = [", *(f'    "{name}",' for name in names), "]"]
    return "\n".join([head, "", *lines, *exported]) + "\n"


def _members() -> str:
    lines = [HEAD.format(summary="The methods of tensors, with their signatures.", imports=MEMBERS)]
    lines += ["class Members:"]
    for name, member in sorted(vars(Tensor).items()):
        if name in _written() or not (callable(member) or isinstance(member, property)):
            continue
        if name.startswith("_") and not name.startswith("__"):
            continue
        # Inside the class ``int`` would be its own method.
        found = "\n".join(f"    {line}" for line in _member(name, member))
        lines += [re.sub(r"([:|]|->) (int|float|bool)\b", r"\1 builtins.\2", found)]
    return "\n".join(lines) + "\n"


def _written() -> set[str]:
    """What stands in the classes themselves, where type checkers see it."""
    names = {"__init_subclass__", "__getattr__", "__hash__", "__class__", "__doc__"}
    for module in ("tensor", "readable"):
        tree = ast.parse((PACKAGE / "engine" / f"{module}.py").read_text())
        for found in ast.walk(tree):
            if isinstance(found, ast.ClassDef) and found.name in ("Tensor", "Readable"):
                names |= {x.name for x in found.body if isinstance(x, ast.FunctionDef)}
    return names


def _member(name: str, member: Any) -> Iterator[str]:
    if isinstance(member, property):
        yield from ("@property", f"def {name}(self) -> Tensor: ...")
    elif name in UNARY:
        yield f"def {name}(self) -> Tensor: ..."
    elif name in ALIKE:
        yield f"def {name}(self, other: Any, /) -> Tensor: ...  # type: ignore[override]"
    elif name == "__getitem__":
        yield "def __getitem__(self, index: Any, /) -> Tensor: ..."
    elif name == "__setitem__":
        yield "def __setitem__(self, index: Any, value: Numbers, /) -> None: ..."
    elif name in EXCHANGE:
        yield from _definitions(name, member, None, "self")
    elif name.startswith("__"):
        yield f"def {name}(self, other: Numbers, /) -> Tensor: ..."
    else:
        plain = name.removesuffix("_")
        known = FUNCTIONS.get(plain) is getattr(Tensor, plain, None)
        yield from _definitions(name, member, BY_NAME.get(plain) if known else None, "self")


def _definitions(
    name: str, call: Callable[..., Any], operation: type[Node] | None, first: str
) -> list[str]:
    """One definition, or one for PyTorch's names of the parameters and one for NumPy's."""
    if name in EXTREMES and operation is not None:
        return _extremes(name, first)
    parameters = list(inspect.signature(call).parameters.values())
    answer = str(inspect.signature(call).return_annotation)
    answer = "Tensor" if "empty" in answer else answer.strip("'")
    if operation is None:
        return [_definition(name, parameters, answer, first, {})]
    ways = [_definition(name, parameters, answer, first, names) for names in (PYTORCH, {})]
    ways = list(dict.fromkeys(ways))
    inputs_alone = not any(p.name in PYTORCH for p in parameters if p.name not in ("a", "b"))
    if inputs_alone or len(ways) == 1:
        return ways[:1]
    return [line for way in ways for line in ("@overload", way)]


def _definition(
    name: str, parameters: list[Parameter], answer: str, first: str, names: dict[str, str]
) -> str:
    texts = [_parameter(p, names) for p in parameters]
    if first:
        texts[0] = first
    if not first and parameters and parameters[0].name == "a" and names:
        texts.insert(1, "/")  # a tensor is given by position; its name is PyTorch's or NumPy's
        texts[0] = texts[0].replace("input:", "a:")
    for k, p in enumerate(parameters):
        if p.kind is Parameter.KEYWORD_ONLY and not any(
            q.kind in (Parameter.VAR_POSITIONAL, Parameter.KEYWORD_ONLY) for q in parameters[:k]
        ):
            texts.insert(len(texts) - len(parameters) + k, "*")
            break
    return f"def {name}({', '.join(texts)}) -> {answer}: ..."


def _parameter(p: Parameter, names: dict[str, str]) -> str:
    gathered = p.kind is Parameter.VAR_POSITIONAL
    name = p.name if gathered else names.get(p.name, p.name)
    stars = {Parameter.VAR_POSITIONAL: "*", Parameter.VAR_KEYWORD: "**"}.get(p.kind, "")
    text = f"{stars}{name}: {_kind(p)}"
    if p.default is Parameter.empty:
        return text
    simple = p.default is None or isinstance(p.default, bool | int | float | str)
    return f"{text} = {p.default!r}" if simple and p.default != math.inf else f"{text} = ..."


def _kind(p: Parameter) -> str:
    if p.annotation is not Parameter.empty:
        return str(p.annotation).strip("'")
    if p.kind is Parameter.VAR_POSITIONAL:
        return {"axis": "Axis", "tensors": "Numbers"}.get(p.name, "Sizes")
    if p.name == "equation":
        return "str"
    if p.name in KINDS:
        known = KINDS[p.name]
        return f"{known} | None" if p.default is None and known in ("Numbers", "Sizes") else known
    if p.default is Parameter.empty:
        return "Sequence[Numbers]" if p.name == "tensors" else "Numbers"
    return "Any" if p.default is None else type(p.default).__name__


def _extremes(name: str, first: str) -> list[str]:
    me = first or "a: Numbers, /"
    ways = {
        "": "Tensor",
        ", dim: int, keepdim: bool = False": "Selected",
        ", other: Tensor": "Tensor",
        ", *, axis: Axis = None, keepdims: bool = False": "Tensor",
    }
    definitions = (f"def {name}({me}{rest}) -> {answer}: ..." for rest, answer in ways.items())
    return [line for definition in definitions for line in ("@overload", definition)]


if __name__ == "__main__":
    main()
