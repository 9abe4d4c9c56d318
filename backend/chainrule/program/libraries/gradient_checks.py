"""Gradient checks: ``check_grads``, as HIPS autograd and JAX call it."""

from __future__ import annotations

from chainrule.engine import Tensor
from chainrule.functions import derivatives
from chainrule.program.libraries.contexts import unrecorded
from chainrule.program.libraries.differentiation import float_array, leaf_of
from chainrule.program.libraries.wrapping import callback
from chainrule.program.numbers import Array
from chainrule.program.runtime import Runtime
from chainrule.program.values import Value


def agree(runtime: Runtime, function: Value, args: tuple[Value, ...], order: Value) -> None:
    """Compares the gradients of a function with finite differences, the second ones, too.

    Raises:
        AssertionError: they differ.
    """
    call = callback(runtime, function)
    leaves = []
    for arg in args:
        made = leaf_of(Array, float_array(runtime, arg, "check_grads"), arg)
        made.__class__ = type(arg)._kind if isinstance(arg, Tensor) else Array
        leaves.append(made)
    checks = (derivatives.gradcheck, derivatives.gradgradcheck)[: 1 if order == 1 else 2]
    with unrecorded(runtime):
        for check in checks:
            if not check(call, tuple(leaves), raise_exception=False):
                raise runtime.exception("AssertionError", "Derivative check failed")
