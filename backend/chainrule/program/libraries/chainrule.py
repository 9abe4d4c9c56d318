"""Chainrule itself as a library of the language: PyTorch's names and its own."""

from __future__ import annotations

from typing import Any

from chainrule.engine import Node, group
from chainrule.engine.operations.activations import SigmoidNode
from chainrule.engine.operations.arithmetic import AdditionNode, PowNode, SubtractionNode
from chainrule.engine.operations.linear_algebra import MatMulNode
from chainrule.engine.operations.losses import BCELossNode
from chainrule.engine.operations.trigonometry import TanhNode
from chainrule.functions.table import AUTOGRAD_FUNCTIONAL
from chainrule.program.classes import BY_VALUE
from chainrule.program.libraries.gradient_names import name_of
from chainrule.program.libraries.interpreted import ERRORS, files, member
from chainrule.program.libraries.natives import PARAMETER
from chainrule.program.libraries.nn import NN
from chainrule.program.libraries.table import Table
from chainrule.program.libraries.things import ORIGIN, Origin
from chainrule.program.libraries.torch import TORCH
from chainrule.program.libraries.torch_gradients import AUTOGRAD, FUNCTIONAL
from chainrule.program.libraries.vocabulary import FUNCTIONAL as FUNCTIONS
from chainrule.program.runtime import Runtime
from chainrule.program.values import Builtin, Class, Context, Library, Value

NODES: dict[type[Node], Class] = {
    node: Class(node.__name__, (ORIGIN,), native=())
    for node in (
        AdditionNode, SubtractionNode, PowNode, MatMulNode, SigmoidNode, TanhNode, BCELossNode
    )
}  # fmt: skip
"""The operations that the notebook has as classes."""


_classes: dict[tuple[type[Node], str], Class] = {}


def _class_of_origin(origin: Any) -> Class:
    key = type(origin.node), name_of(origin.node)
    if key not in _classes:
        _classes[key] = Class(key[1], (NODES.get(key[0], ORIGIN),), native=())
    return _classes[key]


BY_VALUE[Origin] = _class_of_origin


def group_(runtime: Runtime, name: Value) -> Context:
    """``with group("encoder"):`` draws what is computed inside as one group."""
    if type(name) is not str:
        raise TypeError(f"group() takes a name, not '{runtime.type_name(name)}'")
    open_: list[Any] = []

    def enter(runtime: Runtime) -> None:
        context = group(name)
        context.__enter__()
        open_.append(context)

    def leave(runtime: Runtime) -> None:
        open_.pop().__exit__(None, None, None)

    return Context("group", enter, leave)


GROUP = Builtin("group", group_, runtime=True)
MISSING = {
    "Tape": "the page records every program; write loss.backward()",
    "Graph": "the page draws every program",
}


def _make(name: str) -> Value:
    if name in AUTOGRAD_FUNCTIONAL and name not in TORCH.table:
        return FUNCTIONAL.table[name]
    if name in files():
        return member(name)
    return TORCH.table[name]


CHAINRULE = Library(
    "chainrule",
    Table(
        {
            **{kind.name: kind for kind in NODES.values()},
            **ERRORS,
            "Node": ORIGIN,
            "group": GROUP,
            "grad": AUTOGRAD.table["grad"],
            "functional": FUNCTIONS,
            "nn": NN,
            "Parameter": PARAMETER,
        },
        (*TORCH.table, *files(), *AUTOGRAD_FUNCTIONAL),
        _make,
    ),
    {**TORCH.lacks, **MISSING},
)
ENGINE = Library("chainrule.engine", CHAINRULE.table, CHAINRULE.lacks)
MODULES: dict[str, Value] = {
    "chainrule": CHAINRULE,
    "chainrule.nn": NN,
    "chainrule.functional": FUNCTIONS,
    "chainrule.optim": TORCH.table["optim"],
    "chainrule.engine": ENGINE,
}
