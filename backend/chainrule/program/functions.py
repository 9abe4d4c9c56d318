"""Functions: what a program can call without an import, as help, completion and the reference list.

Everything is read from the package's one table of functions; what only programs have (leaves,
groups, random numbers by a seed) says the same about itself in ``libraries/own.py``.
"""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

from chainrule.engine.annotation import Doc
from chainrule.functions import registration, table
from chainrule.program.libraries.own import OWN_MAKERS

PRELUDE = {
    "x": "x = torch.tensor([[0.5, 2.0, 1.0], [1.5, 3.0, 0.25]], requires_grad=True)",
    "y": "y = torch.tensor([[1.5, 0.5, 2.0], [2.0, 4.0, 1.0]])",
    "z": "z = torch.tensor([[0.2, 0.8, 0.5], [0.6, 0.4, 0.1]])",
    "v": "v = torch.tensor([0.5, 2.0, 1.0])",
    "b": "b = torch.ones(2, 3, 3)",
    "q": "q = torch.tensor([[1.0, 0.0], [0.5, 2.0]], requires_grad=True)",
    "k": "k = torch.tensor([[0.0, 1.0], [2.0, 0.5]])",
    "index": "index = torch.tensor([[0, 1, 0]])",
    "src": "src = torch.tensor([[5.0, 6.0, 7.0]])",
    "other": "other = torch.ones(2, 3)",
    "target": "target = torch.tensor([[0.2, 0.3, 0.5], [0.6, 0.3, 0.1]])",
    "log_p": "log_p = torch.log(torch.tensor([[0.2, 0.3, 0.5], [0.6, 0.3, 0.1]]))",
    "weight": "weight = torch.tensor([[1.0, 0.5, -1.0], [0.0, 2.0, 1.0], [1.0, 1.0, 1.0]])",
    "bias": "bias = torch.zeros(3)",
    "image": "image = torch.ones(1, 3, 2, 2)",
    "mask": "mask = torch.tensor([[True, False, True], [False, True, False]])",
    "A": "A = torch.tensor([[2.0, 1.0], [1.0, 3.0]], requires_grad=True)",
    "B": "B = torch.tensor([[1.0], [2.0]])",
}
"""What names in the examples of single functions stand for."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the language."""

    name: Annotated[str, Doc("What it is called.")]
    signature: Annotated[str, Doc("How it is called, with its name.")]
    summary: Annotated[str, Doc("One sentence.")]
    example: Annotated[str, Doc("A program that uses it.")] = ""
    formula: Annotated[str | None, Doc("What it computes, where a line can say so.")] = None
    aliases: Annotated[tuple[str, ...], Doc("Its other names.")] = ()
    method: Annotated[bool, Doc("Can be called as x.name(...).")] = False
    kind: Literal["operation", "maker", "statement"] = "operation"
    category: Annotated[str, Doc("What it is listed under.")] = ""


def _from_table(function: table.Function, aliases: tuple[str, ...]) -> Function:
    return Function(
        function.name,
        f"{function.name}{function.signature}",
        function.summary,
        _example(function),
        function.formula or None,
        aliases,
        function.method,
        "maker" if function.category in ("makers", "randomness") else "operation",
        function.category,
    )


def _example(function: table.Function) -> str:
    line = function.example
    if not line and function.operation:
        inputs = ", ".join(["x", "y", "z"][: _inputs(function)])
        library = "" if function.name in registration.REGISTERED else "torch."
        line = f"result = {library}{function.name}({inputs})"
    if not line:
        return ""
    used = [text for name, text in PRELUDE.items() if re.search(rf"(?<![.\w]){name}\b", line)]
    return "\n".join(["import torch", *used, line])


def _inputs(function: table.Function) -> int:
    names = function.signature.strip("()").split(", ")
    return len([name for name in names if name and "=" not in name]) or 1


def _of_maker(name: str) -> Function:
    make = OWN_MAKERS[name]
    parameters = list(inspect.signature(make).parameters.values())[1:]
    shown = [str(p.replace(annotation=p.empty)) for p in parameters if p.kind is not p.VAR_KEYWORD]
    summary = (make.__doc__ or "").strip().split("\n")[0]
    return Function(
        name, f"{name}({', '.join(shown)})", summary, OWN_EXAMPLES.get(name, ""), kind="maker",
        category="leaves and groups",
    )  # fmt: skip


OWN_EXAMPLES = {
    "data": "x = data([[2.0, 3.0]])",
    "tensor": "x = tensor([[2.0, 3.0]])",
    "param": "w = param([[-1.0], [1.2]])",
    "randn": "w = param(randn(2, 3, seed=1))",
    "rand": "x = rand(2, 3, seed=1)",
    "seed": "seed(1)\nx = randn(3)",
    "manual_seed": "manual_seed(1)\nx = randn(3)",
    "group": 'x = 2.0\nwith group("square"):\n    y = x * x',
    "grad": "x = 2.0\ny = x ** 3\nslope = grad(y, x)\ncurvature = grad(slope, x)",
}


@cache
def functions() -> tuple[Function, ...]:
    """Every function, room by room."""
    own = tuple(_of_maker(name) for name in OWN_MAKERS)
    names: dict[str, list[str]] = {}
    known = {**table.TABLE, **registration.REGISTERED}
    for name, function in known.items():
        if name not in OWN_MAKERS:
            names.setdefault(function.name, []).append(name)
    return (
        *own,
        *(
            _from_table(known[name], tuple(other for other in called if other != name))
            for name, called in names.items()
            if name not in OWN_MAKERS
        ),
    )
