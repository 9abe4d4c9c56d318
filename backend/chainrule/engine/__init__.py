"""The autograd engine: tensors, the operations on them, and the chain rule. Needs only NumPy."""

from chainrule.engine import operations
from chainrule.engine.annotation import Annotation, Span
from chainrule.engine.backward import Part, Source, backward, grad
from chainrule.engine.errors import (
    ArgumentError,
    ChainruleError,
    DtypeError,
    GradientError,
    ReplayError,
    ShapeError,
)
from chainrule.engine.node import OPERATIONS, BinaryNode, Gradient, Node, UnaryNode
from chainrule.engine.state import enable_grad, group, is_grad_enabled, no_grad
from chainrule.engine.tape import Tape
from chainrule.engine.tensor import Tensor, tensor

__all__ = [
    "OPERATIONS",
    "Annotation",
    "ArgumentError",
    "BinaryNode",
    "ChainruleError",
    "DtypeError",
    "Gradient",
    "GradientError",
    "Node",
    "Part",
    "ReplayError",
    "ShapeError",
    "Source",
    "Span",
    "Tape",
    "Tensor",
    "UnaryNode",
    "backward",
    "enable_grad",
    "grad",
    "group",
    "is_grad_enabled",
    "no_grad",
    "operations",
    "tensor",
]
