"""Chainrule: see how gradients are computed.

A NumPy autograd engine whose every value and gradient can be looked at. Start with ``tensor`` and
``Tensor.backward``, or ``chainrule serve`` for the page.
"""

from chainrule.engine import (
    ArgumentError,
    BinaryNode,
    ChainruleError,
    DtypeError,
    GradientError,
    Node,
    ReplayError,
    ShapeError,
    Tape,
    Tensor,
    UnaryNode,
    enable_grad,
    grad,
    group,
    is_grad_enabled,
    no_grad,
    tensor,
)
from chainrule.engine.operations.activations import SigmoidNode
from chainrule.engine.operations.arithmetic import AdditionNode, PowNode, SubtractionNode
from chainrule.engine.operations.elementwise import TanhNode
from chainrule.engine.operations.linear_algebra import MatMulNode
from chainrule.engine.operations.losses import BCELossNode
from chainrule.nn import (
    MLP,
    SGD,
    Layer,
    Module,
    Optimizer,
    bce_loss,
    evaluate_model,
    mse_loss,
    train_model,
)

__version__ = "0.1.0"

__all__ = [
    "MLP",
    "SGD",
    "AdditionNode",
    "ArgumentError",
    "BCELossNode",
    "BinaryNode",
    "ChainruleError",
    "DtypeError",
    "GradientError",
    "Layer",
    "MatMulNode",
    "Module",
    "Node",
    "Optimizer",
    "PowNode",
    "ReplayError",
    "ShapeError",
    "SigmoidNode",
    "SubtractionNode",
    "TanhNode",
    "Tape",
    "Tensor",
    "UnaryNode",
    "bce_loss",
    "enable_grad",
    "evaluate_model",
    "grad",
    "group",
    "is_grad_enabled",
    "mse_loss",
    "no_grad",
    "tensor",
    "train_model",
]
