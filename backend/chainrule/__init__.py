"""Chainrule: see how gradients are computed.

A NumPy autograd engine whose every value and gradient can be looked at. Start with ``tensor`` and
``Tensor.backward``, or ``chainrule serve`` for the page. Every operation is a function here, by
PyTorch's name: ``chainrule.logsumexp(t, dim=0)``.
"""

from __future__ import annotations

import math
from types import ModuleType
from typing import TYPE_CHECKING, Any

from chainrule import autograd, functional, linalg, nn, optim
from chainrule.engine import (
    FUNCTIONS,
    ArgumentError,
    BinaryNode,
    ChainruleError,
    DomainError,
    DtypeError,
    ExportError,
    Gradient,
    GradientError,
    Node,
    Operation,
    ReplayError,
    ShapeError,
    SingularError,
    Tape,
    Tensor,
    UnaryNode,
    enable_grad,
    grad,
    group,
    hessian,
    hvp,
    is_grad_enabled,
    jacobian,
    jvp,
    no_grad,
    tensor,
    vjp,
)
from chainrule.engine.arguments import near
from chainrule.engine.dtypes import BOOL, FLOAT32, FLOAT64, INT64
from chainrule.engine.operations.activations import SigmoidNode
from chainrule.engine.operations.arithmetic import AdditionNode, PowNode, SubtractionNode
from chainrule.engine.operations.linear_algebra import MatMulNode
from chainrule.engine.operations.losses import BCELossNode
from chainrule.engine.operations.trigonometry import TanhNode
from chainrule.functions.derivatives import gradcheck, gradgradcheck
from chainrule.functions.generator import Generator
from chainrule.functions.methods import attach
from chainrule.functions.missing import MISSING
from chainrule.functions.numpy_functions import attach_to_numpy
from chainrule.functions.registration import register
from chainrule.functions.storage import from_dlpack, load, save
from chainrule.functions.table import TABLE
from chainrule.nn import (
    MLP,
    SGD,
    Adagrad,
    Adam,
    AdamW,
    CosineAnnealingLR,
    ExponentialLR,
    Layer,
    Linear,
    Module,
    Optimizer,
    RMSprop,
    Schedule,
    Sequential,
    StepLR,
    WarmupLR,
    bce_loss,
    bce_with_logits_loss,
    clip_grad_norm,
    clip_grad_value,
    cross_entropy_loss,
    evaluate_model,
    huber_loss,
    mse_loss,
    train_model,
    utils,
)

if TYPE_CHECKING:
    from chainrule.functions.names import *  # noqa: F403 - every function, with its signature
    from chainrule.graph import Graph

__version__ = "0.1.0"

__all__ = [
    "MLP",
    "SGD",
    "Adagrad",
    "Adam",
    "AdamW",
    "AdditionNode",
    "ArgumentError",
    "BCELossNode",
    "BinaryNode",
    "ChainruleError",
    "CosineAnnealingLR",
    "DomainError",
    "DtypeError",
    "ExponentialLR",
    "ExportError",
    "Generator",
    "Gradient",
    "GradientError",
    "Layer",
    "Linear",
    "MatMulNode",
    "Module",
    "Node",
    "Operation",
    "Optimizer",
    "PowNode",
    "RMSprop",
    "ReplayError",
    "Schedule",
    "Sequential",
    "ShapeError",
    "SigmoidNode",
    "SingularError",
    "StepLR",
    "SubtractionNode",
    "TanhNode",
    "Tape",
    "Tensor",
    "UnaryNode",
    "WarmupLR",
    "autograd",
    "bce_loss",
    "bce_with_logits_loss",
    "clip_grad_norm",
    "clip_grad_value",
    "cross_entropy_loss",
    "enable_grad",
    "evaluate_model",
    "from_dlpack",
    "functional",
    "grad",
    "gradcheck",
    "gradgradcheck",
    "group",
    "hessian",
    "huber_loss",
    "hvp",
    "is_grad_enabled",
    "jacobian",
    "jvp",
    "linalg",
    "load",
    "mse_loss",
    "nn",
    "no_grad",
    "optim",
    "register",
    "save",
    "tensor",
    "train_model",
    "utils",
    "vjp",
]


if TYPE_CHECKING:
    from chainrule.functions import names

    __all__ += names.__all__

float32, float64, int64 = FLOAT32, FLOAT64, INT64
double, long = FLOAT64, INT64
e, inf, nan, pi = math.e, math.inf, math.nan, math.pi
newaxis = None
inference_mode = no_grad

for _function in FUNCTIONS.values():
    _function.__module__ = __name__  # where people find them, and pickle does


def _graph(self: Tensor, **options: Any) -> Graph:
    """The computation that made this tensor, with every value and gradient; see ``graph.build``."""
    from chainrule.graph import build  # only now: most programs never draw

    return build(self, **options)


setattr(Tensor, "graph", _graph)  # noqa: B010 - the engine itself knows nothing of graphs


attach(Tensor)
attach_to_numpy()


if not TYPE_CHECKING:  # which sees that a name is misspelt
    _SHADOWING = {"float": FLOAT32, "bool": BOOL}

    def __getattr__(name: str) -> Any:
        """The functions, and kinds of numbers that shadow built-ins; none is in ``__all__``."""
        if name in _SHADOWING:
            return _SHADOWING[name]
        if name in TABLE:  # where an operation has another signature, PyTorch's goes before it
            return TABLE[name].call
        if name in FUNCTIONS:
            return FUNCTIONS[name]
        if not isinstance(vars(nn).get(name, nn), ModuleType):
            return getattr(nn, name)
        if name.endswith("_") and name[:-1] in TABLE and hasattr(Tensor, name):
            return getattr(Tensor, name)
        known = [*FUNCTIONS, *TABLE, *__all__]
        hint = f": {MISSING[name]}" if name in MISSING else near(name, known)
        raise AttributeError(f"chainrule has no {name!r}{hint}")


def __dir__() -> list[str]:
    return sorted({*globals(), *FUNCTIONS, *TABLE})
