"""The autograd engine: tensors, the operations on them, and the chain rule. Needs only NumPy."""

from chainrule.engine import operations
from chainrule.engine.annotation import Annotation, Span
from chainrule.engine.arguments import bind, function
from chainrule.engine.backward import backward, grad
from chainrule.engine.declaration import SATURATED_DISTANCE, Gradient
from chainrule.engine.derivatives import hessian, hvp, jacobian, jvp, vjp
from chainrule.engine.errors import (
    ArgumentError,
    ChainruleError,
    DomainError,
    DtypeError,
    ExportError,
    GradientError,
    ReplayError,
    ShapeError,
    SingularError,
)
from chainrule.engine.node import OPERATIONS, BinaryNode, Node, UnaryNode
from chainrule.engine.operation import Operation
from chainrule.engine.operations import FUNCTIONS
from chainrule.engine.reverse import Part, Source
from chainrule.engine.state import (
    Watch,
    allocate,
    charge,
    enable_grad,
    group,
    is_grad_enabled,
    no_grad,
)
from chainrule.engine.tape import Tape
from chainrule.engine.tensor import Tensor, tensor

__all__ = [
    "FUNCTIONS",
    "OPERATIONS",
    "SATURATED_DISTANCE",
    "Annotation",
    "ArgumentError",
    "BinaryNode",
    "ChainruleError",
    "DomainError",
    "DtypeError",
    "ExportError",
    "Gradient",
    "GradientError",
    "Node",
    "Operation",
    "Part",
    "ReplayError",
    "ShapeError",
    "SingularError",
    "Source",
    "Span",
    "Tape",
    "Tensor",
    "UnaryNode",
    "Watch",
    "allocate",
    "backward",
    "bind",
    "charge",
    "enable_grad",
    "function",
    "grad",
    "group",
    "hessian",
    "hvp",
    "is_grad_enabled",
    "jacobian",
    "jvp",
    "no_grad",
    "operations",
    "tensor",
    "vjp",
]
