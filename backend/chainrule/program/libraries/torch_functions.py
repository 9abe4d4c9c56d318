"""``torch.func``: derivatives of functions, calls for every row, and modules as functions."""

from __future__ import annotations

from chainrule.engine import Tensor
from chainrule.program.libraries.differentiation import Differentiation, float_array, leaf_of
from chainrule.program.libraries.things import Double
from chainrule.program.libraries.wrapping import given
from chainrule.program.libraries.writings import written
from chainrule.program.runtime import Runtime
from chainrule.program.values import Value


def leaf(runtime: Runtime, value: Value) -> Tensor:
    """A tensor that gets a gradient.

    Raises:
        TypeError: it is no tensor, or its numbers are no floats.
    """
    if not isinstance(value, Tensor):
        raise TypeError(f"Expected tensors, got unsupported type {runtime.type_name(value)}")
    if value.dtype.kind != "f":
        raise TypeError(
            f"a gradient is one for floats, not for {value.dtype.name}: write x.float(); PyTorch: "
            "only Tensors of floating point dtype can require gradients"
        )
    kind = Double if type(value) is Double else Tensor
    return leaf_of(kind, float_array(runtime, value, "grad"), value)


def convert(runtime: Runtime, value: Value) -> Value:
    """A tensor as it is; numbers, modules and what else is given stay themselves, too."""
    return value if isinstance(value, Tensor) else given(runtime, "vmap", value)


TORCH_FUNC = written(
    "torch.func",
    "torch_functions",
    Differentiation(
        leaf,
        convert,
        "torch.func.grad: Expected f(*args) to return a scalar tensor, got a tensor of shape {}",
    ).natives,
    missing={
        "linearize": "write torch.func.jvp",
        "functionalize": "leave it out",
    },
)
